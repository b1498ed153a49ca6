"""The shapes that Preview stages: silhouettes as polygons, made by bake_atlas.py from two packages of icons.

shapes.npz: outlines and inner tones of every shape in nouns.tsv. colors.npz: coarse colors of those that have
some. words.tsv.gz: their names in other languages. things.tsv.gz: other English words, made by
bake_things.py. Sources and licenses: the LICENSE files beside it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np

FOLDER = Path(__file__).parent
COLORS = FOLDER / "colors.npz"
SHAPES, NOUNS, WORDS = FOLDER / "shapes.npz", FOLDER / "nouns.tsv", FOLDER / "words.tsv.gz"
THINGS = FOLDER / "things.tsv.gz"  # English words for what can be seen, and the noun that stands for each
SUBPIXELS = 4  # bits
TONES = (0.35, 0.35)  # of the light that a part of this level, and of the next, adds


@dataclass(frozen=True)
class Mask:
    """A shape as pixels. alpha: 0 to 1, its silhouette. tone: 0 to 1, how light its parts are. mirrored: left
    and right are swapped. colors: its own, as RGB in 0 to 1, or None. glow: 1 where it shines, 0.5 where
    it does by night, or None."""

    alpha: np.ndarray
    tone: np.ndarray
    mirrored: bool = False
    colors: np.ndarray | None = None
    glow: np.ndarray | None = None

    def crop(self, part: tuple[slice, slice]) -> "Mask":
        """Return these rows and columns of it."""
        colors, glow = (None if plane is None else plane[part] for plane in (self.colors, self.glow))
        return Mask(self.alpha[part], self.tone[part], self.mirrored, colors, glow)


@dataclass(frozen=True)
class Atlas:
    """All shapes. Shape n has the polygons from shapes[n] up to shapes[n + 1], polygon k the points from
    ends[k] up to ends[k + 1] and a level: 0 is the silhouette, 1 and 2 are lighter parts inside.
    boxes: left, top, right, bottom of each shape."""

    numbers: dict[str, int]
    points: np.ndarray
    ends: np.ndarray
    levels: np.ndarray
    shapes: np.ndarray
    boxes: np.ndarray


@cache
def load() -> Atlas:
    with np.load(SHAPES) as file:
        names, deltas = file["names"].tolist(), file["deltas"]
        return Atlas(
            {name: n for n, name in enumerate(names)},
            np.cumsum(deltas.astype(np.int32), axis=1).T,
            file["ends"],
            file["levels"],
            file["shapes"],
            file["boxes"],
        )


def compute_aspect(shape: str) -> float:
    """Return the shape's width by its height."""
    left, top, right, bottom = load().boxes[load().numbers[shape]].tolist()
    return (right - left) / (bottom - top)


def draw_shape(shape: str, height: int, *, mirrored: bool = False) -> Mask:
    """Draw the shape `height` pixels tall, as wide as its proportions want."""
    atlas = load()
    n = atlas.numbers[shape]
    left, top, right, bottom = atlas.boxes[n].tolist()
    scale = height / (bottom - top)
    size = (height, max(1, round((right - left) * scale)))
    levels = [np.zeros(size, np.uint8) for _ in range(3)]
    for level, drawn in enumerate(levels):
        polygons = [
            ((atlas.points[atlas.ends[k] : atlas.ends[k + 1]] - (left, top)) * scale * 2**SUBPIXELS)
            .round()
            .astype(np.int32)
            for k in range(atlas.shapes[n], atlas.shapes[n + 1])
            if atlas.levels[k] == level
        ]
        if polygons:
            cv2.fillPoly(drawn, polygons, (255,), cv2.LINE_AA, SUBPIXELS)
    if mirrored:
        levels = [np.ascontiguousarray(level[:, ::-1]) for level in levels]
    alpha, light, lighter = (level.astype(np.float32) / 255 for level in levels)
    colors = find_colors(shape, size, mirrored=mirrored)
    return Mask(alpha, TONES[0] * light + TONES[1] * lighter, mirrored, colors)


def find_colors(shape: str, size: tuple[int, int], *, mirrored: bool) -> np.ndarray | None:
    """Return the colors that the thing has, softly, as an RGB picture in 0..1 of `size`, or None."""
    grid = load_colors().get(shape)
    if grid is None:
        return None
    grid = np.ascontiguousarray(grid[:, ::-1]) if mirrored else grid
    return np.asarray(cv2.resize(grid.astype(np.float32) / 255, size[::-1], interpolation=cv2.INTER_LINEAR))


@cache
def load_colors() -> dict[str, np.ndarray]:
    """Return the colors of shapes on a coarse grid, as RGB in 0..255."""
    with np.load(COLORS) as file:
        return dict(zip(file["names"].tolist(), file["colors"], strict=True))
