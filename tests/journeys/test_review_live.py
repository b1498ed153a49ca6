"""Other people's notes arrive on a page that is in use, and disturb nothing on it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import PHONE, POST, come_as_guest, draw, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.live]
FRAMES = "[...document.querySelectorAll('.note')].map((note) => note.dataset.frame).join()"


def test_new_notes_disturb_nothing(review, other_chromium, studio):
    """1. A guest filters three notes to the open ones and begins a reply to the second.  2. The owner adds
    one between them, marks the first done, and replies to the second, too.  3. On the guest's page, the new
    note is in its place and announced, and the first is filtered away; the draft, its field and the focus are
    as they were, and the third note is untouched.  4. Once the guest leaves the field, the second note shows
    the owner's reply and the guest's draft.  5. A note that the owner deletes goes away."""
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


def test_on_a_phone_the_video_stays_in_sight_while_drawing(review, other_chromium, studio):
    """1. Many notes, a guest on a phone: the page is no wider than the screen, and not too long.  2. While
    drawing, the video is above the tools.  3. A stroke appears. Without a tool, the player is back."""
    page = review
    page.evaluate(POST, [f"{page.url}notes/", "text", [f"Note {n}" for n in range(40)], {"frame": 30}])
    guest = come_as_guest(page, other_chromium, studio, "Noor", **PHONE)
    expect(guest.locator(".note").nth(39)).to_be_attached()
    expect(guest.locator(".presence__faces")).to_contain_text(
        "Noor"
    )  # the last of the page's scripts has run
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


def test_a_page_says_when_its_video_or_its_link_is_gone(review, other_chromium, studio):
    """1. The video cannot be loaded: the page says so, and does not pretend to play.  2. A link is revoked
    while the guest's page is open: by itself, the page says that the link is no longer valid."""
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
