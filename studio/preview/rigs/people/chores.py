"""Work that somebody does with water, a rod, a broom or crumbs, drawn around them."""

import math
from dataclasses import replace

import numpy as np

from studio.preview.rigs.parts import Part, make_ellipse, make_segment, make_smooth
from studio.preview.rigs.people.bones import Bones, Point
from studio.preview.rigs.people.furnished import TOP
from studio.preview.rigs.people.seats import WOOD, Layers
from studio.preview.rigs.people.utensils import STRING, Draw, fill, frame, hand_of, line, put_thing, sag


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


COUNTER = TOP + 0.06  # height of a kitchen's table


def _draw_counter(left: float) -> list[Part]:
    block = fill(frame(left, 0.0, left + 0.6, COUNTER), 0.4, "#8a6a48")
    top = fill(frame(left - 0.02, COUNTER - 0.025, left + 0.62, COUNTER), 0.65, "#b8926a")
    return [block, top, fill(frame(left + 0.06, COUNTER, left + 0.36, COUNTER + 0.015), 0.75, "#c89a5a")]


def _chopping(bones: Bones, phase: float, color: str) -> Layers:
    """A table with a board, and a knife over what is cut on it."""
    (x, y), left = hand_of(bones), bones.spine[0][0] + 0.20
    food = [
        make_ellipse((left + 0.12 + 0.045 * n, COUNTER + 0.035), 0.024, tone=0.7, color=GREENS[n % 3])
        for n in range(5)
    ]
    blade = [(x, y), (x + 0.15, y - 0.03), (x + 0.14, y - 0.06), (x + 0.01, y - 0.035)]
    bowl = put_thing("basket of fruit", (left + 0.48, COUNTER), 0.16, phase)
    return [], [*_draw_counter(left), *food, *bowl, fill(blade, 0.9, "#c4ccd4")]


GREENS = ("#d8622c", "#5f9a3c", "#c8342c")


def _make_baking(name: str) -> Draw:
    """Return what draws a table with dough under the hand, and what it becomes."""

    def draw(bones: Bones, phase: float, color: str) -> Layers:
        left = bones.spine[0][0] + 0.20
        dough = make_ellipse((left + 0.17, COUNTER + 0.04), 0.085, 0.036, tone=0.85, color="#ead6ae")
        return [], [*_draw_counter(left), dough, *put_thing(name, (left + 0.47, COUNTER), 0.17, phase)]

    return draw


def _chopwood(bones: Bones, phase: float, color: str) -> Layers:
    """An axe in both hands over a log on a stump."""
    x, y = hand_of(bones)
    away = math.atan2(*(bones.arms[1][3][n] - bones.arms[1][1][n] for n in (0, 1)))
    ahead = (math.sin(away), math.cos(away))
    end = (x + 0.34 * ahead[0], y + 0.34 * ahead[1])
    axe = line([(x - 0.12 * ahead[0], y - 0.12 * ahead[1]), end], 0.02, 0.5, WOOD)
    side = (ahead[1], -ahead[0])
    corners = ((0.0, -0.03), (0.09, -0.07), (0.09, 0.05), (0.0, 0.03))
    head = [(end[0] + a * side[0] + b * ahead[0], end[1] + a * side[1] + b * ahead[1]) for a, b in corners]
    stump = fill(frame(0.42, 0.0, 0.72, 0.20), 0.4, "#6b4a30")
    top = make_ellipse((0.57, 0.20), 0.15, 0.022, tone=0.75, color="#c8a06a")
    log = [
        fill(frame(0.52, 0.20, 0.62, 0.42), 0.5, "#8a6240"),
        make_ellipse((0.57, 0.42), 0.05, 0.012, tone=0.8, color="#d8b47a"),
    ]
    rest = [fill(frame(0.80 + 0.09 * n, 0.0, 0.88 + 0.09 * n, 0.09), 0.5, "#8a6240") for n in range(4)]
    return [stump, top, *log, *rest], [*axe, fill(head, 0.85, "#b4bcc6")]


# Of flames, from behind: how tall, how light, and their color.
FIRE = ((1.0, 0.5, "#8f2412"), (0.8, 0.62, "#c8451a"), (0.55, 0.78, "#ee8426"), (0.3, 0.95, "#ffcf6a"))


def _blaze(bones: Bones, phase: float, color: str) -> Layers:
    """A wall of flames behind somebody."""
    flames = []
    for layer, (size, tone, ink) in enumerate(FIRE):
        for n in range(13):
            turn = 2 * math.pi * (phase + 0.37 * n)
            x, tall = -1.1 + 0.19 * n, size * (0.5 + 0.6 * abs(math.sin(1.7 * n + 2.3 * layer)))
            tall, lick = tall + 0.06 * math.sin(turn), 0.08 * math.sin(turn + 1) * size
            shape = (
                (-0.2, 0.0),
                (-0.15, 0.3),
                (-0.07, 0.62),
                (0.0, 1.0),
                (0.07, 0.7),
                (0.15, 0.35),
                (0.2, 0.0),
            )
            points = [(x + across * (0.6 + 0.4 * size) + lick * up, up * tall) for across, up in shape]
            flames.append(replace(make_smooth(points, tone, ink), glow=0.8))
    return flames, []


def _jumprope(bones: Bones, phase: float, color: str) -> Layers:
    """A rope that goes round over the head and below the feet."""
    (x, y), (far, high) = hand_of(bones), hand_of(bones, 0)
    reach = (0.62 if phase > 0.5 else 0.95) * math.cos(2 * math.pi * phase)
    rope = [
        (
            far + (x - far) * t + 0.22 * math.sin(math.pi * t) * math.sin(2 * math.pi * phase),
            (high + (y - high) * t) + reach * math.sin(math.pi * t),
        )
        for t in np.linspace(0, 1, 13)
    ]
    return line([(a, max(0.01, b)) for a, b in rope], 0.012, 0.8, "#d8a04a"), []


PIVOT, WIDEST_SWING = 1.62, 0.42  # height of a swing's bar, and radians to each side


def _swing(bones: Bones, phase: float, color: str) -> Layers:
    """The seat and the ropes of a swing, up to its bar."""
    (x, y), hands = bones.spine[0], [hand_of(bones, side) for side in (0, 1)]
    seat = fill(frame(x - 0.12, y - 0.07, x + 0.16, y - 0.04), 0.5, "#a8322c")
    ropes = [
        part
        for hand in hands
        for part in line([(x + 0.02, y - 0.06), hand, (hand[0] * 0.4, PIVOT)], 0.009, 0.8, STRING)
    ]
    return [*ropes, seat], []


def swing(parts: list[Part], phase: float) -> list[Part]:
    """Return somebody on a swing, with what it hangs from."""
    turn = WIDEST_SWING * math.sin(2 * math.pi * phase)
    cos, sin = math.cos(turn), math.sin(turn)
    matrix = np.array([[cos, sin], [-sin, cos]])
    moved = [
        replace(part, points=(np.asarray(part.points) - (0, PIVOT)) @ matrix + (0, PIVOT)) for part in parts
    ]
    posts = [
        part
        for side in (-1, 1)
        for foot in (0.12, -0.02)
        for part in line([(side * (0.72 + foot), 0.0), (side * 0.62, PIVOT + 0.02)], 0.032, 0.4, WOOD)
    ]
    return [*posts, *line([(-0.68, PIVOT), (0.68, PIVOT)], 0.04, 0.5, WOOD), *moved]


def _selfie(bones: Bones, phase: float, color: str) -> Layers:
    x, y = hand_of(bones)
    return [], [
        fill(
            [(x, y - 0.03), (x + 0.022, y - 0.03), (x + 0.03, y + 0.08), (x + 0.008, y + 0.08)],
            0.2,
            "#202228",
        ),
        fill(
            [(x - 0.003, y - 0.02), (x + 0.003, y - 0.02), (x + 0.01, y + 0.07), (x + 0.004, y + 0.07)],
            0.95,
            "#cfe2f2",
            glow=1.0,
        ),
    ]


CHORES: dict[str, Draw] = {
    "seeds": _seeds,
    "watering": _watering,
    "fishing": _fishing,
    "sweeping": _sweeping,
    "chopping": _chopping,
    **{f"baking:{name}": _make_baking(name) for name in ("bread", "cake", "pizza")},
    "chopwood": _chopwood,
    "blaze": _blaze,
    "jumprope": _jumprope,
    "swing": _swing,
    "selfie": _selfie,
}
