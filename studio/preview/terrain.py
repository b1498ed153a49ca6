"""Render height fields in perspective, lit from the sun's side and fading into haze."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from studio.preview.noise import f32, smoothstep
from studio.preview.planes import Layer, make_yuv_layer, to_yuv
from studio.preview.stage import Stage


@dataclass
class Ground:
    """The samples of a band: world position, height, steepness and light."""

    x: np.ndarray
    z: np.ndarray
    height: np.ndarray
    steep: np.ndarray
    lit: np.ndarray


Heights = Callable[[np.ndarray, np.ndarray], np.ndarray]
GroundColors = Callable[[Ground], np.ndarray]


class Field:
    """An endless texture on the ground. `field(x, z)` samples it at arrays of world positions."""

    def __init__(self, tile: np.ndarray, per_unit: float, start: tuple[float, float]):
        self._tile = np.pad(tile.astype(f32), ((1, 2), (1, 2)), mode="wrap")
        self._size, self._per_unit, self._start = tile.shape[0], per_unit, start

    def __call__(self, x: np.ndarray, z: np.ndarray, finer: float = 1.0) -> np.ndarray:
        u, v = (self._wrap(side, finer, start) for side, start in zip((x, z), self._start, strict=True))
        found = cv2.remap(self._tile, u, v, cv2.INTER_CUBIC)
        return np.clip(found, 0, 1, out=found)

    def _wrap(self, side: np.ndarray, finer: float, start: float) -> np.ndarray:
        """Return the positions on the tile. (np.mod is five times slower than this.)"""
        at = side * f32(self._per_unit * finer / self._size) + f32(start / self._size)
        at -= np.floor(at)
        at *= f32(self._size)
        at += 1
        return at.astype(f32, copy=False)


def make_field(tile: np.ndarray, per_unit: float, rng: np.random.Generator) -> Field:
    right, down = rng.uniform(0, tile.shape[0], 2)
    return Field(tile, per_unit, (right, down))


@dataclass(frozen=True)
class Band:
    """The ground between two distances, and how it is drawn.

    depth: of its layer. eye: height of the camera over the ground. haze: how much air there is per unit of
    distance. relief: how strongly steepness shows in the light. fine: samples, more where crests are sharp.
    """

    near: float
    far: float
    depth: float
    eye: float = 1.0
    haze: float = 0.05
    relief: float = 1.0
    fine: float = 1.0


def make_band(stage: Stage, band: Band, heights: Heights, colors: GroundColors) -> Layer:
    """Return the plate of a band of ground."""
    ground, rows = _sample_ground(stage, band, heights)
    shade = _add_haze(stage, colors(ground), ground.z, band.haze)
    return _fill_columns(stage, cv2.resize(rows, (stage.wide, rows.shape[0])), shade, band.depth)


def _sample_ground(stage: Stage, band: Band, heights: Heights) -> tuple[Ground, np.ndarray]:
    """Return samples of the ground, nearest slice first, and the canvas row where each appears."""
    focal = 0.9 * stage.height if stage.height < stage.width else 0.75 * stage.height
    z = _space_slices(band, focal)
    columns = np.arange(stage.wide // 2, dtype=f32)[None] * 2 + 0.5  # every second column is enough
    x = (columns - stage.wide / 2) / focal * z
    z = np.broadcast_to(z, x.shape)
    height = heights(x, z).astype(f32)
    rows = stage.horizon + focal * (band.eye - height) / z
    across = np.gradient(height, axis=1) / np.maximum(np.gradient(x, axis=1), 1e-5)
    away = np.gradient(height, axis=0) / np.maximum(np.gradient(z, axis=0), 1e-5)
    steep = np.sqrt(across * across + away * away)
    upright = 1 / np.sqrt(1 + (steep * band.relief) ** 2)
    sun = (-across * stage.sun_side * 0.80 + away * 0.32) * band.relief
    lit = np.clip((sun + 0.42) * upright, 0, 1.25)
    return Ground(x, z, height, steep, lit), rows


def _space_slices(band: Band, focal: float) -> np.ndarray:
    """Return the distances of the slices, as a column."""
    near = band.near * 0.55  # hidden by the next band; otherwise the first slice would be smeared downward
    fine = band.fine
    slices = int(
        np.clip(focal * band.eye * (1 / near - 1 / band.far) * 0.7 * fine + 60 * fine, 90, 330 * fine)
    )
    return (1 / np.linspace(1 / near, 1 / band.far, slices, dtype=f32))[:, None]


def _add_haze(stage: Stage, color: np.ndarray, z: np.ndarray, haze: float) -> np.ndarray:
    through = np.exp(-haze * z)[..., None]
    return color * through + stage.palette.haze * (1 - through)


def _fill_columns(stage: Stage, rows: np.ndarray, shade: np.ndarray, depth: float) -> Layer:
    """Fill each column: a pixel shows the nearest slice that reaches it, blended with the previous one."""
    skyline = np.minimum.accumulate(rows, axis=0)
    top = max(0, int(skyline[-1].min()) - 3) // 2 * 2
    tall = stage.tall - top
    upper = _find_nearest_slices(skyline - top, tall)
    lower = np.maximum(upper - 1, 0)
    at = np.arange(tall, dtype=f32)[:, None]
    begins, ends = (np.take_along_axis(skyline - top, index, axis=0) for index in (lower, upper))
    # Otherwise one hill hides another.
    joined = np.take_along_axis(rows - top, lower, axis=0) <= begins + 0.01
    part = np.clip((begins - at) / np.where(joined, np.maximum(begins - ends, 1), 1), 0, 1)
    y, u, v = _sample_shade(shade, (lower + part).astype(f32))
    alpha = np.clip(at + top + 1 - skyline[-1][None], 0, 1)
    return make_yuv_layer(y, u, v, alpha, depth=depth, top=top, solid=int(skyline[-1].max()) + 3)


def _sample_shade(shade: np.ndarray, slices: np.ndarray) -> list[np.ndarray]:
    """Return luma and half-size chroma of the slice at each pixel; fractions blend two slices."""
    planes = to_yuv(np.clip(shade, 0, 1).astype(f32, copy=False))
    small = cv2.resize(slices, (slices.shape[1] // 2, slices.shape[0] // 2), interpolation=cv2.INTER_NEAREST)
    sampled = []
    for plane, at, scale in zip(planes, (slices, small, small), (0.5, 1, 1), strict=True):
        columns = np.arange(at.shape[1], dtype=f32) * scale - (0.25 if scale < 1 else 0)
        sampled.append(cv2.remap(plane, np.broadcast_to(columns, at.shape).copy(), at, cv2.INTER_LINEAR))
    return sampled


def _find_nearest_slices(skyline: np.ndarray, tall: int) -> np.ndarray:
    """Return for each pixel the nearest slice that is high enough. Counting is faster than searching."""
    slices, columns = skyline.shape
    at = np.clip(np.ceil(skyline), 0, tall).astype(np.int32)
    flat = (at * columns + np.arange(columns, dtype=np.int32)[None]).ravel()
    reached = np.bincount(flat, minlength=(tall + 1) * columns).reshape(tall + 1, columns)
    return np.clip(slices - np.cumsum(reached, axis=0)[:tall], 0, slices - 1)


def find_grain(fine: Field, g: Ground) -> np.ndarray:
    """Return the grain of the ground; what would be smaller than a pixel fades with the distance."""
    near, middle = smoothstep(7, 2, g.z), smoothstep(26, 6, g.z)
    grain = 0.5 + 0.5 * (fine(g.x, g.z, 3.0) - 0.5) * near + 0.4 * (fine(g.x, g.z, 0.9) - 0.5) * middle
    return np.asarray(grain + 0.4 * (fine(g.x, g.z, 0.25) - 0.5) * smoothstep(16, 5, g.z), f32)


def light_ground(stage: Stage, color: np.ndarray, ground: Ground) -> np.ndarray:
    """Return a ground color, or one per sample, in the light of the scene."""
    p = stage.palette
    if color.ndim == 1:
        color = color[None, None]
    light = p.ambient * (0.55 + 0.45 * np.clip(1 - ground.steep * 0.35, 0, 1))[..., None]
    return color * (light + p.sunlight * ground.lit[..., None] * 1.15)


def mix(a: np.ndarray, b: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Blend from color `a` to color `b`, by a part per sample."""
    return a + (b - a) * part[..., None]
