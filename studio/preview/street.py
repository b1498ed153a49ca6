"""Paint a street at eye level: facades toward a vanishing point, pavements, lamps and people passing."""

import cv2
import numpy as np

from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.palettes import Palette, parse_hex
from studio.preview.passage import LAMPLIGHT, LAMPS_M, NEAR_LAMP_M, add_lamps, make_passers
from studio.preview.perspective import (
    CEILING,
    END,
    FLOOR,
    SIDE,
    Box,
    Sight,
    look_into,
    look_up,
    rule,
)
from studio.preview.planes import Layer, make_layer
from studio.preview.stage import Stage

HOUSE_M, FLOOR_M, BAY_M = 9.0, 3.3, 2.2  # a house's width, a floor's height, from window to window
NEON = ("#ff4fa8", "#3fd8ff", "#ffb14a", "#a06bff", "#ff5a4a", "#57e6b0")
ROAD_M, CURB_M = 6.4, 0.12
FACADES = ("#b08a6a", "#a3735a", "#c2ab8a", "#8d8f92", "#9a6a5a", "#b9b2a0", "#7f8a86")


def paint_street(stage: Stage) -> None:
    """Paint houses on both sides of a road, wet in the rain and white when it is cold."""
    box = Box(13.0, 90.0, 1.6, 95.0, 0.0105 * (1 if stage.width > stage.height else 0.72))
    sight = look_into(stage, box)
    rng = stage.make_rng("street")
    stage.add(_make_houses(stage, sight, rng))
    stage.add(_make_road(stage, sight))
    add_lamps(stage, box)
    stage.layers.append(make_passers(stage, box, rng))
    stage.front = 0


def _make_houses(stage: Stage, sight: Sight, rng: np.random.Generator) -> Layer:
    """Return the facades. Each house has its own height, color and windows."""
    wall = (sight.surface == SIDE) | (sight.surface == CEILING)
    number = (sight.z / HOUSE_M).astype(np.int32) % 16 + 16 * (sight.x > 0)
    floors = rng.integers(3, 7, 32).astype(f32)
    colors = np.stack([parse_hex(FACADES[int(n)]) for n in rng.integers(0, len(FACADES), 32)])
    roof = (floors * FLOOR_M + 1.2)[number]
    soft = 0.004 * sight.z
    alpha = np.where(wall & (sight.surface == SIDE), np.clip((roof - sight.y) / soft + 0.5, 0, 1), 0)
    p = stage.palette
    shine = p.ambient * 0.9 + p.sunlight * 0.42 * (1 if not stage.is_dark else 0.5) + 0.03
    sunny = 1 + 0.22 * np.where(np.sign(sight.x) == -stage.sun_side, 1.0, -1.0)
    tile = make_noise(256, 256, rng, 8, octaves=4, gain=0.6)
    grain = look_up(tile, sight.y * 20, sight.z * 20)
    color = colors[number] * (0.86 + 0.24 * grain[..., None]) * shine * sunny[..., None]
    cornice = rule(sight.y - roof + 0.5, 999, 0.22) + 0.6 * rule(sight.y - 4.0, 999, 0.12)
    color = color * (1 + 0.25 * np.clip(cornice, 0, 1)[..., None])
    color = _add_windows(stage, sight, color, (number, roof), rng=rng)
    picture = _add_haze(p, color, sight.z, 0.55 if "fog" in stage.sketch.weather else 0.26)
    lane = np.clip(1 - sight.z / 95, 0, 1)[..., None]
    picture = picture * (0.9 + 0.1 * lane)
    return make_layer(np.clip(picture, 0, 1).astype(f32), alpha.astype(f32), 0.32)


def _add_windows(
    stage: Stage,
    sight: Sight,
    color: np.ndarray,
    house: tuple[np.ndarray, np.ndarray],
    *,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return the facades with rows of windows, some of them lit, and shop windows below."""
    number, roof = house
    bay, floor = (
        np.floor(sight.z / BAY_M).astype(np.int32),
        np.floor((sight.y - 0.9) / FLOOR_M).astype(np.int32),
    )
    across, up = (sight.z / BAY_M) % 1 - 0.5, ((sight.y - 0.9) / FLOOR_M) % 1 - 0.42
    soft = 0.0016 * sight.z
    upper = np.clip((0.24 - np.abs(across)) * BAY_M / soft, 0, 1) * np.clip(
        (0.27 - np.abs(up)) * FLOOR_M / soft, 0, 1
    )
    upper = upper * (sight.y > 4.2) * (sight.y < roof - 1.0)
    shop = np.clip((0.44 - np.abs(across)) * BAY_M / soft, 0, 1) * np.clip((sight.y - 0.6) / soft, 0, 1)
    shop = shop * np.clip((3.1 - sight.y) / soft, 0, 1)
    luck = rng.random((64, 16, 64)).astype(f32)[number % 64, np.clip(floor, 0, 15), bay % 64]
    night = stage.is_dark
    lit = (luck < (0.42 if night else 0.06)) * (0.45 + 0.55 * (luck * 37 % 1))
    p = stage.palette
    glass = (p.zenith * 0.35 + p.middle * 0.25) * (0.35 if night else 0.8) + 0.02
    glow = _choose_glow(stage, number, bay)
    pane = glass + glow * lit[..., None] * (0.95 if night else 0.5)
    store = glass * 0.8 + glow * (0.35 + 0.65 * luck)[..., None] * (0.95 if night else 0.30)
    bars = 1 - 0.55 * np.maximum(
        rule(across * BAY_M, 9, 0.03 + soft * 0.3), rule(up * FLOOR_M - 0.2, 9, 0.03)
    )
    color = color * (1 - upper[..., None]) + pane * (upper * bars)[..., None]
    awning = np.clip((3.7 - sight.y) / soft, 0, 1) * np.clip((sight.y - 3.1) / soft, 0, 1)
    dye = parse_hex("#8a3b34") if not night else parse_hex("#4a2a30")
    color = color * (1 - 0.8 * awning[..., None]) + dye * (0.7 * p.ambient + 0.08) * 0.9 * awning[..., None]
    spill = np.clip(1 - sight.y / 7, 0, 1)[..., None] * glow * (0.16 if night else 0.0)
    return color * (1 - shop[..., None]) + store * shop[..., None] + spill


def _choose_glow(stage: Stage, number: np.ndarray, bay: np.ndarray) -> np.ndarray:
    """Return the color of the light in each window: warm, or of all colors of neon signs."""
    if stage.sketch.time != "neon":
        return np.broadcast_to(LAMPLIGHT, (*bay.shape, 3))
    colors = np.stack([parse_hex(one) for one in NEON])
    return np.asarray(colors[(number * 7 + bay // 2) % len(NEON)], f32)


def _add_haze(p: Palette, color: np.ndarray, z: np.ndarray, amount: float) -> np.ndarray:
    part = (1 - np.exp(-z / 60 * amount * 4))[..., None] * 0.92
    return color * (1 - part) + (p.haze * 0.6 + p.horizon * 0.4) * part


def _make_road(stage: Stage, sight: Sight) -> Layer:
    """Return the road with its markings, between two pavements."""
    p, z = stage.palette, sight.z
    x = sight.x
    cold, wet = stage.sketch.cold, "rain" in stage.sketch.weather
    rng = stage.make_rng("asphalt")
    tile = make_noise(512, 512, rng, 24, octaves=5, gain=0.65)
    grain = look_up(tile, z * 40, x * 60)
    shine = p.ambient * 0.9 + p.sunlight * 0.4 + (0.16 if cold else 0.05)
    asphalt, paving = parse_hex("#55565a"), parse_hex("#a09a90")
    if cold:
        asphalt, paving = parse_hex("#c4ccd6"), parse_hex("#eef2f6")
    soft = 0.0022 * z
    walk = np.clip((np.abs(x) - ROAD_M / 2) / soft + 0.5, 0, 1)[..., None]
    seams = 1 - 0.22 * np.maximum(rule(x, 0.8, soft * 0.6), rule(z, 1.2, soft * 2)) * (0.15 if cold else 1)
    road = asphalt * (0.78 + 0.4 * grain)[..., None]
    tracks = np.exp(-(((np.abs(np.abs(x) - 1.6) - 0.75) / 0.28) ** 2)) * (0.38 if cold else 0.12)
    road = road * (1 - tracks[..., None])
    mark = np.clip((0.07 - np.abs(x)) / soft + 0.5, 0, 1) * ((z / 4) % 1 < 0.5) * (0.0 if cold else 0.55)
    road = road + mark[..., None] * 0.5
    curb = np.exp(-(((np.abs(x) - ROAD_M / 2) / (0.12 + soft)) ** 2))[..., None] * 0.22
    ground = road * (1 - walk) + paving * (0.86 + 0.2 * grain * seams)[..., None] * seams[..., None] * walk
    ground = ground * (1 - curb) * shine
    lamps = _light_ground(x, z) if stage.is_dark else np.zeros_like(z)
    glow = LAMPLIGHT if stage.sketch.time != "neon" else p.horizon * 0.6 + LAMPLIGHT * 0.4
    ground = ground * (1 + 1.9 * lamps[..., None] * glow) + 0.05 * lamps[..., None] * glow
    picture = _add_haze(p, ground, z, 0.5 if "fog" in stage.sketch.weather else 0.22)
    alpha = np.broadcast_to(
        smoothstep(-0.5, 1.0, np.arange(stage.tall, dtype=f32)[:, None] - stage.horizon), z.shape
    )
    if wet or stage.sketch.time == "neon":
        picture = picture * 0.62 + _mirror(stage) * (0.42 * (0.6 + 0.6 * grain))[..., None]
    ground_only = (sight.surface == FLOOR) | (sight.surface == END)
    alpha = alpha * np.where(ground_only, 1, 0)
    rows = int(stage.horizon) // 2 * 2
    cut = np.s_[rows:]
    return make_layer(
        np.clip(picture[cut], 0, 1).astype(f32), np.ascontiguousarray(alpha[cut], f32), 0.36, rows
    )


def _light_ground(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return the pools of light below the lamps."""
    nearest = np.clip(np.round((z - NEAR_LAMP_M) / LAMPS_M), 0, 9) * LAMPS_M + NEAR_LAMP_M
    away = (np.abs(x) - 4.2) ** 2 / 7 + (z - nearest) ** 2 / 9
    return np.exp(-away).astype(f32)


def _mirror(stage: Stage) -> np.ndarray:
    """Return what is above the horizon, upside down and drawn out, as wet ground shows it."""
    planes = stage.flatten()
    half = (planes.y.shape[1], planes.y.shape[0])
    yuv = np.concatenate([planes.y.reshape(-1), planes.u.reshape(-1), planes.v.reshape(-1)])
    rgb = cv2.cvtColor(yuv.reshape(half[1] * 3 // 2, half[0]), cv2.COLOR_YUV2RGB_I420)
    small = cv2.GaussianBlur(
        cv2.resize(rgb, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), (0, 0), 1.2, sigmaY=9
    )
    rows = np.clip(2 * stage.horizon - np.arange(stage.tall), 0, stage.tall - 1).astype(np.int32)
    large = cv2.resize(small, half, interpolation=cv2.INTER_LINEAR)
    return (large[rows] / 255).astype(f32)
