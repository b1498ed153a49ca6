"""Furnish a room: shapes of the atlas on the floor and the walls, and blocks such as counters and shelves."""

import math
from dataclasses import replace

import cv2
import numpy as np

from studio.preview import atlas
from studio.preview.fronts import draw_front
from studio.preview.lamps import paint_lamps
from studio.preview.noise import f32
from studio.preview.palettes import parse_hex
from studio.preview.perspective import Box, project
from studio.preview.planes import make_layer
from studio.preview.plates import Sheets, fill, put, warp
from studio.preview.rigs.things.finding import make_rig
from studio.preview.rooming import Block, Piece, Room
from studio.preview.stage import Stage

PLAIN = "#8a6a4c"
NEAREST_M = 0.7  # from the camera
FLAT_M, LONG_M = 0.1, 1.2  # what is lower has no shadow; what is longer has a front on its side, too


def add_furniture(stage: Stage, box: Box, room: Room, shine: np.ndarray) -> None:
    """Paint all furniture on one plate, the farthest first. shine: the color of the room's light."""
    paint = np.zeros((stage.tall, stage.wide, 3), f32)
    alpha = np.zeros((stage.tall, stage.wide), f32)
    scale = min(1.0, box.wide / room.wide)
    pieces: list[Block | Piece] = [replace(block, x=block.x * scale) for block in room.blocks]
    pieces += [replace(one, x=one.x * scale) for one in room.pieces if not _is_staged(stage, one)]
    for one in sorted(pieces, key=lambda piece: piece.ahead):
        if isinstance(one, Block):
            _paint_block(stage, box, one, (paint, alpha), shine=shine)
        else:
            _paint_piece(stage, box, one, (paint, alpha), shine=shine)
    paint_lamps(stage, box, room, (paint, alpha), shine=shine)
    if alpha.any():
        stage.add(make_layer(np.clip(paint, 0, 1), np.clip(alpha, 0, 1), 0.42))


def _paint_piece(stage: Stage, box: Box, piece: Piece, sheets: Sheets, *, shine: np.ndarray) -> None:
    column, row, meter = project(stage, box, (piece.x, piece.y, box.deep - piece.ahead))
    high = max(8, round(piece.high * meter))
    mask = _draw(piece, high)
    wide = mask.alpha.shape[1]
    if not piece.y:
        _shade_floor(sheets, (column, row), (wide * 0.62, high * 0.07))
    color = parse_hex(piece.color or PLAIN) if mask.colors is None else mask.colors
    fall = np.linspace(1.12, 0.72, high, dtype=f32)[:, None, None]
    lit = color * (0.42 + 0.85 * mask.tone[..., None]) * fall
    edge = _find_edge(mask.alpha, 1.0 if stage.sun[0] > column else -1.0)
    picture = lit * shine * 0.9 + edge[..., None] * shine * 0.28
    if mask.glow is not None:
        picture = np.maximum(picture, color * np.clip(mask.glow, 0, 1)[..., None])
    put(sheets, picture, mask.alpha, (round(column - wide / 2), round(row - high)))


def _draw(piece: Piece, high: int) -> atlas.Mask:
    """Draw a shape of the atlas, or a drawing."""
    if ":" in piece.shape:
        return atlas.draw_shape(piece.shape, high)
    return make_rig(piece.shape, moves=False, color=piece.color).draw(high, 1)


def _is_staged(stage: Stage, piece: Piece) -> bool:
    """Return whether one of the subjects is what the piece shows."""
    return piece.shape in stage.staged


def _find_edge(alpha: np.ndarray, side: float) -> np.ndarray:
    soft = cv2.GaussianBlur(alpha, (0, 0), max(0.8, alpha.shape[0] / 90))
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3)
    return np.clip((-across * side + down * 0.8) * alpha.shape[0] / 300, 0, 1) * alpha


def _shade_floor(sheets: Sheets, at: tuple[float, float], size: tuple[float, float]) -> None:
    """Darken the floor below a piece."""
    reach = (math.ceil(size[0] * 1.3), max(3, math.ceil(size[1] * 1.6)))
    x = np.linspace(-1.3, 1.3, 2 * reach[0], dtype=f32)
    y = np.linspace(-1.6, 1.6, 2 * reach[1], dtype=f32)[:, None]
    dark = 0.62 * np.exp(-1.9 * (x * x + y * y))
    dark *= np.clip(1.3 - np.abs(x), 0, 0.2) * 5
    corner = (round(at[0]) - reach[0], round(at[1]) - reach[1])
    put(sheets, np.zeros((*dark.shape, 3), f32), dark.astype(f32), corner)


def _paint_block(stage: Stage, box: Box, block: Block, sheets: Sheets, *, shine: np.ndarray) -> None:
    """Paint a box: its top if the camera sees it, the side that faces the middle, and its front."""
    near, far = box.deep - block.ahead, box.deep - max(0.0, block.ahead - block.deep)
    near = max(near, NEAREST_M)
    left, right = block.x - block.wide / 2, block.x + block.wide / 2
    color = parse_hex(block.color) * shine
    low, high = block.y, block.y + block.high
    if abs(block.x) > block.wide / 2:
        _paint_side(stage, box, block, sheets, shine=shine)
    if high < box.eye:
        top = [(left, high, near), (right, high, near), (right, high, far), (left, high, far)]
        fill(stage, box, top, (sheets, color * 1.25))
    x, y, meter = project(stage, box, (left, high, near))
    size = (max(2, round(block.wide * meter)), max(2, round(block.high * meter)))
    if not low and block.high > FLAT_M:
        _shade_floor(sheets, (x + size[0] / 2, y + size[1]), (size[0] * 0.56, 0.10 * meter))
    front = _light_front(stage, block, size, meter=meter, shine=shine)
    put(sheets, front, np.ones(size[::-1], f32), (round(x), round(y)))


def _paint_side(stage: Stage, box: Box, block: Block, sheets: Sheets, *, shine: np.ndarray) -> None:
    """Paint the side that faces the middle of the room; that of a long shelf is as its front is."""
    near, far = max(box.deep - block.ahead, NEAREST_M), box.deep - max(0.0, block.ahead - block.deep)
    inner = block.x - math.copysign(block.wide / 2, block.x)
    low, high = block.y, block.y + block.high
    if block.deep < LONG_M:
        corners = [(inner, low, near), (inner, high, near), (inner, high, far), (inner, low, far)]
        fill(stage, box, corners, (sheets, parse_hex(block.color) * shine * 0.62))
        return
    meter = project(stage, box, (inner, low, (near + far) / 2))[2]
    size = (max(2, round((far - near) * meter)), max(2, round(block.high * meter)))
    front = _light_front(stage, block, size, meter=meter, shine=shine * 0.85)
    first, last = (far, near) if block.x > 0 else (near, far)
    corners = [(inner, high, first), (inner, high, last), (inner, low, last), (inner, low, first)]
    warp(stage, box, corners, (sheets, front))


def _light_front(
    stage: Stage, block: Block, size: tuple[int, int], *, meter: float, shine: np.ndarray
) -> np.ndarray:
    rng = stage.make_rng("front", block.x, block.ahead)
    front, glow = draw_front(block.front, parse_hex(block.color), size, meter=meter, rng=rng)
    lit = front * shine * np.linspace(1.0, 0.72, size[1], dtype=f32)[:, None, None]
    return np.asarray(np.maximum(lit, front * glow[..., None]), f32)
