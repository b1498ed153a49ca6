"""Turn what is round, such as a bottle, about its upright axis: its label and its handle go around."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from studio.preview.rigs.parts import Part
from studio.preview.rigs.things.groups import make_parts
from studio.preview.rigs.things.notation import Line
from studio.preview.rigs.things.solids import View

ROUND = ("turned", "bulged", "clear", "goblet")
ALIVE = ("steam", "smoke", "flame")
MOSTLY = 0.72  # of the thing's width, that its round body has at least
OUTSIDE = 1.06  # of the radius, from where a part sticks out


def find_radius(lines: Sequence[Line]) -> float:
    """Return the radius of the round body, or 0 if the thing is not round."""
    bodies = [line for line in lines if line.kind in ROUND]
    if not bodies or max(abs(line.points[0][0]) for line in bodies) > 1:
        return 0.0
    radius = max(point[1] for line in bodies for point in line.points[1:])
    points = np.concatenate([np.asarray(part.points, float) for part in make_parts(lines, View(0, False))])
    return radius if radius >= MOSTLY * float(np.abs(points[:, 0]).max()) else 0.0


def turn(lines: Sequence[Line], phase: float) -> list[Part]:
    """Return the parts at a phase of the turn: hidden ones are left out, handles may be behind."""
    angle, profile = 2 * math.pi * phase, _find_profile(lines)
    behind: list[Part] = []
    front: list[Part] = []
    for line in lines:
        for part in make_parts([line], View(phase, False)):
            at = np.asarray(part.points, float)
            radius = float(np.interp(at[:, 1].mean(), *profile, left=0, right=0))
            if line.kind in ALIVE:  # steam rises from a spout
                at[:, 0] += (math.cos(angle) - 1) * line.points[0][0]
                front.append(replace(part, points=at))
            elif line.kind in ROUND or _is_ring(at):
                front.append(part)
            elif np.abs(at[:, 0]).max() > OUTSIDE * radius:
                (behind if math.sin(angle) > 0 else front).append(_squeeze(part, angle))
            else:
                front += _go_around(part, radius, angle)
    return [*behind, *front]


def _find_profile(lines: Sequence[Line]) -> tuple[np.ndarray, np.ndarray]:
    """Return heights from the bottom up and the largest radius at each."""
    spans = [
        (
            np.array([point[0] for point in line.points[1:]]) + line.points[0][1],
            [p[1] for p in line.points[1:]],
        )
        for line in lines
        if line.kind in ROUND
    ]
    heights = np.linspace(min(up.min() for up, _ in spans), max(up.max() for up, _ in spans), 60)
    radii = [np.interp(heights, up, radius, left=0, right=0) for up, radius in spans]
    return heights, np.max(radii, 0)


def _is_ring(at: np.ndarray) -> bool:
    """Return whether it is an upright disc seen from the side, such as a rim or a saucer."""
    wide, high = np.ptp(at, 0)
    return bool(wide > 3.2 * high and abs(at[:, 0].max() + at[:, 0].min()) < 0.12 * wide and len(at) > 20)


def _squeeze(part: Part, angle: float) -> Part:
    """Return what sticks out, such as a handle, seen from another side."""
    return replace(part, points=np.asarray(part.points, float) * (math.cos(angle), 1))


def _go_around(part: Part, radius: float, angle: float) -> list[Part]:
    """Return a part of the surface, on both sides of the thing, where it is seen."""
    at = np.asarray(part.points, float)
    around = np.arcsin(np.clip(at[:, 0] / max(radius, 1e-6), -1, 1))
    seen = []
    for more in (0.0, math.pi):
        turned = around + angle + more
        turned -= 2 * math.pi * round(float(turned.max() + turned.min()) / (4 * math.pi))
        clipped = np.clip(turned, -math.pi / 2, math.pi / 2)
        if np.ptp(clipped) > 1e-3:
            seen.append(replace(part, points=np.stack([radius * np.sin(clipped), at[:, 1]], 1)))
    return seen
