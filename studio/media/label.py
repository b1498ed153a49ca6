"""A visible "Made with AI" in the lower right corner, for those who want to say it in the picture."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WORDS = "Made with AI"
HEIGHT = 1 / 30  # of the picture, for the letters
WHITE_LUMA, SHADE_LUMA, NO_COLOUR = 225, 30, 128
SHADE = 0.55


def put_on(yuv: np.ndarray, width_px: int, height_px: int) -> None:
    """Write it into an I420 picture of this size."""
    letters, left, top = stamp(width_px, height_px)
    high, wide = letters.shape
    luma = yuv[:height_px]
    part = luma[top : top + high, left : left + wide]
    shaded = part * (1 - SHADE) + SHADE_LUMA * SHADE
    part[:] = shaded * (1 - letters) + WHITE_LUMA * letters
    for start in (height_px * width_px, height_px * width_px * 5 // 4):
        plane = yuv.reshape(-1)[start : start + height_px * width_px // 4]
        plane = plane.reshape(height_px // 2, width_px // 2)
        part = plane[top // 2 : (top + high) // 2, left // 2 : (left + wide) // 2]
        part[:] = part * (1 - SHADE) + NO_COLOUR * SHADE


@lru_cache(maxsize=4)
def stamp(width_px: int, height_px: int) -> tuple[np.ndarray, int, int]:
    """The letters as 0 to 1 in a box with room around them, and where its corner stands; all even."""
    size = max(10, round(min(width_px, height_px) * HEIGHT))
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(WORDS)
    room = size // 2
    wide, high = (even(length + 2 * room) for length in (right - left, bottom - top))
    box = Image.new("L", (wide, high))
    ImageDraw.Draw(box).text((room - left, room - top), WORDS, font=font, fill=255)
    edge = even(size)
    wide, high = min(wide, even(width_px - edge)), min(high, even(height_px - edge))
    letters = np.asarray(box, np.float32)[:high, :wide] / 255
    return letters, even(width_px - wide - edge), even(height_px - high - edge)


def even(length: float) -> int:
    return int(length) // 2 * 2
