"""A whole figure: its parts from back to front."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from studio.preview.rigs.parts import Part
from studio.preview.rigs.people import body, heads
from studio.preview.rigs.people.bones import Bones, Point, Stance, set_up
from studio.preview.rigs.people.looks import BUILDS, Look
from studio.preview.rigs.people.outlines import Placer
from studio.preview.rigs.people.poses import POSES
from studio.preview.rigs.people.rides import COLORS, RIDES, draw_ride
from studio.preview.rigs.people.seats import SEATS
from studio.preview.rigs.people.skeletons import draw_skeleton
from studio.preview.rigs.people.things import THINGS

BUSY = (
    "swim",
    "float",
    "fall",
    "climb",
    "ascend",
    "sleep",
    "slumber",
    "pedal",
    "roll",
    "row",
)  # poses that need both arms
QUICK = ("run", "jump")  # these need one
SEATED = ("sit", "slumber")
CAPED = ("cape", "cloak")


def draw_figure(
    look: Look, pose: str, phase: float, stance: Stance | None = None, *, is_close: bool = False
) -> list[Part]:
    """Return somebody's parts at a phase of a pose. stance: instead of the pose's own."""
    stance = stance or POSES[pose](BUILDS[look.build], phase)
    bones, things = find_bones(look, pose, stance), _list_things(look, pose)
    if look.top == "bones":
        parts = [*draw_skeleton(look, bones), *_put(look, bones, things)]
    else:
        parts = list(_layer(look, bones, things, is_close=is_close))
    for name in look.things:
        if name in RIDES and not is_close and (name not in SEATS or pose in SEATED):
            behind, before = draw_ride(name, bones, phase, look.get(name, COLORS[name]))
            parts = [*behind, *parts, *before]
    return parts


def find_bones(look: Look, pose: str, stance: Stance) -> Bones:
    """Return the bones of somebody in this stance, with what they hold."""
    return set_up(BUILDS[look.build], _hold(stance, _list_things(look, pose)))


def _list_things(look: Look, pose: str) -> list[str]:
    """Return what somebody has in this pose."""
    things = [name for name in look.things if name in THINGS]
    if pose in BUSY:
        return [name for name in things if not any(THINGS[name].arms)]
    return [name for name in things if not all(THINGS[name].arms)] if pose in QUICK else things


def _hold(stance: Stance, things: list[str]) -> Stance:
    """Return the stance with the arms as the things want them."""
    far, near = stance.arms
    for name in things:
        one, other = THINGS[name].arms
        far, near = one or far, other or near
    return replace(stance, arms=(far, near))


def _layer(look: Look, bones: Bones, things: list[str], *, is_close: bool) -> Iterator[Part]:
    size, sees_back = bones.build.head, bones.yaw < -0.2
    if is_close and heads.is_turned(look):
        things = [name for name in things if name not in heads.ON_FACE]
    behind = [name for name in things if THINGS[name].is_behind]
    front = [name for name in things if not THINGS[name].is_behind]
    if sees_back:
        behind, front = [], behind
    yield from _put(look, bones, behind)
    if not sees_back:
        yield from _draw_cape(look, bones)
    yield from heads.draw_hair_behind(look, bones.head, size, bones.tilt, yaw=bones.yaw, is_close=is_close)
    yield from body.draw_arm(look, bones, 0)
    yield from _put(look, bones, [name for name in front if THINGS[name].at in ("feet",)])
    for side in (0, 1):
        yield from body.draw_leg(look, bones, side)
    if is_close:
        yield from body.draw_arm(look, bones, 1)
    yield from body.draw_trunk(look, bones, is_close=is_close)
    yield from heads.draw_head(look, bones.head, size, bones.tilt, yaw=bones.yaw, is_close=is_close)
    if sees_back:
        yield from _draw_cape(look, bones)
    yield from _put(look, bones, [name for name in front if THINGS[name].at != "feet"])
    if not is_close:
        yield from body.draw_arm(look, bones, 1)


def _put(look: Look, bones: Bones, names: list[str]) -> Iterator[Part]:
    for name in names:
        for at in _find_anchors(bones, THINGS[name].at):
            yield from Placer(look, at, 1.0, tilt=_find_tilt(bones, THINGS[name].at)).draw("thing", name)


def _find_tilt(bones: Bones, at: str) -> float:
    return bones.tilt if at in ("face", "mouth", "chin", "mask", "brow", "crown") else bones.roll


def _find_anchors(bones: Bones, at: str) -> list[Point]:
    """Return where a thing is: its middle, or the hand that holds it."""
    hands = [_middle(arm[2], arm[3]) for arm in bones.arms]
    hip, _, neck = bones.spine
    size = bones.build.head
    if at in ("near", "far"):
        return [hands[at == "near"]]
    if at == "both":
        return hands
    if at == "between":
        return [_middle(*hands)]
    if at == "feet":
        feet = [leg[2] for leg in bones.legs]
        return [(_middle(*feet)[0], min(foot[1] for foot in feet) - 0.042)]
    near = {
        "face": (bones.head[0] + 0.10 * size, bones.head[1] + 0.03 * size),
        "mouth": (bones.head[0] + 0.32 * size, bones.head[1] - 0.27 * size),
        "chin": (bones.head[0] + 0.08 * size, bones.head[1] - 0.52 * size),
        "mask": (bones.head[0] + 0.08 * size, bones.head[1] - 0.12 * size),
        "brow": (bones.head[0], bones.head[1] + 0.40 * size),
        "crown": (bones.head[0], bones.head[1] + 0.72 * size),
        "neck": (neck[0] + 0.01, neck[1] + 0.01),
        "belly": _mix_points(hip, neck, 0.36),
        "back": _mix_points(hip, neck, 0.82),
        "ground": (hip[0], 0.0),
    }
    return [_shift(near[at], bones, at)]


def _shift(at: Point, bones: Bones, name: str) -> Point:
    behind = {"back": -0.055, "belly": 0.05}.get(name, 0.0)
    return at[0] + behind * float(np.cos(bones.yaw)), at[1]


def _draw_cape(look: Look, bones: Bones) -> Iterator[Part]:
    """Yield a cape that hangs from the shoulders, behind in profile."""
    name = next((one for one in CAPED if one in look.things), "")
    if not name:
        return
    hip, up = np.array(bones.spine[0]), float(np.hypot(*np.subtract(bones.spine[2], bones.spine[0])))
    wide, low = bones.widen(0.125, 0.07), -0.42 if name == "cloak" else -0.32
    trail = -0.16 * float(np.cos(bones.yaw))
    lean = float(np.arctan2(*np.subtract(bones.spine[2], bones.spine[0])))
    shape = (
        (0.03, up + 0.01),
        (wide, up - 0.03),
        (wide * 0.9, 0.02),
        (wide + trail * 0.4, low),
        (trail, low - 0.03),
        (trail - wide * 1.3, low + 0.02),
        (0.4 * trail - wide * 1.15, 0.0),
        (-wide, up - 0.03),
        (-0.03, up + 0.01),
    )
    cos, sin = np.cos(lean), np.sin(lean)
    points = np.array(shape) @ np.array([[cos, -sin], [sin, cos]]) + hip
    yield Part(points, 0.36, look.get(name, "#7a2f34"))


def _middle(one: Point, other: Point) -> Point:
    return _mix_points(one, other, 0.5)


def _mix_points(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
