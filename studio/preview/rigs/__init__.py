"""Rigs: figures that are drawn part by part, so that their limbs, wings and wheels move.

A rig is preferred to a shape of the atlas, which can only be bent as a whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from studio.preview.atlas import Mask
from studio.preview.rigs.parts import Part, draw_parts


@dataclass(frozen=True)
class Rig:
    """A figure that looks to the right.

    pose: returns its parts at a phase of its gait, from 0 to 1. box: left, bottom, right and top of all
    poses, in units of its height. pictures: drawn for one round of the gait, or 1 if it stays as it is.
    stride: what it advances in a round, in units of its height, or 0 if its gait doesn't carry it. rate:
    rounds a second of one that stays where it is. size: how tall its picture is, of its usual height, such as
    with spread wings. afloat: the one to show at the surface of water, if it is another. color: of the parts
    without one of their own. is_dyed: it already has the color that the prompt names. copy: returns the rig
    of copy n, which looks a little different.
    """

    pose: Callable[[float], Sequence[Part]]
    box: tuple[float, float, float, float]
    pictures: int = 1
    stride: float = 0.0
    rate: float = 1.0
    color: str = ""
    size: float = 1.0
    is_dyed: bool = False
    copy: Callable[[int], "Rig"] | None = None
    afloat: "Rig | None" = None
    looks_right = True
    upright = 0.0

    def vary(self, n: int) -> "Rig":
        """Return the rig of copy n."""
        return self.copy(n) if self.copy and n else self

    @cached_property
    def aspect(self) -> float:
        left, bottom, right, top = self.box
        return (right - left) / (top - bottom)

    def draw(self, height: int, heading: int, n: int = 0) -> Mask:
        """Draw picture n of a round, looking to the right (1) or to the left (-1)."""
        mask = draw_parts(self.pose(n / self.pictures), self.box, height, color=self.color)
        return mask if heading > 0 else flip(mask)


def flip(mask: Mask) -> Mask:
    """Return the picture with left and right swapped."""
    colors, glow = (
        None if plane is None else np.ascontiguousarray(plane[:, ::-1]) for plane in (mask.colors, mask.glow)
    )
    alpha, tone = (np.ascontiguousarray(plane[:, ::-1]) for plane in (mask.alpha, mask.tone))
    return Mask(alpha, tone, not mask.mirrored, colors, glow)
