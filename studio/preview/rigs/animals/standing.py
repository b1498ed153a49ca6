"""Birds on their feet, on a branch or afloat."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from studio.preview.rigs.animals import beaks
from studio.preview.rigs.animals.features import trace
from studio.preview.rigs.animals.gaits import wave
from studio.preview.rigs.animals.outlines import make_tube, put, sample
from studio.preview.rigs.parts import Part, make_ellipse, make_smooth

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Bird:
    """A bird whose body is 1 long. tilt: degrees that its breast is up. body: radii from tail to breast.
    neck: points from the breast to the head, without the tilt. neck_wide: radii at both ends. beak: kind,
    length, color. legs: length, radius, color. tail: length, radius at its end, degrees. wing: its color and
    that of its tip. crest: one of CRESTS, and its color.
    faces: its head is turned to the viewer.
    perch: it likes to sit on a branch. eyes: the color of those on a peacock's train, or ""."""

    color: str
    tilt: float = 20
    body: tuple[float, ...] = (0.08, 0.20, 0.27, 0.25, 0.16)
    neck: Line = ((0.42, 0.10), (0.52, 0.30))
    neck_wide: tuple[float, float] = (0.17, 0.12)
    head: float = 0.15
    head_color: str = ""
    neck_color: str = ""
    belly: str = ""
    beak: tuple[str, float, str] = ("short", 0.16, "#4a4038")
    legs: tuple[float, float, str] = (0.34, 0.022, "#9a6a3c")
    tail: tuple[float, float, float] = (0.4, 0.09, 180)
    tail_color: str = ""
    wing: tuple[str, str] = ("", "")
    crest: tuple[str, str] = ("", "")
    faces: bool = False
    perch: bool = False
    eyes: str = ""


CRESTS: dict[str, tuple[str, ...]] = {
    "comb": (
        "-80 60, -60 130, -24 110, 0 170, 26 116, 60 150, 74 60, 0 40",
        "40 -60, 80 -70, 74 -170, 40 -150",
    ),
    "small comb": ("-40 70, -10 120, 20 100, 56 110, 60 50", "46 -60, 76 -70, 70 -120, 48 -110"),
    "wattle": ("60 -20, 110 -30, 120 -170, 80 -160", "30 -60, 60 -70, 50 -150, 26 -130"),
    "crown": ("-20 70, -60 220, -10 90, 0 260, 16 90, 50 230, 24 70",),
    "tufts": ("-96 40, -110 150, -40 92", "20 92, 84 160, 84 50"),
    "fan": ("-60 50, -170 210, -70 170, -60 270, 0 170, 40 240, 40 70",),
    "plume": ("-20 60, -190 50, -240 -20, -120 30",),
}


PERCH = 0.8  # the height of a branch
PERCH_LINES = (
    ("-14 0, -8 22, -2 46, 0 68, 16 76, 30 78", (11, 9, 8, 7, 5, 3)),
    ("-6 34, -24 52, -34 58", (4, 3, 1.2)),
    ("0 64, -14 76, -18 86", (5, 3, 1.5)),
)
STEP, CONTACT = 0.75, 0.6  # the length of a step, of a leg, and the part of a round that a foot is down


def find_stride(bird: Bird) -> float:
    """Return what a walking bird advances in a round."""
    return STEP * bird.legs[0] / CONTACT


def find_head(bird: Bird) -> tuple[float, float]:
    """Return where the middle of its head is."""
    (x, y), lean = bird.neck[0], math.radians(bird.tilt)
    start = put([(x, y)], (0, 0), lean)[0]
    rise = np.subtract(bird.neck[-1], bird.neck[0])
    return float(start[0] + rise[0]), float(start[1] + rise[1] + _find_height(bird))


def _find_height(bird: Bird) -> float:
    """Return how high the body's middle is."""
    return bird.legs[0] + 0.72 * max(bird.body)


@dataclass(frozen=True)
class Manner:
    """What a bird does: it stands, or one of these. perches: it sits on a broken branch."""

    walks: bool = False
    pecks: bool = False
    floats: bool = False
    perches: bool = False


STILL = Manner()


def draw(bird: Bird, manner: Manner, phase: float) -> list[Part]:
    """Return the parts of a bird."""
    walks, pecks = manner.walks, manner.pecks
    nod = 0.05 * wave(2 * phase) if walks else 0.02 * wave(phase)
    lean = math.radians(bird.tilt) + (0.03 * wave(phase) if walks else 0.0) - 0.6 * pecks
    high = 0.85 * max(bird.body) if manner.floats else _find_height(bird)
    legs = [] if manner.floats else list(_draw_legs(bird, phase, walks))
    body = list(_draw_body(bird, phase, lean)) + list(_draw_head(bird, lean, nod, pecks))
    lift = high + 0.015 * wave(2 * phase, 0.2) * walks
    parts = legs + [_raise(part, lift, -PERCH * manner.perches) for part in body]
    return [*_draw_perch(), *(_raise(part, PERCH) for part in parts)] if manner.perches else parts


def _draw_perch() -> Iterator[Part]:
    """Yield a dead tree that has lost its top."""
    for line, radii in PERCH_LINES:
        yield make_tube(trace(line), [radius / 100 for radius in radii], 0.12, "#4a3a2e", count=14)


def _raise(part: Part, by: float, ground: float = 0.0) -> Part:
    """Return the part higher. What would be below the ground lies on it."""
    points = np.add(np.asarray(part.points), (0.0, by))
    points[:, 1] = np.maximum(points[:, 1], ground)
    return Part(points, part.tone, part.color, is_paint=part.is_paint)


def _draw_legs(bird: Bird, phase: float, walks: bool) -> Iterator[Part]:
    """Yield jointed legs, the far one first."""
    length, radius, color = bird.legs
    for n in (1, 0):
        t = (phase + 0.5 * n) % 1.0
        reach = STEP * length * walks
        x, y = (
            (reach * (0.5 - t / CONTACT), 0.0)
            if t < CONTACT
            else (
                reach * ((t - CONTACT) / (1 - CONTACT) - 0.5),
                0.25 * length * math.sin(math.pi * (t - CONTACT) / (1 - CONTACT)) * walks,
            )
        )
        x += 0.05 * n + (0.08 if bird.tilt > 45 else 0.02)
        foot = np.array([x, y + radius])
        hip = np.array([-0.02 + 0.04 * n, length + 0.5 * max(bird.body)])
        knee = (hip + foot) / 2 + (-0.16 * length * (1 + y * 3 / max(length, 0.1)), 0.04)
        tone = 0.5 if n == 0 else 0.25
        thigh = sample(np.array([hip, knee, foot]), 9)
        yield make_tube(thigh, (max(radius * 2.6, 0.06), radius * 1.3, radius, radius), tone, color, count=14)
        yield make_tube(
            [np.subtract(foot, (0.05, 0.0)), foot, np.add(foot, (max(0.10, radius * 3.4), -radius * 0.3))],
            (radius * 0.7, radius, radius * 0.6),
            tone,
            color,
            count=6,
        )


def _draw_body(bird: Bird, phase: float, lean: float) -> Iterator[Part]:
    long, wide, angle = bird.tail
    turn = math.radians(angle) + 0.06 * wave(phase)
    if long:
        root = np.array([-0.42, 0.02])
        end = root + long * np.array([math.cos(turn), math.sin(turn)])
        middle = (root + end) / 2 + (0.0, 0.04)
        tail = put([root, middle, end], (0, 0), lean)
        yield make_tube(tail, (0.08, wide, wide * 0.9), 0.3, bird.tail_color or bird.color)
        if bird.eyes:
            yield from _draw_train(tail, wide, bird.eyes)
    spine = put([(-0.46, 0.02), (-0.22, 0.0), (0.05, -0.02), (0.28, 0.0), (0.44, 0.06)], (0, 0), lean)
    yield make_tube(spine, bird.body, 0.42, bird.color, count=22)
    if bird.belly:
        low = spine - np.outer(np.array(bird.body), (-0.62 * math.sin(lean) - 0.1, 0.62 * math.cos(lean)))
        paint = make_tube(low, [radius * 0.7 for radius in bird.body], 0.7, bird.belly, count=16)
        yield Part(paint.points, 0.7, bird.belly, is_paint=True)
    if bird.wing[0]:
        deep, folded = max(bird.body), 0.85 if bird.tilt > 60 else 1.5
        outline = [
            (0.30, 0.30),
            (0.34, -0.15),
            (0.1, -0.62),
            (-0.3, -0.5),
            (-0.62, -0.12),
            (-0.3, 0.32),
            (0.0, 0.52),
        ]
        yield make_smooth(put(np.array(outline) * (1, deep * folded), (0, 0), lean), 0.32, bird.wing[0])
        tip = [(-0.05, -0.52), (-0.3, -0.5), (-0.62, -0.12), (-0.35, -0.1)]
        yield make_smooth(
            put(np.array(tip) * (1, deep * folded), (0, 0), lean), 0.22, bird.wing[1] or bird.wing[0]
        )


def _draw_train(tail: np.ndarray, wide: float, color: str) -> Iterator[Part]:
    """Yield the eyes on a peacock's train."""
    line = sample(tail, 16)
    for n in range(5, 16):
        at = line[n] + np.array((0.0, 0.62 * wide * (0.0, 0.7, -0.7)[n % 3]))
        yield Part(make_ellipse(at, 0.075, 0.055).points, 0.85, color, is_paint=True)
        yield Part(make_ellipse(at, 0.035, 0.028).points, 0.3, "#20386a", is_paint=True)


def _draw_head(bird: Bird, lean: float, nod: float, pecks: bool) -> Iterator[Part]:
    root, *others = bird.neck
    start = put([root], (0, 0), lean)[0]
    line = np.array([start, *(start + np.subtract(other, root) for other in others)])
    if pecks:
        line = put(line - start, start, -1.9 + nod)
    line[1:, 0] += nod
    color = bird.neck_color or bird.head_color or bird.color
    yield make_tube(line, bird.neck_wide, 0.46, color, count=22)
    head, size = line[-1], bird.head
    own = bird.head_color or bird.color
    for outline in CRESTS.get(bird.crest[0], ()):
        points = trace(outline)
        yield make_smooth(points * size + head, 0.5, bird.crest[1])
    yield make_ellipse(head, size * 1.08, size, tone=0.5, color=own)
    if bird.faces:
        yield from _draw_face(bird, head)
        return
    yield from beaks.draw(bird.beak, head, size)
    eye = np.add(head, (size * 0.44, size * 0.22))
    yield make_ellipse(eye, size * 0.13, size * 0.11, tone=0.8, color="#b8842e")
    yield make_ellipse(eye, size * 0.08, color="#14100e")
    yield make_ellipse(np.add(eye, size * 0.03), size * 0.025, tone=1.0, color="#efe6cf")


def _draw_face(bird: Bird, head: np.ndarray) -> Iterator[Part]:
    """Yield an owl's face."""
    size = bird.head
    for side in (-1, 1):
        middle = np.add(head, (size * (0.12 + 0.42 * side), size * 0.08))
        yield make_ellipse(middle, size * 0.46, size * 0.58, tone=0.7, color=bird.belly)
        yield make_ellipse(middle, size * 0.2, tone=0.6, color="#d99a2c")
        yield make_ellipse(middle, size * 0.12, color="#14100e")
    beak = np.array([(-0.12, 0.1), (0.12, 0.1), (0.0, -0.34)]) * size + head + (size * 0.12, -size * 0.06)
    yield Part(beak, 0.3, bird.beak[2])
