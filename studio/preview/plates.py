"""Paint on a plate by hand: pictures, and flat shapes in perspective."""

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.perspective import Box, project
from studio.preview.stage import Stage

Sheets = tuple[np.ndarray, np.ndarray]  # the paint, not premultiplied, and how much it covers
Corner = tuple[float, float, float]


def put(sheets: Sheets, picture: np.ndarray, alpha: np.ndarray, corner: tuple[int, int]) -> None:
    """Composite a picture over the plate."""
    paint, cover = sheets
    left, top = corner
    tall, wide = alpha.shape
    a, b, c, d = max(0, top), min(paint.shape[0], top + tall), max(0, left), min(paint.shape[1], left + wide)
    if b <= a or d <= c:
        return
    part = alpha[a - top : b - top, c - left : d - left]
    new = picture[a - top : b - top, c - left : d - left]
    old = cover[a:b, c:d]
    total = part + old * (1 - part)
    share = (part / np.maximum(total, 1e-4))[..., None]
    paint[a:b, c:d] = new * share + paint[a:b, c:d] * (1 - share)
    cover[a:b, c:d] = total


def fill(stage: Stage, box: Box, corners: list[Corner], target: tuple[Sheets, np.ndarray]) -> None:
    """Fill a flat shape with a color."""
    (paint, alpha), color = target
    points = np.array([project(stage, box, corner)[:2] for corner in corners])
    fixed = [np.round(points * 16).astype(np.int32)]
    cv2.fillPoly(paint, fixed, tuple(map(float, color)), cv2.LINE_AA, 4)
    cv2.fillPoly(alpha, fixed, (1.0,), cv2.LINE_AA, 4)


def warp(stage: Stage, box: Box, corners: list[Corner], target: tuple[Sheets, np.ndarray]) -> None:
    """Put a picture on a flat rectangle, whose corners are given from its upper left one, clockwise."""
    sheets, picture = target
    points = np.array([project(stage, box, corner)[:2] for corner in corners], f32)
    tall, wide = picture.shape[:2]
    left, top = np.maximum(np.floor(points.min(0)).astype(int), 0)
    right, low = np.minimum(np.ceil(points.max(0)).astype(int) + 1, sheets[1].shape[::-1])
    if right <= left or low <= top:
        return
    source = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], f32)
    matrix = cv2.getPerspectiveTransform(source, points - np.array([left, top], f32))
    size = (int(right - left), int(low - top))
    warped = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    cover = np.zeros(size[::-1], f32)
    cv2.fillPoly(cover, [np.round((points - (left, top)) * 16).astype(np.int32)], (1.0,), cv2.LINE_AA, 4)
    put(sheets, warped.astype(f32), cover, (int(left), int(top)))
