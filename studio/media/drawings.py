"""Drawings on a frame: strokes as they come from a page, checked, and as paths of an SVG.

A stroke: {"tool": "pen", "arrow" or "box", "colour": one of COLOURS, "points": [[x, y], …]}. Both x and y are
parts of the picture's width, so that a drawing fits every screen and is never squeezed.
"""

import json
import math
from collections.abc import Iterable
from typing import Any

TOOLS = ("pen", "arrow", "box")
COLOURS = ("lamp", "red", "green", "blue", "white")
MOST_STROKES, MOST_POINTS, MOST_BYTES = 60, 600, 200_000
HEAD = 0.03  # an arrow's head, in parts of the picture's width
SPREAD = math.radians(28)


Point = list[float]  # right and down
Stroke = dict[str, Any]


class WrongDrawing(ValueError):
    """Its text is a sentence for a person."""

    def __init__(self) -> None:
        super().__init__("The drawing could not be read. Draw it again.")


def read(text: str) -> list[Stroke]:
    """The strokes in a form's text; [] for an empty one. Raises WrongDrawing."""
    if not text:
        return []
    if len(text) > MOST_BYTES:
        raise WrongDrawing
    try:
        told = json.loads(text)
        strokes = [stroke(one) for one in told]
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise WrongDrawing from wrong
    if len(strokes) > MOST_STROKES:
        raise WrongDrawing
    return strokes


def stroke(told: dict[str, Any]) -> Stroke:
    tool, colour = told["tool"], told["colour"]
    points = [point(pair) for pair in told["points"]]
    if tool not in TOOLS or colour not in COLOURS or not 1 <= len(points) <= MOST_POINTS:
        raise WrongDrawing
    return {"tool": tool, "colour": colour, "points": points}


def point(pair: Iterable[float]) -> Point:
    x, y = (round(float(part), 4) for part in pair)
    if not (math.isfinite(x) and math.isfinite(y) and -1 <= x <= 2 and -1 <= y <= 4):
        raise WrongDrawing
    return [x, y]


def paths(strokes: list[Stroke]) -> list[tuple[str, str]]:
    """(colour, d) of each stroke, in an SVG whose viewBox is "0 0 1 <height by width>"."""
    return [(one["colour"], SHAPES[one["tool"]](one["points"])) for one in strokes]


def line(points: list[Point]) -> str:
    first, *rest = points
    rest = rest or [[first[0] + 0.0005, first[1]]]  # a dot is a very short line
    return "M{} {}".format(*first) + "".join("L{} {}".format(*one) for one in rest)


def arrow(points: list[Point]) -> str:
    (x0, y0), (x, y) = points[0], points[-1]
    angle = math.atan2(y - y0, x - x0)
    ends = [
        (round(x - HEAD * math.cos(angle + turn), 4), round(y - HEAD * math.sin(angle + turn), 4))
        for turn in (SPREAD, -SPREAD)
    ]
    return line([points[0], points[-1]]) + "".join(f"M{x} {y}L{a} {b}" for a, b in ends)


def box(points: list[Point]) -> str:
    (x0, y0), (x, y) = points[0], points[-1]
    return f"M{x0} {y0}H{x}V{y}H{x0}Z"


SHAPES = {"pen": line, "arrow": arrow, "box": box}
