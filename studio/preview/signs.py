"""Hang signs over a street and put the stalls of a market on it."""

import re
from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np

from studio.preview.facades import CLOTHS, NEON, get_shine
from studio.preview.noise import f32
from studio.preview.palettes import parse_hex
from studio.preview.passage import DEPTH, LAMPLIGHT
from studio.preview.perspective import Box, project
from studio.preview.planes import make_layer
from studio.preview.stage import Stage

GOODS = ("#c8482f", "#d99a2f", "#6f9a3c", "#8a4a86", "#d8c070", "#b5602f")
FIRST_M, LAST_M = 8.0, 46.0
CREAM = "#efe6d2"
GAUDY = re.compile(r"\b(?:chinatown|tokyo|hong ?kong|osaka|shibuya|shinjuku|times square)\b")
Point = tuple[float, float, float]  # meters: to the right, up, away


class Sheet:
    """A plate of the street on which polygons are drawn, at points in meters."""

    def __init__(self, stage: Stage, box: Box):
        self.stage, self.box = stage, box
        self.picture = np.zeros((stage.tall, stage.wide, 3), f32)
        self.alpha = np.zeros((stage.tall, stage.wide), f32)

    def fill(self, corners: list[Point], color: np.ndarray) -> None:
        fixed = np.round(np.array([self.find(corner)[:2] for corner in corners]) * 16).astype(np.int32)
        for sheet, tone in ((self.picture, np.clip(color, 0, 1).tolist()), (self.alpha, 1.0)):
            cv2.fillPoly(sheet, [fixed], tone, cv2.LINE_AA, 4)

    def dot(self, point: Point, reach: float, color: np.ndarray) -> None:
        column, row, meter = self.find(point)
        middle = (round(column * 16), round(row * 16))
        for sheet, tone in ((self.picture, color.tolist()), (self.alpha, 1.0)):
            cv2.circle(sheet, middle, max(8, round(reach * meter * 16)), tone, -1, cv2.LINE_AA, 4)

    def draw(self, points: list[Point], thick: float, color: np.ndarray, *, is_closed: bool = False) -> None:
        """Draw a line on what is filled. thick: in meters."""
        found = [self.find(point) for point in points]
        fixed = np.round(np.array([one[:2] for one in found]) * 16).astype(np.int32)
        width = max(1, round(thick * found[0][2]))
        cv2.polylines(self.picture, [fixed], is_closed, color.tolist(), width, cv2.LINE_AA, 4)

    def find(self, point: Point) -> tuple[float, float, float]:
        return project(self.stage, self.box, point)

    def add(self, glow: float = 0.0) -> None:
        """Add the plate to the stage, with the glow of what is bright."""
        picture, alpha = self.picture, self.alpha
        if glow:
            bright = picture * alpha[..., None]
            small = cv2.resize(bright, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
            blurred = cv2.GaussianBlur(small, (0, 0), 7 * self.stage.unit) * glow
            soft = cv2.resize(blurred, alpha.shape[::-1], interpolation=cv2.INTER_LINEAR)
            most = soft.max(-1)
            picture = picture + soft * ((1 - alpha) / np.maximum(most, 0.05))[..., None]
            alpha = alpha + np.clip(most, 0, 0.6) * (1 - alpha)
        self.stage.add(make_layer(np.clip(picture, 0, 1).astype(f32), alpha.astype(f32), DEPTH))


def add_signs(stage: Stage, box: Box, rng: np.random.Generator) -> None:
    """Add signs that stick out from the walls: a few of shops, or many of neon with strange letters."""
    is_neon = stage.sketch.time == "neon" or bool(GAUDY.search(str(stage.key).lower()))
    sheet = Sheet(stage, box)
    for z in np.arange(LAST_M, FIRST_M, -3.2 if is_neon else -9.0):
        for side in (-1.0, 1.0):
            if rng.random() < (0.9 if is_neon else 0.6):
                wide, tall = (0.95, rng.uniform(2.2, 4.6)) if is_neon else (0.9, 0.9)
                low = rng.uniform(3.2, 7.5) if is_neon else 3.0
                corner = (side * (box.wide / 2 - wide * 0.55), low, float(z) + rng.uniform(0, 2))
                _draw_sign(sheet, rng, corner, (wide, tall))
    sheet.add(0.7 if stage.is_dark else 0.0)


def _draw_sign(sheet: Sheet, rng: np.random.Generator, corner: Point, size: tuple[float, float]) -> None:
    (x, y, z), (wide, tall), stage = corner, size, sheet.stage
    color = parse_hex(str(rng.choice(NEON if stage.is_dark else CLOTHS)))
    back = color * 0.20 + 0.02 if stage.is_dark else color * get_shine(stage) * 0.8
    light = np.clip(color * 0.75 + 0.3, 0, 1) if stage.is_dark else parse_hex(CREAM) * get_shine(stage)
    half = wide / 2
    outline = [(x - half, y, z), (x + half, y, z), (x + half, y + tall, z), (x - half, y + tall, z)]
    sheet.fill(outline, back)
    cells = max(1, round(tall / wide))
    for n in range(cells):
        middle = y + tall - (n + 0.5) * tall / cells
        for stroke in _list_strokes(rng):
            points = [(x + a * half * 1.3, middle - b * tall / cells * 0.62, z) for a, b in stroke]
            sheet.draw(points, 0.05, light)
    sheet.draw(outline, 0.03, light, is_closed=True)


def _list_strokes(rng: np.random.Generator) -> Iterator[list[tuple[float, float]]]:
    """Yield the strokes of a letter that is of no script. Its box is 1 by 1 around 0."""
    yield [(-0.4, -0.38 + 0.1 * rng.random()), (0.4, -0.38)]
    yield [(0.0, -0.5), (0.0, 0.5)] if rng.random() < 0.6 else [(-0.36, -0.2), (-0.4, 0.45)]
    for _ in range(2):
        down = rng.uniform(-0.15, 0.45)
        yield [(-0.42 + 0.3 * rng.random(), down), (0.42, down + rng.uniform(-0.12, 0.12))]


def add_stalls(stage: Stage, box: Box, rng: np.random.Generator) -> None:
    """Add market stalls along both sides: striped roofs on posts over tables with goods."""
    sheet = Sheet(stage, box)
    for z in (40.0, 32.0, 25.5, 20.0, 15.5, 11.6, 8.4):
        for side in (-1.0, 1.0):
            _draw_stall(sheet, rng, side, z)
    sheet.add(0.25 if stage.is_dark else 0.0)


def _draw_stall(sheet: Sheet, rng: np.random.Generator, side: float, near: float) -> None:
    stage, far, inner, outer = sheet.stage, near + 2.6, side * 2.5, side * 4.6
    shine = get_shine(stage) + (LAMPLIGHT * 0.25 if stage.is_dark else 0)
    wood = parse_hex("#5a4030") * shine
    for x in (outer, inner):
        for z in (far, near):
            sheet.fill([(x - 0.04, 0, z), (x + 0.04, 0, z), (x + 0.04, 2.3, z), (x - 0.04, 2.3, z)], wood)
    sheet.fill([(inner, 0, far), (inner, 0, near), (inner, 0.85, near), (inner, 0.85, far)], wood * 0.8)
    sheet.fill([(inner, 0, near), (outer, 0, near), (outer, 0.85, near), (inner, 0.85, near)], wood * 1.2)
    for z in np.linspace(near + 2.2, near + 0.15, 4).tolist():
        for x in np.linspace(outer, inner, 7)[1:].tolist():
            color = parse_hex(GOODS[int(rng.integers(len(GOODS)))]) * shine
            for lift in (0.94, 1.07):
                sheet.dot((x, lift, z), 0.12, color)
    _draw_roof(sheet, (inner, outer), (near, far), parse_hex(str(rng.choice(CLOTHS))) * shine)


def _draw_roof(
    sheet: Sheet, sides: tuple[float, float], ends: tuple[float, float], cloth: np.ndarray
) -> None:
    """Draw striped cloth that rises toward the houses, with a hem on the street's side and in front."""
    (inner, outer), (near, far) = sides, ends
    cream = parse_hex(CREAM) * get_shine(sheet.stage)
    for n, (a, b) in enumerate(pairwise(np.linspace(near, far, 7).tolist())):
        color = cloth if n % 2 else cream
        sheet.fill([(inner, 2.2, a), (inner, 2.2, b), (outer, 2.9, b), (outer, 2.9, a)], color)
        sheet.fill([(inner, 1.95, a), (inner, 1.95, b), (inner, 2.2, b), (inner, 2.2, a)], color * 0.85)
    for n, (a, b) in enumerate(pairwise(np.linspace(inner, outer, 7).tolist())):
        tops = [2.2 + 0.7 * abs(x - inner) / abs(outer - inner) for x in (a, b)]
        corners = [(a, 1.95, near), (b, 1.95, near), (b, tops[1], near), (a, tops[0], near)]
        sheet.fill(corners, (cloth if n % 2 else cream) * 0.9)
