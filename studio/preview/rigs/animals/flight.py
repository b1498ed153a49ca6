"""How wings beat: angles of arm and hand at a phase from 0 to 1."""

import math
from collections.abc import Callable
from dataclasses import dataclass

Beat = Callable[[float], tuple[float, float, float]]  # raised, bent, and how high the body is


def flap(phase: float, reach: float = 0.68) -> tuple[float, float, float]:
    turn = 2 * math.pi * phase
    return 0.18 + reach * math.sin(turn), -0.10 + 0.45 * reach * math.sin(turn - 1.1), -0.06 * math.sin(turn)


def soar(phase: float) -> tuple[float, float, float]:
    """Beat twice, then glide."""
    part = min(1.0, max(0.0, (0.55 - phase) / 0.08, (phase - 0.95) / 0.05))
    raised, bent, high = flap(phase / 0.5 * 2 % 1.0, 0.55)
    rest = 0.16 + 0.03 * math.sin(2 * math.pi * phase), 0.10, 0.0
    raised, bent, high = (
        one * part + other * (1 - part) for one, other in zip((raised, bent, high), rest, strict=True)
    )
    return raised, bent, high


def flutter(phase: float) -> tuple[float, float, float]:
    """Close the wings above the back, as a butterfly does."""
    return 0.62 + 0.72 * math.sin(2 * math.pi * phase), 0.0, -0.10 * math.sin(2 * math.pi * phase)


@dataclass(frozen=True)
class Rhythm:
    """A beat with the pictures and the rounds a second that show it."""

    beat: Beat
    pictures: int
    rate: float


RHYTHMS = {
    "soar": Rhythm(soar, 24, 0.38),
    "slow": Rhythm(flap, 12, 1.1),
    "flap": Rhythm(flap, 12, 1.9),
    "quick": Rhythm(flap, 10, 3.2),
    "whirr": Rhythm(flap, 8, 5.0),
    "flutter": Rhythm(flutter, 10, 2.6),
}
