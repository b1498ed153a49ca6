"""Riders: people on the horses that animals.quadrupeds draws."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from studio.preview.rigs.animals import gaits, quadruped, quadrupeds
from studio.preview.rigs.parts import Part
from studio.preview.rigs.people.figure import draw_figure
from studio.preview.rigs.people.looks import BUILDS, Look
from studio.preview.rigs.people.poses import POSES

# Of their withers, in units of the rider's height.
MOUNTS = {"horse": 1.1, "unicorn": 1.1, "pegasus": 1.1, "zebra": 1.0, "camel": 1.2, "elephant": 1.7}
MOUNTS |= {"donkey": 0.8, "buffalo": 1.0, "reindeer": 0.9, "bear": 0.9, "wolf": 0.75, "dragon": 1.5}
SEAT = 0.035  # of the hips above the horse's back


def find_mount(look: Look) -> str:
    """Return the animal that somebody rides, or ""."""
    return next((one for one in look.things if one in MOUNTS), "")


def choose_gait(mount: str, action: str) -> str:
    return quadrupeds.choose_action(mount, action if action in ("walk", "run", "drive") else "stand", "")


def make_rider(look: Look, gait: str) -> Callable[[float], list[Part]]:
    """Return what draws an animal and its rider at a phase of its gait."""
    mount = find_mount(look)
    size = MOUNTS[mount]

    def draw(phase: float) -> list[Part]:
        horse = quadruped.draw(quadrupeds.SPECIES[mount], gaits.ACTIONS[gait].find_stance(phase))
        saddle = np.array(quadrupeds.find_saddle(mount, gait, phase)) * size
        moved = [
            replace(part, points=np.asarray(part.points) * size - np.array((saddle[0], 0.0)))
            for part in horse
        ]
        stance = POSES["ride"](BUILDS[look.build], phase)
        return [*moved, *draw_figure(look, "ride", phase, replace(stance, seat=float(saddle[1]) + SEAT))]

    return draw
