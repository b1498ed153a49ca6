"""The outlines in outlines.tsv, and how they are put where a head or a hand is."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from studio.preview.rigs.parts import Part, make_ellipse, make_segment, make_smooth
from studio.preview.rigs.people.bones import Point
from studio.preview.rigs.people.looks import DEFAULTS, Look

SHINING = 1.0  # the tone of flames and lamps
TABLE = Path(__file__).with_name("outlines.tsv")


@dataclass(frozen=True)
class Outline:
    """style: "fill", "smooth", "line" or "disc". size: of a line or disc. color: a name of a look's colors,
    "#rrggbb", or "" for the thing's own."""

    style: str
    size: float
    tone: float
    color: str
    points: np.ndarray

    @property
    def glow(self) -> float:
        return float(self.tone >= SHINING)


@cache
def load() -> dict[tuple[str, str], list[Outline]]:
    """Return the outlines by kind and name."""
    found: dict[tuple[str, str], list[Outline]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, name, style, tone, color, points = line.split("\t")
            style, _, size = style.partition(" ")
            at = np.array([[float(part) for part in point.split(",")] for point in points.split()]) / 100
            outline = Outline(style, float(size or 0) / 100, float(tone), color.strip("-"), at)
            found.setdefault((kind, name), []).append(outline)
    return found


class Placer:
    """Puts outlines of a look where they belong. tilt: clockwise, in radians. squeeze: of their width."""

    def __init__(self, look: Look, middle: Point, size: float, *, tilt: float = 0.0, squeeze: float = 1.0):
        cos, sin = math.cos(tilt) * size, math.sin(tilt) * size
        self.look, self.size = look, size
        self.matrix = np.array([[cos * squeeze, -sin * squeeze], [sin, cos]])
        self.middle = np.array(middle)

    def draw(self, kind: str, name: str) -> Iterator[Part]:
        for outline in load().get((kind, name), ()):
            yield from self._draw(outline, name)

    def smooth(self, points: Sequence[Point] | np.ndarray, tone: float, color: str) -> Part:
        return make_smooth(self._put(np.array(points)), tone, self._find_color(color, ""))

    def _draw(self, outline: Outline, name: str) -> Iterator[Part]:
        color, points = self._find_color(outline.color, name), self._put(outline.points)
        if outline.style == "smooth":
            yield replace(make_smooth(points, outline.tone, color), glow=outline.glow)
        elif outline.style == "fill":
            yield Part(points, outline.tone, color, glow=outline.glow)
        elif outline.style == "disc":
            yield from (
                make_ellipse(at, outline.size * self.size, tone=outline.tone, color=color) for at in points
            )
        else:
            widths = [outline.size * self.size] * 2
            yield from (
                make_segment(*ends, widths, tone=outline.tone, color=color) for ends in pairwise(points)
            )

    def _put(self, points: np.ndarray) -> np.ndarray:
        return np.asarray(points @ self.matrix + self.middle)

    def _find_color(self, color: str, name: str) -> str:
        if color.startswith("#"):
            return color
        return self.look.get(color or name, DEFAULTS.get(color or name, "#4a4038"))
