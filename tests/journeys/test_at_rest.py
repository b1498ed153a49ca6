"""Pages that nobody uses: they ask the studio seldom, and still learn what others do."""

import pytest
from playwright.sync_api import expect

from tests.journeys.live import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.live]


def test_a_library_at_rest_shows_what_a_colleague_requests(library, studio):
    """1. She has a library open in which nothing is in progress, and is away for ten minutes.  2. A colleague
    requests a clip.  3. Within half a minute she sees it."""
    library.clock.install()
    library.reload()
    expect(library.locator("#grid")).to_be_attached()
    library.clock.run_for(600_000)
    studio.manage("generate", "A kite over the dunes")
    library.clock.run_for(30_000)
    expect(library.locator("#grid article").filter(has_text="A kite over the dunes")).to_be_visible()


def test_a_timeline_that_nobody_uses_asks_every_ten_seconds(timeline):
    page, asked = timeline, []
    page.clock.install()
    page.reload()
    page.on("response", lambda answer: asked.append(1) if "/changes/" in answer.url else None)

    def count_in_a_minute():
        asked.clear()
        for _ in range(60):
            page.clock.run_for(1_000)
            page.wait_for_timeout(30)
        return len(asked)

    page.clock.run_for(31_000)
    assert count_in_a_minute() in range(5, 8)
    page.mouse.move(300, 300)
    page.mouse.move(310, 300)
    wait_for(lambda: page.clock.run_for(2_000) or len(asked) > 8, "polls of a page in use")
