"""Paint a bridge across the frame, on which whoever crosses it goes."""

import numpy as np

from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.palettes import parse_hex
from studio.preview.planes import make_layer
from studio.preview.stage import Stage

DEPTH = 0.9
ROW, COPING = 0.76, 0.022  # of the frame's height: the deck, and the stones along its edge
ARCH, PIER, CROWN = 0.62, 0.10, 0.10  # of the frame's height: an arch, a pier, and what is above an arch
STONE = parse_hex("#a39a8c")


def add_deck(stage: Stage) -> np.ndarray:
    """Add the bridge, and return the row of its deck for each column of the canvas."""
    tall = stage.height
    edge = stage.down + ROW * tall
    top = int(edge) // 2 * 2
    rows = np.arange(top, stage.tall, dtype=f32)[:, None]
    columns = np.arange(stage.wide, dtype=f32)[None] - stage.wide / 2
    down = (rows - edge) / tall
    across = np.abs((columns / tall / ARCH) % 1 - 0.5) * ARCH
    half = (ARCH - PIER) / 2
    rise = half - np.sqrt(np.clip(half**2 - across**2, 0, None))
    is_open = np.clip((down - CROWN - rise * 0.7) * tall + 0.5, 0, 1) * (across < half)
    alpha = np.clip(rows - edge + 0.5, 0, 1) * (1 - is_open)
    stage.add(make_layer(_paint(stage, down, across - half, rise), alpha.astype(f32), DEPTH, top))
    return np.full(stage.wide, edge + 0.35 * COPING * tall, f32)


def _paint(stage: Stage, down: np.ndarray, beside: np.ndarray, rise: np.ndarray) -> np.ndarray:
    """Return the stones: light along the coping, darker below it and around the arches."""
    p = stage.palette
    shape = np.broadcast_shapes(down.shape, beside.shape)
    grain = make_noise(shape[0], shape[1], stage.make_rng("deck"), 40, octaves=4, gain=0.6, stretch=2)
    coping = smoothstep(COPING, 0.6 * COPING, down)
    course = np.abs((down / 0.034) % 1 - 0.5) > 0.44
    ring = smoothstep(0.03, 0.0, np.abs(down - CROWN - rise * 0.7 + 0.016)) * (beside < 0)
    tone = 0.42 - 0.5 * np.clip(down, 0, 0.3) + 0.35 * coping + 0.12 * ring - 0.05 * course * (1 - coping)
    tone = tone - 0.16 * smoothstep(0.012, 0.0, np.abs(down - COPING - 0.008))
    shine = p.ambient * 0.8 + p.sunlight * 0.5
    picture = STONE * shine * (tone * (0.8 + 0.4 * grain))[..., None] * 1.5 + p.haze * 0.05
    return np.asarray(np.clip(picture, 0, 1), f32)
