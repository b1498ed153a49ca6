"""What others do to a review's notes arrives on a page that is in use, and disturbs nothing on it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import PHONE, POST, come_as_guest, draw, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.live]
FRAMES = "[...document.querySelectorAll('.note')].map((note) => note.dataset.frame).join()"


def test_news_of_notes_disturb_nothing(review, other_chromium, studio):
    """1. A guest looks at the open ones of three notes, and answers the second.  2. The owner writes one
    between them, marks the first done, answers the second too.  3. At the guest's page: the new one in its
    place, said aloud; the first filtered away; the answer that is being written, its field and the focus as
    they were, and the third note untouched.  4. Left alone, the second note shows the owner's answer, and the
    guest's draft.  5. What the owner takes back goes away."""
    page = review
    for frame in (5, 10, 20):
        page.evaluate(POST, [f"{page.url}notes/", "text", [f"Said at {frame}"], {"frame": frame}])
    guest = come_as_guest(page, other_chromium, studio, "Ines")
    guest.get_by_label("Show notes").select_option("open")
    second = guest.locator(".note").filter(has_text="Said at 10")
    second.get_by_text("Reply", exact=True).click()
    draft = second.get_by_label("Your reply")
    draft.fill("I think")
    guest.evaluate("document.querySelectorAll('.note').forEach((note) => (note.stayed = true))")

    page.evaluate(POST, [f"{page.url}notes/", "text", ["Between them"], {"frame": 7}])
    here = page.locator(".note")
    expect(here).to_have_count(4)
    here.filter(has_text="Said at 5").get_by_role("button", name="Mark as done").click()
    here.filter(has_text="Said at 10").get_by_text("Reply", exact=True).click()
    here.filter(has_text="Said at 10").get_by_label("Your reply").fill("So do I")
    here.filter(has_text="Said at 10").get_by_role("button", name="Send reply").click()
    expect(here.filter(has_text="Said at 10")).to_contain_text("So do I")

    expect(guest.locator(".note").filter(has_text="Said at 5")).to_be_hidden()
    wait_until(guest, f"{FRAMES} === '5,7,10,20'")
    expect(guest.locator("#live")).to_have_text("Ada wrote a note at 00:00:00:07.")
    expect(guest.locator(".notes__head")).to_contain_text("3 open of 4")
    draft.press_sequentially(" so")
    expect(draft).to_have_value("I think so")
    expect(draft).to_be_focused()
    stayed = "[...document.querySelectorAll('.note')].map((note) => Boolean(note.stayed)).join()"
    assert guest.evaluate(stayed) == "false,false,true,true"
    guest.get_by_role("heading", name="Notes").click()
    expect(second).to_contain_text("So do I")
    expect(draft).to_have_value("I think so")
    second.get_by_role("button", name="Send reply").click()
    expect(second.locator(".note__reply")).to_have_count(2)
    expect(here.filter(has_text="Said at 10")).to_contain_text("I think so")
    here.filter(has_text="Between them").get_by_role("button", name="Delete").click()
    wait_until(guest, f"{FRAMES} === '5,10,20'")
    assert guest.evaluate(stayed) == "false,false,true"
    guest.context.close()


def test_on_a_phone_one_draws_with_the_film_in_sight(review, other_chromium, studio):
    """1. Many notes, a guest on a phone: the page is as wide as the screen, and ends where it ends.  2. Draw:
    the film stands above the pens.  3. A stroke is there; the pen is put away, and the player is back."""
    page = review
    page.evaluate(POST, [f"{page.url}notes/", "text", [f"Note {n}" for n in range(40)], {"frame": 30}])
    guest = come_as_guest(page, other_chromium, studio, "Noor", **PHONE)
    expect(guest.locator(".note").nth(39)).to_be_attached()
    expect(guest.locator(".presence__faces")).to_contain_text(
        "Noor"
    )  # the last of the page's scripts is there
    assert guest.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
    assert guest.evaluate("document.documentElement.scrollHeight") < 3 * PHONE["viewport"]["height"]
    pen = guest.locator("[data-tool=pen]")
    pen.tap()
    for seen in (pen, guest.locator("#drawing"), guest.locator("[data-undo]")):
        expect(seen).to_be_in_viewport(ratio=0.9)
    draw(guest, (100, 60), [(150, 90), (200, 60)])
    expect(guest.locator("#drawing path")).to_have_count(1)
    pen.tap()
    expect(guest.get_by_role("button", name="Play", exact=True)).to_be_visible()
    guest.context.close()


def test_a_page_says_when_its_film_or_its_link_is_gone(review, other_chromium, studio):
    """1. The film cannot be brought: the page says so, and does not pretend to play.  2. A link is revoked
    while the guest's page is open: without a press of theirs it becomes the closed door."""
    page = review
    page.route("**/film.mp4", lambda route: route.fulfill(status=404))
    page.reload()
    expect(page.locator("#flash")).to_contain_text("The video can't be played")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    guest = come_as_guest(page, other_chromium, studio, "Otto")
    expect(guest.locator("#player")).to_be_visible()
    page.get_by_role("button", name="Share", exact=True).click()
    page.locator("#links").get_by_role("button", name="Revoke").first.click()
    expect(guest.get_by_role("heading", name="This link isn't valid any more")).to_be_visible()
    guest.context.close()
