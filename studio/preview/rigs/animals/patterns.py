"""Markings of coats: stripes, spots, patches and saddles, on a body that is given by its two sides."""

from collections.abc import Callable, Iterator

import numpy as np

from studio.preview.rigs.parts import Part, make_smooth

Surface = Callable[[float, float], np.ndarray]  # from along (tail 0, head 1) and down (back 0, belly 1)


def _map(surface: Surface, points: list[tuple[float, float]], tone: float, color: str) -> Part:
    part = make_smooth([surface(u, v) for u, v in points], tone, color)
    return Part(part.points, tone, color, is_paint=True)


def stripe(surface: Surface, color: str, count: int, wide: float) -> Iterator[Part]:
    """Yield pointed stripes from the back downward, and shorter ones from the belly upward."""
    for n, u in enumerate(np.linspace(0.03, 0.97, count)):
        low, slant = (0.72, 0.58, 0.82)[n % 3], 0.035 * np.sin(2.4 * n)
        yield _map(
            surface,
            [(u - wide, -0.06), (u + wide, -0.06), (u + wide * 0.7 + slant, low / 2), (u + slant, low)],
            0.12,
            color,
        )
        if n % 2:
            yield _map(
                surface,
                [(u - wide / 2, 1.05), (u + wide, 1.05), (u + 0.02 + slant, 0.66)],
                0.12,
                color,
            )


def band(surface: Surface, color: str, count: int, wide: float) -> Iterator[Part]:
    """Yield stripes all around, as a zebra has."""
    for n, u in enumerate(np.linspace(0.02, 0.98, count)):
        slant = 0.03 * np.sin(1.7 * n) - 0.05 * (u < 0.35)
        yield _map(
            surface,
            [
                (u - wide, -0.08),
                (u + wide, -0.08),
                (u + wide * 0.8 + slant / 2, 0.45),
                (u + wide * 0.3 + slant, 0.98),
                (u - wide * 0.3 + slant, 0.98),
                (u - wide * 0.8 + slant / 2, 0.45),
            ],
            0.05,
            color,
        )


def spot(surface: Surface, color: str, count: int, size: float) -> Iterator[Part]:
    """Yield spots in staggered rows."""
    rows = 4
    for n in range(count):
        row, place = n % rows, n // rows
        u = (place + 0.5 + 0.5 * (row % 2)) / (count / rows + 0.5) * 0.86 + 0.02
        v = 0.1 + 0.2 * row + 0.05 * np.sin(5.1 * n)
        across, down = size * (1 + 0.25 * np.sin(3.3 * n)), size * 2.2
        ring = [(u + across * np.cos(a), v + down * np.sin(a)) for a in np.linspace(0, 5.3, 6)]
        yield _map(surface, ring, 0.14, color)


PATCHES = (
    ((0.05, 0.1), (0.22, -0.05), (0.3, 0.3), (0.2, 0.62), (0.06, 0.55)),
    ((0.4, -0.08), (0.58, -0.06), (0.62, 0.3), (0.5, 0.55), (0.38, 0.3)),
    ((0.68, 0.2), (0.8, -0.1), (0.98, -0.1), (0.98, 1.1), (0.82, 0.9), (0.72, 0.6)),
)


def patch(surface: Surface, color: str, count: int, size: float) -> Iterator[Part]:
    """Yield a cow's large patches."""
    for points in PATCHES[:count]:
        yield _map(surface, list(points), 0.14, color)


def net(surface: Surface, color: str, count: int, size: float) -> Iterator[Part]:
    """Yield a giraffe's patches, which leave a light net between them."""
    rows = 3
    for n in range(count):
        row, place = n % rows, n // rows
        u = (place + 0.5 + 0.5 * (row % 2)) / (count / rows + 0.4)
        v = 0.16 + 0.3 * row
        wide, tall = 0.42 * rows / count, 0.125
        turn = 0.5 * np.sin(2.1 * n)
        ring = [(u + wide * np.cos(a), v + tall * np.sin(a)) for a in np.arange(5) * 1.257 + turn]
        yield Part(np.array([surface(*at) for at in ring]), 0.2, color, is_paint=True)


def saddle(surface: Surface, color: str, count: int, size: float) -> Iterator[Part]:
    """Yield a dark back, as a shepherd dog, a badger or a penguin has."""
    yield _map(
        surface,
        [
            (0.0, -0.1),
            (0.35, -0.1),
            (0.65, -0.1),
            (0.95, -0.1),
            (0.86, 0.3),
            (0.6, size),
            (0.3, size),
            (0.04, 0.3),
        ],
        0.16,
        color,
    )


def halves(surface: Surface, color: str, count: int, size: float) -> Iterator[Part]:
    """Yield the dark forehand of a panda: a band over the shoulders."""
    yield _map(surface, [(0.60, -0.1), (0.76, -0.1), (0.76, 1.1), (0.56, 1.1)], 0.1, color)


def streak(surface: Surface, color: str, count: int, size: float) -> Iterator[Part]:
    """Yield a skunk's stripe along the back."""
    yield _map(
        surface,
        [(0.0, 0.02), (0.4, 0.04), (0.7, 0.02), (1.0, -0.1), (0.9, 0.24), (0.4, 0.28), (0.02, 0.3)],
        0.8,
        color,
    )


PATTERNS = {
    "stripe": (streak, 1, 0.0),
    "tiger": (stripe, 15, 0.014),
    "tabby": (stripe, 9, 0.016),
    "zebra": (band, 17, 0.017),
    "cheetah": (spot, 60, 0.010),
    "leopard": (spot, 44, 0.015),
    "fawn": (spot, 24, 0.011),
    "cow": (patch, 3, 0.0),
    "pony": (patch, 2, 0.0),
    "giraffe": (net, 42, 0.0),
    "saddle": (saddle, 1, 0.42),
    "panda": (halves, 1, 0.0),
}


def draw_pattern(name: str, surface: Surface, color: str) -> Iterator[Part]:
    if name in PATTERNS:
        paint, count, size = PATTERNS[name]
        yield from paint(surface, color, count, size)
