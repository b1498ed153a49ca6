"""Paint a street at eye level: facades toward a vanishing point, pavements, lamps and people passing."""

import re
from collections.abc import Callable

import cv2
import numpy as np

from studio.preview import roadside
from studio.preview.bands import paint_bands
from studio.preview.facades import Row, choose_row, paint_facades
from studio.preview.festoons import decorate
from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.palettes import Palette, parse_hex
from studio.preview.passage import LAMPLIGHT, LAMPS_M, NEAR_LAMP_M, add_lamps, make_passers
from studio.preview.perspective import (
    END,
    FLOOR,
    Box,
    Sight,
    look_into,
    look_up,
    rule,
)
from studio.preview.planes import Layer
from studio.preview.signs import add_signs, add_stalls
from studio.preview.stage import Stage

ROAD_M, MARKS = 6.4, 0.55  # how wide the road is, and how bright its markings
MARKET = re.compile(r"market|bazaar|souk")


def paint_street(stage: Stage) -> None:
    """Paint houses on both sides of a road, wet in the rain and white when it is cold."""
    if stage.sketch.is_crossed:
        roadside.paint_roadside(stage)
        return
    box = Box(13.0, 90.0, 1.6, 95.0, 0.0105 * (1 if stage.width > stage.height else 0.72))
    sight = look_into(stage, box)
    rng = stage.make_rng("street")
    stage.add(_make_houses(stage, sight, choose_row(rng, is_low=stage.sketch.is_old)))
    add_signs(stage, box, stage.make_rng("signs"))
    stage.add(_make_road(stage, sight))
    decorate(stage, box)
    add_lamps(stage, box)
    if MARKET.search(stage.sketch.named):
        add_stalls(stage, box, stage.make_rng("stalls"))
    stage.layers.append(make_passers(stage, box, rng))
    stage.front = 0


def _make_houses(stage: Stage, sight: Sight, row: Row) -> Layer:
    """Return the facades, painted in bands of rows, because pictures of the whole canvas need much memory."""
    fog = 0.55 if "fog" in stage.sketch.weather else 0.26

    def paint(part: Sight) -> tuple[np.ndarray, np.ndarray]:
        color, alpha = paint_facades(stage, part, row)
        lane = 0.9 + 0.1 * np.clip(1 - part.z / 95, 0, 1)[..., None]
        return _add_haze(stage.palette, color, part.z, fog) * lane, alpha

    return paint_bands(sight, 0, 0.32, paint)


def _add_haze(p: Palette, color: np.ndarray, z: np.ndarray, amount: float) -> np.ndarray:
    part = (1 - np.exp(-z / 60 * amount * 4))[..., None] * 0.92
    return color * (1 - part) + (p.haze * 0.6 + p.horizon * 0.4) * part


def _make_road(stage: Stage, sight: Sight) -> Layer:
    """Return the road with its markings, between two pavements."""
    tile = make_noise(512, 512, stage.make_rng("asphalt"), 24, octaves=5, gain=0.65)
    is_wet = "rain" in stage.sketch.weather or stage.sketch.time == "neon"
    top = int(stage.horizon) // 2 * 2
    mirror = _mirror(stage) if is_wet else None

    def paint(part: Sight) -> tuple[np.ndarray, np.ndarray]:
        grain = look_up(tile, part.z * 40, part.x * 60)
        fog = 0.5 if "fog" in stage.sketch.weather else 0.22
        picture = _add_haze(stage.palette, _paint_ground(stage, part, grain), part.z, fog)
        if mirror is not None:
            rows = slice(part.first, part.first + part.z.shape[0])
            picture = picture * 0.62 + mirror(rows) * (0.42 * (0.6 + 0.6 * grain))[..., None]
        is_ground = (part.surface == FLOOR) | (part.surface == END)
        rows_below = np.arange(part.z.shape[0], dtype=f32)[:, None] + part.first - stage.horizon
        return picture, (smoothstep(-0.5, 1.0, rows_below) * is_ground).astype(f32)

    return paint_bands(sight, top, 0.36, paint)


def _paint_ground(stage: Stage, sight: Sight, grain: np.ndarray) -> np.ndarray:
    """Return the asphalt and the slabs in the light of the sky and of the lamps."""
    p, x, z = stage.palette, sight.x, sight.z
    cold = stage.sketch.cold
    shine = p.ambient * 0.9 + p.sunlight * 0.4 + (0.16 if cold else 0.05)
    asphalt, paving = parse_hex("#55565a"), parse_hex("#a09a90")
    if cold:
        asphalt, paving = parse_hex("#c4ccd6"), parse_hex("#eef2f6")
    soft = f32(0.0022) * z
    walk = np.clip((np.abs(x) - ROAD_M / 2) / soft + 0.5, 0, 1)[..., None]
    seams = 1 - 0.22 * np.maximum(rule(x, 0.8, soft * 0.6), rule(z, 1.2, soft * 2)) * (0.15 if cold else 1)
    road = asphalt * (0.78 + 0.4 * grain)[..., None]
    tracks = np.exp(-(((np.abs(np.abs(x) - 1.6) - 0.75) / 0.28) ** 2)) * (0.38 if cold else 0.12)
    road = road * (1 - tracks[..., None])
    if stage.sketch.is_old:
        road = paving * (0.50 + 0.32 * grain * _lay_cobbles(x, z))[..., None]
    mark = (
        np.clip((0.07 - np.abs(x)) / soft + 0.5, 0, 1)
        * ((z / 4) % 1 < 0.5)
        * MARKS
        * (not cold and not stage.sketch.is_old)
    )
    road = road + mark[..., None] * 0.5
    curb = np.exp(-(((np.abs(x) - ROAD_M / 2) / (0.12 + soft)) ** 2))[..., None] * 0.22
    ground = road * (1 - walk) + paving * (0.86 + 0.2 * grain * seams)[..., None] * seams[..., None] * walk
    ground = ground * (1 - curb) * shine
    if not stage.is_dark:
        return ground
    lamps = _light_ground(x, z)[..., None]
    glow = LAMPLIGHT if stage.sketch.time != "neon" else p.horizon * 0.6 + LAMPLIGHT * 0.4
    return ground * (1 + 1.9 * lamps * glow) + 0.05 * lamps * glow


def _lay_cobbles(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return how light the rows of stones are, each shifted beside the next, with joints that fade away."""
    row = z / 0.42
    across = np.abs((x / 0.34 + 0.5 * (np.floor(row) % 2)) % 1 - 0.5)
    joint = np.maximum(smoothstep(0.34, 0.5, np.abs(row % 1 - 0.5)), smoothstep(0.34, 0.5, across))
    return np.asarray(1.0 - 0.8 * joint * smoothstep(26, 8, z), f32)


def _light_ground(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return the pools of light below the lamps."""
    nearest = np.clip(np.round((z - NEAR_LAMP_M) / LAMPS_M), 0, 9) * LAMPS_M + NEAR_LAMP_M
    away = (np.abs(x) - 4.2) ** 2 / 7 + (z - nearest) ** 2 / 9
    return np.exp(-away).astype(f32)


def _mirror(stage: Stage) -> Callable[[slice], np.ndarray]:
    """Return what gives rows of what is above the horizon, upside down and drawn out, as on wet ground."""
    planes = stage.flatten()
    tall, wide = planes.y.shape
    yuv = np.concatenate([planes.y.reshape(-1), planes.u.reshape(-1), planes.v.reshape(-1)])
    rgb = cv2.cvtColor(yuv.reshape(tall * 3 // 2, wide), cv2.COLOR_YUV2RGB_I420)
    small = cv2.resize(rgb, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), 1.2, sigmaY=9), (wide, tall))

    def give(rows: slice) -> np.ndarray:
        numbers = np.arange(rows.start, rows.stop)
        above = np.clip(2 * stage.horizon - numbers, 0, stage.tall - 1)
        return soft[above].astype(f32) / 255

    return give
