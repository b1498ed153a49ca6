"""Turn a thing on a table: a solid swings there and back and shows its thickness, a round one goes around."""

import math
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from studio.preview.atlas import Mask

PICTURES, RATE = 32, 0.2  # of a round, and rounds in a second
SLICES = 8
DEPTH, FLAT = 0.22, 0.07  # of its height: how thick a thing is, and a flat one
MOST_DEPTH = 0.5  # of its width
SWING = math.radians(35)  # to each side: farther, its picture would look flat
DARK_SIDE, BRIGHT_FACE = 0.42, 0.22


class Turnable(Protocol):
    """Something with a picture."""

    @property
    def aspect(self) -> float: ...
    @property
    def looks_right(self) -> bool: ...
    @property
    def upright(self) -> float: ...
    @property
    def is_dyed(self) -> bool: ...
    def draw(self, height: int, heading: int, n: int = 0) -> Mask: ...


@dataclass(frozen=True)
class Turned:
    """A form that turns to one side and to the other in a round, as a solid with its picture in front."""

    form: Turnable
    depth: float = DEPTH
    pictures: int = PICTURES
    rate: float = RATE
    stride: float = 0.0
    size: float = 1.0
    afloat: None = None

    @property
    def aspect(self) -> float:
        return math.hypot(self.form.aspect, self._depth) + 0.02

    @property
    def _depth(self) -> float:
        return min(self.depth, MOST_DEPTH * self.form.aspect)

    @property
    def looks_right(self) -> bool:
        return self.form.looks_right

    @property
    def upright(self) -> float:
        return self.form.upright

    @property
    def is_dyed(self) -> bool:
        return self.form.is_dyed

    def vary(self, n: int) -> "Turned":
        return self

    def draw(self, height: int, heading: int, n: int = 0) -> Mask:
        """Draw its back slices, then its front, as seen at this moment of the round."""
        angle = SWING * math.sin(2 * math.pi * (n / self.pictures - 0.06))
        flat = self.form.draw(height, heading)
        wide = max(flat.alpha.shape[1] + 2, round(self.aspect * height))
        seen = Sheet.make(flat, wide, part=math.cos(angle))
        return seen.stack(math.sin(angle) * self._depth * height, lit=math.cos(angle))


@dataclass(frozen=True)
class Sheet:
    """A picture in the middle of a wide sheet, squeezed. Its planes are alpha, tone, colors and glow."""

    mask: Mask
    planes: tuple[np.ndarray, ...]
    wide: int

    @classmethod
    def make(cls, mask: Mask, wide: int, *, part: float) -> "Sheet":
        rows, columns = mask.alpha.shape
        planes = [mask.alpha, mask.tone, *(one for one in (mask.colors, mask.glow) if one is not None)]
        narrow = max(2, round(columns * part))
        small = [cv2.resize(one, (narrow, rows), interpolation=cv2.INTER_AREA) for one in planes]
        return cls(mask, tuple(small), wide)

    def stack(self, reach: float, *, lit: float) -> Mask:
        """Return the slices from the back to the front. reach: how far apart they are, in pixels."""
        rows, narrow = self.planes[0].shape
        sheets = [np.zeros((rows, self.wide, *one.shape[2:]), np.float32) for one in self.planes]
        count = max(1, min(SLICES, round(abs(reach) / 2)))
        for n in range(count + 1):
            shift = reach * (n / count - 0.5)
            left = min(max(0, round((self.wide - narrow) / 2 + shift)), self.wide - narrow)
            is_front = n == count
            self._put(sheets, left, tones=(1.0, BRIGHT_FACE * (lit - 0.7)) if is_front else (DARK_SIDE, 0.0))
        alpha, tone, *more = sheets
        colors = more.pop(0) if self.mask.colors is not None else None
        return Mask(alpha, tone, self.mask.mirrored, colors, more[0] if more else None)

    def _put(self, sheets: list[np.ndarray], left: int, *, tones: tuple[float, float]) -> None:
        own = self.planes[0]
        for n, (sheet, plane) in enumerate(zip(sheets, self.planes, strict=True)):
            below = sheet[:, left : left + own.shape[1]]
            value = (
                np.ones_like(own)
                if n == 0
                else np.clip(plane * tones[0] + tones[1], 0, 1)
                if n == 1
                else plane
            )
            part = own[..., None] if value.ndim == 3 else own
            below += (value - below) * part
