"""What somebody does something with, drawn around them: a kite on its string, a wall to climb, a ball.

Each is drawn at a phase of the pose, which comes back to its beginning: a bubble is then where the next was.
"""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from studio.preview.rigs.parts import Part, Points, make_ellipse, make_segment
from studio.preview.rigs.people.bones import Bones, Point
from studio.preview.rigs.people.seats import WOOD, Layers
from studio.preview.rigs.people.utensils import (
    DARK,
    LENGTH,
    STRING,
    Draw,
    fill,
    frame,
    hand_of,
    line,
    sag,
)

ROCK, FOAM = "#6f675e", "#cfe4f0"
BUBBLES = 9


def _bubbles(bones: Bones, phase: float, color: str) -> Layers:
    """Bubbles that leave a ring in front of the mouth, rise and drift away."""
    (x, y), size, hand = bones.head, bones.build.head, hand_of(bones)
    ring = (x + 0.72 * size, y - 0.26 * size)
    wand = [*line([hand, (ring[0], ring[1] - 0.028)], 0.008, 0.5, "#d86a5a"), *_ring(ring, 0.024)]
    return [], [*wand, *(part for n in range(BUBBLES) for part in _bubble(ring, (n + phase) / BUBBLES))]


def _bubble(start: Point, age: float) -> Iterator[Part]:
    radius = 0.020 + 0.058 * min(1.0, age * 1.5)
    x = start[0] + 0.05 + 0.95 * age**0.8 + 0.03 * math.sin(11 * age)
    y = start[1] - 0.10 * math.sin(math.pi * min(1.0, age * 2)) + 0.62 * age**1.7 + 0.05 * math.sin(17 * age)
    yield replace(make_ellipse((x, y), radius, tone=0.75, color=FOAM), opacity=0.32)
    yield from _ring((x, y), radius)
    yield make_ellipse((x - 0.35 * radius, y + 0.4 * radius), 0.2 * radius, tone=0.98, color="#ffffff")


def _ring(middle: Point, radius: float) -> Iterator[Part]:
    turns = np.linspace(0, 2 * math.pi, 19)
    points = [(middle[0] + radius * math.cos(t), middle[1] + radius * math.sin(t)) for t in turns]
    yield from line(points, max(0.005, 0.12 * radius), 0.9, FOAM)


def _kite(bones: Bones, phase: float, color: str) -> Layers:
    sway = math.sin(2 * math.pi * phase)
    x, y = 0.95 + 0.05 * sway, 1.72 + 0.03 * math.cos(2 * math.pi * phase)
    turn = 0.5 + 0.1 * sway

    def put(points: Points) -> np.ndarray:
        cos, sin = math.cos(turn), math.sin(turn)
        return np.array(points) @ np.array([[cos, -sin], [sin, cos]]) + (x, y)

    top, right, low, left = (0.0, 0.20), (0.15, 0.05), (0.0, -0.24), (-0.15, 0.05)
    cloth = [
        fill(put((top, right, (0, 0.05))), 0.7, color),
        fill(put(((0, 0.05), right, low)), 0.5, "#e8c04a"),
        fill(put((low, left, (0, 0.05))), 0.55, color),
        fill(put((left, top, (0, 0.05))), 0.8, "#e8c04a"),
    ]
    tail = [
        (0.02 * math.sin(9 * t + 2 * math.pi * phase) * (1 + 3 * t), -0.24 - 0.42 * t)
        for t in np.linspace(0, 1, LENGTH)
    ]
    at = [tuple(point) for point in put(tail)]
    bows = [
        make_ellipse(point, 0.022, 0.012, turn=n, tone=0.7, color=color) for n, point in enumerate(at[3::3])
    ]
    string = line(sag(hand_of(bones), tuple(put([(0, 0)])[0]), 0.08), 0.006, 0.9, STRING)
    return string, [*line(at, 0.007, 0.7, STRING), *bows, *cloth]


def _rabbithat(bones: Bones, phase: float, color: str) -> Layers:
    """A top hat upside down on a small table, from which the near hand pulls a rabbit by the ears."""
    hand = hand_of(bones)
    x, top = hand[0], 0.44
    cloth = [(x - 0.15, top), (x + 0.15, top), (x + 0.19, 0.0), (x + 0.1, 0.02), (x, 0.0), (x - 0.1, 0.02)]
    table = [
        fill([*cloth, (x - 0.19, 0.0)], 0.45, "#5a2a5f"),
        fill(frame(x - 0.17, top, x + 0.17, top + 0.02), 0.7, "#d8b45a"),
    ]
    hat = [(x - 0.075, top + 0.02), (x + 0.075, top + 0.02), (x + 0.09, top + 0.19), (x - 0.09, top + 0.19)]
    brim = make_ellipse((x, top + 0.19), 0.14, 0.022, tone=0.35, color="#26262c")
    band = fill(frame(x - 0.085, top + 0.145, x + 0.085, top + 0.17), 0.5, "#a8322c")
    inside = make_ellipse((x, top + 0.19), 0.085, 0.012, tone=0.05, color="#101014")
    front = [fill(hat, 0.28, "#26262c"), band]
    return [], [*table, brim, inside, *_rabbit((x, hand[1]), color), *front, *_rim(x, top + 0.19)]


def _rim(x: float, y: float) -> Iterator[Part]:
    """Yield the front half of the hat's brim."""
    turns = np.linspace(math.pi, 2 * math.pi, 17)
    outer = [(x + 0.14 * math.cos(t), y + 0.022 * math.sin(t)) for t in turns]
    inner = [(x + 0.085 * math.cos(t), y + 0.012 * math.sin(t)) for t in turns[::-1]]
    yield fill([*outer, *inner], 0.42, "#2c2c33")


def _rabbit(hand: Point, color: str) -> Iterator[Part]:
    """Yield a rabbit that hangs by its ears from a hand, seen from the front."""
    x, y = hand
    for side in (-1, 1):
        yield make_segment(
            (x + 0.012 * side, y + 0.03),
            (x + 0.02 * side, y - 0.11),
            [0.02, 0.034, 0.026],
            tone=0.7,
            color=color,
        )
    yield make_ellipse((x, y - 0.145), 0.052, 0.05, tone=0.8, color=color)
    yield make_ellipse((x, y - 0.25), 0.068, 0.09, tone=0.66, color=color)
    yield make_ellipse((x, y - 0.245), 0.038, 0.06, tone=0.9, color=color)
    for side in (-1, 1):
        yield make_ellipse((x + 0.022 * side, y - 0.138), 0.0085, tone=0.1, color="#2a1a1a")
        yield make_segment(
            (x + 0.05 * side, y - 0.2), (x + 0.085 * side, y - 0.235), [0.026, 0.022], tone=0.75, color=color
        )
    yield make_ellipse((x, y - 0.158), 0.008, 0.006, tone=0.5, color="#c87a7a")


def _rockface(bones: Bones, phase: float, color: str) -> Layers:
    """A crag under hands and feet, with a rope from above."""
    x = max(limb[3][0] for limb in (*bones.arms, *bones.legs))
    spots = np.random.default_rng(7).uniform((0.14, 0.06), (1.7, 1.7), (70, 2))
    slope = np.interp(spots[:, 0], *np.transpose(SUMMIT)) - 0.36
    spots = spots[spots[:, 1] < slope]
    facets = [
        fill([(x + across + dx, up + dy) for dx, dy in FACETS[n % len(FACETS)]], 0.62 if n % 3 else 0.2, ROCK)
        for n, (across, up) in enumerate(spots)
    ]
    wall = [(x + across, up) for across, up in (*EDGE, *SUMMIT)]
    hip = bones.spine[0]
    rope = line([(hip[0] + 0.03, hip[1] + 0.02), (x + 0.02, 1.80), (x + 0.16, 2.0)], 0.010, 0.85, "#d86a3a")
    return [fill(wall, 0.42, ROCK), *facets], rope


# A crag's outline: upward, from the hand that reaches farthest, and down behind.
EDGE = (
    *((-0.62, 0.0), (-0.40, 0.05), (-0.16, 0.08), (-0.07, 0.18), (0.0, 0.26), (-0.03, 0.38), (0.04, 0.46)),
    *((0.0, 0.62), (0.03, 0.76), (-0.015, 0.88), (0.04, 1.0), (-0.01, 1.12), (0.0, 1.26), (-0.03, 1.4)),
    *((0.05, 1.52), (0.02, 1.68), (0.10, 1.82), (0.12, 1.98)),
)
SUMMIT = (
    *((0.24, 2.04), (0.40, 2.0), (0.52, 2.12), (0.66, 2.05), (0.74, 1.86), (0.92, 1.80), (1.0, 1.52)),
    *((1.22, 1.40), (1.28, 1.08), (1.50, 0.92), (1.58, 0.55), (1.86, 0.36), (2.0, 0.12), (2.3, 0.0)),
)
FACETS = (
    ((0.0, 0.0), (0.10, 0.12), (0.05, 0.24), (-0.03, 0.12)),
    ((0.0, 0.0), (0.16, 0.05), (0.30, -0.03), (0.15, -0.02)),
    ((0.0, 0.0), (0.06, 0.15), (0.14, 0.19), (0.10, 0.04)),
)


def _ladder(bones: Bones, phase: float, color: str) -> Layers:
    x = max(bones.arms[0][3][0], bones.arms[1][3][0]) - 0.02
    low, high = (x - 0.10, 0.0), (x + 0.10, 2.0)
    rails = [line([(low[0] + dx, low[1]), (high[0] + dx, high[1])], 0.026, 0.5, WOOD) for dx in (0.0, 0.15)]
    rungs = [
        make_segment(
            (low[0] + 0.20 * t, 2.0 * t),
            (low[0] + 0.15 + 0.20 * t, 2.0 * t),
            [0.02, 0.02],
            tone=0.6,
            color=WOOD,
        )
        for t in np.arange(0.06, 1.0, 0.09)
    ]
    return [*rails[0], *rails[1], *rungs], []


def _climbtree(bones: Bones, phase: float, color: str) -> Layers:
    """A trunk under hands and feet, with its crown above."""
    x = max(limb[3][0] for limb in (*bones.arms, *bones.legs)) - 0.01
    trunk = [
        (x - 0.08, 0.0),
        (x, 0.25),
        (x, 1.5),
        (x - 0.16, 1.9),
        (x + 0.5, 1.9),
        (x + 0.24, 1.5),
        (x + 0.26, 0.25),
    ]
    bark = [line([(x + dx, 0.2), (x + dx + 0.02, 1.5)], 0.012, 0.25, "#5f4530") for dx in (0.08, 0.16)]
    crown = [
        make_ellipse((x + 0.13 + across, up), wide, tone=tone, color="#4f7a3c")
        for across, up, wide, tone in CROWN
    ]
    return [fill([*trunk, (x + 0.36, 0.0)], 0.42, "#6b4d34"), *bark[0], *bark[1], *crown], []


# Of a tree's crown: right of the trunk, height, radius and tone.
CROWN = (
    *((-0.5, 1.85, 0.24, 0.25), (0.55, 1.84, 0.25, 0.25), (-0.2, 2.1, 0.32, 0.3), (0.3, 2.12, 0.32, 0.35)),
    *((0.0, 1.88, 0.26, 0.42), (-0.42, 2.0, 0.18, 0.5), (0.12, 2.28, 0.2, 0.6), (0.52, 2.02, 0.16, 0.55)),
)


def _climbrope(bones: Bones, phase: float, color: str) -> Layers:
    hands = [arm[3] for arm in bones.arms]
    x = sum(hand[0] for hand in hands) / 2
    return line([(x - 0.02, 0.0), (x, 1.0), (x, 2.1)], 0.024, 0.5, "#b08a5a"), []


def _ball(middle: Point, phase: float) -> list[Part]:
    ball = make_ellipse(middle, 0.062, tone=0.85, color="#efece4")
    spots = [
        make_ellipse(
            (middle[0] + 0.036 * math.cos(t + 9 * phase), middle[1] + 0.036 * math.sin(t + 9 * phase)),
            0.017,
            tone=0.1,
            color=DARK,
        )
        for t in (0.3, 2.4, 4.5)
    ]
    return [ball, *spots, make_ellipse(middle, 0.016, tone=0.1, color=DARK)]


def _kickball(bones: Bones, phase: float, color: str) -> Layers:
    foot = bones.legs[1][3]
    if phase < 0.3:
        return [], _ball((0.24, 0.062), 0.0)
    t = (phase - 0.3) / 0.7
    return [], _ball((max(0.24, foot[0]) * (1 - t) + 1.25 * t, 0.062 + 1.5 * t * (1 - t)), t)


def _throwball(bones: Bones, phase: float, color: str) -> Layers:
    hand = hand_of(bones)
    if phase < 0.42:
        return [], [make_ellipse((hand[0], hand[1] + 0.02), 0.05, tone=0.8, color=color)]
    t = (phase - 0.42) / 0.58
    return [], [make_ellipse((0.3 + 0.95 * t, 1.05 + 0.7 * t - 0.95 * t * t), 0.05, tone=0.8, color=color)]


def _catchball(bones: Bones, phase: float, color: str) -> Layers:
    t = min(1.0, phase / 0.75)
    hand = hand_of(bones)
    at = (1.2 * (1 - t) + (hand[0] + 0.05) * t, 0.9 * (1 - t) + hand[1] * t + 1.1 * t * (1 - t))
    return [], [make_ellipse(at, 0.05, tone=0.8, color=color)]


GEAR: dict[str, Draw] = {
    "bubbles": _bubbles,
    "kite": _kite,
    "rabbithat": _rabbithat,
    "rockface": _rockface,
    "ladder": _ladder,
    "climbrope": _climbrope,
    "climbtree": _climbtree,
    "kickball": _kickball,
    "throwball": _throwball,
    "catchball": _catchball,
}
