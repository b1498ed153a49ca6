"""Paint rooms: walls and a floor in perspective, a window with the sky behind it, lamps and furniture."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from studio.preview import weather
from studio.preview.furniture import add_furniture
from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.outlook import add_outlook
from studio.preview.palettes import parse_hex, tint_color
from studio.preview.perspective import CEILING, END, FLOOR, SIDE, Box, Sight, look_into, look_up, rule
from studio.preview.planes import Layer, make_layer
from studio.preview.rooming import Room
from studio.preview.rooms import ROOMS
from studio.preview.stage import Stage

DAYLIGHT = {
    "day": 1.0,
    "morning": 0.9,
    "overcast": 0.8,
    "winter": 0.95,
    "golden": 0.85,
    "dawn": 0.7,
    "sunset": 0.6,
    "storm": 0.55,
}
LAMP = np.array([1.0, 0.80, 0.52], f32)
COLD_LAMP = np.array([0.86, 0.95, 1.0], f32)


@dataclass(frozen=True)
class Light:
    """What lights a room. day: how much comes in by the window. lamp: how much the lamps give."""

    day: float
    lamp: float
    sky: np.ndarray
    warm: np.ndarray


def paint_room(stage: Stage) -> None:
    """Paint the room that the sketch names, with what falls from the sky outside."""
    room = ROOMS[stage.sketch.scene]
    box = fit_box(stage, room)
    light = find_light(stage, room)
    stage.effects.clear()  # the sun's bloom belongs to the open air
    if room.window and room.view:
        add_outlook(stage, room.view)
        stage.add(*weather.make_effects(stage))
    stage.add(_make_walls(stage, box, room, light))
    shine = _tone_for_subjects(stage, room, light)
    add_furniture(stage, box, room, shine)
    if room.panels == "curtain":
        stage.add(_make_beams(stage))
    stage.front = 0


def fit_box(stage: Stage, room: Room) -> Box:
    """Return the room's box; in a narrow frame it is narrower, too, so that its sides stay visible."""
    meter = room.meter * (1 if stage.width >= stage.height else 0.62)
    wide = min(room.wide, 0.80 * stage.width / stage.height / meter) if room.closed else room.wide
    return Box(wide, room.tall, 1.5, room.deep, meter)


def find_light(stage: Stage, room: Room) -> Light:
    p = stage.palette
    day = DAYLIGHT.get(stage.sketch.time, 0.10) if room.window else 0.0
    lamp = 0.95 if not room.window else float(np.clip(1.05 - 0.8 * day, 0.18, 0.8))
    if stage.sketch.time == "neon":
        return Light(0.25, 0.6, p.horizon, p.horizon * 0.6 + LAMP * 0.4)
    if room.lamps == "none":
        lamp *= 0.4
    return Light(day, lamp * room.bright, p.horizon * 0.6 + p.light * 0.4, COLD_LAMP if room.cold else LAMP)


def _make_walls(stage: Stage, box: Box, room: Room, light: Light) -> Layer:
    sight = look_into(stage, box)
    color = _paint_surfaces(stage, sight, room)
    glow = _light_room(sight, box, room, light)
    picture = color * glow
    hole = _find_panes(sight, box, room)
    if hole is not None:
        picture = picture + _make_halo(stage, hole, light)
    picture = picture / (1 + 0.35 * picture.max(-1, keepdims=True) ** 2)
    noise = stage.make_rng("plaster").standard_normal(picture.shape[:2], dtype=f32)
    picture = np.clip(picture + 0.006 * noise[..., None], 0, 1)
    return make_layer(picture.astype(f32), None if hole is None else 1 - hole, 0.34)


def _paint_surfaces(stage: Stage, sight: Sight, room: Room) -> np.ndarray:
    """Return the colors of the walls and the floor in white light."""
    dye = stage.sketch.tints.get("all")
    wall, floor = (
        parse_hex(one) if not dye else tint_color(parse_hex(one), parse_hex(dye), 0.55)
        for one in (room.wall, room.floor)
    )
    ceiling = wall * 0.55 + 0.42
    colors = np.stack([wall * 0.9, floor, ceiling * room.ceiling, wall]).astype(f32)
    picture = colors[sight.surface]
    tile = make_noise(256, 256, stage.make_rng("wood"), 6, octaves=5, gain=0.6)
    picture *= _texture_floor(sight, room, tile)[..., None]
    return picture * _panel_walls(sight, room)[..., None]


def _texture_floor(sight: Sight, room: Room, tile: np.ndarray) -> np.ndarray:
    floor = sight.surface == FLOOR
    line = 0.0016 * sight.z
    x, z = sight.x + 50, sight.z
    if room.pattern == "boards":
        row = np.floor(x / 0.22)
        shade = 0.84 + 0.26 * look_up(tile, row * 37, z * 9 + row * 71)
        shade = shade * (1 - 0.35 * rule(x, 0.22, line))
    elif room.pattern in ("tiles", "stone"):
        step = 0.5 if room.pattern == "tiles" else 0.9
        odd = (np.floor(x / step) + np.floor(z / step)) % 2
        shade = (0.96 - 0.14 * odd) * (1 - 0.3 * np.maximum(rule(x, step, line), rule(z, step, line * 2.5)))
    else:
        shade = 0.9 + 0.16 * look_up(tile, z * 60, x * 60)
    return np.where(floor, shade, f32(1)).astype(f32)


def _panel_walls(sight: Sight, room: Room) -> np.ndarray:
    """Return the shade of skirting, panels or bricks on the walls."""
    wall = (sight.surface == END) | (sight.surface == SIDE)
    along = np.where(sight.surface == SIDE, sight.z, sight.x) + 50
    line = 0.0016 * sight.z
    shade = 1 - 0.45 * (sight.y < 0.14) + 0.10 * rule(sight.y, 99, 0.16)
    if room.panels == "bricks":
        row = np.floor(sight.y / 0.11)
        shade = shade * (1 - 0.22 * rule(sight.y, 0.11, line * 1.4))
        shade = shade * (1 - 0.18 * rule(along + 0.13 * (row % 2), 0.26, line * 1.4))
    elif room.panels == "wood":
        shade = (
            shade
            * np.where(sight.y < 1.1, 0.72, 1.0)
            * (1 - 0.3 * rule(along, 0.62, line * 2) * (sight.y < 1.1))
        )
        shade = shade * (1 - 0.4 * rule(sight.y - 1.1, 99, line * 6))
    elif room.panels == "tiles":
        low = sight.y < 1.7
        shade = shade * (1 - 0.16 * low * np.maximum(rule(sight.y, 0.2, line), rule(along, 0.2, line)))
    elif room.panels == "columns":
        shade = shade * (1 + 0.20 * rule(along, 2.0, 0.16)) * (1 - 0.25 * rule(along - 0.24, 2.0, 0.05))
    elif room.panels == "doors":
        door = (np.abs((along / 2.6) % 1 - 0.5) * 2.6 < 0.48) & (sight.y < 2.1) & (sight.surface == SIDE)
        frame = (np.abs((along / 2.6) % 1 - 0.5) * 2.6 < 0.56) & (sight.y < 2.18) & (sight.surface == SIDE)
        shade = shade * np.where(door, 0.5, np.where(frame, 1.22, 1.0))
    elif room.panels == "curtain":
        shade = shade * (0.62 + 0.38 * np.abs(np.sin(along * 7 + 0.8 * np.sin(along * 2.3))))
    return np.where(wall, shade, f32(1)).astype(f32)


def _light_room(sight: Sight, box: Box, room: Room, light: Light) -> np.ndarray:
    """Return the light on each point: a dim base, the window's, the lamps', and shade in the corners."""
    corner = np.minimum(box.wide / 2 - np.abs(sight.x) + (sight.surface == SIDE) * 9, 9)
    corner = np.minimum(corner, box.deep - sight.z + (sight.surface == END) * 9)
    corner = np.minimum(corner, sight.y + (sight.surface == FLOOR) * 9)
    corner = np.minimum(corner, box.tall - sight.y + (sight.surface == CEILING) * 9)
    shade = 0.68 + 0.32 * smoothstep(0, 0.8, corner)
    glow = (0.10 + 0.42 * light.day) * (light.sky * 0.6 + 0.4) + 0.36 * light.lamp * light.warm
    glow = np.broadcast_to(glow, (*sight.z.shape, 3)).astype(f32)
    if room.window:
        glow = glow + (light.day * 1.0 * _light_by_window(sight, box, room))[..., None] * light.sky
    spread = np.zeros_like(sight.z)
    for x, y, z, reach in room.list_lamps(box):
        away = ((sight.x - x) ** 2 + 0.8 * (sight.y - y) ** 2 + 0.6 * (sight.z - z) ** 2) / reach**2
        spread = spread + 1 / (1 + 3.2 * away) ** 1.5
    glow = (
        glow + (1.5 * light.lamp * np.minimum(spread, 1.3))[..., None] * light.warm
        if room.lamps != "none"
        else glow
    )
    return (glow * shade[..., None]).astype(f32)


def _light_by_window(sight: Sight, box: Box, room: Room) -> np.ndarray:
    """Return the daylight: soft around the window, and a slanting patch on the floor below it."""
    x, y, wide, _tall, _ = room.get_window(box)
    away = (sight.x - x) ** 2 / (wide + 1.2) ** 2 + (sight.y - y) ** 2 / 5 + (sight.z - box.deep) ** 2 / 9
    soft = 0.80 / (1 + 1.8 * away)
    ahead = box.deep - sight.z
    patch = smoothstep(wide / 2 + 0.2, wide / 2 - 0.1, np.abs(sight.x - x - 0.35 * ahead))
    patch = patch * smoothstep(0.15, 0.6, ahead) * smoothstep(2.9, 1.6, ahead) * (sight.surface == FLOOR)
    bars = 1 - 0.8 * rule(sight.x - x - 0.35 * ahead, wide / 2, 0.05)
    return soft + 0.75 * patch * bars


def _find_panes(sight: Sight, box: Box, room: Room) -> np.ndarray | None:
    """Return where the sky is seen: 1 in the panes of the window, 0 on its bars and elsewhere."""
    if not room.window:
        return None
    x, y, wide, tall, panes = room.get_window(box)
    across, up = (sight.x - x) / (wide / 2), (sight.y - y) / (tall / 2)
    top = 1 - 0.35 * across**2 if room.window == "arched" else 1.0
    soft = 0.012
    inside = (
        np.clip((1 - np.abs(across)) / soft, 0, 1)
        * np.clip((top - up) / soft, 0, 1)
        * np.clip((1 + up) / soft, 0, 1)
    )
    bars = np.maximum(rule(sight.x - x + wide / 2, wide / panes, 0.028), rule(sight.y - y, tall * 0.5, 0.022))
    return (inside * (1 - np.clip(bars, 0, 1)) * (sight.surface == END)).astype(f32)


def _make_halo(stage: Stage, hole: np.ndarray, light: Light) -> np.ndarray:
    """Return the glow of the panes on what is around them."""
    small = cv2.resize(hole, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), 7 * stage.unit)
    soft = cv2.resize(soft, hole.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return soft[..., None] * light.sky * (0.30 * light.day + 0.04)


def _tone_for_subjects(stage: Stage, room: Room, light: Light) -> np.ndarray:
    """Let subjects take the room's colors and its light, which is returned."""
    wall, floor = parse_hex(room.wall), parse_hex(room.floor)
    shine = light.sky * light.day + light.warm * light.lamp
    shine = np.clip(shine / max(1.0, float(shine.max())), 0, 1).astype(f32)
    stage.palette = replace(
        stage.palette,
        land=(floor * 0.22 * shine + 0.02).astype(f32),
        haze=(wall * shine * 0.6).astype(f32),
        middle=(wall * shine * 0.9).astype(f32),
        light=shine,
        ambient=np.full(3, 0.4, f32),
    )
    if light.lamp > light.day:
        stage.sun = (stage.wide * 0.62, stage.down + 0.1 * stage.height)
    return shine


def _make_beams(stage: Stage) -> Layer:
    """Return the beams of two spotlights from above, and the pool that they throw on the boards."""
    x = (np.arange(stage.wide, dtype=f32)[None] - stage.wide / 2) / stage.height
    y = np.clip((np.arange(stage.tall, dtype=f32)[:, None] - stage.down) / stage.height, 0, 1)
    beams = np.zeros((stage.tall, stage.wide), f32)
    for side in (-1.0, 1.0):
        away = np.abs(x - side * (0.62 - 0.66 * y)) / (0.05 + 0.20 * y)
        beams += smoothstep(1.0, 0.55, away) * (0.42 - 0.30 * y) * smoothstep(0.93, 0.78, y)
    pool = np.exp(-((x / 0.34) ** 2) - ((y - 0.88) / 0.075) ** 2)
    alpha = np.clip(beams + 0.34 * pool, 0, 0.7).astype(f32)
    color = np.broadcast_to(LAMP * 0.75 + 0.25, (*alpha.shape, 3)).astype(f32)
    return make_layer(color, alpha, 0.38, soft=True)
