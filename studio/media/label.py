"""Draw a visible "Made with AI" in the lower right corner of a video, if wanted."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WORDS = "Made with AI"
HEIGHT = 1 / 30  # of the letters, as a part of the picture
WHITE_LUMA, SHADE_LUMA, NO_COLOUR = 225, 30, 128
SHADE = 0.55


def draw_label(yuv: np.ndarray, width_px: int, height_px: int) -> None:
    """Draw the label into an I420 picture of this size."""
    letters, left, top = render_label(width_px, height_px)
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
def render_label(width_px: int, height_px: int) -> tuple[np.ndarray, int, int]:
    """Return the letters as 0 to 1 in a padded box, and the position of its corner; all even."""
    size = max(10, round(min(width_px, height_px) * HEIGHT))
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(WORDS)
    room = size // 2
    wide, high = (round_to_even(length + 2 * room) for length in (right - left, bottom - top))
    box = Image.new("L", (wide, high))
    ImageDraw.Draw(box).text((room - left, room - top), WORDS, font=font, fill=255)
    edge = round_to_even(size)
    wide, high = min(wide, round_to_even(width_px - edge)), min(high, round_to_even(height_px - edge))
    letters = np.asarray(box, np.float32)[:high, :wide] / 255
    return letters, round_to_even(width_px - wide - edge), round_to_even(height_px - high - edge)


def round_to_even(length: float) -> int:
    return int(length) // 2 * 2
