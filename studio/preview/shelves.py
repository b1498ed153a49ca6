"""Fill shelves, racks and boards: with books, bottles, goods, clothes, casks and tools."""

from collections.abc import Callable

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.palettes import parse_hex

BOOKS = ("#8a3b2e", "#3d5a73", "#b08d4a", "#4f6b4a", "#6b4a63", "#c9b48a", "#31465c")
GOODS = ("#c8362c", "#e8b430", "#3f8a4a", "#2f6fb0", "#e8e2d2", "#e07a2c", "#7a4a9a", "#58b0b8")
CLOTHES = ("#a8483f", "#33506e", "#d8ccb4", "#4a4a52", "#7f8f6a", "#c08a9a")

Front = Callable[[np.ndarray, np.random.Generator, float], None]
Spot = tuple[float, float, float, float]  # left, bottom, width and height


def stock(colors: tuple[str, ...], wide: tuple[float, float], kind: str, shelf: float = 0.36) -> Front:
    """Return what fills shelves: with "boxes", "bottles", "bags" or "loaves", so wide in meters."""

    def draw(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
        tall = front.shape[0]
        board_color = front[0, 0].copy()
        front *= 0.35
        rows = max(1, round(tall / meter / shelf))
        board = max(1, round(0.03 * meter))
        for n in range(rows):
            top, bottom = n * tall / rows, (n + 1) * tall / rows
            x = 0.03 * meter
            while x < front.shape[1] - 0.05 * meter:
                across = max(1.6, rng.uniform(*wide) * meter)
                high = (bottom - top - board) * rng.uniform(0.62, 0.92)
                color = parse_hex(colors[int(rng.integers(len(colors)))]) * rng.uniform(0.7, 1.15)
                if rng.random() < 0.95:
                    DRAWN[kind](front, (x, bottom - board, across * 0.88, high), color)
                x += across
            front[max(0, round(bottom) - board) : round(bottom)] = board_color * 0.9 + 0.04

    return draw


def _draw_box(front: np.ndarray, spot: Spot, color: np.ndarray) -> None:
    x, y, wide, high = spot
    cv2.rectangle(front, (round(x), round(y - high)), (round(x + wide), round(y)), to_tone(color), -1)


def _draw_can(front: np.ndarray, spot: Spot, color: np.ndarray) -> None:
    x, y, wide, high = spot
    _draw_box(front, spot, color)
    _draw_box(front, (x, y - 0.3 * high, wide, 0.26 * high), color * 0.4 + 0.5)


def _draw_bottle(front: np.ndarray, spot: Spot, color: np.ndarray) -> None:
    x, y, wide, high = spot
    _draw_box(front, (x, y, wide, 0.62 * high), color)
    _draw_box(front, (x + 0.37 * wide, y, 0.26 * wide, high), color * 1.2)


def _draw_loaf(front: np.ndarray, spot: Spot, color: np.ndarray) -> None:
    x, y, wide, high = spot
    high *= 0.6
    middle, axes = (
        (round(x + wide / 2), round(y - high / 2)),
        (max(1, round(wide / 2)), max(1, round(high / 2))),
    )
    cv2.ellipse(front, middle, axes, 0, 0, 360, to_tone(color), -1, cv2.LINE_AA)
    cv2.ellipse(
        front,
        (middle[0], middle[1] - axes[1] // 3),
        (axes[0] // 2, max(1, axes[1] // 4)),
        0,
        0,
        360,
        to_tone(color * 1.35),
        -1,
        cv2.LINE_AA,
    )


def hang_clothes(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
    tall, across = front.shape[:2]
    front *= 0.4
    cv2.line(
        front,
        (0, round(0.06 * tall)),
        (across, round(0.06 * tall)),
        (0.7, 0.7, 0.7),
        max(1, round(0.03 * meter)),
    )
    x = 0.08 * meter
    while x < across - 0.1 * meter:
        wide = rng.uniform(0.10, 0.2) * meter
        color = parse_hex(CLOTHES[int(rng.integers(len(CLOTHES)))]) * rng.uniform(0.7, 1.1)
        low = tall * rng.uniform(0.62, 0.86)
        points = [
            (x + 0.3 * wide, 0.07 * tall),
            (x + 0.7 * wide, 0.07 * tall),
            (x + 1.1 * wide, low),
            (x - 0.1 * wide, low),
        ]
        cv2.fillPoly(front, [np.round(np.array(points)).astype(np.int32)], to_tone(color), cv2.LINE_AA)
        x += wide


def stack_casks(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
    _stack_rounds(front, rng, meter, 0.78)


def _stack_rounds(front: np.ndarray, rng: np.random.Generator, meter: float, size: float) -> None:
    """Draw round ends in rows, each between two of the row below."""
    tall, across = front.shape[:2]
    color = front[0, 0].copy()
    front *= 0.22
    rows, radius = max(1, round(tall / meter / size)), 0.5 * size * meter
    radius = min(radius, tall / rows / 2)
    for n in range(rows):
        for k in range(-1, int(across / radius / 2) + 2):
            at = round((2 * k + 1 + n % 2) * radius), round(tall - (2 * n + 1) * tall / rows / 2)
            shade = color * rng.uniform(0.75, 1.05)
            cv2.circle(front, at, max(1, round(radius * 0.94)), to_tone(shade * 0.55), -1, cv2.LINE_AA)
            cv2.circle(front, at, max(1, round(radius * 0.78)), to_tone(shade), -1, cv2.LINE_AA)
            for part in (-0.4, 0.0, 0.4):
                rise = round(radius * 0.7 * (1 - part * part) ** 0.5)
                column = round(at[0] + part * radius)
                cv2.line(
                    front,
                    (column, at[1] - rise),
                    (column, at[1] + rise),
                    to_tone(shade * 0.8),
                    1,
                    cv2.LINE_AA,
                )


def lay_bottles(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
    """Draw a rack of square holes with the ends of bottles."""
    tall, across = front.shape[:2]
    wood = front[0, 0].copy()
    front *= 0.16
    step = 0.15 * meter
    for row in np.arange(step / 2, tall, step):
        for column in np.arange(step / 2, across, step):
            if rng.random() < 0.82:
                color = parse_hex(("#3f5a44", "#5a2a34", "#2f4038", "#7a6a3a")[int(rng.integers(4))])
                cv2.circle(
                    front,
                    (round(column), round(row)),
                    max(1, round(0.36 * step)),
                    to_tone(color * 1.25),
                    -1,
                    cv2.LINE_AA,
                )
                cv2.circle(
                    front,
                    (round(column), round(row)),
                    max(1, round(0.16 * step)),
                    to_tone(color * 0.5),
                    -1,
                    cv2.LINE_AA,
                )
    for at in np.arange(0, across + step, step):
        cv2.line(front, (round(at), 0), (round(at), tall), to_tone(wood), max(1, round(0.02 * meter)))
    for at in np.arange(0, tall + step, step):
        cv2.line(front, (0, round(at)), (across, round(at)), to_tone(wood), max(1, round(0.02 * meter)))


def set_glass(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
    """Draw a display case: lit shelves of cakes behind glass, above a plain foot."""
    tall, across = front.shape[:2]
    foot = round(0.3 * tall)
    case = front[: tall - foot, round(0.03 * meter) : across - round(0.03 * meter)]
    case[:] = np.array([0.95, 0.86, 0.68], f32)
    board = max(1, round(0.02 * meter))
    cakes = ("#a5603a", "#f0d8b0", "#d8708a", "#5a3424", "#e8b860", "#c03a3a")
    for n in (0.5, 1.0):
        bottom, x = len(case) * n, 0.05 * meter
        while x < case.shape[1] - 0.1 * meter:
            wide = rng.uniform(0.10, 0.2) * meter
            color = parse_hex(cakes[int(rng.integers(len(cakes)))])
            _draw_loaf(case, (x, bottom - board, wide * 0.85, len(case) * rng.uniform(0.3, 0.5)), color)
            x += wide
        case[round(bottom) - board : round(bottom)] = 0.55


def hang_tools(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
    """Draw a board with tools on hooks: hammers, saws, pliers."""
    tall, across = front.shape[:2]
    step, n = 0.3 * meter, 0
    for row in np.arange(0.16 * meter, tall - 0.2 * meter, 0.42 * meter):
        for column in np.arange(0.5 * step, across - 0.2 * step, step):
            long, thick = 0.26 * meter, max(1, round(0.03 * meter))
            at = round(column), round(row)
            low = at[0], round(row + long)
            steel, wood = (0.62, 0.65, 0.7), (0.36, 0.2, 0.1)
            cv2.line(front, at, low, wood if n % 3 else steel, thick, cv2.LINE_AA)
            if n % 3 == 0:
                blade = [
                    (at[0], at[1]),
                    (at[0] + 2 * thick, at[1]),
                    (at[0] + 4 * thick, low[1]),
                    (at[0], low[1]),
                ]
                cv2.fillPoly(front, [np.array(blade, np.int32)], steel, cv2.LINE_AA)
            elif n % 3 == 1:
                cv2.rectangle(
                    front, (at[0] - 2 * thick, at[1]), (at[0] + 2 * thick, at[1] + 2 * thick), steel, -1
                )
            else:
                cv2.circle(front, at, 2 * thick, steel, thick, cv2.LINE_AA)
            n += 1


def to_tone(color: np.ndarray) -> tuple[float, float, float]:
    red, green, blue = map(float, color)
    return red, green, blue


DRAWN: dict[str, Callable[[np.ndarray, Spot, np.ndarray], None]] = {
    "boxes": _draw_box,
    "cans": _draw_can,
    "bottles": _draw_bottle,
    "loaves": _draw_loaf,
}
