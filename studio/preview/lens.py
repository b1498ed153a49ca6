"""Composite and enlarge planes quickly, because this happens for every frame."""

import math

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.planes import Planes, composite

EXACT = 1 / 64  # pixels; closer than this to a whole pixel, nothing is interpolated
INVISIBLE = 0.1  # pixels; an enlarged picture may be off by this much


def composite_at(
    target: np.ndarray, paint: np.ndarray, inverse: np.ndarray | None, at: tuple[float, float]
) -> None:
    """Composite the crop of `paint` whose corner is `at` (between pixels) over `target`."""
    if inverse is not None:
        composite(target, _crop_at(inverse, at, target.shape), _crop_at(paint, at, target.shape))
        return
    piece = _crop_at(paint, at, target.shape, target)
    if piece is not target:
        target[:] = piece


def _crop_at(
    plate: np.ndarray, at: tuple[float, float], shape: tuple[int, int], target: np.ndarray | None = None
) -> np.ndarray:
    """Return a crop in the cheapest way: as a view, as two mixed views, or from all four neighbors."""
    rows, columns = shape
    x, y = (round(side) if abs(side - round(side)) < EXACT else math.floor(side) for side in at)
    part = at[0] - x if abs(at[0] - x) >= EXACT else 0.0
    inside = min(x, y) >= 0 and x + columns + (part > 0) <= plate.shape[1] and y + rows <= plate.shape[0]
    if not inside or abs(at[1] - y) >= EXACT:
        middle = (at[0] + (columns - 1) / 2, at[1] + (rows - 1) / 2)
        return cv2.getRectSubPix(plate, (columns, rows), middle)
    piece = plate[y : y + rows, x : x + columns]
    if not part:
        return piece
    return cv2.addWeighted(piece, 1 - part, plate[y : y + rows, x + 1 : x + 1 + columns], part, 0, target)


def zoom(planes: Planes, factor: float) -> None:
    """Enlarge the frame around its center, in place."""
    if factor < 1.001:
        return
    for plane in planes:
        plane[:] = _enlarge(plane, factor)


def _enlarge(plane: np.ndarray, factor: float) -> np.ndarray:
    """Return the enlarged center of a plane.

    Resizing costs a fifth of warping, but fits only some positions.
    """
    rows, columns = plane.shape
    (left, right, off), (top, down, away) = (_find_crop(side, factor) for side in (columns, rows))
    if max(off, away) > INVISIBLE:
        return _warp(plane, factor)
    source = plane[top : top + math.ceil((rows + down) / factor) + 2]
    source = source[:, left : left + math.ceil((columns + right) / factor) + 2]
    large = cv2.resize(source, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR)
    return large[down : down + rows, right : right + columns]


def _find_crop(side: int, factor: float) -> tuple[int, int, float]:
    """Return the pixels to skip before and after enlarging to keep the center, and the error left."""
    before = side / 2 * (1 - 1 / factor)
    found = (1, 1, 9.0)
    for left in range(int(before), max(-1, int(before) - 24), -1):
        right = round((before - left) * factor)
        off = abs((before - left) - right / factor)
        if off < found[2]:
            found = (left, right, off)
    return found


def _warp(plane: np.ndarray, factor: float) -> np.ndarray:
    rows, columns = plane.shape
    rest = (1 - 1 / factor) / 2
    matrix = np.array([[1 / factor, 0, (columns - 1) * rest], [0, 1 / factor, (rows - 1) * rest]], f32)
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(plane, matrix, (columns, rows), flags=how, borderMode=cv2.BORDER_REPLICATE)
