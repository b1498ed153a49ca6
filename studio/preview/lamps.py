"""Hang the lamps of a room, and let them glow."""

import numpy as np

from studio.preview.noise import f32
from studio.preview.perspective import Box, project
from studio.preview.plates import Sheets, fill, put
from studio.preview.rooming import Room
from studio.preview.stage import Stage

Lamp = tuple[float, float, float, float]  # right of the middle, above the floor, away, and its reach
TUBE = (0.55, 0.16)  # meters: half as wide and half as long as a light in the ceiling


def list_lamps(room: Room, box: Box) -> list[Lamp]:
    """Return where the lamps are, and how far each reaches."""
    scale = min(1.0, box.wide / room.wide)
    lamps = [(x * scale, y, box.deep - ahead, reach) for reach, (x, ahead, y) in room.lights]
    if room.lamps == "rows":
        lamps += [(0.0, room.tall - 0.1, z, 1.7) for z in (2.2, 4.4, 6.6, 8.8, 11.0, 13.2) if z < room.deep]
    elif room.lamps in ("spots", "beams"):
        lamps += [(x * scale, 0.6, box.deep - 1.6, 1.5) for x in (-1.4, 0.2, 1.5)]
    elif room.lamps == "pendant":
        lamps.append((box.wide * 0.24, room.tall - 0.9, box.deep - 0.9, 1.9))
    return lamps


def paint_lamps(stage: Stage, box: Box, room: Room, sheets: Sheets, *, shine: np.ndarray) -> None:
    """Paint the lamps, each with a glow around it. shine: the color of the room's light."""
    for x, y, z, reach in list_lamps(room, box):
        column, row, meter = project(stage, box, (x, y, z))
        if room.lamps == "rows" and y > room.tall - 0.2:
            _paint_tube(stage, box, (x, z), sheets, shine=shine)
        elif y > 0.7:
            _paint_glow(sheets, (column, row), (0.58 * reach * meter, 0.5), shine)
    if room.lamps == "pendant":
        *_, (x, y, z, _) = list_lamps(room, box)
        _paint_pendant(stage, box, (x, y, z), sheets, shine=shine)


def _paint_tube(
    stage: Stage, box: Box, at: tuple[float, float], sheets: Sheets, *, shine: np.ndarray
) -> None:
    """Paint a flat light in the ceiling."""
    x, z = at
    wide, long = TUBE
    height = box.tall - 0.01
    corners = [
        (x - wide, height, z - long),
        (x + wide, height, z - long),
        (x + wide, height, z + long),
        (x - wide, height, z + long),
    ]
    fill(stage, box, corners, (sheets, np.clip(shine * 1.15 + 0.1, 0, 1)))


def _paint_glow(
    sheets: Sheets, at: tuple[float, float], size: tuple[float, float], shine: np.ndarray
) -> None:
    """Paint a soft disc of light. size: its radius in pixels, and how strong it is."""
    reach = max(2, round(size[0]))
    far = np.hypot(*np.mgrid[-reach:reach, -reach:reach].astype(f32)) / reach
    glow = (size[1] * np.exp(-4.5 * far) * np.clip(1 - far, 0, 1)).astype(f32)
    put(sheets, np.ones((*glow.shape, 3), f32) * shine, glow, (round(at[0]) - reach, round(at[1]) - reach))


def _paint_pendant(
    stage: Stage, box: Box, at: tuple[float, float, float], sheets: Sheets, *, shine: np.ndarray
) -> None:
    """Paint a hanging lamp: cord, shade and its bright bulb."""
    x, y, z = at
    top = box.tall - y
    dark, bright = shine * 0.16, np.clip(shine * 1.1 + 0.1, 0, 1)
    for points, color in (
        (((-0.012, top), (0.012, top), (0.012, 0.2), (-0.012, 0.2)), dark),
        (((-0.22, -0.06), (0.22, -0.06), (0.10, 0.2), (-0.10, 0.2)), bright * 0.82),
        (((-0.22, -0.06), (0.22, -0.06), (0.20, -0.10), (-0.20, -0.10)), bright),
    ):
        fill(stage, box, [(x + right, y + up, z) for right, up in points], (sheets, color))
