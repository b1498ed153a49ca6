"""Paint the floor, the walls and the ceiling of a room in white light."""

from collections.abc import Callable

import numpy as np

from studio.preview.noise import f32, make_noise
from studio.preview.palettes import parse_hex, tint_color
from studio.preview.perspective import CEILING, END, FLOOR, SIDE, Sight, look_up, rule
from studio.preview.rooming import Room
from studio.preview.stage import Stage

LINE = 0.0016  # how wide a line is, by how far away it is

Texture = Callable[[Sight, np.ndarray, np.ndarray], np.ndarray]


def paint_surfaces(stage: Stage, sight: Sight, room: Room) -> np.ndarray:
    """Return the colors of the walls, the floor and the ceiling."""
    dye = stage.sketch.tints.get("all")
    wall, floor = (
        parse_hex(one) if not dye else tint_color(parse_hex(one), parse_hex(dye), 0.55)
        for one in (room.wall, room.floor)
    )
    top = parse_hex(room.top) if room.top else (wall * 0.55 + 0.42) * room.ceiling
    colors = np.stack([wall * 0.9, floor, top, wall]).astype(f32)
    tile = make_noise(256, 256, stage.make_rng("wood"), 6, octaves=5, gain=0.6)
    is_floor = sight.surface == FLOOR
    is_wall = (sight.surface == END) | (sight.surface == SIDE)
    if room.roof and room.panels in ("bricks", "stone"):
        is_wall = ~is_floor  # the vault is built of the same
    along = np.where(sight.surface == END, sight.x, sight.z) + 50
    shade = np.where(is_floor, FLOORS[room.pattern](sight, sight.x + 50, tile), f32(1))
    shade = np.where(is_wall, _shade_skirting(sight, room) * WALLS[room.panels](sight, along, tile), shade)
    if room.ribs:
        rib = rule(sight.z, room.ribs, 0.09) * (sight.surface == CEILING)
        shade = shade * (1 - 0.45 * rib)
    return colors[sight.surface] * shade[..., None].astype(f32)


def _shade_skirting(sight: Sight, room: Room) -> np.ndarray:
    if room.panels in ("stone", "shoji", "planks", "metal"):
        return np.ones_like(sight.y)
    return np.asarray(1 - 0.45 * (sight.y < 0.14) + 0.10 * rule(sight.y, 99, 0.16), f32)


# -- floors: x is right of the middle, and positive


def _lay_boards(sight: Sight, x: np.ndarray, tile: np.ndarray) -> np.ndarray:
    row = np.floor(x / 0.22)
    shade = 0.84 + 0.26 * look_up(tile, row * 37, sight.z * 9 + row * 71)
    return np.asarray(shade * (1 - 0.35 * rule(x, 0.22, LINE * sight.z)))


def _lay_squares(step: float, odd: float) -> Texture:
    """Return tiles of one size. odd: how much darker each second one is."""

    def lay(sight: Sight, x: np.ndarray, tile: np.ndarray) -> np.ndarray:
        line = LINE * sight.z
        is_odd = (np.floor(x / step) + np.floor(sight.z / step)) % 2
        joints = np.maximum(rule(x, step, line), rule(sight.z, step, line * 2.5))
        return np.asarray((0.96 - odd * is_odd) * (1 - 0.3 * joints))

    return lay


def _lay_carpet(sight: Sight, x: np.ndarray, tile: np.ndarray) -> np.ndarray:
    return 0.9 + 0.16 * look_up(tile, sight.z * 60, x * 60)


def _lay_mats(sight: Sight, x: np.ndarray, tile: np.ndarray) -> np.ndarray:
    """Lay mats of straw with dark borders, each row beside the next by half a mat."""
    row = np.floor(sight.z / 0.9)
    shifted = x + 0.9 * (row % 2)
    straw = 0.94 + 0.1 * look_up(tile, sight.z * 160, row * 53 + x * 4)
    border = rule(sight.z, 0.9, 0.045)
    seam = rule(shifted, 1.8, LINE * sight.z * 1.5)
    return np.asarray(straw * (1 - 0.62 * border) * (1 - 0.3 * seam))


def _lay_straw(sight: Sight, x: np.ndarray, tile: np.ndarray) -> np.ndarray:
    fine = look_up(tile, sight.z * 90, x * 30) + look_up(tile, sight.z * 30 + 90, x * 100)
    return np.asarray(0.62 + 0.4 * fine)


def _lay_polished(sight: Sight, x: np.ndarray, tile: np.ndarray) -> np.ndarray:
    veins = np.abs(look_up(tile, sight.z * 22, x * 22) - 0.5)
    return _lay_squares(1.2, 0.03)(sight, x, tile) * (0.92 + 0.2 * veins)


# -- walls: along is along the wall, and positive


def _leave_plain(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    return np.ones_like(sight.y)


def _lay_bricks(wide: float, high: float, uneven: float) -> Texture:
    def lay(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
        line = LINE * sight.z
        up = np.where(sight.surface == CEILING, sight.x + 40, sight.y + 9)
        row = np.floor(up / high)
        column = np.floor((along + wide / 2 * (row % 2)) / wide)
        shade = 1 - 0.22 * rule(up, high, line * 1.4)
        shade = shade * (1 - 0.18 * rule(along + wide / 2 * (row % 2), wide, line * 1.4))
        return np.asarray(shade * (1 - uneven * look_up(tile, row * 41 + 7, column * 67)))

    return lay


def _panel_wood(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    line, low = LINE * sight.z, sight.y < 1.1
    shade = np.where(low, 0.72, 1.0) * (1 - 0.3 * rule(along, 0.62, line * 2) * low)
    return np.asarray(shade * (1 - 0.4 * rule(sight.y - 1.1, 99, line * 6)))


def _nail_planks(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    row = np.floor(along / 0.2)
    grain = look_up(tile, row * 37, sight.y * 12 + row * 71)
    return np.asarray((0.76 + 0.36 * grain) * (1 - 0.45 * rule(along, 0.2, LINE * sight.z * 1.5)))


def _lay_logs(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    round_ = np.abs((sight.y / 0.24) % 1 - 0.42) * 2
    grain = look_up(tile, np.floor(sight.y / 0.24) * 31, along * 14)
    return np.asarray((1.1 - 0.55 * round_**2) * (0.84 + 0.26 * grain))


def _set_tiles(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    line = LINE * sight.z
    joints = np.maximum(rule(sight.y, 0.2, line), rule(along, 0.2, line))
    return np.asarray(1 - 0.16 * (sight.y < 1.7) * joints)


def _set_columns(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    shade = (1 + 0.20 * rule(along, 2.0, 0.16)) * (1 - 0.25 * rule(along - 0.24, 2.0, 0.05))
    return np.asarray(shade)


def _set_doors(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    away, is_side = np.abs((along / 2.6) % 1 - 0.5) * 2.6, sight.surface == SIDE
    door, frame = (is_side & (away < wide) & (sight.y < high) for wide, high in ((0.48, 2.1), (0.56, 2.18)))
    return np.asarray(np.where(door, 0.5, np.where(frame, 1.22, 1.0)))


def _hang_curtain(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    return 0.62 + 0.38 * np.abs(np.sin(along * 7 + 0.8 * np.sin(along * 2.3)))


def _set_paper(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    """Set doors of paper in wooden lattices, with boards at their feet and a white wall above."""
    line = LINE * sight.z
    lattice = np.maximum(rule(along, 0.3, 0.012 + line), rule(sight.y, 0.36, 0.012 + line))
    frame = np.maximum(rule(along, 0.9, 0.035 + line), rule(sight.y - 2.05, 99, 0.06))
    low, high = sight.y < 0.34, sight.y > 2.05
    shade = np.where(low, 0.42, np.where(high, 0.86, 1.08 * (1 - 0.62 * lattice)))
    return np.asarray(shade * (1 - 0.78 * frame * ~high))


def _set_stripes(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    return 1 - 0.1 * (np.floor(along / 0.16) % 2)


def _weather(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    """Leave old paper with stripes, stains and places where it came off."""
    stains = look_up(tile, sight.y * 34, along * 34)
    torn = np.where(look_up(tile, sight.y * 60 + 90, along * 46) > 0.66, 1.35, 1.0)
    return np.asarray(_set_stripes(sight, along, tile) * (0.62 + 0.55 * stains) * torn)


def _set_metal(sight: Sight, along: np.ndarray, tile: np.ndarray) -> np.ndarray:
    brushed = 0.93 + 0.1 * look_up(tile, along * 220, sight.y * 6)
    seams = np.maximum(rule(along, 0.8, 0.012), rule(sight.y - 0.95, 99, 0.02))
    return np.asarray(brushed * (1 - 0.4 * seams))


FLOORS: dict[str, Texture] = {
    "boards": _lay_boards,
    "tiles": _lay_squares(0.5, 0.14),
    "checker": _lay_squares(0.5, 0.7),
    "stone": _lay_squares(0.9, 0.14),
    "marble": _lay_polished,
    "carpet": _lay_carpet,
    "mats": _lay_mats,
    "straw": _lay_straw,
}
WALLS: dict[str, Texture] = {
    "": _leave_plain,
    "bricks": _lay_bricks(0.26, 0.11, 0.12),
    "stone": _lay_bricks(0.8, 0.4, 0.42),
    "wood": _panel_wood,
    "planks": _nail_planks,
    "logs": _lay_logs,
    "tiles": _set_tiles,
    "columns": _set_columns,
    "doors": _set_doors,
    "curtain": _hang_curtain,
    "shoji": _set_paper,
    "stripes": _set_stripes,
    "old": _weather,
    "metal": _set_metal,
}
