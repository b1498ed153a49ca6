"""Facts about a film: its size, length and rate."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class FilmFacts:
    width_px: int
    height_px: int
    frames: int
    fps: Fraction
