"""How people walk and run: the foot on the ground goes back as fast as the figure advances."""

import math
from collections.abc import Callable

from studio.preview.rigs.people.bones import Build, Limb, Stance, bend_leg

STRIDES = {
    "walk": 0.70,
    "run": 1.34,
    "hobble": 0.46,
    "pedal": 1.22,
    "ride": 1.10,
    "roll": 1.19,
}  # heights in a round of two steps


def wave(phase: float, offset: float = 0.0) -> float:
    return math.sin(2 * math.pi * (phase + offset))


def make_gait(stride: float, planted: float, *, drop: float, raised: float) -> Callable[[Build, float], Limb]:
    """Return the leg of a gait. planted: the part of a round in which the foot is on the ground, where it
    goes back as fast as the figure advances. drop: how low the hips are. raised: the foot behind."""

    def step(build: Build, phase: float) -> Limb:
        phase %= 1.0
        reach = planted * stride
        hip = 2 * build.bone * (1 - drop)
        if phase < planted:
            part = phase / planted
            return bend_leg(build, reach * (0.5 - part), 0.055 * max(0.0, part - 0.55) / 0.45 - hip)
        part = (phase - planted) / (1 - planted)
        ease = part * part * (3 - 2 * part)
        height = 0.055 * (1 - part) + raised * math.sin(math.pi * part**0.8)
        return bend_leg(build, reach * (ease - 0.5), height - hip)

    return step


step_walking = make_gait(STRIDES["walk"], 0.60, drop=0.010, raised=0.03)


step_running = make_gait(STRIDES["run"], 0.34, drop=0.075, raised=0.20)


step_hobbling = make_gait(STRIDES["hobble"], 0.64, drop=0.035, raised=0.025)


def walk(build: Build, phase: float) -> Stance:
    swing = 0.42 * wave(phase, 0.25)
    return Stance(
        arms=(
            Limb(0.05 + swing, 0.22 + 0.3 * max(0.0, swing)),
            Limb(0.05 - swing, 0.22 + 0.3 * max(0.0, -swing)),
        ),
        legs=(step_walking(build, phase + 0.5), step_walking(build, phase)),
        lean=0.05,
        yaw=0.24,
    )


def hobble(build: Build, phase: float) -> Stance:
    swing = 0.2 * wave(phase, 0.25)
    return Stance(
        arms=(Limb(0.1 + swing, 0.3), Limb(0.1 - swing, 0.35)),
        legs=(step_hobbling(build, phase + 0.5), step_hobbling(build, phase)),
        lean=0.06,
        yaw=0.24,
    )


def run(build: Build, phase: float) -> Stance:
    swing = 0.85 * wave(phase, 0.27)
    return Stance(
        arms=(Limb(swing - 0.1, 1.55), Limb(-swing - 0.1, 1.55)),
        legs=(step_running(build, phase + 0.5), step_running(build, phase)),
        lean=0.22,
        nod=-0.12,
        yaw=0.16,
        lift=0.035 * (0.5 - 0.5 * math.cos(4 * math.pi * (phase - 0.17))),
    )


def stomp(build: Build, phase: float) -> Stance:
    """Walk toward the viewer: the knees rise in turn."""
    near, far = max(0.0, wave(phase)), max(0.0, -wave(phase))
    swing = 0.35 * wave(phase)
    return Stance(
        arms=(Limb(swing, 0.3, 0.14), Limb(-swing, 0.3, 0.14)),
        legs=(Limb(0.5 * far, 0.85 * far, 0.03), Limb(0.5 * near, 0.85 * near, 0.03)),
        yaw=1.35,
    )
