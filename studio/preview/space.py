"""Paint space with nebulae and a planet, and open skies by day and by night."""

import re

import cv2
import numpy as np

from studio.preview import clouds, sky
from studio.preview.lands import add_firs
from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.palettes import parse_hex, tint_color
from studio.preview.planes import Layer, make_layer, make_yuv_layer, to_yuv
from studio.preview.stage import Stage

NEBULAE = (
    ("#7a2f8f", "#1f6fae", "#ff9a6a"),
    ("#0f7f86", "#5a3fb0", "#ffd0a0"),
    ("#b03a5a", "#3a2a80", "#ffb070"),
)
EARTH = re.compile(r"\bearth\b|\bblue planet\b|\bglobe\b", re.IGNORECASE)
PLANETS = (("#d9a066", "#7a4a2c"), ("#6fa8c8", "#25406a"), ("#c8b08a", "#5c6f86"), ("#b5583a", "#4a1f1a"))


def paint_space(stage: Stage) -> None:
    """Paint stars, a nebula and a planet."""
    rng = stage.make_rng("space")
    stage.horizon, stage.front = stage.tall, 0
    stage.sun = (stage.right + stage.width * 0.2, stage.down + stage.height * 0.15)
    stage.add(_make_deep_sky(stage, rng, 0.05))
    if EARTH.search(str(stage.key)):
        _add_earth(stage, (stage.right + stage.width * 0.56, stage.down + stage.height * 0.52), 0.36)
    else:
        _add_planet(stage, rng)


def paint_night_of_the_moon(stage: Stage, rng: np.random.Generator) -> None:
    """Paint the black sky over the Moon with the Earth in it."""
    stage.sun = (stage.right + stage.width * 0.12, stage.down + stage.height * 0.10)
    stage.add(_make_deep_sky(stage, rng, 0.05))
    _add_earth(stage, (stage.right + stage.width * 0.76, stage.down + stage.height * 0.24))


def _add_earth(stage: Stage, middle: tuple[float, float], share: float = 0.085) -> None:
    """Add the Earth with clouds. share: its radius, of the frame's shorter side."""
    radius = share * min(stage.width, stage.height)
    side = int(radius * 3) // 2 * 2
    y, x = np.mgrid[-side // 2 : side // 2, -side // 2 : side // 2].astype(f32) / radius
    far = np.hypot(x, y)
    up = np.sqrt(np.clip(1 - far * far, 0, 1))
    lit = np.clip(-0.62 * x - 0.36 * y + 0.6 * up, 0, 1)[..., None]
    clouds = make_noise(side, side, stage.make_rng("earth"), 4, octaves=5, gain=0.6, stretch=1.6)
    lands = make_noise(side, side, stage.make_rng("continents"), 2, octaves=4, gain=0.55)
    ground = np.where((lands > 0.56)[..., None], parse_hex("#5f7a48"), parse_hex("#1f5fa8"))
    part = smoothstep(0.45, 0.75, clouds)[..., None]
    picture = (ground * (1 - part) + part * 0.95) * lit + parse_hex("#7fb8ff") * (
        1 - up[..., None]
    ) ** 3 * lit
    alpha = np.clip((1 - far) * radius / 1.3 + 0.5, 0, 1)
    left, top = (int(at - side / 2) // 2 * 2 for at in middle)
    stage.add(make_layer(np.clip(picture, 0, 1).astype(f32), alpha.astype(f32), 0.08, top, left=left))


def paint_open_sky(stage: Stage) -> None:
    """Paint the sky above treetops: clouds by day, the Milky Way by night."""
    rng = stage.make_rng("open sky")
    if stage.is_dark and stage.sketch.time != "dusk":
        stage.layers = [_make_deep_sky(stage, rng, 0.05, band=True)]
        stage.effects.clear()
    else:
        clouds.add_heaps(stage, rng)
    if stage.sketch.scene == "clouds":
        clouds.add_floor(stage, rng)
    else:
        add_firs(stage, stage.sketch.cold)


def _make_deep_sky(stage: Stage, rng: np.random.Generator, depth: float, *, band: bool = False) -> Layer:
    """Return stars and glowing gas. band: along a diagonal, like the Milky Way."""
    p = stage.palette
    tall, wide = stage.tall // 2, stage.wide // 2
    rows, columns = np.mgrid[0:tall, 0:wide].astype(f32) / (360 * stage.unit)
    gas, dust = (
        make_noise(tall, wide, rng, 3, octaves=7, gain=0.56, stretch=1.2),
        make_noise(tall, wide, rng, 4, octaves=7, gain=0.6, ridged=True),
    )
    slope = rng.uniform(0.35, 0.75) * rng.choice([-1, 1])
    across = rows - rows.mean() - slope * (columns - columns.mean()) + 0.25 * (gas - 0.5)
    place = np.exp(-((across / (0.34 if band else 0.55)) ** 2))
    body = np.clip(place * (0.35 + 0.9 * gas) - 0.55 * dust * place * smoothstep(0.3, 0.8, gas), 0, 1)
    first, second, hot = (parse_hex(c) for c in NEBULAE[int(rng.integers(len(NEBULAE)))])
    tint = stage.sketch.tints.get("sky") or stage.sketch.tints.get("all")
    if tint:
        first, second = tint_color(first, parse_hex(tint), 0.9), tint_color(second, parse_hex(tint), 0.6)
    part = make_noise(tall, wide, rng, 2, octaves=3)[..., None]
    picture = p.zenith + (p.horizon - p.zenith) * smoothstep(0.2, 1.2, rows / rows.max())[..., None] * (
        0.6 if band else 0.3
    )
    strength = 0.75 if band else 0.66
    picture = picture + (first * part + second * (1 - part)) * body[..., None] * strength
    picture = picture + hot * (np.clip(body - 0.55, 0, 1) ** 1.5)[..., None] * 1.1 * strength
    y, u, v = to_yuv(np.clip(picture, 0, 1).astype(f32))
    y = cv2.resize(y, (stage.wide, stage.tall), interpolation=cv2.INTER_CUBIC)
    y = sky.add_stars(stage, y, rng, 1.5 if band else 1.0)
    return make_yuv_layer(y + f32(0.8) * rng.standard_normal(y.shape, dtype=f32), u, v, None, depth=depth)


def _add_planet(stage: Stage, rng: np.random.Generator) -> None:
    short = min(stage.width, stage.height)
    radius = short * rng.uniform(0.27, 0.36)
    middle = (
        stage.right + stage.width * rng.uniform(0.38, 0.64),
        stage.down + stage.height * rng.uniform(0.46, 0.58),
    )
    x, y = np.meshgrid(
        np.arange(stage.wide, dtype=f32) - middle[0], np.arange(stage.tall, dtype=f32) - middle[1]
    )
    far = np.sqrt(x * x + y * y) / radius
    up = np.sqrt(np.clip(1 - far * far, 0, 1))
    light = np.array([-0.66, -0.40, 0.52], f32)
    lit = np.clip(x / radius * light[0] + y / radius * light[1] + up * light[2], 0, 1)
    surface = _paint_surface(stage, rng, x / radius, y / radius, up=up)
    rim = np.clip(1 - up, 0, 1) ** 3 * lit**0.5
    air, ground = parse_hex("#7fb8ff"), stage.palette.ground
    air = air if ground is None else tint_color(air, ground, 0.4)
    picture = surface * (0.012 + 1.05 * lit[..., None]) + rim[..., None] * air
    alpha = np.clip((1 - far) * radius / 1.3 + 0.5, 0, 1)
    toward = np.clip(((x * light[0] + y * light[1]) / (far * radius + 1e-3)) * 0.8 + 0.35, 0, 1)
    halo = np.where(far >= 1, np.exp(-np.clip(far - 1, 0, 9) / 0.055) * toward * 0.8, 0)
    picture = np.where(alpha[..., None] > 0.5, picture, air)
    stage.add(make_layer(np.clip(picture, 0, 1), np.maximum(alpha, halo).astype(f32), 0.5))
    prompt = str(stage.key).lower()
    if "ring" in prompt or "saturn" in prompt or rng.random() < 0.4:
        _add_ring(stage, rng, x=x, y=y, far=far, radius=radius)


def _paint_surface(
    stage: Stage, rng: np.random.Generator, x: np.ndarray, y: np.ndarray, *, up: np.ndarray
) -> np.ndarray:
    """Return bands with storms, wrapped around the planet."""
    bright, dark = (parse_hex(c) for c in PLANETS[int(rng.integers(len(PLANETS)))])
    if stage.palette.ground is not None:
        bright, dark = (
            tint_color(bright, stage.palette.ground, 0.9),
            tint_color(dark, stage.palette.ground, 0.8),
        )
    tile = make_noise(512, 1024, rng, 4, octaves=7, gain=0.55, stretch=4.5)
    around = (np.arctan2(x, up + 0.02) / np.pi * 0.5 + 0.5) * 1023
    along = np.clip(y + 0.24 * x, -1, 1) * 0.5 + 0.5
    pattern = cv2.remap(tile, around.astype(f32), (along * 511).astype(f32), cv2.INTER_LINEAR)
    belts = 0.5 + 0.5 * np.sin(along * 26 + 3.2 * pattern)
    part = np.clip(0.62 * pattern + 0.38 * belts, 0, 1)[..., None]
    return dark + (bright - dark) * part


def _add_ring(
    stage: Stage, rng: np.random.Generator, *, x: np.ndarray, y: np.ndarray, far: np.ndarray, radius: float
) -> None:
    tilt = rng.uniform(0.14, 0.26) * rng.choice([-1, 1])
    flat = np.sqrt((x / radius) ** 2 + ((y - tilt * x) / (radius * 0.20)) ** 2)
    grooves = np.interp(
        flat, np.linspace(1.3, 2.2, 400), make_noise(4, 400, rng, 40, octaves=3, gain=0.7)[0]
    ).astype(f32)
    alpha = smoothstep(1.32, 1.40, flat) * smoothstep(2.18, 2.05, flat) * (0.25 + 0.75 * grooves)
    alpha = alpha * ((y - tilt * x > 0) | (far > 1))
    color = np.broadcast_to(np.array([0.90, 0.82, 0.68], f32), (*alpha.shape, 3))
    stage.add(make_layer(color, (alpha * 0.72).astype(f32), 0.5))
