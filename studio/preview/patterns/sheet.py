"""The sheet on which a pattern is drawn: small, because it is enlarged afterward."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from studio.preview.noise import f32, make_noise
from studio.preview.stage import Moment, Stage

TURN = 2 * np.pi
TILE = 256  # pixels of a side of the noise that tiles
Draw = Callable[[Moment], np.ndarray]  # returns brightness in bytes, from the darkest of five colors up


@dataclass(frozen=True)
class Sheet:
    """width, height: in pixels. Coordinates are in units of the short side, from the middle."""

    stage: Stage
    width: int
    height: int
    rng: np.random.Generator

    @cached_property
    def short(self) -> int:
        return min(self.width, self.height)

    @cached_property
    def x(self) -> np.ndarray:
        row = (np.arange(self.width, dtype=f32) - self.width / 2) / self.short
        return np.repeat(row[None], self.height, 0)

    @cached_property
    def y(self) -> np.ndarray:
        column = (np.arange(self.height, dtype=f32) - self.height / 2) / self.short
        return np.repeat(column[:, None], self.width, 1)

    @cached_property
    def radius(self) -> np.ndarray:
        return np.hypot(self.x, self.y)

    @cached_property
    def angle(self) -> np.ndarray:
        return np.arctan2(self.y, self.x)

    @cached_property
    def noise(self) -> np.ndarray:
        """Return two sheets of noise that tile, around 0, as one picture."""
        pair = [make_noise(TILE, TILE, self.rng, 3, octaves=5) - f32(0.5) for _ in range(2)]
        return np.stack(pair, -1).astype(f32)

    def sample(self, x: np.ndarray, y: np.ndarray, picture: np.ndarray | None = None) -> np.ndarray:
        """Return a picture that tiles at coordinates of which each tile is 1 wide and tall."""
        source = self.noise if picture is None else picture
        rows, columns = source.shape[:2]
        at = (x * f32(columns)).astype(f32), (y * f32(rows)).astype(f32)
        return cv2.remap(source, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)

    def swing(self, moment: Moment) -> float:
        """Return how far the clip has gone, from 0 to 1, or there and back if it loops."""
        return 0.5 - 0.5 * float(np.cos(TURN * moment.phase)) if self.stage.loop else moment.phase

    def to_pixels(self, points: np.ndarray) -> np.ndarray:
        """Return points as whole 1/16 pixels."""
        at = points * self.short + (self.width / 2, self.height / 2)
        return np.round(at * 16).astype(np.int32)


def to_index(value: np.ndarray) -> np.ndarray:
    """Return brightness from 0 to 1 in bytes."""
    return np.clip(value * 255, 0, 255).astype(np.uint8)


def circle(phase: float, size: float) -> tuple[float, float]:
    """Return a point on a circle, so that what follows it closes."""
    return size * float(np.cos(TURN * phase)), size * float(np.sin(TURN * phase))
