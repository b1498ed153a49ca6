"""Select clips in the library by keys and mouse, and act on them."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import choose_setting

pytestmark = [pytest.mark.browser, pytest.mark.live]


def test_clips_are_selected_tagged_rated_and_put_on_a_timeline(library):
    """1. She generates two clips and selects both by key. 2. She tags and rates them; the poll brings the
    cards, and they stay selected. 3. She adds them to the timeline, and finds one by its tag."""
    page = library
    cards = generate(page, "A lighthouse beam over a teal sea at dawn", "Night city in rain")
    select_two(page)
    bar = page.get_by_role("region", name="Selected clips")
    expect(bar).to_contain_text("2 selected")
    bar.get_by_text("Tag", exact=True).click()
    page.get_by_label("Tags, separated by commas").fill("harbor")
    page.keyboard.press("Enter")
    expect(page.locator("#flash")).to_contain_text("2 clips tagged.")
    bar.get_by_role("button", name="4 stars").click()
    expect(page.locator(".card__rating")).to_have_count(2)
    expect(bar).to_contain_text("2 selected")
    bar.get_by_text("Add to timeline").click()
    bar.get_by_role("button", name="Timeline 1").click()
    expect(page.locator("#flash")).to_contain_text("2 clips added to Timeline 1.")
    page.keyboard.press("2")
    expect(page.locator(".card__rating").first).to_contain_text("2")
    expect(page.locator(".card__rating").last).to_contain_text("2")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    page.get_by_label("Search clips").fill("harbor")
    expect(page).to_have_url(re.compile(r"/\?q=harbor$"))
    expect(cards).to_have_count(2)


def test_selected_clips_are_deleted_by_key_and_come_back(library):
    """1. Two clips are selected, one of them is used on a timeline.  2. Delete: the other one goes, and the
    page says where the used one is.  3. Undo brings it back."""
    page = library
    cards = generate(page, "Clouds part over the bay")
    select_two(page)
    page.keyboard.press("Delete")
    expect(cards).to_have_count(2)
    expect(page.locator("#flash")).to_contain_text("Timeline 1")
    page.keyboard.press("Control+z")
    expect(cards).to_have_count(3)


def test_a_stack_fans_out_and_its_favorite_is_its_picture(library):
    """1. She requests two takes; one card says how many are ready.  2. Enter on its number shows both. The
    first one's heart makes it the picture, and Escape stacks them.  3. The stack is selected with both takes.
    4. She opens it and comes back to its card."""
    page = library
    choose_setting(page, "takes", "2")
    page.get_by_label("Prompt", exact=True).fill("A kite over the dunes")
    page.locator("#generate").click()
    stack, takes = page.locator("#grid article").first, page.locator("[data-fanned]")
    number, link = stack.locator("[data-toggle-stack]"), stack.locator(".card__prompt a")
    expect(number).to_contain_text("of 2 ready")
    expect(number).to_contain_text("2 takes", timeout=240_000)
    page.keyboard.press("Escape")
    expect(page.locator("clip-viewer")).to_be_hidden()
    number.press("Enter")
    expect(takes).to_have_count(2)
    expect(number).to_be_focused()
    heart = takes.first.get_by_role("button", name="Favorite")
    heart.press("Enter")
    expect(heart).to_have_attribute("aria-pressed", "true")
    favorite = takes.first.get_attribute("aria-label")
    page.keyboard.press("Escape")
    expect(takes).to_have_count(0)
    expect(number).to_be_focused()
    expect(stack).to_have_attribute("aria-label", favorite)
    page.keyboard.press("x")
    expect(page.get_by_role("region", name="Selected clips")).to_contain_text("2 selected")
    page.keyboard.press("Escape")
    link.press("Enter")
    expect(page).to_have_title(re.compile(favorite))
    page.go_back()
    expect(link).to_be_focused()


def generate(page, *prompts):
    """Generate these clips, wait until they are ready, and return all cards."""
    cards = page.locator(".card:has(.card__select)")
    count = cards.count()
    for prompt in prompts:
        page.get_by_label("Prompt", exact=True).fill(prompt)
        page.locator("#generate").click()
        expect(page.get_by_label("Prompt", exact=True)).to_have_value("")
    expect(cards).to_have_count(count + len(prompts), timeout=240_000)
    return cards


def select_two(page):
    """Close the clip that has opened by itself, and select the first two by key."""
    page.keyboard.press("Escape")
    page.locator(".card__prompt a").first.focus()
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowRight")
