"""Paint the stands of a stadium, full of people, below its floodlights."""

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.palettes import parse_hex
from studio.preview.planes import Planes, add_light, make_layer, to_yuv
from studio.preview.shapes import make_halo
from studio.preview.stage import Moment, Stage

HIGH, ROOF = 0.24, 0.035  # of the frame's height
SHIRTS = ("#c8d2dc", "#b23a36", "#3a5c9a", "#d8c070", "#5a5f68", "#e6e2d8")


def add_stands(stage: Stage, rng: np.random.Generator) -> None:
    """Add a curved stand with a roof and four masts of lamps."""
    tall = int((HIGH + 0.14) * stage.height) // 2 * 2
    top = int(stage.horizon + 0.012 * stage.height) // 2 * 2 - tall
    columns = np.linspace(-1, 1, stage.wide, dtype=f32)[None]
    rows = (np.arange(tall, dtype=f32)[:, None] + 1) / tall
    edge = 1 - (HIGH * (0.62 + 0.38 * columns**2)) * stage.height / tall
    soft = 1.5 / tall
    alpha = np.clip((rows - edge) / soft, 0, 1)
    p = stage.palette
    light = p.ambient * 0.75 + p.sunlight * 0.25 + (0.22 if stage.is_dark else 0.0)
    crowd = _paint_crowd(stage, rng, tall) * (0.45 + 0.75 * (rows - edge))[..., None]
    roof = (rows < edge + ROOF * stage.height / tall)[..., None]
    wall = (rows > 1 - 0.02 * stage.height / tall)[..., None]
    picture = np.where(roof, parse_hex("#3a4048"), np.where(wall, parse_hex("#2f4f86"), crowd)) * light
    picture = picture * 0.86 + p.haze * 0.14
    for at in (-0.78, -0.36, 0.36, 0.78):
        _draw_mast(stage, (picture, alpha), (at, float(edge[0, int((at + 1) / 2 * (stage.wide - 1))])), top)
    stage.add(make_layer(np.clip(picture, 0, 1).astype(f32), alpha.astype(f32), 0.16, top))


def add_floodlights(stage: Stage, rng: np.random.Generator) -> None:
    """Add two masts of lamps at the horizon, beside what they light."""
    tall = int(0.30 * stage.height) // 2 * 2
    top = int(stage.horizon + 0.02 * stage.height) // 2 * 2 - tall
    picture, alpha = np.zeros((tall, stage.wide, 3), f32), np.zeros((tall, stage.wide), f32)
    for at in (-0.52, 0.52):
        _draw_mast(stage, (picture, alpha), (at, 1.0), top)
    stage.add(make_layer(picture, alpha, 0.2, top))


def _paint_crowd(stage: Stage, rng: np.random.Generator, tall: int) -> np.ndarray:
    """Return rows of people as dots of color."""
    cell = max(2, round(0.0075 * stage.height))
    shape = (-(-tall // cell), -(-stage.wide // cell))
    colors = np.stack([parse_hex(one) for one in SHIRTS])[rng.integers(0, len(SHIRTS), shape)]
    colors = colors * rng.uniform(0.55, 1.1, (*shape, 1)).astype(f32)
    large = cv2.resize(colors, None, fx=cell, fy=cell, interpolation=cv2.INTER_NEAREST)
    return np.asarray(large[:tall, : stage.wide], f32)


def _draw_mast(
    stage: Stage, sheets: tuple[np.ndarray, np.ndarray], place: tuple[float, float], top: int
) -> None:
    picture, alpha = sheets
    tall, column = alpha.shape[0], int((place[0] + 1) / 2 * stage.wide)
    head, foot = 0.04 * tall, place[1] * tall + 4
    thick, wide = max(1, round(3 * stage.unit)), round(26 * stage.unit)
    lamp = np.s_[int(head) : int(head + 18 * stage.unit), max(0, column - wide) : column + wide]
    for box in (np.s_[int(head) : int(foot), column - thick : column + thick], lamp):
        alpha[box], picture[box] = 1, stage.palette.land * 0.5 + 0.06
    picture[lamp] = stage.palette.light * (1.0 if stage.is_dark else 0.8)
    if stage.is_dark:
        _add_glow(stage, (column, top + head + 9 * stage.unit))


def _add_glow(stage: Stage, at: tuple[float, float]) -> None:
    sprite, tone = make_halo(int(110 * stage.unit)), to_yuv(parse_hex("#eaf2ff"))

    def glow(planes: Planes, moment: Moment) -> None:
        column = at[0] - stage.right - moment.view.right * stage.right * 0.92 * 0.16
        row = at[1] - stage.down - moment.view.down * stage.down * 0.9 * 0.16
        add_light(planes, sprite, column, row, color=tone, strength=0.75)

    stage.effects.append(glow)
