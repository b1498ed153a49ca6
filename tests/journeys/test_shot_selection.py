"""Several shots of a timeline are selected, copied, moved and removed by hand and by key; the strip grows and
takes clips from the library."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import POST, generate_several, timeline_message, wait_for_videos, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.live]
PROMPTS = ("Dawn", "Noon", "Dusk", "Night")


@pytest.fixture
def page(timeline):
    """The timeline with four shots, generated once for all tests of this file."""
    if timeline.locator("#strip .shot").count() == 0:
        generate_several(timeline, *PROMPTS)
    expect(timeline.locator("#strip .shot")).to_have_count(4)
    return timeline


def prompts(page):
    return [text.split()[1] for text in page.locator("#strip .shot .one-line").all_text_contents()]


def selected(page):
    return page.locator("#strip .shot[data-selected]")


def shot(page, n):
    return page.locator("#strip .shot__frames").nth(n - 1)


def test_a_requested_shot_is_selected_and_the_player_goes_there(page):
    """Four were requested at once: the first one is in the player, and the composer is ready for a fifth."""
    expect(page.locator("[data-now]")).to_contain_text("Shot 1 of 4")
    expect(page.locator("#panel h2")).to_contain_text("Append after shot 4")


def test_shots_are_selected_copied_moved_and_removed_by_key(page):
    """1. Enter selects the shot at the playhead, Shift and an arrow the next one as well.  2. D copies both.
    3. The copies are selected: they move on, and Delete removes them.  4. Undo, three times."""
    page.locator("#player").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Shot 1")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#panel h2")).to_have_text("2 shots selected")
    page.keyboard.press("d")
    expect(timeline_message(page)).to_have_text("Duplicated 2 shots.")
    assert prompts(page) == ["Dawn", "Noon", "Dawn", "Noon", "Dusk", "Night"]
    expect(selected(page)).to_have_count(2)
    expect(page.locator("[data-now]")).to_contain_text("Shot 3 of 6")
    page.keyboard.press("Alt+ArrowRight")
    expect(timeline_message(page)).to_have_text("Moved to position 4.")
    assert prompts(page) == ["Dawn", "Noon", "Dusk", "Dawn", "Noon", "Night"]
    page.keyboard.press("Delete")
    expect(timeline_message(page)).to_contain_text("Removed 2 shots")
    expect(page.locator("#panel h2")).to_have_text("Append after shot 4")
    for left in (6, 6, 4):
        page.keyboard.press("Control+z")
        expect(page.locator("#strip .shot")).to_have_count(left)
        expect(timeline_message(page)).to_contain_text("Undone")
    assert prompts(page) == list(PROMPTS)


def test_shots_are_selected_by_hand(page):
    """1. A click, then one with Shift: all between.  2. With Ctrl one less.  3. Escape: none."""
    shot(page, 2).click()
    shot(page, 4).click(modifiers=["Shift"])
    expect(selected(page)).to_have_count(3)
    shot(page, 3).click(modifiers=["Control"])
    expect(page.locator("#panel h2")).to_have_text("2 shots selected")
    expect(shot(page, 4)).to_have_attribute("aria-pressed", "true")
    expect(shot(page, 3)).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    expect(selected(page)).to_have_count(0)
    expect(page.locator("#panel h2")).to_have_text("Append after shot 4")


def test_a_colleagues_shot_is_not_taken_for_a_copy_that_was_refused(page):
    """1. Duplicating the first shot is refused.  2. A colleague adds a clip.  3. It appears, and the first
    shot stays selected."""
    wait_for_videos(page, 4)
    shot(page, 1).click()
    page.route("**/selection/copies/", lambda route: route.fulfill(status=409, body=""))
    with page.expect_response("**/selection/copies/"):
        page.keyboard.press("d")
    page.unroute("**/selection/copies/")
    film = page.locator("#strip .shot").first.get_attribute("data-filmstrip")
    clip = re.search(r"/clips/([0-9a-f-]{36})/", film)[1]
    place = f"{page.url.partition('?')[0]}placement/"
    assert page.evaluate(POST, [place, "generation", [clip], {"after": "end"}]) == [200]
    expect(page.locator("#strip .shot")).to_have_count(5)
    expect(selected(page)).to_have_count(1)
    expect(shot(page, 1)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+z")
    expect(page.locator("#strip .shot")).to_have_count(4)


def test_clips_are_dragged_from_the_library_to_a_place(page):
    """1. The library opens beside the player.  2. A clip is dragged between two shots, and is selected there.
    3. One that is dropped elsewhere changes nothing.  4. A press adds one at the end."""
    page.locator("#strip-tools").get_by_role("button", name="Library").click()
    page.get_by_label("Search clips").fill("Night")
    expect(page.locator("#clip-search li")).to_have_count(1)
    drag_clip(page, shot(page, 1), part=0.95)
    expect(page.locator("#strip .shot")).to_have_count(5)
    assert prompts(page) == ["Dawn", "Night", "Noon", "Dusk", "Night"]
    expect(selected(page)).to_contain_text("2 Night")
    expect(page.locator("[data-now]")).to_contain_text("Shot 2 of 5")
    drag_clip(page, page.locator("#player"), part=0.5)
    expect(page.locator("[data-dragged], [data-receives]")).to_have_count(0)
    page.locator("#clip-search button").first.click()
    expect(page.locator("#strip .shot")).to_have_count(6)
    assert prompts(page) == ["Dawn", "Night", "Noon", "Dusk", "Night", "Night"]
    for left in (5, 4):
        page.locator("#strip-tools").get_by_role("button", name="Undo").click()
        expect(page.locator("#strip .shot")).to_have_count(left)


def drag_clip(page, onto, *, part):
    clip, place = page.locator("#clip-search button").first.bounding_box(), onto.bounding_box()
    page.mouse.move(clip["x"] + clip["width"] / 2, clip["y"] + clip["height"] / 2)
    page.mouse.down()
    page.mouse.move(clip["x"], clip["y"] + 40, steps=3)
    page.mouse.move(place["x"] + place["width"] * part, place["y"] + place["height"] / 2, steps=8)
    page.mouse.up()


def test_the_strip_takes_a_third_and_keeps_the_height_that_was_chosen(page):
    """1. At first it has a third of the window.  2. A hand drags it higher.  3. Keys make it lower.  4. The
    height stays after a reload, and the page never scrolls."""
    assert share(page) == pytest.approx(0.34, abs=0.02)
    grip = page.get_by_role("separator", name="Height of the strip")
    box = grip.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 100)
    page.mouse.up()
    dragged = share(page)
    assert dragged > 0.42
    grip.focus()
    page.keyboard.press("ArrowDown")
    wait_until(page, f"document.querySelector('#strip').offsetHeight / innerHeight < {dragged}")
    chosen = share(page)
    page.reload()
    assert share(page) == pytest.approx(chosen, abs=0.01)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
    grip.dblclick()
    assert share(page) == pytest.approx(0.34, abs=0.02)


def share(page):
    return page.evaluate("document.querySelector('#strip').offsetHeight / innerHeight")
