"""The poses of people: a stance at each phase of what they do."""

import math
from collections.abc import Callable
from dataclasses import replace

from studio.preview.rigs.people import dealings, feats, steps
from studio.preview.rigs.people.bones import Build, Limb, Stance
from studio.preview.rigs.people.steps import wave

Pose = Callable[[Build, float], Stance]
RATES = {"walk": 0.95, "run": 1.5, "hobble": 0.8, "dance": 0.5, "ballet": 0.3, "jump": 0.7, "play": 0.9}
RATES |= {"wave": 0.9, "swim": 0.55, "climb": 0.5, "float": 0.2, "box": 0.9, "pedal": 1.0, "row": 0.5}
RATES |= {
    "talk": 0.35,
    "work": 0.7,
    "skate": 0.6,
    "sing": 0.4,
    "waltz": 0.4,
    "fall": 0.6,
    "ride": 1.2,
    "roll": 0.7,
    "soar": 0.4,
    "surf": 0.4,
    "ascend": 0.3,
    "reachup": 0.6,
    "chop": 0.5,
    "swing": 0.35,
    "weep": 0.6,
    "scream": 0.9,
    "cheer": 1.0,
    "shove": 0.5,
    "sweep": 0.7,
    "conjure": 0.3,
    "kick": 0.5,
    "throw": 0.55,
    "catch": 0.5,
    "feed": 0.6,
    "stir": 0.7,
    "puff": 0.4,
    "desk": 0.6,
    "petting": 0.5,
    "shake": 1.0,
    "give": 0.3,
    "broom": 0.4,
    "howl": 0.3,
    "reach": 0.5,
}


def stand(build: Build, phase: float) -> Stance:
    """Weight on the near leg, the other one set aside."""
    return Stance(
        arms=(Limb(0.10, 0.22, 0.12), Limb(-0.08, 0.30, 0.10)),
        legs=(Limb(0.20, 0.14, 0.10), Limb(-0.05, 0.0, -0.01)),
        yaw=0.62,
    )


def sit(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(0.45, 0.75, 0.05), Limb(0.30, 0.95, 0.05)),
        legs=(Limb(1.50, 1.45, 0.06), Limb(1.42, 1.62, 0.04)),
        lean=-0.04,
        nod=0.06,
        yaw=0.3,
    )


def kneel(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(0.6, 1.0), Limb(0.5, 0.9)), legs=(Limb(1.5, 1.6), Limb(0.1, 1.65)), lean=0.12, yaw=0.25
    )


def lotus(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(0.45, 0.35, 0.42), Limb(0.45, 0.35, 0.42)),
        legs=(Limb(1.35, 2.4, 0.85), Limb(1.35, 2.4, 0.85)),
        yaw=1.45,
        seat=0.085,
    )


def sleep(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(0.06, 0.15), Limb(0.16, 0.45)),
        legs=(Limb(0.35, 0.55, 0.0), Limb(0.12, 0.3, 0.0)),
        yaw=0.25,
        roll=-math.pi / 2,
    )


def slumber(build: Build, phase: float) -> Stance:
    """Lie in a bed."""
    return replace(sleep(build, phase), lift=0.27)


def wave_hand(build: Build, phase: float) -> Stance:
    rest = stand(build, phase)
    raised = Limb(0.25, 0.25 + 0.3 * wave(phase), 2.5 + 0.12 * wave(phase))
    return Stance(arms=(raised, rest.arms[1]), legs=rest.legs, yaw=1.0)


def sing(build: Build, phase: float) -> Stance:
    return Stance(
        arms=(Limb(0.5 + 0.15 * wave(phase), 0.4, 0.9), Limb(0.72, 2.1, 0.02)),
        legs=(Limb(0.16, 0.1, 0.16), Limb(-0.08, 0.0, 0.04)),
        lean=-0.05,
        nod=-0.16 + 0.05 * wave(phase),
        yaw=0.6,
    )


def play(build: Build, phase: float) -> Stance:
    """The arms are where the instrument is; the body sways."""
    rest = stand(build, phase)
    return Stance(arms=rest.arms, legs=rest.legs, lean=0.05 + 0.03 * wave(phase), nod=0.12, yaw=0.62)


def talk(build: Build, phase: float) -> Stance:
    rest, beat = stand(build, phase), wave(phase)
    arms = (rest.arms[0], Limb(0.12 + 0.08 * beat, 1.25 + 0.35 * beat, 0.25))
    return Stance(arms=arms, legs=rest.legs, nod=0.04 * beat, yaw=0.6)


def work(build: Build, phase: float) -> Stance:
    rest, beat = stand(build, phase), wave(phase)
    arms = (Limb(0.45 + 0.1 * beat, 1.05, 0.05), Limb(0.40 - 0.12 * beat, 1.0 + 0.1 * beat, 0.05))
    return Stance(arms=arms, legs=rest.legs, lean=0.08, nod=0.22, yaw=0.45)


def reach(build: Build, phase: float) -> Stance:
    """Stagger with both arms stretched out."""
    sway = 0.06 * wave(phase)
    return Stance(
        arms=(Limb(1.45 + sway, 0.15, 0.05), Limb(1.25 - sway, 0.2, 0.05)),
        legs=(Limb(0.28, 0.2, 0.06), Limb(-0.22, 0.15, 0.06)),
        lean=0.10 + sway,
        nod=0.2,
        yaw=0.35,
    )


def settle(build: Build, phase: float) -> Stance:
    """Sit on the ground with the knees up and the hands on them."""
    beat = 0.03 * wave(phase)
    return Stance(
        arms=(Limb(0.85, 0.30, 0.05), Limb(0.75, 0.40, 0.05)),
        legs=(Limb(2.15, 1.95, 0.08), Limb(2.05, 1.90, 0.06)),
        lean=0.12 + beat,
        nod=-0.05,
        yaw=0.2,
        seat=0.065,
    )


def roll(build: Build, phase: float) -> Stance:
    """Sit in a wheelchair, with the hands on the wheels."""
    rest = sit(build, phase)
    arms = (Limb(0.15, 0.75, 0.1), Limb(0.10, 0.75, 0.1))
    return Stance(arms=arms, legs=(Limb(1.5, 1.2), Limb(1.45, 1.25)), lean=rest.lean, yaw=0.15, seat=0.30)


def broom(build: Build, phase: float) -> Stance:
    """Fly astride a broom, bent forward."""
    return Stance(
        arms=(Limb(0.95, 0.15), Limb(0.9, 0.2)),
        legs=(Limb(0.55, 1.35, 0.05), Limb(0.40, 1.45, 0.05)),
        lean=0.5,
        nod=-0.4 + 0.04 * wave(phase),
        yaw=0.12,
        seat=0.40,
    )


def howl(build: Build, phase: float) -> Stance:
    """Lift the face to the moon, the arms back."""
    sway = 0.05 * wave(phase)
    return Stance(
        arms=(Limb(-0.35, 0.7, 0.35), Limb(-0.45 + sway, 0.75, 0.3)),
        legs=(Limb(0.35, 0.4, 0.12), Limb(-0.18, 0.35, 0.1)),
        lean=-0.12,
        nod=-0.75 + sway,
        yaw=0.35,
    )


def nap(build: Build, phase: float) -> Stance:
    """Sit with the head on the arms, on a table."""
    rest = dealings.desk(build, 0.0)
    return replace(rest, arms=(Limb(0.95, 0.75), Limb(0.85, 0.85)), lean=0.62, nod=0.55)


POSES: dict[str, Pose] = {
    "stand": stand,
    "walk": steps.walk,
    "hobble": steps.hobble,
    "run": steps.run,
    "dance": feats.dance,
    "ballet": feats.ballet,
    "waltz": feats.waltz,
    "sit": sit,
    "settle": settle,
    "perch": sit,  # on what isn't drawn with them
    "kneel": kneel,
    "lotus": lotus,
    "sleep": sleep,
    "swim": feats.swim,
    "float": feats.drift,
    "jump": feats.jump,
    "fall": feats.fall,
    "climb": feats.climb,
    "wave": wave_hand,
    "sing": sing,
    "play": play,
    "talk": talk,
    "work": work,
    "box": feats.box,
    "aim": feats.aim,
    "guard": feats.guard,
    "stride": feats.stride,
    "surf": feats.surf,
    "pedal": feats.pedal,
    "ride": feats.ride,
    "row": feats.row,
    "skate": feats.skate,
    "stomp": steps.stomp,
    "soar": feats.soar,
    "slumber": slumber,
    "reach": reach,
    "broom": broom,
    "howl": howl,
    "roll": roll,
    "ascend": dealings.ascend,
    "reachup": dealings.reach_up,
    "chop": dealings.chop,
    "swing": dealings.swing,
    "weep": dealings.weep,
    "scream": dealings.scream,
    "cheer": dealings.cheer,
    "pray": dealings.pray,
    "point": dealings.point,
    "salute": dealings.salute,
    "shove": dealings.shove,
    "sweep": dealings.sweep,
    "blow": dealings.blow,
    "conjure": dealings.conjure,
    "kick": dealings.kick,
    "throw": dealings.throw,
    "catch": dealings.catch,
    "feed": dealings.feed,
    "stir": dealings.stir,
    "pour": dealings.pour,
    "puff": dealings.puff,
    "push": dealings.push,
    "gaze": dealings.gaze,
    "nap": nap,
    "desk": dealings.desk,
    "petting": dealings.petting,
    "hug": dealings.hug,
    "kneelhug": dealings.kneel_hugging,
    "kiss": dealings.kiss,
    "shake": dealings.shake,
    "give": dealings.give,
    "take": dealings.take,
}
