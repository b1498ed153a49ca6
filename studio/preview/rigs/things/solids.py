"""Make the parts of drawings: outlines, and solids that are lit."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.preview.rigs.parts import Part, Points, make_ellipse, make_limb, make_smooth
from studio.preview.rigs.things.notation import Ink, Line

GLOWS = {"*": 1.0, "+": 0.75, "~": 0.5}
HALF_CLEAR = 0.55
# Strips of what is round, from -1 (left) to 1: their ends, and how much lighter than the ink, in ninths.
ROUND = (
    (-1, 1, 0),
    (-1, -0.8, -2),
    (-0.66, -0.3, 1),
    (-0.56, -0.42, 4),
    (0.35, 1, -1),
    (0.66, 1, -3),
    (0.88, 0.96, -1),
)
CLEAR = ((-1, 1, 0), (-1, -0.86, -4), (0.86, 1, -4), (-0.72, -0.5, 4), (0.62, 0.72, 3))
# Discs of a ball: how far up to the left, their radius, and how much lighter.
BALL = ((0, 1, -2), (0.10, 0.88, 0), (0.2, 0.68, 1), (0.3, 0.42, 2), (0.42, 0.16, 5))
LEANING = (0.55, 0.32)  # across and up: how the depth of a block is drawn


@dataclass(frozen=True)
class View:
    """The moment that is drawn. phase: 0 to 1. moves: whether the thing goes somewhere. turn: radians about
    its axis, of what is round."""

    phase: float
    moves: bool
    turn: float = 0.0

    def wave(self, times: int = 1, offset: float = 0.0) -> float:
        return math.sin(2 * math.pi * (self.phase * times + offset))


def fill(points: Points, ink: Ink, lighter: float = 0) -> Part:
    """Return a part with the ink, lighter by as many ninths."""
    tone = min(1.0, max(0.0, ink.tone + lighter / 9))
    return Part(
        points, tone, ink.color, glow=GLOWS.get(ink.flag, 0), opacity=HALF_CLEAR if ink.flag == "%" else 1
    )


def change(
    parts: Sequence[Part], about: Sequence[float], matrix: np.ndarray, shift: Sequence[float]
) -> list[Part]:
    """Return the parts turned or scaled about a point, and then moved."""
    return [
        replace(part, points=(np.asarray(part.points, float) - about) @ matrix.T + about + np.asarray(shift))
        for part in parts
    ]


def rotate(parts: Sequence[Part], about: Sequence[float], angle: float) -> list[Part]:
    cos, sin = math.cos(angle), math.sin(angle)
    return change(parts, about, np.array([[cos, -sin], [sin, cos]]), (0, 0))


def _poly(line: Line, view: View) -> list[Part]:
    return [fill(np.array(line.points), line.ink)]


def _blob(line: Line, view: View) -> list[Part]:
    return [fill(make_smooth(np.array(line.points)).points, line.ink)]


def _hole(line: Line, view: View) -> list[Part]:
    return [Part(make_smooth(np.array(line.points)).points, is_hole=True)]


def _oval(line: Line, view: View) -> list[Part]:
    middle, radii, *turn = line.points
    angle = math.radians(turn[0][0]) if turn else 0.0
    return [fill(make_ellipse(middle, radii[0], radii[-1], turn=angle).points, line.ink)]


def _line(line: Line, view: View) -> list[Part]:
    widths, *joints = line.points
    steps = np.linspace(widths[0], widths[-1], len(joints)).tolist()
    return [fill(part.points, line.ink) for part in make_limb(np.array(joints), steps)]


def _curve(line: Line, view: View) -> list[Part]:
    """Return a smooth line."""
    widths, *joints = line.points
    way = smooth_way(joints)
    half = np.linspace(widths[0], widths[-1], len(way))[:, None] / 2
    along = np.gradient(way, axis=0)
    across = np.stack([-along[:, 1], along[:, 0]], 1) / np.maximum(np.hypot(*along.T), 1e-6)[:, None] * half
    return [fill(np.concatenate([way + across, (way - across)[::-1]]), line.ink)]


def smooth_way(points: Sequence[Sequence[float]]) -> np.ndarray:
    """Return an open line through the points without corners."""
    at = np.asarray(points, float)
    at = np.concatenate([[2 * at[0] - at[1]], at, [2 * at[-1] - at[-2]]])
    t = np.linspace(0, 1, 8)[:, None]
    parts = []
    for n in range(1, len(at) - 2):
        p, q, r, s = at[n - 1 : n + 3]
        parts.append(q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p))))
    return np.concatenate(parts)


def _box(line: Line, view: View) -> list[Part]:
    (left, low), (right, high), *radius = line.points
    if not radius:
        return [fill([(left, low), (right, low), (right, high), (left, high)], line.ink)]
    angle = np.linspace(0, math.pi / 2, 6)
    r = min(radius[0][0], abs(right - left) / 2, abs(high - low) / 2)
    corners = (
        (right - r, high - r, 0),
        (left + r, high - r, 1),
        (left + r, low + r, 2),
        (right - r, low + r, 3),
    )
    points = [
        (x + r * math.cos(a + n * math.pi / 2), y + r * math.sin(a + n * math.pi / 2))
        for x, y, n in corners
        for a in angle
    ]
    return [fill(points, line.ink)]


def _crate(line: Line, view: View) -> list[Part]:
    """Return a block with its front, its top and its right side."""
    (left, low), (right, high), (deep,) = line.points
    x, y = deep * LEANING[0], deep * LEANING[1]
    return [
        fill([(right, low), (right + x, low + y), (right + x, high + y), (right, high)], line.ink, -2),
        fill([(left, high), (right, high), (right + x, high + y), (left + x, high + y)], line.ink, 2),
        fill([(left, low), (right, low), (right, high), (left, high)], line.ink),
    ]


def _windows(line: Line, view: View) -> list[Part]:
    """Return panes in columns and rows. By night some are dark."""
    (left, low), (right, high), (across, up), *size = line.points
    wide, tall = (right - left) / across, (high - low) / up
    part_x, part_y = size[0] if size else (0.6, 0.6)
    dark = replace(line.ink, flag="", tone=line.ink.tone * 0.7)
    parts = []
    for n in range(int(across * up)):
        x, y = left + wide * (n % across + 0.5), low + tall * (n // across + 0.5)
        dx, dy = wide * part_x / 2, tall * part_y / 2
        ink = dark if (n * 7 + n // 3) % 5 < 2 and across * up > 4 else line.ink
        parts.append(fill([(x - dx, y - dy), (x + dx, y - dy), (x + dx, y + dy), (x - dx, y + dy)], ink))
    return parts


def _turned(line: Line, view: View) -> list[Part]:
    return _shade(line, ROUND, np.array(line.points[1:]))


def _bulged(line: Line, view: View) -> list[Part]:
    return _shade(line, ROUND, smooth_way(line.points[1:]))


def _clear(line: Line, view: View) -> list[Part]:
    return [_thin(part, n) for n, part in enumerate(_shade(line, CLEAR, np.array(line.points[1:])))]


def _goblet(line: Line, view: View) -> list[Part]:
    return [_thin(part, n) for n, part in enumerate(_shade(line, CLEAR, smooth_way(line.points[1:])))]


def _thin(part: Part, n: int) -> Part:
    return replace(part, opacity=0.34 if n == 0 else 0.8)


def _shade(line: Line, strips: Sequence[tuple[float, float, float]], profile: np.ndarray) -> list[Part]:
    """Return what is turned about an upright axis. profile: the height and the radius of each point."""
    x, y = line.points[0]
    up, radius = profile[:, 0] + y, profile[:, 1]
    return [
        fill(
            np.concatenate(
                [np.stack([x + start * radius, up], 1), np.stack([x + end * radius, up], 1)[::-1]]
            ),
            line.ink,
            lighter,
        )
        for start, end, lighter in strips
    ]


def _petals(line: Line, view: View) -> list[Part]:
    """Return petals around a point: their length, how many, and by what part of one they are turned."""
    middle, (long,), (count,), *turned = line.points
    start = turned[0][0] if turned else 0.0
    parts = []
    for n in range(int(count)):
        angle = 2 * math.pi * (n + start) / count
        at = middle[0] + 0.6 * long * math.cos(angle), middle[1] + 0.6 * long * math.sin(angle)
        wide = min(0.34 * long, 1.15 * math.pi * 0.6 * long / count)
        parts.append(fill(make_ellipse(at, 0.42 * long, wide, turn=angle).points, line.ink, n % 2))
    return parts


def _teeth(line: Line, view: View) -> list[Part]:
    """Return a cogwheel: its middle, its radius, and the number of its teeth."""
    middle, (radius,), (count,) = line.points
    steps = np.linspace(0, 2 * math.pi, int(count), endpoint=False)[:, None]
    angles = (steps + np.array([-0.34, -0.2, 0.2, 0.34]) * 2 * math.pi / count).reshape(-1)
    reach = radius * np.tile([0.8, 1.0, 1.0, 0.8], int(count))
    return [fill(np.stack([reach * np.cos(angles), reach * np.sin(angles)], 1) + middle, line.ink)]


def _ball(line: Line, view: View) -> list[Part]:
    (x, y), radii = line.points[:2]
    across, up = radii[0], radii[-1]
    return [
        fill(
            make_ellipse((x - aside * across * 0.8, y + aside * up), size * across, size * up).points,
            line.ink,
            lighter,
        )
        for aside, size, lighter in BALL
    ]


Kind = Callable[[Line, View], list[Part]]
KINDS: dict[str, Kind] = {
    "poly": _poly,
    "blob": _blob,
    "oval": _oval,
    "line": _line,
    "curve": _curve,
    "box": _box,
    "crate": _crate,
    "windows": _windows,
    "turned": _turned,
    "bulged": _bulged,
    "clear": _clear,
    "goblet": _goblet,
    "ball": _ball,
    "petals": _petals,
    "teeth": _teeth,
    "hole": _hole,
}
