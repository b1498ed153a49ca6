"""Draw what grows in hot countries and on fields: palms, acacias, stalks, lianas and large leaves."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import cv2
import numpy as np

from studio.preview import trees
from studio.preview.noise import f32, make_noise_line
from studio.preview.palettes import parse_hex
from studio.preview.planes import Layer, make_layer
from studio.preview.stage import Stage

Draw = Callable[[np.ndarray, np.random.Generator, tuple[float, float], float], None]
CLUMPS = 150  # of leaves on a tree
BLOOMING, BLOOMS = "tall flowers", ("#d8402f", "#e8b82f", "#f0ece0", "#8a5ac0", "#e07aa0")
# By what grows: its color, how much of the height it takes, how many, and whether it has ears.
STALKS = {
    "dry grass": ("#a8894a", 0.20, 900, False),
    "wheat": ("#d3a64a", 0.24, 1500, True),
    "reed": ("#7f8a44", 0.30, 500, False),
    "tall grass": ("#7a9a3e", 0.40, 1500, False),
    "tall dry grass": ("#b8964a", 0.40, 1400, False),
    "tall reeds": ("#8a9048", 0.46, 900, True),
    "tall wheat": ("#d3a64a", 0.38, 1500, True),
    "tall flowers": ("#6f9a44", 0.32, 1200, False),
}


def add_wood_line(stage: Stage, rng: np.random.Generator) -> None:
    """Add firs along the horizon."""
    line = stage.horizon + 3 - stage.height * 0.02 * make_noise_line(stage.wide, rng, 2, 4)
    for tall, depth, far in ((40, 0.12, 0.5), (70, 0.16, 0.72)):
        stage.add(
            trees.make_firs(
                stage,
                rng,
                line + 0.004 * stage.height,
                (tall * 0.4, tall),
                density=1.5,
                depth=depth,
                far=far,
                snowy=stage.sketch.cold,
            )
        )


def add_acacias(stage: Stage, rng: np.random.Generator) -> None:
    """Add acacias along the horizon, and a large one nearer."""
    columns = [(float(rng.uniform(0, stage.wide)), rng.uniform(0.05, 0.10)) for _ in range(9)]
    foot = stage.horizon + 0.012 * stage.height
    far = [(draw_acacia, x, foot, tall) for x, tall in columns]
    stage.add(plant(stage, rng, far, depth=0.2, far=0.6))
    large = stage.right + stage.width * (0.5 + stage.sun_side * rng.uniform(0.24, 0.32))
    near = (draw_acacia, large, stage.horizon + 0.06 * stage.height, 0.36)
    stage.add(plant(stage, rng, [near], depth=0.36, far=0.88))


def plant(
    stage: Stage,
    rng: np.random.Generator,
    plants: Sequence[tuple[Draw, float, float, float]],
    *,
    depth: float,
    far: float,
    ground: np.ndarray | None = None,
) -> Layer:
    """Return a plate of plants, each with its column, its foot's row, and its height of the frame's.

    ground: the row below which the plate is closed, by column.
    """
    alpha = np.zeros((stage.tall, stage.wide), np.uint8)
    for draw, column, foot, tall in plants:
        draw(alpha, rng, (column, foot), tall * stage.height)
    if ground is not None:
        alpha[np.arange(stage.tall)[:, None] > ground[None]] = 255
    rows = np.nonzero(alpha.any(1))[0]
    top, bottom = max(0, int(rows[0]) - 2) // 2 * 2, min(stage.tall, int(rows[-1]) + 4) // 2 * 2
    return trees.color_silhouette(
        stage,
        alpha[top:bottom].astype(f32) / 255,
        top=top,
        depth=depth,
        far=far,
        light_from=float(top),
        snowy=False,
        solid=None if ground is None else int(ground.max()) + 3,
    )


def draw_acacia(
    alpha: np.ndarray, rng: np.random.Generator, foot: tuple[float, float], height: float
) -> None:
    """Draw an umbrella thorn: a forked trunk below a wide, flat crown."""
    column, row = foot
    lean = rng.normal(0, 0.05) * height
    for side in (-1, -0.3, 0.5, 1):
        bough = [(column, row), (column + lean, row - 0.42 * height)]
        bough += [(column + lean + side * 0.34 * height, row - 0.80 * height)]
        _draw_line(alpha, bough, max(1.0, 0.035 * height))
    for layer, wide in ((0.80, 0.62), (0.90, 0.48), (0.97, 0.26)):
        for _ in range(9):
            at = (
                column + lean + rng.uniform(-1, 1) * wide * height,
                row - (layer + rng.normal(0, 0.015)) * height,
            )
            axes = rng.uniform(0.12, 0.24) * height, rng.uniform(0.03, 0.055) * height
            _draw_ellipse(alpha, at, axes)


def draw_palm(alpha: np.ndarray, rng: np.random.Generator, foot: tuple[float, float], height: float) -> None:
    """Draw a palm: a bent trunk and a crown of hanging fronds."""
    column, row = foot
    lean = float(rng.choice([-1, 1]) * rng.uniform(0.10, 0.32)) * height
    t = np.linspace(0, 1, 14)
    trunk = np.stack([column + lean * t**1.8, row - 0.8 * height * t], 1)
    for n, (start, end) in enumerate(pairwise(trunk)):
        _draw_line(alpha, [start, end], max(1.0, height * (0.036 - 0.0012 * n)))
    for angle in np.linspace(-0.35, np.pi + 0.35, 11) + rng.normal(0, 0.08, 11):
        _draw_frond(alpha, trunk[-1], float(angle), height * rng.uniform(0.32, 0.44))


def _draw_frond(alpha: np.ndarray, at: np.ndarray, angle: float, length: float) -> None:
    """Draw one leaf of a palm: a bent rib with blades that hang from it."""
    t = np.linspace(0, 1, 15)
    out, up = np.cos(angle), np.sin(angle)
    rib = np.stack([out * t * length, -up * t * length * 0.9 + (t**2.2) * length * 0.75], 1) + at
    _draw_line(alpha, list(rib), max(1.0, length * 0.025))
    for n in range(1, 14):
        blade = length * 0.30 * np.sin(np.pi * (0.12 + 0.85 * t[n])) ** 0.8
        for side in (-1.0, 1.0):
            tip = rib[n] + (
                out * blade * 0.55 - side * up * blade * 0.5,
                blade * (0.75 if side > 0 else 0.25),
            )
            _draw_line(alpha, [rib[n], tip], max(1.0, length * 0.028))


def draw_leafy(
    sheets: tuple[np.ndarray, np.ndarray, np.ndarray],
    rng: np.random.Generator,
    foot: tuple[float, float],
    height: float,
    *,
    hue: int,
) -> None:
    """Draw a leafy tree: its silhouette, its light, and its color (0 is the trunk, `hue` are the leaves)."""
    (column, row), (alpha, shade, color) = foot, sheets
    boughs = [[(column, row), (column + side * 0.16 * height, row - 0.62 * height)] for side in (-1, 0.1, 1)]
    for bough in boughs:
        for sheet, value in ((alpha, 255), (shade, 70), (color, 0)):
            fixed = np.round(np.array(bough) * 16).astype(np.int32)
            cv2.polylines(sheet, [fixed], False, value, max(1, round(0.04 * height)), cv2.LINE_8, 4)
    for n in range(CLUMPS):
        angle, out = rng.uniform(0, 2 * np.pi), rng.random() ** 0.5
        across, up = 0.34 * np.cos(angle) * out, 0.27 * np.sin(angle) * out
        at = column + across * height, row - (0.68 + up) * height
        radius = height * rng.uniform(0.025, 0.06) * (1.5 - 0.8 * n / CLUMPS)
        value = int(np.clip(90 + 150 * (up / 0.27 * 0.5 + 0.35) + rng.normal(0, 30), 40, 255))
        for sheet, tone in ((alpha, 255), (shade, value), (color, hue)):
            line = cv2.LINE_AA if sheet is alpha else cv2.LINE_8
            middle = (int(at[0] * 16), int(at[1] * 16))
            cv2.circle(sheet, middle, max(8, int(radius * 16)), tone, -1, line, 4)


def draw_broadleaf(
    alpha: np.ndarray, rng: np.random.Generator, foot: tuple[float, float], height: float
) -> None:
    """Draw a bush of large leaves, as banana plants have."""
    for angle in np.linspace(0.25, np.pi - 0.25, 8) + rng.normal(0, 0.12, 8):
        length = height * rng.uniform(0.7, 1.0)
        t = np.linspace(0, 1, 12)
        x = foot[0] + np.cos(angle) * t * length
        y = foot[1] - np.sin(angle) * t * length + 0.35 * t**2.4 * length * abs(np.cos(angle))
        wide = length * 0.13 * np.sin(np.pi * np.clip((t - 0.15) / 0.85, 0, 1)) ** 0.7 + height * 0.008
        normal = np.stack([np.sin(angle) * wide, np.cos(angle) * wide], 1)
        spine = np.stack([x, y], 1)
        outline = np.concatenate([spine + normal, (spine - normal)[::-1]])
        cv2.fillPoly(alpha, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)


def draw_liana(alpha: np.ndarray, rng: np.random.Generator, foot: tuple[float, float], height: float) -> None:
    """Draw a tall trunk that leaves the frame, with lianas beside it."""
    column, row = foot
    wide = height * rng.uniform(0.018, 0.04)
    trunk = [
        (column - wide * 1.7, row),
        (column - wide * 0.6, row - 0.25 * height),
        (column - wide * 0.5, row - height),
    ]
    trunk += [
        (column + wide * 0.5, row - height),
        (column + wide * 0.6, row - 0.25 * height),
        (column + wide * 1.7, row),
    ]
    cv2.fillPoly(alpha, [np.round(np.array(trunk) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    for _ in range(3):
        start, span = column + rng.normal(0, 0.06) * height, rng.uniform(-0.25, 0.25) * height
        t = np.linspace(0, 1, 16)
        sag = rng.uniform(0.2, 0.7) * height
        rope = np.stack([start + span * t, row - height + sag * np.sin(np.pi * t * rng.uniform(0.5, 1))], 1)
        _draw_line(alpha, list(rope), max(1.0, 0.004 * height))


def _draw_line(alpha: np.ndarray, points: list[np.ndarray] | list[tuple[float, float]], thick: float) -> None:
    fixed = np.round(np.array(points) * 16).astype(np.int32)
    cv2.polylines(alpha, [fixed], False, 255, max(1, round(thick)), cv2.LINE_AA, 4)


def _draw_ellipse(alpha: np.ndarray, at: tuple[float, float], axes: tuple[float, float]) -> None:
    middle, sides = (tuple(int(16 * one) for one in pair) for pair in (at, axes))
    cv2.ellipse(alpha, middle, sides, 0, 0, 360, 255, -1, cv2.LINE_AA, 4)


def add_stalks(stage: Stage, rng: np.random.Generator, name: str) -> None:
    """Add stalks close to the camera, bright at their tips, swaying."""
    hue, part, count, has_ears = STALKS[name]
    tall = int(part * stage.height) // 2 * 2
    alpha, tone = np.zeros((tall, stage.wide), np.uint8), np.zeros((tall, stage.wide), np.uint8)
    for _ in range(int(count * stage.wide / (1590 * stage.unit))):
        _draw_stalk((alpha, tone), rng, stage.unit, has_ear=has_ears)
    p, color = stage.palette, parse_hex(hue)
    dark, bright = color * p.ambient * 0.75, color * (p.ambient + p.sunlight * 0.75)
    share = (tone.astype(f32) / 255)[..., None] * (1 - np.linspace(0, 0.8, tall, dtype=f32)[:, None, None])
    picture = np.clip(dark + (bright - dark) * share, 0, 1)
    sway = (6 * stage.unit, 0.0, stage.count_rounds(0.3), 0.0)
    stage.add(make_layer(picture, alpha.astype(f32) / 255, 1.0, stage.tall - tall, sway=sway))
    if name == BLOOMING:
        _add_blooms(stage, rng, tall, sway)


def _add_blooms(
    stage: Stage, rng: np.random.Generator, tall: int, sway: tuple[float, float, int, float]
) -> None:
    """Add flowers of several colors among the stalks, larger near the camera."""
    alpha, picture = np.zeros((tall, stage.wide), np.uint8), np.zeros((tall, stage.wide, 3), f32)
    shine = stage.palette.ambient * 0.8 + stage.palette.sunlight * 0.5 + 0.08
    for down in np.sort(rng.uniform(0.12, 0.95, int(260 * stage.wide / (1590 * stage.unit)))):
        color = parse_hex(BLOOMS[int(rng.integers(len(BLOOMS)))]) * shine
        size = rng.uniform(4, 7) * (0.7 + 0.9 * down) * stage.unit
        at = (rng.uniform(0, stage.wide), down * tall)
        _draw_ellipse(alpha, at, (size, 0.72 * size))
        middle, sides = (tuple(int(16 * one) for one in pair) for pair in (at, (size, 0.72 * size)))
        cv2.ellipse(picture, middle, sides, 0, 0, 360, color.tolist(), -1, cv2.LINE_8, 4)
    stage.add(make_layer(np.clip(picture, 0, 1), alpha.astype(f32) / 255, 1.0, stage.tall - tall, sway=sway))


def _draw_stalk(
    sheets: tuple[np.ndarray, np.ndarray], rng: np.random.Generator, unit: float, *, has_ear: bool
) -> None:
    tall, wide = sheets[0].shape
    foot, length = rng.uniform(0, wide), rng.uniform(0.45, 0.95) * tall
    lean, t = rng.normal(0.03, 0.12) * length, np.linspace(0, 1, 6)
    stalk = np.stack([foot + lean * t**2, tall - length * t], 1)
    value, thick = int(rng.integers(40, 255)), max(1, round(rng.uniform(0.8, 1.8) * unit))
    for plane, shade in zip(sheets, (255, value), strict=True):
        cv2.polylines(plane, [(stalk * 8).astype(np.int32)], False, shade, thick, cv2.LINE_AA, 3)
        if has_ear:
            axes = (max(1, int(3.2 * unit * 8)), max(2, int(13 * unit * 8)))
            at = (int(stalk[-1][0] * 8), int(stalk[-1][1] * 8))
            cv2.ellipse(plane, at, axes, float(lean / length * 40), 0, 360, shade, -1, cv2.LINE_AA, 3)
