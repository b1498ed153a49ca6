"""Draw small pictures that move, turn and bend in every frame."""

import math

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.planes import Planes, composite, to_bytes, to_yuv


def make_cutout(rgb: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Return a picture that is premultiplied by its alpha (both in 0..1) as one of four channels.

    They move quickly: premultiplied luma, 255 minus the alpha, and premultiplied chroma.
    """
    y, u, v = to_yuv(rgb.astype(f32, copy=False))
    hole = 1 - alpha
    planes = (y - 16 * hole, 255 * hole, u - 128 * hole, v - 128 * hole)
    return np.ascontiguousarray(cv2.merge([to_bytes(plane) for plane in planes]))


def draw_cutout(planes: Planes, cutout: np.ndarray, matrix: np.ndarray, until: float | None = None) -> None:
    """Composite a cutout that a 2 x 3 matrix moves into the frame, down to the row `until`."""
    height, width = planes.y.shape
    last = height if until is None else min(height, round(until / 2) * 2)
    box = find_box(cutout.shape, matrix, (last, width))
    if box is None:
        return
    left, top, right, bottom = box
    moved = matrix.copy()
    moved[:, 2] -= (left, top)
    warped = cv2.warpAffine(cutout, moved, (right - left, bottom - top), borderValue=(0, 255, 0, 0))
    y, hole, u, v = cv2.split(warped)
    small = np.s_[top // 2 : bottom // 2, left // 2 : right // 2]
    composite(planes.y[top:bottom, left:right], hole, y)
    half = _halve(hole)
    composite(planes.u[small], half, _halve(u))
    composite(planes.v[small], half, _halve(v))


def _halve(plane: np.ndarray) -> np.ndarray:
    size = (plane.shape[1] // 2, plane.shape[0] // 2)
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA))


def darken(y: np.ndarray, sheet: np.ndarray, matrix: np.ndarray) -> None:
    """Multiply luma by a sheet that a 2 x 3 matrix moves into the frame."""
    box = find_box(sheet.shape, matrix, y.shape)
    if box is None:
        return
    left, top, right, bottom = box
    moved = matrix.copy()
    moved[:, 2] -= (left, top)
    part = y[top:bottom, left:right]
    shade = cv2.warpAffine(sheet, moved, (right - left, bottom - top), borderValue=(255,))
    cv2.multiply(part, shade, part, scale=1 / 255)


def find_box(
    shape: tuple[int, ...], matrix: np.ndarray, frame: tuple[int, ...]
) -> tuple[int, int, int, int] | None:
    """Return the even left, top, right and bottom of what is visible of a moved picture, or None."""
    rows, columns = shape[:2]
    corners = np.array([[0, 0, 1], [columns, 0, 1], [0, rows, 1], [columns, rows, 1]], np.float64) @ matrix.T
    left, top = (max(0, math.floor(v) // 2 * 2) for v in corners.min(axis=0))
    right, bottom = (math.ceil(v / 2) * 2 for v in corners.max(axis=0))
    right, bottom = min(frame[1] // 2 * 2, right), min(frame[0] // 2 * 2, bottom)
    return (left, top, right, bottom) if right > left and bottom > top else None
