"""Check that pictures without a place are of what is said, and no two of them alike."""

import cv2
import numpy as np
import pytest

from studio.preview import render
from studio.preview.abstract import AbstractScene
from studio.preview.patterns import PATTERNS
from studio.wire import Order

SAID = {
    "a countdown from 3": "countdown",
    "end credits roll on black": "credits",
    "a galaxy slowly rotating": "galaxy",
    "extreme close-up of a blue eye": "eye",
    "a water drop falls into a pond, macro": "ripples",
    "a kaleidoscope of colors": "kaleidoscope",
    "a retrowave sun above a neon grid and mountains": "grid",
    "a stream of green code": "data",
    "a network of glowing nodes": "network",
    "fractal patterns": "fractal",
    "a tunnel of light": "tunnel",
    "glitch effect": "glitch",
    "blue ink drops in water": "ink",
    "sound waves": "waveform",
    "a colored powder explosion on black": "powder",
    "geometric shapes": "solids",
    "liquid gold": "liquid",
    "golden particles": "particles",
    "red silk in the wind": "silk",
    "white smoke on a black background": "smoke",
}


def make_picture(prompt, *, loop=False):
    order = Order(prompt, "preview", resolution="360p", duration_s=5, slate=False, loop=loop)
    return render.Picture(order, {}, width=320, height=180, count=24)


def draw(picture, n):
    yuv = np.empty((270, 320), np.uint8)
    picture.draw_frame(n, yuv)
    return cv2.cvtColor(yuv, cv2.COLOR_YUV2RGB_I420).astype(float)


@pytest.mark.parametrize(("prompt", "pattern"), SAID.items())
def test_a_pattern_is_named_drawn_and_moves(prompt, pattern):
    picture = make_picture(prompt)
    assert picture.scene.stage.sketch.pattern == pattern
    first, later = draw(picture, 4), draw(picture, 16)
    assert first.std() > 8
    assert np.abs(first - later).max() > 40


def test_every_pattern_has_a_prompt_here():
    assert {*SAID.values(), "title"} == set(PATTERNS)


@pytest.mark.parametrize("prompt", ['title card "The Storm"', '"Smoke and Mirrors"'])
def test_a_title_alone_stands_before_the_dark(prompt):
    picture = make_picture(prompt)
    assert picture.scene.stage.sketch.pattern == "title"
    assert draw(picture, 4).mean() < 50


@pytest.mark.parametrize("prompt", [one for one in SAID if SAID[one] not in ("countdown", "glitch")])
def test_a_pattern_closes_its_loop(prompt):
    picture = make_picture(prompt, loop=True)
    before, last, first, after = (draw(picture, n) for n in (22, 23, 0, 1))
    beside = max(np.abs(before - last).mean(), np.abs(first - after).mean())
    assert np.abs(last - first).mean() <= 1.6 * beside + 0.5


@pytest.mark.parametrize(("color", "channel"), [("red", 0), ("green", 1), ("blue", 2)])
@pytest.mark.parametrize("what", ["silk", "smoke", "particles", "sound waves", "fractals"])
def test_a_pattern_has_the_color_that_is_named(what, color, channel):
    frame = draw(make_picture(f"{color} {what}"), 12)
    bright = frame[frame.mean(-1) > np.quantile(frame.mean(-1), 0.6)].mean(0)
    assert np.argmax(bright) == channel


@pytest.mark.parametrize(
    "prompt", ["a woman in a tunnel of light", "a cup of tea and smoke", "an ice cube melts"]
)
def test_with_somebody_or_something_it_is_no_pattern(prompt):
    assert not isinstance(make_picture(prompt).scene, AbstractScene)
