"""Draw what swims or crawls in its own way: jellyfish, octopuses, turtles, rays, crabs and seahorses."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from studio.preview.rigs.animals import wings
from studio.preview.rigs.animals.features import trace
from studio.preview.rigs.animals.gaits import wave
from studio.preview.rigs.animals.outlines import curl, make_tube, put
from studio.preview.rigs.animals.wings import Wing
from studio.preview.rigs.parts import Part, make_ellipse, make_smooth


@dataclass(frozen=True)
class Creature:
    """An animal with a drawing of its own. rate: rounds a second."""

    draw: Callable[[float], Iterator[Part]]
    rate: float = 0.5


def draw_jellyfish(color: str, light: str, phase: float) -> Iterator[Part]:
    """Yield a bell that pulses, with arms and threads that follow."""
    pulse = wave(phase)
    wide, tall = 0.36 + 0.05 * pulse, 0.40 - 0.05 * pulse
    for n, x in enumerate(np.linspace(-0.8, 0.8, 7)):
        sway = [-1.57 + 0.28 * wave(phase, -0.12 * k + 0.13 * n) for k in range(1, 5)]
        line = curl((x * wide, 0.02), 0.62 + 0.12 * (n % 3), sway, 9)
        yield make_tube(line, (0.012, 0.008, 0.004), 0.6, light, count=18)
    for n, x in enumerate((-0.35, 0.0, 0.35)):
        sway = [-1.57 + 0.4 * wave(phase, -0.15 * k + 0.21 * n) for k in range(1, 5)]
        yield make_tube(
            curl((x * wide, 0.06), 0.52, sway, 9), (0.05, 0.045, 0.03, 0.01), 0.45, color, count=18
        )
    rim = [(x * wide, 0.02 - 0.03 * (n % 2)) for n, x in enumerate(np.linspace(1, -1, 9))]
    dome = [
        (-wide * 0.96, 0.16),
        (-wide * 0.66, tall * 0.82),
        (0, tall),
        (wide * 0.66, tall * 0.82),
        (wide * 0.96, 0.16),
    ]
    yield Part(make_smooth([*dome, *rim]).points, 0.5, color, opacity=0.9)
    inner = np.array(dome) * (0.66, 0.8) + (0.0, 0.03)
    yield Part(make_smooth([*inner, (0.0, 0.10)]).points, 0.75, light, opacity=0.5)


def draw_octopus(color: str, phase: float) -> Iterator[Part]:
    """Yield a head above eight curling arms."""
    for n, x in enumerate((-0.9, 0.9, -0.6, 0.6, -0.32, 0.32, -0.1, 0.12)):
        bend = 0.25 * wave(phase, 0.12 * n)
        start = -1.57 + 0.95 * x
        turns = [start, start + 0.35 * x + bend, start + 1.3 * x - bend, start + 2.6 * x + bend]
        line = curl((0.16 * x, 0.02), 0.70 + 0.05 * (n % 3), turns, 10)
        yield make_tube(line, (0.075, 0.055, 0.035, 0.012), 0.28 + 0.04 * n, color, count=24)
    swell = 1 + 0.03 * wave(phase)
    yield make_smooth(
        trace("-17 0, -22 14, -27 34, -16 52, 2 57, 20 50, 28 34, 22 14, 17 0, 0 -8") * (swell, 1),
        0.52,
        color,
    )
    for x in (-0.10, 0.12):
        yield make_ellipse((x, 0.10), 0.036, 0.028, tone=0.9, color="#e2cf9a")
        yield make_ellipse((x, 0.10), 0.030, 0.009, color="#17120f")


def draw_squid(color: str, phase: float) -> Iterator[Part]:
    """Yield a mantle that points upward, with fins and arms."""
    for n, x in enumerate((-0.8, 0.8, -0.5, 0.5, -0.2, 0.2)):
        bend = 0.2 * wave(phase, 0.15 * n)
        line = curl(
            (0.08 * x, -0.12),
            0.55 + 0.25 * (n < 2),
            [-1.57 + 0.5 * x, -1.57 + bend, -1.57 - 0.6 * x + bend],
            8,
        )
        yield make_tube(line, (0.035, 0.025, 0.012, 0.02), 0.35, color, count=16)
    flap = 1 + 0.12 * wave(phase)
    yield make_smooth(trace("0 66, -24 46, -12 34, 12 34, 24 46") * (flap, 1), 0.36, color)
    yield make_smooth(trace("-9 -12, -13 2, -15 24, -9 48, 0 66, 9 48, 15 24, 13 2, 9 -12"), 0.52, color)
    for x in (-0.07, 0.07):
        yield make_ellipse((x, -0.06), 0.028, tone=0.9, color="#e6d9b0")
        yield make_ellipse((x, -0.06), 0.015, color="#14110f")


def draw_turtle(shell: str, skin: str, phase: float) -> Iterator[Part]:
    """Yield a sea turtle that rows with its flippers."""
    stroke = wave(phase)
    for turn, tone, x in ((-1.9 - 0.5 * stroke, 0.22, 0.20), (-2.5 - 0.2 * stroke, 0.22, -0.28)):
        size = 0.36 if x > 0 else 0.2
        yield make_smooth(put(FLIPPER, (x + 0.06, 0.0), turn + 0.5, size), tone, skin)
    neck = [(0.30, 0.02), (0.44, 0.05 + 0.01 * stroke), (0.52, 0.07 + 0.015 * stroke)]
    yield make_tube(neck, (0.07, 0.06, 0.06), 0.4, skin)
    yield make_smooth(put(trace("44 2, 48 13, 58 14, 67 6, 66 0, 56 -3"), (0.0, 0.02 * stroke)), 0.5, skin)
    yield make_ellipse((0.59, 0.085 + 0.02 * stroke), 0.014, color="#14110f")
    yield make_smooth(trace("-44 -2, -34 -10, 0 -13, 30 -9, 36 0, 0 4"), 0.66, "#d8cf9e")
    yield make_smooth(trace("-46 -2, -36 12, -12 22, 14 21, 32 11, 38 1, 20 -3, -20 -5"), 0.42, shell)
    for points in ("-30 4, -22 14, -10 15, -12 3", "-8 3, -6 16, 8 16, 8 3", "12 3, 12 15, 24 11, 28 3"):
        yield Part(make_smooth(trace(points)).points, 0.62, "#9a8a52", is_paint=True)
    for turn, x, size in ((-1.5 - 0.75 * stroke, 0.22, 0.46), (-2.3 - 0.25 * stroke, -0.32, 0.22)):
        yield make_smooth(put(FLIPPER, (x, -0.02), turn, size), 0.5, skin)


FLIPPER = trace("0 16, 40 20, 80 8, 104 -12, 76 -18, 36 -18, 0 -14")


def draw_ray(color: str, light: str, phase: float) -> Iterator[Part]:
    """Yield a ray that beats its wide fins."""
    raised, bent = 0.30 * wave(phase), 0.5 * wave(phase, -0.2)
    fin = Wing("manta", 0.85, 0.62, color, color)
    yield from wings.draw(fin, (raised, bent), is_far=True)
    tail = curl((-0.22, 0.03), 0.75, [math.pi - 0.1, math.pi + 0.25 * wave(phase, 0.3)], 8)
    yield make_tube(tail, (0.03, 0.012, 0.005), 0.35, color, count=16)
    yield make_smooth(trace("-26 4, -6 13, 16 14, 34 8, 38 2, 30 -4, 4 -6, -18 -3"), 0.46, color)
    yield from wings.draw(fin, (raised, bent), is_far=False)
    yield make_tube([(0.34, 0.02), (0.44, 0.0), (0.46, -0.06)], (0.03, 0.022, 0.014), 0.5, color)
    yield make_ellipse((0.31, 0.05), 0.016, color="#14110f")
    yield Part(make_smooth(trace("8 -2, 32 1, 30 -4, 6 -6")).points, 0.8, light, is_paint=True)


def draw_crab(color: str, phase: float) -> Iterator[Part]:
    """Yield a crab from the front, which steps sideways and lifts its claws."""
    for side in (-1, 1):
        for n in range(4):
            step = 0.05 * wave(phase, 0.25 * n + 0.5 * (side > 0))
            root = (side * (0.20 + 0.03 * n), 0.24)
            knee = (side * (0.42 + 0.07 * n), 0.36 - 0.05 * n + max(0, step))
            foot = (side * (0.46 + 0.11 * n) + step, max(0.02, step))
            yield make_tube([root, knee, foot], (0.035, 0.028, 0.010), 0.26 + 0.05 * n, color, count=12)
        lift = 0.05 * wave(phase, 0.25 * side)
        arm = [(side * 0.24, 0.34), (side * 0.44, 0.44 + lift), (side * 0.40, 0.60 + lift)]
        yield make_tube(arm, (0.045, 0.05, 0.04), 0.4, color, count=12)
        claw = trace("-9 -4, -15 12, -8 26, -2 14, 2 14, 10 24, 14 10, 8 -4") * (side, 1)
        yield make_smooth(put(claw, (side * 0.40, 0.62 + lift)), 0.5, color)
        yield make_tube([(side * 0.08, 0.40), (side * 0.10, 0.50)], (0.014, 0.014), 0.4, color, count=6)
        yield make_ellipse((side * 0.10, 0.51), 0.028, color="#15110f")
    yield make_smooth(trace("-34 30, -24 42, 0 46, 24 42, 34 30, 22 16, 0 12, -22 16"), 0.48, color)
    yield Part(make_smooth(trace("-24 33, 0 41, 24 33, 0 36")).points, 0.7, color, is_paint=True)


def draw_seahorse(color: str, phase: float) -> Iterator[Part]:
    """Yield a seahorse, which hovers upright."""
    sway = 0.06 * wave(phase)
    spine = curl((0.02, 0.62), 1.12, [-1.2, -2.1, -1.9 + sway, -0.9 + sway, 0.9 + sway, 2.6 + sway], 16)
    yield make_smooth(
        put(trace("0 -12, -18 -4, -20 8, 0 12"), (-0.07, 0.40), 0.1 + 0.25 * wave(3 * phase), 1.0), 0.7, color
    )
    yield make_tube(spine, (0.09, 0.115, 0.13, 0.10, 0.065, 0.045, 0.03, 0.02, 0.012), 0.42, color, count=48)
    for n in range(3, 9):
        yield make_tube(
            [spine[n] + (-0.02, 0.0), spine[n] + (0.07, -0.01)], (0.006, 0.006), 0.7, color, count=4
        )
    yield make_smooth(trace("-9 54, -12 70, -4 80, 8 79, 16 72, 32 67, 33 62, 17 62, 10 54"), 0.5, color)
    yield make_smooth(trace("-9 72, -12 88, -3 82, 2 92, 5 80"), 0.4, color)
    yield make_ellipse((0.07, 0.71), 0.022, tone=0.9, color="#e6d9b0")
    yield make_ellipse((0.07, 0.71), 0.012, color="#14110f")


DEPTHS = {
    "jellyfish": Creature(partial(draw_jellyfish, "#b78fc0", "#ead5ea"), 0.45),
    "octopus": Creature(partial(draw_octopus, "#b5553f"), 0.3),
    "squid": Creature(partial(draw_squid, "#c08a7c"), 0.5),
    "sea turtle": Creature(partial(draw_turtle, "#5c6236", "#8a8a58"), 0.4),
    "manta ray": Creature(partial(draw_ray, "#3c4a5c", "#d3dade"), 0.4),
    "stingray": Creature(partial(draw_ray, "#8a7a5c", "#e2d9c4"), 0.6),
    "crab": Creature(partial(draw_crab, "#c2502f"), 0.6),
    "seahorse": Creature(partial(draw_seahorse, "#c9963c"), 0.4),
}
