"""Draw small pictures that move, turn and bend in every frame."""

import math

import cv2
import numpy as np

from studio.preview.planes import Layer, Planes, composite


def draw_layer(planes: Planes, layer: Layer, matrix: np.ndarray, until: float | None = None) -> None:
    """Composite a layer that a 2 x 3 matrix moves into the frame, down to the row `until`."""
    height, width = planes.y.shape
    last = height if until is None else min(height, round(until / 2) * 2)
    box = find_box(layer.y.shape, matrix, (last, width))
    if box is None:
        return
    left, top, right, bottom = box
    moved = matrix.copy()
    moved[:, 2] -= (left, top)
    half = moved.copy()
    half[:, 2] /= 2
    small = np.s_[top // 2 : bottom // 2, left // 2 : right // 2]
    _composite_moved(planes.y[top:bottom, left:right], layer.y, layer.inverse, moved)
    _composite_moved(planes.u[small], layer.u, layer.inverse_half, half)
    _composite_moved(planes.v[small], layer.v, layer.inverse_half, half)


def _composite_moved(
    target: np.ndarray, paint: np.ndarray, inverse: np.ndarray | None, matrix: np.ndarray
) -> None:
    assert inverse is not None  # what moves is never as large as the frame
    size = (target.shape[1], target.shape[0])
    hole = cv2.warpAffine(inverse, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(255,))
    composite(target, hole, cv2.warpAffine(paint, matrix, size, flags=cv2.INTER_LINEAR))


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
