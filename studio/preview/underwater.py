"""Paint the sea below its surface: blue-green depth, rays from above, sand, corals and drifting particles."""

from dataclasses import replace

import cv2
import numpy as np

from studio.preview import atlas, woods
from studio.preview.noise import f32, make_noise, make_noise_line, smoothstep
from studio.preview.palettes import parse_hex, tint_color
from studio.preview.planes import Layer, make_layer
from studio.preview.stage import Stage
from studio.preview.weather import make_motes

CLEAR, MIDDLE, DEEP = "#8fe3dc", "#1f8fa3", "#063049"
NIGHT = 0.42  # of the day's light
GROWTH = ("noto:coral", "game:algae", "noto:coral", "game:algae", "game:fern")
CORALS = ("#d9705f", "#3f8f74", "#c98a5a", "#2f7f7a", "#8f6fa8")


def paint_underwater(stage: Stage) -> None:
    """Paint the depth, a reef in the haze, the sand with its light, and what grows in front."""
    rng = stage.make_rng("underwater")
    light = NIGHT if stage.sketch.time in ("night", "dusk", "neon", "space") else 1.0
    _tone(stage, light)
    stage.sun = (stage.right + stage.width * (0.5 + float(rng.uniform(-0.2, 0.2))), -0.25 * stage.height)
    stage.add(_make_depth(stage), _make_reef(stage, rng, 0.18), _make_sand(stage, rng, light))
    stage.add(_make_growth(stage, rng, (7, 0.10, 0.22), feet=(0.80, 0.88), depth=0.5))
    stage.layers.append(woods.make_light_shafts(stage))
    stage.add(_make_growth(stage, rng, (5, 0.24, 0.40), feet=(1.02, 1.10), depth=0.95))
    stage.effects += make_motes(stage, "dust")


def _tone(stage: Stage, light: float) -> None:
    dye = stage.sketch.tints.get("water")
    clear, middle, deep = (
        parse_hex(one) * light if not dye else tint_color(parse_hex(one), parse_hex(dye), 0.8) * light
        for one in (CLEAR, MIDDLE, DEEP)
    )
    stage.palette = replace(
        stage.palette,
        zenith=clear,
        middle=middle,
        horizon=middle,
        haze=middle * 0.9,
        land=deep * 0.8,
        light=clear,
        ambient=middle * 0.6,
        sunlight=clear * 0.6,
    )


def _make_depth(stage: Stage) -> Layer:
    """Return the water: bright below the surface, dark in the distance."""
    p = stage.palette
    rows = np.linspace(0, 1, stage.tall, dtype=f32)[:, None]
    columns = (np.arange(stage.wide, dtype=f32)[None] - stage.sun[0]) / stage.height
    near = np.exp(-(columns**2) / 0.9 - (rows / 0.55) ** 2)[..., None]
    picture = p.middle + (p.land * 1.3 - p.middle) * smoothstep(0.25, 1.0, rows)[..., None]
    picture = picture + (p.light - picture) * near * 0.85
    ripple = make_noise(
        stage.tall, stage.wide, stage.make_rng("surface"), 10, octaves=3, gain=0.6, stretch=4, ridged=True
    )
    picture = picture + p.light * (ripple * np.exp(-rows / 0.10))[..., None] * 0.35
    return make_layer(np.clip(picture, 0, 1).astype(f32), None, 0.06)


def _make_reef(stage: Stage, rng: np.random.Generator, depth: float) -> Layer:
    """Return rocks that rise far away, half lost in the water."""
    p = stage.palette
    line = make_noise_line(stage.wide, rng, 2.2, 6, gain=0.5) ** 1.6
    edge = np.abs(np.linspace(-1, 1, stage.wide, dtype=f32)) ** 1.5
    top = stage.horizon - stage.height * (0.05 + 0.30 * line * (0.35 + 0.65 * edge))
    rows = np.arange(stage.tall, dtype=f32)[:, None]
    alpha = np.clip(rows - top[None], 0, 1).astype(f32)
    rough = make_noise(stage.tall, stage.wide, rng, 14, octaves=5, gain=0.6)
    picture = p.middle * 0.55 + p.land * 0.5 + (rough[..., None] - 0.5) * 0.14 * p.middle
    return make_layer(np.clip(picture, 0, 1).astype(f32), alpha, depth)


def _make_sand(stage: Stage, rng: np.random.Generator, light: float) -> Layer:
    """Return the sea floor with the net of light that waves throw on it."""
    p = stage.palette
    line = make_noise_line(stage.wide, rng, 1.5, 4, gain=0.4)
    top = stage.horizon + stage.height * (0.05 + 0.05 * line)
    rows = np.arange(stage.tall, dtype=f32)[:, None]
    alpha = np.clip((rows - top[None]) / (2 * stage.unit), 0, 1).astype(f32)
    near = np.clip((rows - stage.horizon) / (stage.tall - stage.horizon), 0.02, 1)
    tile = make_noise(512, 512, rng, 10, octaves=2, gain=0.5, ridged=True) ** 2
    grain = make_noise(stage.tall, stage.wide, rng, 40, octaves=4, gain=0.7)
    columns = (np.arange(stage.wide, dtype=f32)[None] - stage.wide / 2) / (stage.height * (near + 0.15)) * 220
    net = cv2.remap(
        tile,
        (columns % 511).astype(f32),
        np.broadcast_to((150 / (near + 0.15)) % 511, columns.shape).astype(f32),
        cv2.INTER_LINEAR,
    )
    sand = parse_hex("#c9c39a") * (0.35 * light) + p.middle * 0.42
    picture = sand * (0.74 + 0.3 * grain[..., None]) + p.light * net[..., None] * 0.30 * near[..., None]
    far = (1 - near[..., None]) ** 2.2
    picture = picture * (1 - far * 0.8) + p.middle * 0.75 * far * 0.8
    return make_layer(np.clip(picture, 0, 1).astype(f32), alpha, 0.45, solid=int(top.max()) + 4)


def _make_growth(
    stage: Stage,
    rng: np.random.Generator,
    kind: tuple[int, float, float],
    *,
    feet: tuple[float, float],
    depth: float,
) -> Layer:
    """Return corals and weeds that sway. kind: how many, and the least and greatest height."""
    count, low, high = kind
    p = stage.palette
    alpha = np.zeros((stage.tall, stage.wide), f32)
    paint = np.zeros((stage.tall, stage.wide, 3), f32)
    for n in range(count):
        tall = round(float(rng.uniform(low, high)) * stage.height)
        which = int(rng.integers(len(GROWTH)))
        mask = atlas.draw_shape(GROWTH[which], tall, mirrored=bool(rng.random() < 0.5))
        wide = mask.alpha.shape[1]
        side = (n + 0.5) / count + float(rng.uniform(-0.05, 0.05))
        side = 0.5 + (side - 0.5) * 1.1 + 0.16 * np.sign(side - 0.5) * (depth > 0.9)
        left = round(side * stage.wide - wide / 2)
        top = round(stage.down + float(rng.uniform(*feet)) * stage.height) - tall
        a, b, c, d = max(0, top), min(stage.tall, top + tall), max(0, left), min(stage.wide, left + wide)
        if b <= a or d <= c:
            continue
        part = mask.alpha[a - top : b - top, c - left : d - left]
        tone = mask.tone[a - top : b - top, c - left : d - left]
        color = parse_hex(CORALS[which]) * (0.5 * float(p.light.mean())) + p.middle * 0.35
        color = color if depth < 0.9 else color * 0.18 + p.land * 0.75
        shade = (color * (0.7 + 0.7 * tone[..., None])).astype(f32)
        cover = part[..., None]
        paint[a:b, c:d] += (shade - paint[a:b, c:d]) * cover
        alpha[a:b, c:d] = np.maximum(alpha[a:b, c:d], part)
    sway = (4 * stage.unit * depth, 0, stage.count_rounds(0.25), 0.2)
    color = np.clip(paint / np.maximum(alpha, 1e-3)[..., None], 0, 1)
    return make_layer(color, alpha, depth, sway=sway)
