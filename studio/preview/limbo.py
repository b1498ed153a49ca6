"""Paint what is behind a portrait or a product: a wall in soft light, and a table."""

import re
from dataclasses import replace

import cv2
import numpy as np

from studio.preview import palettes, tabletops
from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.palettes import parse_hex
from studio.preview.planes import make_layer
from studio.preview.stage import Stage

COUNTER = "#6b452b"
# Moods of the light by the table, where the prompt names none.
CALM = {
    "": ("kitchen", "steel", "bath", "smoke"),
    "polished": ("steel", "smoke", "bath", "noir"),
    "wood": ("kitchen", "candle"),
    "marble": ("kitchen", "bath"),
    "cloth": ("kitchen", "leaf"),
    "stone": ("steel", "smoke"),
    "dark": ("noir", "smoke"),
}
LOUD = ("blood", "dream", "dusk")  # which are for stories rather than for products
DARK = r"\b(?:dark|black|moody|low[- ]key|dim|shadows?|darkness|dramatic)\b"
EDGE = 0.02  # of the frame's height: how softly the table ends


def paint_table(stage: Stage) -> None:
    """Paint a wall with the light of a window on it and discs of light, and a polished table."""
    rng = stage.make_rng("backdrop")
    ramp = _choose_ramp(stage, rng)
    side = float(rng.choice([-1, 1]))
    stage.sun = (stage.right + stage.width * (0.5 + 0.30 * side), stage.down + 0.2 * stage.height)
    stage.palette = _light(stage.palette, ramp)
    stage.add(make_layer(_paint_wall(stage, ramp, side, rng), None, 0.10))
    top = int(stage.horizon - EDGE * stage.height) // 2 * 2
    picture, alpha = _paint_top(stage, ramp, top)
    stage.add(make_layer(picture, alpha, 0.6, top))


def _choose_ramp(stage: Stage, rng: np.random.Generator) -> list[np.ndarray]:
    """Return five colors from dark to bright: of the mood, of the time of day, or warm ones."""
    sketch, p = stage.sketch, stage.palette
    if sketch.timed and not sketch.moods:
        return [p.land * 0.8, p.land * 0.4 + p.middle * 0.35, p.middle * 0.85, p.horizon, p.light]
    is_dark = re.search(DARK, str(stage.key[0]).lower()) is not None
    calm = CALM["dark" if is_dark else stage.surface]
    loud = (
        LOUD
        + (("bath",) if is_dark else ())
        + (("royal", "deep", "steel") if stage.surface == "wood" else ())
    )
    moods = tuple(mood for mood in sketch.moods if mood not in loud)
    moods = moods or (str(rng.choice(calm)),)
    return palettes.make_ramp(moods, sketch.tints, rng)


def paint_backdrop(stage: Stage) -> None:
    """Paint the wall alone, down to a floor that it runs into without an edge."""
    paint_table(stage)
    stage.layers, stage.front = stage.layers[:1], 0


def add_counter(stage: Stage) -> None:
    """Add a table that reaches across the room, near the camera, for what is small."""
    p = stage.palette
    wood = parse_hex(COUNTER) * (0.35 + 0.65 * p.ambient)
    top = int(stage.down + 0.76 * stage.height) // 2 * 2
    picture, alpha = _paint_top(stage, [wood * 0.55, wood, wood * 1.5], top)
    stage.add(make_layer(np.clip(picture, 0, 1), alpha, 0.6, top))
    stage.has_counter = True


def _light(palette: palettes.Palette, ramp: list[np.ndarray]) -> palettes.Palette:
    """Return the palette of the colors of the wall."""
    return replace(
        palette,
        land=ramp[0],
        middle=ramp[2],
        haze=ramp[3],
        horizon=ramp[3],
        light=ramp[4],
        ambient=ramp[3] * f32(0.8),
        sunlight=ramp[4] * f32(0.8),
    )


def _paint_wall(stage: Stage, ramp: list[np.ndarray], side: float, rng: np.random.Generator) -> np.ndarray:
    rows = (np.arange(stage.tall, dtype=f32)[:, None] - stage.tall * 0.40) / (720 * stage.unit)
    columns = (np.arange(stage.wide, dtype=f32)[None] - stage.wide * (0.5 + 0.10 * side)) / (720 * stage.unit)
    far = np.sqrt((columns / 1.15) ** 2 + rows**2)
    cloth = make_noise(stage.tall // 4, stage.wide // 4, rng, 3, octaves=4, gain=0.5)
    cloth = cv2.resize(cloth.astype(f32), (stage.wide, stage.tall), interpolation=cv2.INTER_LINEAR)
    light = np.exp(-((far / 0.52) ** 2)) + 0.10 * (cloth - 0.5)
    light = light + _paint_discs(stage, rng)
    steps = np.clip(light, 0, 1)[..., None] * 2.6
    picture = ramp[0] + (ramp[1] - ramp[0]) * np.clip(0.55 + steps, 0, 1)
    picture = picture + (ramp[2] - ramp[1]) * np.clip(steps - 0.45, 0, 1)
    return np.asarray(picture + (ramp[3] - ramp[2]) * np.clip((steps - 1.45) * 0.75, 0, 0.85), f32)


def _paint_discs(stage: Stage, rng: np.random.Generator) -> np.ndarray:
    """Return discs of light, far out of focus."""
    sheet = np.zeros((stage.tall // 2, stage.wide // 2), f32)
    for _ in range(9):
        at = int(rng.uniform(0, stage.wide / 2)), int(rng.uniform(0, 0.32 * stage.tall))
        disc = np.zeros_like(sheet)
        cv2.circle(
            disc,
            at,
            round(rng.uniform(10, 34) * stage.unit),
            (float(rng.uniform(0.04, 0.13)),),
            -1,
            cv2.LINE_AA,
        )
        sheet += disc
    return cv2.resize(cv2.GaussianBlur(sheet, (0, 0), 2.5 * stage.unit), (stage.wide, stage.tall))


def _paint_top(stage: Stage, ramp: list[np.ndarray], top: int) -> tuple[np.ndarray, np.ndarray]:
    tall = (stage.tall - top) // 2 * 2
    near = np.linspace(0, 1, tall, dtype=f32)[:, None]
    columns = (np.arange(stage.wide, dtype=f32)[None] - stage.wide / 2) / (720 * stage.unit)
    pool = np.exp(-((columns / 0.75) ** 2) - ((near - 0.12) / 0.45) ** 2)[..., None]
    if stage.surface in tabletops.PAINT:
        picture = tabletops.paint_surface(stage, ramp, tall, pool[..., 0])
    else:
        picture = ramp[0] * 0.75 + (ramp[1] - ramp[0]) * 0.35 + (ramp[2] - ramp[0]) * 0.55 * pool
    soft = max(2.0, 2 * EDGE * stage.height)
    alpha = np.repeat(smoothstep(0, 1, np.arange(tall, dtype=f32)[:, None] / soft), stage.wide, 1)
    return np.asarray(picture, f32), alpha.astype(f32)
