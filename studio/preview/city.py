"""Paint cities: rows of towers in the haze of their own light, reflected by wet ground."""

from functools import partial

import cv2
import numpy as np

from studio.preview import sea
from studio.preview.noise import f32
from studio.preview.palettes import parse_hex
from studio.preview.parallel import run_parallel
from studio.preview.planes import Layer, Planes, add_light, make_layer, merge_layers, to_bytes, to_yuv
from studio.preview.stage import Effect, Moment, Stage

Sheets = tuple[np.ndarray, np.ndarray, np.ndarray]  # picture, alpha, lights

ROWS = 5
WARM = ("#ffd28a", "#ffe9c4", "#ffb662", "#cfe4ff")
ELECTRIC = ("#66e6ff", "#ff5fc0", "#ffe08a", "#a98bff")


def paint_city(stage: Stage) -> None:
    """Paint five rows of towers behind water or a wet street, with passing traffic."""
    add_skyline(stage)
    sea.add_water(stage, choppy=0.75)
    if stage.is_dark:
        stage.effects.append(_make_traffic(stage, stage.make_rng("city")))


def add_skyline(stage: Stage) -> None:
    """Add five rows of towers."""
    calls = (
        partial(_make_towers, stage, stage.make_rng("towers", row), row / (ROWS - 1)) for row in range(ROWS)
    )
    rows = run_parallel(*calls)
    # Neighboring rows may move as one plate.
    stage.add(merge_layers(*rows[:2]), merge_layers(*rows[2:4]), *rows[4:])


def _make_towers(stage: Stage, rng: np.random.Generator, near: float) -> Layer:
    base = stage.horizon + 2
    top, picture, alpha = _make_canvas(stage, near)
    lights = np.zeros_like(picture)
    column = -float(rng.uniform(0, 40))
    while column < stage.wide:
        wide = rng.uniform(30, 74) * stage.unit * (0.6 + 0.75 * near)
        high = _choose_height(stage, rng, near)
        _draw_tower(
            stage,
            rng,
            (picture, alpha, lights),
            (int(column), int(wide), int(base - high - top)),
            near=near,
        )
        column += wide + rng.uniform(-4, 10) * stage.unit
    glow = _blur_lights(lights, 7 * stage.unit) * (0.55 + 0.5 * near)
    picture = np.clip(picture + lights + glow * (1.0 if stage.is_dark else 0.1), 0, 1)
    return make_layer(picture, alpha, 0.14 + 0.06 * near, top)


def _blur_lights(lights: np.ndarray, radius: float) -> np.ndarray:
    """Return the glow around lights. It is soft, so a small image is blurred."""
    small = cv2.resize(lights, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return cv2.resize(
        cv2.GaussianBlur(small, (0, 0), radius / 4), lights.shape[1::-1], interpolation=cv2.INTER_LINEAR
    )


def _make_canvas(stage: Stage, near: float) -> tuple[int, np.ndarray, np.ndarray]:
    top = int(stage.horizon - 0.74 * stage.height) // 2 * 2
    top = max(0, top)
    shape = ((stage.horizon - top + 8) // 2 * 2, stage.wide)
    return top, np.zeros((*shape, 3), f32), np.zeros(shape, f32)


def _choose_height(stage: Stage, rng: np.random.Generator, near: float) -> float:
    """Return a height: mostly medium, sometimes very high, lower in near rows to show the far ones."""
    high = stage.height * (0.13 + 0.36 * rng.random() ** 1.8) * (1.16 - 0.48 * near)
    return float(high) * (1.35 if rng.random() < 0.09 else 1.0)


def _draw_tower(
    stage: Stage, rng: np.random.Generator, sheets: Sheets, box: tuple[int, int, int], *, near: float
) -> None:
    """Draw one tower with its setbacks, its mast and its windows."""
    picture, alpha, lights = sheets
    column, wide, top = box
    p = stage.palette
    tone = p.haze + (p.land * 0.9 + p.ambient * 0.10 - p.haze) * (0.30 + 0.66 * near)
    tone = tone * rng.uniform(0.88, 1.12)
    foot = p.haze * 0.75 + tone * 0.25
    steps = [(column, column + wide, top)]
    if rng.random() < 0.55 and wide > 16:
        inset, rise = int(wide * rng.uniform(0.12, 0.30)), int(wide * rng.uniform(0.25, 0.9))
        steps.append((column + inset, column + wide - inset, top - rise))
    for left, right, up in steps:
        a, b, up = max(0, left), min(picture.shape[1], right), max(0, up)
        if b <= a:
            continue
        down = np.linspace(0, 1, picture.shape[0] - up, dtype=f32)[:, None, None] ** 1.5
        side = np.linspace(-1, 1, b - a, dtype=f32)[None, :, None] * stage.sun_side
        picture[up:, a:b] = (tone + (foot - tone) * down * 0.8) * (1 + 0.10 * side)
        alpha[up:, a:b] = 1
        _light_windows(stage, rng, lights, (a, b, up), near=near)
    if rng.random() < 0.35:
        _draw_mast(sheets, steps[-1], tone, stage)


def _draw_mast(sheets: Sheets, step: tuple[int, int, int], tone: np.ndarray, stage: Stage) -> None:
    picture, alpha, lights = sheets
    middle, up = (step[0] + step[1]) // 2, max(2, step[2])
    thick, tip = max(1, round(1.4 * stage.unit)), max(1, up - int(0.055 * stage.height))
    if 0 < middle < alpha.shape[1] - thick:
        picture[tip:up, middle : middle + thick] = tone
        alpha[tip:up, middle : middle + thick] = 1
        if stage.is_dark:
            lights[tip : tip + thick + 1, middle : middle + thick + 1] = (1.0, 0.25, 0.2)


def _light_windows(
    stage: Stage, rng: np.random.Generator, lights: np.ndarray, box: tuple[int, int, int], *, near: float
) -> None:
    """Light some windows of a grid; each tower has its own size, color and share of lit windows."""
    left, right, up = box
    wide = max(1, round((1.5 + 2.4 * near) * stage.unit * rng.uniform(0.8, 1.5)))
    high = max(1, round((1.8 + 2.6 * near) * stage.unit * rng.uniform(0.8, 1.4)))
    gap = max(1, round((2.0 + 2.2 * near) * stage.unit))
    rows = np.arange(up + gap * 2, lights.shape[0], high + gap)
    columns = np.arange(left + gap, right - wide - gap // 2, wide + gap)
    if not len(rows) or not len(columns):
        return
    share = rng.uniform(0.12, 0.62) * (1.0 if stage.is_dark else 0.22)
    lit = rng.random((len(rows), len(columns))) < share
    lit |= (rng.random(len(rows)) < 0.05 * stage.is_dark)[:, None]
    colors = [parse_hex(c) for c in (ELECTRIC if stage.sketch.time == "neon" else WARM)]
    color = colors[int(rng.integers(len(colors)))] * (0.30 + 0.62 * near) * (1.0 if stage.is_dark else 0.5)
    bright = lit * rng.uniform(0.45, 1.0, lit.shape).astype(f32)
    cells = np.repeat(np.repeat(bright, high + gap, 0), wide + gap, 1)
    cells *= (np.arange(len(cells)) % (high + gap) < high)[:, None] & (
        np.arange(cells.shape[1]) % (wide + gap) < wide
    )[None]
    place = lights[rows[0] : rows[0] + len(cells), columns[0] : columns[0] + cells.shape[1]]
    place += cells[: place.shape[0], : place.shape[1], None] * color


def _make_traffic(stage: Stage, rng: np.random.Generator) -> Effect:
    """Move headlights and taillights along the water's edge, with their reflections."""
    row = stage.horizon - stage.down - int(5 * stage.unit)
    sprite = _draw_spark(7 * stage.unit)
    cars = [
        (
            rng.random(),
            int(rng.choice([-1, 1])) * stage.count_rounds(rng.uniform(0.08, 0.2)),
            rng.random(),
        )
        for _ in range(16)
    ]
    white, red = to_yuv(parse_hex("#fff0cc")), to_yuv(parse_hex("#ff3a2a"))

    def pass_by(planes: Planes, moment: Moment) -> None:
        for start, rounds, depth in cars:
            at = ((start + rounds * moment.phase) % 1) * 1.2 - 0.1
            color = white if rounds > 0 else red
            column = at * stage.width - moment.view.right * stage.right * 0.19
            place = row + (2 + 5 * depth) * stage.unit
            add_light(planes, sprite, column, place, color=color, strength=0.9)
            add_light(planes, sprite, column, place + 15 * stage.unit, color=color, strength=0.32)

    return pass_by


def _draw_spark(radius: float) -> np.ndarray:
    """Return a small light: a bright core in a soft halo."""
    reach = int(radius * 3) | 1
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(f32)
    far = np.hypot(rows, columns)
    return to_bytes(190 * np.exp(-((far / (0.30 * radius)) ** 2)) + 66 * np.exp(-far / (0.62 * radius)))
