"""Ground with real relief: height fields in perspective, lit from the side of the sun, fading into haze."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from studio.engines.preview.noise import f32
from studio.engines.preview.planes import Layer, layer
from studio.engines.preview.stage import Stage


@dataclass
class Ground:
    """What is known at every sample of a band: world position, height, steepness, and how it is lit."""

    x: np.ndarray
    z: np.ndarray
    height: np.ndarray
    steep: np.ndarray
    lit: np.ndarray


Heights = Callable[[np.ndarray, np.ndarray], np.ndarray]
Colours = Callable[[Ground], np.ndarray]


class Field:
    """An endless texture on the ground: `field(x, z)` in world units, for arrays of positions."""

    def __init__(self, tile: np.ndarray, per_unit: float, start: tuple[float, float]):
        self._tile = np.pad(tile.astype(f32), ((1, 2), (1, 2)), mode="wrap")
        self._size, self._per_unit, self._start = tile.shape[0], per_unit, start

    def __call__(self, x: np.ndarray, z: np.ndarray, finer: float = 1.0) -> np.ndarray:
        u = (x * (self._per_unit * finer) + self._start[0]) % self._size + 1
        v = (z * (self._per_unit * finer) + self._start[1]) % self._size + 1
        return np.clip(cv2.remap(self._tile, u.astype(f32), v.astype(f32), cv2.INTER_CUBIC), 0, 1)


def field(tile: np.ndarray, per_unit: float, chance: np.random.Generator) -> Field:
    return Field(tile, per_unit, tuple(chance.uniform(0, tile.shape[0], 2)))


def band(
    stage: Stage, near: float, far: float, heights: Heights, colours: Colours, depth: float,
    eye: float = 1.0, haze: float = 0.05, relief: float = 1.0, fine: float = 1.0,
) -> Layer:  # fmt: skip
    """The plate of the ground between two distances.

    eye: height of the camera over the ground. haze: how much air there is per unit of distance.
    relief: how strongly steepness shows in the light. fine: samples, more where crests are sharp.
    """
    ground, rows = _seen(stage, near, far, heights, eye, relief, fine)
    shade = _hazy(stage, colours(ground), ground.z, haze)
    full = (stage.wide, rows.shape[0])
    return _raised(stage, cv2.resize(rows, full), cv2.resize(shade, full), depth)


def _seen(stage: Stage, near: float, far: float, heights: Heights, eye: float, relief: float, fine: float):
    """Samples of the ground (nearest slice first), and the canvas row where each appears."""
    focal = 0.9 * stage.height if stage.height < stage.width else 0.75 * stage.height
    near *= 0.55  # the next band hides this part; without it the first slice would be smeared down the canvas
    slices = int(np.clip(focal * eye * (1 / near - 1 / far) * 0.7 * fine + 60 * fine, 90, 330 * fine))
    z = (1 / np.linspace(1 / near, 1 / far, slices, dtype=f32))[:, None]
    columns = np.arange(stage.wide // 2, dtype=f32)[None] * 2 + 0.5  # every second one is enough
    x = (columns - stage.wide / 2) / focal * z
    z = np.broadcast_to(z, x.shape)
    height = heights(x, z).astype(f32)
    rows = stage.horizon + focal * (eye - height) / z
    across = np.gradient(height, axis=1) / np.maximum(np.gradient(x, axis=1), 1e-5)
    away = np.gradient(height, axis=0) / np.maximum(np.gradient(z, axis=0), 1e-5)
    steep = np.sqrt(across * across + away * away)
    upright = 1 / np.sqrt(1 + (steep * relief) ** 2)
    sun = (-across * stage.sun_side * 0.80 + away * 0.32) * relief
    lit = np.clip((sun + 0.42) * upright, 0, 1.25)
    return Ground(x, z, height, steep, lit), rows


def _hazy(stage: Stage, colour: np.ndarray, z: np.ndarray, haze: float) -> np.ndarray:
    through = np.exp(-haze * z)[..., None]
    return colour * through + stage.palette.haze * (1 - through)


def _raised(stage: Stage, rows: np.ndarray, shade: np.ndarray, depth: float) -> Layer:
    """Fill each column: a pixel shows the nearest slice that rises to it, blended with the one before."""
    skyline = np.minimum.accumulate(rows, axis=0)
    top = max(0, int(skyline[-1].min()) - 3) // 2 * 2
    tall = stage.tall - top
    upper = _first_reaching(skyline - top, tall)
    lower = np.maximum(upper - 1, 0)
    at = np.arange(tall, dtype=f32)[:, None]
    begins, ends = (np.take_along_axis(skyline - top, index, axis=0) for index in (lower, upper))
    joined = (
        np.take_along_axis(rows - top, lower, axis=0) <= begins + 0.01
    )  # else one hill hides another here
    part = np.clip((begins - at) / np.where(joined, np.maximum(begins - ends, 1), 1), 0, 1)
    picture = np.empty((tall, rows.shape[1], 3), f32)
    for channel in range(3):
        plane = np.ascontiguousarray(shade[..., channel])
        near, far = (np.take_along_axis(plane, index, axis=0) for index in (lower, upper))
        picture[..., channel] = near + (far - near) * part
    cover = np.clip(at + top + 1 - skyline[-1][None], 0, 1)
    return layer(np.clip(picture, 0, 1), cover, depth, top, solid=int(skyline[-1].max()) + 3)


def _first_reaching(skyline: np.ndarray, tall: int) -> np.ndarray:
    """For each pixel the number of the nearest slice that is as high; counted, not searched."""
    slices, columns = skyline.shape
    at = np.clip(np.ceil(skyline), 0, tall).astype(np.int32)
    flat = (at * columns + np.arange(columns, dtype=np.int32)[None]).ravel()
    reached = np.bincount(flat, minlength=(tall + 1) * columns).reshape(tall + 1, columns)
    return np.clip(slices - np.cumsum(reached, axis=0)[:tall], 0, slices - 1)


def sunlit(stage: Stage, colour: np.ndarray, ground: Ground) -> np.ndarray:
    """A ground colour (one, or one per sample) in the light of the scene."""
    p = stage.palette
    if colour.ndim == 1:
        colour = colour[None, None]
    light = p.ambient * (0.55 + 0.45 * np.clip(1 - ground.steep * 0.35, 0, 1))[..., None]
    return colour * (light + p.sunlight * ground.lit[..., None] * 1.15)


def mixed(a: np.ndarray, b: np.ndarray, part: np.ndarray) -> np.ndarray:
    """From colour a to colour b by a part per sample."""
    return a + (b - a) * part[..., None]
