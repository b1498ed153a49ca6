"""Furnish a street: lamps along the pavements and people who pass."""

import re

import cv2
import numpy as np

from studio.preview import atlas
from studio.preview.noise import f32
from studio.preview.palettes import parse_hex
from studio.preview.perspective import Box, project
from studio.preview.planes import Planes, add_light, make_layer, to_bytes, to_yuv
from studio.preview.stage import Effect, Moment, Stage

CROWD = re.compile(r"crowd|busy|rush hour|people|pedestrians|market")
PASSERS = ("noto:person-walking", "noto:man-walking", "noto:woman-walking")
NEAR_LAMP_M, LAMPS_M, LAMP_M = 9.0, 9.0, 4.6  # the first lamp, from lamp to lamp, and how high they are
DEPTH = 0.38
LAMPLIGHT = parse_hex("#ffc26b")


def add_lamps(stage: Stage, box: Box) -> None:
    """Add street lamps along both pavements, and their light by night."""
    paint = np.zeros((stage.tall, stage.wide), f32)
    dark = stage.palette.land * 0.5 + 0.02
    heads = [
        _draw_lamp(paint, stage, box, (side, NEAR_LAMP_M + LAMPS_M * n))
        for n in range(6, -1, -1)
        for side in (-1.0, 1.0)
    ]
    stage.add(make_layer(np.broadcast_to(dark, (*paint.shape, 3)).astype(f32), paint, DEPTH))
    if stage.is_dark:
        stage.layers.append(_make_lamp_light(stage, heads))


def _draw_lamp(
    paint: np.ndarray, stage: Stage, box: Box, at: tuple[float, float]
) -> tuple[tuple[int, int], float]:
    """Draw a post with its arm; return where its light is, and the pixels of a meter there."""
    side, z = at
    column, foot, meter = project(stage, box, (side * 3.7, 0.0, z))
    head = project(stage, box, (side * 3.7, LAMP_M, z))[1]
    corner = (round(column), round(head))
    arm = (round(column - side * 0.5 * meter), corner[1])
    for start, end in (((round(column), round(foot)), corner), (corner, arm)):
        cv2.line(paint, start, end, (1.0,), max(1, round(0.09 * meter)), cv2.LINE_AA)
    return arm, meter


def _make_lamp_light(stage: Stage, heads: list[tuple[tuple[int, int], float]]) -> Effect:
    color = to_yuv(LAMPLIGHT)
    lights = [(at, _draw_glow(max(6, round(0.95 * meter)))) for at, meter in heads]

    def shine(planes: Planes, moment: Moment) -> None:
        right, down = _follow_camera(stage, moment)
        for (column, row), sprite in lights:
            add_light(planes, sprite, column - right, row - down, color=color, strength=0.9)

    return shine


def _follow_camera(stage: Stage, moment: Moment) -> tuple[float, float]:
    """Return the canvas column and row of the frame's corner for what stands at the lamps' depth."""
    view = moment.view
    return (
        stage.right * (1 + 0.92 * DEPTH * view.right),
        stage.down * (1 + 0.9 * DEPTH * view.down),
    )


def _draw_glow(reach: int) -> np.ndarray:
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(f32)
    far = np.hypot(rows, columns) / reach
    return to_bytes(255 * np.exp(-((far / 0.10) ** 2)) + 120 * np.exp(-far / 0.20) * np.clip(1 - far, 0, 1))


def make_passers(stage: Stage, box: Box, rng: np.random.Generator) -> Effect:
    """Return a few people who walk along the pavements, far away and small."""
    dark = to_yuv(stage.palette.land * 0.45 + stage.palette.haze * 0.16)
    people = []
    is_crowd = bool(CROWD.search(str(stage.key).lower()))
    for _ in range(26 if is_crowd else 7):
        side, heading = int(rng.choice([-1, 1])), int(rng.choice([-1, 1]))
        z = float(rng.uniform(12 if is_crowd else 20, 46))
        column, row, meter = project(
            stage, box, (side * float(rng.uniform(0.4 if is_crowd else 3.9, 5.6)), 0.0, z)
        )
        names = [name for name in PASSERS if name in atlas.load().numbers]
        mask = atlas.draw_shape(
            names[int(rng.integers(len(names)))], max(8, round(1.72 * meter)), mirrored=heading > 0
        )
        people.append((column, row, heading * meter, mask.alpha, float(rng.random())))

    def walk(planes: Planes, moment: Moment) -> None:
        right, down = _follow_camera(stage, moment)
        for column, row, pace, alpha, phase in people:
            travel = (
                0.25 * moment.wave(1, phase)
                if stage.loop
                else 0.28 * (moment.phase - 0.5) * moment.count / 24
            )
            step = abs(moment.wave(stage.count_rounds(0.9), phase))
            at = (
                column + pace * travel - right - alpha.shape[1] / 2,
                row - down - alpha.shape[0] * (1 + 0.03 * step),
            )
            _draw_dark(planes, alpha, at, dark)

    return walk


def _draw_dark(
    planes: Planes, alpha: np.ndarray, at: tuple[float, float], color: tuple[np.ndarray, ...]
) -> None:
    """Draw a small flat silhouette at a position between pixels."""
    left, top = int(np.floor(at[0])) // 2 * 2, int(np.floor(at[1])) // 2 * 2
    tall, wide = (alpha.shape[0] + 3) // 2 * 2, (alpha.shape[1] + 3) // 2 * 2
    a, b = max(0, top), min(planes.y.shape[0], top + tall)
    c, d = max(0, left), min(planes.y.shape[1], left + wide)
    if b - a < 2 or d - c < 2:
        return
    shift = np.array([[1, 0, at[0] - left], [0, 1, at[1] - top]], np.float64)
    cover = cv2.warpAffine(alpha, shift, (wide, tall))[a - top : b - top, c - left : d - left] * 0.9
    small = cv2.resize(cover, ((d - c) // 2, (b - a) // 2), interpolation=cv2.INTER_AREA)
    box = np.s_[a // 2 : b // 2, c // 2 : d // 2]
    for plane, tone, part in (
        (planes.y[a:b, c:d], color[0], cover),
        (planes.u[box], color[1], small),
        (planes.v[box], color[2], small),
    ):
        plane[:] = plane * (1 - part) + float(tone) * part
