"""Lay rows of vines and flowers on a field, the cracks of a salt lake, and paths of gravel."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from studio.preview.noise import f32, smoothstep
from studio.preview.palettes import blend, parse_hex

Lay = Callable[..., np.ndarray]


@dataclass(frozen=True)
class Crop:
    """Rows that run away from the camera. hues: one for each row, in turn. step: from row to row, and
    wide: of a row, high: both in units of the camera's height.
    """

    hues: tuple[str, ...]
    step: float
    wide: float
    high: float


CROPS = {
    "vines": Crop(("#5d8a34", "#6a9638"), 1.15, 0.5, 0.42),
    "lavender": Crop(("#8a5fc0", "#7a52b4"), 0.72, 0.44, 0.17),
    "tulips": Crop(("#d8382f", "#f0c02c", "#e87aa8", "#f4efe6", "#8a4a9a", "#f08a2c"), 1.0, 0.84, 0.12),
}
SPREAD = 26.0  # how far away the rows are still apart


def raise_rows(name: str, x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return how high the rows are."""
    crop = CROPS[name]
    return np.asarray(crop.high * _find_row(crop, x) * smoothstep(SPREAD * 1.5, 8, z), f32)


def _find_row(crop: Crop, x: np.ndarray) -> np.ndarray:
    """Return 1 on the rows and 0 between them."""
    away = np.abs(x / crop.step % 1 - 0.5) * 2 * crop.step
    return np.asarray(np.sqrt(np.clip(1 - (away / crop.wide) ** 2, 0, 1)), f32)


def _lay_rows(
    color: np.ndarray, x: np.ndarray, z: np.ndarray, *, grain: np.ndarray, is_cold: bool, crop: Crop
) -> np.ndarray:
    hues = np.stack([parse_hex(one) for one in crop.hues])
    row = _find_row(crop, x)[..., None]
    hue = np.full(3, 0.9, f32) if is_cold else hues[np.floor(x / crop.step).astype(np.int32) % len(hues)]
    leaves = hue * (0.30 + 0.62 * row) * (0.35 + 1.3 * grain)
    near = blend(color, leaves, smoothstep(0.0, 0.35, row))
    mean = blend(color, hue * 0.8, 0.75)
    return blend(near, mean, smoothstep(SPREAD * 0.5, SPREAD * 1.4, z)[..., None])


def lay_cracks(
    color: np.ndarray, x: np.ndarray, z: np.ndarray, *, grain: np.ndarray, is_cold: bool
) -> np.ndarray:
    """Return the ground with the ridges of six-sided plates."""
    across, away = x / 0.9, z / 0.9
    ridge = np.zeros_like(x)
    row = away + 0.18 * np.sin(across * 3)
    slant = across + 0.22 * np.sin(away * 2.1 + across) + 0.5 * (np.floor(row) % 2)
    for line in (slant, row):
        ridge = np.maximum(ridge, smoothstep(0.86, 0.98, np.abs(line % 1 - 0.5) * 2))
    part = ridge * smoothstep(22, 5, z)
    return np.asarray(color * (1 - 0.30 * part[..., None]), f32)


def lay_gravel(
    color: np.ndarray, x: np.ndarray, z: np.ndarray, *, grain: np.ndarray, is_cold: bool, half: float
) -> np.ndarray:
    """Return the ground with a path of pale gravel. half: of its width."""
    hue = parse_hex("#d5dce4") if is_cold else parse_hex("#cbb994")
    part = np.clip((half - np.abs(x) + 0.15 * (grain[..., 0] - 0.5)) / (0.006 * z + 0.03) + 0.5, 0, 1)
    return blend(color, hue * (0.75 + 0.4 * grain), 0.9 * part[..., None])


LAYERS: dict[str, Lay] = {name: partial(_lay_rows, crop=crop) for name, crop in CROPS.items()}
