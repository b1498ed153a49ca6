"""Journey 4 in the composer: a keyframe from a clip, an upload or a URL."""

import re

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from studio.media import frames
from tests.journeys.steps import choose

pytestmark = [pytest.mark.browser, pytest.mark.live]


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    """An image with edges and colors, in the project's aspect ratio."""
    picture = Image.linear_gradient("L").resize((1280, 720)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((300, 120, 700, 520), fill=(230, 150, 40))
    draw.rectangle((820, 300, 1180, 640), fill=(30, 90, 140))
    path = tmp_path_factory.mktemp("photo") / "harbour.png"
    picture.save(path)
    return path


def generate(page, prompt):
    page.get_by_label("Prompt", exact=True).fill(prompt)
    page.get_by_role("button", name=re.compile("Generate")).click()
    card = page.get_by_role("article").filter(has_text=prompt).first
    expect(card).to_contain_text("Ready", timeout=60_000)
    return card


def test_an_uploaded_image_is_the_first_frame(library, studio, photo):
    """1. Open the first slot, choose a file.  2. The composer names what it starts on.  3. The video does."""
    choose(library, "frame0", "Upload").locator("input[type=file]").set_input_files(photo)
    expect(library.locator("#slot-frame0")).to_contain_text("harbour")
    expect(library.locator("#composer-settings")).to_contain_text(re.compile("starts on", re.I))
    card = generate(library, "The harbour wakes")
    video = folder_of(studio, card) / "film.mp4"
    assert psnr(frames.read_first(video), Image.open(photo)) >= 35


def test_a_clip_can_end_on_the_start_of_an_earlier_one(library, studio):
    dialog = choose(library, "frame1", "Clip")
    dialog.get_by_role("button", name=re.compile("Start of clip 1")).click()
    expect(library.locator("#slot-frame1")).to_contain_text("Start of clip 1")
    card = generate(library, "Fog drifts in and clears")
    source = library.get_by_role("article").filter(has_text="The harbour wakes")
    end = frames.read_last(folder_of(studio, card) / "film.mp4")
    assert psnr(end, Image.open(folder_of(studio, source) / "first.png")) >= 35


def test_a_private_url_is_refused_without_jargon(library):
    dialog = choose(library, "frame0", "Web address")
    dialog.get_by_label("Image address").fill("http://127.0.0.1:1/secret.png")
    dialog.get_by_role("button", name="Use image").click()
    expect(dialog.locator("[data-problem]")).not_to_be_empty()
    expect(dialog).not_to_contain_text(re.compile("error|127", re.I))


def folder_of(studio, card):
    return studio.data / "media" / "clips" / card.get_attribute("id").removeprefix("generation-")


def psnr(one: Image.Image, other: Image.Image) -> float:
    apart = np.asarray(one.convert("RGB"), float) - np.asarray(other.convert("RGB").resize(one.size), float)
    return float(10 * np.log10(255**2 / np.mean(apart**2)))
