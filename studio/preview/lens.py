"""What is done with planes for every frame: lay a piece of a plate over them, enlarge them. Quick."""

import math

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.planes import Planes, over

EXACT = 1 / 64  # of a pixel; nearer than this to a whole one there is nothing to interpolate
UNSEEN = 0.1  # of a pixel; as far as this an enlarged picture may lie beside its place


def lay(target: np.ndarray, paint: np.ndarray, away: np.ndarray | None, at: tuple[float, float]) -> None:
    """Lay the piece of `paint` whose corner is `at` (between pixels) over `target`."""
    if away is not None:
        over(target, _piece(away, at, target.shape), _piece(paint, at, target.shape))
        return
    piece = _piece(paint, at, target.shape, target)
    if piece is not target:
        target[:] = piece


def _piece(
    plate: np.ndarray, at: tuple[float, float], shape: tuple[int, int], target: np.ndarray | None = None
) -> np.ndarray:
    """A piece of a plate, by the cheapest way: a view of it, two views mixed, or all four neighbours."""
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
    """Enlarge the frame about its middle, in place."""
    if factor < 1.001:
        return
    for plane in planes:
        plane[:] = _enlarged(plane, factor)


def _enlarged(plane: np.ndarray, factor: float) -> np.ndarray:
    """The middle of a plane. Resizing costs a fifth of warping, where it can hit the place."""
    rows, columns = plane.shape
    (left, right, off), (top, down, away) = (_start(side, factor) for side in (columns, rows))
    if max(off, away) > UNSEEN:
        return _warped(plane, factor)
    source = plane[top : top + math.ceil((rows + down) / factor) + 2]
    source = source[:, left : left + math.ceil((columns + right) / factor) + 2]
    large = cv2.resize(source, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR)
    return large[down : down + rows, right : right + columns]


def _start(side: int, factor: float) -> tuple[int, int, float]:
    """Pixels to leave out before and after enlarging so that the middle stays, and how far off it then is."""
    before = side / 2 * (1 - 1 / factor)
    found = (1, 1, 9.0)
    for left in range(int(before), max(-1, int(before) - 24), -1):
        right = round((before - left) * factor)
        off = abs((before - left) - right / factor)
        if off < found[2]:
            found = (left, right, off)
    return found


def _warped(plane: np.ndarray, factor: float) -> np.ndarray:
    rows, columns = plane.shape
    rest = (1 - 1 / factor) / 2
    matrix = np.array([[1 / factor, 0, (columns - 1) * rest], [0, 1 / factor, (rows - 1) * rest]], f32)
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(plane, matrix, (columns, rows), flags=how, borderMode=cv2.BORDER_REPLICATE)
