"""The bodies of people and their clothes."""

import math
from collections.abc import Iterator

import cv2
import numpy as np

from studio.preview.rigs.parts import Part, make_segment, make_smooth
from studio.preview.rigs.people.bones import Bones, Point
from studio.preview.rigs.people.collars import draw_collar
from studio.preview.rigs.people.looks import FEMALE, LEGS, TOPS, Look

SHADE, BASE, LIGHT = 0.24, 0.46, 0.66  # tones of what is far, near, and lit
UPPER_ARM, FOREARM = (0.046, 0.046, 0.038), (0.036, 0.038, 0.026)
THIGH, SHIN = (0.086, 0.078, 0.056), (0.054, 0.060, 0.046, 0.034)
SHOE = "#2e2a28"
# Of the trunk: how far along from hip to neck, which of the build's widths, and factors in front and behind.
TRUNK: tuple[tuple[float, int, float, float], ...] = (
    (-0.10, 2, 0.72, 0.80),
    (0.06, 2, 0.92, 1.0),
    (0.22, 2, 0.90, 0.92),
    (0.44, 1, 1.0, 0.84),
)
TRUNK += ((0.72, 0, 1.0, 0.92), (0.90, 0, 0.76, 0.96), (0.985, 0, 0.46, 0.66), (1.06, 0, 0.30, 0.34))
TATTOOS = ((0.35, 0.7), (0.2, 0.6))  # how far along an arm and a forearm
TUCKED = ("shirt", "blouse")  # into the trousers
BUST = 1.22  # how much farther a woman's chest is in front


def draw_leg(look: Look, bones: Bones, side: int) -> Iterator[Part]:
    """Yield a leg with its shoe. side: 0 far, 1 near."""
    kind, thick = LEGS[look.legs], bones.build.thick
    hip, knee, ankle, toes = bones.legs[side]
    tone = BASE if side else SHADE
    if kind.length < 0:
        if side and look.legs == "fishtail":
            yield from _draw_tail(look, bones)
        return
    color, skin = look.get(look.legs, "#3d4048"), look.get("skin", "#c79a78")
    yield _draw_shoe(look, ankle, toes, tone)
    if kind.length < 2:
        yield make_segment(knee, ankle, [width * thick for width in SHIN], tone=tone, color=skin)
    if kind.length < 1:
        yield make_segment(hip, knee, [width * thick for width in THIGH], tone=tone, color=skin)
    if kind.length >= 2:
        widths = [width * thick + kind.loose * (1.0 + 0.6 * n) for n, width in enumerate(SHIN)]
        widths[-1] = max(widths[-1] * 0.98, 0.04)
        yield make_segment(knee, _mix(knee, ankle, 0.97), widths, tone=tone, color=color)
        if kind.boots:
            boot = [width * thick + 0.018 for width in SHIN[1:]]
            yield make_segment(
                _mix(knee, ankle, 0.42), ankle, boot, tone=tone * 0.9, color=look.get("boot", SHOE)
            )
    if kind.length:
        end = knee if kind.length >= 1 else _mix(hip, knee, kind.length)
        widths = [width * thick + kind.loose * 1.1 for width in THIGH]
        yield make_segment(hip, end, widths, tone=tone, color=color)


def _draw_tail(look: Look, bones: Bones) -> Iterator[Part]:
    """Yield the tail of a mermaid, along the near leg, with its fin."""
    hip, knee, ankle = (np.array(point) for point in bones.legs[1][:3])
    along = (ankle - knee) / max(1e-6, float(np.hypot(*(ankle - knee))))
    across = np.array([-along[1], along[0]])
    color = look.get("fishtail", "#3f8a8a")
    yield make_segment(hip, knee, [0.20, 0.19, 0.13], tone=BASE, color=color)
    yield make_segment(knee, ankle, [0.13, 0.10, 0.045], tone=BASE, color=color)
    tips = [(0.0, 0.02), (0.10, 0.06), (0.20, 0.17), (0.12, 0.03), (0.20, -0.15), (0.09, -0.06), (0.0, -0.02)]
    yield make_smooth(
        np.array([ankle + along * forward + across * side for forward, side in tips]), LIGHT, color
    )


def _draw_shoe(look: Look, ankle: Point, toes: Point, tone: float) -> Part:
    along = np.subtract(toes, ankle) + np.array((0, 0.034))
    length = max(0.035, float(np.hypot(*along)))
    ahead = along / max(1e-6, float(np.hypot(*along)))
    up = np.array([-ahead[1], ahead[0]]) * (1 if ahead[0] >= 0 else -1)
    shape: tuple[Point, ...] = (
        (-0.030, -0.041),
        (-0.032, -0.010),
        (-0.016, 0.014),
        (0.014, 0.012),
        (0.45, -0.016),
        (0.95, -0.024),
    )
    shape = (*shape, (1.08, -0.034), (1.02, -0.041))
    points = [np.array(ankle) + ahead * (x if abs(x) < 0.1 else x * length) + up * y for x, y in shape]
    color = look.get("shoe", look.get("skin", SHOE) if "barefoot" in look.things else SHOE)
    return Part(np.array(points), tone * 0.8, color)


def draw_arm(look: Look, bones: Bones, side: int) -> Iterator[Part]:
    """Yield an arm with its hand. side: 0 far, 1 near."""
    top, thick = TOPS[look.top], bones.build.thick
    shoulder, elbow, wrist, fingers = bones.arms[side]
    tone = (BASE + 0.05) if side else SHADE
    color, skin = look.get(look.top, "#56606e"), look.get("skin", "#c79a78")
    glove = look.colors.get("glove") or skin
    size = bones.build.head / 0.135
    yield make_segment(
        wrist,
        _mix(wrist, fingers, 0.8),
        [0.024 * size, 0.032 * size, 0.020 * size],
        tone=tone + 0.06,
        color=glove,
    )
    upper, lower = ([width * thick for width in few] for few in (UPPER_ARM, FOREARM))
    if top.sleeve < 2:
        yield make_segment(elbow, wrist, lower, tone=tone + 0.04, color=skin)
    if top.sleeve < 1:
        yield make_segment(shoulder, elbow, upper, tone=tone + 0.04, color=skin)
    if "tattoos" in look.things:
        for start, end, (low, high) in ((shoulder, elbow, TATTOOS[0]), (elbow, wrist, TATTOOS[1])):
            ends = _mix(start, end, low), _mix(start, end, high)
            yield make_segment(*ends, [0.030, 0.036, 0.024], tone=tone * 0.4, color="#24343c")
    if top.sleeve >= 2:
        widths = [width + top.loose * part for width, part in zip(lower, (1.0, 1.3, 1.8), strict=True)]
        yield make_segment(elbow, _mix(elbow, wrist, 0.96), widths, tone=tone, color=color)
    if top.sleeve:
        end = elbow if top.sleeve >= 1 else _mix(shoulder, elbow, max(0.5, top.sleeve))
        yield make_segment(shoulder, end, [width + top.loose for width in upper], tone=tone, color=color)


def draw_trunk(look: Look, bones: Bones, *, is_close: bool = False) -> Iterator[Part]:
    """Yield the neck and the trunk, with what hangs down from it over the legs. is_close: with a collar."""
    top = TOPS[look.top]
    color, skin = look.get(look.top, "#56606e"), look.get("skin", "#c79a78")
    neck, head = bones.spine[2], bones.head
    size = bones.build.head
    yield make_segment(
        neck, _mix(neck, head, 0.75), [0.44 * size, 0.40 * size, 0.40 * size], tone=SHADE + 0.08, color=skin
    )
    if top.hem >= 1.0 or top.hem > 0.3:
        yield from _draw_skirt(look, bones)
    lower = look.get(look.legs, "#3d4048")
    outline = _outline_trunk(look, bones)
    if top.hem < 0.1 and top.hem != 0.0:
        yield make_smooth(outline, BASE, skin)
        yield Part(_outline_trunk(look, bones, until=3), BASE, lower)
        return
    yield make_smooth(outline, BASE, color)
    if look.top in TUCKED:
        yield Part(_outline_trunk(look, bones, until=3), BASE - 0.06, lower)
    if is_close:
        yield from draw_collar(look, bones)
    elif top.is_open:
        yield from _draw_front(look, bones)
    if top.belt:
        yield _draw_belt(look, bones)
    if look.top == "tutu":
        yield from _draw_tutu(look, bones)


def _outline_trunk(look: Look, bones: Bones, until: int = len(TRUNK)) -> np.ndarray:
    """Return the outline from the seat up. until: how many of its levels."""
    fronts, backs = [], []
    for along, width, front, back in TRUNK[:until]:
        middle, right = _find_level(bones, along)
        reach = [_reach(look, bones, width, part=part, along=along) for part in (front, back)]
        fronts.append(middle + right * reach[0])
        backs.append(middle - right * reach[1])
    return np.array([*fronts, *backs[::-1]])


def _reach(look: Look, bones: Bones, width: int, *, part: float, along: float) -> float:
    build, padded = bones.build, TOPS[look.top].padded if along < 1 else 0.0
    chest = BUST if look.build in FEMALE[::2] and along == 0.72 and part == 1.0 else 1.0
    squeeze = part if width == 0 and along > 0.8 else 1.0
    return bones.widen(build.wide[width] * squeeze, build.deep[width] * part * chest) + padded


def _find_level(bones: Bones, along: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the point along the spine, and the way to the front there."""
    hip, waist, neck = (np.array(point) for point in bones.spine)
    low, high, part = (hip, waist, along / 0.4) if along < 0.4 else (waist, neck, (along - 0.4) / 0.6)
    up = (neck - hip) * 0.5 + (high - low)
    up = up / max(1e-6, float(np.hypot(*up)))
    return low + (high - low) * part, np.array([up[1], -up[0]])


def _draw_skirt(look: Look, bones: Bones) -> Iterator[Part]:
    """Yield cloth around both legs: from the waist over the hips to the hem."""
    top = TOPS[look.top]
    yield Part(
        _wrap_legs(look, bones, top.hem, top.flare + top.padded), BASE - 0.05, look.get(look.top, "#56606e")
    )
    if top.hem > 0.8 and top.flare > 0.02:  # a fold
        hull = _wrap_legs(look, bones, top.hem, top.flare + top.padded)
        yield Part(_fold(hull, 0.30, 0.52), SHADE, look.get(look.top, "#56606e"))


def _fold(hull: np.ndarray, start: float, end: float) -> np.ndarray:
    """Return a wedge of shadow that widens toward the hem."""
    top, low = hull[:, 1].max(), hull[:, 1].min()
    left, right = hull[:, 0].min(), hull[:, 0].max()
    peak = (float(hull[hull[:, 1] > top - 0.02, 0].mean()), low + 0.8 * (top - low))
    return np.array(
        [peak, (left + (right - left) * start, low + 0.004), (left + (right - left) * end, low + 0.004)]
    )


def _wrap_legs(look: Look, bones: Bones, hem: float, flare: float) -> np.ndarray:
    points = []
    for along, width in ((0.40, 1), (0.16, 2), (0.0, 2)):
        middle, right = _find_level(bones, along)
        points += [
            middle + right * _reach(look, bones, width, part=1.0, along=along) * way for way in (1, -1)
        ]
    for leg in bones.legs:
        for part in (0.5 * hem, hem):
            at = np.array(_follow(leg, part))
            wide = flare * part / max(hem, 0.1) + 0.045 * bones.build.thick
            points += [at + np.array((wide, 0)), at - np.array((wide, 0))]
    hull = cv2.convexHull(np.array(points, np.float32))[:, 0]
    return hull.astype(float)


def _follow(leg: tuple[Point, ...], part: float) -> Point:
    """Return the point along a leg: 1 is the knee, 2 the ankle."""
    return _mix(leg[0], leg[1], part) if part <= 1 else _mix(leg[1], leg[2], part - 1)


def _draw_front(look: Look, bones: Bones) -> Iterator[Part]:
    """Yield what an open jacket shows: a shirt, and lapels as a shadow."""
    (chest, right), (low, _) = _find_level(bones, 1.02), _find_level(bones, 0.50)
    ahead = 0.6 * bones.build.deep[0] * math.cos(bones.yaw)
    wide = 0.030 * math.sin(max(0.25, min(1.5, bones.yaw))) + 0.010
    middle = chest + right * ahead * 0.62
    shirt = look.get("under", "#d9d3c7")
    yield Part(
        np.array([middle - right * wide, middle + right * wide, low + right * ahead * 1.15]), LIGHT, shirt
    )
    if "tie" in look.things:
        end = low + (middle - low) * 0.15 + right * ahead * 0.15
        yield Part(
            np.array([middle - right * 0.008, middle + right * 0.008, end + right * 0.006, end]),
            BASE,
            look.get("tie", "#5a2a2c"),
        )


def _draw_belt(look: Look, bones: Bones) -> Part:
    points = []
    for along, way in ((0.36, 1), (0.46, 1), (0.46, -1), (0.36, -1)):
        middle, right = _find_level(bones, along)
        points.append(middle + right * way * _reach(look, bones, 1, part=1.0, along=along) * 1.04)
    return Part(np.array(points), SHADE, look.get("belt", "#3a2c24"))


def _draw_tutu(look: Look, bones: Bones) -> Iterator[Part]:
    """Yield a stiff skirt that stands off the hips."""
    middle, right = _find_level(bones, 0.12)
    up = np.array([-right[1], right[0]])
    for wide, high, tone in ((0.235, -0.035, BASE - 0.1), (0.20, 0.0, LIGHT)):
        shape = [
            (-wide, high),
            (-0.12, high - 0.045),
            (0.0, high - 0.055),
            (0.12, high - 0.045),
            (wide, high),
        ]
        shape += [(0.075, 0.065), (-0.075, 0.065)]
        points = [middle + right * x + up * y for x, y in shape]
        yield make_smooth(np.array(points), tone, look.get("tutu", "#e8d3d6"))


def _mix(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
