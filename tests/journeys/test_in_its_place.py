"""Journeys 3, 5 and 6 on the timeline: a shot is generated, waits, is remixed and taken from the library in
its place, and plays in a loop, faster, in full screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import (
    generate_several,
    generate_shot,
    shots,
    timeline_message,
    wait_for_videos,
    wait_until,
)

pytestmark = [pytest.mark.browser, pytest.mark.live]
FRAME = "document.querySelector('#player').frame"
HEAD_IS_SEEN = """() => {
  const lane = document.querySelector("#strip-lane").getBoundingClientRect()
  const here = document.querySelector(".shot[data-here]").getBoundingClientRect()
  return here.right > lane.left && here.left < lane.right
}"""


@pytest.fixture
def page(timeline):
    """The timeline with at least two finished shots, generated once for all tests of this file."""
    page = timeline
    if page.locator("#strip .shot").count() == 0:
        generate_shot(page, "A lighthouse beam over a teal sea at dawn")
        expect(page.locator("#panel")).to_contain_text("Append after shot 1")
        generate_shot(page, "The keeper climbs the hill")
    wait_for_videos(page, page.locator("#strip .shot").count())
    return page


def test_a_pending_shot_plays_as_a_still_and_becomes_video(page):
    """1. Three chained shots are requested.  2. The last one waits, and says for which.  3. It plays for the
    length it will have.  4. All become video without a reload.  5. One undo removes the three."""
    page.evaluate("window.neverReloaded = true")
    generate_several(page, "Rain on the lamp", "The rain stops", "A rainbow")
    last = page.locator("#strip .shot").nth(4)
    expect(last).to_contain_text("A rainbow")
    assert shots(page)[4][1] == 120, "five seconds of 24 frames"
    page.keyboard.press("Escape")
    page.locator("#player").focus()
    page.keyboard.press("End")
    expect(page.locator("[data-now]")).to_contain_text("Shot 5 of 5")
    expect(last).to_contain_text(re.compile("Waiting for shot 4|Waiting|left|any moment"))
    expect(page.locator("[data-now]")).to_contain_text(re.compile("Wait|Generating"))
    page.keyboard.press("ArrowUp")
    began = page.evaluate(FRAME)
    page.keyboard.press("l")
    wait_until(page, f"{FRAME} > {began} + 12")
    page.keyboard.press("k")
    wait_for_videos(page, 5)
    assert page.evaluate("window.neverReloaded")
    page.get_by_role("button", name="Undo").click()
    expect(timeline_message(page)).to_have_text("Undone: added 3 shots.")
    expect(page.locator("#strip .shot")).to_have_count(2)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()


def test_a_clip_is_added_from_the_library_and_removed_again(page):
    """1. A removed clip is found in the library and prepended.  2. When it is removed again, its panel gives
    way to the composer for the end.  3. Undo brings it back."""
    before = shots(page)
    page.locator("#strip-prepend").click()
    expect(page.locator("#panel")).to_contain_text("Prepend before shot 1")
    expect(page.locator("#prompt")).to_be_focused()
    page.get_by_role("button", name="From the library").click()
    page.get_by_label("Search clips").fill("rainbow")
    expect(page.locator("#clip-search li")).to_have_count(1)
    page.locator("#clip-search button").first.click()
    expect(page.locator("#strip .shot")).to_have_count(3)
    expect(page.locator("#clip-search")).to_be_visible()
    expect(page.locator("#strip .shot").first).to_contain_text("A rainbow")
    page.locator("#strip .shot__frames").first.click()
    expect(page.locator("#panel h2")).to_contain_text("Shot 1")
    page.locator("#panel").get_by_role("button", name="Remove").click()
    expect(page.locator("#panel h2")).to_have_text("Append after shot 2")
    assert shots(page) == before
    page.keyboard.press("Control+z")
    expect(page.locator("#strip .shot")).to_have_count(3)
    page.keyboard.press("Control+z")
    expect(page.locator("#strip .shot")).to_have_count(2)


def test_a_shot_is_remixed_in_its_place(page):
    """1. Another prompt, the same settings and keyframes.  2. The new clip takes the shot's place, chained as
    before.  3. Old and new are compared in step, and the old one is used again.  4. A new take of it."""
    second = page.locator("#strip .shot").nth(1)
    second.locator(".shot__frames").click()
    panel = page.locator("#panel")
    panel.get_by_text("Remix…").click()
    panel.get_by_label("prompt", exact=True).uncheck()
    panel.get_by_role("button", name="Continue").click()
    expect(panel.locator("h2")).to_have_text("Remix shot 2")
    expect(page.locator("#prompt")).to_have_value("")
    expect(page.locator("#slot-frame0")).to_contain_text("End of clip 1")
    expect(page.locator("#generate")).to_contain_text("Replace shot · free")
    page.locator("#prompt").fill("The keeper runs down to the boats")
    page.locator("#generate").click()
    expect(second).to_contain_text("The keeper runs down")
    wait_for_videos(page, 2)
    second.locator(".shot__frames").click()
    expect(panel).to_contain_text("Continues from the last frame")
    page.get_by_role("button", name="Compare takes").click()
    dialog = page.locator("#takes-dialog")
    expect(dialog.locator("video")).to_have_count(2)
    dialog.get_by_role("button", name="Choose clip 2").click()
    expect(second).to_contain_text("The keeper climbs the hill")
    expect(panel).to_contain_text("The keeper climbs the hill")
    panel.get_by_role("button", name=re.compile("New take · free")).click()
    expect(second).to_contain_text("take 1 of 2")
    expect(page.locator("#strip .pill[data-ready='2']")).to_be_visible(timeout=60_000)


def test_it_plays_faster_in_a_loop_in_full_screen(page):
    """1. Twice as fast, in a loop: after the end it is at the beginning again.  2. The zoomed strip follows
    the playhead.  3. Full screen, and back.  4. A version saved with a name is in the menu at once."""
    length = sum(frames for _, frames in shots(page))
    page.locator("#player").focus()
    for _ in range(6):
        page.keyboard.press("+")
    page.keyboard.press("End")
    wait_until(page, f"({HEAD_IS_SEEN})()")
    page.keyboard.press("Home")
    wait_until(page, f"({HEAD_IS_SEEN})()")
    page.keyboard.press("0")
    page.get_by_role("button", name="Loop").click()
    page.get_by_role("button", name="Speed").click()
    page.locator("#player").focus()
    page.keyboard.press("End")
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("l")
    wait_until(page, f"{FRAME} < {length // 2}")
    page.keyboard.press("k")
    page.keyboard.press("f")
    wait_until(page, "document.fullscreenElement?.id === 'player'")
    page.keyboard.press("f")
    wait_until(page, "document.fullscreenElement === null")
    page.locator(".timeline-head__open").click()
    page.get_by_label("Version name").fill("For Cleo")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#saved-versions")).to_contain_text("For Cleo")
