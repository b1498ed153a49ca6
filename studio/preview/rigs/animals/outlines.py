"""Smooth lines and tubes, of which animals are drawn."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from studio.preview.rigs.parts import Pair, Part, Points

CAP = np.linspace(0, np.pi, 8)[1:-1]


def sample(points: Points, count: int = 24) -> np.ndarray:
    """Return `count` points of a smooth open line through the points (Catmull-Rom)."""
    at = np.asarray(points, float)
    at = np.vstack([2 * at[0] - at[1], at, 2 * at[-1] - at[-2]])
    along = np.linspace(0, len(points) - 1, count)
    n = np.minimum(along.astype(int), len(points) - 2)
    t = (along - n)[:, None]
    before, here, after, last = at[n], at[n + 1], at[n + 2], at[n + 3]
    bend = 2 * before - 5 * here + 4 * after - last + t * (3 * (here - after) + last - before)
    return np.asarray(here + 0.5 * t * (after - before + t * bend))


def make_tube(
    points: Points, radii: Sequence[float], tone: float = 0.0, color: str = "", *, count: int = 16
) -> Part:
    """Return a smooth line with round ends, as thick at each of the points as its radius."""
    line = sample(points, count)
    places = np.linspace(0, count - 1, len(radii))
    thick = np.interp(np.arange(count), places, radii)[:, None]
    along = np.gradient(line, axis=0)
    along /= np.maximum(1e-9, np.hypot(*along.T))[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], 1)
    end, start = (
        line[n] + thick[n] * (np.cos(CAP)[:, None] * across[n] + sign * np.sin(CAP)[:, None] * along[n])
        for n, sign in ((-1, 1), (0, -1))
    )
    sides = [line + across * thick, end, (line - across * thick)[::-1], start[::-1]]
    return Part(np.vstack(sides), tone, color)


def put(points: Points, at: Pair, angle: float = 0.0, size: float = 1.0) -> np.ndarray:
    """Return the points turned by `angle` (radians, counterclockwise), scaled and moved to `at`."""
    cos, sin = np.cos(angle) * size, np.sin(angle) * size
    return np.asarray(np.asarray(points, float) @ [[cos, sin], [-sin, cos]] + at)


def curl(start: Pair, length: float, angles: Sequence[float], count: int = 7) -> np.ndarray:
    """Return a line from `start` whose direction goes through the angles (radians)."""
    turns = np.interp(np.linspace(0, 1, count - 1), np.linspace(0, 1, len(angles)), angles)
    steps = np.stack([np.cos(turns), np.sin(turns)], 1) * length / (count - 1)
    return np.vstack([start, start + np.cumsum(steps, 0)])


Value = TypeVar("Value", float, np.ndarray)


def mix(one: Value, other: Value, part: float) -> Value:
    return one + (other - one) * part
