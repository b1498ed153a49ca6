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
POLLS = 3  # a place must have followed before so many polls came back while nothing of it was on its way
# What each place says of the second shot, ten times a second. Polls count while no panel is being loaded.
WATCH = """() => {
  window.seen = []
  let polls = 0
  let loading = 0
  const isPanel = (event) => event.detail.target?.id === "panel"
  const text = (selector) => document.querySelector(selector)?.textContent.replace(/\\s+/g, " ").trim() ?? ""
  document.addEventListener("htmx:beforeRequest", (event) => (loading += isPanel(event)))
  document.addEventListener("htmx:afterRequest", (event) => {
    loading -= isPanel(event)
    polls += !loading && event.detail.requestConfig.path.includes("/changes/")
  })
  setInterval(() => {
    const shot = document.querySelectorAll("#strip .shot")[1]
    if (!shot) return
    window.seen.push({
      polls,
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
    provider.set(make_s=6.0)  # longer than so many polls
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
    assert seen[-1]["polls"] >= 2 * POLLS, "polls were counted"
    for place in ("label", "player", "panel"):
        assert len({one[place] for one in seen}) >= 3, f"the {place} was there"
        assert most_polls_behind(seen, place) < POLLS, [(one["strip"], one[place]) for one in seen]


def most_polls_behind(seen, place):
    """Return how many polls at most came back while the place differed from the strip."""
    most, since = 0, None
    for one in seen:
        if one[place] is None or one[place].rstrip(" …") == one["strip"]:
            since = None
            continue
        since = one["polls"] if since is None else since
        most = max(most, one["polls"] - since)
    return most
