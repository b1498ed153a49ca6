"""Draw manes, crests, beards and wool."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from studio.preview.rigs.animals.build import Build, Coat
from studio.preview.rigs.parts import Part, make_ellipse, make_smooth


class Surface(Protocol):
    """A posed body."""

    @property
    def poll(self) -> np.ndarray: ...

    def find_surface(self, along: float, down: float) -> np.ndarray: ...


def draw_mane(build: Build, coat: Coat, frame: Surface) -> Iterator[Part]:
    if build.mane:
        yield from MANES[build.mane](build, coat.mane or coat.main, frame)


def _hang(_: Build, color: str, frame: Surface) -> Iterator[Part]:
    """Draw a horse's mane, which lies on its neck."""
    ups = np.linspace(0.66, 1.0, 7)
    top = [frame.find_surface(u, -0.10) for u in ups]
    low = [frame.find_surface(u - 0.02, 0.34 + 0.1 * (n % 2)) for n, u in enumerate(ups)]
    yield make_smooth([*top, *low[::-1]], 0.2, color)


def _stand(_: Build, color: str, frame: Surface) -> Iterator[Part]:
    """Draw a zebra's crest."""
    ups = np.linspace(0.66, 1.0, 7)
    top = [frame.find_surface(u, -0.16) for u in ups]
    low = [frame.find_surface(u, 0.06) for u in ups]
    yield make_smooth([*top, *low[::-1]], 0.15, color)


def _ruff(build: Build, color: str, frame: Surface) -> Iterator[Part]:
    """Draw a lion's mane around the head, down to the chest and over the shoulders."""
    size = build.head[1]
    edge = [
        (0.50, -0.05),
        (0.62, -0.10),
        (0.80, -0.16),
        (0.96, -0.20),
        (1.0, 0.5),
        (0.98, 1.20),
        (0.84, 1.22),
    ]
    edge += [(0.70, 1.12), (0.60, 0.92), (0.56, 0.5)]
    yield make_smooth([frame.find_surface(u, v) for u, v in edge], 0.14, color)
    turns = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    wave = 1 + 0.06 * np.sin(turns * 11)
    across, down = (0.60 * np.cos(turns) - 0.08) * wave, (0.74 * np.sin(turns) - 0.10) * wave
    yield make_smooth(frame.poll + size * np.stack([across, down], 1), 0.24, color)


def _wool(_: Build, color: str, frame: Surface) -> Iterator[Part]:
    """Draw a sheep's fleece as a cloud of curls."""
    around = [(u, v) for v in (0.06, 0.9) for u in np.linspace(0.08, 0.66, 7)]
    around += [(0.05, 0.5), (0.30, 0.45), (0.5, 0.45), (0.66, 0.4), (0.78, 0.3), (0.76, 0.7)]
    for n, (u, v) in enumerate(around):
        yield make_ellipse(
            frame.find_surface(u, v), 0.115 + 0.02 * (n % 3), tone=0.5 + 0.06 * (n % 2), color=color
        )


def _beard(build: Build, color: str, frame: Surface) -> Iterator[Part]:
    size = build.head[1]
    yield make_smooth(
        [
            frame.poll + size * np.array(at)
            for at in ((0.42, -0.5), (0.62, -0.62), (0.52, -1.02), (0.40, -0.8))
        ],
        0.3,
        color,
    )


def _shag(_: Build, color: str, frame: Surface) -> Iterator[Part]:
    """Draw the dark shaggy forehand of a bison."""
    yield make_smooth(
        [
            frame.find_surface(u, v)
            for u, v in (
                (0.46, -0.02),
                (0.6, -0.03),
                (0.8, -0.1),
                (1.0, 0.0),
                (1.0, 1.15),
                (0.78, 1.18),
                (0.62, 1.12),
                (0.5, 0.6),
            )
        ],
        0.25,
        color,
    )


def _scutes(_: Build, color: str, frame: Surface) -> Iterator[Part]:
    """Draw a crocodile's jagged back."""
    for u in np.linspace(0.04, 0.82, 15):
        yield Part(
            [
                frame.find_surface(u - 0.03, 0.04),
                frame.find_surface(u, -0.13),
                frame.find_surface(u + 0.03, 0.04),
            ],
            0.3,
            color,
        )


def _spines(_: Build, color: str, frame: Surface) -> Iterator[Part]:
    """Draw a hedgehog's coat as a dome of spikes."""
    edge = []
    for n, u in enumerate(np.linspace(0.0, 0.92, 33)):
        edge.append(
            frame.find_surface(
                u - 0.05 * (n % 2), -0.32 * np.sin(np.pi * (0.1 + 0.9 * u)) * (1 + 0.5 * (n % 2))
            )
        )
    low = [frame.find_surface(u, 0.8) for u in (0.9, 0.7, 0.4, 0.1)]
    yield Part(np.array([*edge, *low]), 0.25, color)
    for n in range(26):
        u, v = 0.08 + 0.75 * ((n * 0.618) % 1), 0.05 + 0.6 * ((n * 0.37) % 1)
        root = frame.find_surface(u, v)
        yield Part(np.array([root, np.add(root, (-0.12, 0.09)), np.add(root, (0.012, 0.035))]), 0.75, color)


def ring_tail(line: np.ndarray, radii: tuple[float, ...], color: str) -> Iterator[Part]:
    """Yield the dark rings of a raccoon's tail."""
    for n in range(5, len(line) - 1, 4):
        wide = float(np.interp(n / (len(line) - 1), np.linspace(0, 1, len(radii)), radii))
        along = (line[n + 1] - line[n - 1]) / 4
        across = np.array([-along[1], along[0]]) / max(1e-6, float(np.hypot(*along))) * wide * 1.05
        corners = [
            line[n] + sign * across + way * along for sign, way in ((1, 1), (-1, 1), (-1, -1), (1, -1))
        ]
        yield Part(np.array(corners), 0.12, color, is_paint=True)


MANES = {
    "scutes": _scutes,
    "spines": _spines,
    "hang": _hang,
    "stand": _stand,
    "ruff": _ruff,
    "wool": _wool,
    "beard": _beard,
    "shag": _shag,
}
