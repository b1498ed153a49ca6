"""Paint forests: rows of firs with mist and shafts of light between them."""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

from studio.preview import lands, trees
from studio.preview.noise import f32, make_noise_line
from studio.preview.parallel import run_parallel
from studio.preview.planes import Layer, Planes, to_bytes, to_yuv
from studio.preview.stage import Effect, Moment, Stage

ROWS = 5


def paint_forest(stage: Stage) -> None:
    """Paint five rows of firs, from the haze to the foreground."""
    paint: list[Callable[[], Layer]] = []
    for row in range(ROWS):
        paint.append(partial(_make_row, stage, row / (ROWS - 1), stage.make_rng("forest", row)))
        if row < ROWS - 1:
            paint.append(partial(lands.make_mist, stage, 0.14 + 0.84 * row / (ROWS - 1)))
    stage.add(*run_parallel(*paint))
    if not stage.is_dark and stage.sketch.time not in ("storm", "overcast"):
        stage.effects.append(make_light_shafts(stage))


def _make_row(stage: Stage, near: float, rng: np.random.Generator) -> Layer:
    base = stage.horizon + stage.height * (-0.10 + 0.52 * near**1.25)
    ground = base - stage.height * (0.17 - 0.09 * near) * make_noise_line(
        stage.wide, rng, 1.6 + near, 5, gain=0.45
    )
    tall, density = (20 + 60 * near**1.3, 58 + 300 * near**1.6), 1.7 - 0.95 * near
    depth, far = 0.14 + 0.84 * near, 0.27 + 0.69 * near
    return trees.make_firs(
        stage, rng, ground, tall, density=density, depth=depth, far=far, snowy=stage.sketch.cold
    )


def make_light_shafts(stage: Stage) -> Effect:
    """Return beams of sunlight that slowly pulse."""
    rng = stage.make_rng("shafts")
    wide, tall = stage.width // 2, stage.height // 2
    rows = np.arange(tall, dtype=f32)[:, None] * 2 + stage.down - stage.sun[1]
    columns = np.arange(wide, dtype=f32)[None] * 2 + stage.right - stage.sun[0]
    angle, far = np.arctan2(rows, columns), np.hypot(rows, columns) / (720 * stage.unit)
    plates = []
    for _ in range(2):
        rays = make_noise_line(2048, rng, 34, 3, gain=0.5)
        spot = ((angle / (2 * np.pi) + 0.5) * 2047).astype(f32)
        beam = cv2.remap(rays[None].astype(f32), spot, np.zeros_like(spot), cv2.INTER_LINEAR)
        beam = np.clip(beam - 0.52, 0, 1) * 2.4 * np.exp(-far / 0.62) * np.clip(far * 5, 0, 1)
        plates.append(to_bytes(cv2.GaussianBlur(beam, (0, 0), 2 * stage.unit) * 40))
    turns = stage.count_rounds(0.2)
    _, u, v = to_yuv(stage.palette.light)
    warm = [to_bytes(np.full((tall, wide), c)) for c in (u, v)]

    def shine(planes: Planes, moment: Moment) -> None:
        part = 0.5 + 0.5 * moment.wave(turns)
        light = cv2.addWeighted(plates[0], 0.35 + 0.65 * part, plates[1], 1 - 0.65 * part, 0)
        cv2.add(planes.y, cv2.resize(light, (stage.width, stage.height)), planes.y)
        inverse = cv2.bitwise_not(light)
        for plane, color in zip((planes.u, planes.v), warm, strict=True):
            cv2.multiply(plane, inverse, plane, scale=1 / 255)
            cv2.add(plane, cv2.multiply(color, light, scale=1 / 255), plane)

    return shine
