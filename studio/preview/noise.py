"""Make seeded random generators and fractal noise. The same seed makes the same picture."""

import hashlib

import cv2
import numpy as np

f32 = np.float32
Key = tuple[object, ...]  # all that a picture depends on: the prompt and the seed
COARSE = 4  # noise with large blobs is computed this many times smaller


def make_rng(*key: object) -> np.random.Generator:
    """Return a generator that depends only on `key`, on every machine."""
    return np.random.Generator(
        np.random.PCG64(int.from_bytes(hashlib.sha256(repr(key).encode()).digest()[:8]))
    )


def smoothstep(low: float, high: float, x: np.ndarray | np.floating) -> np.ndarray:
    """Ease from 0 at `low` to 1 at `high`; `low` may be greater than `high`."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def normalize(x: np.ndarray) -> np.ndarray:
    """Stretch the values to 0..1."""
    low, high = float(x.min()), float(x.max())
    return (x - f32(low)) / f32(max(high - low, 1e-6))


def make_noise(
    height: int,
    width: int,
    rng: np.random.Generator,
    cells: float = 3,
    *,
    octaves: int = 6,
    gain: float = 0.5,
    stretch: float = 1.0,
    ridged: bool = False,
) -> np.ndarray:
    """Return fractal noise in 0..1 that tiles in both directions.

    cells: blobs across. stretch: more than 1 makes them flat. ridged: sharp crests, as in rock.
    """
    total = np.zeros((height, width), f32)
    weight = 1.0
    for octave in range(octaves):
        across = max(2, round(cells * 2**octave))
        down = max(2, round(across * height / width * stretch))
        if across > width or down > height:
            break
        layer = _make_octave(height, width, rng.random((down, across), dtype=f32), ridged=ridged)
        cv2.scaleAdd(layer, weight, total, total)
        weight *= gain
    return normalize(total)


def _make_octave(height: int, width: int, points: np.ndarray, *, ridged: bool) -> np.ndarray:
    """Interpolate a wrapping grid of points. A coarse grid is computed small and enlarged."""
    coarse = COARSE if width >= 512 and max(points.shape[0] / height, points.shape[1] / width) < 1 / 24 else 1
    layer = _interpolate_grid(height // coarse, width // coarse, points)
    if coarse > 1:
        border = cv2.copyMakeBorder(layer, 2, 2, 2, 2, cv2.BORDER_WRAP)
        fx, fy = width / layer.shape[1], height / layer.shape[0]
        layer = cv2.resize(border, None, fx=fx, fy=fy, interpolation=cv2.INTER_CUBIC)
        layer = cv2.blur(layer, (coarse, coarse))  # otherwise dunes show ripples from enlarging
        left, top = round(2.5 * fx - 0.5), round(2.5 * fy - 0.5)
        layer = layer[top : top + height, left : left + width]
    if ridged:
        layer = 1 - np.abs(2 * layer - 1)
        layer *= layer
    return layer


def _interpolate_grid(height: int, width: int, points: np.ndarray) -> np.ndarray:
    """Return smooth values through a wrapping grid of points."""
    down, across = points.shape
    padded = np.pad(points, ((2, 3), (2, 3)), mode="wrap")
    fx, fy = width / across, height / down
    large = cv2.resize(padded, None, fx=fx, fy=fy, interpolation=cv2.INTER_CUBIC)
    left, top = round(2.5 * fx - 0.5), round(2.5 * fy - 0.5)  # half a point, because resizing aligns edges
    return large[top : top + height, left : left + width]


def make_noise_line(
    length: int,
    rng: np.random.Generator,
    bumps: float = 3,
    octaves: int = 6,
    *,
    gain: float = 0.5,
    ridged: bool = False,
) -> np.ndarray:
    """Return a rolling line of fractal noise in 0..1."""
    total = np.zeros(length, f32)
    weight = 1.0
    for octave in range(octaves):
        count = int(bumps * 2**octave) + 4
        if count > length:
            break
        points = rng.random((1, count), dtype=f32)
        part = cv2.resize(points, (length, 1), interpolation=cv2.INTER_CUBIC)[0]
        total += weight * (1 - np.abs(2 * part - 1) if ridged else part)
        weight *= gain
    return normalize(total)
