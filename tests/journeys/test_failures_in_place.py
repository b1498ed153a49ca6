"""Journey 9 where it happens: a shot that failed, an image that a provider cannot reach, and the way on."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.steps import choose, choose_setting, generate_shot, save_key, shots, wait_for_videos

pytestmark = [pytest.mark.browser, pytest.mark.live]
PRICE = r"(about \$|price unknown)"


@pytest.fixture
def keyed_library(library, provider):
    """The library of a studio that has the provider's key."""
    save_key(library, provider.key)
    library.goto("/")
    return library


@pytest.fixture
def shot_page(keyed_library, timeline):
    """The timeline of that studio, with a finished shot; the tests of this file share it."""
    if timeline.locator("#strip .shot").count() == 0:
        generate_shot(timeline, "A lighthouse beam over a teal sea at dawn")
    wait_for_videos(timeline, timeline.locator("#strip .shot").count())
    return timeline


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "harbor.png"
    Image.linear_gradient("L").resize((1280, 720)).save(path)
    return path


def test_a_failed_shot_says_why_and_can_be_repeated_in_its_place(shot_page, provider):
    """1. The provider fails.  2. The shot says so, and that nothing was charged.  3. It is repeated
    there: the next take is used in its place and becomes video."""
    page = shot_page
    provider.plan(["generation_fails"])
    expect(page.locator("#panel")).to_contain_text("Append after shot")
    page.locator("#slot-frame0 .slot__remove").click()
    expect(page.locator("#slot-frame0")).not_to_contain_text("End of clip")
    choose_setting(page, "model", "Ray 2")
    expect(page.locator("#generate")).to_contain_text(re.compile(PRICE))
    generate_shot(page, "Storm wreck on the rocks")
    last = page.locator("#strip .shot").last
    expect(last).to_contain_text("Failed", timeout=60_000)
    last.locator(".shot__frames").click()
    panel = page.locator("#panel")
    expect(panel).to_contain_text(re.compile("not charged", re.I))
    count = len(shots(page))
    panel.get_by_role("button", name=re.compile("again|New take", re.I)).first.click()
    expect(last).to_contain_text("take 2", timeout=60_000)
    wait_for_videos(page, count)
    assert len(shots(page)) == count


def test_a_failed_shot_is_rewritten_in_its_place(shot_page, provider):
    """1. The provider fails.  2. Its prompt comes back to the panel and is changed, with another engine.
    3. The new clip takes the same place.  4. The price was on the button each time."""
    page, count = shot_page, len(shots(shot_page))
    provider.plan(["generation_fails"])
    page.locator("#slot-frame0 .slot__remove").click()
    expect(page.locator("#slot-frame0")).not_to_contain_text("End of clip")
    choose_setting(page, "model", "Ray 2")
    expect(page.locator("#generate")).to_contain_text(re.compile(rf"Append shot\s+· {PRICE}"))
    generate_shot(page, "Storm wreck on the rocks")
    last = page.locator("#strip .shot").last
    expect(last).to_contain_text("Failed", timeout=60_000)
    last.locator(".shot__frames").click()
    expect(page.locator(".player__prompt")).to_have_text("Storm wreck on the rocks")
    page.locator("#panel").get_by_role("button", name="Edit prompt").click()
    expect(page.locator("#panel h2")).to_have_text(f"Remix shot {count + 1}")
    expect(page.locator("#prompt")).to_have_value("Storm wreck on the rocks")
    expect(page.locator("#generate")).to_contain_text(re.compile(rf"Replace shot\s+· {PRICE}"))
    choose_setting(page, "model", "Preview")
    expect(page.locator("#generate")).to_contain_text("free")
    page.locator("#prompt").fill("Calm after the storm")
    page.locator("#generate").click()
    expect(last).to_contain_text("Calm after the storm")
    wait_for_videos(page, count + 1)


def test_an_image_out_of_a_providers_reach_is_named_before_anything_is_paid(keyed_library, provider, photo):
    """1. Ray 2 is chosen, and this studio has no public address.  2. An image is the first frame.
    3. The composer says so, offers what works, and nothing can be sent."""
    library = keyed_library
    before = provider.summary()["accepted"]
    choose_setting(library, "model", "Ray 2")
    expect(library.get_by_role("button", name=re.compile("Generate"))).to_contain_text("$")
    choose(library, "frame0", "Upload").locator("input[type=file]").set_input_files(photo)
    expect(library.locator("#composer-settings")).to_contain_text("public address")
    expect(library.get_by_role("button", name=re.compile("Generate"))).to_be_disabled()
    library.get_by_role("button", name="Use Preview").click()
    expect(library.get_by_role("button", name=re.compile("Generate"))).to_be_enabled()
    assert provider.summary()["accepted"] == before


def test_settings_that_a_model_refuses_together_are_named_with_what_works(keyed_library, photo):
    """1. Ray 3.2 makes 10 s from text only, and Loop is on.  2. The composer says so; nothing can be sent.
    3. The button beside the sentence chooses 5 s.  4. A loop can't end on a frame: another turns Loop off."""
    library = keyed_library
    choose_setting(library, "model", "Ray 3.2")
    generate = library.get_by_role("button", name=re.compile("Generate"))
    expect(generate).to_contain_text("$")
    choose_setting(library, "duration_s", "10 s")
    expect(library.locator("#composer-options-line")).to_contain_text("10 s")
    library.get_by_label("Loop: the end joins the start").check()
    expect(library.locator("#composer-settings")).to_contain_text("makes 10 s from text only")
    expect(generate).to_be_disabled()
    library.get_by_role("button", name="Use 5 s").click()
    expect(library.locator("#composer-options-line")).to_contain_text("5 s")
    expect(generate).to_be_enabled()
    choose(library, "frame1", "Upload").locator("input[type=file]").set_input_files(photo)
    library.get_by_role("button", name="Turn off loop").click()
    expect(library.locator("#composer-options-line")).not_to_contain_text("loop")
    expect(library.locator("#composer-settings")).not_to_contain_text("can't end a loop")
