"""Paint rooms: walls and a floor in perspective, a window with the sky behind it, lamps and furniture."""

import re
from dataclasses import dataclass, replace

import cv2
import numpy as np

from studio.preview import roadside, weather
from studio.preview.furniture import add_furniture
from studio.preview.lamps import list_lamps
from studio.preview.noise import f32, smoothstep
from studio.preview.outlook import add_outlook
from studio.preview.palettes import parse_hex
from studio.preview.perspective import CEILING, END, FLOOR, SIDE, Box, Sight, look_into, project, rule
from studio.preview.planes import Layer, make_layer
from studio.preview.prompts import DARK
from studio.preview.rooming import Room, list_furniture, vary
from studio.preview.rooms import ROOMS
from studio.preview.stage import Stage
from studio.preview.surfaces import paint_surfaces

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
DIM = 0.45  # the part of their light that the lamps of a dark room give
BARE = re.compile(r"\b(?:empty|bare|vacant|unfurnished)\b")


@dataclass(frozen=True)
class Light:
    """What lights a room. day: how much comes in by the window. lamp: how much the lamps give."""

    day: float
    lamp: float
    sky: np.ndarray
    warm: np.ndarray


def paint_room(stage: Stage) -> None:
    """Paint the room that the sketch names, with what falls from the sky outside."""
    if stage.sketch.scene == "tunnel" and stage.sketch.is_crossed:
        roadside.paint_tunnel(stage)
        return
    room = choose_room(stage)
    box = fit_box(stage, room)
    light = find_light(stage, room)
    stage.effects.clear()  # the sun's bloom belongs to the open air
    if room.window and room.view:
        add_outlook(stage, room.view)
        stage.add(*weather.make_effects(stage))
    stage.add(_make_walls(stage, box, room, light))
    shine = _tone_for_subjects(stage, room, light)
    add_furniture(stage, box, room, shine)
    if room.lamps == "beams":
        stage.add(_make_beams(stage, room.beams.split()))
    if room.track:
        stage.track = project(stage, box, (0.0, 0.0, box.deep - room.track))[1:]
    stage.floor_m = box.wide
    stage.front = 0


def choose_room(stage: Stage) -> Room:
    """Return one of the rooms that the sketch names, with what it has to show; bare if it is empty."""
    rng, choices = stage.make_rng("room"), ROOMS[stage.sketch.scene]
    shown = [len(stage.furniture & list_furniture(one)) for one in choices]
    choices = tuple(one for one, count in zip(choices, shown, strict=True) if count == max(shown))
    room = vary(choices[int(rng.integers(len(choices)))], rng)
    if DARK.search(stage.sketch.named):
        room = replace(room, bright=DIM * room.bright)
    if BARE.search(stage.sketch.named):
        return replace(room, pieces=(), blocks=(), lamps=room.lamps.replace("pendant", "none"))
    return room


def fit_box(stage: Stage, room: Room) -> Box:
    """Return the room's box; in a narrow frame it is narrower, too, so that its sides stay visible."""
    meter = room.meter * (1 if stage.width >= stage.height else 0.62)
    wide = min(room.wide, 0.80 * stage.width / stage.height / meter) if room.closed else room.wide
    return Box(wide, room.tall, 1.5, room.deep, meter, room.roof, room.spring)


def find_light(stage: Stage, room: Room) -> Light:
    p, warm = stage.palette, parse_hex(room.warm)
    day = DAYLIGHT.get(stage.sketch.time, 0.10) if room.window else 0.0
    lamp = 0.95 if not room.window else float(np.clip(1.05 - 0.8 * day, 0.18, 0.8))
    if stage.sketch.time == "neon":
        return Light(0.25, 0.6, p.horizon, p.horizon * 0.6 + warm * 0.4)
    if room.lamps == "none" and not room.lights:
        lamp *= 0.4
    return Light(day, lamp * room.bright, p.horizon * 0.6 + p.light * 0.4, warm)


def _make_walls(stage: Stage, box: Box, room: Room, light: Light) -> Layer:
    sight = look_into(stage, box)
    color = paint_surfaces(stage, sight, room)
    glow = _light_room(sight, box, room, light)
    picture = color * glow
    hole = _find_panes(sight, box, room)
    if hole is not None:
        picture = picture + _make_halo(stage, hole, light)
    picture = picture / (1 + 0.35 * picture.max(-1, keepdims=True) ** 2)
    noise = stage.make_rng("plaster").standard_normal(picture.shape[:2], dtype=f32)
    picture = np.clip(picture + 0.006 * noise[..., None], 0, 1)
    return make_layer(picture.astype(f32), None if hole is None else 1 - hole, 0.34)


def find_window(room: Room, box: Box) -> tuple[float, float, float, float, int]:
    """Return the window's middle, width, height and number of panes."""
    if room.window == "wide":
        return (0.0, 1.65, box.wide * 0.86, 1.5, 4)
    if room.window == "small":
        return (0.0, room.tall * 0.76, 0.9, 0.6, 5)
    if room.window == "round":
        return (0.0, room.tall * 0.62, 1.1, 1.1, 2)
    if room.window == "tall":
        return (-box.wide * 0.14, 1.45, min(2.6, box.wide * 0.44), 2.3, 3)
    if room.window == "glass":
        return (0.0, room.tall * 0.45, box.wide * 0.96, room.tall * 0.78, 6)
    if room.window == "arched":
        return (0.0, room.tall * 0.60, min(2.0, box.wide * 0.36), room.tall * 0.5, 3)
    return (-box.wide * 0.16, 1.62, min(1.9, box.wide * 0.4), 1.45, 2)


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
    for x, y, z, reach in list_lamps(room, box):
        away = ((sight.x - x) ** 2 + 0.8 * (sight.y - y) ** 2 + 0.6 * (sight.z - z) ** 2) / reach**2
        spread = spread + 1 / (1 + 3.2 * away) ** 1.5
    glow = glow + (1.5 * light.lamp * np.minimum(spread, 1.3))[..., None] * light.warm
    return (glow * shade[..., None]).astype(f32)


def _light_by_window(sight: Sight, box: Box, room: Room) -> np.ndarray:
    """Return the daylight: soft around the window, and a slanting patch on the floor below it."""
    x, y, wide, _tall, _ = find_window(room, box)
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
    x, y, wide, tall, panes = find_window(room, box)
    across, up = (sight.x - x) / (wide / 2), (sight.y - y) / (tall / 2)
    top = 1 - 0.35 * across**2 if room.window == "arched" else 1.0
    if room.window == "round":
        top = np.sqrt(np.clip(1 - across**2, 0, 1))
    soft = 0.012
    inside = (
        np.clip((1 - np.abs(across)) / soft, 0, 1)
        * np.clip((top - up) / soft, 0, 1)
        * np.clip(((top if room.window == "round" else 1) + up) / soft, 0, 1)
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


def _make_beams(stage: Stage, colors: list[str]) -> Layer:
    """Return the beams of spotlights from above, and the pool that they throw on the floor."""
    x = (np.arange(stage.wide, dtype=f32)[None] - stage.wide / 2) / stage.height
    y = np.clip((np.arange(stage.tall, dtype=f32)[:, None] - stage.down) / stage.height, 0, 1)
    alpha = 0.34 * np.exp(-((x / 0.34) ** 2) - ((y - 0.88) / 0.075) ** 2)
    color = alpha[..., None] * (parse_hex(colors[0]) * 0.75 + 0.25)
    for side, name in zip(np.linspace(-1, 1, len(colors)), colors, strict=True):
        away = np.abs(x - side * (0.62 - 0.66 * y)) / (0.05 + 0.20 * y)
        beam = smoothstep(1.0, 0.55, away) * (0.42 - 0.30 * y) * smoothstep(0.93, 0.78, y)
        color = color + beam[..., None] * (parse_hex(name) * 0.75 + 0.25)
        alpha = alpha + beam
    color = color / np.maximum(alpha, 1e-4)[..., None]
    return make_layer(color.astype(f32), np.clip(alpha, 0, 0.7).astype(f32), 0.38, soft=True)
