"""What a browser loads for each page: few files, which define all it uses; and what moves on it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.live import ROOT, wait_for
from tests.journeys.steps import come_as_guest, wait_until, wait_until_held

pytestmark = [pytest.mark.browser, pytest.mark.live]
STYLES, SCRIPTS = 6, 8  # the most that a page may request; today there are 2 and at most 3
LOADED = """performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname)"""

NAMES = """() => {
  const names = []
  for (let one = HTMLElement.prototype; one; one = Object.getPrototypeOf(one))
    names.push(...Object.getOwnPropertyNames(one))
  return names
}"""
OBSERVE = """() => {
  const begun = performance.now()
  const nameOf = ({ node }) => node && `${node.localName ?? "text"}.${node.className ?? node.data}`
  const note = (one) => {
    if (one.startTime > begun && !one.hadRecentInput) window.moved.push(one.value, ...one.sources.map(nameOf))
  }
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(note))
  window.moved = []
  window.takeMoved = () => (observer.takeRecords().forEach(note), window.moved)
  observer.observe({ type: "layout-shift" })
}"""


def test_pages_load_few_files_and_leave_no_element_undefined(review, other_chromium, studio):
    """1. The owner opens each kind of page.  2. A guest opens the review.  3. A guest signs in."""
    page = review
    project = page.url.split("reviews/")[0]
    pages = ["", "timelines/1/", "reviews/", "reviews/1/", "compare/", "activity/", "bin/", "settings/"]
    for address in [*(project + one for one in pages), f"{studio.url}settings/", studio.url + "projects/"]:
        page.goto(address)
        check(page)
    page.goto(project)
    page.goto(page.locator("a[href*='/clips/']").first.get_attribute("href"))
    check(page)

    page.goto(f"{project}reviews/1/")
    guest = come_as_guest(page, other_chromium, studio, "Ines")
    check(guest)
    guest.goto("/sign-in/")
    check(guest)
    guest.context.close()


def test_no_element_hides_what_every_element_can_do(library):
    """A method called `remove` kept htmx from removing the element, and its polls went on."""
    taken = set(library.evaluate(NAMES)) - {"connectedCallback", "disconnectedCallback"}
    assert {"remove", "click", "append", "focus"} <= taken
    for file in sorted((ROOT / "static/js/elements").glob("*.js")):
        own = set(re.findall(r"^  (?:get |set |async )?([a-z]\w*)\(", file.read_text(), re.MULTILINE))
        assert own & taken == set(), file.name


def test_a_page_polls_once_however_often_something_changes(library):
    """1. Three clips are requested and get ready: the page's poll is replaced again and again."""
    for text in ("A gull on a post", "An anchor on deck", "A rope in the wind"):
        library.get_by_label("Prompt", exact=True).fill(text)
        library.locator("#generate").click()
        card = library.locator("#grid article").filter(has_text=text)
        expect(card).to_have_attribute("data-state", "completed", timeout=60_000)
    assert library.locator("live-changes").count() == 1


def test_a_clip_is_rated_again_at_once(library):
    """1. She rates the clip in focus.  2. Its new card has the focus.  3. She rates it again."""
    library.locator("#grid .card__prompt a").first.focus()
    for rating in ("4", "2", "5"):
        library.keyboard.press(rating)
        expect(library.locator("#grid .card__rating").first).to_contain_text(rating)


def test_what_is_done_during_a_poll_is_asked_about_after_it(library):
    """1. She rates a clip, and the page asks what changed. The answer takes long.  2. She rates it again.
    3. The answer arrives; it is from before. The page asks once more."""
    held, asked = [], []
    library.on("request", lambda request: asked.append(request.url) if "/changes/" in request.url else None)
    library.route("**/changes/*", lambda route: held.append((route, route.fetch())), times=1)
    library.locator("#grid .card__prompt a").first.focus()
    library.keyboard.press("1")
    late, answer = wait_until_held(library, held)
    library.keyboard.press("3")
    expect(library.get_by_role("group", name="Rating: 3 of 5").first).to_be_attached()
    assert len(asked) == 1
    late.fulfill(response=answer)
    wait_for(lambda: library.wait_for_timeout(20) or len(asked) == 2, "the question after the act")


def check(page):
    wait_until(page, "document.readyState === 'complete'")
    files = page.evaluate(LOADED)
    assert len([file for file in files if file.endswith(".css")]) in range(1, STYLES + 1), page.url
    assert len([file for file in files if file.endswith(".js")]) in range(1, SCRIPTS + 1), page.url
    assert page.evaluate("document.querySelectorAll(':not(:defined)').length") == 0, page.url


def test_nothing_moves_when_a_clip_gets_ready(library):
    """1. A clip is ready, the next one is requested and waits in its place.  2. It gets ready."""
    for text in ("A lighthouse at dawn", "Night city in rain"):
        library.get_by_label("Prompt", exact=True).fill(text)
        library.locator("#generate").click()
        card = library.locator("#grid article").first
        expect(card).to_contain_text(text)
        library.evaluate(OBSERVE)
        expect(card.locator("hover-video img")).to_be_visible()
        library.keyboard.press("Escape")
        assert library.evaluate("takeMoved()") == []
