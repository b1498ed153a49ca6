"""Work that somebody does with water, a rod, a broom or crumbs, drawn around them."""

import math
from dataclasses import replace

from studio.preview.rigs.parts import Part, make_ellipse, make_segment
from studio.preview.rigs.people.bones import Bones, Point
from studio.preview.rigs.people.seats import WOOD, Layers
from studio.preview.rigs.people.utensils import STRING, Draw, fill, hand_of, line, put_thing, sag


def _seeds(bones: Bones, phase: float, color: str) -> Layers:
    """Crumbs that fall from the hand."""
    x, y = hand_of(bones)
    crumbs = []
    for n in range(10):
        t = (n / 10 + phase) % 1.0
        crumbs.append(
            make_ellipse(
                (x + 0.04 + (0.10 + 0.03 * (n % 4)) * t, y * (1 - t * t)), 0.009, tone=0.9, color="#e8cf94"
            )
        )
    return [], crumbs


def _watering(bones: Bones, phase: float, color: str) -> Layers:
    """Water from a can over flowers in pots."""
    x, y = hand_of(bones)
    can = [(x - 0.13, y - 0.02), (x + 0.02, y - 0.02), (x + 0.03, y - 0.16), (x - 0.15, y - 0.16)]
    spout, handle = (x + 0.16, y - 0.06), [(x - 0.09, y - 0.02), (x - 0.04, y + 0.05), (x + 0.02, y - 0.02)]
    body = [fill(can, 0.55, "#5d8f86"), *line(handle, 0.014, 0.4, "#5d8f86")]
    body += line([(x + 0.02, y - 0.13), spout], 0.026, 0.6, "#5d8f86")
    drops = [
        make_segment(_fall(spout, n, t), _fall(spout, n, t + 0.07), [0.008, 0.008], tone=0.9, color="#bfe0f0")
        for n in range(4)
        for t in [(0.22 * k + phase * 0.22 + 0.05 * n) % 0.9 for k in range(4)]
    ]
    pots = [
        part
        for n, at in enumerate((0.36, 0.55))
        for part in put_thing("potted plant", (x + at - 0.08, 0.0), 0.34 - 0.05 * n, 0.0)
    ]
    return pots, [*body, *drops]


def _fall(start: Point, n: int, t: float) -> Point:
    return start[0] + (0.13 + 0.05 * n) * t, start[1] - (start[1] - 0.28) * t * t


def _fishing(bones: Bones, phase: float, color: str) -> Layers:
    """A rod whose line hangs into the water, with a float."""
    hand = hand_of(bones)
    tip = (hand[0] + 0.62, hand[1] + 0.50 + 0.012 * math.sin(2 * math.pi * phase))
    rod = make_segment((hand[0] - 0.10, hand[1] - 0.09), tip, [0.018, 0.012, 0.006], tone=0.5, color=WOOD)
    low = (tip[0] + 0.22, 0.03)
    return [], [
        rod,
        *line(sag(tip, low, 0.05), 0.004, 0.9, STRING),
        make_ellipse(low, 0.016, 0.026, tone=0.8, color="#d8402c"),
    ]


def _sweeping(bones: Bones, phase: float, color: str) -> Layers:
    """A broom from both hands down to the floor in front."""
    (x, y), (far, high) = hand_of(bones), hand_of(bones, 0)
    low = (x + 0.20 + 0.10 * math.sin(2 * math.pi * phase), 0.13)
    stick = line([(far - 0.04, high + 0.14), (x, y), low], 0.018, 0.5, WOOD)
    bristles = [(low[0] - 0.035, 0.15), (low[0] + 0.035, 0.13), (low[0] + 0.13, 0.0), (low[0] - 0.03, 0.0)]
    dust = [_dust((low[0] + 0.14, 0.02), (n / 4 + phase) % 1.0) for n in range(4)]
    return [], [*stick, fill(bristles, 0.65, "#b48d4e"), *dust]


def _dust(start: Point, age: float) -> Part:
    puff = make_ellipse(
        (start[0] + 0.3 * age, start[1] + 0.06 * age), 0.02 + 0.05 * age, tone=0.7, color="#c8b89a"
    )
    return replace(puff, opacity=0.4 * (1 - age))


CHORES: dict[str, Draw] = {
    "seeds": _seeds,
    "watering": _watering,
    "fishing": _fishing,
    "sweeping": _sweeping,
}
