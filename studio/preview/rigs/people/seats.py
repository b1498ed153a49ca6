"""What people sit or lie on, drawn around them."""

from collections.abc import Callable

import numpy as np

from studio.preview.rigs.parts import Part, make_segment, make_smooth
from studio.preview.rigs.people.bones import Bones

WOOD = "#6b4a30"
Layers = tuple[list[Part], list[Part]]  # behind the figure and in front of it
LOW = 0.05  # of a seat below the hips


def _fill(x: float, shape: list[tuple[float, float]], tone: float, color: str) -> Part:
    return Part(np.array([(x + across, up) for across, up in shape]), tone, color)


def _bench(bones: Bones, phase: float, color: str) -> Layers:
    x, y = bones.spine[0][0], bones.spine[0][1] - LOW
    slats = [
        _fill(
            x, [(-0.48, y + up), (0.48, y + up), (0.48, y + up + 0.045), (-0.48, y + up + 0.045)], 0.42, color
        )
        for up in (0.08, 0.15, 0.22)
    ]
    seat = _fill(x, [(-0.50, y - 0.035), (0.50, y - 0.035), (0.50, y), (-0.50, y)], 0.55, color)
    posts = [
        make_segment((x + at, 0.012), (x + at, y + 0.24), [0.024, 0.024], tone=0.15, color="#2c2c2e")
        for at in (-0.42, 0.42)
    ]
    return [*posts, *slats, seat], []


def _chair(bones: Bones, phase: float, color: str) -> Layers:
    x, y = bones.spine[0][0], bones.spine[0][1] - LOW
    back, front = x - 0.12, x + 0.13
    lines = (((back, 0.01), (back - 0.02, y + 0.30)), ((front, 0.01), (front, y)), ((back, y), (front, y)))
    parts = [make_segment(*ends, [0.024, 0.024], tone=0.4, color=color) for ends in lines]
    return [
        *parts,
        _fill(x, [(-0.155, y + 0.10), (-0.12, y + 0.10), (-0.125, y + 0.31), (-0.16, y + 0.31)], 0.5, color),
    ], []


def _sofa(bones: Bones, phase: float, color: str, *, half: float = 0.62) -> Layers:
    x, y = bones.spine[0][0], bones.spine[0][1] - LOW
    back = make_smooth(
        np.array(
            [
                (x - half + 0.04, 0.06),
                (x - half + 0.02, y + 0.24),
                (x - half * 0.5, y + 0.28),
                (x + half * 0.5, y + 0.28),
                (x + half - 0.02, y + 0.24),
                (x + half - 0.04, 0.06),
            ]
        ),
        0.34,
        color,
    )
    seat = _fill(x, [(-half, 0.05), (half, 0.05), (half, y), (-half, y)], 0.5, color)
    ends = [
        _fill(
            x,
            [(at - 0.07, 0.04), (at + 0.07, 0.04), (at + 0.07, y + 0.11), (at - 0.07, y + 0.11)],
            0.6,
            color,
        )
        for at in (-half, half)
    ]
    return [back, seat, *ends], []


def _armchair(bones: Bones, phase: float, color: str) -> Layers:
    return _sofa(bones, phase, color, half=0.27)


def _throne(bones: Bones, phase: float, color: str) -> Layers:
    x, y = bones.spine[0][0], bones.spine[0][1] - LOW
    back = [(-0.22, 0.0), (-0.24, 1.0), (-0.10, 1.16), (0.04, 1.0), (0.02, 0.0)]
    base = [(-0.24, 0.0), (0.20, 0.0), (0.20, y), (-0.24, y)]
    pad = [(-0.18, y), (-0.19, 0.94), (-0.10, 1.05), (-0.02, 0.94), (-0.02, y)]
    return [_fill(x, back, 0.6, color), _fill(x, pad, 0.4, "#7a2433"), _fill(x, base, 0.5, color)], []


def _bedside(x: float, y: float, color: str) -> Layers:
    """Return a bed on which somebody sits."""
    parts = [
        _fill(x, [(-0.62, 0.0), (-0.56, 0.0), (-0.56, y + 0.28), (-0.62, y + 0.28)], 0.5, WOOD),
        _fill(x, [(-0.58, 0.04), (0.62, 0.04), (0.62, y - 0.08), (-0.58, y - 0.08)], 0.35, WOOD),
        _fill(x, [(-0.56, y - 0.08), (0.60, y - 0.08), (0.60, y), (-0.56, y)], 0.75, "#e6e0d4"),
        _fill(x, [(-0.20, y - 0.14), (0.61, y - 0.14), (0.61, y + 0.012), (-0.20, y + 0.012)], 0.5, color),
        _fill(x, [(-0.55, y), (-0.34, y), (-0.30, y + 0.10), (-0.55, y + 0.14)], 0.85, "#f0ece2"),
    ]
    return parts, []


def _bed(bones: Bones, phase: float, color: str) -> Layers:
    (x, y), head = bones.spine[0], bones.head[0]
    if bones.spine[2][1] > y + 0.2:
        return _bedside(x, y - LOW, color)
    end = bones.legs[1][2][0] + 0.14
    top = y - 0.065
    frame = [(head - 0.16, 0.0), (end, 0.0), (end, top - 0.05), (head - 0.16, top - 0.05)]
    mattress = [(head - 0.16, top - 0.11), (end, top - 0.11), (end, top), (head - 0.16, top)]
    board = [(head - 0.20, 0.0), (head - 0.15, 0.0), (head - 0.15, y + 0.26), (head - 0.20, y + 0.26)]
    foot = [(end - 0.01, 0.0), (end + 0.03, 0.0), (end + 0.03, y + 0.06), (end - 0.01, y + 0.06)]
    pillow = np.array(
        [(head - 0.14, top), (head - 0.14, top + 0.05), (head + 0.02, top + 0.06), (head + 0.08, top)]
    )
    behind = [_fill(0, frame, 0.35, WOOD), _fill(0, mattress, 0.75, "#e6e0d4"), _fill(0, board, 0.5, WOOD)]
    blanket = np.array(
        [
            (x - 0.10, top - 0.08),
            (x - 0.08, y + 0.07),
            (x + 0.2, y + 0.09),
            (end - 0.10, y + 0.08),
            (end - 0.005, y + 0.02),
            (end - 0.005, top - 0.10),
        ]
    )
    return [*behind, make_smooth(pillow, 0.85, "#f0ece2")], [
        make_smooth(blanket, 0.5, color),
        _fill(0, foot, 0.5, WOOD),
    ]


SEATS: dict[str, Callable[[Bones, float, str], Layers]] = {
    "bench": _bench,
    "chair": _chair,
    "sofa": _sofa,
    "armchair": _armchair,
    "throne": _throne,
    "bed": _bed,
}
COLORS = {"bench": "#7a5636", "chair": WOOD, "sofa": "#7a4a40", "armchair": "#5f5a48", "throne": "#b08a3c"}
COLORS |= {"bed": "#4f6a86"}
