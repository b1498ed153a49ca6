"""Make the parts that live: wheels, flames, smoke and steam."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from studio.preview.rigs.parts import Part, make_ellipse, make_limb, make_smooth
from studio.preview.rigs.things.notation import INKS, Ink, Line, read_ink
from studio.preview.rigs.things.solids import Kind, View, fill, rotate, smooth_way


class Wheel(NamedTuple):
    """rings: radii and inks, from outside. An ink of "" is open: what is behind the wheel is seen.
    spokes: how many. wide: as part of the radius. ink: of the spokes."""

    rings: tuple[tuple[float, str], ...]
    spokes: int
    wide: float
    ink: str


WHEELS = {
    "car": Wheel(((1.0, "black1"), (0.66, "steel6"), (0.57, "dark1")), 5, 0.2, "steel7"),
    "truck": Wheel(((1.0, "black1"), (0.58, "gray4"), (0.44, "dark1")), 8, 0.12, "steel6"),
    "bike": Wheel(((1.0, "black1"), (0.9, "")), 14, 0.025, "steel7"),
    "wood": Wheel(((1.0, "bark2"), (0.84, "")), 10, 0.1, "wood5"),
    "train": Wheel(((1.0, "dark3"), (0.86, "black0")), 9, 0.11, "red5"),
    "small": Wheel(((1.0, "dark2"), (0.7, "gray4")), 4, 0.18, "dark2"),
    "tractor": Wheel(((1.0, "black1"), (0.6, "yellow5"), (0.46, "dark1")), 6, 0.16, "yellow6"),
}
PUFFS, DROPS = 7, 34


def _wheel(line: Line, view: View) -> list[Part]:
    """Return a wheel at a point, with a radius, that turns as the thing goes."""
    middle, (radius,), wheel = line.points[0], line.points[1], WHEELS[line.words[0]]
    parts = [_disc(middle, size * radius, ink) for size, ink in wheel.rings]
    spokes = list(_list_spokes(middle, radius, wheel))
    parts += rotate(spokes, middle, -2 * math.pi * view.phase) if view.moves else spokes
    inner, ink = wheel.rings[-1]
    if not ink:
        parts += _ring(middle, radius, inner, read_ink(wheel.rings[0][1]))
    return [*parts, fill(make_ellipse(middle, max(0.12, wheel.wide) * radius).points, read_ink(wheel.ink), 1)]


def _disc(middle: tuple[float, ...], radius: float, ink: str) -> Part:
    points = make_ellipse(middle, radius).points
    return fill(points, read_ink(ink)) if ink else Part(points, is_hole=True)


def _list_spokes(middle: tuple[float, ...], radius: float, wheel: Wheel) -> Iterator[Part]:
    reach = wheel.rings[-1][0] * radius
    for angle in np.linspace(0, 2 * math.pi, wheel.spokes, endpoint=False).tolist():
        tip = middle[0] + reach * math.cos(angle), middle[1] + reach * math.sin(angle)
        *_, bar = make_limb([(middle[0], middle[1]), tip], [wheel.wide * radius] * 2)
        yield fill(bar.points, read_ink(wheel.ink))


def _ring(middle: tuple[float, ...], radius: float, inner: float, ink: Ink) -> list[Part]:
    """Return a band around the middle, as one outline that turns back inside."""
    outside = np.asarray(make_ellipse(middle, radius).points)
    inside = np.asarray(make_ellipse(middle, radius * inner).points)
    return [fill(np.concatenate([outside, outside[:1], inside[:1], inside[::-1]]), ink)]


def _band(line: Line, view: View) -> list[Part]:
    """Return a ring at a point, with its outer and inner radius."""
    middle, (radius,), (inner,) = line.points
    return _ring(middle, radius, inner / radius, line.ink)


def _flame(line: Line, view: View) -> list[Part]:
    """Return a flame that stands on a point and flickers. Its height is the second number."""
    (x, y), (tall, *offset) = line.points
    start = offset[0] if offset else 0.0
    parts = []
    for size, name in ((1.0, "lava"), (0.78, "flame"), (0.5, "glow")):
        high = tall * size * (1 + 0.12 * view.wave(2, start))
        aside = 0.09 * tall * view.wave(1, start + 0.3 * size)
        wide = 0.2 * tall * size
        outline = [(x, y), (x + wide, y + 0.22 * high), (x + 0.5 * wide + 0.4 * aside, y + 0.6 * high)]
        outline += [(x + aside, y + high), (x - 0.5 * wide + 0.4 * aside, y + 0.55 * high)]
        outline += [(x - wide, y + 0.2 * high)]
        parts.append(fill(make_smooth(outline).points, Ink(INKS[name], 0.9, "*")))
    return parts


def _smoke(line: Line, view: View) -> list[Part]:
    """Return puffs that rise from a point, to another point beside it, growing to a radius."""
    (x, y), (dx, dy), (radius, *_) = line.points
    parts = []
    for n in range(PUFFS):
        age = (view.phase + n / PUFFS) % 1.0
        sway = 0.3 * radius * math.sin(7 * n)
        size = radius * (0.22 + 0.78 * age) * min(1.0, 6 * age + 0.2)
        middle = (x + dx * age**0.8 + sway * age, y + dy * age)
        part = fill(make_ellipse(middle, size, size * 0.9).points, line.ink, n % 3)
        parts.append(Part(part.points, part.tone, part.color, opacity=0.75 * (1 - age) ** 0.8))
    return parts


def _spray(line: Line, view: View) -> list[Part]:
    """Return drops that leap from a point and fall: how high, and how far to each side."""
    (x, y), (tall, *_), (wide, *_) = line.points
    parts = []
    for n in range(DROPS):
        age = (view.phase + (n % 3) * 0.06 + 0.3 * math.sin(5 * n)) % 1.0
        strong, aside = 0.35 + 0.65 * (n * 0.618 % 1.0), 2 * (n * 0.755 % 1.0) - 1
        up = tall * strong * 4 * age * (1 - age)
        size = tall * (0.05 + 0.07 * (n * 0.324 % 1.0)) * (1 - 0.6 * age)
        middle = (x + wide * aside * (0.35 + age), y + up)
        part = fill(make_ellipse(middle, size, size * (1.5 - 0.6 * age)).points, line.ink, n % 2)
        parts.append(Part(part.points, part.tone, part.color, opacity=0.34 * (1 - age) + 0.08))
    return parts


def _steam(line: Line, view: View) -> list[Part]:
    """Return wisps that rise from a point: its height, and how far apart they are."""
    (x, y), (tall, apart) = line.points
    parts = []
    for n in (-1, 0, 1):
        ups = np.linspace(0, 1, 7)
        high = tall * (1 - 0.18 * abs(n))
        sway = [
            0.09 * tall * math.sin(2 * math.pi * (1.1 * up - view.phase + 0.3 * n)) * (0.3 + up) for up in ups
        ]
        way = smooth_way(
            [(x + n * apart + aside, y + up * high) for aside, up in zip(sway, ups, strict=True)]
        )
        half = 0.045 * tall * np.sin(np.linspace(0.15, math.pi, len(way)))
        shift = np.stack([half, np.zeros(len(way))], 1)
        for wide, opacity in ((1.0, 0.16), (0.55, 0.24)):
            points = np.concatenate([way - shift * wide, (way + shift * wide)[::-1]])
            parts.append(Part(points, 1.0, INKS["white"], opacity=opacity))
    return parts


def _cabins(line: Line, view: View) -> list[Part]:
    """Return cabins that hang from a wheel's rim and go on by one place in each round."""
    (x, y), (radius,), (count,) = line.points
    parts = []
    for n in range(int(count)):
        angle = 2 * math.pi * (n - view.phase) / count
        at, low = x + radius * math.cos(angle), y + radius * math.sin(angle)
        color = ("red", "yellow", "blue", "green")[n % 4]
        box = [(at - 6, low - 4), (at + 6, low - 4), (at + 5, low - 13), (at - 5, low - 13)]
        parts += [
            fill(box, read_ink(f"{color}5")),
            fill(make_ellipse((at, low - 5), 5, 2.6).points, read_ink("glow7~")),
        ]
    return parts


def _burst(line: Line, view: View) -> list[Part]:
    """Return sparks that fly apart from a point, to a radius, and fade. Then come how many, and when."""
    (x, y), (radius,), (count,), (when,) = line.points
    age = (view.phase + when) % 1.0
    reach, fades = radius * (1 - (1 - min(1.0, age * 1.5)) ** 3), max(0.0, 1.0 - age)
    parts = []
    for n in range(int(count)):
        angle = 2 * math.pi * (n + 0.5 * (n % 2)) / count
        long = reach * (1.0 if n % 2 else 0.72)
        way = np.array([math.cos(angle), math.sin(angle)])
        low = np.array([0.0, -0.12 * radius * age * age])
        tip, tail = way * long + low + (x, y), way * long * (0.15 + 0.5 * age) + 0.5 * low + (x, y)
        wide = radius * 0.06 * (0.25 + 0.75 * fades)
        parts += [
            fill(part.points, line.ink, 2 * (n % 3))
            for part in make_limb(np.array([tail, tip]), [0.3 * wide, wide])[1:]
        ]
    return parts if age < 0.92 else []


KINDS: dict[str, Kind] = {
    "burst": _burst,
    "cabins": _cabins,
    "wheel": _wheel,
    "band": _band,
    "flame": _flame,
    "smoke": _smoke,
    "spray": _spray,
    "steam": _steam,
}
