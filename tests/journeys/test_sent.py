"""What is typed while the last text is still being sent stays, in its field and in its draft.

Each story: 1. A text is sent; the line is slow.  2. The person types the next one.  3. The answer comes.
4. The next text is there, also after a reload; the first one is stored once.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.person import EMAIL, PASSWORD
from tests.journeys.steps import generate_shot, wait_until_held

pytestmark = [pytest.mark.browser, pytest.mark.live]


@pytest.fixture
def slow(request):
    """Return a function that makes a page's posts to a URL wait, and one that lets them go on."""

    def hold(page, url):
        held = []
        page.route(
            url, lambda route: held.append(route) if route.request.method == "POST" else route.fallback()
        )

        def go_on():
            late = wait_until_held(page, held)
            with page.expect_response(url):
                late.continue_()
            page.unroute(url)

        return go_on

    return hold


def send_and_type(page, field, first, second, go_on):
    field.fill(first)
    field.press("Control+Enter")
    field.press("Control+End")
    field.press_sequentially(second)
    go_on()
    expect(field).to_have_value(second.strip())
    field.press("End")
    field.press_sequentially("!")
    expect(field).to_have_value(second.strip() + "!")


def test_the_next_note(review, slow):
    field = review.get_by_label("Note at")
    go_on = slow(review, "**/notes/")
    send_and_type(review, field, "The lamp flickers", " Softer here, please", go_on)
    expect(review.locator(".note")).to_have_count(1)
    review.reload()
    expect(field).to_have_value("Softer here, please!")
    expect(review.locator(".note")).to_contain_text("The lamp flickers")
    field.press("Control+Enter")
    expect(review.locator(".note")).to_have_count(2)
    expect(field).to_have_value("")


def test_the_next_reply(review, slow):
    """The second reply is stored, too: its form is a new one to the server."""
    review.get_by_label("Note at").fill("Too dark")
    review.get_by_label("Note at").press("Control+Enter")
    note = review.locator(".note").filter(has_text="Too dark")
    note.get_by_text("Reply", exact=True).click()
    go_on = slow(review, "**/notes/")
    field = note.get_by_label("Your reply")
    field.fill("Lifted by a stop")
    note.get_by_role("button", name="Reply").click()
    field.focus()
    field.press("Control+End")
    field.press_sequentially(" And warmer")
    go_on()
    expect(field).to_have_value("And warmer")
    note.get_by_role("button", name="Reply").click()
    expect(note).to_contain_text("Lifted by a stop")
    expect(note).to_contain_text("And warmer")


def test_the_next_prompt_in_the_library(library, slow):
    go_on = slow(library, "**/generations/")
    field = library.get_by_label("Prompt", exact=True)
    send_and_type(library, field, "A heron lifts off", "The lake is still", go_on)
    expect(library.get_by_role("article").filter(has_text="A heron lifts off")).to_have_count(1)
    library.reload()
    expect(field).to_have_value("The lake is still!")
    field.fill("")


def test_the_next_prompt_on_the_timeline(timeline, slow):
    generate_shot(timeline, "A kettle on the stove")
    count = timeline.locator("#strip .shot").count()
    go_on = slow(timeline, "**/shots/")
    field = timeline.get_by_label("Prompt", exact=True)
    send_and_type(timeline, field, "Steam fogs the window", "A hand wipes it", go_on)
    expect(timeline.locator("#strip .shot")).to_have_count(count + 1)


def test_a_tab_from_before_signing_in_again_keeps_the_prompt(library):
    """1. A prompt is typed in one tab.  2. In another one, its writer signs out and in again.  3. Generate
    says one sentence, and the prompt is kept.  4. So it is after a reload, and then it is sent."""
    old = library.context.new_page()
    polls = re.compile("/(changes|notifications|quote)/")  # would lead to the sign-in page meanwhile
    old.route(polls, lambda route: route.fulfill(status=204))
    old.goto(library.url)
    field, generate = old.get_by_label("Prompt", exact=True), old.locator("#generate")
    field.fill("An owl turns its head")
    library.get_by_label("Account:").click()
    library.get_by_role("button", name="Sign out").click()
    library.get_by_label("Email address").fill(EMAIL)
    library.get_by_label("Password").fill(PASSWORD)
    library.keyboard.press("Enter")
    library.wait_for_url("**/projects/**")
    generate.click()
    expect(old.locator("#flash .message")).to_have_text("That didn't work. Reload the page and try again.")
    expect(field).to_have_value("An owl turns its head")
    old.unroute(polls)
    old.reload()
    expect(field).to_have_value("An owl turns its head")
    generate.click()
    expect(old.get_by_role("article").filter(has_text="An owl turns its head")).to_have_count(1)
