"""Measure figures: the boxes in which all of their pictures fit."""

from collections.abc import Callable, Sequence

import numpy as np

from studio.preview.rigs.parts import Part

Box = tuple[float, float, float, float]
MARGIN = 0.025  # of the height, around a figure


def measure(pose: Callable[[float], Sequence[Part]], pictures: int) -> Box:
    """Return the box of all pictures. One that stands on the ground begins there."""
    points = gather([part for n in range(pictures) for part in pose(n / pictures)])
    (left, low), (right, top) = points.min(0), points.max(0)
    margin = MARGIN * float(top - low)
    bottom = 0.0 if abs(low) < 2 * margin else float(low) - margin
    return float(left) - margin, bottom, float(right) + margin, float(top) + margin


def cut(parts: Sequence[Part], low: float) -> Box:
    """Return the box of what is above a line."""
    points = gather(parts)
    (left, _), (right, top) = points[points[:, 1] > low].min(0), points.max(0)
    margin = MARGIN * float(top - low)
    return float(left) - margin, low, float(right) + margin, float(top) + margin


def gather(parts: Sequence[Part]) -> np.ndarray:
    """Return the points of all outlines."""
    return np.vstack([np.asarray(part.points) for part in parts if not part.is_paint])


def dip(box: Box, line: float, draft: float) -> Box:
    """Return a box of which the part `draft` is under water, below the line."""
    left, _, right, top = box
    return left, line - (top - line) * draft / (1 - draft), right, top
