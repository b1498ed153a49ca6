"""What heads consist of, in profile: the poll is at (0, 0), the nose at about (1, 0)."""

from dataclasses import dataclass

import numpy as np


def trace(text: str) -> np.ndarray:
    """Return points from a text like "-12 8, 8 21", in hundredths."""
    return np.array([[float(number) / 100 for number in pair.split()] for pair in text.split(",")])


@dataclass(frozen=True)
class Head:
    """outline: clockwise from the back of the skull over the forehead to the throat. eye: its place.
    ear: x and y of its root, its length and width, in hundredths, and its angle in degrees. ear_kind: one
    of EARS. muzzle, nose: outlines of the lighter muzzle and of the dark nose. mouth: a line."""

    outline: str
    eye: str
    ear: tuple[float, float, float, float, float]
    ear_kind: str = "pointed"
    muzzle: str = ""
    nose: str = ""
    mouth: str = ""


EARS = {
    "pointed": "0 -55, 35 -48, 72 -24, 100 2, 74 26, 36 46, 0 52",
    "round": "0 -45, 45 -60, 90 -40, 100 0, 90 40, 45 60, 0 45",
    "long": "0 -28, 40 -50, 80 -34, 100 0, 80 34, 40 50, 0 28",
    "flop": "0 -30, 25 -50, 70 -55, 100 -20, 92 25, 60 42, 20 35",
    "fan": "0 -20, 20 -55, 60 -62, 95 -35, 100 10, 75 45, 35 50, 5 25",
}
