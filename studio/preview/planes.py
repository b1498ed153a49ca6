"""Pictures as the film stores them: full-size luma, half-size chroma, 8 bits, BT.709; and layers of them.

Layers hold colour already multiplied by their cover: laying one over another is one multiply and one add.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from cv2.typing import MatLike

from studio.preview.noise import f32

RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722
IN_U, IN_V = 224 / 1.8556, 224 / 1.5748
YUV = np.array(
    [
        [219 * RED, 219 * GREEN, 219 * BLUE, 16],
        [-IN_U * RED, -IN_U * GREEN, IN_U * (1 - BLUE), 128],
        [IN_V * (1 - RED), -IN_V * GREEN, -IN_V * BLUE, 128],
    ]
)


Colour = tuple[np.ndarray, np.ndarray, np.ndarray]  # luma and chroma, in the film's 8-bit scale


@dataclass
class Planes:
    """Views of one I420 frame."""

    y: np.ndarray
    u: np.ndarray
    v: np.ndarray

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter((self.y, self.u, self.v))


def views(yuv: np.ndarray, width: int, height: int) -> Planes:
    """The three planes inside one (3/2 height, width) array, without copying."""
    flat, quarter = yuv[height:].reshape(-1), width * height // 4
    half = (height // 2, width // 2)
    return Planes(yuv[:height], flat[:quarter].reshape(half), flat[quarter:].reshape(half))


def yuv_of(rgb: np.ndarray) -> Colour:
    """Luma and chroma, in the film's 8-bit scale but as floats; works for one colour and for pictures."""
    if rgb.ndim == 3 and rgb.dtype == f32:
        y, u, v = cv2.split(cv2.transform(rgb, YUV))
        return y, u, v
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    y = RED * red + GREEN * green + BLUE * blue
    return 16 + 219 * y, 128 + IN_U * (blue - y), 128 + IN_V * (red - y)


def bytes_of(x: np.ndarray) -> np.ndarray:
    """Rounded, and cut to what fits."""
    x = np.asarray(x)
    if x.dtype == f32 and x.ndim == 2:
        return cv2.convertScaleAbs(np.maximum(x, 0))
    return np.clip(x + 0.5, 0, 255).astype(np.uint8)


def half(x: np.ndarray) -> np.ndarray:
    return cv2.resize(x, (x.shape[1] // 2, x.shape[0] // 2), interpolation=cv2.INTER_AREA)


def planes_of(rgb: np.ndarray) -> Planes:
    """An RGB picture in 0..1 (sides even) as planes."""
    y, u, v = yuv_of(rgb.astype(f32))
    return Planes(bytes_of(y), bytes_of(half(u)), bytes_of(half(v)))


@dataclass
class Layer:
    """One painted plate of the scene, larger than the frame so that the camera can move over it.

    y, u, v are multiplied by the cover; away, away_half are 255 minus it (None: covers everything).
    depth: 0 moves not at all, 1 as fast as the camera, more is nearer. top, left: its first row and column.
    solid: the row from which on it hides whatever lies behind. sway: (right px, down px, rounds, phase).
    soft: without edges, so that it may move by whole pixels, which is quicker.
    """

    y: np.ndarray
    u: np.ndarray
    v: np.ndarray
    away: np.ndarray | None
    away_half: np.ndarray | None
    depth: float
    top: int = 0
    solid: int | None = None
    sway: tuple[float, float, int, float] = (0.0, 0.0, 0, 0.0)
    left: int = 0
    soft: bool = False


PAINTED = ("y", "u", "v")


def layer(rgb: np.ndarray, cover: np.ndarray | None, depth: float, top: int = 0, **more: Any) -> Layer:
    """A layer from an RGB picture in 0..1 and its cover in 0..1 (None: all)."""
    y, u, v = yuv_of(rgb.astype(f32, copy=False))
    return layer_of(y, half(u), half(v), cover, depth=depth, top=top, **more)


def layer_of(
    y: MatLike, u: MatLike, v: MatLike, cover: MatLike | None, *, depth: float, top: int = 0, **more: Any
) -> Layer:
    """A layer from luma, half-size chroma (as floats) and cover."""
    if cover is None:
        return Layer(bytes_of(y), bytes_of(u), bytes_of(v), None, None, depth, top, **more)
    small = half(cover)
    return Layer(
        bytes_of(y * cover),
        bytes_of(u * small),
        bytes_of(v * small),
        bytes_of(255 * (1 - cover)),
        bytes_of(255 * (1 - small)),
        depth,
        top,
        **more,
    )


def trimmed(plate: Layer) -> Layer:
    """The layer without the borders where nothing is painted."""
    if plate.away is None or plate.away_half is None:
        return plate
    left, top, wide, tall = cv2.boundingRect(cv2.bitwise_not(plate.away))
    if not wide:
        return plate
    a, b = max(0, left - 4) // 2, -(-min(plate.y.shape[1], left + wide + 4) // 2)
    c, d = max(0, top - 4) // 2, -(-min(plate.y.shape[0], top + tall + 4) // 2)
    large, small = np.s_[2 * c : 2 * d, 2 * a : 2 * b], np.s_[c:d, a:b]
    return replace(
        plate,
        y=plate.y[large],
        u=plate.u[small],
        v=plate.v[small],
        away=plate.away[large],
        away_half=plate.away_half[small],
        top=plate.top + 2 * c,
        left=plate.left + 2 * a,
    )


def joined(far: Layer, near: Layer) -> Layer:
    """Two layers of the same place as one, the second before the first. Both have a cover."""
    assert far.away is not None and far.away_half is not None
    assert near.away is not None and near.away_half is not None
    made = replace(far, depth=(far.depth + near.depth) / 2, **{n: getattr(far, n).copy() for n in PAINTED})
    for name, away in zip(PAINTED, (near.away, near.away_half, near.away_half), strict=True):
        over(getattr(made, name), away, getattr(near, name))
    made.away = cv2.multiply(far.away, near.away, scale=1 / 255)
    made.away_half = cv2.multiply(far.away_half, near.away_half, scale=1 / 255)
    return made


def over(below: np.ndarray, away: np.ndarray, paint: np.ndarray) -> None:
    """Lay premultiplied paint over a plane, in place."""
    cv2.multiply(below, away, below, scale=1 / 255)
    cv2.add(below, paint, below)


def scaled(plane: np.ndarray, factor: float | np.ndarray) -> np.ndarray:
    """The plane times a number. (cv2.multiply with a number goes through doubles and is ten times slower.)"""
    return cv2.convertScaleAbs(plane, alpha=float(factor))


def shine(
    planes: Planes,
    sprite: np.ndarray,
    column: float,
    row: float,
    *,
    colour: Colour,
    strength: float,
    dims: float = 0.0,
) -> None:
    """Lay a light on the picture, placed between pixels and clipped at the frame; it carries its colour.

    dims: how much of what lies under it is taken away first (a disc of light), 0 for none (a small lamp).
    """
    side = sprite.shape[0]
    left, top = int(np.floor(column - side / 2)) // 2 * 2, int(np.floor(row - side / 2)) // 2 * 2
    a, b = max(0, left), min(planes.y.shape[1], left + side) // 2 * 2
    c, d = max(0, top), min(planes.y.shape[0], top + side) // 2 * 2
    if b - a < 2 or d - c < 2:
        return
    middle = (side - 1) / 2
    shift = (middle - (column - side / 2 - left), middle - (row - side / 2 - top))
    moved = cv2.getRectSubPix(sprite, (side, side), shift)
    light = scaled(moved[c - top : d - top, a - left : b - left], strength)
    y = planes.y[c:d, a:b]
    if dims:
        cv2.multiply(y, cv2.bitwise_not(scaled(light, dims)), y, scale=1 / 255)
    cv2.add(y, scaled(light, colour[0] / 255), y)
    small = cv2.resize(light, ((b - a) // 2, (d - c) // 2), interpolation=cv2.INTER_AREA)
    away = cv2.bitwise_not(small)
    for plane, tone in ((planes.u, colour[1]), (planes.v, colour[2])):
        part = plane[c // 2 : d // 2, a // 2 : b // 2]
        cv2.multiply(part, away, part, scale=1 / 255)
        cv2.add(part, scaled(small, tone / 255), part)
