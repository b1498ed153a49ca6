"""Add landmarks to a scene: a lighthouse and a pier."""

import math
from collections.abc import Iterator

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.planes import Planes, add_light, to_bytes, to_yuv
from studio.preview.shapes import Shape, insert_after_water, make_halo
from studio.preview.stage import Effect, Moment, Stage

# Outlines in units of the height, right and down from the foot: points, then the tone.
TOWER = [(-0.085, -0.1), (-0.052, -0.86), (0.052, -0.86), (0.085, -0.1)], 0.34
GALLERY = [(-0.085, -0.86), (-0.085, -0.885), (0.085, -0.885), (0.085, -0.86)], 0.0
LANTERN = [(-0.042, -0.885), (-0.042, -0.965), (0.042, -0.965), (0.042, -0.885)], 1.0
ROOF = [(-0.060, -0.965), (0, -1.04), (0.060, -0.965)], 0.0
ROCK = [
    (-1.1, 0.16),
    (-0.74, -0.02),
    (-0.5, -0.09),
    (-0.22, -0.17),
    (0.1, -0.19),
    (0.34, -0.11),
    (0.62, -0.04),
    (1.2, 0.16),
]


def add_lighthouse(stage: Stage, rng: np.random.Generator) -> None:
    """Add a tower on a rock with a rotating beam."""
    side = -stage.sun_side
    column = stage.right + stage.width * (0.5 + side * rng.uniform(0.16, 0.26))
    foot = stage.horizon + 0.03 * stage.height
    high = 0.34 * min(stage.height, stage.width)
    shape = Shape(stage)
    shape.add(ROCK, (column, foot), high * 0.8)
    for points, tone in (TOWER, *_outline_stripes(stage.sun_side), GALLERY, LANTERN, ROOF):
        shape.add(points, (column, foot), high, tone)
    insert_after_water(stage, shape.make_layer(0.19))
    stage.effects.append(_make_beam(stage, (column, foot - 0.925 * high), 0.19))


def _outline_stripes(sun_side: float) -> Iterator[tuple[list[tuple[float, float]], float]]:
    """Yield the tower's two painted bands and its lit side, each with its tone."""
    for at in (0.28, 0.55):
        wide = 0.085 - 0.033 * (at - 0.1) / 0.76
        yield [(-wide, -at), (-wide + 0.006, -at - 0.13), (wide - 0.006, -at - 0.13), (wide, -at)], 0.06
    lit = 0.085 * sun_side
    yield [(lit, -0.1), (lit * 0.62, -0.86), (lit * 0.40, -0.86), (lit * 0.60, -0.1)], 0.72


def _make_beam(stage: Stage, lamp: tuple[float, float], depth: float) -> Effect:
    """Sweep two opposite beams: long when they point sideways, a flash when they face the viewer."""
    turns, quarter = stage.count_rounds(0.2), 4
    wide, tall = stage.width // quarter, stage.height // quarter
    tone = to_yuv(np.clip(stage.palette.light * 0.5 + 0.5, 0, 1))
    lamp_halo = make_halo(int(64 * stage.unit))
    strength = 120 if stage.is_dark else 84

    def sweep(planes: Planes, moment: Moment) -> None:
        column = lamp[0] - stage.right - moment.view.right * stage.right * 0.92 * depth
        row = lamp[1] - stage.down - moment.view.down * stage.down * 0.9 * depth
        turn = 2 * math.pi * (moment.phase * turns + 0.13)
        light: np.ndarray = np.zeros((tall, wide), np.uint8)
        for half in (0, math.pi):
            across, points = _outline_beam(stage, (column, row), turn + half)
            bright = int(strength * (0.25 + 0.75 * abs(across)))
            cv2.fillPoly(light, [np.round(points / quarter * 16).astype(np.int32)], bright, cv2.LINE_AA, 4)
        light = cv2.GaussianBlur(light, (0, 0), 2.2 * stage.unit)
        light = cv2.multiply(light, _make_falloff(column / quarter, wide, tall), scale=1 / 255)
        _add_rows(planes.y, light, quarter)
        flash = max(0.0, math.sin(turn)) ** 10 + max(0.0, -math.sin(turn)) ** 10
        add_light(planes, lamp_halo, column, row, color=tone, strength=0.5 + 0.9 * flash)

    return sweep


def _outline_beam(stage: Stage, lamp: tuple[float, float], turn: float) -> tuple[float, np.ndarray]:
    """Return how far sideways a beam points (-1 to 1) and its corners."""
    column, row = lamp
    across, toward = math.cos(turn), math.sin(turn)
    reach = across * 1.25 * stage.width
    spread = (0.030 + 0.05 * max(0, toward)) * stage.width * abs(across)
    tip = (column + reach, row - 0.02 * abs(reach) + 0.05 * toward * stage.height)
    return across, np.array(
        [(column, row - 2), (tip[0], tip[1] - spread), (tip[0], tip[1] + spread), (column, row + 2)]
    )


def _add_rows(plane: np.ndarray, light: np.ndarray, times: int) -> None:
    """Enlarge a small image of light and add the rows that contain any."""
    _, top, _, tall = cv2.boundingRect(light)
    top, end = max(0, top - 2), min(light.shape[0], top + tall + 2)
    if tall:
        rows = plane[top * times : end * times]
        cv2.add(rows, cv2.resize(light[top:end], rows.shape[::-1], interpolation=cv2.INTER_LINEAR), rows)


def _make_falloff(column: float, wide: int, tall: int) -> np.ndarray:
    """Return how light fades with the distance from a column."""
    far = np.abs(np.arange(wide, dtype=f32) - column) / wide
    return np.broadcast_to(to_bytes(255 * np.exp(-far / 0.42)), (tall, wide))


def add_pier(stage: Stage, rng: np.random.Generator) -> None:
    """Add a wooden pier that runs out from the lower edge."""
    side = -stage.sun_side
    end = (stage.right + stage.width * (0.5 + side * 0.06), stage.horizon + 0.10 * stage.height)
    start = (stage.right + stage.width * (0.5 + side * 0.40), stage.tall + 0.02 * stage.height)
    shape = Shape(stage)
    near, far = 0.15 * stage.width, 0.012 * stage.width
    deck = [
        (end[0] - far, end[1]),
        (end[0] + far, end[1]),
        (start[0] + near, start[1]),
        (start[0] - near, start[1]),
    ]
    shape.add(deck, (0, 0), 1, 0.10)
    for n in range(9):
        part = (n / 8) ** 2.0
        thick = (0.002 + 0.014 * part) * stage.width
        row = end[1] + (start[1] - end[1]) * part
        for wing in (-1, 1):
            column = end[0] + (start[0] - end[0]) * part + wing * (far + (near - far) * part)
            tall = (0.020 + 0.16 * part) * stage.height
            shape.add(
                [(-0.5, -tall / thick), (0.5, -tall / thick), (0.5, 1.6), (-0.5, 1.6)], (column, row), thick
            )
    insert_after_water(stage, shape.make_layer(0.6))
