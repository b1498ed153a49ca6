"""Draw patterns of lines, points and solids: grids, data, networks, particles, waves and shapes."""

import itertools
from collections.abc import Sequence

import cv2
import numpy as np

from studio.preview.noise import f32, smoothstep
from studio.preview.patterns.sheet import TURN, Draw, Sheet, to_index
from studio.preview.stage import Moment

DIGITS = "0123456789ABCDEF<>/=+*{}[]"
MOST_NODES, NEAR = 60, 0.30
MOST_PARTICLES = 900
AA, SHIFT = cv2.LINE_AA, 4


def make_grid(sheet: Sheet) -> Draw:
    """Draw a glowing grid that comes nearer, below a striped sun."""
    level = 0.10
    below = np.maximum(sheet.y - f32(level), f32(1e-3))
    deep = f32(0.16) / below
    pixel = deep / f32(sheet.short)
    columns = _glow((sheet.x * deep * f32(3.2) + f32(0.5)) % 1.0, pixel * 3.2)
    sky = _paint_sunset(sheet, level)
    floor = sheet.y > level
    fade = np.clip(1.3 - deep * f32(0.13), 0, 1)
    comes = sheet.stage.count_rounds(0.8)

    def draw(moment: Moment) -> np.ndarray:
        rows = _glow(
            (deep[:, :1] * f32(4) + f32(moment.phase * comes)) % 1.0, pixel[:, :1] * deep[:, :1] * 25
        )
        lines = np.clip(np.maximum(columns, rows) * fade + f32(0.05), 0, 1)
        return to_index(np.where(floor, lines, sky))

    return draw


def _glow(part: np.ndarray, width: np.ndarray) -> np.ndarray:
    """Return lines where the part of a cell is 0, with a soft glow. width: of a pixel, in cells."""
    far = np.minimum(part, 1 - part)
    wide = np.clip(width, 0.012, 0.4)
    return np.asarray(0.95 * np.exp(-((far / wide) ** 2)) + 0.25 * np.exp(-far / 0.07), f32)


def _paint_sunset(sheet: Sheet, level: float) -> np.ndarray:
    """Return the sky above a horizon, with a sun that is cut by stripes."""
    up = np.clip((f32(level) - sheet.y) / f32(0.6), 0, 1)
    sky = f32(0.40) * np.exp(-up * f32(3.0)) + f32(0.03)
    stars = (sheet.rng.random(sheet.x.shape) > 0.9988) * np.clip(up, 0, 1)
    at = sheet.y - f32(level - 0.24)
    far = np.hypot(sheet.x, at)
    disc = smoothstep(0.27 + 1.5 / sheet.short, 0.27 - 1.5 / sheet.short, far)
    height = np.clip((at + 0.27) / 0.54, 0, 1)
    open_ = ((height * 10) % 1.0) < np.clip(height - 0.36, 0, 1)
    sun = (0.84 - 0.34 * height) * disc * ~open_
    halo = 0.22 * np.exp(-np.clip(far - 0.27, 0, 1) / 0.10)
    return np.asarray(np.where(disc * ~open_ > 0.5, sun, sky + halo + 0.6 * stars), f32)


def make_data(sheet: Sheet) -> Draw:
    """Draw columns of digits, along which light runs down."""
    cell = max(9, sheet.short // 26)
    down, across = sheet.height // cell + 1, sheet.width // cell + 1
    letters = _write_letters(sheet, cell, down, across)
    speeds = sheet.rng.integers(1, 4, across) * sheet.stage.count_rounds(0.18)
    starts, lengths = sheet.rng.random(across), sheet.rng.uniform(0.7, 1.6, across)
    rows = np.arange(down)[:, None] / down

    def draw(moment: Moment) -> np.ndarray:
        behind = (moment.phase * speeds + starts - rows * lengths) % 1.0
        light = np.where(behind < 0.035, 1.0, 0.72 * np.exp(-behind * 3.4)).astype(f32)
        large = cv2.resize(light, (across * cell, down * cell), interpolation=cv2.INTER_NEAREST)
        lit = letters * large[: sheet.height, : sheet.width]
        return to_index(lit + 0.5 * cv2.blur(lit, (cell | 1, cell | 1)) + 0.02)

    return draw


def _write_letters(sheet: Sheet, cell: int, down: int, across: int) -> np.ndarray:
    page = np.zeros((down * cell, across * cell), np.uint8)
    size = cell / 26
    for row, column in itertools.product(range(down), range(across)):
        letter = DIGITS[int(sheet.rng.integers(len(DIGITS)))]
        at = (column * cell + cell // 6, row * cell + round(cell * 0.82))
        cv2.putText(page, letter, at, cv2.FONT_HERSHEY_DUPLEX, size, (255,), max(1, cell // 14), AA)
    return page[: sheet.height, : sheet.width].astype(f32) / 255


def make_network(sheet: Sheet) -> Draw:
    """Draw points that drift, with lines between those that are near each other."""
    wide = sheet.width / sheet.short
    home = sheet.rng.uniform(-0.58, 0.58, (MOST_NODES, 2)) * (wide, 1)
    phases, depth = sheet.rng.random((MOST_NODES, 2)), sheet.rng.uniform(0.5, 1, MOST_NODES)
    thick = max(1, sheet.short // 360)

    def draw(moment: Moment) -> np.ndarray:
        at = home + 0.07 * np.sin(TURN * (moment.phase + phases))
        pixels, page = sheet.to_pixels(at), np.zeros((sheet.height, sheet.width), np.uint8)
        far = np.hypot(*(at[:, None] - at[None]).T)
        for a, b in zip(*np.nonzero(np.triu(far < NEAR, 1)), strict=True):
            tone = 150 * (1 - far[a, b] / NEAR) * min(depth[a], depth[b]) + 30
            cv2.line(page, pixels[a].tolist(), pixels[b].tolist(), (tone,), thick, AA, SHIFT)
        pulse = 0.75 + 0.25 * np.sin(TURN * (2 * moment.phase + phases[:, 0]))
        for point, size, bright in zip(pixels, depth, pulse, strict=True):
            radius = round(16 * size * sheet.short / 85)
            cv2.circle(page, point.tolist(), radius, (float(255 * bright),), -1, AA, SHIFT)
        return cv2.add(page, cv2.GaussianBlur(page, (0, 0), sheet.short / 60))

    return draw


def make_particles(sheet: Sheet) -> Draw:
    """Draw points of light that stream along a slow swirl."""
    wide = sheet.width / sheet.short
    along, band = sheet.rng.random(MOST_PARTICLES), sheet.rng.normal(0, 0.16, MOST_PARTICLES)
    speed = sheet.rng.integers(1, 3, MOST_PARTICLES) * sheet.stage.count_rounds(0.1)
    bright, size = sheet.rng.uniform(0.35, 1, MOST_PARTICLES), sheet.rng.uniform(0.5, 1, MOST_PARTICLES) ** 3
    phases = sheet.rng.random(MOST_PARTICLES)

    def draw(moment: Moment) -> np.ndarray:
        far = (along + moment.phase * speed) % 1.0
        wave = 0.20 * np.sin(TURN * (far * 0.9 + 0.12)) + 0.05 * np.sin(TURN * (moment.phase + phases))
        points = np.stack([(far - 0.5) * 1.15 * wide, wave + band * (0.5 + np.abs(far - 0.5) * 1.4)], 1)
        page = np.zeros((sheet.height, sheet.width), np.uint8)
        blink = bright * (0.7 + 0.3 * np.sin(TURN * (3 * moment.phase + phases)))
        radii = np.maximum(10, np.round(16 * size * sheet.short / 110)).astype(int)
        for point, radius, tone in zip(sheet.to_pixels(points), radii.tolist(), blink.tolist(), strict=True):
            cv2.circle(page, point.tolist(), radius, (255 * tone,), -1, AA, SHIFT)
        soft = cv2.GaussianBlur(page, (0, 0), sheet.short / 45)
        return cv2.addWeighted(page, 1.0, soft, 1.4, 6)

    return draw


def make_waveform(sheet: Sheet) -> Draw:
    """Draw strands of light that swing around a level, as sound does."""
    wide = sheet.width / sheet.short
    x = np.linspace(-wide / 2 - 0.02, wide / 2 + 0.02, 160)
    count, thick = 22, max(1, sheet.short // 300)
    swell = np.exp(-((x / (0.36 * wide)) ** 2))

    def draw(moment: Moment) -> np.ndarray:
        page = np.zeros((sheet.height, sheet.width), np.uint8)
        for n in range(count):
            part, turn = n / count, TURN * moment.phase
            high = 0.30 * (1 - 1.7 * part) * (0.75 + 0.25 * np.sin(turn + 3 * part))
            y = high * swell * np.sin(x * 5.5 + 2 * turn + part * 1.6)
            y += 0.09 * swell * np.sin(x * 13 - 3 * turn + part * 5)
            tone = (235 - 150 * part) * (0.75 + 0.25 * np.sin(turn + 9 * part))
            points = sheet.to_pixels(np.stack([x, y], 1))
            cv2.polylines(page, [points], False, (float(tone),), thick, AA, SHIFT)
        return cv2.addWeighted(page, 0.85, cv2.GaussianBlur(page, (0, 0), sheet.short / 50), 1.2, 5)

    return draw


GOLDEN = (1 + 5**0.5) / 2
SOLIDS: tuple[np.ndarray, ...] = (
    np.array(list(itertools.product((-1, 1), repeat=3)), float) / 3**0.5,
    np.array([(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)], float) / 3**0.5,
    np.array([(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)], float),
    np.array(
        [
            tuple(np.roll((0, a, b * GOLDEN), turn))
            for turn in range(3)
            for a, b in itertools.product((-1, 1), repeat=2)
        ]
    )
    / (1 + GOLDEN**2) ** 0.5,
)


def make_solids(sheet: Sheet) -> Draw:
    """Draw solids that turn in front of each other: cubes, pyramids and gems."""
    wide = sheet.width / sheet.short
    places = [
        (0.0, 0.0, 0.25),
        (-0.34, -0.16, 0.15),
        (0.34, 0.2, 0.16),
        (0.3, -0.28, 0.09),
        (-0.3, 0.3, 0.10),
    ]
    places += [(-0.12, -0.36, 0.06), (0.12, 0.37, 0.07)]
    faces = [_list_faces(solid) for solid in SOLIDS]
    order = sheet.rng.permutation(len(SOLIDS))
    ground = to_index(0.10 + 0.20 * np.exp(-((sheet.radius / 0.7) ** 2)))
    tilts = sheet.rng.uniform(0, TURN, (len(places), 2))

    def draw(moment: Moment) -> np.ndarray:
        page = ground.copy()
        for n, (x, y, size) in sorted(enumerate(places), key=lambda one: one[1][2]):
            kind = int(order[n % len(SOLIDS)])
            spin = _turn(TURN * moment.phase * (1 if n % 2 else -1) + tilts[n, 0], tilts[n, 1])
            floating = y + 0.02 * np.sin(TURN * (moment.phase + n / 7))
            corners = SOLIDS[kind] @ spin.T * size
            middle = np.array([x * wide * 0.9, floating])
            _draw_solid(sheet, page, corners, faces[kind], middle=middle)
        return page

    return draw


def _turn(around: float, tilt: float) -> np.ndarray:
    """Return the rotation about the upright axis, seen from a little above."""
    a, b = np.cos(around), np.sin(around)
    lean = 0.5 + 0.25 * np.sin(tilt)
    c, d = np.cos(lean), np.sin(lean)
    return np.array([[1, 0, 0], [0, c, -d], [0, d, c]]) @ np.array([[a, 0, b], [0, 1, 0], [-b, 0, a]])


def _list_faces(corners: np.ndarray) -> list[list[int]]:
    """Return the corners of each face of a convex solid, in order around it."""
    faces: dict[frozenset[int], list[int]] = {}
    for three in itertools.combinations(range(len(corners)), 3):
        normal = np.cross(corners[three[1]] - corners[three[0]], corners[three[2]] - corners[three[0]])
        if np.linalg.norm(normal) < 1e-6:
            continue
        above = (corners - corners[three[0]]) @ normal
        if above.max() > 1e-6 and above.min() < -1e-6:
            continue
        flat = np.flatnonzero(np.abs(above) < 1e-6)
        faces[frozenset(flat.tolist())] = _sort_around(corners, flat, normal)
    return list(faces.values())


def _sort_around(corners: np.ndarray, flat: np.ndarray, normal: np.ndarray) -> list[int]:
    points = corners[flat] - corners[flat].mean(0)
    first = points[0] / np.linalg.norm(points[0])
    second = np.cross(normal / np.linalg.norm(normal), first)
    return [int(n) for n in flat[np.argsort(np.arctan2(points @ second, points @ first))]]


LIGHT = np.array([-0.5, -0.7, 0.55]) / (0.25 + 0.49 + 0.3025) ** 0.5


def _draw_solid(
    sheet: Sheet, page: np.ndarray, corners: np.ndarray, faces: Sequence[list[int]], *, middle: np.ndarray
) -> None:
    """Draw the faces that look at us, lit from the upper left."""
    for face in faces:
        normal = corners[face].mean(0)
        normal = normal / np.linalg.norm(normal)
        if normal[2] <= 0:
            continue
        points = [sheet.to_pixels(corners[face][:, :2] + middle)]
        tone = 0.42 + 0.5 * float(normal @ LIGHT)
        cv2.fillPoly(page, points, (255 * min(0.95, max(0.10, tone)),), AA, SHIFT)
        cv2.polylines(page, points, True, (250,), max(1, sheet.short // 360), AA, SHIFT)
