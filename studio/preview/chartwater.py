"""Draw maps with much water: deltas, coasts, islands, lakes, ice and the open sea."""

import cv2
import numpy as np

from studio.preview.charts import BIG_TREE, TREE, Chart, divide, grow_trees
from studio.preview.noise import f32, smoothstep
from studio.preview.palettes import parse_hex

DEEP, SHALLOW, FOAM, BEACH, GREEN, MUD = (
    parse_hex(one) for one in ("#12557a", "#4fc3c0", "#f4f8f6", "#ead7a8", "#6f8f42", "#a08a58")
)


def draw_delta(chart: Chart) -> None:
    """Draw a river that parts into many arms on its way to the sea."""
    grain = chart.make_noise(9, 5)
    chart.paint(GREEN * (0.7 + 0.5 * grain)[..., None])
    chart.paint(MUD, smoothstep(0.45, 0.75, chart.make_noise(4, 4)) * 0.7)
    arms = np.zeros((chart.tall, chart.wide), np.uint8)
    _part(chart, arms, (chart.wide * 0.5, -0.02 * chart.tall), (0.0, 0.06), depth=0)
    rows = np.linspace(0, 1, chart.tall, dtype=f32)[:, None]
    sea = smoothstep(0.80, 0.84, rows + 0.10 * (chart.make_noise(6, 5) - 0.5))
    water = np.maximum(arms.astype(f32) / 255, sea)
    _flood(chart, water > 0.5, reach=0.16)
    chart.paint(MUD * 1.2, smoothstep(0.78, 0.82, rows + 0.1 * grain) * smoothstep(1.0, 0.84, rows) * 0.22)


def _part(
    chart: Chart, arms: np.ndarray, start: tuple[float, float], way: tuple[float, float], *, depth: int
) -> None:
    """Draw one arm, and those into which it parts. way: its angle from straight down, and its width."""
    angle, wide = way
    x, y = start
    points = [start]
    for _ in range(12 if depth == 0 else 9):
        angle += chart.rng.normal(0, 0.10) - 0.03 * angle
        x, y = x + np.sin(angle) * 0.02 * chart.tall, y + np.cos(angle) * 0.02 * chart.tall
        points.append((x, y))
    thick = max(1, int(wide * chart.tall))
    cv2.polylines(arms, [np.round(np.array(points) * 8).astype(np.int32)], False, 255, thick, cv2.LINE_AA, 3)
    if y > chart.tall or depth > 5:
        return
    for turn in (-1, 1):
        spread = turn * chart.rng.uniform(0.28, 0.52)
        _part(chart, arms, (x, y), (angle * 0.7 + spread, max(0.006, wide * 0.72)), depth=depth + 1)


def draw_islands(chart: Chart) -> None:
    """Draw green islands with beaches in clear water."""
    rows, columns = np.mgrid[: chart.tall, : chart.wide].astype(f32) / chart.tall
    land = np.full(rows.shape, -9, f32)
    middle = chart.wide / chart.tall / 2
    rough = 0.20 * (chart.make_noise(7, 6) - 0.5)
    for x, y, size in ((0.04, 0.56, 0.27), (-0.52, 0.30, 0.13), (0.50, 0.26, 0.12), (0.42, 0.86, 0.08)):
        x += chart.rng.uniform(-0.05, 0.05)
        land = np.maximum(land, size - np.hypot((columns - middle - x) * 0.75, rows - y))
    land = land + rough
    chart.paint(BEACH)
    _flood(chart, land < 0, reach=0.22)
    chart.paint(BEACH, smoothstep(0.0, 0.006, land))
    chart.paint(GREEN * 0.8, smoothstep(0.028, 0.036, land))
    chart.relief += 0.35 * np.clip(land, 0, 1)
    grow_trees(chart, land > 0.035, TREE)


def draw_coast(chart: Chart) -> None:
    """Draw surf along a beach, with woods behind it."""
    rows, columns = np.mgrid[: chart.tall, : chart.wide].astype(f32) / chart.tall
    side = chart.stage.sun_side
    slant = side * (columns - chart.wide / chart.tall / 2) + 0.35 * (rows - 0.5)
    land = slant + 0.22 * (chart.make_noise(3, 5) - 0.5)
    chart.paint(BEACH * 0.82)
    _flood(chart, land < 0, reach=0.5)
    wave = chart.make_noise(9, 4)
    for off, strength in ((0.012, 1.0), (0.060, 0.75), (0.115, 0.5), (0.185, 0.3)):
        line = np.exp(-(((land + off + 0.03 * (wave - 0.5)) / (0.010 - 0.02 * (off - 0.1))) ** 2))
        chart.paint(FOAM, line * strength * (0.45 + 0.8 * chart.make_noise(40, 3)) * (land < 0.004))
    chart.paint(BEACH * 0.82, smoothstep(-0.002, 0.004, land))
    chart.paint(BEACH, smoothstep(0.02, 0.05, land))
    chart.paint(GREEN * 0.75, smoothstep(0.13, 0.15, land))
    grow_trees(chart, land > 0.145, TREE * 1.1)


def draw_lake(chart: Chart) -> None:
    """Draw a lake in a wood."""
    rows, columns = np.mgrid[: chart.tall, : chart.wide].astype(f32) / chart.tall
    away = np.hypot((columns - chart.wide / chart.tall / 2) * 0.62, rows - 0.52)
    land = away - 0.27 + 0.22 * (chart.make_noise(5, 5) - 0.5)
    chart.paint(MUD)
    _flood(chart, land < 0, reach=0.16)
    chart.paint(MUD, smoothstep(0, 0.008, land))
    chart.paint(GREEN * 0.5, smoothstep(0.012, 0.02, land))
    grow_trees(chart, land > 0.016, BIG_TREE * 0.8)


def draw_ice(chart: Chart) -> None:
    """Draw floes of ice on dark water."""
    seeds = chart.rng.random((150, 2)) * (chart.wide, chart.tall)
    number, edge = divide(chart, seeds)
    edge = edge - 0.012 - 0.03 * chart.make_noise(5, 4)
    chart.paint(parse_hex("#0f3a52") * (0.85 + 0.3 * chart.make_noise(6, 4))[..., None])
    chart.paint(parse_hex("#3fa0b4"), smoothstep(-0.022, 0.0, edge) * 0.8)
    tone = chart.rng.uniform(0.86, 1.0, len(seeds)).astype(f32)[number]
    chart.paint(parse_hex("#eef5f9") * (tone * (0.93 + 0.1 * chart.make_noise(30, 4)))[..., None], edge > 0)
    chart.relief += 0.012 * smoothstep(0, 0.006, edge)


def draw_sea(chart: Chart) -> None:
    """Draw the open sea with crests of foam."""
    _flood(chart, np.ones((chart.tall, chart.wide), bool), reach=0.4)
    swell = chart.make_noise(14, 5, ridged=True)
    chart.paint(FOAM, smoothstep(0.72, 0.92, swell) * (chart.make_noise(50, 3) > 0.5) * 0.7)
    chart.relief += 0.05 * swell


def _flood(chart: Chart, water: np.ndarray, *, reach: float) -> None:
    """Paint water where the mask is, clear at the shore and deep from `reach` on, of the map's height."""
    p = chart.stage.palette
    far = cv2.distanceTransform(water.astype(np.uint8), cv2.DIST_L2, 5) / (reach * chart.tall)
    if water.all():
        far = np.ones_like(far)
    far = far + 0.18 * (chart.make_noise(6, 5) - 0.5)
    deep, shallow = (DEEP, SHALLOW) if p.water is None else (p.water * 0.6, p.water)
    part = smoothstep(0.0, 1.0, far)[..., None]
    ripple = (chart.make_noise(70, 3) - 0.5)[..., None]
    color = shallow * (1 - part) + deep * part + 0.10 * ripple + p.middle * 0.08
    soft = cv2.GaussianBlur(water.astype(f32), (0, 0), 0.0016 * chart.tall)
    chart.paint(np.clip(color, 0, 1), soft)
