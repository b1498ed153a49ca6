"""Riders: people on the horses that animals.quadrupeds draws."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from studio.preview.rigs.animals import gaits, quadruped, quadrupeds
from studio.preview.rigs.parts import Part
from studio.preview.rigs.people.figure import draw_figure
from studio.preview.rigs.people.looks import BUILDS, Look
from studio.preview.rigs.people.poses import POSES

HORSE = "horse"
SCALE = 1.1  # of a horse, in units of its rider's height
SEAT = 0.035  # of the hips above the horse's back


def choose_gait(action: str) -> str:
    return quadrupeds.choose_action(HORSE, action if action in ("walk", "run", "drive") else "stand", "")


def make_rider(look: Look, gait: str) -> Callable[[float], list[Part]]:
    """Return what draws horse and rider at a phase of the horse's gait."""

    def draw(phase: float) -> list[Part]:
        horse = quadruped.draw(quadrupeds.SPECIES[HORSE], gaits.ACTIONS[gait].find_stance(phase))
        saddle = np.array(quadrupeds.find_saddle(gait, phase)) * SCALE
        moved = [
            replace(part, points=np.asarray(part.points) * SCALE - np.array((saddle[0], 0.0)))
            for part in horse
        ]
        stance = POSES["ride"](BUILDS[look.build], phase)
        return [*moved, *draw_figure(look, "ride", phase, replace(stance, seat=float(saddle[1]) + SEAT))]

    return draw
