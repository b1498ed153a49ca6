"""Pour something over a puppet: a stream from above the frame, which sways and shines."""

import cv2
import numpy as np

from studio.preview import dishes
from studio.preview.gaits import Mover
from studio.preview.moved import draw_cutout, make_cutout
from studio.preview.noise import f32
from studio.preview.palettes import parse_hex
from studio.preview.planes import Planes
from studio.preview.stage import Moment, Stage

PICTURES, RATE = 8, 1.6  # of a round, and rounds in a second
THIN, THICK = 0.017, 0.026  # widths, of the frame's height
MIDDLE, SOLID = 0.12, 0.9  # part of the width where it meets the target, and how solid that is at least


class Stream:
    """Draw a stream that ends on a puppet."""

    def __init__(self, stage: Stage, mover: Mover, alpha: np.ndarray, color: str):
        self.stage, self.mover, self.reach = stage, mover, _find_reach(alpha)
        wide = (THICK if dishes.is_thick(str(stage.key[0])) else THIN) * stage.height
        self.pictures = [_paint(stage, wide, parse_hex(color), n / PICTURES) for n in range(PICTURES)]
        self.rounds = stage.count_rounds(RATE)

    def __call__(self, planes: Planes, moment: Moment) -> None:
        pose = self.mover.find_pose(moment)
        low = pose.row - pose.lift - self.reach
        picture = self.pictures[int(moment.phase * self.rounds * PICTURES) % PICTURES]
        rows, columns = picture.shape[:2]
        sway = 0.004 * self.stage.height * moment.wave(self.stage.count_rounds(0.4))
        matrix = np.array([[1, 0, pose.column - columns / 2 + sway], [0, 1.0, low - rows]])
        draw_cutout(planes, picture, matrix)


def _find_reach(alpha: np.ndarray) -> float:
    """Return how high above its feet a puppet is solid in the middle: below steam, in a glass its filling."""
    rows, columns = alpha.shape
    half = max(1, round(MIDDLE * columns))
    middle = alpha[:, columns // 2 - half : columns // 2 + half] > SOLID
    first = np.where(middle.any(0), middle.argmax(0), rows)
    return float(rows - np.median(first))


def _paint(stage: Stage, wide: float, color: np.ndarray, phase: float) -> np.ndarray:
    """Return the stream at a phase of its round, as a cutout."""
    rows, columns = stage.height // 2 * 2, max(8, round(wide * 5)) // 2 * 2
    down = np.linspace(0, 1, rows, dtype=f32)[:, None]
    wave = np.sin(2 * np.pi * (down * 5 - phase)) + 0.5 * np.sin(2 * np.pi * (down * 11 - 2 * phase))
    half = wide / 2 * (1.25 - 0.45 * down + 0.10 * wave + 1.6 * np.clip((down - 0.97) / 0.03, 0, 1) ** 2)
    middle = columns / 2 + 0.12 * wide * np.sin(2 * np.pi * (down * 3 - phase))
    across = (np.arange(columns, dtype=f32)[None] + 0.5 - middle) / half
    alpha = np.clip((1 - np.abs(across)) * half, 0, 1).astype(f32)
    round_ = np.sqrt(np.clip(1 - across**2, 0, 1))
    light = 0.55 + 0.5 * round_ + 0.9 * np.exp(-(((across + 0.4) / 0.2) ** 2)) * (0.5 + 0.3 * wave)
    picture = np.clip(color * light[..., None].astype(f32), 0, 1)
    return make_cutout(picture * cv2.merge([alpha] * 3), alpha)
