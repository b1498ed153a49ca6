"""Draw what begins and ends a film: a countdown, and credits that roll."""

import re

import cv2
import numpy as np

from studio.media.letters import draw_line
from studio.preview.noise import f32
from studio.preview.patterns.sheet import TURN, Draw, Sheet, to_index
from studio.preview.stage import Moment

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
USUAL, MOST = 3, 10  # the number from which we count
AA, SHIFT = cv2.LINE_AA, 4
ROLES = (
    "Directed by",
    "Written by",
    "Produced by",
    "Starring",
    "Camera",
    "Music",
    "Editing",
    "Sound",
    "Thanks to",
)


def make_countdown(sheet: Sheet) -> Draw:
    """Draw a film leader: a hand sweeps around each number."""
    first = _find_first(str(sheet.stage.key[0]).lower())
    digits = [_draw_text(sheet, str(n), 0.46) for n in range(1, first + 1)][::-1]
    ground = to_index(0.72 - 0.30 * sheet.radius**2 + 0.03 * sheet.rng.random(sheet.x.shape))
    turned = (sheet.angle / TURN + 0.25) % 1.0  # 0 on top, clockwise
    thick, middle = max(1, sheet.short // 220), (sheet.width // 2, sheet.height // 2)

    def draw(moment: Moment) -> np.ndarray:
        at = moment.phase * first
        page = np.where(turned < at % 1.0, ground // 10 * 7, ground).astype(np.uint8)
        cv2.line(page, (0, middle[1]), (sheet.width, middle[1]), (40,), thick, AA)
        cv2.line(page, (middle[0], 0), (middle[0], sheet.height), (40,), thick, AA)
        for part in (0.34, 0.40):
            cv2.circle(page, middle, round(part * sheet.short), (245,), 2 * thick, AA)
        return _write(page, digits[min(first - 1, int(at))], middle, dark=True)

    return draw


def _find_first(text: str) -> int:
    """Return the number from which the text counts down."""
    found = [int(n) for n in re.findall(r"\b\d{1,2}\b", text) if 0 < int(n) <= MOST]
    found += [NUMBERS.index(word) for word in re.findall(r"[a-z]+", text) if word in NUMBERS[2:]]
    return max(found, default=USUAL)


def make_title_ground(sheet: Sheet) -> Draw:
    """Draw the dark behind a title, over which a soft light passes."""

    def draw(moment: Moment) -> np.ndarray:
        aside = 0.5 * sheet.stage.width / sheet.stage.height * moment.wave(1, -0.1)
        light = np.exp(-(((sheet.x - f32(aside)) / 0.55) ** 2) - (sheet.y / 0.42) ** 2)
        return to_index(0.035 + 0.22 * light + 0.04 * np.exp(-((sheet.radius / 0.9) ** 2)))

    return draw


def make_credits(sheet: Sheet) -> Draw:
    """Draw rolling credits: each role, and a bar where the name will be."""
    step = round(0.20 * sheet.short)
    page = np.zeros((step * len(ROLES), sheet.width), np.uint8)
    for n, role in enumerate(ROLES):
        _write(page, _draw_text(sheet, role, 0.034) // 5 * 3, (sheet.width // 2, n * step + step // 4))
        half, at = round((0.13 + 0.05 * sheet.rng.random()) * sheet.short), n * step + round(0.6 * step)
        ends = (sheet.width // 2 - half, at), (sheet.width // 2 + half, at)
        cv2.line(page, *ends, (225,), max(2, sheet.short // 44), AA)
    turns = max(1, round(sheet.stage.count / 24 * 0.16 * sheet.short / len(page)))

    def draw(moment: Moment) -> np.ndarray:
        rows = (np.arange(sheet.height) + int(moment.phase * turns * len(page))) % len(page)
        return np.maximum(page[rows], 6)

    return draw


def _draw_text(sheet: Sheet, text: str, size: float) -> np.ndarray:
    """Return a line of text in white on black. size: of its letters, of the short side."""
    picture = draw_line(text, max(8, round(size * sheet.short)))
    return np.asarray(picture.crop(picture.getbbox())) if picture else np.zeros((2, 2), np.uint8)


def _write(page: np.ndarray, ink: np.ndarray, middle: tuple[int, int], *, dark: bool = False) -> np.ndarray:
    """Write over the page around a point."""
    left, top = max(0, middle[0] - ink.shape[1] // 2), max(0, middle[1] - ink.shape[0] // 2)
    part = page[top : top + ink.shape[0], left : left + ink.shape[1]]
    own = ink[: part.shape[0], : part.shape[1]].astype(f32) / 255
    part[:] = part * (1 - own) + (18 if dark else 255) * own
    return page
