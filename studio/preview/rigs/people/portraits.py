"""People in close shots: the head and shoulders of a figure, with planes of light on the face."""

from dataclasses import replace

import numpy as np

from studio.preview.rigs.parts import Part
from studio.preview.rigs.people.bones import Limb, Stance, set_up
from studio.preview.rigs.people.figure import draw_figure
from studio.preview.rigs.people.looks import BUILDS, Look
from studio.preview.rigs.people.things import THINGS

STANCE = Stance(arms=(Limb(0.1, 0.1, 0.1), Limb(-0.1, 0.1, 0.1)), nod=0.02, yaw=0.9)
AWAY = (
    "near",
    "far",
    "both",
    "ground",
    "belly",
    "feet",
    "mouth",
    "chin",
)  # things that are not beside the head
DOWN, ASIDE, ABOVE = 1.62, 1.75, 0.66  # how far the picture reaches from the head's middle, in heads


def draw_bust(look: Look) -> list[Part]:
    near = tuple(name for name in look.things if name not in THINGS or THINGS[name].at not in AWAY)
    return draw_figure(replace(look, things=near), "bust", 0.0, STANCE, is_close=True)


def find_bust_box(look: Look) -> tuple[float, float, float, float]:
    """Return the box around head and shoulders, with the hat."""
    build = BUILDS[look.build]
    (x, y), size = set_up(build, STANCE).head, build.head
    points = np.concatenate([np.asarray(part.points) for part in draw_bust(look)])
    top = max(y + ABOVE * size, float(points[:, 1].max()) + 0.03 * size)
    return x - ASIDE * size, y - DOWN * size, x + ASIDE * size, top
