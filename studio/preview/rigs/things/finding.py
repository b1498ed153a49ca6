"""Find the drawing of a machine or a thing, and make a rig of it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from studio.preview import grammar
from studio.preview.rigs import Rig, turning
from studio.preview.rigs.parts import Part
from studio.preview.rigs.things import rounds
from studio.preview.rigs.things.groups import make_parts
from studio.preview.rigs.things.notation import INKS, Drawing, load
from studio.preview.rigs.things.solids import View
from studio.preview.subject import Subject

PICTURES, FEW = 12, 6  # of a round: fewer for each of many
MANY = 5
GOING = grammar.MOVING | {"land", "rise", "fall", "jump"}


def find_thing(subject: Subject, view: str) -> Rig | None:
    """Return the rig of a thing that is drawn, by its name as it was written, or by its usual one."""
    drawings = load()
    drawing = drawings.get(subject.word) or drawings.get(subject.noun.name)
    if drawing is None or view != "body" or subject.noun.category == "person":
        return None
    pictures = FEW if subject.count >= MANY else PICTURES
    if subject.action == "turn" and rounds.find_radius(drawing.lines):
        return make_turning_rig(drawing.name, subject.hue)
    return make_rig(drawing.name, moves=subject.action in GOING, color=subject.hue, pictures=pictures)


@lru_cache(maxsize=64)
def make_turning_rig(name: str, color: str) -> Rig:
    """Return the rig of a round thing that turns: its label goes around it."""
    still, lines = make_rig(name, moves=False, color=color), load()[name].lines
    left, low, right, high = _find_box(make_parts(lines, View(0, False)))

    def pose(phase: float) -> Sequence[Part]:
        return _place(rounds.turn(lines, phase), (left + right) / 2, low, 1 / (high - low))

    return replace(still, pose=pose, pictures=turning.PICTURES, rate=turning.RATE)


@lru_cache(maxsize=256)
def make_rig(name: str, *, moves: bool, color: str, pictures: int = PICTURES) -> Rig:
    """Return the rig of a drawing, one unit tall. color: of its parts in ink "own", if it is said."""
    drawing = load()[name]
    views = [make_parts(drawing.lines, View(n / PICTURES, moves)) for n in range(PICTURES)]
    left, low, right, high = _find_box([part for parts in views for part in parts])
    scale = 1 / (high - low)
    own = color or INKS[drawing.values.get("color", "gray")]

    def pose(phase: float) -> Sequence[Part]:
        return _place(make_parts(drawing.lines, View(phase, moves)), (left + right) / 2, low, scale)

    half = (right - left) / 2 * scale
    return Rig(
        pose,
        (-half, 0.0, half, 1.0),
        pictures if _is_lively(views) else 1,
        stride=_find_stride(drawing, scale) if moves else 0.0,
        rate=float(drawing.values.get("rate", 1)),
        color=own,
        is_dyed=any(not part.color for part in views[0]),
    )


def _find_box(parts: Sequence[Part]) -> tuple[float, float, float, float]:
    points = np.concatenate([np.asarray(part.points, float) for part in parts])
    (left, low), (right, high) = points.min(0), points.max(0)
    return left, low, right, high


def _place(parts: Sequence[Part], x: float, y: float, scale: float) -> list[Part]:
    """Return the parts in units of the height, with the ground at 0."""
    return [replace(part, points=(np.asarray(part.points, float) - (x, y)) * scale) for part in parts]


def _is_lively(views: Sequence[Sequence[Part]]) -> bool:
    """Return whether the parts move in a round."""
    first, later = (np.concatenate([part.points for part in parts]) for parts in (views[0], views[5]))
    return first.shape != later.shape or not np.allclose(first, later)


def _find_stride(drawing: Drawing, scale: float) -> float:
    """Return how far a turn of the wheels goes."""
    return 2 * math.pi * float(drawing.values.get("roll", 0)) * scale
