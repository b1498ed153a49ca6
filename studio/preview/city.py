"""Cities: towers behind one another in the haze of their own light, mirrored in wet ground."""

from functools import partial

import cv2
import numpy as np

from studio.preview import sea
from studio.preview.hands import together
from studio.preview.noise import f32
from studio.preview.palettes import rgb
from studio.preview.planes import Layer, Planes, bytes_of, joined, layer, shine, yuv_of
from studio.preview.stage import Effect, Moment, Stage

Sheets = tuple[np.ndarray, np.ndarray, np.ndarray]  # picture, cover, lights

ROWS = 5
WARM = ("#ffd28a", "#ffe9c4", "#ffb662", "#cfe4ff")
ELECTRIC = ("#66e6ff", "#ff5fc0", "#ffe08a", "#a98bff")


def city(stage: Stage) -> None:
    """Five rows of towers, water or wet street before them, lights that pass."""
    chance = stage.chance("city")
    rows = together(
        *(partial(_towers, stage, stage.chance("towers", row), row / (ROWS - 1)) for row in range(ROWS))
    )
    stage.add(joined(*rows[:2]), joined(*rows[2:4]), *rows[4:])  # neighbours move as one: nobody sees it
    sea.water(stage, choppy=0.75)
    if stage.is_dark:
        stage.effects.append(_traffic(stage, chance))


def _towers(stage: Stage, chance: np.random.Generator, near: float) -> Layer:
    base = stage.horizon + 2
    top, picture, cover = _canvas(stage, near)
    lights = np.zeros_like(picture)
    column = -float(chance.uniform(0, 40))
    while column < stage.wide:
        wide = chance.uniform(30, 74) * stage.unit * (0.6 + 0.75 * near)
        high = _height(stage, chance, near)
        _tower(
            stage,
            chance,
            (picture, cover, lights),
            (int(column), int(wide), int(base - high - top)),
            near=near,
        )
        column += wide + chance.uniform(-4, 10) * stage.unit
    glow = _halo(lights, 7 * stage.unit) * (0.55 + 0.5 * near)
    picture = np.clip(picture + lights + glow * (1.0 if stage.is_dark else 0.1), 0, 1)
    return layer(picture, cover, 0.14 + 0.06 * near, top)


def _halo(lights: np.ndarray, radius: float) -> np.ndarray:
    """The air around lights, blurred small because it is soft."""
    small = cv2.resize(lights, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return cv2.resize(
        cv2.GaussianBlur(small, (0, 0), radius / 4), lights.shape[1::-1], interpolation=cv2.INTER_LINEAR
    )


def _canvas(stage: Stage, near: float) -> tuple[int, np.ndarray, np.ndarray]:
    top = int(stage.horizon - 0.74 * stage.height) // 2 * 2
    top = max(0, top)
    shape = ((stage.horizon - top + 8) // 2 * 2, stage.wide)
    return top, np.zeros((*shape, 3), f32), np.zeros(shape, f32)


def _height(stage: Stage, chance: np.random.Generator, near: float) -> float:
    """Mostly middling, some very high; the near row low, so that the far ones are seen."""
    high = stage.height * (0.13 + 0.36 * chance.random() ** 1.8) * (1.16 - 0.48 * near)
    return float(high) * (1.35 if chance.random() < 0.09 else 1.0)


def _tower(
    stage: Stage, chance: np.random.Generator, sheets: Sheets, box: tuple[int, int, int], *, near: float
) -> None:
    """One tower with its steps back, its mast and its windows."""
    picture, cover, lights = sheets
    column, wide, top = box
    p = stage.palette
    tone = p.haze + (p.land * 0.9 + p.ambient * 0.10 - p.haze) * (0.30 + 0.66 * near)
    tone = tone * chance.uniform(0.88, 1.12)
    foot = p.haze * 0.75 + tone * 0.25
    steps = [(column, column + wide, top)]
    if chance.random() < 0.55 and wide > 16:
        inset, rise = int(wide * chance.uniform(0.12, 0.30)), int(wide * chance.uniform(0.25, 0.9))
        steps.append((column + inset, column + wide - inset, top - rise))
    for left, right, up in steps:
        a, b, up = max(0, left), min(picture.shape[1], right), max(0, up)
        if b <= a:
            continue
        down = np.linspace(0, 1, picture.shape[0] - up, dtype=f32)[:, None, None] ** 1.5
        side = np.linspace(-1, 1, b - a, dtype=f32)[None, :, None] * stage.sun_side
        picture[up:, a:b] = (tone + (foot - tone) * down * 0.8) * (1 + 0.10 * side)
        cover[up:, a:b] = 1
        _windows(stage, chance, lights, (a, b, up), near=near)
    if chance.random() < 0.35:
        _mast(sheets, steps[-1], tone, stage)


def _mast(sheets: Sheets, step: tuple[int, int, int], tone: np.ndarray, stage: Stage) -> None:
    picture, cover, lights = sheets
    middle, up = (step[0] + step[1]) // 2, max(2, step[2])
    thick, tip = max(1, round(1.4 * stage.unit)), max(1, up - int(0.055 * stage.height))
    if 0 < middle < cover.shape[1] - thick:
        picture[tip:up, middle : middle + thick] = tone
        cover[tip:up, middle : middle + thick] = 1
        if stage.is_dark:
            lights[tip : tip + thick + 1, middle : middle + thick + 1] = (1.0, 0.25, 0.2)


def _windows(
    stage: Stage, chance: np.random.Generator, lights: np.ndarray, box: tuple[int, int, int], *, near: float
) -> None:
    """A grid of windows, some lit; each tower has its own size, colour and hour of going to bed."""
    left, right, up = box
    wide = max(1, round((1.5 + 2.4 * near) * stage.unit * chance.uniform(0.8, 1.5)))
    high = max(1, round((1.8 + 2.6 * near) * stage.unit * chance.uniform(0.8, 1.4)))
    gap = max(1, round((2.0 + 2.2 * near) * stage.unit))
    rows = np.arange(up + gap * 2, lights.shape[0], high + gap)
    columns = np.arange(left + gap, right - wide - gap // 2, wide + gap)
    if not len(rows) or not len(columns):
        return
    share = chance.uniform(0.12, 0.62) * (1.0 if stage.is_dark else 0.22)
    lit = chance.random((len(rows), len(columns))) < share
    lit |= (chance.random(len(rows)) < 0.05 * stage.is_dark)[:, None]
    colours = [rgb(c) for c in (ELECTRIC if stage.sketch.time == "neon" else WARM)]
    colour = (
        colours[int(chance.integers(len(colours)))] * (0.30 + 0.62 * near) * (1.0 if stage.is_dark else 0.5)
    )
    bright = lit * chance.uniform(0.45, 1.0, lit.shape).astype(f32)
    cells = np.repeat(np.repeat(bright, high + gap, 0), wide + gap, 1)
    cells *= (np.arange(len(cells)) % (high + gap) < high)[:, None] & (
        np.arange(cells.shape[1]) % (wide + gap) < wide
    )[None]
    place = lights[rows[0] : rows[0] + len(cells), columns[0] : columns[0] + cells.shape[1]]
    place += cells[: place.shape[0], : place.shape[1], None] * colour


def _traffic(stage: Stage, chance: np.random.Generator) -> Effect:
    """Head and tail lights that pass at the water's edge, with their mirror images."""
    row = stage.horizon - stage.down - int(5 * stage.unit)
    sprite = _spark(7 * stage.unit)
    cars = [
        (
            chance.random(),
            int(chance.choice([-1, 1])) * stage.rounds(chance.uniform(0.08, 0.2)),
            chance.random(),
        )
        for _ in range(16)
    ]
    white, red = yuv_of(rgb("#fff0cc")), yuv_of(rgb("#ff3a2a"))

    def pass_by(planes: Planes, moment: Moment) -> None:
        for start, rounds, depth in cars:
            at = ((start + rounds * moment.phase) % 1) * 1.2 - 0.1
            colour = white if rounds > 0 else red
            column = at * stage.width - moment.view.right * stage.right * 0.19
            place = row + (2 + 5 * depth) * stage.unit
            shine(planes, sprite, column, place, colour=colour, strength=0.9)
            shine(planes, sprite, column, place + 15 * stage.unit, colour=colour, strength=0.32)

    return pass_by


def _spark(radius: float) -> np.ndarray:
    """A small light: a hot core in a soft halo."""
    reach = int(radius * 3) | 1
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(f32)
    far = np.hypot(rows, columns)
    return bytes_of(190 * np.exp(-((far / (0.30 * radius)) ** 2)) + 66 * np.exp(-far / (0.62 * radius)))
