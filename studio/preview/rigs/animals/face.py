"""Draw heads: the profile, ears, eye, muzzle and nose, horns, tusks and trunk."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from studio.preview.rigs.animals import horns
from studio.preview.rigs.animals.build import Build, Coat
from studio.preview.rigs.animals.features import EARS, Head, trace
from studio.preview.rigs.animals.heads import HEADS
from studio.preview.rigs.animals.outlines import make_tube, put
from studio.preview.rigs.parts import Part, make_ellipse, make_smooth

FAR, NEAR, LIGHT, EYE = 0.22, 0.5, 0.8, 1.0
HUNG = {"fan": 0.12, "flop": 0.24}  # ears that are seen in front of the head or the shoulder


@dataclass(frozen=True)
class Pose:
    """Where a head is. at: where it joins the neck. angle: of the forehead's line. size: its length."""

    at: np.ndarray
    angle: float
    size: float

    def put(self, text: str) -> np.ndarray:
        """Return the points of an outline of heads.py."""
        return put(trace(text), self.at, self.angle, self.size)


# Markings of the head, by the coat's pattern: lines in hundredths of its length with their radii.
STRIPES = (
    "22 34, 30 20",
    "38 32, 44 18",
    "6 24, 16 14",
    "6 -6, 24 -4, 34 -8",
    "4 -20, 22 -16, 34 -20",
    "10 -32, 26 -28, 38 -30",
)
BANDS = (
    "12 18, 20 4, 14 -12",
    "32 12, 36 -2, 28 -20",
    "46 7, 50 -6, 44 -22",
    "60 4, 64 -8, 60 -20",
    "74 2, 77 -8, 75 -18",
)
DOTS = (
    "16 22, 18 20",
    "30 26, 32 24",
    "44 20, 45 18",
    "14 4, 16 2",
    "28 10, 30 8",
    "20 -14, 22 -16",
    "36 -12, 38 -14",
    "34 -26, 36 -27",
)
MARKS = {"tiger": STRIPES, "tabby": STRIPES, "zebra": BANDS, "leopard": DOTS}
MARKS |= {"cheetah": (*DOTS, "52 2, 60 -10, 62 -24"), "mask": ("26 6, 48 2, 66 -10",)}
MARKS |= {"badger": ("4 10, 40 4, 84 -5",), "panda": ("48 15, 52 8, 48 -6",)}
BROAD = {"mask": 0.075, "badger": 0.065, "panda": 0.16}  # how wide a mark is


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
    for line in MARKS.get(coat.pattern, ()) if head.ear_kind != "fan" else ():
        wide = BROAD.get(coat.pattern, 0.022) * pose.size
        mark = make_tube(pose.put(line), (0.3 * wide, wide, 0.3 * wide), count=8)
        yield Part(mark.points, 0.1, coat.marks, is_paint=True)
    if head.nose:
        yield make_smooth(pose.put(head.nose), 0.0, "#1e1a19")
    if head.mouth:
        lips = make_tube(
            pose.put(head.mouth), (0.003 * pose.size, 0.006 * pose.size, 0.003 * pose.size), count=10
        )
        yield Part(lips.points, 0.05, "#1e1a19", is_paint=True)
    yield from _draw_eye(head, coat, pose)
    yield _draw_ear(head, coat, pose, flick)
    yield from horns.draw_trunk(build.horns, pose.put, pose.size, Part((), NEAR, color))
    yield from horns.draw(build.horns, pose.put, pose.size)


def _draw_ear(head: Head, coat: Coat, pose: Pose, flick: float = 0.0, *, is_far: bool = False) -> Part:
    x, y, length, width, turn = head.ear
    root = pose.put(f"{x + 8 * is_far} {y}")[0]
    outline = trace(EARS[head.ear_kind]) * (length / 100, width / 100)
    turned = pose.angle + flick + math.radians(turn - 10 * is_far)
    tone = FAR if is_far else HUNG.get(head.ear_kind, NEAR + 0.18)
    return make_smooth(put(outline, root, turned, pose.size), tone, coat.ear or coat.face or coat.main)


def _draw_eye(head: Head, coat: Coat, pose: Pose) -> Iterator[Part]:
    middle, size = pose.put(head.eye)[0], pose.size
    yield make_ellipse(middle, 0.046 * size, 0.034 * size, turn=pose.angle + 0.2, color="#15110f")
    yield make_ellipse(middle, 0.034 * size, 0.027 * size, turn=pose.angle + 0.2, tone=0.9, color=coat.eye)
    yield make_ellipse(middle, 0.017 * size, 0.022 * size, color="#0d0b0a")
    yield make_ellipse(middle + 0.011 * size, 0.009 * size, tone=EYE, color="#f6eedc")
