"""Draw silhouettes and find their place among the layers of a scene."""

import cv2
import numpy as np
from numpy.typing import ArrayLike

from studio.preview.noise import f32
from studio.preview.planes import Layer, make_layer, to_bytes
from studio.preview.stage import Stage


class Shape:
    """Draw polygons on a canvas of the stage's size. tone: 0 is the dark of the land, 1 is the light."""

    def __init__(self, stage: Stage):
        self.stage = stage
        self.alpha = np.zeros((stage.tall, stage.wide), np.uint8)
        self.tone = np.zeros_like(self.alpha)

    def add(self, points: ArrayLike, at: tuple[float, float], size: float, tone: float = 0.0) -> None:
        """Add a polygon of points in units of `size`, right and down from `at`."""
        fixed = np.round((np.asarray(points, np.float64) * size + at) * 16).astype(np.int32)
        cv2.fillPoly(self.alpha, [fixed], 255, cv2.LINE_AA, 4)
        cv2.fillPoly(self.tone, [fixed], int(255 * tone), cv2.LINE_AA, 4)

    def make_layer(
        self,
        depth: float,
        sway: tuple[float, float, int, float] = (0.0, 0.0, 0, 0.0),
        dark: np.ndarray | None = None,
    ) -> Layer:
        """Return the polygons as a layer of only their rows."""
        rows = np.nonzero(self.alpha.any(1))[0]
        top = max(0, int(rows[0]) - 6) // 2 * 2
        bottom = min(self.stage.tall, int(rows[-1]) + 8) // 2 * 2
        p = self.stage.palette
        dark = p.land * (0.25 + 0.6 * p.ambient) + p.haze * 0.10 if dark is None else dark
        bright = p.light * (0.55 if self.stage.is_dark else 0.92)
        tone = self.tone[top:bottom, :, None].astype(f32) / 255
        picture = dark + (bright - dark) * tone
        return make_layer(
            np.clip(picture, 0, 1), self.alpha[top:bottom].astype(f32) / 255, depth, top, sway=sway
        )


def insert_after_water(stage: Stage, plate: Layer) -> None:
    """Insert a plate in front of the water and behind the rocks."""
    at = next((i for i, one in enumerate(stage.layers) if not isinstance(one, Layer)), len(stage.layers) - 1)
    stage.layers.insert(at + 1, plate)


def find_foreground(stage: Stage) -> int:
    """Return the index of the nearest plates, which are grass, rocks or firs."""
    return max(1, len(stage.layers) - stage.front)


def make_halo(radius: int) -> np.ndarray:
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1].astype(f32)
    far = np.hypot(rows, columns) / max(radius, 1)
    return to_bytes(200 * np.exp(-((far / 0.07) ** 2)) + 110 * np.exp(-far / 0.16) * np.clip(1 - far, 0, 1))
