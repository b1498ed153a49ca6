"""Space: nebulae, a planet with its day side, sometimes a ring; and the plain night or day sky."""

import cv2
import numpy as np

from studio.preview import sky
from studio.preview.lands import firs
from studio.preview.noise import clouds, f32, smooth
from studio.preview.palettes import dyed, rgb
from studio.preview.planes import Layer, layer, layer_of, yuv_of
from studio.preview.stage import Stage

NEBULAE = (
    ("#7a2f8f", "#1f6fae", "#ff9a6a"),
    ("#0f7f86", "#5a3fb0", "#ffd0a0"),
    ("#b03a5a", "#3a2a80", "#ffb070"),
)
PLANETS = (("#d9a066", "#7a4a2c"), ("#6fa8c8", "#25406a"), ("#c8b08a", "#5c6f86"), ("#b5583a", "#4a1f1a"))


def space(stage: Stage) -> None:
    """Stars, a nebula, and a planet where there is room for one."""
    chance = stage.chance("space")
    stage.horizon = stage.tall
    stage.sun = (stage.right + stage.width * 0.2, stage.down + stage.height * 0.15)
    stage.add(_deep(stage, chance, 0.05))
    _planet(stage, chance)


def night_or_day(stage: Stage) -> None:
    """The sky itself is the picture: clouds by day, the milky way by night, the tips of trees below."""
    chance = stage.chance("open sky")
    if stage.is_dark and stage.sketch.time != "dusk":
        stage.layers = [_deep(stage, chance, 0.05, band=True)]
        stage.effects.clear()
    firs(stage, stage.sketch.cold)


def _deep(stage: Stage, chance: np.random.Generator, depth: float, *, band: bool = False) -> Layer:
    """Stars before glowing gas; `band` lays the gas along a diagonal, as the milky way lies."""
    p = stage.palette
    tall, wide = stage.tall // 2, stage.wide // 2
    rows, columns = np.mgrid[0:tall, 0:wide].astype(f32) / (360 * stage.unit)
    gas, dust = (
        clouds(tall, wide, chance, 3, octaves=7, gain=0.56, stretch=1.2),
        clouds(tall, wide, chance, 4, octaves=7, gain=0.6, ridged=True),
    )
    slope = chance.uniform(0.35, 0.75) * chance.choice([-1, 1])
    across = rows - rows.mean() - slope * (columns - columns.mean()) + 0.25 * (gas - 0.5)
    place = np.exp(-((across / (0.34 if band else 0.55)) ** 2))
    body = np.clip(place * (0.35 + 0.9 * gas) - 0.55 * dust * place * smooth(0.3, 0.8, gas), 0, 1)
    first, second, hot = (rgb(c) for c in NEBULAE[int(chance.integers(len(NEBULAE)))])
    tint = stage.sketch.tints.get("sky") or stage.sketch.tints.get("all")
    if tint:
        first, second = dyed(first, rgb(tint), 0.9), dyed(second, rgb(tint), 0.6)
    part = clouds(tall, wide, chance, 2, octaves=3)[..., None]
    picture = p.zenith + (p.horizon - p.zenith) * smooth(0.2, 1.2, rows / rows.max())[..., None] * (
        0.6 if band else 0.3
    )
    strength = 0.75 if band else 0.66
    picture = picture + (first * part + second * (1 - part)) * body[..., None] * strength
    picture = picture + hot * (np.clip(body - 0.55, 0, 1) ** 1.5)[..., None] * 1.1 * strength
    y, u, v = yuv_of(np.clip(picture, 0, 1).astype(f32))
    y = cv2.resize(y, (stage.wide, stage.tall), interpolation=cv2.INTER_CUBIC)
    y = sky.stars(stage, y, chance, 1.5 if band else 1.0)
    return layer_of(y + f32(0.8) * chance.standard_normal(y.shape, dtype=f32), u, v, None, depth=depth)


def _planet(stage: Stage, chance: np.random.Generator) -> None:
    short = min(stage.width, stage.height)
    radius = short * chance.uniform(0.27, 0.36)
    middle = (
        stage.right + stage.width * chance.uniform(0.38, 0.64),
        stage.down + stage.height * chance.uniform(0.46, 0.58),
    )
    x, y = np.meshgrid(
        np.arange(stage.wide, dtype=f32) - middle[0], np.arange(stage.tall, dtype=f32) - middle[1]
    )
    far = np.sqrt(x * x + y * y) / radius
    up = np.sqrt(np.clip(1 - far * far, 0, 1))
    light = np.array([-0.66, -0.40, 0.52], f32)
    lit = np.clip(x / radius * light[0] + y / radius * light[1] + up * light[2], 0, 1)
    surface = _surface(stage, chance, x / radius, y / radius, up=up)
    rim = np.clip(1 - up, 0, 1) ** 3 * lit**0.5
    air = rgb("#7fb8ff") if stage.palette.ground is None else dyed(rgb("#7fb8ff"), stage.palette.ground, 0.4)
    picture = surface * (0.012 + 1.05 * lit[..., None]) + rim[..., None] * air
    cover = np.clip((1 - far) * radius / 1.3 + 0.5, 0, 1)
    toward = np.clip(((x * light[0] + y * light[1]) / (far * radius + 1e-3)) * 0.8 + 0.35, 0, 1)
    halo = np.where(far >= 1, np.exp(-np.clip(far - 1, 0, 9) / 0.055) * toward * 0.8, 0)
    picture = np.where(cover[..., None] > 0.5, picture, air)
    stage.add(layer(np.clip(picture, 0, 1), np.maximum(cover, halo).astype(f32), 0.5))
    ringed = "ring" in str(stage.key).lower() or "saturn" in str(stage.key).lower() or chance.random() < 0.4
    if ringed:
        _ring(stage, chance, x=x, y=y, far=far, radius=radius)


def _surface(
    stage: Stage, chance: np.random.Generator, x: np.ndarray, y: np.ndarray, *, up: np.ndarray
) -> np.ndarray:
    """Bands with storms in them, wrapped round the ball."""
    bright, dark = (rgb(c) for c in PLANETS[int(chance.integers(len(PLANETS)))])
    if stage.palette.ground is not None:
        bright, dark = dyed(bright, stage.palette.ground, 0.9), dyed(dark, stage.palette.ground, 0.8)
    tile = clouds(512, 1024, chance, 4, octaves=7, gain=0.55, stretch=4.5)
    around = (np.arctan2(x, up + 0.02) / np.pi * 0.5 + 0.5) * 1023
    along = np.clip(y + 0.24 * x, -1, 1) * 0.5 + 0.5
    pattern = cv2.remap(tile, around.astype(f32), (along * 511).astype(f32), cv2.INTER_LINEAR)
    belts = 0.5 + 0.5 * np.sin(along * 26 + 3.2 * pattern)
    part = np.clip(0.62 * pattern + 0.38 * belts, 0, 1)[..., None]
    return dark + (bright - dark) * part


def _ring(
    stage: Stage, chance: np.random.Generator, *, x: np.ndarray, y: np.ndarray, far: np.ndarray, radius: float
) -> None:
    tilt = chance.uniform(0.14, 0.26) * chance.choice([-1, 1])
    flat = np.sqrt((x / radius) ** 2 + ((y - tilt * x) / (radius * 0.20)) ** 2)
    grooves = np.interp(
        flat, np.linspace(1.3, 2.2, 400), clouds(4, 400, chance, 40, octaves=3, gain=0.7)[0]
    ).astype(f32)
    cover = smooth(1.32, 1.40, flat) * smooth(2.18, 2.05, flat) * (0.25 + 0.75 * grooves)
    cover = cover * ((y - tilt * x > 0) | (far > 1))
    colour = np.broadcast_to(np.array([0.90, 0.82, 0.68], f32), (*cover.shape, 3))
    stage.add(layer(colour, (cover * 0.72).astype(f32), 0.5))
