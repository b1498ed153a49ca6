"""From a sketch to a stage with everything on it."""

import cv2
import numpy as np

from studio.preview import city, lands, sea, sky, space, subjects, weather, woods
from studio.preview.noise import Key, f32
from studio.preview.planes import Planes, bytes_of
from studio.preview.stage import Effect, Moment, Stage
from studio.preview.words import Sketch

PAINTERS = {
    "mountain": (lands.mountains, 0.66),
    "desert": (lands.desert, 0.50),
    "meadow": (lands.meadow, 0.54),
    "forest": (woods.forest, 0.60),
    "sea": (sea.sea, 0.56),
    "lake": (sea.lake, 0.58),
    "city": (city.city, 0.74),
    "sky": (space.night_or_day, 0.96),
    "space": (space.space, 1.0),
}


def build(sketch: Sketch, key: Key, *, width: int, height: int, count: int, loop: bool) -> Stage:
    """The stage of a landscape. The painters share where the horizon is, so it is set before the sky."""
    stage = Stage(sketch, key, width=width, height=height, count=count, loop=loop)
    paint, horizon = PAINTERS[sketch.scene]
    stage.horizon = int(stage.down + horizon * height)
    if sketch.scene != "space":
        sky.paint(stage)
    paint(stage)
    subjects.place(stage)
    falling = weather.effects(stage)
    stage.trim()
    stage.lens += [*falling, _vignette(width, height)]
    return stage


def _vignette(width: int, height: int) -> Effect:
    """The corners a little darker, as a lens leaves them."""
    rows = (np.arange(height, dtype=f32)[:, None] / height - 0.5) ** 2 * 1.2
    columns = (np.arange(width, dtype=f32)[None] / width - 0.5) ** 2 * 1.2
    sheet = bytes_of(255 * np.clip(1.04 - 0.42 * (rows + columns), 0, 1))

    def darken(planes: Planes, moment: Moment) -> None:
        cv2.multiply(planes.y, sheet, planes.y, scale=1 / 255)

    return darken
