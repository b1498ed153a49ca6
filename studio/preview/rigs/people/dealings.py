"""Stances of people who deal with something or with somebody, at a phase of each."""

import math

from studio.preview.rigs.people.bones import Build, Limb, Stance
from studio.preview.rigs.people.steps import wave

LEGS = (Limb(0.20, 0.14, 0.10), Limb(-0.05, 0.0, -0.01))  # of who stands
APART = (Limb(0.30, 0.18, 0.06), Limb(-0.18, 0.04, 0.04))


def ascend(build: Build, phase: float) -> Stance:
    """Hang on a wall in front, high above the ground."""
    reach = wave(phase)
    return Stance(
        arms=(Limb(2.35 + 0.3 * reach, 0.5 - 0.3 * reach), Limb(2.35 - 0.3 * reach, 0.5 + 0.3 * reach)),
        legs=(Limb(0.95 - 0.35 * reach, 1.2 - 0.4 * reach), Limb(0.95 + 0.35 * reach, 1.2 + 0.4 * reach)),
        lean=0.08,
        nod=-0.3,
        yaw=-0.35,
        lift=0.62,
    )


def sweep(build: Build, phase: float) -> Stance:
    beat = wave(phase)
    return Stance(
        arms=(Limb(0.30 + 0.08 * beat, 1.15, 0.02), Limb(0.50 + 0.14 * beat, 0.35, 0.02)),
        legs=APART,
        lean=0.16 + 0.05 * beat,
        nod=0.15,
        yaw=0.3,
    )


def blow(build: Build, phase: float) -> Stance:
    """Hold something in front of the mouth."""
    return Stance(arms=(Limb(0.15, 0.35, 0.10), Limb(0.85, 1.35, 0.02)), legs=LEGS, nod=-0.10, yaw=0.4)


def conjure(build: Build, phase: float) -> Stance:
    """Pull something up, with the other hand over it."""
    up = 0.5 - 0.5 * math.cos(2 * math.pi * phase)
    return Stance(
        arms=(Limb(0.55, 0.75, 0.15), Limb(1.40 + 0.50 * up, 0.45 + 0.10 * up, 0.02)),
        legs=APART,
        nod=-0.05,
        yaw=0.35,
    )


def kick(build: Build, phase: float) -> Stance:
    """Swing the leg back and through the ball."""
    t = phase * 2 * math.pi
    swing = -0.55 * math.cos(t) if phase < 0.5 else 0.55 * (1 - (phase - 0.5) * 4) if phase < 0.75 else -0.55
    return Stance(
        arms=(Limb(-0.3 + 0.5 * swing, 0.5, 0.5), Limb(0.2 - 0.6 * swing, 0.5, 0.4)),
        legs=(Limb(0.02, 0.10), Limb(swing, 0.75 if swing < 0 else 0.15)),
        lean=-0.05 + 0.08 * (swing < 0),
        yaw=0.3,
    )


def throw(build: Build, phase: float) -> Stance:
    """Wind up behind the head and throw."""
    t = min(1.0, phase / 0.42)
    back = 1 - t**3 if phase < 0.42 else min(1.0, (phase - 0.42) / 0.5) ** 2
    return Stance(
        arms=(Limb(1.0 - 0.7 * (1 - back), 0.4, 0.2), Limb(1.75 + 1.25 * back, 0.35 + 0.9 * back, 0.05)),
        legs=(Limb(0.42, 0.22, 0.05), Limb(-0.32, 0.12, 0.05)),
        lean=0.16 - 0.28 * back,
        yaw=0.25,
    )


def catch(build: Build, phase: float) -> Stance:
    near = min(1.0, phase / 0.75) if phase < 0.75 else (1 - phase) / 0.25
    return Stance(
        arms=(Limb(1.35 + 0.15 * near, 0.45, 0.05), Limb(1.2 + 0.15 * near, 0.55, 0.05)),
        legs=(Limb(0.5, 0.5, 0.08), Limb(-0.25, 0.3, 0.08)),
        lean=0.1,
        nod=-0.15,
        yaw=0.3,
    )


def feed(build: Build, phase: float) -> Stance:
    """Stretch the near arm out in front."""
    beat = wave(phase)
    return Stance(
        arms=(Limb(0.12, 0.35, 0.08), Limb(0.72 + 0.06 * beat, 0.55, 0.04)),
        legs=LEGS,
        lean=0.06,
        nod=0.14,
        yaw=0.4,
    )


def stir(build: Build, phase: float) -> Stance:
    beat = wave(phase)
    return Stance(
        arms=(Limb(0.30, 1.0, 0.1), Limb(0.55 + 0.10 * beat, 0.95 - 0.08 * beat, 0.04)),
        legs=LEGS,
        lean=0.05,
        nod=0.2,
        yaw=0.4,
    )


def pour(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(0.50, 0.70, 0.02), Limb(0.80, 1.45, 0.04)), legs=LEGS, lean=0.03, nod=0.2, yaw=0.35
    )


def puff(build: Build, phase: float) -> Stance:
    """Bend forward and blow."""
    deep = 0.5 + 0.5 * wave(phase)
    return Stance(
        arms=(Limb(0.25, 0.25), Limb(0.15, 0.35)), legs=LEGS, lean=0.30 + 0.10 * deep, nod=0.05, yaw=0.3
    )


def push(build: Build, phase: float) -> Stance:
    return Stance(arms=(Limb(0.0, 0.2, 0.08), Limb(0.95, 0.35, 0.02)), legs=APART, lean=0.06, yaw=0.35)


def gaze(build: Build, phase: float) -> Stance:
    """Stand with the back to the viewer."""
    return Stance(
        arms=(Limb(0.08, 0.2, 0.12), Limb(0.08, 0.2, 0.12)),
        legs=(Limb(0.05, 0.06, 0.08), Limb(-0.03, 0.02, 0.06)),
        yaw=-1.3,
    )


def desk(build: Build, phase: float) -> Stance:
    """Sit with both hands on a table."""
    beat = 0.05 * wave(phase)
    return Stance(
        arms=(Limb(0.62 + beat, 0.80, 0.05), Limb(0.52 - beat, 0.90, 0.05)),
        legs=(Limb(1.50, 1.45, 0.06), Limb(1.42, 1.62, 0.04)),
        lean=0.08,
        nod=0.16,
        yaw=0.2,
    )


def petting(build: Build, phase: float) -> Stance:
    """Kneel, with the near hand in front."""
    beat = 0.08 * wave(phase)
    return Stance(
        arms=(Limb(0.55, 0.55), Limb(0.85 + beat, 0.35)),
        legs=(Limb(1.5, 1.6), Limb(0.1, 1.65)),
        lean=0.22,
        nod=0.1,
        yaw=0.25,
    )


def hug(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(0.62, 1.85, 0.02), Limb(0.50, 2.0, 0.02)), legs=LEGS, lean=0.05, nod=0.12, yaw=0.15
    )


def kneel_hugging(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(0.62, 1.75), Limb(0.46, 1.95)),
        legs=(Limb(1.5, 1.6), Limb(0.1, 1.65)),
        lean=0.06,
        nod=0.1,
        yaw=0.15,
    )


def kiss(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(0.62, 1.85, 0.02), Limb(0.45, 1.8, 0.02)), legs=LEGS, lean=0.10, nod=0.02, yaw=0.12
    )


def shake(build: Build, phase: float) -> Stance:
    beat = 0.05 * wave(phase if phase < 0.5 else phase + 0.5)
    return Stance(
        arms=(Limb(-0.06, 0.22, 0.08), Limb(0.62 + beat, 0.62, 0.02)), legs=LEGS, nod=0.05, yaw=0.25
    )


def give(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(-0.06, 0.22, 0.08), Limb(0.75 + 0.04 * wave(phase), 0.75, 0.02)),
        legs=APART,
        lean=0.04,
        yaw=0.25,
    )


def take(build: Build, phase: float) -> Stance:
    return Stance(arms=(Limb(0.45, 1.0, 0.02), Limb(0.40, 0.95, 0.02)), legs=LEGS, nod=0.08, yaw=0.3)


def reach_up(build: Build, phase: float) -> Stance:
    """Write on a board at the height of the eyes."""
    return Stance(
        arms=(Limb(0.05, 0.25, 0.08), Limb(1.70 + 0.10 * wave(phase), 0.45 + 0.1 * wave(phase, 0.3), 0.02)),
        legs=LEGS,
        nod=-0.1,
        yaw=-0.4,
    )


def chop(build: Build, phase: float) -> Stance:
    """Raise an axe over the head and let it fall."""
    up = 0.5 + 0.5 * math.cos(2 * math.pi * phase**0.7)
    return Stance(
        arms=(Limb(0.85 + 1.75 * up, 0.35, 0.02), Limb(0.75 + 1.75 * up, 0.45, 0.02)),
        legs=APART,
        lean=0.34 - 0.40 * up,
        yaw=0.25,
    )


def swing(build: Build, phase: float) -> Stance:
    """Sit on the seat of a swing and hold the ropes."""
    out = 0.35 * wave(phase, 0.25)
    return Stance(
        arms=(Limb(0.85, 1.35, 0.02), Limb(0.75, 1.45, 0.02)),
        legs=(Limb(1.45, 0.9 - out), Limb(1.40, 0.95 - out)),
        lean=-0.10,
        yaw=0.2,
        seat=0.42,
    )


def weep(build: Build, phase: float) -> Stance:
    """Hide the face in both hands."""
    beat = 0.03 * wave(phase)
    return Stance(
        arms=(Limb(0.75, 1.95 + beat, 0.0), Limb(0.68, 2.0 + beat, 0.0)),
        legs=LEGS,
        lean=0.14,
        nod=0.5 + beat,
        yaw=0.3,
    )


def scream(build: Build, phase: float) -> Stance:
    """Shout with the arms thrown back."""
    beat = 0.08 * wave(phase)
    return Stance(
        arms=(Limb(-0.5 + beat, 0.45, 0.6), Limb(-0.6 - beat, 0.5, 0.55)),
        legs=APART,
        lean=0.18,
        nod=-0.35,
        yaw=0.35,
    )


def cheer(build: Build, phase: float) -> Stance:
    beat = 0.18 * wave(phase)
    return Stance(
        arms=(Limb(2.75 + beat, 0.15, 0.35), Limb(2.65 - beat, 0.2, 0.35)), legs=APART, nod=-0.25, yaw=0.7
    )


def pray(build: Build, phase: float) -> Stance:
    """Kneel with folded hands."""
    return Stance(
        arms=(Limb(0.50, 1.75, -0.05), Limb(0.45, 1.80, -0.05)),
        legs=(Limb(0.10, 1.62), Limb(0.05, 1.60)),
        lean=0.06,
        nod=0.35,
        yaw=0.25,
        lift=-0.07,
    )


def point(build: Build, phase: float) -> Stance:
    return Stance(arms=(Limb(-0.05, 0.2, 0.08), Limb(1.60, 0.05, 0.02)), legs=APART, nod=-0.05, yaw=0.3)


def salute(build: Build, phase: float) -> Stance:
    return Stance(arms=(Limb(0.0, 0.08, 0.06), Limb(1.15, 2.15, 0.05)), legs=(Limb(), Limb()), yaw=0.3)


def shove(build: Build, phase: float) -> Stance:
    """Lean against something heavy in front."""
    beat = 0.04 * wave(phase)
    return Stance(
        arms=(Limb(1.30, 0.15), Limb(1.15, 0.25)),
        legs=(Limb(0.45, 0.75), Limb(-0.55 + beat, 0.1)),
        lean=0.55,
        nod=-0.3,
        yaw=0.15,
    )
