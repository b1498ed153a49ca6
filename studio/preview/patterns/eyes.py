"""Draw an eye that fills the picture, in the colors of palettes.MOODS["eye"], with the iris as said."""

import re

import numpy as np

from studio.preview.noise import f32, smoothstep
from studio.preview.patterns.sheet import Draw, Sheet, to_index
from studio.preview.stage import Moment

# Where in the five colors each part is.
LASH, SKIN, IRIS = 0.0, 0.50, 0.80
WIDE, HIGH, LOW = 0.74, 0.245, 0.20  # the opening between the lids: half its width, and up and down
ROUND, PUPIL = 0.235, 0.085
SLIT = re.compile(r"\b(?:cat|snake|dragon|reptile|crocodile|alligator|lizard|gecko|viper|fox)\b")


def make_eye(sheet: Sheet) -> Draw:
    """Draw lids with lashes, and a ball with an iris that looks around and blinks once."""
    x, y = sheet.x / f32(WIDE), sheet.y
    arc = np.clip(1 - x * x, 0, 1)
    upper, lower = -HIGH * arc**0.8 + 0.04 * x, LOW * arc**0.95 + 0.04 * x
    fibers = sheet.noise[..., 0]
    is_slit = SLIT.search(str(sheet.stage.key[0]).lower()) is not None
    fold = np.exp(-(((y - (upper - 0.075)) / 0.018) ** 2)) * (np.abs(x) < 1.05)
    brow = smoothstep(0.05, 0.0, np.abs(y + 0.47 - 0.10 * x * x) - 0.028 * (1.1 - np.abs(x)))
    skin = SKIN - 0.10 * np.abs(x) ** 2 - 0.11 * fold - 0.05 * fibers[:1, :1]
    skin = np.where(
        (brow > 0.5) & (not is_slit), LASH + 0.06, skin - 0.08 * np.exp(-(((y - lower) / 0.06) ** 2))
    )

    def draw(moment: Moment) -> np.ndarray:
        look = 0.05 * moment.wave(sheet.stage.count_rounds(0.2))
        shut = np.exp(-(((moment.phase - 0.62) / 0.035) ** 2))
        top = upper + (lower - upper) * f32(0.96 * shut)
        is_open = (y > top) & (y < lower) & (np.abs(x) < 1)
        far = np.hypot(sheet.x - f32(look), y - f32(0.0))
        turn = np.arctan2(y, sheet.x - f32(look))
        rays = sheet.sample(turn * f32(1.9 / np.pi), far * f32(0.5))[..., 0]
        iris = IRIS - 0.16 * (far / ROUND) ** 3 + 0.16 * rays - 0.10 * np.exp(-(((far - PUPIL) / 0.03) ** 2))
        size = PUPIL * (1 + 0.10 * moment.wave(sheet.stage.count_rounds(0.4)))
        across = np.hypot((sheet.x - f32(look)) * 3.2, y * 0.62) if is_slit else far
        ball = 1.0 - 0.06 * np.abs(x) ** 3 - 0.08 * np.exp(-np.clip(y - top, 0, 1) / 0.03)
        ball = np.where(far < ROUND * 1.03, LASH + 0.05, np.clip(ball, 0.945, 1))
        ball = np.where(far < ROUND, np.clip(iris, 0.56, 0.86), ball)
        ball = np.where(across < size, LASH, ball)
        ball = np.where((far < ROUND) & (y - top < 0.045), 0.1, ball)
        glint = np.hypot(sheet.x - f32(look) + 0.075, y + 0.085)
        ball = np.where(glint < 0.042, 1.0, ball)
        lashes = _draw_lashes(x, y, top, lower, long=0.0 if is_slit else 1.0)
        return to_index(np.where(lashes, LASH + 0.02, np.where(is_open, ball, skin)))

    return draw


def _draw_lashes(
    x: np.ndarray, y: np.ndarray, top: np.ndarray, lower: np.ndarray, *, long: float
) -> np.ndarray:
    """Return where the edges of the lids and the lashes are. long: the lashes, or 0 for none."""
    inside = np.abs(x) < 1
    up, down = top - y, y - lower
    lean = x + 0.55 * x * np.clip(up, 0, 1)
    comb = np.abs((lean * 21) % 1.0 - 0.5) < 0.17 * long * (1 - up / 0.13)
    above = inside & (up > -0.012) & ((up < 0.011) | ((up < 0.11 + 0.05 * np.abs(x)) & comb & (up > 0)))
    fine = np.abs((x * 21) % 1.0 - 0.5) < 0.09 * long * (1 - down / 0.06)
    return above | (inside & (down > -0.004) & ((down < 0.006) | ((down < 0.05) & fine & (down > 0))))
