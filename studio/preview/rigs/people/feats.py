"""Stances of dancing, sports, riding and fighting, at a phase of each."""

import math

from studio.preview.rigs.people.bones import Build, Limb, Stance, bend_leg
from studio.preview.rigs.people.steps import wave


def dance(build: Build, phase: float) -> Stance:
    beat = wave(phase)
    up = 0.5 + 0.5 * beat
    return Stance(
        arms=(Limb(0.5 + 0.3 * beat, 0.5, 0.9 + 0.9 * up), Limb(0.2 - 0.3 * beat, 0.6, 1.6 - 0.8 * up)),
        legs=(Limb(0.35 + 0.25 * beat, 0.45 + 0.5 * up, 0.22), Limb(-0.1, 0.30 - 0.25 * up, 0.12)),
        lean=-0.06 + 0.05 * beat,
        nod=-0.1,
        yaw=0.75 + 0.25 * wave(phase, 0.2),
    )


def ballet(build: Build, phase: float) -> Stance:
    """An arabesque on the tip of the foot, opening and closing."""
    rise = 0.5 - 0.5 * math.cos(2 * math.pi * phase)
    return Stance(
        arms=(Limb(1.9 + 0.35 * rise, 0.2, 0.1), Limb(1.15 - 1.9 * rise, 0.25, 0.55)),
        legs=(Limb(0.02, -0.02, 0.0), Limb(-0.55 - 0.95 * rise, 0.5 * (1 - rise), 0.12)),
        lean=0.10 * rise,
        nod=-0.18,
        yaw=0.18,
    )


def waltz(build: Build, phase: float) -> Stance:
    beat = wave(phase)
    return Stance(
        arms=(Limb(1.25, 0.3, 0.3), Limb(0.95, 0.75, 0.1)),
        legs=(Limb(0.16 + 0.2 * beat, 0.12, 0.06), Limb(-0.14 - 0.22 * beat, 0.14 + 0.1 * beat, 0.05)),
        lean=-0.03,
        yaw=0.2,
    )


def swim(build: Build, phase: float) -> Stance:
    """Crawl: the arms go round, the legs beat."""
    kick = 0.22 * wave(phase * 2)
    return Stance(
        arms=(Limb(2 * math.pi * (0.5 - phase), 0.25), Limb(2 * math.pi * (1.0 - phase), 0.25)),
        legs=(Limb(kick, 0.18), Limb(-kick, 0.18)),
        nod=-0.9,
        yaw=0.2,
        roll=1.42,
    )


def drift(build: Build, phase: float) -> Stance:
    sway = 0.12 * wave(phase)
    return Stance(
        arms=(Limb(0.75 + sway, 0.6, 0.6), Limb(0.35 - sway, 0.6, 0.7)),
        legs=(Limb(0.55 + sway, 0.75, 0.12), Limb(0.10 - sway, 0.55, 0.1)),
        yaw=0.6,
        roll=0.18,
    )


def jump(build: Build, phase: float) -> Stance:
    """Crouch, fly and land."""
    air = max(0.0, math.sin(2 * math.pi * (phase - 0.2) / 1.2)) if 0.2 < phase < 0.8 else 0.0
    crouch = max(0.0, 1 - abs(phase - 0.1) / 0.12, 1 - abs(phase - 0.88) / 0.12)
    return Stance(
        arms=(Limb(-0.5 + 3.1 * air, 0.3, 0.35), Limb(-0.7 + 3.0 * air, 0.3, 0.35)),
        legs=(
            Limb(0.75 * crouch + 0.75 * air, 1.4 * crouch + 1.1 * air),
            Limb(0.75 * crouch - 0.2 * air, 1.5 * crouch + 0.7 * air),
        ),
        lean=0.35 * crouch,
        yaw=0.4,
        lift=0.34 * air,
    )


def soar(build: Build, phase: float) -> Stance:
    """Fly level with one fist ahead."""
    sway = 0.05 * wave(phase)
    return Stance(
        arms=(Limb(0.1 + sway, 0.1, 0.12), Limb(2.95 + sway, 0.05, 0.02)),
        legs=(Limb(0.05, 0.35, 0.03), Limb(-0.05 - sway, 0.05, 0.03)),
        nod=-0.75,
        yaw=0.25,
        roll=1.25,
    )


def fall(build: Build, phase: float) -> Stance:
    beat = 0.25 * wave(phase)
    return Stance(
        arms=(Limb(1.9 + beat, 0.4, 0.5), Limb(-1.4 + beat, 0.4, 0.6)),
        legs=(Limb(0.9 + beat, 0.8, 0.2), Limb(-0.3 - beat, 0.9, 0.2)),
        nod=-0.3,
        yaw=0.5,
        roll=-0.9,
        lift=0.05,
    )


def climb(build: Build, phase: float) -> Stance:
    """Hand over hand, on something in front."""
    reach = wave(phase)
    return Stance(
        arms=(Limb(2.35 + 0.4 * reach, 0.5 - 0.4 * reach), Limb(2.35 - 0.4 * reach, 0.5 + 0.4 * reach)),
        legs=(Limb(0.95 - 0.45 * reach, 1.2 - 0.5 * reach), Limb(0.95 + 0.45 * reach, 1.2 + 0.5 * reach)),
        lean=0.08,
        nod=-0.3,
        yaw=-0.35,
    )


def box(build: Build, phase: float) -> Stance:
    """Fists in front of the chin; the far one punches."""
    hit = max(0.0, wave(phase)) ** 2
    return Stance(
        arms=(Limb(0.75 + 0.8 * hit, 1.75 - 1.65 * hit, 0.08), Limb(0.35, 2.2, 0.1)),
        legs=(Limb(0.42, 0.35, 0.05), Limb(-0.35, 0.3, 0.08)),
        lean=0.10 + 0.06 * hit,
        nod=0.1,
        yaw=0.3,
    )


def aim(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(1.55, 0.0, 0.05), Limb(1.45, 2.55, -0.35)),
        legs=(Limb(0.30, 0.05, 0.08), Limb(-0.26, 0.02, 0.08)),
        yaw=0.25,
    )


def guard(build: Build, phase: float) -> Stance:
    """Ready to fight, the weapon in front."""
    return Stance(
        arms=(Limb(0.55, 1.05, 0.15), Limb(0.25, 1.15, 0.2)),
        legs=(Limb(0.42, 0.32, 0.10), Limb(-0.30, 0.12, 0.10)),
        lean=0.05,
        yaw=0.5,
    )


def stride(build: Build, phase: float) -> Stance:
    """Stand upright with the chest out, feet apart."""
    return Stance(
        arms=(Limb(-0.15, 1.0, 0.55), Limb(-0.2, 1.05, 0.55)),
        legs=(Limb(0.12, 0.02, 0.20), Limb(-0.06, 0.0, 0.16)),
        lean=-0.05,
        yaw=0.85,
    )


def surf(build: Build, phase: float) -> Stance:
    sway = 0.12 * wave(phase)
    return Stance(
        arms=(Limb(1.35 + sway, 0.2, 0.35), Limb(-1.0 + sway, 0.3, 0.6)),
        legs=(Limb(0.75, 0.75, 0.05), Limb(-0.05, 0.85, 0.2)),
        lean=0.38 + 0.3 * sway,
        nod=-0.3,
        yaw=0.3,
    )


def pedal(build: Build, phase: float) -> Stance:
    """Sit on a saddle: the feet go round the crank."""
    turns = [2 * math.pi * (offset - phase) for offset in (0.5, 0.0)]
    legs = [bend_leg(build, 0.13 + 0.085 * math.cos(turn), -0.36 + 0.085 * math.sin(turn)) for turn in turns]
    return Stance(
        arms=(Limb(1.0, 0.22), Limb(0.95, 0.28)),
        legs=(legs[0], legs[1]),
        lean=0.62,
        nod=-0.35,
        yaw=0.1,
        seat=0.57,
    )


def ride(build: Build, phase: float) -> Stance:
    """Sit astride with the feet in front of the hips."""
    return Stance(
        arms=(Limb(0.85, 0.45), Limb(0.80, 0.5)),
        legs=(Limb(1.05, 1.15, 0.1), Limb(1.0, 1.15, 0.1)),
        lean=0.18,
        nod=-0.08,
        yaw=0.12,
        seat=0.46,
    )


def row(build: Build, phase: float) -> Stance:
    pull = wave(phase)
    return Stance(
        arms=(Limb(1.0 - 0.3 * pull, 0.5 + 0.5 * pull), Limb(1.0 - 0.3 * pull, 0.5 + 0.5 * pull)),
        legs=(Limb(1.45, 0.75), Limb(1.45, 0.75)),
        lean=0.1 - 0.25 * pull,
        yaw=0.15,
        seat=0.14,
    )


def skate(build: Build, phase: float) -> Stance:
    push = max(0.0, wave(phase))
    return Stance(
        arms=(Limb(0.7 - 0.9 * push, 0.5, 0.3), Limb(-0.7 + 0.9 * push, 0.5, 0.3)),
        legs=(Limb(0.45, 0.75), Limb(-0.15 - 0.55 * push, 0.5 - 0.4 * push)),
        lean=0.32,
        nod=-0.2,
        yaw=0.25,
    )
