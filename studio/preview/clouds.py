"""Paint heaped clouds: bright, round tops over flat, shaded bases."""

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.palettes import blend
from studio.preview.planes import Layer, make_layer
from studio.preview.stage import Stage

HALF = 2  # clouds are soft, so they are drawn this many times smaller
SHIFT = 16  # circles are drawn in sixteenths of a pixel


def add_heaps(stage: Stage, rng: np.random.Generator) -> None:
    """Add a row of small clouds far away, and large ones nearer and higher."""
    for count, wide, row, spread, depth in ((7, 0.26, 0.70, 0.05, 0.06), (4, 0.60, 0.36, 0.16, 0.14)):
        heaps = [
            (rng.uniform(0, stage.wide), stage.down + stage.height * (row + rng.normal(0, spread)), wide)
            for _ in range(count)
        ]
        stage.add(_make_heaps(stage, rng, heaps, depth=depth))


def add_floor(stage: Stage, rng: np.random.Generator) -> None:
    """Add a sea of clouds, from the horizon to the camera."""
    for near in (0.0, 0.3, 0.65, 1.0):
        row, wide = stage.down + stage.height * (0.66 + 0.34 * near), 0.34 + 0.7 * near
        count = round(9 - 4 * near)
        columns = (np.arange(count) + rng.uniform(-0.3, 0.3, count)) / (count - 1) * stage.wide
        heaps = [(float(x), row + rng.normal(0, 0.012) * stage.height, wide) for x in columns]
        stage.add(_make_heaps(stage, rng, heaps, depth=0.12 + 0.6 * near, fills=True))


def _make_heaps(
    stage: Stage,
    rng: np.random.Generator,
    heaps: list[tuple[float, float, float]],
    *,
    depth: float,
    fills: bool = False,
) -> Layer:
    """Return a plate of clouds. heaps: column and row of each base, and its width of the frame's height.
    fills: the plate is closed below them.
    """
    size = (stage.tall // HALF, stage.wide // HALF)
    alpha, shade = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    for column, base, wide in heaps:
        _draw_heap((alpha, shade), rng, (column / HALF, base / HALF), wide * stage.height / HALF)
    soft = max(1.0, 2.2 * stage.unit)
    body = cv2.GaussianBlur(alpha, (0, 0), soft).astype(f32) / 255
    light = cv2.GaussianBlur(shade, (0, 0), 2.4 * soft).astype(f32) / 255
    if fills:
        base = min(row for _, row, _ in heaps) / HALF
        rows = np.arange(size[0], dtype=f32)[:, None]
        body = np.maximum(body, np.clip((rows - base) / (0.03 * size[0]), 0, 1))
        light = np.maximum(light, 0.42)
    full = (stage.wide, stage.tall)
    large, lit_part = (cv2.resize(one, full, interpolation=cv2.INTER_LINEAR) for one in (body, light))
    p = stage.palette
    dark, lit = blend(p.cloud_dark, p.haze, 0.35), blend(p.cloud_lit, p.light, 0.3)
    picture = dark + (lit - dark) * np.clip(lit_part, 0, 1)[..., None]
    drift = 16 * stage.unit * (0.4 + depth)
    return make_layer(
        picture.astype(f32), (large * 0.96).astype(f32), depth, sway=(drift, 0.0, 0, 0.0), soft=True
    )


def _draw_heap(
    sheets: tuple[np.ndarray, np.ndarray], rng: np.random.Generator, at: tuple[float, float], wide: float
) -> None:
    """Draw one cloud: balls on a level base, heaped in its middle."""
    alpha, shade = sheets
    base = round(at[1])
    heights = rng.uniform(0.5, 1.0, 3)
    for n in range(70):
        x = rng.normal(0, 0.22)
        crest = max(0.05, 0.34 * np.exp(-((x / 0.30) ** 2)) * np.interp(x, (-0.4, 0.0, 0.4), heights) * 1.3)
        radius = wide * rng.uniform(0.035, 0.085) * (1.15 - 0.5 * n / 70)
        y = max(crest * rng.uniform(0.0, 1.0), 0.8 * radius / wide)  # their bases are level
        middle = (round((at[0] + x * wide) * SHIFT), round((base - y * wide) * SHIFT))
        tone = int(np.clip(255 * (0.28 + 0.72 * y / 0.30 + rng.normal(0, 0.07)), 60, 255))
        for sheet, value in ((alpha, 255), (shade, tone)):
            cv2.circle(sheet, middle, round(radius * SHIFT), value, -1, cv2.LINE_AA, 4)
