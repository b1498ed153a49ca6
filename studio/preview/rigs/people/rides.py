"""What people ride on or sit in, drawn around them: wheels turn with the phase. Seats are in seats.py."""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np

from studio.preview.rigs.parts import Part, make_ellipse, make_segment
from studio.preview.rigs.people.bones import Bones, Point
from studio.preview.rigs.people.seats import COLORS as SEAT_COLORS
from studio.preview.rigs.people.seats import SEATS

STEEL, RUBBER = "#8a9098", "#1f1f22"
Ride = tuple[list[Part], list[Part]]  # behind the figure and in front of it


def draw_ride(name: str, bones: Bones, phase: float, color: str) -> Ride:
    return RIDES[name](bones, phase, color)


def _draw_wheel(middle: Point, radius: float, turn: float, *, spokes: int) -> Iterator[Part]:
    """Yield a wheel that one can look through."""
    yield make_ellipse(middle, radius, tone=0.1, color=RUBBER)
    hole = make_ellipse(middle, radius * 0.88)
    yield Part(hole.points, is_hole=True)
    for n in range(spokes):
        angle = turn + n * math.pi / spokes
        across = (math.cos(angle) * radius * 0.9, math.sin(angle) * radius * 0.9)
        ends = (middle[0] + across[0], middle[1] + across[1]), (middle[0] - across[0], middle[1] - across[1])
        yield make_segment(*ends, [0.004, 0.004], tone=0.5, color=STEEL)


def _draw_lines(points: list[Point], wide: float, tone: float, color: str) -> list[Part]:
    return [make_segment(start, end, [wide, wide], tone=tone, color=color) for start, end in pairwise(points)]


def _bicycle(bones: Bones, phase: float, color: str) -> Ride:
    x, turn = bones.spine[0][0], -2 * math.pi * phase
    back, front, crank = (x - 0.17, 0.195), (x + 0.42, 0.195), (x + 0.12, 0.20)
    saddle, head = (x - 0.005, 0.50), (x + 0.345, 0.47)
    parts = [part for at in (back, front) for part in _draw_wheel(at, 0.195, turn, spokes=4)]
    parts += _draw_lines([back, crank, head, (x + 0.02, 0.43), back], 0.016, 0.5, color)
    parts += _draw_lines([crank, saddle], 0.016, 0.5, color)
    hand = bones.arms[1][2]
    parts += _draw_lines([front, head, (x + 0.33, 0.55), hand], 0.014, 0.4, STEEL)
    parts += _draw_lines([(x - 0.06, 0.505), (x + 0.06, 0.50)], 0.026, 0.15, RUBBER)
    pedal = (crank[0] + 0.085 * math.cos(turn), crank[1] + 0.085 * math.sin(turn))
    return parts, [make_segment(crank, pedal, [0.014, 0.012], tone=0.3, color=STEEL)]


def _motorcycle(bones: Bones, phase: float, color: str) -> Ride:
    x, turn = bones.spine[0][0], -2 * math.pi * phase
    back, front = (x - 0.24, 0.175), (x + 0.50, 0.175)
    parts = [part for at in (back, front) for part in _draw_wheel(at, 0.175, turn, spokes=3)]
    for at in (back, front):
        parts.append(make_ellipse(at, 0.07, tone=0.3, color=STEEL))
    parts += _draw_lines([front, (x + 0.36, 0.50), (x + 0.30, 0.60), bones.arms[1][2]], 0.030, 0.5, STEEL)
    engine = [(-0.12, 0.14), (0.26, 0.13), (0.32, 0.26), (0.20, 0.36), (-0.10, 0.34)]
    tank = [
        (-0.34, 0.40),
        (-0.10, 0.385),
        (0.06, 0.40),
        (0.12, 0.47),
        (0.26, 0.50),
        (0.36, 0.46),
        (0.34, 0.36),
    ]
    tank += [(0.10, 0.30), (-0.12, 0.31), (-0.36, 0.35)]
    lamp = [(0.37, 0.44), (0.44, 0.45), (0.45, 0.53), (0.37, 0.54)]
    for shape, tone, own in ((engine, 0.2, "#3a3c42"), (tank, 0.55, color), (lamp, 0.95, "#f2e2b0")):
        parts.append(Part(np.array([(x + across, up) for across, up in shape]), tone, own))
    parts += _draw_lines([(x + 0.08, 0.15), (x - 0.36, 0.14)], 0.034, 0.7, STEEL)
    return parts, []


def _rowboat(bones: Bones, phase: float, color: str) -> Ride:
    x, hand = bones.spine[0][0], bones.arms[1][3]
    hull = [
        (-0.62, 0.22),
        (-0.50, 0.04),
        (-0.30, 0.0),
        (0.40, 0.0),
        (0.62, 0.07),
        (0.80, 0.26),
        (0.30, 0.19),
        (-0.30, 0.18),
    ]
    side = Part(np.array([(x + across, up) for across, up in hull]), 0.42, color)
    rim = _draw_lines([(x - 0.60, 0.21), (x, 0.18), (x + 0.78, 0.25)], 0.02, 0.65, color)
    lock = (x + 0.26, 0.21)
    swing = 0.28 * math.cos(2 * math.pi * phase)
    blade = (lock[0] + 0.30 + swing, 0.03 + 0.05 * (swing > 0))
    oar = _draw_lines([hand, lock, blade], 0.018, 0.6, "#b08a5a")
    return [], [side, *rim, *oar, make_segment(lock, blade, [0.012, 0.012, 0.05], tone=0.6, color="#b08a5a")]


def _wheelchair(bones: Bones, phase: float, color: str) -> Ride:
    x = bones.spine[0][0]
    frame = _draw_lines(
        [(x - 0.13, 0.62), (x - 0.10, 0.27), (x + 0.20, 0.25), (x + 0.30, 0.06), (x + 0.40, 0.05)],
        0.02,
        0.4,
        color,
    )
    grip = _draw_lines([(x - 0.13, 0.62), (x - 0.20, 0.63)], 0.02, 0.2, RUBBER)
    wheel = list(_draw_wheel((x - 0.02, 0.19), 0.19, -2 * math.pi * phase, spokes=4))
    return [*grip, *wheel, *frame], [*_draw_wheel((x + 0.26, 0.05), 0.05, 0, spokes=1)]


def _flying_broom(bones: Bones, phase: float, color: str) -> Ride:
    x, y = bones.spine[0][0], bones.spine[0][1] - 0.035
    ends = (x - 0.42, y - 0.035), (x + 0.66, y + 0.06)
    stick = make_segment(*ends, [0.022, 0.018], tone=0.45, color="#6b4a30")
    twigs = ((-0.40, -0.01), (-0.52, 0.02), (-0.76, 0.015), (-0.78, -0.10), (-0.54, -0.085), (-0.40, -0.055))
    brush = Part(np.array([(x + across, y + up) for across, up in twigs]), 0.6, color)
    band = make_segment(
        (x - 0.43, y - 0.005), (x - 0.44, y - 0.06), [0.024, 0.024], tone=0.2, color="#4a3226"
    )
    return [stick, brush, band], []


RIDES: dict[str, Callable[[Bones, float, str], Ride]] = {
    "bicycle": _bicycle,
    "motorcycle": _motorcycle,
    "rowboat": _rowboat,
    "wheelchair": _wheelchair,
    "flyingbroom": _flying_broom,
    **SEATS,
}
COLORS = {
    "flyingbroom": "#b48d4e",
    **SEAT_COLORS,
    "bicycle": "#a8382c",
    "motorcycle": "#a8302a",
    "rowboat": "#7a5638",
    "wheelchair": "#5f6a76",
}
