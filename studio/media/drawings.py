"""Read drawings that a page sends with a frame, and turn their strokes into SVG paths.

A stroke: {"tool": "pen", "arrow" or "box", "color": one of COLORS, "points": [[x, y], …]}. Both x and y are
fractions of the picture's width, so that a drawing fits every screen without distortion.
"""

import json
import math
from collections.abc import Iterable
from typing import Any

TOOLS = ("pen", "arrow", "box")
COLORS = ("lamp", "red", "green", "blue", "white")
MAX_STROKES, MAX_POINTS, MAX_BYTES = 60, 600, 200_000
HEAD = 0.03  # an arrow's head, as a fraction of the picture's width
SPREAD = math.radians(28)


Point = list[float]  # right and down
Stroke = dict[str, Any]


class InvalidDrawing(ValueError):
    """The form field doesn't hold a drawing. The message is for people."""

    def __init__(self) -> None:
        super().__init__("The drawing couldn't be read. Draw it again.")


def read_strokes(text: str) -> list[Stroke]:
    """Return the strokes in a form field, [] if it is empty. Raise InvalidDrawing."""
    if not text:
        return []
    if len(text) > MAX_BYTES:
        raise InvalidDrawing
    try:
        strokes = [check_stroke(sent) for sent in json.loads(text)]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise InvalidDrawing from error
    if len(strokes) > MAX_STROKES:
        raise InvalidDrawing
    return strokes


def check_stroke(sent: dict[str, Any]) -> Stroke:
    tool, color = sent["tool"], sent["color"]
    points = [check_point(pair) for pair in sent["points"]]
    if tool not in TOOLS or color not in COLORS or not 1 <= len(points) <= MAX_POINTS:
        raise InvalidDrawing
    return {"tool": tool, "color": color, "points": points}


def check_point(pair: Iterable[float]) -> Point:
    x, y = (round(float(part), 4) for part in pair)
    if not (math.isfinite(x) and math.isfinite(y) and -1 <= x <= 2 and -1 <= y <= 4):
        raise InvalidDrawing
    return [x, y]


def make_paths(strokes: list[Stroke]) -> list[tuple[str, str]]:
    """Return (color, path) for each stroke, for an SVG whose viewBox is "0 0 1 <height / width>"."""
    return [(stroke["color"], SHAPES[stroke["tool"]](stroke["points"])) for stroke in strokes]


def draw_line(points: list[Point]) -> str:
    first, *rest = points
    rest = rest or [[first[0] + 0.0005, first[1]]]  # a dot is a very short line
    return "M{} {}".format(*first) + "".join("L{} {}".format(*point) for point in rest)


def draw_arrow(points: list[Point]) -> str:
    (x0, y0), (x, y) = points[0], points[-1]
    angle = math.atan2(y - y0, x - x0)
    ends = [
        (round(x - HEAD * math.cos(angle + turn), 4), round(y - HEAD * math.sin(angle + turn), 4))
        for turn in (SPREAD, -SPREAD)
    ]
    return draw_line([points[0], points[-1]]) + "".join(f"M{x} {y}L{a} {b}" for a, b in ends)


def draw_box(points: list[Point]) -> str:
    (x0, y0), (x, y) = points[0], points[-1]
    return f"M{x0} {y0}H{x}V{y}H{x0}Z"


SHAPES = {"pen": draw_line, "arrow": draw_arrow, "box": draw_box}
