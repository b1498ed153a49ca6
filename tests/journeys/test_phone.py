"""On a phone, with a thumb: a creator makes a clip, a client reviews it, an admin approves a request."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.live import wait_for
from tests.journeys.person import PASSWORD, PersonAtTheDoor
from tests.journeys.steps import PHONE, come_as_guest, save_key, slug_of, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.live]
PLAYS = "[...document.querySelectorAll('clip-viewer video')].some((film) => film.currentTime > 0.2)"
WIDTH = "document.documentElement.scrollWidth"  # innerWidth grows with what is too wide for a phone
THUMB_PX = 44
# What a finger can't hit: too low or too narrow, and not a link within a text.
TOO_SMALL = """(least) => {
  const sizes = (one) => {
    const box = (one.closest("label") ?? one).getBoundingClientRect()
    const around = getComputedStyle(one, "::after")
    const more = around.position === "absolute" ? [around.width, around.height].map(parseFloat) : [0, 0]
    return [Math.max(box.width, more[0] || 0), Math.max(box.height, more[1] || 0)]
  }
  const seen = { opacityProperty: true, visibilityProperty: true }
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => (one.closest("label") ?? one).checkVisibility(seen))
    .filter((one) => !one.closest(".visually-hidden, [inert]") && getComputedStyle(one).display !== "inline")
    .map((one) => [one.outerHTML.slice(0, 110), ...sizes(one).map(Math.round)])
    .filter(([, width, height]) => width > 1 && (width < least || height < least))
}"""
EDITOR = """
from projects.models import Membership, Person, Project
bo = Person.objects.create_user("bo@example.test", "{password}", name="Bo")
project = Project.objects.get(slug="{slug}")
Membership.objects.create(project=project, person=bo, role="editor", may_spend=False)
"""


@pytest.fixture
def screen():
    return PHONE


def bottom(box):
    return box["y"] + box["height"]


def test_a_thumb_makes_a_clip_and_it_plays(library):
    """1. The pages of the project are a bar at the foot of the window, below the composer.  2. The settings
    are a sheet: choose portrait, Done.  3. Generate: the clip opens and plays by itself.  4. Close it."""
    page = library
    tabs, composer = page.locator(".tabs"), page.locator("#composer")
    assert bottom(tabs.bounding_box()) == PHONE["viewport"]["height"]
    assert bottom(composer.bounding_box()) < tabs.bounding_box()["y"]
    page.locator("#composer-options-line").tap()
    page.locator("#setting-aspect_ratio label").filter(has_text="9:16").tap()
    expect(page.locator("#composer-options-line")).to_contain_text("9:16")
    page.get_by_role("button", name="Done").tap()
    page.get_by_label("Prompt", exact=True).fill("A lighthouse beam over a teal sea at dawn")
    page.get_by_role("button", name=re.compile("Generate")).tap()
    wait_for(lambda: page.evaluate(PLAYS), "playing")
    page.get_by_role("button", name="Close").tap()
    expect(page.locator("clip-viewer")).to_be_hidden()


def test_a_client_reviews_on_a_phone(library, other_chromium, studio):
    """1. The owner shares a clip from a phone.  2. The client opens the link on another one, plays the clip,
    writes a note and approves."""
    page = library
    page.get_by_role("link", name="A lighthouse beam").tap()
    page.get_by_role("button", name="Review").tap()
    page.wait_for_url("**/reviews/*/")
    expect(page.locator("#player")).to_be_visible()
    page.wait_for_load_state()  # the page reloads itself when the video is rendered
    guest = come_as_guest(page, other_chromium, studio, "Cleo", **PHONE)
    expect(guest.locator(".presence__faces")).to_contain_text("Cleo")  # the last of the scripts has run
    guest.get_by_role("button", name="Play", exact=True).tap()
    wait_until(guest, "document.querySelector('#player').frame > 3")
    guest.get_by_placeholder("Add a note").fill("Warmer, please")
    guest.get_by_role("button", name="Add note").tap()
    expect(guest.locator(".note")).to_contain_text("Warmer, please")
    guest.get_by_role("button", name="Approve", exact=True).tap()
    guest.get_by_role("button", name="Yes, approve").tap()
    expect(guest.locator("#verdicts")).to_contain_text("Approved")
    assert guest.evaluate(WIDTH) == PHONE["viewport"]["width"]
    assert guest.evaluate(TOO_SMALL, THUMB_PX) == []
    guest.context.close()


def test_an_admin_approves_a_request_on_a_phone(library, studio, provider):
    """1. An editor who may not spend requests a clip of a paid model.  2. The admin's bell leads to it: two
    taps, and it is made."""
    page, slug = library, slug_of(library)
    save_key(page, provider.key)
    studio.manage("shell", "--no-imports", "-c", EDITOR.format(password=PASSWORD, slug=slug))
    bo = PersonAtTheDoor(studio.url)
    bo.http.get("/sign-in/")
    assert bo.post("/sign-in/", username="bo@example.test", password=PASSWORD).status_code == 302
    bo.project = f"/projects/{slug}/"
    sent = bo.request("a-request-of-bo-1", prompt="Cranes at night", model="aimlapi:luma/ray-2")
    assert sent.status_code == 302, sent.text
    page.goto(f"/projects/{slug}/")
    page.locator("#bell > summary").tap()
    page.locator("#bell-list a").filter(has_text="Cranes at night").tap()
    page.get_by_role("button", name="Approve").first.tap()
    wait_for(lambda: provider.summary()["accepted"] == 1, "the request")


def test_a_small_phone_has_every_page_within_its_edges_and_targets_for_thumbs(library):
    page, project = library, f"/projects/{slug_of(library)}/"
    page.set_viewport_size({"width": 360, "height": 740})
    clip = page.locator(".card__prompt a").first.get_attribute("href")
    addresses = [
        "",
        "timelines/1/",
        "reviews/",
        "reviews/1/",
        "activity/",
        "settings/",
        "members/",
        "spending/",
    ]
    for address in ["/projects/", "/profile/", "/settings/", clip, *[project + one for one in addresses]]:
        page.goto(address)
        assert page.evaluate(WIDTH) == 360, address
        assert page.evaluate(TOO_SMALL, THUMB_PX) == [], address
        bell = page.locator("#bell").bounding_box()
        assert bell["x"] + bell["width"] > 360 - 2 * THUMB_PX - 20, address  # only the person is behind it
