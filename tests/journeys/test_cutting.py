"""Journeys 5 and 6 on the timeline: comparing takes, cutting by keys and by mouse, playing."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import (
    choose_setting,
    generate_shot,
    shots,
    timeline_message,
    wait_for_videos,
    wait_until,
    wait_until_held,
)

pytestmark = [pytest.mark.browser, pytest.mark.live]
TAKES = "[...document.querySelectorAll('video-compare video')].map((film) => film.currentTime)"
LISTEN = """() => {
  window.recorded = []
  document.addEventListener("player-frame", (event) => {
    const shown = document.querySelector(".player__video[data-shown]")
    window.recorded.push([event.detail.frame, shown?.dataset.video])
  })
}"""


@pytest.fixture
def cut(timeline):
    """The timeline with three chained shots, generated once for all tests of this file."""
    page = timeline
    if page.locator("#strip .shot").count() == 0:
        choose_setting(page, "takes", "3")
        generate_shot(page, "A lighthouse beam over a teal sea at dawn")
        expect(page.locator("#panel")).to_contain_text("Append after shot 1")
        choose_setting(page, "takes", "1")
        for n, prompt in enumerate(("The keeper climbs the hill", "Waves below the lamp"), start=1):
            expect(page.locator("#panel")).to_contain_text(f"Append after shot {n}")
            generate_shot(page, prompt)
    wait_for_videos(page, page.locator("#strip .shot").count())
    return page


def order(page):
    return [shot for shot, _ in shots(page)]


def test_takes_are_compared_in_step_and_the_timeline_follows(cut):
    """1. Three takes were requested.  2. They play and stop in step.  3. The second is chosen.  4. It is the
    one that plays, also after a reload.  5. Undo brings the first one back."""
    page = cut
    expect(page.locator("#strip .pill[data-ready='3']")).to_contain_text("take 1 of 3", timeout=60_000)
    page.locator("#strip .shot__frames").first.click()
    page.get_by_role("button", name="Compare takes").click()
    dialog = page.locator("#takes-dialog")
    expect(dialog.locator("video")).to_have_count(3)
    dialog.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, f"Math.min(...{TAKES}) > 0.4")
    dialog.get_by_role("button", name="Pause").click()
    dialog.get_by_label("Position", exact=True).press("ArrowRight")
    places = page.evaluate(TAKES)
    assert max(places) - min(places) < 1 / 48, "all are at the same frame"
    dialog.get_by_role("button", name="Choose take 2").click()
    expect(dialog).to_be_hidden()
    expect(timeline_message(page)).to_have_text("Take 2 is now used.")
    expect(page.locator("#strip .shot").first).to_contain_text("take 2 of 3")
    expect(page.locator("#panel")).to_contain_text("take 2 of 3")
    page.reload()
    expect(page.locator("#strip .shot").first).to_contain_text("take 2 of 3")
    page.keyboard.press("Control+z")
    expect(page.locator("#strip .shot").first).to_contain_text("take 1 of 3")


def test_the_panel_shows_the_shot_selected_last(cut):
    """1. A shot is selected; the answer is slow.  2. Another one is selected meanwhile.  3. The first answer
    comes.  4. The panel ends with the second shot."""
    page = cut
    held = []
    page.locator("#strip .shot__frames").first.click()
    (first, _), (second, _), *_ = shots(page)
    expect(page.locator("#panel")).to_have_attribute("data-for", first)
    page.route(f"**/shots/{second}/", lambda route: held.append(route))
    page.locator("#strip .shot__frames").nth(1).click()
    late = wait_until_held(page, held)
    page.locator("#strip .shot__frames").nth(2).click()
    late.continue_()
    third = order(page)[2]
    expect(page.locator("#panel")).to_have_attribute("data-for", third)
    page.unroute(f"**/shots/{second}/")


def test_cutting_with_the_keys(cut):
    """1. The second shot starts 10 frames later and ends 20 earlier.  2. It moves to the front, which is
    announced.  3. It is split.  4. All of it is undone, half of it after a reload."""
    page = cut
    before = shots(page)
    page.locator("#strip .shot__frames").nth(1).press("Enter")
    at = page.evaluate("document.querySelector('#player').frame")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.querySelector('#player').frame") == at + 10
    page.keyboard.press("[")
    expect(page.locator("#strip .shot").nth(1)).to_have_attribute("data-start", "10")
    end = int(page.locator("#strip .shot").nth(1).get_attribute("data-end"))
    page.keyboard.press("ArrowDown")
    for _ in range(21):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("]")
    expect(page.locator("#strip .shot").nth(1)).to_have_attribute("data-end", str(end - 20))
    page.keyboard.press("Alt+ArrowLeft")
    expect(timeline_message(page)).to_have_text("Moved to position 1.")
    expect(page.locator("#strip .shot").first).to_have_attribute("data-shot", before[1][0])
    assert order(page)[:2] == [before[1][0], before[0][0]]
    page.keyboard.press("Home")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    expect(page.locator("#strip .shot")).to_have_count(4)
    page.keyboard.press("Control+z")
    expect(page.locator("#strip .shot")).to_have_count(3)
    page.keyboard.press("Control+z")
    expect(timeline_message(page)).to_contain_text("Undone: moved shot 2")
    page.reload()
    for change in ("trimmed shot 2", "trimmed shot 2"):
        page.keyboard.press("Control+z")
        expect(timeline_message(page)).to_contain_text(change)
        expect(page.locator("#timeline-message")).not_to_be_empty()
        page.wait_for_timeout(300)
    wait_until(page, f"document.querySelectorAll('#strip .shot')[1].dataset.frames == {before[1][1]}")
    assert shots(page) == before


def test_cutting_with_the_mouse(cut):
    """1. A handle is dragged to the left.  2. A shot is dragged behind another.  3. Both are undone."""
    page = cut
    before = shots(page)
    shot = page.locator("#strip .shot").first
    shot.hover()
    box = shot.locator("[data-trim=end]").bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] - 40, box["y"] + 12, steps=8)
    page.mouse.up()
    expect(timeline_message(page)).to_have_text("Trimmed.")
    assert shots(page)[0][1] < before[0][1]
    first, last = (page.locator("#strip .shot").nth(n).bounding_box() for n in (0, 2))
    page.mouse.move(first["x"] + 60, first["y"] + 40)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 10, last["y"] + 40, steps=12)
    page.mouse.up()
    expect(timeline_message(page)).to_have_text("Moved to position 3.")
    assert order(page) == [before[1][0], before[2][0], before[0][0]]
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
        page.wait_for_timeout(300)
    wait_until(page, f"document.querySelectorAll('#strip .shot')[0].dataset.frames == {before[0][1]}")
    assert shots(page) == before


def test_the_timeline_plays_as_one_video(cut):
    """1. Nobody touches it for a moment: the studio joins it.  2. Played from the beginning, one file shows
    it all, in order, to its last frame.  3. K stops, J goes back, a click on the ruler goes there."""
    page = cut
    wait_until(page, "Boolean(document.querySelector('#player').one)")
    page.evaluate(LISTEN)
    page.locator("#player").focus()
    page.keyboard.press("Home")
    page.keyboard.press("l")
    page.keyboard.press("l")  # twice as fast
    wait_until(page, "document.querySelector('#player').playing")
    wait_until(page, "!document.querySelector('#player').playing")
    recorded = page.evaluate("window.recorded")
    length = sum(frames for _, frames in shots(page))
    frames = [frame for frame, _ in recorded]
    assert frames == sorted(frames) and frames[-1] == length - 1
    assert len(set(frames)) > length * 0.3, "many frames were seen, however busy the machine"
    files = {file for frame, file in recorded if 0 < frame < length - 1}
    assert len(files) == 1 and "/playback/" in files.pop()
    page.keyboard.press("Home")
    page.keyboard.press("l")
    wait_until(page, "document.querySelector('#player').frame > 12")
    page.keyboard.press("k")
    stood = page.evaluate("document.querySelector('#player').frame")
    page.keyboard.press("j")
    wait_until(page, f"document.querySelector('#player').frame < {stood}")
    page.keyboard.press("k")
    ruler = page.locator("#strip-ruler").bounding_box()
    page.mouse.click(ruler["x"] + ruler["width"] / 2, ruler["y"] + 8)
    assert abs(page.evaluate("document.querySelector('#player').frame") / length - 0.5) < 0.1


def test_a_saved_version_is_viewed_and_restored(cut):
    page = cut
    before = order(page)
    page.get_by_role("button", name="Save version").click()
    expect(timeline_message(page)).to_contain_text("Saved as Cut 1")
    page.locator("#strip .shot__frames").first.click()
    page.keyboard.press("Delete")
    expect(page.locator("#strip .shot")).to_have_count(2)
    page.reload()
    page.locator(".timeline-head__open").click()
    page.get_by_role("link", name=re.compile("Cut 1")).click()
    expect(page.get_by_role("heading", name="Cut 1")).to_be_visible()
    expect(page.locator("#strip .shot")).to_have_count(3)
    page.get_by_role("button", name="Restore this version").click()
    expect(page.get_by_role("heading", name="Timeline 1")).to_be_visible()
    expect(page.locator("#strip .shot")).to_have_count(3)
    page.keyboard.press("Control+z")
    expect(page.locator("#strip .shot")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(page.locator("#strip .shot")).to_have_count(3)
    assert order(page) == before
