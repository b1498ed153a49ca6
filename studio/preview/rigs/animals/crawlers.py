"""Draw what crawls or sits low on the ground: snakes, tortoises, frogs, spiders and snails."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from studio.preview.rigs.animals.depths import Creature
from studio.preview.rigs.animals.features import trace
from studio.preview.rigs.animals.gaits import WALK, wave
from studio.preview.rigs.animals.outlines import make_tube, put, sample
from studio.preview.rigs.parts import Part, make_ellipse, make_smooth


def draw_snake(color: str, marks: str, phase: float) -> Iterator[Part]:
    """Yield a snake that winds along, with its head raised."""
    x = np.linspace(-1.0, 0.5, 40)
    winding = 0.10 * np.sin(2 * np.pi * (1.5 * x - phase)) * np.clip((0.5 - x) * 2, 0.0, 1.0)
    body = np.stack([x, 0.11 + winding], 1)
    sway = 0.03 * wave(phase)
    neck = [(0.5, 0.11), (0.64, 0.16), (0.66, 0.32), (0.60 + sway, 0.48), (0.70 + sway, 0.56)]
    line = np.vstack([body, sample(neck, 14)[1:]])
    radii = (0.008, 0.04, 0.055, 0.062, 0.064, 0.06, 0.05, 0.045)
    yield make_tube(line, radii, 0.42, color, count=90)
    for n in range(5, len(line) - 6, 4):
        yield Part(
            make_ellipse(line[n] + np.array((0.0, 0.02)), 0.022, 0.03).points, 0.15, marks, is_paint=True
        )
    head = np.array(neck[-1])
    yield make_tube(
        [head + np.array((0.10, -0.01)), head + np.array((0.24, -0.02))],
        (0.004, 0.004),
        0.3,
        "#a03a30",
        count=4,
    )
    yield make_smooth(put(trace("-8 4, 0 8, 10 6, 17 0, 10 -5, -4 -5"), head), 0.5, color)
    yield make_ellipse(head + np.array((0.07, 0.03)), 0.014, tone=0.9, color="#d9a83c")


def draw_tortoise(shell: str, skin: str, phase: float) -> Iterator[Part]:
    """Yield a tortoise that walks."""
    for n, x in ((0, -0.26), (1, 0.30), (2, -0.30), (3, 0.26)):
        foot = WALK.find_foot(n, phase)
        line = [(x, 0.22), (x + 0.3 * foot.x, 0.12), (x + 0.4 * foot.x, 0.05 + 0.5 * foot.y)]
        yield make_tube(line, (0.09, 0.075, 0.07), 0.25 if n < 2 else 0.45, skin, count=12)
    yield make_tube([(-0.42, 0.2), (-0.54, 0.15)], (0.04, 0.015), 0.4, skin, count=6)
    nod = 0.02 * wave(phase)
    yield make_tube([(0.36, 0.24), (0.50, 0.30), (0.60, 0.38 + nod)], (0.08, 0.065, 0.06), 0.45, skin)
    yield make_smooth(put(trace("54 33, 56 44, 66 47, 76 41, 76 35, 66 31"), (0.0, nod)), 0.52, skin)
    yield make_ellipse((0.69, 0.41 + nod), 0.014, color="#14110f")
    yield make_smooth(trace("-50 20, -44 40, -24 58, 2 63, 26 56, 44 38, 48 22, 30 16, -32 15"), 0.42, shell)
    for plate in (
        "-34 28, -30 44, -16 50, -14 32",
        "-9 32, -8 54, 10 54, 10 32",
        "15 32, 17 50, 31 42, 34 28",
    ):
        yield Part(make_smooth(trace(plate)).points, 0.62, "#a08c54", is_paint=True)
    yield Part(
        make_tube([(-0.48, 0.22), (0.0, 0.19), (0.47, 0.23)], (0.02, 0.03, 0.02)).points,
        0.7,
        skin,
        is_paint=True,
    )


def draw_frog(color: str, belly: str, phase: float) -> Iterator[Part]:
    """Yield a frog that sits and breathes."""
    breath = 1 + 0.05 * wave(2 * phase)
    yield make_tube([(0.16, 0.3), (0.20, 0.14), (0.30, 0.03)], (0.07, 0.05, 0.03), 0.25, color)
    body = trace("-44 12, -30 34, -4 54, 18 66, 34 66, 50 54, 52 46, 40 34, 24 22, -10 8")
    yield make_smooth(body * (1, 0.6 + 0.4 * breath), 0.45, color)
    yield Part(
        make_smooth(trace("50 47, 40 33, 20 18, 6 16, 24 34, 36 45") * (1, breath)).points,
        0.75,
        belly,
        is_paint=True,
    )
    yield make_ellipse((0.26, 0.665), 0.075, tone=0.5, color=color)
    yield make_ellipse((0.28, 0.68), 0.042, tone=0.9, color="#d9a83c")
    yield make_ellipse((0.29, 0.68), 0.022, color="#14110f")
    yield make_tube(
        [(-0.30, 0.22), (0.02, 0.24), (-0.22, 0.07), (-0.30, 0.05)],
        (0.13, 0.10, 0.05, 0.035),
        0.52,
        color,
        count=24,
    )
    yield make_tube([(-0.30, 0.04), (-0.10, 0.035), (0.04, 0.025)], (0.035, 0.035, 0.02), 0.5, color, count=8)
    yield make_tube(
        [(0.20, 0.30), (0.28, 0.16), (0.24, 0.05), (0.38, 0.025)], (0.08, 0.05, 0.035, 0.02), 0.55, color
    )
    yield Part(
        make_tube([(0.52, 0.50), (0.40, 0.50), (0.26, 0.54)], (0.004, 0.007, 0.004), count=8).points,
        0.05,
        "#1e2416",
        is_paint=True,
    )


def draw_spider(color: str, phase: float) -> Iterator[Part]:
    """Yield a spider on its eight legs."""
    for side in (-1, 1):
        for n in range(4):
            step = 0.05 * wave(phase, 0.25 * n + 0.5 * (side > 0))
            out = side * (0.34 + 0.16 * n)
            line = [
                (side * 0.05 + 0.08, 0.30),
                (0.08 + 0.62 * out, 0.62 - 0.07 * n),
                (0.08 + out + step, max(0.01, 0.5 * step)),
            ]
            yield make_tube(line, (0.028, 0.022, 0.008), 0.25 + 0.06 * n, color, count=14)
    yield make_ellipse((-0.22, 0.36), 0.24, 0.19, turn=0.25, tone=0.42, color=color)
    yield make_ellipse((0.10, 0.31), 0.13, 0.10, tone=0.5, color=color)
    for x in (0.16, 0.20):
        yield make_ellipse((x, 0.35), 0.015, tone=1.0, color="#d8c8a0")


def draw_snail(shell: str, skin: str, phase: float) -> Iterator[Part]:
    """Yield a snail that creeps."""
    reach = 0.03 * wave(phase)
    for x in (0.0, 0.07):
        horn = [(0.46 + x + reach, 0.24), (0.52 + x + reach, 0.38), (0.58 + 1.4 * x + reach, 0.46)]
        yield make_tube(horn, (0.022, 0.015, 0.02), 0.4, skin, count=8)
    foot = [(-0.62 - reach, 0.03), (-0.3, 0.06), (0.1, 0.08), (0.40, 0.10), (0.52 + reach, 0.22)]
    yield make_tube(foot, (0.02, 0.06, 0.08, 0.085, 0.07), 0.5, skin, count=24)
    yield make_ellipse((-0.08, 0.36), 0.30, 0.29, tone=0.42, color=shell)
    turns = np.linspace(0.5, 4.6 * np.pi, 50)
    spiral = np.stack([-0.08 + 0.0195 * turns * np.cos(turns), 0.36 + 0.0195 * turns * np.sin(turns)], 1)
    yield Part(make_tube(spiral, (0.010, 0.014, 0.018), count=70).points, 0.15, "#4a3322", is_paint=True)


CRAWLERS = {
    "snake": Creature(partial(draw_snake, "#5f7038", "#33401f"), 0.5),
    "rattlesnake": Creature(partial(draw_snake, "#a58a5c", "#5c4630"), 0.5),
    "cobra": Creature(partial(draw_snake, "#4a4436", "#2a261e"), 0.5),
    "tortoise": Creature(partial(draw_tortoise, "#5a4a2e", "#8a8058"), 0.3),
    "frog": Creature(partial(draw_frog, "#5f8f3c", "#d6d8a0"), 0.3),
    "toad": Creature(partial(draw_frog, "#7a6a48", "#c9bd98"), 0.3),
    "spider": Creature(partial(draw_spider, "#2c2826"), 0.6),
    "snail": Creature(partial(draw_snail, "#a8743c", "#b09a76"), 0.25),
}
