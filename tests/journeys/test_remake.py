"""From a free animatic to the film: three Preview shots are made with a paid model, in their places."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import generate_shot, save_key, shots, wait_for_videos

pytestmark = [pytest.mark.browser, pytest.mark.live]


def test_an_animatic_becomes_the_film(timeline, provider):
    """1. Two chained shots are drawn by Preview, free.  2. A key is saved. One page shows the price of all.
    3. One confirmation, and both stand in their places as real clips: the provider continues the second
    from the first.  4. Nothing was charged before, and nothing twice."""
    page, address = timeline, timeline.url
    generate_shot(page, "A lighthouse beam over a teal sea at dawn")
    expect(page.locator("#panel")).to_contain_text("Append after shot 1")
    generate_shot(page, "The keeper climbs the stairs")
    wait_for_videos(page, 2)
    assert provider.summary()["accepted"] == 0
    save_key(page, provider.key)
    page.goto(address)
    before = shots(page)
    page.locator(".timeline-head__open").click()
    page.get_by_role("link", name="Make Preview shots with a paid model").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make it with Ray 2")
    expect(page.locator(".remake__step")).to_have_count(2)
    page.get_by_role("button", name="Make 2 clips · about $").click()
    page.wait_for_url(address)
    wait_for_videos(page, 2)
    assert [shot for shot, _ in shots(page)] == [shot for shot, _ in before]
    first, second = provider.ledger.generations
    assert len(provider.summary()["charges"]) == 2
    assert first["id"] in str(second["body"]), "the second continues the first by its ID"
