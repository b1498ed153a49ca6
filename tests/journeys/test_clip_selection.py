"""Select clips in the library by keys and mouse, and act on them."""

import re

import pytest
from playwright.sync_api import expect

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
