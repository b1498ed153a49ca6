"""Paint a street from across it: facades, a pavement and a road, for who passes from side to side."""

import numpy as np

from studio.preview.bands import paint_bands
from studio.preview.facades import Row, choose_row, get_shine, paint_facades
from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.palettes import parse_hex
from studio.preview.passage import LAMPLIGHT
from studio.preview.perspective import FLOOR, SIDE, Sight, look_up, rule
from studio.preview.planes import Layer, make_layer
from studio.preview.stage import Stage

FOOT, METER = 0.70, 0.118  # row of the facades' feet, and how tall a meter is there, of the frame's height
FROM_M = 24.0  # where the row of houses begins: edges get softer along it
LAMP_EVERY_M, LAMP_M = 3.4, 4.4  # of a tunnel: from lamp to lamp, and how high they are
CONCRETE, ASPHALT = parse_hex("#d8b888"), parse_hex("#c8b49a")
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


def paint_tunnel(stage: Stage) -> None:
    """Paint the side of a tunnel: a curved wall below a row of lamps, and the road."""
    meter = _find_meter(stage)
    z = np.arange(stage.wide, dtype=f32)[None] / meter
    up = (stage.down + FOOT * stage.height - np.arange(stage.tall, dtype=f32)[:, None]) / meter
    tile = make_noise(512, 512, stage.make_rng("concrete"), 20, octaves=5, gain=0.6)
    stage.effects.clear()  # no sun shines in
    away = np.abs((z / LAMP_EVERY_M) % 1 - 0.5) * LAMP_EVERY_M
    pool = np.exp(-(away**2) / 3.5)
    stage.add(make_layer(_paint_wall(z, up, pool, tile), np.ones((stage.tall, stage.wide), f32), 0.30, 0))
    stage.add(_make_road(stage, z, up, pool))
    stage.front = 0


def _paint_wall(z: np.ndarray, up: np.ndarray, pool: np.ndarray, tile: np.ndarray) -> np.ndarray:
    """Return concrete that is darker toward the vault, with the lamps and a stripe of tiles."""
    grain = look_up(tile, np.broadcast_to(up * 30, (up.shape[0], z.shape[1])), z * 30)
    lit = pool * np.exp(-((up - LAMP_M) ** 2) / 5.0)
    tone = (0.10 + 0.62 * lit) * (0.8 + 0.4 * grain) * (1 - 0.35 * rule(z, LAMP_EVERY_M, 0.05))
    tone = tone * np.where(np.abs(up - 1.15) < 0.08, 1.7, 1.0) * np.where(up < 1.07, 0.72, 1.0)
    picture = tone[..., None] * CONCRETE
    away = np.abs((z / LAMP_EVERY_M) % 1 - 0.5) * LAMP_EVERY_M
    lamp = smoothstep(0.85, 0.8, away) * smoothstep(0.13, 0.09, np.abs(up - LAMP_M))
    glow = 0.5 * np.exp(-(away**2) / 1.2 - (up - LAMP_M) ** 2 / 0.25)
    picture = picture + (glow[..., None] * 0.6) * LAMPLIGHT
    return np.asarray(np.clip(picture + (1.2 * LAMPLIGHT - picture) * lamp[..., None], 0, 1), f32)


def _make_road(stage: Stage, z: np.ndarray, up: np.ndarray, pool: np.ndarray) -> Layer:
    """Return a curb and the wet-looking road with its dashes, where the lamps are mirrored."""
    top = int(stage.down + FOOT * stage.height) // 2 * 2
    down = -up[top:] / float((1 - FOOT) * stage.height / _find_meter(stage))
    tile = make_noise(down.shape[0], z.shape[1], stage.make_rng("asphalt"), 30, octaves=4, gain=0.65)
    tone = (0.10 + 0.34 * pool * np.exp(-down * 1.6)) * (0.75 + 0.5 * tile)
    tone = np.where(down < CURB * 0.6, tone * 1.9, tone)
    dashes = smoothstep(0.02, 0.014, np.abs(down - DASHES)) * ((z / 3.2) % 1 < 0.5)
    picture = (tone + 0.34 * dashes)[..., None] * ASPHALT
    return make_layer(np.clip(picture, 0, 1).astype(f32), np.ones(tone.shape, f32), 0.36, top)


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
