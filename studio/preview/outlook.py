"""Paint what is outside a window: treetops or roofs with lit windows, below the sky."""

import numpy as np

from studio.preview.noise import f32, make_noise_line
from studio.preview.palettes import parse_hex
from studio.preview.planes import make_layer
from studio.preview.stage import Stage

HIGH = 0.12  # of the frame's height, above the horizon


def add_outlook(stage: Stage, view: str) -> None:
    """Add the view of a window: "trees", "roofs" or "fields" that pass by."""
    rng = stage.make_rng("outlook")
    high = HIGH * stage.height
    line = make_noise_line(stage.wide, rng, 9, 6, gain=0.6)
    if view == "roofs":
        step = max(4, round(0.034 * stage.height))
        line = np.repeat(line[::step], step)[: stage.wide] * 1.3
    if view == "fields":
        line = line * 0.35
    top = int(stage.horizon - 1.4 * high) // 2 * 2
    tall = (stage.tall - top) // 2 * 2
    rows = np.arange(tall, dtype=f32)[:, None] + top
    skyline = stage.horizon - high * line[None]
    alpha = np.clip(rows - skyline + 0.5, 0, 1).astype(f32)
    p = stage.palette
    deep = np.clip((rows - skyline) / (2.2 * high), 0, 1)[..., None]
    green = parse_hex("#3c5a34") if view != "roofs" else parse_hex("#4d4a55")
    near = p.land * 0.5 + green * (p.ambient * 0.6 + p.sunlight * 0.25)
    picture = p.haze * 0.7 + near * 0.3 + (near - p.haze) * 0.5 * deep
    if view == "roofs":
        picture = picture + _light_windows(stage, rng, picture.shape)
    sway = (0.16 * stage.width, 0.0, 0, 0.0) if view == "fields" else (0.0, 0.0, 0, 0.0)
    stage.add(make_layer(np.clip(picture, 0, 1).astype(f32), alpha, 0.14, top, sway=sway))


def _light_windows(stage: Stage, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Return small lit windows, many of them by night."""
    cell = max(3, round(0.011 * stage.height))
    rows, columns = -(-shape[0] // cell), -(-shape[1] // cell)
    lit = (rng.random((rows, columns)) < (0.30 if stage.is_dark else 0.03)).astype(f32)
    lit *= rng.uniform(0.4, 1.0, lit.shape).astype(f32)
    pane = np.zeros((cell, cell), f32)
    pane[cell // 4 : -max(1, cell // 4), cell // 4 : -max(1, cell // 4)] = 1
    cells = np.kron(lit, pane)[: shape[0], : shape[1]]
    return cells[..., None] * parse_hex("#ffc978") * 0.8
