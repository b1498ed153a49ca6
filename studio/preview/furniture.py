"""Furnish a room: shapes of the atlas on the floor and the walls, and blocks such as counters and shelves."""

import math
from dataclasses import replace

import cv2
import numpy as np

from studio.preview import atlas
from studio.preview.noise import f32
from studio.preview.palettes import parse_hex
from studio.preview.perspective import Box, project
from studio.preview.planes import make_layer
from studio.preview.rigs.things.finding import make_rig
from studio.preview.rooming import Block, Piece, Room
from studio.preview.stage import Stage

BOOKS = ("#8a3b2e", "#3d5a73", "#b08d4a", "#4f6b4a", "#6b4a63", "#c9b48a", "#31465c")


def add_furniture(stage: Stage, box: Box, room: Room, shine: np.ndarray) -> None:
    """Paint all furniture on one plate, the farthest first. shine: the color of the room's light."""
    paint = np.zeros((stage.tall, stage.wide, 3), f32)
    alpha = np.zeros((stage.tall, stage.wide), f32)
    scale = min(1.0, box.wide / room.wide)
    pieces: list[Block | Piece] = [replace(block, x=block.x * scale) for block in room.blocks]
    pieces += [replace(piece, x=piece.x * scale) for piece in room.pieces]
    for one in sorted(pieces, key=lambda piece: piece.ahead):
        if isinstance(one, Block):
            _paint_block(stage, box, one, (paint, alpha), shine=shine)
        else:
            _paint_piece(stage, box, one, (paint, alpha), shine=shine)
    for x, y, z, _ in room.list_lamps(box) if room.lamps == "pendant" else ():
        _paint_pendant(stage, box, (x, y, z), (paint, alpha), shine=shine)
    if alpha.any():
        stage.add(make_layer(np.clip(paint, 0, 1), np.clip(alpha, 0, 1), 0.42))


Sheets = tuple[np.ndarray, np.ndarray]


def _paint_piece(stage: Stage, box: Box, piece: Piece, sheets: Sheets, *, shine: np.ndarray) -> None:
    column, row, meter = project(stage, box, (piece.x, piece.y, box.deep - piece.ahead))
    high = max(8, round(piece.high * meter))
    mask = _draw(piece, high)
    wide = mask.alpha.shape[1]
    if not piece.y:
        _shade_floor(sheets, (column, row), (wide * 0.62, high * 0.07))
    color = parse_hex(piece.color) if mask.colors is None else mask.colors
    fall = np.linspace(1.12, 0.72, high, dtype=f32)[:, None, None]
    lit = color * (0.42 + 0.85 * mask.tone[..., None]) * fall
    edge = _find_edge(mask.alpha, 1.0 if stage.sun[0] > column else -1.0)
    picture = lit * shine * 0.9 + edge[..., None] * shine * 0.28
    if mask.glow is not None:
        picture = np.maximum(picture, color * np.clip(mask.glow, 0, 1)[..., None])
    _put(sheets, picture, mask.alpha, (round(column - wide / 2), round(row - high)))


def _draw(piece: Piece, high: int) -> atlas.Mask:
    """Draw a shape of the atlas, or a drawing."""
    kind, _, name = piece.shape.rpartition(":")
    if kind == "draw":
        return make_rig(name, moves=False, color="").draw(high, 1)
    return atlas.draw_shape(piece.shape, high)


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
    _put(sheets, np.zeros((*dark.shape, 3), f32), dark.astype(f32), corner)


def _put(sheets: Sheets, picture: np.ndarray, alpha: np.ndarray, corner: tuple[int, int]) -> None:
    """Composite a picture over the plate; its paint is not premultiplied."""
    paint, cover = sheets
    left, top = corner
    tall, wide = alpha.shape
    a, b, c, d = max(0, top), min(paint.shape[0], top + tall), max(0, left), min(paint.shape[1], left + wide)
    if b <= a or d <= c:
        return
    part = alpha[a - top : b - top, c - left : d - left]
    new = picture[a - top : b - top, c - left : d - left]
    old = cover[a:b, c:d]
    total = part + old * (1 - part)
    share = (part / np.maximum(total, 1e-4))[..., None]
    paint[a:b, c:d] = new * share + paint[a:b, c:d] * (1 - share)
    cover[a:b, c:d] = total


def _paint_block(stage: Stage, box: Box, block: Block, sheets: Sheets, *, shine: np.ndarray) -> None:
    """Paint a box: its top if the camera sees it, the side that faces the middle, and its front."""
    near, far = box.deep - block.ahead, box.deep - max(0.0, block.ahead - block.deep)
    left, right = block.x - block.wide / 2, block.x + block.wide / 2
    color = parse_hex(block.color) * shine
    inner = left if block.x > 0 else right
    low, high = block.y, block.y + block.high
    faces = [([(inner, low, near), (inner, high, near), (inner, high, far), (inner, low, far)], 0.62)]
    if high < box.eye:
        faces.append(([(left, high, near), (right, high, near), (right, high, far), (left, high, far)], 1.25))
    for corners, bright in faces:
        _fill(stage, box, corners, (sheets, color * bright))
    x, y, meter = project(stage, box, (left, high, near))
    size = (max(2, round(block.wide * meter)), max(2, round(block.high * meter)))
    if not block.y:
        _shade_floor(sheets, (x + size[0] / 2, y + size[1]), (size[0] * 0.56, 0.10 * meter))
    front = (
        _draw_front(stage, block, size) * shine * np.linspace(1.0, 0.72, size[1], dtype=f32)[:, None, None]
    )
    _put(sheets, front.astype(f32), np.ones(size[::-1], f32), (round(x), round(y)))


def _fill(
    stage: Stage, box: Box, corners: list[tuple[float, float, float]], target: tuple[Sheets, np.ndarray]
) -> None:
    (paint, alpha), color = target
    points = np.array([project(stage, box, corner)[:2] for corner in corners])
    fixed = [np.round(points * 16).astype(np.int32)]
    cv2.fillPoly(paint, fixed, tuple(map(float, color)), cv2.LINE_AA, 4)
    cv2.fillPoly(alpha, fixed, (1.0,), cv2.LINE_AA, 4)


def _draw_front(stage: Stage, block: Block, size: tuple[int, int]) -> np.ndarray:
    """Return the front of a block: plain, with drawers, or with shelves of books or bottles."""
    wide, tall = size
    color = parse_hex(block.color)
    front = np.tile(color, (tall, wide, 1)).astype(f32)
    if block.front == "plain":
        return front
    meter = tall / block.high
    rows = max(1, round(block.high / (0.36 if block.front != "doors" else 0.9)))
    shelf = tall / rows
    if block.front in ("books", "bottles"):
        rng = stage.make_rng("shelf", block.x, block.ahead)
        front = front * 0.35
        for n in range(rows):
            _fill_shelf(front, rng, (n * shelf, (n + 1) * shelf, meter), bottles=block.front == "bottles")
    else:
        columns = max(1, round(block.wide / 0.6))
        for n in range(columns):
            for k in range(rows):
                a, b = (
                    (n * wide // columns, round(k * shelf)),
                    ((n + 1) * wide // columns, round((k + 1) * shelf)),
                )
                cv2.rectangle(front, a, b, tuple(map(float, color * 0.62)), max(1, round(0.018 * meter)))
                knob = (round((a[0] + b[0]) / 2), round(a[1] + 0.16 * shelf))
                cv2.circle(
                    front, knob, max(1, round(0.022 * meter)), tuple(map(float, color * 1.6 + 0.1)), -1
                )
    return front


def _fill_shelf(
    front: np.ndarray, rng: np.random.Generator, span: tuple[float, float, float], *, bottles: bool
) -> None:
    top, bottom, meter = span
    x, board = 0.03 * meter, max(1, round(0.03 * meter))
    while x < front.shape[1] - 0.05 * meter:
        wide = rng.uniform(0.05, 0.09) * meter * (1.2 if bottles else 1)
        high = (bottom - top - board) * rng.uniform(0.62, 0.92)
        color = parse_hex(BOOKS[int(rng.integers(len(BOOKS)))]) * rng.uniform(0.7, 1.15)
        box = (round(x), round(bottom - board - high)), (round(x + wide * 0.86), round(bottom - board))
        if bottles:
            cv2.rectangle(
                front, (box[0][0], round(bottom - board - high * 0.62)), box[1], tuple(map(float, color)), -1
            )
            neck = round(x + wide * 0.33), round(x + wide * 0.53)
            cv2.rectangle(
                front, (neck[0], box[0][1]), (neck[1], box[1][1]), tuple(map(float, color * 1.2)), -1
            )
        elif rng.random() < 0.94:
            cv2.rectangle(front, *box, tuple(map(float, color)), -1)
        x += wide
    front[max(0, round(bottom) - board) : round(bottom)] += 0.16


def _paint_pendant(
    stage: Stage, box: Box, at: tuple[float, float, float], sheets: Sheets, *, shine: np.ndarray
) -> None:
    """Paint a hanging lamp: cord, shade and its bright bulb."""
    column, row, meter = project(stage, box, at)
    top = project(stage, box, (at[0], box.tall, at[2]))[1]
    reach = round(1.1 * meter)
    far = np.hypot(*np.mgrid[-reach:reach, -reach:reach].astype(f32)) / reach
    glow = (0.5 * np.exp(-4.5 * far) * np.clip(1 - far, 0, 1)).astype(f32)
    _put(sheets, np.ones((*glow.shape, 3), f32) * shine, glow, (round(column) - reach, round(row) - reach))
    rise = (top - row) / meter
    dark, bright = shine * 0.16, np.clip(shine * 1.1 + 0.1, 0, 1)
    for points, color in (
        (((-0.012, rise), (0.012, rise), (0.012, -0.2), (-0.012, -0.2)), dark),
        (((-0.22, 0.06), (0.22, 0.06), (0.10, -0.2), (-0.10, -0.2)), bright * 0.82),
        (((-0.22, 0.06), (0.22, 0.06), (0.20, 0.10), (-0.20, 0.10)), bright),
    ):
        fixed = [np.round((np.array(points) * meter + (column, row)) * 16).astype(np.int32)]
        cv2.fillPoly(sheets[0], fixed, tuple(map(float, color)), cv2.LINE_AA, 4)
        cv2.fillPoly(sheets[1], fixed, (1.0,), cv2.LINE_AA, 4)
