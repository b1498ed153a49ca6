"""Draw heads: the profile, ears, eye, muzzle and nose, horns, tusks and trunk."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from studio.preview.rigs.animals import horns
from studio.preview.rigs.animals.build import Build, Coat
from studio.preview.rigs.animals.heads import EARS, HEADS, Head, trace
from studio.preview.rigs.animals.outlines import put
from studio.preview.rigs.parts import Part, make_ellipse, make_smooth

FAR, NEAR, LIGHT, EYE = 0.22, 0.5, 0.8, 1.0


@dataclass(frozen=True)
class Pose:
    """Where a head is. at: where it joins the neck. angle: of the forehead's line. size: its length."""

    at: np.ndarray
    angle: float
    size: float

    def put(self, text: str) -> np.ndarray:
        """Return the points of an outline of heads.py."""
        return put(trace(text), self.at, self.angle, self.size)


def draw_head(build: Build, coat: Coat, pose: Pose, flick: float) -> Iterator[Part]:
    """Yield a head. flick: how far an ear is turned, in radians."""
    head = HEADS[build.head[0]]
    color = coat.face or coat.main
    yield _draw_ear(head, coat, pose, is_far=True)
    yield from horns.draw(build.horns, pose.put, pose.size, is_far=True)
    yield make_smooth(pose.put(head.outline), NEAR, color)
    if head.muzzle and coat.belly:
        muzzle = make_smooth(pose.put(head.muzzle))
        yield Part(muzzle.points, LIGHT, coat.belly, is_paint=True)
    if head.nose:
        yield make_smooth(pose.put(head.nose), 0.0, "#1e1a19")
    yield from _draw_eye(head, pose)
    yield _draw_ear(head, coat, pose, flick)
    yield from horns.draw_trunk(build.horns, pose.put, pose.size, Part((), NEAR, color))
    yield from horns.draw(build.horns, pose.put, pose.size)


def _draw_ear(head: Head, coat: Coat, pose: Pose, flick: float = 0.0, *, is_far: bool = False) -> Part:
    x, y, length, width, turn = head.ear
    root = pose.put(f"{x + 8 * is_far} {y}")[0]
    outline = trace(EARS[head.ear_kind]) * (length / 100, width / 100)
    turned = pose.angle + flick + math.radians(turn - 10 * is_far)
    tone = FAR if is_far else NEAR + 0.1
    return make_smooth(put(outline, root, turned, pose.size), tone, coat.ear or coat.face or coat.main)


def _draw_eye(head: Head, pose: Pose) -> Iterator[Part]:
    middle, size = pose.put(head.eye)[0], pose.size
    yield make_ellipse(middle, 0.036 * size, 0.026 * size, turn=pose.angle + 0.2, color="#15110f")
    yield make_ellipse(middle + 0.012 * size, 0.010 * size, tone=EYE, color="#f2e6c8")
