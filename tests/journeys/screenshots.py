"""Take the README's screenshots: `python3 manage.py test tests/journeys/screenshots.py`.

Not part of the suite, because it writes into `static/img/readme/`. Run it when one of the pages has changed.
"""

import io
import math
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.steps import draw, generate_shot, wait_for_videos

FOLDER = Path(__file__).resolve().parents[2] / "static/img/readme"
QUALITY = 82
CLIPS = (
    "A hot air balloon over a desert at dawn, slow push in",
    "A woman with a red umbrella walks down a neon street in the rain",
    "A sailing ship on the high seas at golden hour",
    "A red fox at the edge of a snowy forest",
    "Two horses run through a meadow at sunset",
)
SHOTS = (
    "A lighthouse beam sweeps across a teal sea at dawn",
    "Rain sets in around the lighthouse",
    "Dusk falls over the lighthouse, heavy rain",
)
LAMP = [(704 + 46 * math.sin(n / 4), 227 - 46 * math.cos(n / 4)) for n in range(27)]


def test_photograph_every_act(library, studio):
    page = library
    for text in CLIPS:
        studio.manage("generate", text)
    make_shots(page)
    photograph(page, "timeline")
    review(page)
    photograph(page, "review")
    page.goto("/")
    expect(page.get_by_role("article")).to_have_count(len(CLIPS) + len(SHOTS))
    photograph(page, "library")


def make_shots(page):
    page.get_by_role("link", name="Timeline", exact=True).click()
    for text in SHOTS:
        generate_shot(page, text)
    wait_for_videos(page, len(SHOTS))
    page.locator("#strip .shot").nth(1).click()


def review(page):
    """Share the timeline for review, and write three notes."""
    page.get_by_role("button", name="Share for review").click()
    expect(page.locator("[data-total]")).not_to_have_text("00:00:00:00")
    add_note(page, 2, "Hold this beam a little longer.")
    add_note(page, 6, "Can the lamp be brighter here?", drawing=LAMP)
    add_note(page, 3, "Love the color of this sky.")
    page.locator(".note__picture").nth(1).click()
    expect(page.locator("#drawing path")).to_have_count(1)


def add_note(page, seconds, text, drawing=()):
    """Go forward, draw if there is a drawing, and add a note."""
    page.locator("#player").focus()
    for _ in range(seconds):
        page.keyboard.press("Shift+ArrowRight")
    if drawing:
        page.locator("[data-tool=pen]").click()
        page.locator("[data-color=red]").click()
        draw(page, drawing[0], drawing[1:])
    before = page.locator(".note").count()
    page.get_by_placeholder("Add a note").fill(text)
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".note")).to_have_count(before + 1)


def photograph(page, name):
    """Save a screenshot of the page, in dark mode, as WebP."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)  # images fade in
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)
