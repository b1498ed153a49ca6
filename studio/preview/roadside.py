"""Paint a street from across it: facades, a pavement and a road, for who passes from side to side."""

import numpy as np

from studio.preview.bands import paint_bands
from studio.preview.facades import Row, choose_row, get_shine, paint_facades
from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.palettes import parse_hex
from studio.preview.passage import LAMPLIGHT
from studio.preview.perspective import FLOOR, SIDE, Sight, look_up, rule
from studio.preview.stage import Stage

FOOT, METER = 0.70, 0.118  # row of the facades' feet, and how tall a meter is there, of the frame's height
FROM_M = 24.0  # where the row of houses begins: edges get softer along it
CURB, DASHES = 0.17, 0.86  # of the ground's height: where the road begins, and its middle


def paint_roadside(stage: Stage) -> None:
    """Paint the houses and the ground before them."""
    sight = _look_across(stage)
    row = choose_row(stage.make_rng("street"), is_low=stage.sketch.is_old)
    stage.add(paint_bands(sight, 0, 0.32, lambda part: _paint_houses(stage, part, row)))
    tile = make_noise(512, 512, stage.make_rng("asphalt"), 24, octaves=5, gain=0.65)
    foot = int(stage.down + FOOT * stage.height) // 2 * 2
    stage.add(paint_bands(sight, foot, 0.36, lambda part: _paint_ground(stage, part, tile)))
    stage.front = 0


def _look_across(stage: Stage) -> Sight:
    """Return what each pixel sees: z along the houses, y above their feet, in meters."""
    meter = _find_meter(stage)
    z = FROM_M + np.arange(stage.wide, dtype=f32)[None] / meter
    y = (stage.down + FOOT * stage.height - np.arange(stage.tall, dtype=f32)[:, None]) / meter
    z, y = (np.ascontiguousarray(one) for one in np.broadcast_arrays(z, y))
    return Sight(np.full_like(z, 7), y, z, np.where(y > 0, np.uint8(SIDE), np.uint8(FLOOR)))


def _paint_houses(stage: Stage, part: Sight, row: Row) -> tuple[np.ndarray, np.ndarray]:
    color, alpha = paint_facades(stage, part, row)
    haze = 0.30 if "fog" in stage.sketch.weather else 0.10
    p = stage.palette
    return color * (1 - haze) + (p.haze * 0.6 + p.horizon * 0.4) * haze, alpha


def _paint_ground(stage: Stage, part: Sight, tile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pavement, the curb and the road with its dashes, or with cobbles."""
    cold, is_wet = stage.sketch.cold, "rain" in stage.sketch.weather or stage.sketch.time == "neon"
    deep = (1 - FOOT) * stage.height / _find_meter(stage)
    down = -part.y / deep  # 0 at the houses, 1 at the lower edge of the frame
    near = 1 + 0.9 * down
    grain = look_up(tile, down * 240, part.z * 46 / near)
    asphalt, paving = (parse_hex(one) for one in (("#c4ccd6", "#eef2f6") if cold else ("#55565a", "#a09a90")))
    seams = 1 - (0.03 if cold else 0.2) * np.maximum(rule(part.z, 1.1, 0.03), rule(down, 0.06, 0.004))
    walk = np.clip((CURB - down) / 0.006 + 0.5, 0, 1)[..., None]
    road = asphalt * (0.76 + 0.42 * grain)[..., None]
    dashes = np.clip((0.013 - np.abs(down - DASHES)) / 0.006 + 0.5, 0, 1) * ((part.z / 3.2) % 1 < 0.5)
    if stage.sketch.is_old:
        road = paving * (0.55 + 0.3 * grain * _lay_cobbles(part.z, down))[..., None]
        dashes = np.zeros_like(dashes)
    road = road + (0.0 if cold else 0.26) * dashes[..., None]
    ground = road * (1 - walk) + paving * ((0.86 + 0.2 * grain) * seams)[..., None] * walk
    curb = np.exp(-(((down - CURB - 0.012) / 0.012) ** 2))
    ground = ground * (1 - 0.45 * curb)[..., None] * (get_shine(stage) + (0.14 if cold else 0.03))
    if stage.is_dark:
        glow = np.exp(-down * 2.2)[..., None] * (0.30 if not is_wet else 0.42)
        ground = ground * (1 + 1.6 * glow * LAMPLIGHT) + 0.05 * glow * LAMPLIGHT
    if is_wet:
        ground = ground * 0.72 + (stage.palette.horizon * 0.10) * (0.6 + 0.8 * grain)[..., None]
    return ground, (part.surface == FLOOR).astype(f32)


def _lay_cobbles(z: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Return how light the rows of stones are, each shifted beside the next, with dark joints."""
    row = down * 26 * (1 - 0.35 * down)
    along = z / 0.42 + 0.5 * (np.floor(row) % 2)
    across = np.abs(row % 1 - 0.5)
    return (
        1.0 - 0.75 * np.maximum(smoothstep(0.36, 0.5, across), smoothstep(0.40, 0.5, np.abs(along % 1 - 0.5)))
    ).astype(f32)


def _find_meter(stage: Stage) -> float:
    """Return the pixels of a meter at the houses."""
    return METER * min(stage.height, 1.2 * stage.width)
