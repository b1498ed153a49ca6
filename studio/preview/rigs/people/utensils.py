"""Parts of what people use: boxes, lines, strings that hang through, and drawings of things."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from studio.preview.rigs.parts import Part, Points, make_segment
from studio.preview.rigs.people.bones import Bones, Point
from studio.preview.rigs.people.seats import Layers
from studio.preview.rigs.things.finding import make_rig as make_thing

Draw = Callable[[Bones, float, str], Layers]
DARK, STRING = "#2b2624", "#e6e2d8"
LENGTH = 12  # segments of a string


def put_thing(name: str, middle: Point, height: float, phase: float, *, color: str = "") -> list[Part]:
    """Return the drawing of a thing that stands on the point `middle`. color: or "" for its usual one."""
    rig = make_thing(name, moves=False, color=color)
    return [
        replace(part, points=np.asarray(part.points) * height + middle, color=part.color or rig.color)
        for part in rig.pose(phase)
    ]


def fill(points: Points, tone: float, color: str, *, glow: float = 0.0) -> Part:
    return Part(np.array(points, float), tone, color, glow=glow)


def frame(left: float, bottom: float, right: float, top: float) -> list[Point]:
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def line(points: Sequence[Point], wide: float, tone: float, color: str) -> list[Part]:
    return [make_segment(*ends, [wide, wide], tone=tone, color=color) for ends in pairwise(points)]


def sag(start: Point, end: Point, low: float) -> list[Point]:
    """Return a line that hangs through between two points."""
    parts = np.linspace(0, 1, LENGTH)
    return [
        (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t - low * 4 * t * (1 - t))
        for t in parts
    ]


def hand_of(bones: Bones, side: int = 1) -> Point:
    _, _, wrist, fingers = bones.arms[side]
    return (wrist[0] + fingers[0]) / 2, (wrist[1] + fingers[1]) / 2
