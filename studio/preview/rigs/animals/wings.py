"""Wings in space: they beat about the body's axis and are seen at an angle from the front and above."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from studio.preview.rigs.animals.features import trace
from studio.preview.rigs.animals.outlines import sample
from studio.preview.rigs.parts import Part

# Outlines of wings: hundredths of the span outward and of the chord forward, from the root over the front.
WINGS = {
    "broad": "0 38, 22 52, 42 56, 62 44, 80 26, 97 8, 101 0,"
    " 96 -4, 99 -12, 94 -17, 95 -26, 89 -28, 88 -38, 81 -38,"
    " 78 -48, 70 -46, 58 -52, 40 -56, 20 -56, 0 -48",
    "pointed": "0 34, 20 50, 38 54, 58 38, 80 10, 101 -30, 99 -36, 80 -30, 62 -34, 42 -46, 20 -52, 0 -46",
    "long": "0 30, 22 46, 40 50, 62 34, 82 12, 102 -16, 100 -22, 80 -24, 60 -28, 40 -38, 20 -46, 0 -42",
    "round": "0 36, 20 50, 44 56, 68 50, 88 34, 98 8, 96 -20, 84 -40, 64 -54, 40 -60, 18 -58, 0 -48",
    "bat": "0 40, 22 60, 40 66, 56 50, 80 28, 102 -14,"
    " 86 -12, 74 -30, 72 -60, 58 -34, 46 -36, 36 -74, 24 -40,"
    " 12 -44, 0 -64",
    "butterfly": "0 6, 14 52, 42 92, 74 108, 92 96, 94 66, 80 30,"
    " 62 4, 70 -18, 66 -48, 46 -72, 24 -70, 8 -40, 0 -8",
    "manta": "0 60, 26 46, 60 14, 100 -30, 62 -28, 30 -40, 0 -56",
    "clear": "0 12, 24 26, 60 30, 92 20, 101 6, 94 -8, 62 -14, 26 -8, 0 0",
}
# The lighter part of a wing: of its span, of its chord, and how far forward it is.
INNER = {
    "broad": (0.62, 0.62, 0.14),
    "pointed": (0.6, 0.62, 0.14),
    "long": (0.55, 0.62, 0.14),
    "round": (0.66, 0.62, 0.14),
    "butterfly": (0.82, 0.82, 0.03),
}
TURN, ABOVE = math.radians(48), math.radians(30)  # how far it flies toward the camera, and is seen from above
BEND = 0.42  # of the span: the wrist
FAR, NEAR = 0.22, 0.5  # tones


@dataclass(frozen=True)
class Wing:
    """kind: one of WINGS. span, chord: length and width, in lengths of the body. at: where its root is along
    the body. color, tip: of the inner and of the outer part, or "" if they are the same."""

    kind: str
    span: float
    chord: float
    color: str
    tip: str = ""
    at: float = 0.06
    opacity: float = 1.0


def project(x: np.ndarray, y: np.ndarray, aside: np.ndarray, slope: float = 0.0) -> np.ndarray:
    """Return points of space as points of the picture. aside: toward the near side. slope: 1 shows how far
    what is in front is nearer, 0 hides it."""
    across = x * math.cos(TURN) - aside * math.sin(TURN)
    near = x * math.sin(TURN) * slope + aside * math.cos(TURN)
    return np.stack([across, y * math.cos(ABOVE) - near * math.sin(ABOVE)], 1)


def draw(wing: Wing, angles: tuple[float, float], *, is_far: bool) -> Iterator[Part]:
    """Yield one wing. angles: radians of the arm above the level, and of the hand above the arm."""
    outline = _smooth(trace(WINGS[wing.kind]), wing.kind)
    tone = FAR if is_far else NEAR
    yield Part(_place(outline, wing, angles, is_far), tone, wing.tip or wing.color, opacity=wing.opacity)
    if wing.kind in INNER and wing.tip:
        out, forward, moved = INNER[wing.kind]
        inner = outline * (out, forward) + (0.0, moved)
        yield Part(_place(inner, wing, angles, is_far), tone + 0.14, wing.color)
    if wing.kind == "bat":
        for finger in ("0 36, 40 64, 102 -14", "40 62, 70 0, 72 -58", "40 62, 42 0, 36 -72"):
            line = sample(trace(finger), 14)
            rib = np.vstack([np.add(line, (0.0, 0.03)), np.subtract(line[::-1], (0.0, 0.03))])
            yield Part(_place(rib, wing, angles, is_far), tone + 0.25, wing.color)


def _smooth(points: np.ndarray, kind: str) -> np.ndarray:
    return points if kind == "bat" else sample(np.vstack([points, points[:1]]), 4 * len(points))


def _place(points: np.ndarray, wing: Wing, angles: tuple[float, float], is_far: bool) -> np.ndarray:
    """Return points of a wing as points of the picture."""
    raised, bent = angles
    out, forward = points[:, 0] * wing.span, points[:, 1] * wing.chord
    arm = np.minimum(out, BEND * wing.span)
    hand = out - arm
    aside = arm * math.cos(raised) + hand * math.cos(raised + bent)
    up = arm * math.sin(raised) + hand * math.sin(raised + bent)
    # Far up or down, a wing would be seen on its edge. It is twisted toward the viewer.
    slope = max(-0.7, min(1.0, 0.6 + 4 * raised)) if is_far else max(0.0, 1 - abs(raised - 0.12) / 0.35)
    side = -1 if is_far else 1
    root = project(np.array([wing.at]), np.array([0.08]), np.array([0.05 * side]))
    return root + project(forward, up, aside * side, slope)
