"""Look into a box: find what each pixel of the canvas sees of a floor, a ceiling, two sides and an end."""

from dataclasses import dataclass

import numpy as np

from studio.preview.noise import f32
from studio.preview.stage import Stage

SIDE, FLOOR, CEILING, END = range(4)


@dataclass(frozen=True)
class Box:
    """A room or a street. Lengths are in meters; the camera is `eye` above the middle of the floor.

    meter: how tall a meter at the end is, of the frame's height. roof: "" for flat, "vault" or "gable"; then
    `tall` is the height of its ridge, and `spring` that of the walls below it.
    """

    wide: float
    tall: float
    eye: float
    deep: float
    meter: float
    roof: str = ""
    spring: float = 0.0


@dataclass(frozen=True)
class Sight:
    """What each pixel sees: a point x right of the middle, y above the floor, z away, on one surface.

    first: the canvas row of its first row.
    """

    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    surface: np.ndarray
    first: int = 0

    def crop(self, rows: slice) -> "Sight":
        """Return what some rows see."""
        return Sight(self.x[rows], self.y[rows], self.z[rows], self.surface[rows], self.first + rows.start)


def look_into(stage: Stage, box: Box) -> Sight:
    """Return what the canvas sees of the box. The vanishing point is on the horizon, in the middle."""
    focal = box.meter * stage.height * box.deep
    right = (np.arange(stage.wide, dtype=f32)[None] - stage.wide / 2) / focal
    down = (np.arange(stage.tall, dtype=f32)[:, None] - stage.horizon) / focal
    tiny = f32(1e-6)
    to_side = box.wide / 2 / np.maximum(np.abs(right), tiny)
    to_floor = np.where(down > 0, box.eye, box.tall - box.eye) / np.maximum(np.abs(down), tiny)
    z = np.minimum(np.minimum(to_side, to_floor), f32(box.deep))
    surface = np.where(down > 0, np.uint8(FLOOR), np.uint8(CEILING))
    surface = np.where(to_side < to_floor, np.uint8(SIDE), surface)
    if box.roof:
        to_roof = _look_at_roof(box, np.abs(right), -down)
        surface = np.where(to_roof < z, np.uint8(CEILING), surface)
        z = np.minimum(z, to_roof)
    surface = np.where(z >= f32(box.deep), np.uint8(END), surface)
    return Sight(right * z, box.eye - down * z, z, surface)


def _look_at_roof(box: Box, across: np.ndarray, up: np.ndarray) -> np.ndarray:
    """Return how far away the roof is, where a ray goes `across` and `up` with each meter."""
    half, high = box.wide / 2, box.tall - box.spring
    if box.roof == "gable":
        steep = up + across * high / half
        return np.asarray(np.where(steep > 0, (box.tall - box.eye) / np.maximum(steep, 1e-6), 1e6), f32)
    below = (box.eye - box.spring) / high
    a = (across / half) ** 2 + (up / high) ** 2
    b = up / high * below
    z = (-b + np.sqrt(np.maximum(b * b - a * (below * below - 1), 0))) / np.maximum(a, 1e-9)
    return np.asarray(np.where(box.eye + up * z > box.spring, z, 1e6), f32)


def project(stage: Stage, box: Box, point: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return column and row of a point on the canvas, and the pixels of a meter there."""
    x, y, z = point
    meter = box.meter * stage.height * box.deep / z
    return stage.wide / 2 + x * meter, stage.horizon + (box.eye - y) * meter, meter


def rule(along: np.ndarray, step: float, width: np.ndarray | float) -> np.ndarray:
    """Return 1 on lines across `along`, one every `step`, as wide as `width`, and 0 between them."""
    away = np.abs((along / step + 0.5) % 1 - 0.5) * step
    return np.clip(1.5 - away / np.maximum(width, 1e-6), 0, 1).astype(f32)


def look_up(tile: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the values of a tile that repeats in both directions."""
    down, across = tile.shape
    found: np.ndarray = tile[rows.astype(np.int32) % down, columns.astype(np.int32) % across]
    return found
