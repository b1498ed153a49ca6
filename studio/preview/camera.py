"""Compute the camera's position at each moment of the clip."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """The camera's position. right, down: -1 to 1 of the margin. zoom: 1 or more."""

    right: float
    down: float
    zoom: float


def compute_view(moves: tuple[str, ...], pace: float, part: float, *, loop: bool) -> View:
    """Return the view after `part` (0 to 1) of the clip. With `loop`, it ends where it began."""
    go = _swing(part) if loop else _ease(part)
    reach = min(1.0, 0.35 + 0.45 * pace)
    right = down = 0.0
    zoom = 1.0
    for move in moves or ("drift",):
        if move in ("right", "left"):
            right += (1 if move == "right" else -1) * reach * (2 * go - 1)
        elif move in ("up", "down"):
            down += (1 if move == "down" else -1) * reach * (2 * go - 1)
        elif move == "push":
            zoom += 0.24 * reach * go
        elif move == "pull":
            zoom += 0.24 * reach * (1 - go)
        elif move == "orbit":
            right += reach * _orbit(part, loop=loop)
            zoom += 0.07 * (1 - math.cos(2 * math.pi * part)) / 2 if loop else 0.07 * go
        elif move == "drift":
            right += 0.36 * (2 * go - 1)
    return View(max(-1, min(1, right)), max(-1, min(1, down)), zoom)


def _ease(part: float) -> float:
    """Move at an almost constant speed, softly at both ends."""
    return 0.6 * part + 0.4 * part * part * (3 - 2 * part)


def _swing(part: float) -> float:
    return 0.5 - 0.5 * math.cos(2 * math.pi * part)


def _orbit(part: float, *, loop: bool) -> float:
    return math.sin(2 * math.pi * part) if loop else math.sin((part - 0.5) * math.pi * 0.9)
