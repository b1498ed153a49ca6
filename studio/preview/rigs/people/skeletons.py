"""Draw a skeleton on the bones of somebody in any pose."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from studio.preview.rigs.parts import Part, make_ellipse, make_segment, make_smooth
from studio.preview.rigs.people.bones import Bones, Point
from studio.preview.rigs.people.looks import Look
from studio.preview.rigs.people.outlines import Placer

THICK, KNOB = 0.024, 0.019
RIBS = (0.50, 0.58, 0.66, 0.74, 0.82)  # of the way from the hip to the neck
FAR, NEAR = 0.4, 0.75


def draw_skeleton(look: Look, bones: Bones) -> list[Part]:
    """Return the bones from back to front."""
    color = look.get("bones", "#e2d9c2")
    parts = [*_draw_limb(bones.arms[0], FAR, color), *_draw_limb(bones.legs[0], FAR, color)]
    parts += _draw_trunk(bones, color)
    parts += _draw_limb(bones.legs[1], NEAR, color)
    parts += Placer(look, bones.head, bones.build.head * 1.12, tilt=bones.tilt).draw("hat", "skull")
    return [*parts, *_draw_limb(bones.arms[1], NEAR, color)]


def _draw_limb(joints: Sequence[Point], tone: float, color: str) -> Iterator[Part]:
    for start, end in pairwise(joints):
        yield make_segment(start, end, [THICK, 0.62 * THICK, THICK], tone=tone, color=color)
    for joint in joints[:-1]:
        yield make_ellipse(joint, KNOB, tone=tone, color=color)


def _draw_trunk(bones: Bones, color: str) -> Iterator[Part]:
    hip, waist, neck = (np.array(joint) for joint in bones.spine)
    for start, end in ((hip, waist), (waist, neck)):
        yield make_segment(start, end, [0.028, 0.022, 0.026], tone=0.5, color=color)
    yield make_segment(neck, bones.head, [0.022, 0.022], tone=0.5, color=color)
    along = neck - hip
    across = np.array([along[1], -along[0]]) / max(1e-6, float(np.hypot(*along)))
    for n, part in enumerate(RIBS):
        wide = bones.widen(0.10, 0.07) * (0.72 + 0.28 * np.sin(np.pi * (n + 1.2) / 5.5))
        for side in (-1, 1):
            middle = hip + part * along
            tip = middle + side * wide * across - 0.06 * along
            bow = middle + side * wide * 0.7 * across + 0.03 * along
            yield make_segment(middle, bow, [0.013, 0.014], tone=0.62, color=color)
            yield make_segment(bow, tip, [0.014, 0.010], tone=0.62, color=color)
    wing = bones.widen(0.085, 0.05)
    half = ((wing, 0.045), (0.7 * wing, -0.035), (0.0, -0.05))
    basin = ((0.0, 0.02), *half, *((-x, y) for x, y in half[1::-1]))
    yield make_smooth(np.array(basin) + hip, 0.6, color)
