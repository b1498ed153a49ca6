"""Journey 9: each failure says what happened, whether it was charged, and what to do, with its button."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import save_key

pytestmark = [pytest.mark.browser, pytest.mark.live]


@pytest.fixture
def composer(library, provider):
    """The library of a studio whose key can order from Ray 2."""
    save_key(library, provider.key)
    library.goto("/")
    expect(library.get_by_label("Prompt", exact=True)).to_be_focused()
    return library


def order(page, prompt):
    page.get_by_label("Prompt", exact=True).fill(prompt)
    page.get_by_role("button", name=re.compile("Generate")).click()
    card = page.get_by_role("article").filter(has_text=prompt).first
    expect(card).to_be_visible()
    return card


def test_a_refused_prompt_is_shown_with_its_cost_of_nothing(composer, provider):
    provider.plan(["400_moderation"])
    card = order(composer, "Storm wreck breaking on the rocks")
    expect(card).to_contain_text(re.compile("refused", re.I))
    expect(card).to_contain_text(re.compile("not charged", re.I))
    expect(card.get_by_role("link", name=re.compile("Edit"))).to_be_visible()
    assert composer.locator("script", has_text="alert").count() == 0


def test_an_order_without_an_answer_settles_by_itself(composer, provider):
    """1. The POST is accepted, its answer cut.  2. The log shows it.  3. The video arrives, paid once."""
    before = provider.summary()["accepted"]
    provider.plan(["reset_after_accept"])
    card = order(composer, "Lantern room, lens turning")
    expect(card).to_contain_text("Ready", timeout=60_000)
    assert provider.summary()["accepted"] == before + 1


def test_an_order_that_nobody_can_prove_is_decided_by_a_person(composer, provider):
    """1. The POST is lost before the provider accepts it.  2. Nobody can prove that.
    3. "Send again" asks a second time, naming the price.  4. Only then is it sent again."""
    before = provider.summary()["accepted"]
    provider.plan(["close_before_accept"])
    card = order(composer, "Fog rolls over the pier")
    expect(card).to_contain_text("Unconfirmed")
    expect(card.get_by_role("button", name=re.compile("Check now"))).to_be_visible()
    card.get_by_role("button", name=re.compile("Send again")).click()
    expect(card).to_contain_text(re.compile("twice", re.I))
    assert provider.summary()["accepted"] == before
    card.get_by_role("button", name=re.compile("Send again")).click()
    expect(card).to_contain_text("Ready", timeout=60_000)
    assert provider.summary()["accepted"] == before + 1


def test_an_empty_balance_is_a_hold_with_its_reason(composer, provider):
    provider.set(flip_s=8.0)
    provider.plan(["403_credits"])
    card = order(composer, "Gulls over the breakwater")
    expect(card).to_contain_text(re.compile("balance|credit", re.I))
    composer.get_by_role("link", name="Activity").click()
    expect(composer.get_by_role("main")).to_contain_text("Gulls over the breakwater")
    composer.go_back()
    provider.set(flip_s=0.1)
    card = composer.get_by_role("article").filter(has_text="Gulls over the breakwater")
    expect(card).to_contain_text("Ready", timeout=90_000)


def test_a_failed_generation_says_so_and_can_be_repeated(composer, provider):
    provider.plan(["generation_fails"])
    card = order(composer, "Keeper on the gallery")
    expect(card).to_contain_text(re.compile("not charged", re.I), timeout=60_000)
    card.get_by_role("button", name=re.compile("again|New take", re.I)).first.click()
    both = composer.get_by_role("article").filter(has_text="Keeper on the gallery")
    expect(both.filter(has_text="Ready")).to_have_count(1, timeout=60_000)


def test_a_generation_can_be_canceled_until_it_is_sent(composer, provider):
    provider.outage(15)
    card = order(composer, "A ship that never comes")
    card.get_by_role("button", name="Cancel").click()
    expect(card).to_contain_text(re.compile("canceled", re.I))
