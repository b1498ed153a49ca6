"""No press and no letter is lost while a part of the page is on its way, or has just arrived."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import generate_shot, timeline_message, wait_until_held

pytestmark = [pytest.mark.browser, pytest.mark.live]
# A mutation is reported as soon as the swap is done: no person could type any earlier.
TYPE_ON_ARRIVAL = """text => new MutationObserver((_, observer) => {
  const field = document.querySelector("#clip-search-query")
  if (!field) return
  observer.disconnect()
  field.value = text
  field.dispatchEvent(new Event("input", { bubbles: true }))
}).observe(document.body, { childList: true, subtree: true })"""


@contextmanager
def held_quotes(page):
    """Requests for a price, each held until the test lets it go on."""
    held = []
    page.route("**/quote/**", lambda route: held.append(route))
    yield held
    page.unroute("**/quote/**")


@pytest.fixture
def quotes(library):
    with held_quotes(library) as held:
        yield held


def test_a_press_waits_for_the_price(library, quotes):
    """1. The person chooses another length.  2. The price is still on its way when they press.  3. It's the
    same price: the clip is requested once."""
    library.get_by_label("Prompt", exact=True).fill("Rain on a tin roof")
    choose_another_length(library)
    press_generate(library)
    expect(library.get_by_role("article")).to_have_count(0)
    quotes.pop().continue_()
    expect(library.get_by_role("article").filter(has_text="Rain on a tin roof")).to_have_count(1)
    expect(library.get_by_label("Prompt", exact=True)).to_have_value("")


def test_a_new_price_is_shown_before_it_counts(library, quotes):
    """As above, but the price differs from the one on the button: the person reads it and presses again."""
    library.get_by_label("Prompt", exact=True).fill("Snow on a tin roof")
    choose_another_length(library)
    press_generate(library)
    answer = quotes[0].fetch()
    quotes.pop().fulfill(response=answer, body=answer.text().replace("free", "about $0.71"))
    expect(library.locator("#live")).to_have_text("The price changed: Generate · about $0.71")
    expect(library.locator("#generate")).to_be_focused()
    snow = library.get_by_role("article").filter(has_text="Snow on a tin roof")
    expect(snow).to_have_count(0)
    library.keyboard.press("Enter")
    expect(snow).to_have_count(1)


def test_a_press_goes_through_to_a_confirmation(timeline):
    """1. Two lines become two shots.  2. Their button only shows the total, and is still on its way when the
    person presses.  3. The total is shown: nothing was spent, so no second press is needed."""
    timeline.get_by_text("Several shots at once").click()
    timeline.get_by_label("Prompt", exact=True).fill("Hail on a tin roof\nSun on a tin roof")
    with held_quotes(timeline) as quotes:
        with timeline.expect_request("**/quote/**"):
            timeline.get_by_label("Make each line a separate shot").check()
        press_generate(timeline)
        quotes.pop().continue_()
        expect(timeline.locator("#composer-problems")).to_contain_text("2 shots · free")


def test_a_field_works_as_soon_as_it_is_there(timeline):
    generate_shot(timeline, "A rainbow over a wet field")
    timeline.evaluate(TYPE_ON_ARRIVAL, "nothing is called this")
    timeline.get_by_role("button", name="From the library").click()
    expect(timeline.locator("#clip-search")).to_contain_text("No clips match")


@pytest.mark.parametrize("refused", [False, True])
def test_an_answer_is_read_although_its_button_was_redrawn(timeline, refused):
    """1. Undo is pressed.  2. Before the answer comes, a poll redraws the tools with the button.  3. What the
    answer says is shown nevertheless, also if it is a refusal."""
    if timeline.locator("#strip .shot").count() == 0:
        generate_shot(timeline, "A rainbow over a wet field")
    held = []
    timeline.route("**/undo/", lambda route: held.append(route))
    with timeline.expect_request("**/undo/"):
        timeline.get_by_role("button", name="Undo").click()
    timeline.locator("#strip-tools").evaluate("tools => tools.replaceWith(tools.cloneNode(true))")
    answer = held[0].fetch()
    held[0].fulfill(response=answer, status=409 if refused else 200)
    expect(timeline_message(timeline)).to_contain_text("Undone: added shot")
    timeline.unroute("**/undo/")


def choose_another_length(page):
    page.locator("#composer-options-line").click()
    with page.expect_request("**/quote/**"):
        page.locator("#setting-duration_s label:has(input:not(:checked))").first.click()


def press_generate(page):
    """Press where the button is, as a hand does: nobody asks it first whether it is ready."""
    box = page.locator("#generate").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_settings_stay_open_while_the_price_is_updated(library):
    """1. The settings open from the line.  2. A key chooses the next length; the price comes, the panel
    and the focus stay.  3. Escape closes, and the focus is on the line, which says the new length."""
    line = library.locator("#composer-options-line")
    line.focus()
    library.keyboard.press("Enter")
    first = library.locator("#setting-duration_s input").first
    first.focus()
    with library.expect_response("**/quote/**"):
        library.keyboard.press("ArrowRight")
    chosen = library.locator("#setting-duration_s input:checked")
    expect(chosen).to_be_focused()
    expect(chosen).to_be_visible()
    library.keyboard.press("Escape")
    expect(library.locator(".options__panel")).to_be_hidden()
    expect(line).to_be_focused()
    expect(line).to_contain_text("9 s")


def test_a_new_shot_is_selected_also_if_a_poll_brings_it_first(timeline):
    """1. The person prepends a shot.  2. The studio has it, but its answer is slow: a poll brings the shot.
    3. The answer arrives. The shot is selected and the player goes there, as if the answer had brought it."""
    page = timeline
    generate_shot(page, "A lighthouse at dawn")
    page.locator("#strip-prepend").click()
    expect(page.locator("#panel h2")).to_contain_text("Prepend before shot 1")
    held = []
    page.route("**/timelines/1/shots/", lambda route: held.append((route, route.fetch())))
    page.get_by_label("Prompt", exact=True).fill("Night harbor, lamps go out")
    page.locator("#generate").click()
    late, answer = wait_until_held(page, held)
    first = page.locator("#strip .shot").first
    expect(first).to_contain_text("Night harbor")
    expect(first).not_to_have_attribute("data-selected", "")
    late.fulfill(response=answer)
    expect(first).to_have_attribute("data-selected", "")
    expect(page.locator("[data-now]")).to_contain_text("Shot 1 of")
