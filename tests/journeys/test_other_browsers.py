"""Journeys 1, 3, 5 and 7 in Firefox and WebKit, in short. Chromium has all of them, in the other files.

Both play our H.264: Firefox (Debian's ESR, over WebDriver BiDi) with the system's libavcodec, WebKit (the
MiniBrowser of WebKitGTK, over WebDriver) with GStreamer's libav plugin. Firefox needs no screen. MiniBrowser
has one, and its window is never narrower than 447 pixels. Keys, clicks and strokes are real ones.
The console is read in Firefox only.
"""

import contextlib

import pytest

from tests.journeys.browsers import BROWSERS, missing
from tests.journeys.conftest import EXPECTED, QUIET
from tests.journeys.live import live_studio
from tests.journeys.person import EMAIL, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.live]
PHONE = (390, 780)
PLAYS = "[...document.querySelectorAll('clip-viewer video')].some((film) => film.currentTime > 0.2)"
TIMES = "[...document.querySelectorAll('video-compare video')].map((film) => film.currentTime)"
PAUSED = """[...document.querySelectorAll("video-compare video")]
  .every((film) => film.readyState >= 2 && film.paused && !film.seeking)"""
PLAYER = "document.querySelector('#player')"
READY = '#strip .shot:not([data-video=""]):not([data-filmstrip=""])'


@pytest.fixture(scope="module", params=BROWSERS)
def browser(request, tmp_path_factory):
    kind = BROWSERS[request.param]
    if lacking := missing(kind):
        pytest.skip(f"needs {', '.join(lacking)}, which is not installed")
    with kind(tmp_path_factory.mktemp(request.param)) as browser:
        yield browser


@pytest.fixture(scope="module")
def studio(browser, tmp_path_factory):
    """A new studio for each browser, because the first journey creates its owner."""
    with live_studio(tmp_path_factory.mktemp("studio"), QUIET) as live:
        yield live


@contextlib.contextmanager
def visitor(browser, studio, *screen):
    """A page of a new visitor. At the end, its console must be empty, if the browser lets us read it."""
    page = browser.new_page(studio.url, *screen)
    try:
        yield page
    finally:
        console = page.close()
    assert not [line for line in console if not any(word in line for word in EXPECTED)]


@pytest.fixture
def page(browser, studio):
    """The owner's page, in the first project's library. The first visit creates the owner."""
    with visitor(browser, studio) as page:
        page.open("/")
        page.fill("input", EMAIL, "Email address")
        page.fill("input", PASSWORD, "Password")
        page.press("Enter")
        page.until("location.pathname.startsWith('/projects/')")
        yield page


@pytest.fixture
def timeline(page):
    """The page, at the first project's timeline, with at least one shot."""
    page.click("a", "Timeline")
    page.see("h1", "Timeline 1")
    page.until("Boolean(customElements.get('timeline-strip'))")
    if not count(page, "#strip .shot"):
        generate_shot(page, "A lighthouse beam over a teal sea at dawn")
    return page


def generate_shot(page, prompt):
    """Generate with the panel's settings. Return when the shot is on the timeline."""
    before = count(page, "#strip .shot")
    page.fill("#prompt", prompt)
    page.click("#generate")
    page.until(f"document.querySelectorAll('#strip .shot').length === {before + 1}")
    page.until("!document.querySelector('#prompt')?.value")  # its draft is gone


def count(page, selector):
    return page.evaluate(f"document.querySelectorAll('{selector}').length")


def test_a_first_film_plays_by_itself(page):
    """1. The owner's account is new: the cursor is in the prompt.  2. Type, press Generate.  3. The clip gets
    ready in place, opens large and plays by itself, muted."""
    page.until("document.activeElement.id === 'prompt'")
    page.evaluate("window.neverReloaded = true")
    page.type("A lighthouse beam sweeps across a teal sea at dawn, slow push in")
    page.see("#generate", "free")
    page.click("#generate")
    page.see("#count-all", "1 clip")
    page.until(PLAYS)
    page.see("clip-viewer", "Clip 1")
    assert page.evaluate("document.querySelector('clip-viewer video').muted && window.neverReloaded")
    assert page.evaluate("document.querySelector('#prompt').value") == ""


def test_a_timeline_is_extended_and_plays(timeline):
    """1. Append: the last frame of the shot before is chosen.  2. Prepend: so is the first frame of the shot
    behind.  3. The new shot becomes video in its place, is selected, and the player is at it.  4. The
    timeline plays."""
    page = timeline
    page.evaluate("window.neverReloaded = true")
    shots = count(page, "#strip .shot")
    page.see("#panel", f"Append after shot {shots}")
    page.see("#slot-frame0", "End of clip")
    page.click("#strip-prepend")
    page.see("#slot-frame1", "Start of clip")
    generate_shot(page, "Night harbour, lamps go out")
    page.until("document.querySelector('#strip .shot').hasAttribute('data-selected')")
    page.until(f"document.querySelectorAll('{READY}').length === {shots + 1}")
    page.until(f"{PLAYER}.frame === 0")
    page.click("#player button", "Play")
    page.until(f"{PLAYER}.frame > 12")
    page.press("k")
    page.until(f"!{PLAYER}.playing")
    stood = page.evaluate(f"{PLAYER}.frame")
    page.press("ArrowLeft")
    assert page.evaluate(f"{PLAYER}.frame") == stood - 1
    assert page.evaluate("window.neverReloaded")


def test_takes_are_compared_and_the_shot_follows(timeline):
    """1. Two takes of a shot are requested.  2. They play in step, and stop at the same frame.  3. The second
    is chosen, and the shot follows, also after a reload."""
    page = timeline
    page.click("#composer-options-line")
    page.click("#setting-takes label", "2")
    generate_shot(page, "The keeper climbs the hill")
    last = "#strip .shot:last-child"
    page.see(f"{last} .pill[data-ready='2']", "take 1 of 2")
    page.click(f"{last} .shot__frames")
    page.click("#panel button", "Compare takes")
    page.until("document.querySelectorAll('#takes-dialog video').length === 2")
    page.until(PAUSED)
    page.click("#takes-dialog button", "Play")
    page.until(f"Math.min(...{TIMES}) > 0.4")
    page.click("#takes-dialog button", "Pause")
    page.until(PAUSED)
    first, second = page.evaluate(TIMES)
    assert abs(first - second) < 1 / 48
    page.click("#takes-dialog button", "Choose take 2")
    page.see("#timeline-message", "Take 2 is now used.")
    page.see(last, "take 2 of 2")
    page.open(page.evaluate("location.href"))
    page.see(last, "take 2 of 2")


def test_a_guest_reviews(timeline, browser, studio):
    """1. Share, create a link.  2. The guest gives a name, plays, draws, writes and approves.  3. The owner
    sees all of it without a reload. New take from this note: the prompt, the frame and the note are there."""
    page = timeline
    page.until(
        f"document.querySelectorAll('{READY}').length === document.querySelectorAll('#strip .shot').length"
    )
    page.click("button", "Share for review")
    page.until("location.pathname.includes('/reviews/') && Boolean(document.querySelector('#player')?.cut)")
    page.click("button", "Share")
    page.click("button", "Create link")
    link = page.until("document.querySelector('.links__new input')?.value")
    page.press("Escape")
    with visitor(browser, studio, *PHONE) as guest:
        guest.open(link)
        guest.fill("input", "Cleo", "Your name")
        guest.click("button", "Continue")
        guest.click("#player button", "Play")
        guest.until(f"{PLAYER}.frame > 12")
        guest.click("[data-tool=pen]")
        guest.drag(*on_the_picture(guest, (0.3, 0.3), (0.4, 0.5), (0.5, 0.6), (0.7, 0.4)))
        guest.until("Boolean(document.querySelector('#drawing path'))")
        guest.fill("#note-text", "Warmer, please")
        guest.click("button", "Add note")
        guest.see(".note", "Warmer, please")
        guest.click("button", "Approve")
        guest.click("button", "Yes, approve")
        guest.see("#verdicts", "Approved")
    page.see("#notes", "Warmer, please")
    page.see("#verdicts", "Cleo")
    page.click(".note__picture")
    page.until("Boolean(document.querySelector('#drawing path'))")
    page.click(".note summary", "New take from this note")
    page.click(".note button", "Starts on this frame")
    page.see("#composer-note", "Warmer, please")
    page.see("#slot-frame0", "Frame ")
    assert page.evaluate("document.querySelector('#prompt').value")


def on_the_picture(page, *places):
    left, top, width, height = page.evaluate(
        "(({ x, y, width, height }) => [x, y, width, height])"
        "(document.querySelector('#drawing').getBoundingClientRect())"
    )
    return [(round(left + x * width), round(top + y * height)) for x, y in places]
