"""Journey: a storyboard. Pictures stand on the timeline, and one of them becomes a clip in its place."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.steps import shots, timeline_message, wait_for_videos

pytestmark = [pytest.mark.browser, pytest.mark.live]


@pytest.fixture(scope="module")
def storyboard(tmp_path_factory):
    folder = tmp_path_factory.mktemp("storyboard")
    for name, color in (("harbor", "teal"), ("lamp", "orange")):
        Image.new("RGB", (800, 600), color).save(folder / f"{name}.png")
    return [folder / "harbor.png", folder / "lamp.png"]


def test_pictures_stand_and_one_becomes_a_clip_of_the_same_length(timeline, storyboard):
    """1. Add two pictures for two seconds each.  2. They play as video.  3. One press opens the composer with
    the first picture; the clip takes its place and its two seconds, and undo brings the picture back."""
    page = timeline
    page.get_by_role("button", name="A picture").click()
    page.get_by_label("Seconds", exact=True).fill("2")
    page.locator("#still-file").set_input_files(storyboard)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(timeline_message(page)).to_contain_text("2 pictures added")
    expect(page.get_by_role("dialog")).to_have_count(0)
    wait_for_videos(page, 2)
    assert [frames for _, frames in shots(page)] == [48, 48]
    page.locator("#strip .shot").first.click()
    page.get_by_role("button", name="Generate from this picture").click()
    expect(page.locator("#slot-frame0")).to_contain_text("harbor.png")
    page.get_by_label("Prompt", exact=True).fill("The harbor wakes")
    page.get_by_role("button", name="Replace shot").click()
    expect(page.locator("#strip .shot").first).to_contain_text("The harbor wakes")
    wait_for_videos(page, 2)
    assert [frames for _, frames in shots(page)] == [48, 48]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#strip .shot").first).to_contain_text("harbor")
