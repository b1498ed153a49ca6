"""The player on a clip's page: keys, buttons, in and out, the list of shortcuts, a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.steps import PHONE, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.live]
PLAYER = "document.querySelector('#player')"
FRAME = f"{PLAYER}.frame"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def clip(library):
    """The page of a clip, generated once for all tests of this file."""
    if library.locator("#grid article").count() == 0:
        library.get_by_label("Prompt", exact=True).fill("A lighthouse beam over a teal sea at dawn")
        library.locator("#generate").click()
        expect(library.locator("#grid article").first).to_contain_text("Ready", timeout=60_000)
    library.goto(library.locator("#grid .card__prompt a").first.get_attribute("href"))
    wait_until(library, f"{PLAYER}?.length > 100")
    return library


def test_the_keys_of_a_clip(clip):
    """1. Space plays and pauses, with the focus nowhere.  2. Arrows move by a frame, with Shift by a second.
    3. J plays backward.  4. M is the sound, < and > the speed."""
    page = clip
    page.keyboard.press("Space")
    wait_until(page, f"{FRAME} > 5")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    wait_until(page, f"!{PLAYER}.playing")
    page.keyboard.press("Home")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    assert page.evaluate(FRAME) == 25
    expect(page.locator("[data-time]")).to_have_text("00:00:01:01")
    page.keyboard.press("j")
    wait_until(page, f"{FRAME} === 0 && !{PLAYER}.playing")
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Sound", exact=True)).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.get_by_role("button", name="Sound", exact=True)).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("m")
    for key, speed in ((">", "1.5×"), (">", "2×"), ("<", "1.5×"), ("<", "1×")):
        page.keyboard.press(key)
        expect(page.locator("[data-speed]")).to_have_text(speed)


def test_only_the_part_between_in_and_out_plays(clip):
    """1. X removes a mark.  2. In at frame 10, out at 20: play stops at 20.  3. In a loop it never leaves
    them.  4. The marks are seen on the buttons, and that part is added to a timeline."""
    page = clip
    step(page, 10)
    for key, pressed in (("i", "true"), ("x", "false"), ("i", "true")):
        page.keyboard.press(key)
        expect(page.get_by_role("button", name="Mark in")).to_have_attribute("aria-pressed", pressed)
    step(page, 10)
    page.keyboard.press("o")
    expect(page.locator("#live")).to_have_text("Out at 00:00:00:20")
    page.keyboard.press("Space")
    wait_until(page, f"!{PLAYER}.playing && {FRAME} === 20")
    page.evaluate(
        "window.seen = []; document.addEventListener('player-frame', ({ detail }) => seen.push(detail.frame))"
    )
    page.get_by_role("button", name="Loop").click()
    page.keyboard.press("l")
    wait_until(page, "seen.filter((frame, n) => frame < seen[n - 1]).length >= 2")
    page.keyboard.press("k")
    assert page.evaluate("[Math.min(...seen), Math.max(...seen)]") == [10, 20]
    page.get_by_text("Add to timeline").click()
    expect(page.get_by_text("From in to out:")).to_have_text("From in to out: 00:00:00:10 – 00:00:00:20")
    page.get_by_role("button", name="Timeline 1").click()
    expect(page.locator("#strip .shot").last).to_have_attribute("data-frames", "11")


def step(page, frames):
    for _ in range(frames):
        page.keyboard.press("ArrowRight")


def test_the_picture_and_the_scrubber_answer_the_mouse(clip):
    """1. A click on the picture plays, another pauses.  2. Pointed at, the scrubber shows that moment's
    picture and time.  3. The sound's slider keeps its arrow keys."""
    page = clip
    page.locator(".player__screen").click()
    wait_until(page, f"{PLAYER}.playing")
    page.locator(".player__screen").click()
    wait_until(page, f"!{PLAYER}.playing")
    box = page.locator("[data-scrub]").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("[data-scrub-picture]")).to_contain_text("00:00:02:1")
    assert "strip.webp" in page.locator(".player__scrub-tile").get_attribute("style")
    before = page.evaluate(FRAME)
    page.get_by_label("Sound level").press("ArrowLeft")
    assert page.evaluate(f"[{FRAME}, document.querySelector('video').volume]") == [before, 0.95]


def test_a_question_mark_lists_the_keys(clip):
    page = clip
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_contain_text("Mark in or out")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FRAME) == 0, "a dialog has the keys while it is open"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_no_video_offers_the_browsers_own_controls(clip):
    assert clip.locator("video[controls]").count() == 0
    videos = "[...document.querySelectorAll('video')]"
    assert clip.evaluate(f"{videos}.every((video) => video.disablePictureInPicture)")


def test_the_clip_page_is_accessible_and_fits_a_phone(clip, chromium, studio):
    page = clip
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)
        results = Axe().run(page, options=WCAG)
        assert not results.response["violations"], results.generate_report()
    context = chromium.new_context(base_url=studio.url, storage_state=page.context.storage_state(), **PHONE)
    phone = context.new_page()
    phone.goto(page.url)
    phone.get_by_role("button", name="Play", exact=True).tap()
    wait_until(phone, f"{FRAME} > 3")
    assert phone.evaluate("document.documentElement.scrollWidth <= screen.width")
    for button in phone.locator(".player__button:visible").all():
        assert button.bounding_box()["height"] >= 40
    context.close()
