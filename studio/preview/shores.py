"""Paint places with water or a city behind solid ground: a beach with palms, a quay, a roof."""

import numpy as np

from studio.preview import city, flora, lands, sea
from studio.preview.noise import f32, make_noise, make_noise_line, smoothstep
from studio.preview.palettes import parse_hex, tint_color
from studio.preview.planes import make_layer
from studio.preview.shapes import Shape
from studio.preview.stage import Stage

SAND, WET, STONE, ROOF = (parse_hex(one) for one in ("#dcbf94", "#9c8260", "#8f8778", "#6f6a68"))
STAND = 0.90  # row of the feet, of the frame's height
HIGH, LOW = ((0.06, 0.11), (0.10, 0.17)), ((0.08, 0.13), (0.05, 0.08))  # widths and heights of houses
WALLS = ("#c98a6a", "#d8c39a", "#a8b0ac", "#b8705a", "#e0d5c0", "#8fa6b4")


def paint_beach(stage: Stage) -> None:
    """Paint the sea behind sand with a line of foam, and palms on one side."""
    rng = stage.make_rng("beach")
    sea.add_islands(stage, rng)
    sea.add_water(stage, choppy=1.0, seen=0.34)
    side = -stage.sun_side
    slant = side * (np.arange(stage.wide, dtype=f32) / stage.wide - 0.5)
    wave = make_noise_line(stage.wide, rng, 1.6, 3, gain=0.4) - 0.5
    edge = stage.down + stage.height * (0.765 - 0.13 * slant + 0.03 * wave)
    _add_sand(stage, edge, rng)
    if not stage.sketch.cold:
        _add_palms(stage, rng, side)
    stage.front, stage.line = 0, np.maximum(edge, stage.down + (STAND - 0.03) * stage.height)


def _add_sand(stage: Stage, edge: np.ndarray, rng: np.random.Generator) -> None:
    p = stage.palette
    top = int(edge.min() - 4) // 2 * 2
    below = (np.arange(top, stage.tall, dtype=f32)[:, None] - edge[None]) / stage.height
    grain = make_noise(below.shape[0], below.shape[1], rng, 40, octaves=5, gain=0.65, stretch=2.5)[..., None]
    sand = SAND if p.ground is None else tint_color(SAND, p.ground, 0.8)
    wet = smoothstep(0.055, 0.02, below + 0.02 * (grain[..., 0] - 0.5))[..., None]
    light = p.ambient * 0.72 + p.sunlight * 0.42
    color = (sand * (1 - wet) + (WET * 0.7 + p.haze * 0.4) * wet) * light * (0.80 + 0.34 * grain)
    foam = np.exp(-(((below - 0.006) / 0.007) ** 2))[..., None] * (0.5 + 0.5 * grain)
    color = color + ((p.ambient + p.sunlight * 0.6) * 0.95 - color) * np.clip(foam * 1.3, 0, 1)
    color = color * (1.04 - 0.5 * np.clip(below, 0, 1))[..., None]
    alpha = np.clip(below * stage.height + 0.5, 0, 1)
    stage.add(make_layer(np.clip(color, 0, 1).astype(f32), alpha.astype(f32), 0.8, top))


def _add_palms(stage: Stage, rng: np.random.Generator, side: float) -> None:
    """Add a few palms where the sand is widest."""
    for count, tall, out, row, depth, far in (
        (4, 0.30, 0.36, 0.80, 0.5, 0.72),
        (2, 0.62, 0.40, 0.90, 0.82, 0.95),
    ):
        palms = [
            (
                flora.draw_palm,
                stage.right + stage.width * (0.5 + side * (out + rng.uniform(-0.10, 0.08))),
                stage.down + stage.height * (row + rng.uniform(-0.01, 0.02)),
                tall * rng.uniform(0.8, 1.1),
            )
            for _ in range(count)
        ]
        stage.add(flora.plant(stage, rng, palms, depth=depth, far=far))


def paint_harbor(stage: Stage) -> None:
    """Paint a town behind water with masts, seen from a quay."""
    rng = stage.make_rng("harbor")
    add_town(stage, rng)
    sea.add_water(stage, choppy=0.5, seen=0.30)
    _add_masts(stage, rng)
    _add_floor(stage, STONE, 0.86, rng)
    stage.front = 0


def add_town(stage: Stage, rng: np.random.Generator, *, is_low: bool = False) -> None:
    """Add a row of gabled houses at the horizon, with lit windows by night."""
    p, tall = stage.palette, int(0.25 * stage.height) // 2 * 2
    top = int(stage.horizon + 2) // 2 * 2 - tall
    picture, alpha = np.zeros((tall, stage.wide, 3), f32), np.zeros((tall, stage.wide), f32)
    light, column = p.ambient * 0.85 + p.sunlight * 0.35, 0
    while column < stage.wide:
        wide, high = (int(rng.uniform(a, b) * stage.height) for a, b in (LOW if is_low else HIGH))
        wall = parse_hex(WALLS[int(rng.integers(len(WALLS)))]) * light * 0.72 + p.haze * 0.22
        _draw_house(stage, rng, (picture, alpha), (column, wide, high), wall=wall)
        column += wide
    stage.add(make_layer(np.clip(picture, 0, 1), alpha, 0.14, top))


def _draw_house(
    stage: Stage,
    rng: np.random.Generator,
    sheets: tuple[np.ndarray, np.ndarray],
    box: tuple[int, int, int],
    *,
    wall: np.ndarray,
) -> None:
    (picture, alpha), (column, wide, high) = sheets, box
    tall, right = alpha.shape[0], min(column + wide, stage.wide)
    picture[tall - high :, column:right], alpha[tall - high :, column:right] = wall, 1
    for step in range(wide // 2):  # the gable
        row = tall - high - round(step * 0.75)
        a, b = min(column + step, right), min(max(column, column + wide - step), right)
        if row >= 0:
            picture[row, a:b], alpha[row, a:b] = wall * 0.72, 1
    cell = max(3, round(0.026 * stage.height))
    pane = max(1, cell // 2)
    for row in range(tall - high + pane, tall - pane, cell):
        for at in range(column + pane, right - pane, cell):
            lit = rng.random() < (0.45 if stage.is_dark else 0.04)
            picture[row : row + pane, at : at + pane] = parse_hex("#ffcf86") if lit else wall * 0.5


def _add_masts(stage: Stage, rng: np.random.Generator) -> None:
    """Add moored boats: hulls and bare masts."""
    shape = Shape(stage)
    for _ in range(7):
        size = rng.uniform(0.10, 0.17) * stage.height
        at = (rng.uniform(0, stage.wide), stage.horizon + rng.uniform(0.035, 0.10) * stage.height)
        shape.add([(-0.5, -0.12), (0.55, -0.15), (0.40, 0.03), (-0.40, 0.03)], at, size, 0.25)
        shape.add([(-0.10, -0.12), (-0.06, -0.22), (0.22, -0.22), (0.26, -0.12)], at, size, 0.5)
        shape.add([(0.0, -0.12), (0.012, -1.25), (0.028, -1.25), (0.04, -0.12)], at, size, 0.1)
        shape.add([(0.02, -1.2), (0.50, -0.14), (0.49, -0.14), (0.02, -1.18)], at, size, 0.1)
    sway = (1.5 * stage.unit, 2.5 * stage.unit, stage.count_rounds(0.3), 0.2)
    stage.add(shape.make_layer(0.24, sway=sway))


def paint_rooftop(stage: Stage) -> None:
    """Paint a skyline behind the railing of a roof."""
    city.add_skyline(stage)
    shape = Shape(stage)
    low, high = (stage.down + part * stage.height for part in (0.87, 0.70))
    for row, thick in ((high, 0.012), (0.5 * (low + high), 0.005), (low - 0.02 * stage.height, 0.005)):
        shape.add(
            [(0, 0), (stage.wide, 0), (stage.wide, thick * stage.height), (0, thick * stage.height)],
            (0, row),
            1,
            0.12,
        )
    step = 0.16 * stage.height
    for column in np.arange(0.3 * step, stage.wide, step):
        wide = 0.004 * stage.height
        shape.add([(-wide, 0), (wide, 0), (wide, low - high), (-wide, low - high)], (column, high), 1, 0.08)
    stage.add(shape.make_layer(0.78))
    _add_floor(stage, ROOF, 0.86, stage.make_rng("roof"))
    stage.front = 0


def paint_cave(stage: Stage) -> None:
    """Paint mountains beyond a lake, seen through the mouth of a cave."""
    rng, p = stage.make_rng("cave"), stage.palette
    stage.add(*lands.make_ranges(stage, rng))
    sea.add_water(stage, choppy=0.35, seen=0.30)
    x = (np.arange(stage.wide, dtype=f32)[None] - stage.wide / 2) / stage.height
    y = (np.arange(stage.tall, dtype=f32)[:, None] - stage.down) / stage.height
    rough = make_noise(stage.tall, stage.wide, rng, 7, octaves=6, gain=0.55)
    wide = 0.46 * min(1.4, stage.width / stage.height)
    far = np.hypot(x / wide, np.minimum(y - 0.80, 0) / 0.66) + 0.34 * (rough - 0.5)
    far = np.maximum(far, 1 + 6 * (y - 0.83 - 0.03 * rough))
    rock = make_noise(stage.tall, stage.wide, rng, 16, octaves=5, gain=0.6, ridged=True)
    rim = np.exp(-np.clip(far - 1, 0, 9) / 0.16)[..., None]
    light = 0.05 + p.ambient * 0.10 + (p.ambient * 0.5 + p.sunlight * 0.6) * rim
    picture = parse_hex("#8a7a68") * light * (0.45 + 0.9 * rock)[..., None]
    alpha = np.clip((far - 1) / 0.015 + 0.5, 0, 1)
    stage.add(make_layer(np.clip(picture, 0, 1).astype(f32), alpha.astype(f32), 0.8))
    stage.front, stage.line = 0, np.full(stage.wide, stage.down + 0.87 * stage.height, f32)


def _add_floor(stage: Stage, hue: np.ndarray, part: float, rng: np.random.Generator) -> None:
    """Add a floor of slabs in front, on which subjects stand. part: where it begins, of the height."""
    p, top = stage.palette, int(stage.down + part * stage.height) // 2 * 2
    rows = np.arange(top, stage.tall, dtype=f32)[:, None]
    z = 1 / ((rows - top) / stage.height + 0.16)
    x = (np.arange(stage.wide, dtype=f32)[None] - stage.wide / 2) / stage.height * z
    seams = np.maximum(*(np.abs((side / 0.55) % 1 - 0.5) > 0.47 for side in np.broadcast_arrays(x, z)))
    grain = make_noise(len(rows), stage.wide, rng, 60, octaves=4, gain=0.6, stretch=2)
    shade = (0.72 + 0.4 * grain) * (1 - 0.28 * seams) * (1 - 0.35 * (rows - top) / (stage.tall - top))
    light = p.ambient * 0.7 + p.sunlight * 0.35 + 0.02
    cold = np.full(3, 0.92, f32) if stage.sketch.cold else hue
    picture = cold * light * shade[..., None] + p.haze * 0.05
    edge = np.clip(1 - (rows - top) / (0.012 * stage.height), 0, 1)[..., None]
    picture = picture + p.light * 0.18 * edge
    stage.add(make_layer(np.clip(picture, 0, 1).astype(f32), None, 0.8, top))
    stage.line = np.full(stage.wide, top + 0.035 * stage.height, f32)
