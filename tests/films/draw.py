"""Draw frames that carry their number, show which way is up, and can be read back after any conversion."""

import numpy as np

BITS = 8
CORNERS = {
    "top left": (190, 60, 50),
    "top right": (60, 150, 70),
    "left": (60, 80, 180),
    "right": (128, 128, 128),
}
WHITE, BLACK = (235, 235, 235), (16, 16, 16)


def draw(number, width, height, *, flash=False):
    """Return an RGB picture: a color in each corner, and the number's bits as blocks across the middle."""
    picture = np.empty((height, width, 3), np.uint8)
    if flash:
        picture[:] = WHITE
        return picture
    x, y = width // 2, height // 2
    picture[:y, :x], picture[:y, x:] = CORNERS["top left"], CORNERS["top right"]
    picture[y:, :x], picture[y:, x:] = CORNERS["left"], CORNERS["right"]
    for bit in range(BITS):
        left, right = bit * width // BITS, (bit + 1) * width // BITS
        picture[height * 3 // 8 : height * 5 // 8, left:right] = WHITE if number >> bit & 1 else BLACK
    return picture


def read_number(rgb):
    """Return the number that a picture carries."""
    height, width, _ = rgb.shape
    row = rgb[height // 2].mean(axis=1)
    return sum(1 << bit for bit in range(BITS) if row[(2 * bit + 1) * width // (2 * BITS)] > 110)


def read_corners(rgb):
    """Return the colors of the corners, in the order of CORNERS."""
    height, width, _ = rgb.shape
    points = ((1, 1), (1, 7), (7, 1), (7, 7))
    return np.array([rgb[height * y // 8, width * x // 8] for y, x in points], int)


def is_flash(rgb):
    return rgb[rgb.shape[0] // 8, rgb.shape[1] // 8].min() > 190 and read_number(rgb) == 255
