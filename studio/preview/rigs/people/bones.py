"""The skeleton of people: where their joints are in a stance, seen from any side.

Coordinates as in parts.py. Pairs are (far, near): a figure that looks to the right shows its right side.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

Point = tuple[float, float]
ANKLE = 0.042  # height above the ground
NEAR, FAR = 1.0, -1.0
CROSSED = 2.0  # radians of a knee from which the shin lies across the other one


@dataclass(frozen=True)
class Build:
    """Proportions. heads: the height in heads. wide: across shoulders, waist and hips in front view. deep:
    forward and backward at chest, belly and seat. thick: limbs, 1 for a man. stoop: radians of a bent back.
    """

    heads: float = 7.4
    wide: tuple[float, float, float] = (0.116, 0.078, 0.086)
    deep: tuple[float, float, float] = (0.068, 0.058, 0.064)
    thick: float = 1.0
    stoop: float = 0.0

    @property
    def head(self) -> float:
        return 1 / self.heads

    @property
    def hip(self) -> float:
        """The height of the hip joints."""
        return 0.52 - 0.028 * (7.4 - self.heads)

    @property
    def bone(self) -> float:
        """The length of a thigh, and of a shin."""
        return (self.hip - ANKLE) / 2 + 0.004

    @property
    def torso(self) -> float:
        return 1 - 1.16 * self.head - self.hip


@dataclass(frozen=True)
class Limb:
    """swing: radians forward from hanging down. bend: of the elbow forward, or of the knee backward. spread:
    radians sideways."""

    swing: float = 0.0
    bend: float = 0.0
    spread: float = 0.06


@dataclass(frozen=True)
class Stance:
    """arms, legs: far and near. lean: radians forward, of the trunk. nod: of the head. yaw: toward the
    viewer, 0 in profile and pi/2 in front view. roll: of the whole figure, clockwise. lift: above the
    ground. seat: the height of the hips, or 0 if it is what the legs make it."""

    arms: tuple[Limb, Limb] = (Limb(0.06, 0.18), Limb(-0.04, 0.22))
    legs: tuple[Limb, Limb] = (Limb(0.05, 0.06), Limb(-0.06, 0.05))
    lean: float = 0.0
    nod: float = 0.0
    yaw: float = 0.5
    roll: float = 0.0
    lift: float = 0.0
    seat: float = 0.0


@dataclass(frozen=True)
class Bones:
    """Joints in the picture. spine: hip, waist, neck. head: its middle, and its turn clockwise in `tilt`.
    arms: shoulder, elbow, wrist, fingers. legs: hip, knee, ankle, toes."""

    build: Build
    yaw: float
    spine: tuple[Point, Point, Point]
    head: Point
    tilt: float
    arms: tuple[tuple[Point, ...], tuple[Point, ...]]
    legs: tuple[tuple[Point, ...], tuple[Point, ...]]
    roll: float = 0.0

    def widen(self, front: float, side: float) -> float:
        """Return how far something reaches that is `front` wide from the middle, and `side` deep."""
        return math.hypot(front * math.sin(self.yaw), side * math.cos(self.yaw))


def set_up(build: Build, stance: Stance) -> Bones:
    """Return the bones of somebody in this stance, with the lower foot on the ground."""
    viewer = _Viewer(stance.yaw)
    lean = stance.lean
    waist = _go((0.0, 0.0), lean + 0.3 * build.stoop, 0.4 * build.torso)
    neck = _go(waist, lean + build.stoop, 0.6 * build.torso)
    tilt = stance.nod + lean * 0.5 + build.stoop * 0.6
    head = _go(_go(neck, lean * 0.7 + build.stoop * 1.3, 0.16 * build.head), tilt, 0.5 * build.head)
    spine = [viewer.see((x, y, 0)) for x, y in ((0.0, 0.0), waist, neck)]
    chest = _go(neck, lean + build.stoop, -0.06)
    arms = [
        _reach(viewer, build, chest, limb, side=side)
        for side, limb in zip((FAR, NEAR), stance.arms, strict=True)
    ]
    legs = [_step(viewer, build, side, limb) for side, limb in zip((FAR, NEAR), stance.legs, strict=True)]
    bones = Bones(
        build,
        stance.yaw,
        _three(spine),
        viewer.see((*head, 0)),
        tilt * math.cos(stance.yaw),
        _two(arms),
        _two(legs),
    )
    if stance.seat:
        return _map(bones, lambda at: (at[0], at[1] + stance.seat), 0.0)
    return _ground(_turn(bones, stance.roll) if stance.roll else bones, stance.lift)


def bend_leg(build: Build, x: float, y: float) -> Limb:
    """Return the leg whose ankle is at x, y from its hip, with the knee in front."""
    far = min(math.hypot(x, y), 2 * build.bone - 0.002)
    knee = math.acos(max(-1.0, min(1.0, far / (2 * build.bone))))
    return Limb(math.atan2(x, -y) + knee, 2 * knee, 0.02)


class _Viewer:
    def __init__(self, yaw: float):
        self.cos, self.sin = math.cos(yaw), math.sin(yaw)

    def see(self, at: tuple[float, float, float]) -> Point:
        """Return the point in the picture of one that is forward, up and to the figure's right."""
        return at[0] * self.cos - at[2] * self.sin, at[1]


def _go(start: Point, turn: float, length: float) -> Point:
    return start[0] + math.sin(turn) * length, start[1] + math.cos(turn) * length


def _move(
    start: tuple[float, float, float], limb: Limb, angle: float, length: float
) -> tuple[float, float, float]:
    down, side = math.cos(limb.spread), math.sin(limb.spread)
    return (
        start[0] + math.sin(angle) * down * length,
        start[1] - math.cos(angle) * down * length,
        start[2] + side * length,
    )


def _reach(viewer: _Viewer, build: Build, chest: Point, limb: Limb, *, side: float) -> tuple[Point, ...]:
    """Return shoulder, elbow, wrist and fingertips."""
    limb = Limb(limb.swing, limb.bend, limb.spread * side)
    size = 0.53 * build.torso
    shoulder = (*chest, side * build.wide[0] * 0.9)
    elbow = _move(shoulder, limb, limb.swing, size)
    folded = Limb(0, 0, limb.spread * (0.5 if limb.bend > 0.6 else 1.0))
    wrist = _move(elbow, folded, limb.swing + limb.bend, 0.86 * size)
    fingers = _move(wrist, folded, limb.swing + limb.bend, 0.4 * size)
    return tuple(viewer.see(point) for point in (shoulder, elbow, wrist, fingers))


def _step(viewer: _Viewer, build: Build, side: float, limb: Limb) -> tuple[Point, ...]:
    """Return hip, knee, ankle and toes."""
    limb = Limb(limb.swing, limb.bend, limb.spread * side)
    hip = (0.0, 0.0, side * build.wide[2] * 0.52)
    knee = _move(hip, limb, limb.swing, build.bone)
    inward = Limb(spread=-1.2 * side) if limb.bend > CROSSED else limb
    ankle = _move(knee, inward, limb.swing - limb.bend, build.bone)
    pitch = 0.8 * (limb.swing - limb.bend)
    toes = (ankle[0] + math.cos(pitch) * 0.085, ankle[1] + math.sin(pitch) * 0.085 - 0.8 * ANKLE, ankle[2])
    return tuple(viewer.see(point) for point in (hip, knee, ankle, toes))


def _two(few: list[tuple[Point, ...]]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    return few[0], few[1]


def _three(few: list[Point]) -> tuple[Point, Point, Point]:
    return few[0], few[1], few[2]


def _turn(bones: Bones, roll: float) -> Bones:
    cos, sin = math.cos(roll), math.sin(roll)
    return _map(bones, lambda at: (at[0] * cos + at[1] * sin, at[1] * cos - at[0] * sin), roll)


def _ground(bones: Bones, lift: float) -> Bones:
    """Return the bones moved so that the lowest part is `lift` above the ground."""
    feet = [min(leg[2][1] - ANKLE, leg[3][1] - 0.012) for leg in bones.legs]
    others = [bones.head[1] - 0.5 * bones.build.head, *(point[1] - 0.07 for point in bones.spine)]
    lowest = min(*feet, *others) - lift
    return _map(bones, lambda at: (at[0], at[1] - lowest), 0.0)


def _map(bones: Bones, move: Callable[[Point], Point], roll: float) -> Bones:
    arms, legs = (
        _two([tuple(move(point) for point in limb) for limb in pair]) for pair in (bones.arms, bones.legs)
    )
    spine = _three([move(point) for point in bones.spine])
    return Bones(
        bones.build, bones.yaw, spine, move(bones.head), bones.tilt + roll, arms, legs, bones.roll + roll
    )
