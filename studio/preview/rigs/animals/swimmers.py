"""Draw what swims: fish, whales, seals and eels, whose bodies undulate."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from studio.preview.rigs.animals.features import trace
from studio.preview.rigs.animals.gaits import wave
from studio.preview.rigs.animals.outlines import make_tube, put, sample
from studio.preview.rigs.parts import Part, make_ellipse, make_smooth

Warp = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Swimmer:
    """A body 1 long, from the tail at -0.5 to the nose at 0.5. top, low: how far its sides are from the axis,
    from tail to nose. fins: outlines in hundredths; the first of them is behind the body. tail: one of TAILS,
    its length and its width. swing: how far the tail goes up and down. bands: from and to along the body, of
    another color. patches: outlines of markings."""

    color: str
    top: tuple[float, ...]
    low: tuple[float, ...]
    belly: str = ""
    fins: tuple[str, ...] = ()
    fin_color: str = ""
    tail: tuple[str, float, float] = ("fork", 0.2, 0.2)
    swing: float = 0.04
    bands: tuple[tuple[float, float], ...] = ()
    patches: tuple[str, ...] = ()
    marks: str = "#efece4"
    eye: tuple[float, float] = (0.38, 0.03)
    eye_size: float = 0.016
    stripes: int = 0


TAILS = {
    "fork": "0 16, -60 80, -100 100, -84 40, -70 0, -84 -40, -100 -100, -60 -80, 0 -16",
    "round": "0 18, -50 74, -92 80, -104 30, -104 -30, -92 -80, -50 -74, 0 -18",
    "veil": "0 18, -50 90, -120 110, -170 70, -130 30, -176 -10, -140 -60, -150 -120, -60 -80, 0 -16",
    "shark": "0 16, -40 60, -110 130, -84 50, -62 4, -72 -30, -88 -70, -40 -40, 0 -16",
    "fluke": "0 14, -50 40, -100 70, -80 14, -70 0, -84 -8, -104 -24, -50 -18, 0 -12",
    "flippers": "0 30, -60 60, -110 40, -80 6, -110 -40, -60 -50, 0 -26",
    "none": "0 2, -4 0, 0 -2",
}


def draw(swimmer: Swimmer, phase: float) -> list[Part]:
    """Return the parts of the animal under water."""
    return list(_draw(swimmer, _undulate(swimmer, phase), phase))


def draw_leap(swimmer: Swimmer, phase: float) -> list[Part]:
    """Return the parts of the animal that leaps out of the water, whose surface is at 0."""
    part = float(np.interp(phase, LEAP_TIMES, LEAP_PARTS))
    turn = math.radians(62) * (1 - 2 * part)
    at = (0.34 * (2 * part - 1), 0.46 * (1 - (2 * part - 1) ** 2) - 0.16)
    if phase > LEAP:
        turn, at = math.radians(-70), (0.3, -0.75)
    arched = _arch(-0.9)
    return [
        Part(put(np.asarray(part.points), at, turn), part.tone, part.color, is_paint=part.is_paint)
        for part in _draw(swimmer, arched, phase)
    ]


LEAP = 0.93  # the part of a round that a leap takes
LEAP_TIMES, LEAP_PARTS = (0.0, 0.78, LEAP), (0.08, 0.66, 1.0)  # it seems to hang in the air


def draw_surfaced(swimmer: Swimmer, phase: float) -> list[Part]:
    """Return the parts of a whale at the surface, with its tail raised and its breath above it."""
    bent = _arch(0.75 + 0.10 * wave(phase))
    lift = 0.02 * wave(phase)
    parts = [
        Part(np.add(np.asarray(part.points), (0, lift)), part.tone, part.color, is_paint=part.is_paint)
        for part in _draw(swimmer, bent, phase)
    ]
    return [*_blow(phase), *parts]


def _blow(phase: float) -> Iterator[Part]:
    """Yield the breath of a whale: a fountain that rises and falls."""
    high = 0.10 + 0.16 * max(0.0, wave(phase, 0.1))
    for side in (-1.0, -0.45, 0.3, 0.9):
        line = [(0.28, 0.12), (0.28 + 0.03 * side, 0.12 + 0.7 * high), (0.28 + 0.10 * side, 0.12 + high)]
        yield make_tube(line, (0.008, 0.011, 0.017), 0.95, "#dfe8ec", count=10)


def _undulate(swimmer: Swimmer, phase: float) -> Warp:
    def warp(points: np.ndarray) -> np.ndarray:
        behind = np.clip(0.5 - points[:, 0], 0, 2)
        rise = swimmer.swing * behind**1.6 * np.sin(2 * np.pi * (phase - 0.55 * behind))
        return np.stack([points[:, 0], points[:, 1] + rise], 1)

    return warp


def _arch(turn: float) -> Warp:
    """Bend the body about its middle. turn: radians that its tail is up."""

    def warp(points: np.ndarray) -> np.ndarray:
        angle = -turn * points[:, 0]
        near = np.where(points[:, 0] > 0, 0.4, 1.0)
        angle = angle * near
        rise = np.where(points[:, 0] > 0, 0.4, 1.0) * turn * points[:, 0] ** 2 / 2
        x = points[:, 0] - np.sin(angle) * points[:, 1]
        return np.stack([x, rise + np.cos(angle) * points[:, 1]], 1)

    return warp


def _draw(swimmer: Swimmer, warp: Warp, phase: float) -> Iterator[Part]:
    fin_color = swimmer.fin_color or swimmer.color
    kind, long, wide = swimmer.tail
    narrow = 0.82 + 0.18 * wave(phase, 0.25)
    tail = trace(TAILS[kind]) * (long * narrow, wide) + (-0.47, 0.0)
    yield Part(warp(sample(np.vstack([tail, tail[:1]]), 40)), 0.3, fin_color)
    if swimmer.fins:
        yield _shape(swimmer.fins[0], warp, 0.28, fin_color)
    along = np.linspace(-0.5, 0.5, len(swimmer.top))
    top, low = (
        sample(np.stack([along, side], 1), 40) for side in (np.array(swimmer.top), -np.array(swimmer.low))
    )
    yield Part(warp(np.vstack([top, low[::-1]])), 0.42, swimmer.color)
    if swimmer.belly:
        middle = low * (1, 0.25)
        yield Part(
            warp(np.vstack([middle[2:-1], (low * (1, 1.2))[::-1]])), 0.72, swimmer.belly, is_paint=True
        )
    yield from _draw_markings(swimmer, warp)
    for fin in swimmer.fins[1:]:
        yield _shape(fin, warp, 0.34, fin_color)
    eye = warp(np.array([swimmer.eye]))[0]
    yield make_ellipse(eye, swimmer.eye_size * 1.4, tone=0.8, color="#d8cfae")
    yield make_ellipse(eye, swimmer.eye_size, color="#14110f")


def _draw_markings(swimmer: Swimmer, warp: Warp) -> Iterator[Part]:
    for start, end in swimmer.bands:
        band = [(start, 0.5), (end, 0.5), (end + 0.02, 0.0), (end, -0.5), (start, -0.5), (start + 0.02, 0.0)]
        yield Part(warp(sample(np.array([*band, band[0]]), 24)), 0.75, swimmer.marks, is_paint=True)
    for patch in swimmer.patches:
        shape = _shape(patch, warp, 0.75, swimmer.marks)
        yield Part(shape.points, shape.tone, shape.color, is_paint=True)


def _shape(outline: str, warp: Warp, tone: float, color: str) -> Part:
    return Part(warp(np.asarray(make_smooth(trace(outline)).points)), tone, color)
