"""Journey 7 with two real browsers: the owner at a desk, a guest on a phone."""

import io
import math
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageFilter
from playwright.sync_api import expect

from tests.journeys.steps import PHONE, POST, come_as_guest, draw, slug_of, wait_until
from tests.projects.hostile_words import WORDS

pytestmark = [pytest.mark.browser, pytest.mark.live]
MARKED = """[...document.querySelectorAll('#marks .mark')]
  .reduce((sum, one) => sum + Number(one.dataset.notes), 0)"""
PRINTED = """void (window.print = () => {
  const frames = [...document.querySelectorAll('.note img')]
  window.printed = frames.every((one) => one.complete && one.naturalWidth)
})"""
FITS = "[...document.querySelectorAll('.note')].every((one) => one.scrollWidth <= one.clientWidth)"
PAPER = "getComputedStyle(document.querySelector('.review__side')).backgroundColor"


def show_drawing(page):
    """Show the first note's drawing on the video, and return the page."""
    expect(page.locator("[data-total]")).not_to_have_text("00:00:00:00")
    page.locator(".note__picture").first.click()
    expect(page.locator("#drawing path")).to_have_count(3)
    return page


def red_strokes(page):
    """Return the red strokes in black and white, in one size for every screen."""
    seen = np.asarray(Image.open(io.BytesIO(page.locator("#drawing").screenshot())).convert("RGB")).astype(
        int
    )
    height, width = seen.shape[:2]
    ratio = float(page.locator("#drawing").get_attribute("viewBox").split()[3])
    shown_width = min(width, height / ratio)
    left, top = (width - shown_width) / 2, (height - shown_width * ratio) / 2
    mask = (seen[:, :, 0] > 200) & (seen[:, :, 1] < 110) & (seen[:, :, 2] < 110)
    picture = Image.fromarray(mask).crop([round(one) for one in (left, top, width - left, height - top)])
    assert np.count_nonzero(picture) > 100, "there are red strokes"
    return np.asarray(picture.convert("L").resize((320, round(320 * ratio)), Image.Resampling.BILINEAR)) > 100


def overlap(one, other) -> float:
    """Return how much of one drawing lies on the other, whose strokes are widened a little first."""
    wide = np.asarray(Image.fromarray(other).convert("L").filter(ImageFilter.MaxFilter(7))) > 0
    return np.count_nonzero(one & wide) / np.count_nonzero(one)


def test_a_guest_and_the_team_review_a_version(review, other_chromium, studio):
    """1. The owner draws on a frame and adds a note.  2. A link is created.  3. The guest gives a name, sees
    the drawing at the same place of the frame on a phone, replies, adds a note, approves.  4. The owner sees
    all of it without a reload, marks one done, and makes a new take from that frame.  5. The note says so. 6.
    The link is revoked: the guest's page says so by itself."""
    page = review
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.locator("[data-tool=pen]").click()
    page.locator("[data-color=red]").click()
    circle = [(400 + 70 * math.sin(n / 4), 200 - 70 * math.cos(n / 4)) for n in range(26)]
    draw(page, (400, 130), circle)
    page.locator("[data-tool=arrow]").click()
    draw(page, (120, 420), [(200, 380), (310, 330)])
    page.locator("[data-tool=box]").click()
    draw(page, (560, 300), [(600, 330), (760, 430)])
    draw(page, (100, 100), [(200, 200), (820, 520)])
    page.get_by_role("button", name="Undo").click()
    page.get_by_placeholder("Add a note").fill("Gulls pop in here")
    page.reload()
    expect(page.get_by_placeholder("Add a note")).to_have_value("Gulls pop in here")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".note")).to_contain_text("00:00:00:10")
    at_the_desk = red_strokes(show_drawing(page))

    guest = come_as_guest(page, other_chromium, studio, "Cleo", **PHONE)
    on_the_phone = red_strokes(show_drawing(guest))
    assert overlap(at_the_desk, on_the_phone) > 0.95
    assert overlap(on_the_phone, at_the_desk) > 0.95
    guest.get_by_text("Reply", exact=True).click()
    guest.get_by_label("Your reply").fill("One in frame, please")
    guest.get_by_role("button", name="Send reply").click()
    guest.get_by_placeholder("Add a note").fill("Sun is too perfect")
    guest.get_by_role("button", name="Add note").click()
    expect(guest.locator(".note")).to_have_count(2)
    guest.get_by_role("button", name="Approve", exact=True).click()
    guest.get_by_role("button", name="Not yet").click()
    guest.get_by_role("button", name="Approve", exact=True).click()
    guest.get_by_role("button", name="Yes, approve").click()

    expect(page.locator("#notes")).to_contain_text("One in frame, please")
    expect(page.locator("#notes")).to_contain_text("Sun is too perfect")
    expect(page.locator("#verdicts")).to_contain_text("Approved Cleo")
    first = page.locator(".note").filter(has_text="Gulls pop in here")
    first.get_by_role("button", name="Mark as done").click()
    expect(first).to_contain_text("Marked done by Ada")
    expect(guest.locator(".note").filter(has_text="Gulls")).to_contain_text("Marked done by Ada")
    page.get_by_label("Show notes").select_option("open")
    expect(first).to_be_hidden()
    page.get_by_label("Show notes").select_option("all")
    here = page.url
    first.get_by_text("New take from this note").click()
    first.get_by_role("button", name="Starts on this frame").click()
    expect(page.locator("#slot-frame0")).to_contain_text("Frame 11 of clip 1")
    expect(page.locator("#composer-note")).to_contain_text("Gulls pop in here")
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("A lighthouse beam over a teal sea at dawn")
    page.get_by_label("Prompt", exact=True).fill("The beam, one gull in frame")
    page.locator("#generate").click()
    expect(page.get_by_role("article").filter(has_text="one gull in frame")).to_be_visible()
    expect(page.locator("#composer-note")).to_have_count(0)
    page.goto(here)
    expect(page.locator(".note").filter(has_text="Gulls")).to_contain_text("View the new take")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.locator("#links")).to_contain_text("Cleo")
    page.get_by_role("button", name="Revoke").click()
    expect(page.locator("#links")).to_contain_text("Revoked")
    expect(guest.get_by_role("heading", name="This link isn't valid any more")).to_be_visible()
    guest.context.close()


def test_the_keys_of_a_review(review):
    """Typing pauses the video and pins the frame. N begins a note, Ctrl+Enter adds it."""
    page = review
    before = page.locator(".note").count()
    page.locator("#player").focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(600)
    page.keyboard.press("n")
    page.keyboard.type("Hold this longer")
    pinned = page.locator("#note-form [name=frame]").input_value()
    assert not page.evaluate("document.querySelector('#player').playing") and int(pinned) > 3
    page.keyboard.press("Control+Enter")
    expect(page.locator(".note")).to_have_count(before + 1)
    note = page.locator(".note").filter(has_text="Hold this longer")
    expect(note).to_have_attribute("data-frame", re.compile(f"^{pinned}$"))
    wait_until(page, f"{MARKED} === {before + 1}")
    page.get_by_label("Show notes").select_option("done")
    visible = page.locator(".note:visible").count()
    wait_until(page, f"{MARKED} === {visible}")
    assert visible < before + 1, "what is filtered away has no mark"
    page.get_by_label("Show notes").select_option("all")


def test_drawing_with_the_keyboard(review):
    """1. A key chooses a tool: the crosshair appears, and is announced.  2. A box is drawn; the video stays
    where it is.  3. A line of the pen is undone.  4. Escape leads back to the tool, and the note is added."""
    page = review
    page.locator("[data-tool=box]").press("Enter")
    expect(page.locator("#drawing")).to_be_focused()
    press(page, "Shift+ArrowLeft", "Shift+ArrowUp", "Space", *["Shift+ArrowRight"] * 2, "Shift+ArrowDown")
    expect(page.locator("#live")).to_have_text("60 across, 50 down")
    press(page, "Space", "Escape")
    expect(page.locator("[data-tool=box]")).to_be_focused()
    expect(page.locator(".drawing__pointer")).to_have_count(0)
    page.locator("[data-tool=pen]").press("Space")
    press(page, "Space", "ArrowDown", "ArrowRight", "Enter")
    expect(page.locator("#drawing path")).to_have_count(2)
    press(page, "Backspace", "Escape")
    assert not Axe().run(page, context=".review").response["violations"]
    assert page.evaluate("document.getElementById('player').frame") == 0
    press(page, "n")
    page.keyboard.type("This part of the sky")
    press(page, "Control+Enter")
    box = page.locator(".note").filter(has_text="This part of the sky").locator(".drawing path")
    expect(box).to_have_attribute("d", re.compile(r"^M0\.4 0\.18\d+H0\.6V0\.28\d+H0\.4Z$"))


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_the_notes_are_printed_with_their_frames(review):
    """1. Fourteen notes at frames that nobody has seen yet, one a word of 200 letters.  2. One frame cannot
    be loaded at first.  3. Print: all fourteen are on paper, nothing is cut off, there are no buttons, and
    the paper is white."""
    page = review
    for frame in range(30, 100, 5):
        text = "W" * 200 if frame == 50 else "Sea"
        page.evaluate(POST, [f"{page.url}notes/", "text", [text], {"frame": frame}])
    page.route("**/frames/30.webp", lambda route: route.fulfill(status=404))
    page.reload()
    late = page.locator('.note[data-frame="30"] img')
    late.scroll_into_view_if_needed()
    wait_until(
        page, "(one => one.complete && !one.naturalWidth)(document.querySelector('[src$=\"/30.webp\"]'))"
    )
    page.unroute("**/frames/30.webp")  # not "once": the page may have asked for it before the reload, too
    page.emulate_media(color_scheme="dark")
    page.evaluate(PRINTED)
    page.get_by_role("button", name="Print notes").click()
    wait_until(page, "window.printed === true")
    page.emulate_media(media="print")
    expect(page.locator(".note__picture").first).to_be_visible()
    assert (
        page.locator(":is(.note-form, .note__actions, .player, .top, .verdicts__choices):visible").count()
        == 0
    )
    assert page.evaluate(PAPER) in ("rgb(255, 255, 255)", "white")
    assert page.evaluate(FITS)
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF") and paper.count(b"/Subtype /Image") >= 14


def test_one_person_leads_and_the_others_follow(review, chromium, studio):
    """1. A guest arrives: both see each other.  2. The owner leads and steps by frames: the guest's player
    shows the same frame.  3. The owner plays: the guest's player does, too.  4. The guest stops following and
    stays where they are."""
    page, guest = review, come_as_guest(review, chromium, studio, "Ines")
    expect(page.locator(".presence__faces")).to_contain_text("Ines")
    expect(guest.locator(".presence__faces")).to_contain_text("Ada")
    page.get_by_role("button", name="Lead playback").click()
    expect(guest.get_by_role("button", name="Stop following Ada")).to_be_visible()
    page.locator("#player").focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    wait_until(guest, "document.querySelector('#player').frame === 9")
    page.keyboard.press("Space")
    wait_until(guest, "document.querySelector('#player').playing")
    page.keyboard.press("Space")
    wait_until(guest, "!document.querySelector('#player').playing")
    stood = page.evaluate("document.querySelector('#player').frame")
    wait_until(guest, f"document.querySelector('#player').frame === {stood}")
    guest.get_by_role("button", name="Stop following Ada").click()
    expect(guest.get_by_role("button", name="Follow Ada")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Home")
    page.wait_for_timeout(1500)
    assert guest.evaluate("document.querySelector('#player').frame") == stood
    page.get_by_role("button", name="Stop leading").click()
    expect(guest.get_by_role("button", name="Follow Ada")).to_have_count(0)
    page.goto("/projects/")
    page.locator("#bell summary").click()
    expect(page.locator("#bell-list")).to_contain_text("Ines opened")
    guest.context.close()


def test_two_clips_play_in_step(review):
    """1. Two clips side by side play together, to the frame.  2. In the wipe view the divider follows the
    pointer.  3. A reload shows the same frame, view and divider."""
    page = review
    page.goto(f"/projects/{slug_of(page)}/compare/?left=c1&right=c2&at=6")
    videos = "[...document.querySelectorAll('video-compare video')]"
    wait_until(page, f"{videos}.every((video) => video.readyState >= 2 && !video.seeking)")
    page.get_by_role("button", name="Forward one frame").click()
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, f"{videos}.every((video) => video.currentTime > 1)")
    page.get_by_role("button", name="Pause").click()
    wait_until(page, f"{videos}.every((video) => video.paused && !video.seeking)")
    first, second = page.evaluate(f"{videos}.map((video) => video.currentTime)")
    assert first == second
    page.get_by_label("Wipe").check()
    box = page.locator(".compare__stage").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    wait_until(page, "location.search.includes('line=25')")
    address = page.url
    assert "view=wipe" in address
    page.reload()
    wait_until(page, f"{videos}.every((video) => video.readyState >= 2 && !video.seeking)")
    assert page.url == address
    assert page.evaluate(f"{videos}.map((video) => video.currentTime)") == [first, second]
    expect(page.get_by_label("Divider position")).to_have_value("25")


def test_hostile_words_do_nothing(review, chromium, studio):
    """Forty payloads as notes, replies, names of people, guests and links: no dialog, nothing on the console
    (which would show a report of the Content-Security-Policy), no script attribute, no foreign request."""
    page, dialogs, foreign = review, [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: foreign.append(request.url) if "evil.test" in request.url else None)
    here = page.url
    payloads = [one.replace("\0", "") for one in WORDS]
    statuses = page.evaluate(POST, [f"{here}notes/", "text", payloads])
    assert set(statuses) == {200}
    assert set(page.evaluate(POST, [f"{here}links/", "label", payloads])) == {200}
    assert set(page.evaluate(POST, ["/profile/name/", "name", payloads])) == {200}
    first = page.locator(".note").first.get_attribute("id").removeprefix("note-")
    assert set(page.evaluate(POST, [f"{here}notes/", "text", payloads, {"parent": first}])) == {200}
    for address in (here, f"{here}links/", f"/projects/{slug_of(page)}/members/", "/profile/", "/projects/"):
        page.goto(address)
        names = page.evaluate("[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames())")
        assert not [name for name in set(names) if name.startswith(("on", "hx-on")) or name == "srcdoc"]
        assert page.locator("[hx-vals], [hx-post='//evil.test']").count() == 0
    page.locator("#bell summary").click()
    expect(page.locator("#bell-list")).to_contain_text("Notifications")
    page.goto(here)
    expect(page.locator(".notes__list")).to_contain_text(WORDS[0])
    assert page.locator(".note").count() >= len(WORDS)
    assert (dialogs, foreign) == ([], [])
    page.evaluate(POST, ["/profile/name/", "name", ["Ada"]])
