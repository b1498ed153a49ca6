"""Draw maps of the land: woods, fields, rivers, roads, dunes and mountains."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from studio.preview.noise import f32, make_noise
from studio.preview.palettes import parse_hex, tint_color
from studio.preview.stage import Stage

LEAVES = ("#3d6a2e", "#4b7a34", "#2f5a2c", "#5b8a3c")
FALL = ("#c4632a", "#d98a2e", "#a8452a", "#7d8a3a", "#e0ae3e")
SNOWY = ("#dfe8ee", "#c9d8e2", "#eef3f6")
CROPS = ("#8fae4a", "#6f9a3e", "#c9b45a", "#a8c25e", "#b8924a", "#5e8a3c", "#d9c878", "#7fa850")
GRASS, WATER, ASPHALT, EARTH, SAND = (
    parse_hex(one) for one in ("#7a9a48", "#2f6f86", "#5a5c60", "#9a7a52", "#d9a868")
)
BIG_TREE, TREE = 0.022, 0.015  # radius of crowns, of the map's height
MOST_TREES = 24_000


@dataclass
class Chart:
    """A map: its color and its lights, (tall, wide, 3) RGB in 0..1, and its relief, (tall, wide)."""

    stage: Stage
    wide: int
    tall: int
    rng: np.random.Generator
    color: np.ndarray = field(init=False)
    lights: np.ndarray = field(init=False)
    relief: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.color = np.zeros((self.tall, self.wide, 3), f32)
        self.lights = np.zeros((self.tall, self.wide, 3), f32)
        self.relief = np.zeros((self.tall, self.wide), f32)

    def make_noise(self, cells: float, octaves: int = 5, *, ridged: bool = False) -> np.ndarray:
        return make_noise(self.tall, self.wide, self.rng, cells, octaves=octaves, gain=0.5, ridged=ridged)

    def paint(self, color: np.ndarray, part: np.ndarray | float = 1.0) -> None:
        """Cover the map with a color, or one per pixel, where `part` is not 0."""
        share = np.asarray(part, f32)
        share = share[..., None] if share.ndim else share
        self.color = (self.color + (color - self.color) * share).astype(f32)

    def tint(self, color: np.ndarray) -> np.ndarray:
        """Return a color of the land as the prompt names it."""
        ground = self.stage.palette.ground
        return color if ground is None else tint_color(color, ground, 0.8)


def draw_woods(chart: Chart) -> None:
    """Draw treetops from edge to edge."""
    chart.paint(parse_hex("#22381f"))
    grow_trees(chart, np.ones((chart.tall, chart.wide), bool), BIG_TREE)


def draw_wood_river(chart: Chart) -> None:
    """Draw a river that winds between treetops."""
    chart.paint(parse_hex("#22381f"))
    course = _wind(chart, 0.24, 0.10)
    water = _lay(chart, course, 0.055)
    _pour(chart, water)
    grow_trees(chart, water < 0.05, TREE)


def draw_river(chart: Chart) -> None:
    """Draw a river that winds through fields, with trees along its banks."""
    draw_fields(chart, has_road=False)
    course = _wind(chart, 0.30, 0.10)
    near = _lay(chart, course, 0.105) * (chart.make_noise(16, 3) > 0.42)
    bank = _lay(chart, course, 0.075)
    chart.paint(parse_hex("#cdbb8c"), bank)
    chart.relief *= 1 - bank
    water = _lay(chart, course, 0.062)
    _pour(chart, water)
    grow_trees(chart, (near > 0.5) & (bank < 0.05), TREE * 0.8)


def draw_wood_road(chart: Chart) -> None:
    """Draw a road through a wood, with a dashed line."""
    chart.paint(parse_hex("#2a3a22"))
    course = _wind(chart, 0.10, 0.05)
    verge = _lay(chart, course, 0.085)
    chart.paint(EARTH * 0.8, verge)
    _pave(chart, course, 0.044)
    grow_trees(chart, verge < 0.05, BIG_TREE * 0.9)


def draw_fields(chart: Chart, *, has_road: bool = True) -> None:
    """Draw a quilt of fields, each with its crop and its furrows, hedges between them and a road."""
    count = 46
    seeds = chart.rng.random((count, 2)) * (chart.wide, chart.tall)
    number, edge = divide(chart, seeds)
    crops = SNOWY if chart.stage.sketch.cold else CROPS
    hues = np.stack([chart.tint(parse_hex(str(one))) for one in chart.rng.choice(crops, count)])
    hues = hues * chart.rng.uniform(0.85, 1.12, (count, 1)).astype(f32)
    turn = (chart.rng.uniform(0, np.pi, count).astype(f32))[number]
    rows, columns = np.mgrid[: chart.tall, : chart.wide].astype(f32) / chart.tall
    along = np.sin((columns * np.cos(turn) + rows * np.sin(turn)) * 300) * (number % 3 > 0)
    grain = chart.make_noise(60, 3)
    chart.paint(hues[number] * (0.86 + 0.07 * along + 0.24 * grain)[..., None])
    chart.relief += 0.05 * chart.make_noise(3, 3)
    hedge = edge < 0.006
    chart.paint(parse_hex("#4f6a34"), edge < 0.008)
    grow_trees(chart, hedge & (chart.make_noise(12, 2) > 0.45), TREE * 0.7, crowded=2.5)
    if has_road:
        course = _wind(chart, 0.08, 0.04)
        chart.paint(parse_hex("#b5a888"), _lay(chart, course, 0.022))
        _pave(chart, course, 0.016)


def draw_dunes(chart: Chart) -> None:
    """Draw dunes whose crests bend, with ripples between them."""
    bend = chart.make_noise(3, 3)
    rows, columns = np.mgrid[: chart.tall, : chart.wide].astype(f32) / chart.tall
    saw = ((columns * 0.9 + rows * 1.5) * 2.6 + 2.4 * bend) % 1
    crest = np.where(saw < 0.78, saw / 0.78, (1 - saw) / 0.22)
    ripple = np.sin((rows + 0.3 * bend + 0.2 * columns) * 420)
    chart.paint(chart.tint(SAND) * (0.92 + 0.04 * ripple + 0.1 * chart.make_noise(40, 3))[..., None])
    chart.relief += cv2.GaussianBlur((0.10 * crest).astype(f32), (0, 0), 0.003 * chart.tall)


def grow_trees(chart: Chart, where: np.ndarray, radius: float, *, crowded: float = 1.0) -> None:
    """Draw crowns with their shadows, the farthest first, where the mask allows it. radius: of the height."""
    size = radius * chart.tall
    spread = max(size * size * 0.75 / crowded, chart.wide * chart.tall / MOST_TREES)
    rows, columns = (chart.rng.random(int(chart.wide * chart.tall / spread)) for _ in range(2))
    rows = np.sort(rows)
    sketch = chart.stage.sketch
    names = SNOWY if sketch.cold else FALL if sketch.is_autumn else LEAVES
    hues = [parse_hex(one) for one in names]
    side = -chart.stage.sun_side
    for row, column in zip(rows * (chart.tall - 1), columns * (chart.wide - 1), strict=True):
        if not where[int(row), int(column)]:
            continue
        round_, hue = size * chart.rng.uniform(0.6, 1.15), hues[int(chart.rng.integers(len(hues)))]
        hue = hue * chart.rng.uniform(0.8, 1.15)
        for out, down, part, tone in (
            (0.45, 0.30, 1.05, None),
            (0, 0, 1.0, 0.72),
            (-0.18, -0.2, 0.72, 1.0),
            (-0.3, -0.34, 0.36, 1.22),
        ):
            at = int((column + out * side * round_) * 8), int((row + down * round_) * 8)
            color = (hue * tone if tone else parse_hex("#1a2a18")).tolist()
            cv2.circle(chart.color, at, int(part * round_ * 8), color, -1, cv2.LINE_8, 3)


def _wind(chart: Chart, swing: float, noise: float) -> np.ndarray:
    """Return points of a line that winds from the far edge to the near one, in pixels."""
    t = np.linspace(-0.05, 1.05, 160)
    phase, slant = chart.rng.uniform(0, 6), chart.rng.choice([-1, 1]) * 0.16
    ratio = chart.wide / chart.tall
    bends = swing * np.sin(phase + 2 * np.pi * 1.35 * np.clip(t, 0, 2) ** 0.8) * (0.5 + 0.5 * t)
    x = ratio / 2 + bends + slant * (0.5 - t) + noise * np.sin(phase * 3 + 13 * t)
    return (np.stack([x, t], 1) * chart.tall).astype(f32)


def _lay(chart: Chart, course: np.ndarray, wide: float) -> np.ndarray:
    """Return where a strip along a line is, 0 to 1."""
    sheet = np.zeros((chart.tall, chart.wide), np.uint8)
    cv2.polylines(
        sheet,
        [np.round(course * 8).astype(np.int32)],
        False,
        255,
        max(1, int(wide * chart.tall)),
        cv2.LINE_AA,
        3,
    )
    return sheet.astype(f32) / 255


def _pour(chart: Chart, water: np.ndarray) -> None:
    """Paint water with a lighter edge and the sky in it."""
    p = chart.stage.palette
    blue = WATER if p.water is None else p.water
    deep = cv2.GaussianBlur(water, (0, 0), 0.02 * chart.tall)
    shine = chart.make_noise(5, 4)[..., None]
    chart.paint(blue * (1.15 - 0.45 * deep[..., None]) + p.middle * (0.30 * shine), water)
    chart.relief *= 1 - water


def _pave(chart: Chart, course: np.ndarray, wide: float) -> None:
    """Paint a road with a dashed line."""
    chart.paint(ASPHALT, _lay(chart, course, wide))
    dashes = np.zeros((chart.tall, chart.wide), f32)
    for first in range(0, len(course) - 2, 4):
        dashes = np.maximum(dashes, _lay(chart, course[first : first + 2], 0.0026))
    chart.paint(parse_hex("#f0ead8"), dashes * 0.9)


def divide(chart: Chart, seeds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of the nearest seed, and how near the next one is, of the map's height."""
    step = 2
    rows, columns = np.mgrid[: chart.tall : step, : chart.wide : step].astype(f32)
    nearest, second = np.full(rows.shape, 9e9, f32), np.full(rows.shape, 9e9, f32)
    number = np.zeros(rows.shape, np.int32)
    for n, (x, y) in enumerate(seeds):
        far = np.maximum(np.abs(columns - x) * 0.8 + 0.25 * np.abs(rows - y), np.abs(rows - y))
        is_nearer = far < nearest
        second = np.where(is_nearer, nearest, np.minimum(second, far))
        nearest, number = np.where(is_nearer, far, nearest), np.where(is_nearer, n, number)
    size = (chart.wide, chart.tall)
    edge = cv2.resize((second - nearest) / chart.tall, size, interpolation=cv2.INTER_LINEAR)
    return cv2.resize(number.astype(f32), size, interpolation=cv2.INTER_NEAREST).astype(np.int32), edge
