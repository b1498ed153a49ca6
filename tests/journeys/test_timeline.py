"""Journeys 3, 5, 6 and 8 on the timeline, in a real browser, with the Preview engine."""

import json
import random
import re
import sqlite3
from contextlib import closing
from uuid import UUID

import av
import pytest
from playwright.sync_api import expect

from tests.journeys.steps import generate_shot, shots, slug_of, wait_for_videos

pytestmark = [pytest.mark.browser, pytest.mark.live]


def test_a_timeline_grows_at_both_ends_and_in_the_middle(timeline, studio):
    """1. A first shot.  2. Append: it starts on the last frame.  3. Prepend: it ends on the first frame.  4.
    Each is there at once and becomes video without a reload.  5. Remove and undo, also after a reload.  6.
    The export has exactly the frames of the strip."""
    page = timeline
    generate_shot(page, "A lighthouse beam over a teal sea at dawn")
    expect(page.locator("#panel")).to_contain_text("Append after shot 1")
    expect(page.locator("#slot-frame0")).to_contain_text("End of clip 1")
    generate_shot(page, "The keeper climbs the hill")
    page.locator("#strip-prepend").click()
    expect(page.locator("#slot-frame1")).to_contain_text("Start of clip 1")
    generate_shot(page, "Night harbour, lamps go out")
    wait_for_videos(page, 3)
    first, second, third = shots(page)
    assert first[1] == second[1] == third[1] - 1, "each chained join shows its doubled frame once"
    length = sum(frames for _, frames in shots(page))

    page.locator("#strip .shot").first.click()
    page.keyboard.press("Delete")
    expect(page.locator("#strip .shot")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(page.locator("#strip .shot")).to_have_count(3)
    page.reload()
    assert [one[0] for one in shots(page)] == [first[0], second[0], third[0]]

    page.get_by_role("button", name="Export", exact=True).click()
    dialog = page.locator("#export-dialog")
    dialog.get_by_role("button", name=re.compile("^(Make|Export)")).click()
    expect(dialog.get_by_role("link", name=re.compile("Download"))).to_be_visible(timeout=90_000)
    with page.expect_download() as coming:
        dialog.get_by_role("link", name=re.compile("Download")).click()
    assert coming.value.suggested_filename.endswith(".mp4")
    with av.open(str(coming.value.path())) as container:
        assert sum(1 for _ in container.decode(video=0)) == length


TIMELINE = """SELECT timeline.id FROM projects_timeline timeline
    JOIN projects_project project ON project.id = timeline.project_id
    WHERE project.slug = ? AND timeline.number = 1"""
STEPS = 200
ACTS = (
    "[",
    "]",
    "s",
    "Delete",
    "Alt+ArrowLeft",
    "Alt+ArrowRight",
    "Control+z",
    "Control+z",
    "Control+Shift+z",
)
# Click on any shot, at any of its frames, and return how many shots there are.
CHOOSE = """([which, where]) => {
  const films = [...document.querySelectorAll("#strip .shot__frames")]
  const film = films[Math.floor(which * films.length)]
  if (film) {
    const box = film.getBoundingClientRect(), clientX = box.left + where * box.width
    film.focus()
    film.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX, clientY: box.top + 9 }))
  }
  return films.length
}"""


def test_two_people_at_once_end_with_the_same_timeline(timeline, chromium, studio):
    """1. Two browsers show one timeline.  2. For 200 steps, one of them chooses a shot and trims, splits,
    moves or removes it, or undoes and redoes, without waiting for the other.  3. Both see the same timeline,
    it is the one in the database, and every shot's frames are within its video."""
    chance, page = random.Random(3), timeline
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900},
        base_url=studio.url,
        storage_state=page.context.storage_state(),
    )
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator("#strip .shot").first).to_be_visible()
    for _ in range(STEPS):
        who = chance.choice((page, other))
        count = who.evaluate(CHOOSE, [chance.random(), chance.random()])
        act = chance.choice(ACTS)
        if count > 12:
            act = "Delete"
        elif count < 3 and act == "Delete":
            act = "s"
        who.keyboard.press(act)
    for who in (page, other):
        who.wait_for_timeout(2500)
    assert everything(page) == everything(other)
    stored = studio_shots(studio, page)
    assert [(one["shot"], one["start"]) for one in everything(page)] == stored
    for one in everything(page):
        assert 0 <= one["start"] < one["end"] <= one["length"]
    nothing_is_lost(studio, page)
    context.close()


def nothing_is_lost(studio, page):
    """Assert that the timeline is the sum of its changes: each began where the one before had ended, and no
    shot is in a state that nobody caused."""
    with closing(sqlite3.connect(studio.data / "dailies.sqlite3", timeout=30)) as database:
        database.row_factory = sqlite3.Row
        changes = database.execute(
            f"SELECT fields FROM projects_change WHERE NOT undone AND timeline_id = ({TIMELINE})"
            " ORDER BY number",
            [slug_of(page)],
        ).fetchall()
        rows = {row["id"]: dict(row) for row in database.execute("SELECT * FROM projects_shot")}
    now: dict = {}
    for [fields] in changes:
        for id, changed in json.loads(fields).items():
            for name, (before, after) in changed.items():
                assert now.get((id, name), before) == before
                now[id, name] = after
    assert now
    for (id, name), value in now.items():
        stored = rows[UUID(id).hex][name]
        assert stored == (UUID(value).hex if name == "generation_id" else value), (id, name)


def everything(page):
    return page.eval_on_selector_all(
        "#strip .shot",
        "found => found.map(({ dataset: { shot, start, end, videoFrames } }) =>"
        " ({ shot, start: +start, end: +end, length: +videoFrames }))",
    )


def studio_shots(studio, page):
    """Return [(shot ID, first frame)] from the database."""
    with closing(sqlite3.connect(studio.data / "dailies.sqlite3", timeout=30)) as database:
        rows = database.execute(
            f"SELECT id, start_frame FROM projects_shot WHERE active AND timeline_id = ({TIMELINE})"
            " ORDER BY position, id",
            [slug_of(page)],
        )
        return [(str(UUID(id)), start) for id, start in rows]
