"""Draw random prompts: none fails, none is without content, and each is drawn the same way twice.

DAILIES_FUZZ sets how many; 2,000 take some ten minutes.
"""

import os
import random

import numpy as np
import pytest

from studio.preview import nouns
from studio.preview.render import Picture
from studio.wire import Order
from tests.studio.preview.sheet import read_prompts

pytestmark = pytest.mark.slow

COUNT = int(os.environ.get("DAILIES_FUZZ", "24"))
SIZES = ((192, 108), (108, 192), (120, 120), (252, 108))
ODD = (
    "🦊🌲",
    "👩‍🚀🚀",
    "\u202eabc",
    "\x00",
    "a" * 300,
    "?!…—",
    '"',
    "‘’“”",
    "42",
    "-1",
    "🏳️‍🌈",
    "\n\t",
    "<b>",
    "ﷺ",
    "ก็็็",
    "%s {}",
)
ALPHABETS = (
    "abcdefghij ",
    "абвгдежз ",
    "あいうえお森海",
    "अआइईउ ",
    "가나다라 ",
    "אבגד ",
    "αβγδε ",
    "天空人水火",
)


def make_prompt(n):
    """Return a random prompt: words of real ones, nouns in all languages, nonsense, or 6,000 letters."""
    rng = random.Random(n)
    known = [word for prompt in read_prompts() for word in prompt.split()]
    kind = n % 8
    if kind == 0:
        return rng.choice(read_prompts())
    if kind == 1:
        return " ".join(rng.choices(known, k=rng.randint(2, 14)))
    if kind == 2:
        return rng.choice(sorted(nouns.load_names()))
    if kind == 3:
        return " ".join(rng.choices(sorted(nouns.load_names()), k=rng.randint(2, 9)))
    if kind == 4:
        return "".join(rng.choices(rng.choice(ALPHABETS), k=rng.randint(1, 80)))
    if kind == 5:
        return " ".join(rng.choices([*ODD, *known], k=rng.randint(1, 8)))
    if kind == 6:
        return " ".join(rng.choices(known, k=1500))[:6000]
    return rng.choice([*ODD, *known, ""])


def draw(prompt, n):
    width, height = SIZES[n // 8 % len(SIZES)]
    order = Order(
        prompt, "preview", resolution="360p", duration_s=5, slate=n % 3 == 0, seed=n, loop=n % 5 == 0
    )
    picture = Picture(order, {}, width=width, height=height, count=120)
    frames = []
    for at in (60, 119):
        yuv = np.zeros((height * 3 // 2, width), np.uint8)
        picture.draw_frame(at, yuv)
        frames.append(yuv)
    return frames


@pytest.mark.parametrize("n", range(COUNT))
def test_any_prompt_is_drawn_with_content_and_always_the_same(n):
    prompt = make_prompt(n)
    frames = draw(prompt, n)
    for yuv in frames:
        luma = yuv[: len(yuv) * 2 // 3]
        assert luma.std() > 5, prompt[:200]
        assert luma.mean() > 12, prompt[:200]
        assert yuv[len(luma) :].min() > 0, prompt[:200]
    if n % 4 == 0:
        assert all(np.array_equal(a, b) for a, b in zip(frames, draw(prompt, n), strict=True))
