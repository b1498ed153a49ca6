"""Paint the sky with clouds, stars, and the sun or moon with its bloom."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import cv2
import numpy as np

from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.parallel import run_parallel
from studio.preview.planes import Layer, Planes, halve, make_yuv_layer, to_bytes, to_yuv
from studio.preview.stage import Effect, Moment, Stage

RETRO = re.compile(r"synth ?-?wave|vapor ?-?wave|retro ?-?wave|outrun|eighties|80s")
CLOUDINESS = {
    "storm": 0.95,
    "overcast": 0.85,
    "morning": 0.45,
    "day": 0.50,
    "night": 0.34,
    "winter": 0.55,
    "neon": 0.30,
    "dusk": 0.55,
    "sunset": 0.62,
}
BLOOM = {
    "golden": 0.40,
    "sunset": 0.36,
    "dawn": 0.34,
    "morning": 0.26,
    "overcast": 0.0,
    "day": 0.16,
    "winter": 0.16,
    "neon": 0.30,
    "dusk": 0.20,
}
MOON, MOON_ROW, MOON_ASIDE = 3.4, 0.42, 0.6  # how large it is, where above the horizon, and how far aside
GLOW = {
    "day": 0.50,
    "morning": 0.65,
    "overcast": 0.14,
    "winter": 0.45,
    "night": 0.34,
    "storm": 0.16,
    "neon": 0.6,
    "dusk": 0.7,
}


def paint_sky(stage: Stage) -> None:
    """Paint the sky as two plates, a still one and drifting clouds, and add the sun's bloom."""
    rng = stage.make_rng("sky")
    place_sun(stage, rng)
    if has_large_moon(stage):
        stage.palette = replace(stage.palette, sun_size=MOON * stage.palette.sun_size)
        middle = stage.right + stage.width / 2
        row = stage.down + MOON_ROW * (stage.horizon - stage.down)
        stage.sun = (middle + MOON_ASIDE * (stage.sun[0] - middle), float(row))
    paint: list[Callable[[], Layer | Effect]] = [partial(_make_air, stage, rng)]
    paint += [partial(_make_clouds, stage, stage.make_rng("clouds"))]
    if stage.sketch.time not in ("storm", "space", "night"):
        paint.append(partial(_make_bloom, stage))
    air, high, *bloom = run_parallel(*paint)
    stage.add(air, high)
    stage.effects += bloom


def has_large_moon(stage: Stage) -> bool:
    return stage.sketch.has_moon and stage.sketch.time == "night"


def place_sun(stage: Stage, rng: np.random.Generator) -> None:
    """Place the sun off center, at the height of the time of day, never below the ground."""
    side = rng.choice([-1, 1])
    column = stage.right + stage.width * (0.5 + side * rng.uniform(0.10, 0.27))
    row = stage.down + (stage.horizon - stage.down) * min(0.97, stage.palette.sun_height / 0.55)
    stage.sun = (float(column), float(row + rng.uniform(-0.02, 0.02) * stage.height))


def _make_grid(stage: Stage) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return, at half size, the height from 0 (zenith) to 1 (horizon) and offsets from the sun.

    The offsets are in units of the short side.
    """
    rows = np.arange(stage.tall // 2, dtype=f32)[:, None] * 2
    columns = np.arange(stage.wide // 2, dtype=f32)[None] * 2
    scale = 720 * stage.unit
    return rows / max(1, stage.horizon), (columns - stage.sun[0]) / scale, (rows - stage.sun[1]) / scale


def _make_air(stage: Stage, rng: np.random.Generator) -> Layer:
    p = stage.palette
    height, across, down = _make_grid(stage)
    t = np.clip(height, 0, 1)[..., None]
    upper = p.zenith + (p.middle - p.zenith) * smoothstep(0, 0.58, t)
    lower = p.middle + (p.horizon - p.middle) * smoothstep(0.5, 1.0, t)
    picture = np.repeat(np.where(t < 0.56, upper, lower), stage.wide // 2, 1).astype(f32)
    far = np.sqrt(across * across + down * down)
    strength = GLOW.get(stage.sketch.time, 0.8)
    glow = (
        np.exp(-np.clip(far - p.sun_size, 0, 9) / 0.05) * 0.5
        + np.exp(-far / 0.15) * 0.5
        + np.exp(-far / 0.5) * 0.4
    )
    glow = np.clip(glow * strength, 0, 1)[..., None]
    picture += (1 - picture) * glow * (p.light * 0.7 + p.horizon * 0.3)
    if p.sun_size:
        picture = _add_disc(stage, picture, down, far, rng=rng)
    y, u, v = to_yuv(np.clip(picture, 0, 1))
    y = cv2.resize(y, (stage.wide, stage.tall), interpolation=cv2.INTER_CUBIC)
    if stage.is_dark or "aurora" in stage.sketch.weather:
        y = add_stars(stage, y, rng)
    y += 0.8 * rng.standard_normal(y.shape, dtype=f32)  # dither, against banding
    return make_yuv_layer(y, u, v, None, depth=0.06)


def _add_disc(
    stage: Stage, picture: np.ndarray, down: np.ndarray, far: np.ndarray, *, rng: np.random.Generator
) -> np.ndarray:
    """Draw the sun or moon. That of retro waves is striped, as on record covers; other neon has none."""
    p, is_neon = stage.palette, stage.sketch.time == "neon"
    if is_neon and not RETRO.search(str(stage.key[0]).lower()):
        return picture
    alpha = np.clip((p.sun_size - far) * 720 * stage.unit / 2.6 + 0.5, 0, 1)
    disc: np.ndarray = np.broadcast_to(np.clip(p.light * 0.45 + 0.56, 0, 1), picture.shape)
    if stage.sketch.time == "night":
        grain = make_noise(far.shape[0], far.shape[1], rng, 30, octaves=4, gain=0.6)
        disc = disc * (0.80 + 0.20 * grain)[..., None]
    if is_neon:
        part = np.clip(down / p.sun_size * 0.5 + 0.5, 0, 1)[..., None]
        disc = np.array([1, 0.90, 0.42], f32) * (1 - part) + np.array([1, 0.16, 0.56], f32) * part
        lower = down / p.sun_size
        alpha = alpha * (1 - ((lower > 0.02) & (np.mod(lower * 7.5, 1) < 0.16 + 0.36 * lower)))
    return picture * (1 - alpha[..., None]) + disc * alpha[..., None]


def add_stars(stage: Stage, y: np.ndarray, rng: np.random.Generator, amount: float = 1.0) -> np.ndarray:
    """Return the luma plane with stars: a few bright, many faint, none in the haze."""
    deep = stage.sketch.scene in ("sky", "space") and stage.sketch.time in ("night", "space")
    count = int((1600 if deep else 520) * amount * stage.wide * stage.tall / (921600 * stage.unit**2))
    fade = {"dusk": 0.4, "neon": 0.3}.get(stage.sketch.time, 1.0)
    reach = min(stage.horizon, stage.tall - 4)
    radius = 0.55 * max(stage.unit, 0.6)
    light = np.zeros_like(y)
    for _ in range(count):
        row = rng.random() ** (1.0 if deep else 1.4) * reach
        bright = (30 + 225 * rng.random() ** 5) * fade * min(1.0, 1.15 - row / max(reach, 1))
        center = (int(rng.uniform(2, stage.wide - 2) * 16), int(max(2.0, row) * 16))
        size = max(8, int(16 * radius * (0.7 + bright / 160)))
        cv2.circle(light, center, size, bright, -1, cv2.LINE_AA, 4)
    return y + light + 0.5 * cv2.GaussianBlur(light, (0, 0), 2.2 * stage.unit)


def _make_clouds(stage: Stage, rng: np.random.Generator) -> Layer:
    """Return clouds on a ceiling that extends to the horizon, lit from the sun's side."""
    p, time = stage.palette, stage.sketch.time
    height, across, down = _make_grid(stage)
    amount = CLOUDINESS.get(time, 0.55) * rng.uniform(0.8, 1.15) + 0.35 * (stage.sketch.scene == "sky")
    body, lit = _sample_ceiling(stage, rng, height)
    alpha = smoothstep(0.66 - amount * 0.34, 1.02 - amount * 0.30, body) * min(1.0, 0.55 + amount * 0.5)
    alpha = alpha * smoothstep(1.02, 0.80, height)
    far = np.sqrt(across * across + down * down)
    near_sun = np.exp(-far / 0.42)[..., None]
    color = p.cloud_dark + (p.cloud_lit - p.cloud_dark) * lit
    color = color + (p.light - color) * near_sun * 0.6 * (0.35 + 0.65 * lit)
    if p.sun_size:
        alpha = alpha * (1 - 0.6 * np.clip((p.sun_size * 1.15 - far) * 30, 0, 1))
    y, cu, cv = to_yuv(np.clip(color, 0, 1))
    full = (stage.wide, stage.tall)
    drift = stage.make_rng("wind").choice([-1, 1]) * 16 * stage.unit * (2 if time == "storm" else 1)
    return make_yuv_layer(
        cv2.resize(y, full, interpolation=cv2.INTER_LINEAR),
        cu,
        cv,
        cv2.resize(alpha.astype(f32), full, interpolation=cv2.INTER_LINEAR),
        depth=0.09,
        sway=(drift, 0, 0, 0),
    )


def _sample_ceiling(
    stage: Stage, rng: np.random.Generator, height: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return how thick the clouds are, and how strongly the sun lights them."""
    tile = make_noise(512, 1024, rng, 5, octaves=6, gain=0.52, stretch=1.3)
    tile = np.clip(0.5 + (tile - tile.mean()) / tile.std() * 0.17, 0, 1)
    toward_sun = (int(np.sign(0.3 - stage.palette.sun_height) * 9), int(-stage.sun_side * 7))
    near = 1 / (np.clip(1 - height, 0, 1) + 0.16)
    columns = (np.arange(stage.wide // 2, dtype=f32)[None] - stage.wide / 4) / (360 * stage.unit)
    shape = (stage.tall // 2, stage.wide // 2)
    u = np.broadcast_to((columns * near * 74 + rng.uniform(0, 1024)) % 1024, shape)
    v = np.broadcast_to((near * 88 + rng.uniform(0, 512)) % 512, shape)
    body, shade = (_sample(x, u, v) for x in (tile, np.roll(tile, toward_sun, (0, 1))))
    return body, np.clip(0.45 + (body - shade) * 4.5, 0, 1)[..., None]


def _sample(tile: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    padded = np.pad(tile, ((0, 2), (0, 2)), mode="wrap")
    return cv2.remap(padded, np.ascontiguousarray(u, f32), np.ascontiguousarray(v, f32), cv2.INTER_LINEAR)


def _make_bloom(stage: Stage) -> Effect:
    """Spread the sun's light over what is in front of it, as a real lens does."""
    p = stage.palette
    pad = stage.right
    rows = (np.arange(stage.height, dtype=f32)[:, None] + stage.down - stage.sun[1]) / (720 * stage.unit)
    columns = (np.arange(stage.width + 2 * pad, dtype=f32)[None] - stage.sun[0]) / (720 * stage.unit)
    far = np.sqrt(rows * rows + columns * columns)
    alpha = (np.exp(-far / 0.30) * BLOOM.get(stage.sketch.time, 0.2)).astype(f32)
    y, u, v = to_yuv(p.light * 0.75 + p.horizon * 0.25)
    inverse, small = to_bytes(255 * (1 - alpha)), halve(alpha)
    inverse_half = to_bytes(255 * (1 - small))
    plates = (to_bytes(alpha * y), to_bytes(small * u), to_bytes(small * v))

    def bloom(planes: Planes, moment: Moment) -> None:
        at = int(pad + moment.view.right * stage.right * 0.055) // 2 * 2
        for plane, paint, gone, shift in zip(
            planes, plates, (inverse, inverse_half, inverse_half), (at, at // 2, at // 2), strict=True
        ):
            columns = plane.shape[1]
            cv2.multiply(plane, gone[:, shift : shift + columns], plane, scale=1 / 255)
            cv2.add(plane, paint[:, shift : shift + columns], plane)

    return bloom
