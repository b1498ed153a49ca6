"""Draw the fronts of built-in furniture: doors and drawers, shelves and devices."""

import cv2
import numpy as np

from studio.preview.devices import mount_screens, mount_servers, set_oven, set_slots
from studio.preview.noise import f32
from studio.preview.shelves import (
    BOOKS,
    GOODS,
    Front,
    hang_clothes,
    hang_tools,
    lay_bottles,
    set_glass,
    stack_casks,
    stock,
    to_tone,
)


def draw_front(
    front: str, color: np.ndarray, size: tuple[int, int], *, meter: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return a front of a size (width, height), and where it shines, 0 to 1. meter: in pixels."""
    picture = np.tile(color, (size[1], size[0], 1)).astype(f32)
    FRONTS[front](picture, rng, meter)
    return picture, _find_shine(picture) if front in SHINING else np.zeros(size[::-1], f32)


def _find_shine(picture: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(picture.max(-1) * 3 - 1.6, 0, 1), f32)


def _leave_plain(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
    """Leave the front as it is."""


def _set_panels(wide: float, high: float, *, has_vents: bool = False) -> Front:
    """Return what draws doors or drawers of about a size in meters, each with a knob."""

    def draw(front: np.ndarray, rng: np.random.Generator, meter: float) -> None:
        tall, across = front.shape[:2]
        color = front[0, 0].copy()
        rows, columns = max(1, round(tall / meter / high)), max(1, round(across / meter / wide))
        for n in range(columns):
            for k in range(rows):
                a, b = (
                    (n * across // columns, k * tall // rows),
                    ((n + 1) * across // columns, (k + 1) * tall // rows),
                )
                cv2.rectangle(front, a, b, to_tone(color * 0.62), max(1, round(0.018 * meter)))
                knob = round((a[0] + b[0]) / 2), round(a[1] + 0.16 * tall / rows)
                if has_vents:
                    _draw_vents(front, (a, b), color, meter)
                    knob = round(b[0] - 0.07 * meter), round((a[1] + b[1]) / 2)
                cv2.circle(front, knob, max(1, round(0.022 * meter)), to_tone(color * 1.6 + 0.1), -1)

    return draw


def _draw_vents(
    front: np.ndarray, corners: tuple[tuple[int, int], tuple[int, int]], color: np.ndarray, meter: float
) -> None:
    (left, top), (right, _) = corners
    inset = round(0.25 * (right - left))
    for n in range(3):
        row = round(top + (0.14 + 0.07 * n) * meter)
        cv2.line(
            front,
            (left + inset, row),
            (right - inset, row),
            to_tone(color * 0.45),
            max(1, round(0.02 * meter)),
        )


FRONTS: dict[str, Front] = {
    "plain": _leave_plain,
    "doors": _set_panels(0.6, 0.9),
    "drawers": _set_panels(0.6, 0.36),
    "lockers": _set_panels(0.36, 1.8, has_vents=True),
    "books": stock(BOOKS, (0.05, 0.09), "boxes"),
    "bottles": stock(BOOKS, (0.06, 0.11), "bottles"),
    "goods": stock(GOODS, (0.10, 0.2), "cans", 0.42),
    "boxes": stock(("#b08a58", "#a07a4a", "#c09a68"), (0.3, 0.6), "boxes", 0.6),
    "jars": stock(("#7a9a4a", "#b0703a", "#d8c08a", "#8a4a3a"), (0.10, 0.16), "cans", 0.34),
    "loaves": stock(("#b87838", "#c88a48", "#a06428", "#d8a868"), (0.18, 0.32), "loaves", 0.4),
    "clothes": hang_clothes,
    "casks": stack_casks,
    "rack": lay_bottles,
    "servers": mount_servers,
    "screens": mount_screens,
    "oven": set_oven,
    "glass": set_glass,
    "slots": set_slots,
    "tools": hang_tools,
}
SHINING = ("servers", "screens", "oven", "glass", "slots")
