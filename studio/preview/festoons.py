"""Hang lanterns over a street, and light the screens of its walls."""

import re

import numpy as np

from studio.preview.facades import NEON, get_shine
from studio.preview.noise import f32
from studio.preview.palettes import parse_hex
from studio.preview.perspective import Box
from studio.preview.signs import Sheet
from studio.preview.stage import Stage

LANTERNS = re.compile(r"\b(?:lanterns|chinatown|lampions|lantern (?:festival|parade|street))\b")
SCREENS = re.compile(r"\b(?:times square|piccadilly|shibuya|billboards?|akihabara|las vegas)\b")
STRINGS_M = (40.0, 31.0, 24.0, 18.5, 14.2, 10.8, 8.0)  # how far away the strings are
HIGH_M, SAG_M, EACH = 6.0, 0.9, 7
RED, GOLD = parse_hex("#d8301f"), parse_hex("#f0b84a")


def decorate(stage: Stage, box: Box) -> None:
    """Add what the prompt says that the street is known for."""
    text = str(stage.key).lower()
    if SCREENS.search(text):
        _add_screens(stage, box, stage.make_rng("screens"))
    if LANTERNS.search(text):
        _add_lanterns(stage, box)


def _add_lanterns(stage: Stage, box: Box) -> None:
    """Add strings of red lanterns from house to house, lit by night."""
    sheet, half = Sheet(stage, box), box.wide / 2
    lit = np.full(3, 1.15, f32) if stage.is_dark else get_shine(stage) * 1.1
    for z in STRINGS_M:
        t = np.linspace(-1, 1, 25)
        line = [(half * x, HIGH_M - SAG_M * (1 - x * x), z) for x in t.tolist()]
        thin = [(x, y + 0.04, z) for x, y, z in reversed(line)]
        sheet.fill([*line, *thin], stage.palette.land * 0.4)
        for n in range(EACH):
            x = (n + 0.5) / EACH * 2 - 1
            _hang(sheet, (half * x, HIGH_M - SAG_M * (1 - x * x), z), lit)
    sheet.add(0.75 if stage.is_dark else 0.0)


def _hang(sheet: Sheet, top: tuple[float, float, float], lit: np.ndarray) -> None:
    x, y, z = top
    turn = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    for wide, color in ((0.42, RED * 0.62), (0.30, RED), (0.13, RED * 0.6 + GOLD * 0.45)):
        outline = zip((wide * np.cos(turn)).tolist(), (0.34 * np.sin(turn)).tolist(), strict=True)
        sheet.fill([(x + a, y - 0.48 + b, z) for a, b in outline], np.clip(color * lit, 0, 1))
    for low, high, wide in ((-0.16, -0.06, 0.15), (-0.88, -0.80, 0.15), (-1.15, -0.88, 0.04)):
        corners = [(x - wide, y + low, z), (x + wide, y + low, z), (x + wide, y + high, z)]
        sheet.fill([*corners, (x - wide, y + high, z)], GOLD * lit * 0.85)


def _add_screens(stage: Stage, box: Box, rng: np.random.Generator) -> None:
    """Add bright pictures on the walls, some high and some low."""
    sheet, side_m = Sheet(stage, box), box.wide / 2 - 0.1
    lit = 1.0 if stage.is_dark else 0.85
    for z in (44.0, 36.0, 29.0, 23.0, 18.0, 14.0, 10.6):
        for side in (-1.0, 1.0):
            low = 4.6
            while low < 17:
                tall, deep = rng.uniform(2.0, 4.6), z * rng.uniform(0.14, 0.24)
                _draw_screen(sheet, rng, (side * side_m, low, z), (tall, deep), lit=lit)
                low += tall + rng.uniform(0.3, 1.2)
    sheet.add(0.8 if stage.is_dark else 0.15)


def _draw_screen(
    sheet: Sheet,
    rng: np.random.Generator,
    corner: tuple[float, float, float],
    size: tuple[float, float],
    *,
    lit: float,
) -> None:
    """Draw a screen with a picture of stripes, discs and bars."""
    (x, y, z), (tall, deep) = corner, size

    def fill(rows: tuple[float, float], ends: tuple[float, float], color: np.ndarray) -> None:
        (a, b), (c, d) = rows, ends
        points = [(x, y + a * tall, z + c * deep), (x, y + b * tall, z + c * deep)]
        points += [(x, y + b * tall, z + d * deep), (x, y + a * tall, z + d * deep)]
        sheet.fill(points, np.clip(color * lit, 0, 1))

    first, second = (parse_hex(str(one)) for one in rng.choice(NEON, 2, replace=False))
    fill((-0.03, 1.03), (-0.03, 1.03), np.full(3, 0.03, f32))
    for n in range(8):
        fill((n / 8, (n + 1) / 8), (0, 1), first * (1 - n / 8) * 0.9 + second * (n / 8) * 0.9)
    pale = np.array([1.0, 0.97, 0.92], f32)
    for _ in range(int(rng.integers(1, 4))):
        a, c = rng.uniform(0.1, 0.6), rng.uniform(0.08, 0.5)
        fill((a, a + rng.uniform(0.06, 0.22)), (c, c + rng.uniform(0.2, 0.42)), pale)
    sheet.dot(
        (x, y + tall * rng.uniform(0.4, 0.7), z + deep * 0.6),
        tall * 0.12,
        np.clip((pale * 0.4 + second * 0.6) * lit, 0, 1),
    )
