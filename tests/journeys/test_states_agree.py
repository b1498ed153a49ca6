"""A page that is held open through every state of a shot: no place on it keeps an old one."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import (
    choose_setting,
    generate_several,
    save_key,
    timeline_message,
    wait_for_videos,
)

pytestmark = [pytest.mark.browser, pytest.mark.live]
PATIENCE_MS = 1_000  # after the strip has changed, each other place has this long to follow
# What each place says of the second shot, ten times a second.
WATCH = """() => {
  window.seen = []
  const text = (selector) => document.querySelector(selector)?.textContent.replace(/\\s+/g, " ").trim() ?? ""
  setInterval(() => {
    const shot = document.querySelectorAll("#strip .shot")[1]
    if (!shot) return
    window.seen.push({
      at: performance.now(),
      strip: shot.dataset.status,
      label: shot.querySelector(".shot__frames").ariaLabel.split(", ").at(-1),
      player: text("[data-now]").startsWith("Shot 2 ") ? text("[data-now]").split(" · ")[2] || "Ready" : null,
      panel: text("#panel h2") === "Shot 2" ? text("#panel [data-status] .status__title") || "Ready" : null,
    })
  }, 100)
}"""


def test_every_place_tells_the_state_of_a_shot_at_the_same_time(library, timeline, provider):
    """1. Two shots are requested, the second continues from the first.  2. The second is selected: the strip,
    its label, the player and the panel tell its state.  3. It waits for shot 1, is generated, is prepared, is
    ready.  4. At no time does a place keep an old state, and the message of the request goes away."""
    page = timeline
    save_key(page, provider.key)
    provider.set(make_s=4.0)  # longer than the page waits from poll to poll
    page.goto("/")
    page.get_by_role("link", name="Timeline", exact=True).click()
    choose_setting(page, "model", "Ray 2")
    page.keyboard.press("Escape")
    page.evaluate(WATCH)
    generate_several(page, "A lamp is lit", "The lamp swings")
    page.locator("#strip .shot__frames").nth(1).click()
    wait_for_videos(page, 2)
    provider.set(make_s=1.0)
    expect(timeline_message(page)).to_have_css("opacity", "0")
    seen = page.evaluate("window.seen")
    assert {"Waiting for shot 1", "Generating", "Ready"} <= {one["strip"] for one in seen}
    for place in ("label", "player", "panel"):
        assert len({one[place] for one in seen}) >= 3, f"the {place} was there"
        assert longest_lag_ms(seen, place) < PATIENCE_MS, [(one["strip"], one[place]) for one in seen]


def longest_lag_ms(seen, place):
    """Return for how long at most the place differed from the strip."""
    longest, since = 0, None
    for one in seen:
        differs = one[place] is not None and one[place].rstrip(" …") != one["strip"]
        since = (since or one["at"]) if differs else None
        longest = max(longest, one["at"] - since if since else 0)
    return longest
