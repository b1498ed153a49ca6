"""Pictures as the film stores them: full-size luma, half-size chroma, 8 bits, BT.709; and layers of them.

Layers hold colour already multiplied by their cover: laying one over another is one multiply and one add.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from studio.engines.preview.noise import f32

RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722


@dataclass
class Planes:
    """Views of one I420 frame."""

    y: np.ndarray
    u: np.ndarray
    v: np.ndarray

    def __iter__(self):
        return iter((self.y, self.u, self.v))


def views(yuv: np.ndarray, width: int, height: int) -> Planes:
    """The three planes inside one (3/2 height, width) array, without copying."""
    flat, quarter = yuv[height:].reshape(-1), width * height // 4
    half = (height // 2, width // 2)
    return Planes(yuv[:height], flat[:quarter].reshape(half), flat[quarter:].reshape(half))


def yuv_of(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Luma and chroma, in the film's 8-bit scale but as floats; works for one colour and for pictures."""
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    y = RED * red + GREEN * green + BLUE * blue
    return 16 + 219 * y, 128 + (224 / 1.8556) * (blue - y), 128 + (224 / 1.5748) * (red - y)


def bytes_of(x: np.ndarray) -> np.ndarray:
    return np.clip(np.asarray(x) + 0.5, 0, 255).astype(np.uint8)


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
    depth: 0 moves not at all, 1 as fast as the camera, more is nearer. top: its first row in the scene.
    solid: the row from which on it hides whatever lies behind. sway: (right px, down px, rounds, phase).
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


def layer(rgb: np.ndarray, cover: np.ndarray | None, depth: float, top: int = 0, **more) -> Layer:
    """A layer from an RGB picture in 0..1 and its cover in 0..1 (None: all)."""
    y, u, v = yuv_of(rgb.astype(f32, copy=False))
    return layer_of(y, half(u), half(v), cover, depth, top, **more)


def layer_of(y, u, v, cover, depth: float, top: int = 0, **more) -> Layer:
    """A layer from luma, half-size chroma (as floats) and cover."""
    if cover is None:
        return Layer(bytes_of(y), bytes_of(u), bytes_of(v), None, None, depth, top, **more)
    small = half(cover)
    return Layer(
        bytes_of(y * cover), bytes_of(u * small), bytes_of(v * small),
        bytes_of(255 * (1 - cover)), bytes_of(255 * (1 - small)), depth, top, **more,
    )  # fmt: skip


def over(below: np.ndarray, away: np.ndarray, paint: np.ndarray) -> None:
    """Lay premultiplied paint over a plane, in place."""
    cv2.multiply(below, away, below, scale=1 / 255)
    cv2.add(below, paint, below)


def scaled(plane: np.ndarray, factor: float) -> np.ndarray:
    """The plane times a number. (cv2.multiply with a number goes through doubles and is ten times slower.)"""
    return cv2.convertScaleAbs(plane, alpha=float(factor))
