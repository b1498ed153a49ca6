"""Draw a galaxy that turns: two spiral arms of stars and dust around a bright core, seen at an angle."""

import cv2
import numpy as np

from studio.preview.noise import f32, make_noise
from studio.preview.patterns.sheet import Draw, Sheet, to_index
from studio.preview.stage import Moment

SIDE = 900  # pixels of the disc, seen from above
WINDING = 3.1  # of the arms
FLAT, LEAN = 0.44, np.deg2rad(-17)  # the disc's height by its width, and its slope on the sheet
TURNED = np.pi / 4  # in a clip that doesn't loop
STARS, FIELD = 1500, 420  # in the disc, and behind it


def make_galaxy(sheet: Sheet) -> Draw:
    """Draw it large in the middle. Half a round brings it back to where it began."""
    disc, sky = _paint_disc(sheet), _paint_sky(sheet)
    size = 1.5 * sheet.short / SIDE
    lean = _turn(LEAN) @ np.diag([size, size * FLAT])
    middle = np.array([sheet.width / 2, sheet.height / 2])

    def draw(moment: Moment) -> np.ndarray:
        way = lean @ _turn(-moment.phase * (np.pi if sheet.stage.loop else TURNED))
        shift = middle - way @ (SIDE / 2, SIDE / 2)
        page = cv2.warpAffine(disc, np.column_stack([way, shift]), (sheet.width, sheet.height))
        return cv2.add(sky, page)

    return draw


def _turn(angle: float) -> np.ndarray:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _paint_disc(sheet: Sheet) -> np.ndarray:
    """Return the disc from above, the same when it is upside down."""
    y, x = (np.mgrid[0:SIDE, 0:SIDE].astype(f32) - SIDE / 2) / (SIDE / 2)
    far, angle = np.hypot(x, y), np.arctan2(y, x)
    gas = make_noise(SIDE, SIDE, sheet.rng, 7, octaves=6, gain=0.6)
    dust = make_noise(SIDE, SIDE, sheet.rng, 9, octaves=6, gain=0.62, ridged=True)
    arms = 0.5 + 0.5 * np.cos(2 * (angle - WINDING * np.log(far + 0.09)) + 2.2 * (gas - 0.5))
    fades = np.clip(1 - far, 0, 1) ** 0.9
    light = fades * (0.10 + 0.85 * arms**2.4 * (0.35 + 1.1 * gas)) - 0.30 * dust * arms * fades
    core = np.exp(-((far / 0.13) ** 2)) + 0.55 * np.exp(-far / 0.20)
    picture = np.clip(light, 0, 1) * 0.75 + core * 0.85
    picture[_scatter(sheet, far, arms)] += 0.4
    picture = (picture + picture[::-1, ::-1]) / 2
    return to_index(cv2.GaussianBlur(picture, (0, 0), 0.8) * np.clip((1 - far) * 6, 0, 1))


def _scatter(sheet: Sheet, far: np.ndarray, arms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and columns of the disc's own stars: most are in its arms."""
    rows, columns = sheet.rng.integers(0, SIDE, (2, 4 * STARS))
    bright = (far[rows, columns] < 0.96) & (arms[rows, columns] > sheet.rng.random(4 * STARS))
    return rows[bright][:STARS], columns[bright][:STARS]


def _paint_sky(sheet: Sheet) -> np.ndarray:
    """Return the stars behind it."""
    page = np.zeros((sheet.height, sheet.width), f32)
    rows, columns = sheet.rng.integers(0, sheet.height, FIELD), sheet.rng.integers(0, sheet.width, FIELD)
    page[rows, columns] = sheet.rng.uniform(0.3, 1.6, FIELD) ** 2
    return to_index(cv2.GaussianBlur(page, (0, 0), 0.7))
