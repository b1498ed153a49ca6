"""Horns, antlers, tusks and trunks, in units of the head's length."""

from collections.abc import Callable, Iterator

import numpy as np

from studio.preview.rigs.animals.outlines import make_tube, sample
from studio.preview.rigs.parts import Part

IVORY, BONE, DARK = "#e9dfc6", "#b09a7a", "#4a4038"
# Lines in hundredths of the head's length with their radii, and a color.
Branch = tuple[str, tuple[float, ...]]
HORNS: dict[str, tuple[str, tuple[Branch, ...]]] = {
    "antlers": (
        BONE,
        (
            ("10 14, -6 50, -34 84, -40 128, -18 166", (5.5, 5, 4.5, 3.5, 1.5)),
            ("0 36, 26 56, 34 82", (4, 3, 1.2)),
            ("-34 84, -4 104, 2 134", (4, 3, 1.2)),
            ("-40 122, -64 142, -66 168", (3.5, 2.6, 1.2)),
        ),
    ),
    "elk": (
        BONE,
        (
            ("10 14, -14 50, -54 90, -92 130, -100 180", (6, 5.5, 5, 4, 1.5)),
            ("2 30, 34 44, 48 72", (4, 3, 1.2)),
            ("-16 54, 18 78, 26 110", (4, 3, 1.2)),
            ("-54 90, -22 116, -20 152", (4, 3, 1.2)),
            ("-84 122, -58 152, -62 184", (3.5, 2.6, 1.2)),
        ),
    ),
    "reindeer": (
        BONE,
        (
            ("8 14, -22 44, -52 84, -50 134, -16 168", (5, 4.5, 4.2, 4, 1.5)),
            ("4 26, 38 36, 58 60", (4, 4, 2)),
            ("-50 110, -74 128, -80 150", (3, 2.5, 1)),
            ("-40 142, -58 164, -56 184", (3, 2.5, 1)),
            ("-22 48, 6 70, 10 92", (3, 2.5, 1)),
        ),
    ),
    "palms": (
        BONE,
        (
            ("8 12, -14 22, -34 34", (5, 5, 6)),
            ("-22 26, -44 62, -66 100", (7, 24, 6)),
            ("-30 30, -70 52, -100 62", (6, 22, 4)),
            ("-52 66, -44 96, -36 116", (8, 5, 1.5)),
            ("-34 44, -20 70, -8 90", (6, 4, 1.2)),
            ("2 18, 24 34, 34 58", (5, 4, 1.5)),
        ),
    ),
    "cow": (IVORY, (("0 14, -4 26, 2 36, 12 40", (5, 4.5, 3.2, 1.2)),)),
    "bull": (IVORY, (("4 14, 12 40, 38 52, 52 82", (8, 7, 5, 1.2)),)),
    "longhorn": (IVORY, (("4 14, -4 36, -40 50, -60 92", (8, 7, 5, 1.2)),)),
    "bison": ("#3a322c", (("-2 12, -8 34, 8 54, 20 58", (8, 7, 4, 1.2)),)),
    "goat": (DARK, (("12 16, 4 50, -26 78, -58 84", (6, 5.5, 4, 1.2)),)),
    "ibex": (DARK, (("12 16, 8 70, -34 116, -92 122", (8, 7.5, 5.5, 1.5)),)),
    "ram": (
        "#a08a68",
        (("10 16, -22 44, -56 22, -50 -26, -6 -40, 22 -12, 16 6", (12, 13, 12, 10, 8, 5, 1.5)),),
    ),
    "gazelle": (DARK, (("12 16, 0 46, -8 80, 8 116", (5, 4.5, 3.5, 1)),)),
    "giraffe": (DARK, (("10 16, 6 34, 4 42", (3.5, 3, 5)),)),
    "unicorn": (IVORY, (("26 14, 44 48, 60 84", (4.5, 3.0, 0.8)),)),
    "rhino": ("#8d8478", (("90 8, 100 34, 114 62", (11, 7, 1.2)), ("66 8, 70 22, 76 34", (8, 5, 1.2)))),
    "boar": (IVORY, (("78 -14, 86 -6, 86 6", (3.5, 3, 1)),)),
    "walrus": (IVORY, (("86 -26, 84 -70, 74 -104", (6, 5, 1.5)),)),
    "triceratops": (IVORY, (("30 14, 56 44, 92 58", (6, 5, 1.2)), ("92 -2, 102 10, 108 22", (5, 4, 1.2)))),
    "dragon": ("#d8cdb0", (("6 20, -22 40, -60 46", (6, 5, 1.2)), ("-6 4, -30 10, -56 2", (4, 3, 1)))),
    "tusks": (IVORY, (("62 -28, 84 -66, 122 -72", (6, 5, 1.5)),)),
    "mammoth": (IVORY, (("62 -28, 84 -96, 140 -104, 168 -54", (8, 7, 5, 1.5)),)),
}
TRUNKS = {
    "tusks": ("60 10, 84 -40, 88 -100, 84 -150, 100 -178", (24, 17, 12, 9, 7)),
    "mammoth": ("60 10, 84 -40, 88 -100, 84 -150, 100 -178", (24, 17, 12, 9, 7)),
}
FAR_SHIFT = 0.09  # of a head's length, to the far horn
FAR, NEAR = 0.2, 0.75  # tones


Put = Callable[[str], np.ndarray]  # from a line in hundredths to its points


def draw(name: str, put: Put, size: float, *, is_far: bool = False) -> Iterator[Part]:
    """Yield the horns of one side of a head of this size."""
    if not name or (is_far and name in ("unicorn", "rhino")):
        return
    color, branches = HORNS[name]
    for line, radii in branches:
        points = put(line)
        points[:, 0] += FAR_SHIFT * size * is_far
        smooth = sample(points, 14)
        yield make_tube(
            smooth, [radius / 100 * size for radius in radii], FAR if is_far else NEAR, color, count=14
        )


def draw_trunk(name: str, put: Put, size: float, skin: Part) -> Iterator[Part]:
    """Yield the trunk of an animal with these tusks. skin: has its tone and its color."""
    if name in TRUNKS:
        line, radii = TRUNKS[name]
        points = put(line)
        yield make_tube(points, [radius / 100 * size for radius in radii], skin.tone, skin.color, count=22)
