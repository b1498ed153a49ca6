"""Furniture that somebody uses: a table to eat or write at, a stove, a door, a window."""

import math
from collections.abc import Callable

from studio.preview.rigs.parts import Part, make_ellipse, make_segment
from studio.preview.rigs.people.bones import Bones, Point
from studio.preview.rigs.people.seats import SEATS, WOOD, Layers
from studio.preview.rigs.people.utensils import DARK, Draw, fill, frame, hand_of, line, put_thing

TOP = 0.43  # height of a table
STEEL, PALE, LIGHT = "#8a9098", "#e9e4da", "#ffe3a6"


def draw_table(left: float, right: float, color: str = WOOD) -> list[Part]:
    legs = [
        make_segment((x, 0.012), (x, TOP), [0.026, 0.026], tone=0.3, color=color)
        for x in (left + 0.04, right - 0.04)
    ]
    return [*legs, fill(frame(left, TOP - 0.035, right, TOP), 0.6, color)]


def draw_feast(left: float, right: float, phase: float) -> list[Part]:
    """Return a long table with a cloth, plates and candles."""
    cloth = [(left, TOP), (right, TOP), (right - 0.02, 0.16), (left + 0.02, 0.16)]
    count = max(2, round((right - left) / 0.36))
    step = (right - left) / count
    plates = [
        make_ellipse((left + step * (n + 0.5), TOP + 0.012), 0.09, 0.014, tone=0.95, color=PALE)
        for n in range(count)
    ]
    food = [
        make_ellipse((left + step * (n + 0.5), TOP + 0.026), 0.05, 0.02, tone=0.6, color="#c8843c")
        for n in range(count)
    ]
    lights = [
        part
        for n in range(1, count)
        for part in put_thing("candle" if n % 2 else "wine glass", (left + step * n, TOP), 0.15, phase)
    ]
    legs = [
        make_segment((x, 0.012), (x, 0.2), [0.03, 0.03], tone=0.3, color=WOOD)
        for x in (left + 0.06, right - 0.06)
    ]
    return [
        *legs,
        fill(cloth, 0.75, "#d9d2c4"),
        fill(frame(left - 0.01, TOP - 0.02, right + 0.01, TOP), 0.9, PALE),
        *plates,
        *food,
        *lights,
    ]


def _make_desk(lay: Callable[[float, float], list[Part]]) -> Draw:
    """Return what draws a chair and a table. lay: what lies on it, from x on, at a phase."""

    def draw(bones: Bones, phase: float, color: str) -> Layers:
        hip = bones.spine[0][0]
        chair, _ = SEATS["chair"](bones, phase, WOOD)
        return chair, [*draw_table(hip + 0.20, hip + 0.80), *lay(hip + 0.40, phase)]

    return draw


def _lay_laptop(x: float, phase: float) -> list[Part]:
    base = make_segment((x, TOP + 0.008), (x + 0.17, TOP + 0.008), [0.014, 0.014], tone=0.7, color=STEEL)
    screen = make_segment(
        (x + 0.17, TOP + 0.01), (x + 0.225, TOP + 0.165), [0.014, 0.014], tone=0.5, color=STEEL
    )
    light = [
        (x + 0.155, TOP + 0.02),
        (x + 0.210, TOP + 0.165),
        (x + 0.219, TOP + 0.163),
        (x + 0.166, TOP + 0.018),
    ]
    return [base, screen, fill(light, 0.95, "#cfe6ff", glow=1.0)]


def _lay_paper(x: float, phase: float) -> list[Part]:
    sheet = [(x - 0.05, TOP), (x + 0.15, TOP), (x + 0.18, TOP + 0.014), (x - 0.01, TOP + 0.014)]
    return [fill(sheet, 0.95, "#f2ede0"), *put_thing("lamp", (x + 0.31, TOP), 0.26, phase)]


def _lay_meal(x: float, phase: float) -> list[Part]:
    plate = make_ellipse((x + 0.05, TOP + 0.012), 0.10, 0.014, tone=0.95, color=PALE)
    food = make_ellipse((x + 0.05, TOP + 0.028), 0.06, 0.024, tone=0.6, color="#c8843c")
    return [
        plate,
        food,
        *put_thing("wine glass", (x + 0.22, TOP), 0.14, phase),
        *put_thing("candle", (x + 0.32, TOP), 0.15, phase),
    ]


def _lay_cup(x: float, phase: float) -> list[Part]:
    return put_thing("coffee", (x + 0.06, TOP), 0.13, phase)


def _cooking(bones: Bones, phase: float, color: str) -> Layers:
    """A stove with a pot that steams, and a ladle in the hand."""
    x, y = hand_of(bones)
    left = bones.spine[0][0] + 0.17
    stove = [
        fill(frame(left, 0.0, left + 0.46, 0.47), 0.45, "#c9c6c0"),
        fill(frame(left + 0.05, 0.06, left + 0.41, 0.32), 0.15, DARK),
        fill(frame(left - 0.01, 0.47, left + 0.47, 0.49), 0.3, DARK),
        *(make_ellipse((left + 0.08 + 0.1 * n, 0.41), 0.017, tone=0.2, color=DARK) for n in range(4)),
    ]
    middle = left + 0.2
    pot = [(middle - 0.12, 0.49), (middle + 0.12, 0.49), (middle + 0.13, 0.62), (middle - 0.13, 0.62)]
    grips = line([(middle - 0.17, 0.585), (middle + 0.17, 0.585)], 0.016, 0.2, DARK)
    flames = [
        make_ellipse((middle + 0.05 * n, 0.497), 0.02, 0.009, tone=0.95, color="#6fa8ff")
        for n in (-2, -1, 0, 1, 2)
    ]
    ladle = line([(x, y), (middle + 0.02, 0.60)], 0.012, 0.7, WOOD)
    steam = [_puff((middle, 0.66), (n + phase) / 5, n) for n in range(5)]
    return stove, [*ladle, *grips, fill(pot, 0.5, STEEL), *flames, *steam]


def _puff(start: Point, age: float, n: int) -> Part:
    x = start[0] + 0.04 * math.sin(6 * age) + 0.02 * age
    puff = make_ellipse((x, start[1] + 0.4 * age), 0.035 + 0.06 * age, tone=0.9, color="#f2f2ee")
    return Part(puff.points, puff.tone, puff.color, opacity=0.34 * (1 - age))


def _pouring(bones: Bones, phase: float, color: str) -> Layers:
    """A pot in the near hand, from which it runs into a cup in the far one."""
    (x, y), (cup, low) = hand_of(bones), hand_of(bones, 0)
    body = [(x + 0.02, y + 0.0), (x + 0.10, y - 0.04), (x + 0.07, y - 0.14), (x - 0.05, y - 0.10)]
    mouth, at = (x + 0.155, y - 0.125), x + 0.165
    pot = [
        *line([(x, y), (x - 0.045, y - 0.03), (x - 0.04, y - 0.09)], 0.014, 0.3, DARK),
        fill(body, 0.7, STEEL),
        *line([(x + 0.08, y - 0.07), mouth], 0.020, 0.75, STEEL),
    ]
    low = min(low, y - 0.30)
    stream = line([mouth, (at, low + 0.05)], 0.010, 0.3, "#6a4426")
    mug = [(at - 0.030, low), (at + 0.030, low), (at + 0.038, low + 0.065), (at - 0.038, low + 0.065)]
    saucer = make_ellipse((at, low - 0.002), 0.065, 0.009, tone=0.9, color=PALE)
    arm = line([(cup, low), (at - 0.05, low)], 0.014, 0.5, PALE) if cup < at - 0.05 else []
    return [], [*arm, *stream, saucer, fill(mug, 0.92, PALE), *pot]


def _cakecandles(bones: Bones, phase: float, color: str) -> Layers:
    left = bones.head[0] + 0.06
    cake = put_thing("cake", (left + 0.24, TOP), 0.30, phase)
    return [], [*draw_table(left, left + 0.5), *cake]


def _dooropen(bones: Bones, phase: float, color: str) -> Layers:
    """A door that is pushed open, with light behind it."""
    (x, y), left = hand_of(bones), bones.spine[0][0] + 0.20
    edge, right = x + 0.02, bones.spine[0][0] + 0.66
    jamb = fill(frame(left - 0.05, 0.0, right + 0.05, 1.25), 0.5, color)
    light = fill(frame(left, 0.0, right, 1.2), 0.95, LIGHT, glow=0.8)
    leaf = [(edge, 0.03), (right, 0.0), (right, 1.2), (edge, 1.15)]
    panels = [
        fill(
            [
                (edge + 0.04, low),
                (right - 0.05, low - 0.01),
                (right - 0.05, high + 0.02),
                (edge + 0.04, high),
            ],
            0.26,
            color,
        )
        for low, high in ((0.12, 0.5), (0.6, 1.05))
    ]
    knob = make_ellipse((edge + 0.025, y), 0.016, tone=0.95, color="#d8b45a")
    return [jamb, light, fill(leaf, 0.36, color), *panels, knob], []


def _window(bones: Bones, phase: float, color: str) -> Layers:
    """A tall window with curtains, in front of which somebody stands."""
    x = bones.spine[0][0]
    casing = fill(frame(x - 0.42, 0.06, x + 0.42, 1.42), 0.7, PALE)
    panes = [
        fill(frame(x + side, low, x + side + 0.36, high), 0.97, "#cfe4f4", glow=0.75)
        for side in (-0.38, 0.02)
        for low, high in ((0.10, 0.72), (0.76, 1.38))
    ]
    sill = fill(frame(x - 0.46, 0.03, x + 0.46, 0.07), 0.6, PALE)
    curtains = [
        fill(
            [
                (x + s * 0.62, 0.0),
                (x + s * 0.64, 1.5),
                (x + s * 0.30, 1.5),
                (x + s * 0.36, 0.7),
                (x + s * 0.44, 0.0),
            ],
            0.4,
            color,
        )
        for s in (-1, 1)
    ]
    folds = [
        fill(
            [
                (x + s * (0.60 - 0.07 * n), 0.0),
                (x + s * (0.59 - 0.07 * n), 1.48),
                (x + s * (0.57 - 0.07 * n), 0.0),
            ],
            0.24,
            color,
        )
        for s in (-1, 1)
        for n in range(3)
    ]
    rod = line([(x - 0.68, 1.5), (x + 0.68, 1.5)], 0.022, 0.4, WOOD)
    return [casing, *panes, sill, *curtains, *folds, *rod], []


FURNISHED: dict[str, Draw] = {
    "desk": _make_desk(lambda x, phase: []),
    "desk:nap": _make_desk(lambda x, phase: []),
    "desk:laptop": _make_desk(_lay_laptop),
    "desk:typewriter": _make_desk(lambda x, phase: put_thing("typewriter", (x + 0.1, TOP), 0.19, phase)),
    "desk:paper": _make_desk(_lay_paper),
    "desk:meal": _make_desk(_lay_meal),
    "desk:cup": _make_desk(_lay_cup),
    "cooking": _cooking,
    "pouring": _pouring,
    "cakecandles": _cakecandles,
    "dooropen": _dooropen,
    "window": _window,
}
