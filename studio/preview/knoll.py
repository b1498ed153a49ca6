"""Paint the ground in front of landscapes that have none: a knoll, a snowy rise or a shore."""

import numpy as np

from studio.preview.noise import f32, make_noise, make_noise_line, smoothstep
from studio.preview.palettes import tint_color
from studio.preview.planes import make_layer
from studio.preview.stage import Stage

SNOW = np.array([0.90, 0.94, 1.0], f32)
EARTH = {"mountain": (0.30, 0.34, 0.20), "forest": (0.20, 0.24, 0.13), "sky": (0.24, 0.27, 0.16)}
EARTH |= {"sea": (0.66, 0.55, 0.40), "lake": (0.34, 0.34, 0.22)}
HEIGHTS = {"sea": 0.90, "lake": 0.89}
DEPTH = 0.9


def add_knoll(stage: Stage) -> np.ndarray:
    """Add a soft rise with short grass, and return the row of its edge for each column of the canvas."""
    rng = stage.make_rng("knoll")
    line = make_noise_line(stage.wide, rng, 1.1, 2, gain=0.3)
    high = HEIGHTS.get(stage.sketch.scene, 0.84)
    edge = stage.down + stage.height * (high + 0.045 * (line - 0.5) * 2)
    ragged = edge - _grow_grass(stage, rng)
    top = int(ragged.min() - 3) // 2 * 2
    rows = np.arange(top, stage.tall, dtype=f32)[:, None]
    alpha = np.clip(rows - ragged[None] + 0.5, 0, 1)
    stage.add(make_layer(_paint(stage, rng, rows - edge[None]), alpha.astype(f32), DEPTH, top))
    return np.asarray(edge, f32)


def _grow_grass(stage: Stage, rng: np.random.Generator) -> np.ndarray:
    """Return how far blades rise above the edge."""
    if stage.sketch.cold or stage.sketch.scene == "sea":
        return np.zeros(stage.wide, f32)
    blades = rng.random(stage.wide // 2 + 1).astype(f32).repeat(2)[: stage.wide] ** 5
    return np.asarray(blades * 0.022 * stage.height, f32)


def _paint(stage: Stage, rng: np.random.Generator, below: np.ndarray) -> np.ndarray:
    """Return the ground: lit along its edge, darker toward the camera."""
    p = stage.palette
    color = SNOW if stage.sketch.cold else np.array(EARTH.get(stage.sketch.scene, EARTH["sky"]), f32)
    if p.ground is not None and not stage.sketch.cold:
        color = tint_color(color, p.ground, 0.8)
    grain = make_noise(below.shape[0], below.shape[1], rng, 30, octaves=4, gain=0.6, stretch=3)[..., None]
    part = below[..., None] / stage.height
    lit = color * (p.ambient * 0.55 + p.sunlight * 0.42 * np.exp(-np.clip(part, 0, 1) / 0.035))
    shade = 1 - 0.55 * smoothstep(0, 0.2, part)
    return np.asarray(np.clip(lit * shade * (0.8 + 0.4 * grain) + p.haze * 0.06, 0, 1), f32)
