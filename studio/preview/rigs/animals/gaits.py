"""How quadrupeds hold themselves and where they set their feet, at a phase from 0 to 1."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from studio.preview.rigs.animals.outlines import mix

FEET = ("far hind", "far fore", "near hind", "near fore")


@dataclass(frozen=True)
class Foot:
    """Where a foot is, relative to where it stands, and how far its cannon leans back, in radians."""

    x: float = 0.0
    y: float = 0.0
    lean: float = 0.0


@dataclass(frozen=True)
class Stance:
    """A posture. lift: of the body, in heights at the withers. drop: 0 for standing, 1 if the chest lies
    on the ground. hips: how high the hips are, of their usual height. pitch: radians that the forehand is up.
    neck, head, tail, ear: radians beside the usual angles. arch: how far the back is rounded.
    gather: how long the body is, of its usual length. rests: the
    tail lies on the ground."""

    lift: float = 0.0
    drop: float = 0.0
    hips: float = 1.0
    pitch: float = 0.0
    neck: float = 0.0
    head: float = 0.0
    tail: float = 0.0
    arch: float = 0.0
    gather: float = 1.0
    ear: float = 0.0
    rests: bool = False
    feet: tuple[Foot, Foot, Foot, Foot] = (Foot(),) * 4


@dataclass(frozen=True)
class Gait:
    """duty: the part of a round that a foot is on the ground. reach: what the body advances meanwhile.
    starts: when each of FEET is set down. lift: of a foot in the air."""

    duty: float
    reach: float
    starts: tuple[float, float, float, float]
    lift: float

    @property
    def stride(self) -> float:
        return self.reach / self.duty

    def find_foot(self, n: int, phase: float) -> Foot:
        part = (phase - self.starts[n]) % 1.0
        if part < self.duty:
            t = part / self.duty
            return Foot(self.reach * (0.5 - t), 0.0, mix(0.28, -0.42, t))
        t = (part - self.duty) / (1 - self.duty)
        eased = t * t * (3 - 2 * t)
        swing = math.sin(math.pi * t)
        return Foot(self.reach * (eased - 0.5), self.lift * swing, mix(-0.42, 0.28, t) - 0.85 * swing)

    def find_feet(self, phase: float) -> tuple[Foot, Foot, Foot, Foot]:
        far_hind, far_fore, near_hind, near_fore = (self.find_foot(n, phase) for n in range(4))
        return far_hind, far_fore, near_hind, near_fore


WALK = Gait(0.62, 0.50, (0.5, 0.75, 0.0, 0.25), 0.10)
GALLOP = Gait(0.26, 0.74, (0.0, 0.36, 0.10, 0.50), 0.22)
TROT = Gait(0.48, 0.52, (0.0, 0.5, 0.5, 0.0), 0.16)
HOP = Gait(0.3, 0.6, (0.0, 0.0, 0.04, 0.04), 0.1)
BOUND = Gait(0.24, 0.66, (0.0, 0.46, 0.05, 0.40), 0.2)


def wave(phase: float, offset: float = 0.0) -> float:
    return math.sin(2 * math.pi * (phase + offset))


def walk(phase: float) -> Stance:
    nod = wave(2 * phase, 0.1)
    return Stance(
        lift=0.012 * wave(2 * phase, 0.35),
        pitch=0.012 * wave(2 * phase),
        neck=0.05 * nod - 0.06,
        tail=0.12 * wave(phase),
        feet=WALK.find_feet(phase),
    )


def trot(phase: float) -> Stance:
    return replace(
        walk(phase),
        lift=0.025 * wave(2 * phase, 0.1) + 0.02,
        neck=0.02,
        pitch=0.0,
        feet=TROT.find_feet(phase),
    )


def gallop(phase: float, gait: Gait = GALLOP) -> Stance:
    return Stance(
        lift=0.05 * wave(phase, -0.60) + 0.03,
        pitch=0.09 * wave(phase, 0.10),
        neck=-0.28 - 0.10 * wave(phase, 0.05),
        head=0.16,
        tail=-0.75 + 0.15 * wave(phase),
        arch=0.05 * wave(phase, -0.55),
        feet=gait.find_feet(phase),
    )


def bound(phase: float) -> Stance:
    stance = gallop(phase, BOUND)
    return Stance(
        lift=0.10 * max(0.0, wave(phase, -0.5)) + 0.04,
        pitch=0.2 * wave(phase, 0.05),
        neck=stance.neck * 0.5,
        tail=-0.3,
        arch=0.10 * wave(phase, -0.55),
        feet=stance.feet,
    )


def hop(phase: float) -> Stance:
    """Leap on both hind legs, as a kangaroo does."""
    feet = HOP.find_feet(phase)
    air = max(0.0, wave(phase, -0.32))
    return Stance(
        lift=0.26 * air,
        pitch=-0.5 + 0.1 * wave(phase),
        neck=0.25,
        tail=-0.35 * wave(phase, 0.1) - 0.3,
        feet=(raised(feet[0], 0.26 * air), feet[1], raised(feet[2], 0.26 * air), feet[3]),
    )


def raised(foot: Foot, by: float) -> Foot:
    return replace(foot, y=foot.y + by)


def stand(phase: float) -> Stance:
    look = wave(phase)
    return Stance(
        lift=0.004 * wave(2 * phase),
        neck=0.06 * look,
        head=0.05 * wave(phase, -0.1),
        tail=0.22 * wave(2 * phase),
        ear=0.35 * max(0.0, wave(phase, 0.3)) ** 4,
        feet=(Foot(0.15, 0.0, 0.1), Foot(-0.13, 0.0, -0.12), Foot(-0.03), Foot(0.05, 0.0, 0.06)),
    )


def graze(phase: float) -> Stance:
    return Stance(
        neck=-1.5 + 0.05 * wave(phase),
        head=0.2 + 0.07 * wave(2 * phase),
        tail=0.25 * wave(2 * phase),
        feet=(Foot(-0.06), Foot(0.10), Foot(0.04), Foot(-0.06)),
    )


def sit(phase: float) -> Stance:
    fold = Foot(0.36, 0.0, 1.3)
    return Stance(
        rests=True,
        hips=0.34,
        pitch=0.12,
        gather=0.8,
        neck=0.10 + 0.05 * wave(phase),
        head=0.02 + 0.05 * wave(phase, -0.1),
        tail=0.10 * wave(2 * phase),
        ear=0.35 * max(0.0, wave(phase, 0.3)) ** 4,
        feet=(fold, Foot(0.02), fold, Foot(-0.04)),
    )


def howl(phase: float) -> Stance:
    return replace(sit(phase), neck=0.35 + 0.04 * wave(phase), head=0.75)


def lie(phase: float) -> Stance:
    return Stance(
        lift=0.006 * wave(phase),
        rests=True,
        drop=1.0,
        neck=-0.1 + 0.03 * wave(phase),
        tail=0.05 * wave(phase),
        feet=(Foot(0.30, 0.0, 1.4), Foot(0.36, 0.0, 1.45), Foot(0.24, 0.0, 1.4), Foot(0.28, 0.0, 1.5)),
    )


def sleep(phase: float) -> Stance:
    return replace(lie(phase), neck=-1.0 + 0.02 * wave(phase), head=0.4)


def jump(phase: float) -> Stance:
    """Crouch, leap and land again, once a round."""
    air = max(0.0, math.sin(math.pi * (phase - 0.2) / 0.6)) if 0.2 < phase < 0.8 else 0.0
    crouch = max(0.0, 1 - abs(phase - 0.12) / 0.12) + max(0.0, 1 - abs(phase - 0.88) / 0.12)
    rise = 0.45 * air
    hind = Foot(-0.38 * air, 0.05 * air + rise, -0.7 * air)
    fore = Foot(0.30 * air, 0.28 * air + rise, -0.9 * air)
    return Stance(
        lift=rise - 0.10 * crouch,
        pitch=0.42 * math.cos(math.pi * (phase - 0.2) / 0.6) * air,
        neck=0.1 * air,
        tail=-0.6 * air,
        feet=(hind, fore, hind, fore),
    )


def play(phase: float) -> Stance:
    """Bow with the chest on the ground and the tail up, then hop, and again."""
    bow, air = max(0.0, wave(phase)), max(0.0, -wave(phase))
    hop = 0.16 * air
    fore = Foot(0.26 * bow + 0.16 * air, hop + 0.10 * air, -0.5 * air)
    return Stance(
        lift=hop - 0.05 * bow,
        pitch=0.24 * air - 0.40 * bow,
        neck=0.45 * bow,
        head=0.1 * air,
        tail=-0.5 + 0.5 * wave(4 * phase),
        ear=0.4 * air,
        feet=(Foot(-0.1 * air, hop), fore, Foot(-0.04 * air, hop), replace(fore, x=fore.x + 0.1)),
    )


def roar(phase: float) -> Stance:
    """Stand with the head raised."""
    return replace(stand(phase), neck=0.22 + 0.04 * wave(phase), head=0.28 + 0.05 * wave(phase))


@dataclass(frozen=True)
class Action:
    """How an action is shown. stride: in heights at the withers. rate: rounds a second without a stride."""

    find_stance: Callable[[float], Stance]
    pictures: int = 12
    stride: float = 0.0
    rate: float = 0.3


ACTIONS = {
    "stand": Action(stand, 14, rate=0.25),
    "walk": Action(walk, stride=WALK.stride),
    "swim": Action(walk, rate=0.9),
    "trot": Action(trot, stride=TROT.stride, rate=1.4),
    "run": Action(gallop, stride=GALLOP.stride, rate=1.8),
    "bound": Action(bound, stride=BOUND.stride, rate=1.8),
    "hop": Action(hop, stride=HOP.stride, rate=1.4),
    "eat": Action(graze, rate=0.3),
    "sit": Action(sit, 14, rate=0.25),
    "howl": Action(howl, rate=0.25),
    "lie": Action(lie, rate=0.25),
    "sleep": Action(sleep, 10, rate=0.25),
    "jump": Action(jump, 14, rate=0.45),
    "play": Action(play, 16, rate=0.7),
    "roar": Action(roar, rate=0.3),
}
