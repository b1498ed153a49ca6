"""Draw maps of cities and suburbs, with houses that rise from them."""

import cv2
import numpy as np

from studio.preview.charts import ASPHALT, GRASS, TREE, Chart, grow_trees
from studio.preview.noise import f32
from studio.preview.palettes import parse_hex

ROOFS = ("#a9a49c", "#8d8a86", "#c2bcb0", "#77797d", "#b39a86", "#9aa3a8")
TILES = ("#a8543c", "#8a4a3a", "#b86a48", "#7a6a60", "#94584a")
BLOCK, STREET = 0.118, 0.026  # of the map's height
LAMP, WINDOW, HEAD, TAIL = (parse_hex(one) for one in ("#ffb257", "#ffd590", "#fff2d0", "#ff4030"))


def draw_city(chart: Chart) -> None:
    """Draw blocks of houses and towers in a grid of streets, a park among them, and cars."""
    chart.paint(ASPHALT * 0.8)
    _add_traffic(chart)
    step = BLOCK + STREET
    columns, rows = int(chart.wide / chart.tall / step) + 2, int(1 / step) + 2
    park = (int(chart.rng.integers(2, rows - 3)), int(chart.rng.integers(columns // 3, 2 * columns // 3)))
    green = np.zeros((chart.tall, chart.wide), bool)
    for row in range(rows):
        for column in range(columns):
            box = np.array([column, row, column, row]) * step + [0, 0, BLOCK, BLOCK]
            left, top, right, foot = (box * chart.tall).astype(int)
            if (row, column) in (park, (park[0] + 1, park[1])):
                chart.color[top:foot, left:right] = GRASS
                green[top:foot, left:right] = True
                continue
            chart.color[top:foot, left:right] = parse_hex("#9c978e")
            _build_block(chart, (left, top, right, foot))
    grow_trees(chart, green, TREE * 0.9)


def _build_block(chart: Chart, box: tuple[int, int, int, int]) -> None:
    left, top, right, foot = box
    parts = int(chart.rng.integers(1, 4))
    lines = np.linspace(left, right, parts + 1).astype(int)
    gap = max(1, int(0.004 * chart.tall))
    for row in range(2):
        a, b = (top, (top + foot) // 2) if not row else ((top + foot) // 2, foot)
        for n in range(parts):
            high = 0.02 + 0.11 * chart.rng.random() ** 2.4
            _raise_house(chart, (lines[n] + gap, a + gap, lines[n + 1] - gap, b - gap), high * chart.tall)


def _raise_house(chart: Chart, box: tuple[int, int, int, int], high: float) -> None:
    """Draw a house from its foot to its roof, which is farther up in the picture. high: in pixels."""
    left, top, right, foot = box
    hue = parse_hex(str(chart.rng.choice(ROOFS))) * chart.rng.uniform(0.95, 1.25)
    up, side = int(high), chart.stage.sun_side
    reach = int(-side * high * 0.55)
    cast = [(x + reach, y) for x in (left, right) for y in (foot - up // 6, top)]
    shadow = cv2.convexHull(np.array([(left, foot), (right, foot), *cast], np.int32))
    cv2.fillConvexPoly(chart.color, shadow, (0.20, 0.21, 0.24), cv2.LINE_AA)
    y, x = max(0, top - up), max(0, left)
    chart.color[max(0, foot - up) : foot, x:right] = hue * 0.62
    chart.color[y : max(0, foot - up), x:right] = hue
    rim = max(1, int(0.0025 * chart.tall))
    chart.color[y : y + rim, x:right] = hue * 1.2
    chart.color[y : max(0, foot - up), x : x + rim] = hue * 1.12
    middle = ((left + right) // 2, (top + foot) // 2 - up)
    cv2.circle(chart.color, middle, max(1, int(0.005 * chart.tall)), (hue * 0.72).tolist(), -1, cv2.LINE_AA)
    _light_front(chart, (x, max(0, foot - up), right, foot))


def _light_front(chart: Chart, box: tuple[int, int, int, int]) -> None:
    """Draw the windows of a front, lit by night."""
    left, top, right, foot = box
    cell = max(3, int(0.0075 * chart.tall))
    is_dark = chart.stage.is_dark
    for row in range(top + cell // 2, foot - cell // 2, cell):
        for column in range(left + cell // 2, right - cell // 2, cell):
            part = np.s_[row : row + max(1, cell // 2), column : column + max(1, cell // 2)]
            chart.color[part] *= 0.6
            if is_dark and chart.rng.random() < 0.5:
                chart.lights[part] = WINDOW * chart.rng.uniform(0.4, 0.95)


def _add_traffic(chart: Chart) -> None:
    """Draw cars in the streets, as lights by night, and the glow of the lamps."""
    step, thick = (BLOCK + STREET) * chart.tall, STREET * chart.tall
    dots = np.zeros_like(chart.lights)
    for at in np.arange(-thick / 2, chart.wide, step):
        for is_along, end in ((False, chart.tall), (True, chart.wide)):
            for lane, tone in ((-0.22, HEAD), (0.22, TAIL)):
                for _ in range(int(26 * end / chart.tall)):
                    far, across = chart.rng.uniform(0, end), at + lane * thick
                    spot = (int(far), int(across)) if is_along else (int(across), int(far))
                    _park(chart, dots, spot, tone=tone, is_along=is_along)
    if chart.stage.is_dark:
        glow = cv2.GaussianBlur(dots, (0, 0), 0.006 * chart.tall)
        chart.lights += dots * 0.9 + glow * 1.6
        chart.lights += LAMP * 0.20


def _park(chart: Chart, dots: np.ndarray, spot: tuple[int, int], *, tone: np.ndarray, is_along: bool) -> None:
    long, wide = max(2, int(0.007 * chart.tall)), max(1, int(0.0035 * chart.tall))
    ends = (long, wide) if is_along else (wide, long)
    hue = parse_hex(str(chart.rng.choice(["#e8e8e4", "#2c2e33", "#a8322a", "#d8b23a", "#4a6a94"])))
    corner = (spot[0] + ends[0], spot[1] + ends[1])
    cv2.rectangle(chart.color, spot, corner, hue.tolist(), -1)
    cv2.circle(dots, spot, wide, tone.tolist(), -1, cv2.LINE_AA)


def draw_suburb(chart: Chart) -> None:
    """Draw houses with gabled roofs in gardens along bending streets."""
    cold = chart.stage.sketch.cold
    lawn = parse_hex("#e4ebf0") if cold else GRASS
    chart.paint(lawn * (0.82 + 0.3 * chart.make_noise(30, 4))[..., None])
    rows, columns = np.mgrid[: chart.tall, : chart.wide].astype(f32) / chart.tall
    bend = 0.07 * np.sin(columns * 4 + chart.rng.uniform(0, 6))
    along = (rows + bend) / 0.20 % 1
    across = (columns + 0.05 * np.sin(rows * 5)) / 0.62 % 1
    street = (along < 0.13) | (across < 0.042)
    walk = ((along < 0.17) | (along > 0.96) | (across < 0.055) | (across > 0.987)) & ~street
    chart.paint(parse_hex("#c8c2b4"), walk)
    chart.paint(ASPHALT, street)
    free = ~(street | walk)
    grow_trees(chart, free & (chart.make_noise(18, 2) > 0.6), TREE * 0.75, crowded=0.8)
    for line in range(7):
        for at in np.arange(0.03, chart.wide / chart.tall, 0.074):
            for place in (0.34, 0.76):
                row = (line + place) * 0.20 - 0.07 * np.sin(at * 4 + chart.rng.uniform(-0.02, 0.02))
                spot = (int(at * chart.tall), int(row * chart.tall))
                if 0 < spot[1] < chart.tall and free[spot[1], min(spot[0], chart.wide - 1)]:
                    _roof(chart, spot)


def _roof(chart: Chart, spot: tuple[int, int]) -> None:
    """Draw a house with a gabled roof: a lit side, a dark one, and a front below."""
    x, y = spot
    wide, deep = (int(chart.rng.uniform(a, b) * chart.tall) for a, b in ((0.020, 0.027), (0.013, 0.017)))
    hue = parse_hex(str(chart.rng.choice(TILES))) * chart.rng.uniform(0.85, 1.15)
    hue = parse_hex("#f2f5f8") if chart.stage.sketch.cold else hue
    drop = int(-chart.stage.sun_side * 0.014 * chart.tall)
    for left, top, foot, color in (
        (x + drop, -deep, 2 * deep, (0.2, 0.25, 0.18)),
        (x, deep, 2 * deep, (0.85, 0.82, 0.75)),
        (x, -deep, 0, hue * 1.15),
        (x, 0, deep, hue * 0.75),
    ):
        tone = [float(one) for one in color]
        cv2.rectangle(chart.color, (left - wide, y + top), (left + wide, y + foot), tone, -1)
    if chart.stage.is_dark:
        pane = max(1, int(0.004 * chart.tall))
        for side in (-1, 1):
            column = x + side * wide // 2
            chart.lights[y + deep + pane : y + 2 * deep, column - pane : column + pane] = WINDOW * 0.9
