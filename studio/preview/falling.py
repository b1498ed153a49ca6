"""Let things fall: one once, and many all the time, tumbling through the frame."""

import math

from studio.preview import dishes
from studio.preview.marks import Place
from studio.preview.stage import Moment, Stage

RATE = 0.3  # falls in a second
SPINS = 2  # of what is flat, in each fall
FLAT = frozenset(("coin", "card", "leaf", "petal", "letter", "banknote"))


def rains(place: Place) -> bool:
    return place.on == "air" and dishes.rains(place.subject)


def find_height(stage: Stage, place: Place, moment: Moment, phase: float) -> float:
    """Return how far above its place a thing is, in pixels."""
    high = place.row * stage.height
    if not rains(place):
        part = moment.phase if not stage.loop else 0.5 - 0.5 * moment.wave(1, 0.25)
        return high * (1 - min(1.0, part * 1.3) ** 2)
    along = find_part(stage, place, moment, phase)
    return high - along * (stage.height + 2 * place.height) + place.height * 0.5


def find_part(stage: Stage, place: Place, moment: Moment, phase: float) -> float:
    """Return how far through the frame one of many is, from 0 to 1."""
    return (moment.phase * stage.count_rounds(RATE) + phase + place.n * 0.382) % 1.0


def tumble(
    stage: Stage, place: Place, moment: Moment, phase: float
) -> tuple[float, float, float, float, float]:
    """Return the swing of what turns over and over. What is flat shows its edge, too."""
    part = find_part(stage, place, moment, phase)
    turned = abs(math.cos(2 * math.pi * (part * SPINS + phase)))
    wide = 0.25 + 0.75 * turned if place.subject.noun.name in FLAT else 1.0
    return 0.0, 2 * math.pi * (part + phase), wide, 1.0, 0.0
