"""Handle pictures as the video stores them: full-size luma, half-size chroma, 8 bits, BT.709.

Layers are premultiplied by their alpha, so that compositing takes one multiplication and one addition.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from cv2.typing import MatLike

from studio.preview.noise import f32

RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722
LUMA = np.array([RED, GREEN, BLUE], f32)
IN_U, IN_V = 224 / 1.8556, 224 / 1.5748
YUV = np.array(
    [
        [219 * RED, 219 * GREEN, 219 * BLUE, 16],
        [-IN_U * RED, -IN_U * GREEN, IN_U * (1 - BLUE), 128],
        [IN_V * (1 - RED), -IN_V * GREEN, -IN_V * BLUE, 128],
    ]
)


YuvColor = tuple[np.ndarray, np.ndarray, np.ndarray]  # luma and chroma, in the video's 8-bit range


@dataclass
class Planes:
    """The planes of one I420 frame, as views."""

    y: np.ndarray
    u: np.ndarray
    v: np.ndarray

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter((self.y, self.u, self.v))


def split_planes(yuv: np.ndarray, width: int, height: int) -> Planes:
    """Return the three planes of one (3/2 height, width) array without copying."""
    flat, quarter = yuv[height:].reshape(-1), width * height // 4
    half = (height // 2, width // 2)
    return Planes(yuv[:height], flat[:quarter].reshape(half), flat[quarter:].reshape(half))


def to_yuv(rgb: np.ndarray) -> YuvColor:
    """Return luma and chroma of a color or a picture as floats in the video's 8-bit range."""
    if rgb.ndim == 3 and rgb.dtype == f32:
        y, u, v = cv2.split(cv2.transform(rgb, YUV))
        return y, u, v
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    y = RED * red + GREEN * green + BLUE * blue
    return 16 + 219 * y, 128 + IN_U * (blue - y), 128 + IN_V * (red - y)


def to_bytes(x: np.ndarray) -> np.ndarray:
    """Round to 8 bits and clip."""
    x = np.asarray(x)
    if x.dtype == f32 and x.ndim == 2:
        return cv2.convertScaleAbs(np.maximum(x, 0))
    return np.clip(x + 0.5, 0, 255).astype(np.uint8)


def halve(x: np.ndarray) -> np.ndarray:
    return cv2.resize(x, (x.shape[1] // 2, x.shape[0] // 2), interpolation=cv2.INTER_AREA)


def to_planes(rgb: np.ndarray) -> Planes:
    """Return an RGB picture in 0..1, with even sides, as planes."""
    y, u, v = to_yuv(rgb.astype(f32))
    return Planes(to_bytes(y), to_bytes(halve(u)), to_bytes(halve(v)))


@dataclass
class Layer:
    """A painted plate of the scene, larger than the frame so that the camera can move over it.

    y, u, v are premultiplied by the alpha; inverse, inverse_half are 255 minus the alpha (None: opaque).
    depth: 0 stands still, 1 moves as fast as the camera, more is nearer. top, left: its first row and column.
    solid: the row below which it is opaque. sway: (right px, down px, rounds, phase). soft: it has no edges,
    so it may move by whole pixels, which is faster.
    """

    y: np.ndarray
    u: np.ndarray
    v: np.ndarray
    inverse: np.ndarray | None
    inverse_half: np.ndarray | None
    depth: float
    top: int = 0
    solid: int | None = None
    sway: tuple[float, float, int, float] = (0.0, 0.0, 0, 0.0)
    left: int = 0
    soft: bool = False


PAINTED = ("y", "u", "v")


def make_layer(rgb: np.ndarray, alpha: np.ndarray | None, depth: float, top: int = 0, **more: Any) -> Layer:
    """Return a layer from an RGB picture and its alpha, both in 0..1. None is opaque."""
    y, u, v = to_yuv(rgb.astype(f32, copy=False))
    return make_yuv_layer(y, halve(u), halve(v), alpha, depth=depth, top=top, **more)


def make_yuv_layer(
    y: MatLike, u: MatLike, v: MatLike, alpha: MatLike | None, *, depth: float, top: int = 0, **more: Any
) -> Layer:
    """Return a layer from luma, half-size chroma (as floats) and alpha."""
    if alpha is None:
        return Layer(to_bytes(y), to_bytes(u), to_bytes(v), None, None, depth, top, **more)
    small = halve(alpha)
    return Layer(
        to_bytes(y * alpha),
        to_bytes(u * small),
        to_bytes(v * small),
        to_bytes(255 * (1 - alpha)),
        to_bytes(255 * (1 - small)),
        depth,
        top,
        **more,
    )


def stack_layers(bands: list[Layer]) -> Layer:
    """Return plates that lie below each other, all with an alpha, as one."""
    y, u, v, inverse, inverse_half = (
        np.concatenate([getattr(one, name) for one in bands])
        for name in (*PAINTED, "inverse", "inverse_half")
    )
    first = bands[0]
    return Layer(y, u, v, inverse, inverse_half, first.depth, first.top)


def trim(plate: Layer) -> Layer:
    """Return the layer without its empty borders."""
    if plate.inverse is None or plate.inverse_half is None:
        return plate
    left, top, wide, tall = cv2.boundingRect(cv2.bitwise_not(plate.inverse))
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
        inverse=plate.inverse[large],
        inverse_half=plate.inverse_half[small],
        top=plate.top + 2 * c,
        left=plate.left + 2 * a,
    )


def merge_layers(far: Layer, near: Layer) -> Layer:
    """Return two layers of the same position as one, `near` over `far`. Both must have an alpha."""
    assert far.inverse is not None and far.inverse_half is not None
    assert near.inverse is not None and near.inverse_half is not None
    merged = replace(far, depth=(far.depth + near.depth) / 2, **{n: getattr(far, n).copy() for n in PAINTED})
    for name, inverse in zip(PAINTED, (near.inverse, near.inverse_half, near.inverse_half), strict=True):
        composite(getattr(merged, name), inverse, getattr(near, name))
    merged.inverse = cv2.multiply(far.inverse, near.inverse, scale=1 / 255)
    merged.inverse_half = cv2.multiply(far.inverse_half, near.inverse_half, scale=1 / 255)
    return merged


def composite(below: np.ndarray, inverse: np.ndarray, paint: np.ndarray) -> None:
    """Composite premultiplied paint over a plane, in place."""
    cv2.multiply(below, inverse, below, scale=1 / 255)
    cv2.add(below, paint, below)


def scale(plane: np.ndarray, factor: float | np.ndarray) -> np.ndarray:
    """Return the plane times a number. cv2.multiply would convert to doubles, ten times slower."""
    return cv2.convertScaleAbs(plane, alpha=float(factor))


def add_light(
    planes: Planes,
    sprite: np.ndarray,
    column: float,
    row: float,
    *,
    color: YuvColor,
    strength: float,
    dims: float = 0.0,
) -> None:
    """Add a colored light at a subpixel position, clipped at the frame.

    dims: how much of the picture below is removed first: 0 for a small lamp, more for a disc of light.
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
    light = scale(moved[c - top : d - top, a - left : b - left], strength)
    y = planes.y[c:d, a:b]
    if dims:
        cv2.multiply(y, cv2.bitwise_not(scale(light, dims)), y, scale=1 / 255)
    cv2.add(y, scale(light, color[0] / 255), y)
    small = cv2.resize(light, ((b - a) // 2, (d - c) // 2), interpolation=cv2.INTER_AREA)
    inverse = cv2.bitwise_not(small)
    for plane, tone in ((planes.u, color[1]), (planes.v, color[2])):
        part = plane[c // 2 : d // 2, a // 2 : b // 2]
        cv2.multiply(part, inverse, part, scale=1 / 255)
        cv2.add(part, scale(small, tone / 255), part)
