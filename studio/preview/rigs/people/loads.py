"""What is too long for a hand: it is on the shoulder, under the arm, beside somebody, or planted in front."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from studio.preview.rigs.parts import Part, Points, make_ellipse
from studio.preview.rigs.people.bones import Bones, Point
from studio.preview.rigs.people.seats import WOOD, Layers
from studio.preview.rigs.people.utensils import Draw, fill, frame, hand_of, line, put_thing

BICYCLE = 0.60  # its height
STRIPE, STEEL = "#b8453a", "#c9cdd2"
Turn = Callable[[Points], np.ndarray]


def _lay(at: Point, angle: float) -> Turn:
    """Return what turns points along a thing, and across it, to where the thing is."""
    cos, sin = math.cos(angle), math.sin(angle)

    def turn(points: Points) -> np.ndarray:
        return np.asarray(points, float) @ np.array([[cos, sin], [-sin, cos]]) + at

    return turn


def _board(turn: Turn, color: str, *, half: float, wide: float) -> list[Part]:
    """Return a board with round ends, and a stripe if it is long."""
    turns = np.linspace(0, 2 * math.pi, 33)
    across = np.sign(np.sin(turns)) * np.abs(np.sin(turns)) ** 0.8
    rim = np.stack([half * np.cos(turns), wide * across], 1)
    stripe = frame(-0.9 * half, -0.1 * wide, 0.9 * half, 0.12 * wide)
    return [fill(turn(rim), 0.78, color), *([fill(turn(stripe), 0.4, STRIPE)] if half > 0.5 else [])]


def _skateboard(turn: Turn, color: str) -> list[Part]:
    wheels = [make_ellipse(tuple(turn([(x, -0.05)])[0]), 0.024, tone=0.9, color=STEEL) for x in (-0.12, 0.12)]
    deck = [(-0.24, 0.03), (-0.18, -0.02), (0.18, -0.02), (0.24, 0.03), (0.17, 0.012), (-0.17, 0.012)]
    return [*wheels, fill(turn(deck), 0.6, color)]


def _skis(turn: Turn, color: str) -> list[Part]:
    shape = np.array([(-0.62, 0.0), (0.54, 0.0), (0.60, 0.012), (0.66, 0.045), (0.65, 0.06), (0.58, 0.025)])
    shape = np.vstack([shape, (-0.62, 0.022)])
    return [fill(turn(shape + 0.03 * n), 0.7 - 0.25 * n, color) for n in (1, 0)]


def _ladder(turn: Turn, color: str) -> list[Part]:
    rails = [
        part
        for y in (-0.06, 0.06)
        for part in line(turn([(-0.75, y), (0.85, y)]).tolist(), 0.024, 0.55, color)
    ]
    rungs = [
        part
        for x in np.arange(-0.66, 0.84, 0.16)
        for part in line(turn([(x, -0.06), (x, 0.06)]).tolist(), 0.018, 0.7, color)
    ]
    return [*rungs, *rails]


def _kayak(turn: Turn, color: str) -> list[Part]:
    hull = [
        (-0.85, 0.09),
        (-0.5, -0.03),
        (0.0, -0.06),
        (0.5, -0.03),
        (0.85, 0.09),
        (0.45, 0.075),
        (-0.45, 0.075),
    ]
    return [
        fill(turn(hull), 0.5, color),
        *line(turn([(-0.8, 0.085), (0.0, 0.07), (0.8, 0.085)]).tolist(), 0.018, 0.8, color),
    ]


def _log(turn: Turn, color: str) -> list[Part]:
    end = turn([(0.62, 0.0)])[0]
    return [
        fill(turn(frame(-0.62, -0.05, 0.62, 0.05)), 0.4, color),
        make_ellipse((float(end[0]), float(end[1])), 0.028, 0.05, tone=0.85, color="#c79a68"),
    ]


LONG: dict[str, Callable[[Turn, str], list[Part]]] = {
    "surfboard": partial(_board, half=0.56, wide=0.085),
    "snowboard": partial(_board, half=0.42, wide=0.06),
    "skateboard": _skateboard,
    "skis": _skis,
    "ladder": _ladder,
    "kayak": _kayak,
    "log": _log,
}
COLORS = {"surfboard": "#ece2c8", "snowboard": "#b8453a", "skateboard": "#8a5a34", "skis": "#d8b045"}
COLORS |= {"ladder": WOOD, "kayak": "#c8582c", "log": "#6b4a30"}
UNDER_ARM = ("surfboard", "snowboard", "skateboard")
HALF = {"surfboard": 0.56, "snowboard": 0.42, "skis": 0.62}  # of those that stand beside somebody who rests


def _carry(name: str) -> Draw:
    def draw(bones: Bones, phase: float, color: str) -> Layers:
        if name in UNDER_ARM:
            x, y = hand_of(bones)
            turn = _lay((x + 0.06, y + 0.10), 0.10)
        else:
            shoulder = bones.arms[1][0]
            turn = _lay((shoulder[0] + 0.04, shoulder[1] + 0.06), 0.16)
        return [], LONG[name](turn, color)

    return draw


def _beside(name: str) -> Draw:
    """Return what draws a thing upright in the ground, behind somebody who rests."""

    def draw(bones: Bones, phase: float, color: str) -> Layers:
        at = (bones.spine[0][0] - 0.30, HALF[name] - 0.04)
        return LONG[name](_lay(at, 1.5), color), []

    return draw


def _push_bicycle(bones: Bones, phase: float, color: str) -> Layers:
    return put_thing("bicycle", (bones.spine[0][0] + 0.30, 0.0), BICYCLE, phase, color=color), []


def _mend_bicycle(bones: Bones, phase: float, color: str) -> Layers:
    return put_thing("bicycle", (hand_of(bones)[0] + 0.22, 0.0), BICYCLE, phase, color=color), []


def _flagpole(bones: Bones, phase: float, color: str) -> Layers:
    """Return a flag whose pole is in the hand and in the ground. Its cloth waves."""
    x, y = hand_of(bones)
    foot, top = x + 0.05, 1.52
    pole = [(foot, 0.0), (x, y), (x - 0.045, top)]
    steps = np.linspace(0, 1, 13)
    swell = [0.028 * t * math.sin(2 * math.pi * (1.3 * t - phase)) for t in steps]
    upper = [(x - 0.04 + 0.5 * t, top - 0.01 + up) for t, up in zip(steps, swell, strict=True)]
    lower = [(at + 0.01, up - 0.29) for at, up in reversed(upper)]
    fold = [(at, up - 0.1) for at, up in upper]
    cloth = [
        fill([*upper, *lower], 0.6, color),
        fill([*fold, *((at, up - 0.08) for at, up in reversed(fold))], 0.8, color),
    ]
    return [], [*cloth, *line(pole, 0.016, 0.85, STEEL)]


LOADS: dict[str, Draw] = {
    **{f"carry:{name}": _carry(name) for name in LONG},
    **{f"beside:{name}": _beside(name) for name in HALF},
    "push:bicycle": _push_bicycle,
    "mend:bicycle": _mend_bicycle,
    "flagpole": _flagpole,
}
