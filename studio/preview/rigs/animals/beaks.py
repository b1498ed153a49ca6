"""Beaks in profile, from the middle of the head, in units of their length."""

from collections.abc import Iterator

import numpy as np

from studio.preview.rigs.animals.features import trace
from studio.preview.rigs.parts import Part, make_smooth

BEAKS = {
    "short": "0 22, 60 14, 100 -4, 60 -16, 0 -22",
    "hooked": "0 34, 50 32, 88 14, 100 -12, 94 -40, 82 -22, 50 -18, 0 -26",
    "parrot": "0 60, 50 58, 92 24, 96 -24, 82 -64, 70 -30, 52 -36, 40 -58, 0 -48",
    "long": "0 10, 50 8, 100 -4, 50 -8, 0 -11",
    "flat": "0 22, 40 12, 80 12, 102 4, 98 -10, 60 -14, 0 -22",
    "bent": "0 30, 48 28, 84 4, 92 -44, 72 -52, 58 -20, 0 -26",
    "gull": "0 20, 60 18, 92 12, 102 -10, 90 -14, 50 -18, 0 -20",
    "huge": "0 34, 40 40, 80 26, 102 -14, 92 -34, 60 -26, 0 -28",
    "bag": "0 12, 50 8, 100 4, 102 -4, 80 -18, 48 -34, 14 -40, 0 -20",
    "needle": "0 9, 100 2, 100 -2, 0 -9",
    "dragon": "-20 44, -52 62, -10 34, 40 22, 86 20, 102 6, 96 -12, 40 -22, 88 -30, 80 -40, 30 -42, -10 -34",
    "pterosaur": "0 16, -44 34, 0 4, 50 0, 100 -6, 50 -14, 0 -16",
    "bat": "-30 30, -34 110, 8 46, 40 10, 30 -30, -10 -40",
    "none": "",
}


def draw(beak: tuple[str, float, str], head: np.ndarray, radius: float) -> Iterator[Part]:
    """Yield a beak (kind, length, color) at a head of this radius."""
    kind, length, color = beak
    if BEAKS[kind]:
        root = np.add(head, (radius * 0.55, -radius * 0.08))
        yield make_smooth(trace(BEAKS[kind]) * length + root, 0.6, color)
