"""Draw silhouettes of trees: ragged firs, and round trees for fields."""

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.planes import Layer, make_yuv_layer, to_yuv
from studio.preview.stage import Stage

SHIFT = 4  # polygon coordinates are in sixteenths of a pixel


def make_firs(
    stage: Stage,
    rng: np.random.Generator,
    ground: np.ndarray,
    tall: tuple[float, float],
    *,
    density: float,
    depth: float,
    far: float,
    snowy: bool = False,
) -> Layer:
    """Return a plate of firs on the line `ground` (a row per column).

    tall: smallest and greatest height at 720 lines. far: 0 is lost in haze, 1 is the foreground.
    """
    unit = stage.unit
    top = max(0, int(ground.min() - tall[1] * unit * 1.15)) // 2 * 2
    alpha = np.zeros((stage.tall - top, stage.wide), np.uint8)
    count = int(stage.wide / (tall[0] * 0.26 * unit) * density)
    for column in rng.uniform(0, stage.wide, count):
        height = unit * (tall[0] + (tall[1] - tall[0]) * rng.random() ** 1.7)
        foot = float(ground[int(column)]) - top + 0.03 * height
        outline = _to_fixed_point(outline_fir(rng, column, foot, height))
        cv2.fillPoly(alpha, [outline], 255, cv2.LINE_AA, SHIFT)
    rows = np.arange(alpha.shape[0], dtype=f32)[:, None] + top
    solid = np.clip(rows - ground[None] + 0.5, 0, 1)
    body = np.maximum(alpha.astype(f32) / 255, solid)
    light_from = float(ground.mean() - tall[1] * unit * 0.6)
    return color_silhouette(
        stage,
        body,
        top=top,
        depth=depth,
        far=far,
        light_from=light_from,
        snowy=snowy,
        solid=int(ground.max()) + 3,
    )


def color_silhouette(
    stage: Stage,
    body: np.ndarray,
    *,
    top: int,
    depth: float,
    far: float,
    light_from: float,
    snowy: bool,
    solid: int | None,
) -> Layer:
    """Color a silhouette: darker when near, misty at its foot, with a rim of light on the sun's side."""
    p = stage.palette
    dark = p.haze + (p.land * (p.ambient * 0.8 + 0.35) - p.haze) * far
    foot = p.haze + (dark - p.haze) * (0.45 + 0.5 * far**2)
    rows = np.arange(body.shape[0], dtype=f32)[:, None] + top
    down = np.clip((rows - light_from) / (0.30 * stage.height), 0, 1) ** 1.4
    paint = [(down, foot - dark)]
    if solid is not None:
        strength = (0.20 if not stage.is_dark else 0.12) * (0.15 + 0.85 * far)
        paint.append((_find_rim(stage, body), p.sunlight * strength))
    if snowy:
        paint.append((_find_snow(stage, body), (p.ambient + p.sunlight * 0.5) * (0.10 + 0.45 * far)))
    y, u, v = _mix_yuv(dark, paint, body.shape)
    return make_yuv_layer(y, u, v, body, depth=depth, top=top, solid=solid)


def _mix_yuv(
    ground: np.ndarray, paint: list[tuple[np.ndarray, np.ndarray]], shape: tuple[int, ...]
) -> list[np.ndarray]:
    """Return luma and half-size chroma of a color plus others, each added by its share per pixel."""
    base = [float(tone) for tone in to_yuv(ground)]
    mixed = []
    for at, tone in enumerate(base):
        size = shape if at == 0 else (shape[0] // 2, shape[1] // 2)
        plane = np.full(size, tone, f32)
        for part, color in paint:
            change = f32(float(to_yuv(ground + color)[at]) - tone)
            plane += change * (part if at == 0 else _halve(part))
        mixed.append(plane)
    return mixed


def _halve(part: np.ndarray) -> np.ndarray:
    size = (max(1, part.shape[1] // 2), part.shape[0] // 2)
    return cv2.resize(part.astype(f32, copy=False), size, interpolation=cv2.INTER_AREA).reshape(size[::-1])


def _find_rim(stage: Stage, body: np.ndarray) -> np.ndarray:
    """Return the edge of the silhouette on the sun's side."""
    step = max(1, round(1.6 * stage.unit))
    beside = np.roll(body, int(-stage.sun_side * step), 1)
    return np.clip(body - beside, 0, 1)


def _find_snow(stage: Stage, body: np.ndarray) -> np.ndarray:
    """Return snow on the edges that face up."""
    above = np.roll(body, max(2, round(5 * stage.unit)), 0)
    return cv2.GaussianBlur(np.clip(body - above, 0, 1), (0, 0), 0.8 * max(stage.unit, 0.5))


def outline_fir(rng: np.random.Generator, column: float, foot: float, height: float) -> np.ndarray:
    """Return the outline of a fir: tiers of uneven, drooping branches, wider toward the ground."""
    tiers = int(min(15, max(5, height / 7)))
    wide = height * rng.uniform(0.13, 0.20)
    lean = rng.normal(0, 0.012) * height
    part = np.arange(1, tiers + 1) / tiers
    middle, row = column + lean * (1 - part), foot - height * (1 - part * 0.93)
    reach = wide * part**0.85 * rng.uniform(0.72, 1.12, (2, tiers))
    side = np.empty((2, 2 * tiers + 2, 2))
    for half, sign in zip(side, (0, 1), strict=True):
        out = reach[sign] * (1 - 2 * sign)
        half[:-2:2, 0], half[:-2:2, 1] = middle + out, row + height * 0.022
        half[1:-2:2, 0], half[1:-2:2, 1] = middle + out * 0.42, row - height * 0.010
        half[-2] = column + (1 - 2 * sign) * wide * 0.10, foot - height * 0.06
        half[-1] = column + (1 - 2 * sign) * wide * 0.09, foot + height * 0.03
    return np.concatenate([[(column + lean, foot - height)], side[0], side[1, ::-1]])


def add_copses(
    stage: Stage, rng: np.random.Generator, ground: np.ndarray, *, depth: float, tall: float, far: float
) -> None:
    """Add groups of round trees along a hill."""
    alpha = _draw_copses(stage, rng, ground, tall)
    rows = np.nonzero(alpha.any(1))[0]
    if not len(rows):
        return
    top = max(0, int(rows[0]) - 2) // 2 * 2
    bottom = min(stage.tall, int(rows[-1]) + 4) // 2 * 2
    body = alpha[top:bottom].astype(f32) / 255
    stage.add(
        color_silhouette(
            stage,
            body,
            top=top,
            depth=depth,
            far=min(0.9, far),
            light_from=float(top),
            snowy=stage.sketch.cold,
            solid=None,
        )
    )


def _draw_copses(stage: Stage, rng: np.random.Generator, ground: np.ndarray, tall: float) -> np.ndarray:
    unit = stage.unit
    alpha = np.zeros((stage.tall, stage.wide), np.uint8)
    for middle in rng.uniform(0, stage.wide, int(4 + 5 * rng.random())):
        for _ in range(int(rng.integers(2, 9))):
            column = float(np.clip(middle + rng.normal(0, tall * 1.6 * unit), 2, stage.wide - 3))
            foot, height = float(ground[int(column)]), tall * unit * rng.uniform(0.5, 1.1)
            draw_tree(alpha, rng, column=column, foot=foot, height=height)
    return alpha


def draw_tree(
    alpha: np.ndarray, rng: np.random.Generator, *, column: float, foot: float, height: float
) -> None:
    """Draw a leafy tree: a trunk and round clumps of leaves."""
    trunk = [
        (column - height * 0.035, foot + 2),
        (column, foot - height * 0.6),
        (column + height * 0.035, foot + 2),
    ]
    cv2.fillPoly(alpha, [_to_fixed_point(np.array(trunk, f32))], 255, cv2.LINE_AA, SHIFT)
    for _ in range(16):
        angle, out = rng.uniform(0, 2 * np.pi), rng.random() ** 0.5
        at = (
            column + np.cos(angle) * out * height * 0.27,
            foot - height * (0.62 - np.sin(angle) * out * 0.27),
        )
        center = (int(at[0] * 16), int(at[1] * 16))
        cv2.circle(
            alpha, center, max(8, int(16 * height * rng.uniform(0.08, 0.16))), 255, -1, cv2.LINE_AA, SHIFT
        )


def _to_fixed_point(points: np.ndarray) -> np.ndarray:
    return np.round(points * (1 << SHIFT)).astype(np.int32)
