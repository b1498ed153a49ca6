"""Paint the land as a drone sees it: a map that is drawn from above, tilted away from the camera."""

from collections.abc import Callable

import cv2
import numpy as np

from studio.preview import charts, chartwater, urban
from studio.preview.charts import Chart
from studio.preview.lands import get_haze
from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.planes import Layer, make_layer
from studio.preview.stage import Stage

NEAR_SHARE = 0.62  # of the map's width that is seen at the lower edge
FINE, MOST_PX = 1.5, 2400  # pixels of the map per pixel of the canvas, and its width at most
TALL = 0.56  # of its width
# By what the prompt names: who draws its map.
DRAWERS: dict[str, Callable[[Chart], None]] = {
    "delta": chartwater.draw_delta,
    "islands": chartwater.draw_islands,
    "ice": chartwater.draw_ice,
    "coast": chartwater.draw_coast,
    "wood river": charts.draw_wood_river,
    "river": charts.draw_river,
    "lake": chartwater.draw_lake,
    "city": urban.draw_city,
    "suburb": urban.draw_suburb,
    "desert": charts.draw_dunes,
    "wood road": charts.draw_wood_road,
    "fields": charts.draw_fields,
    "woods": charts.draw_woods,
    "sea": chartwater.draw_sea,
}


def paint_aerial(stage: Stage) -> None:
    """Paint the land of the sketch, and clouds that drift between it and the camera."""
    wide = int(min(FINE * stage.wide, MOST_PX))
    chart = Chart(stage, wide, int(TALL * wide * max(1.0, stage.tall / stage.wide)), stage.make_rng("chart"))
    DRAWERS.get(stage.sketch.above, charts.draw_fields)(chart)
    stage.effects.clear()  # no sun is in the picture
    lit = _light(chart) + chart.lights
    stage.add(make_layer(np.clip(_tilt(stage, lit), 0, 1), None, 0.7))
    if stage.sketch.time != "night":
        stage.add(_make_wisps(stage))
    stage.front = 0


def _light(chart: Chart) -> np.ndarray:
    """Return the map in the light of the scene, darker where its relief turns from the sun."""
    p, side = chart.stage.palette, chart.stage.sun_side
    across, away = cv2.Sobel(chart.relief, -1, 1, 0) / 8, cv2.Sobel(chart.relief, -1, 0, 1) / 8
    shade = np.clip(0.62 - (across * side * 0.9 - away * 0.5) * chart.tall * 0.35, 0.12, 1.25)[..., None]
    color = chart.color * (p.ambient * 0.75 + p.sunlight * 0.78 * shade)
    far = np.linspace(1, 0, chart.tall, dtype=f32)[:, None, None]
    part = np.clip(far**1.6 * (0.22 + 6 * get_haze(chart.stage)), 0, 0.9)
    return np.asarray(color + (p.haze - color) * part, f32)


def _tilt(stage: Stage, picture: np.ndarray) -> np.ndarray:
    """Return the map in perspective, on the whole canvas."""
    tall, wide = picture.shape[:2]
    edge = (1 - NEAR_SHARE) / 2 * wide
    seen = np.array([(0, 0), (wide, 0), (wide - edge, tall), (edge, tall)], f32)
    canvas = np.array([(0, 0), (stage.wide, 0), (stage.wide, stage.tall), (0, stage.tall)], f32)
    turn = cv2.getPerspectiveTransform(seen, canvas)
    return cv2.warpPerspective(
        picture, turn, (stage.wide, stage.tall), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _make_wisps(stage: Stage) -> Layer:
    """Return a few thin clouds below the camera."""
    p, rng = stage.palette, stage.make_rng("wisps")
    tall, wide = stage.tall // 2, stage.wide // 2
    body = make_noise(tall, wide, rng, 2.2, octaves=6, gain=0.55, stretch=1.6)
    rows = np.linspace(0, 1, tall, dtype=f32)[:, None]
    fog = 0.16 if "fog" in stage.sketch.weather else 0.0
    small = smoothstep(0.70 - fog, 1.02 - fog, body - 0.30 * rows + 0.06) * 0.7
    alpha = cv2.resize(small.astype(f32), (stage.wide, stage.tall), interpolation=cv2.INTER_LINEAR)
    picture = np.broadcast_to(p.cloud_lit * 0.92 + p.light * 0.08, (stage.tall, stage.wide, 3)).astype(f32)
    drift = float(rng.choice([-1, 1])) * 42 * stage.unit
    return make_layer(np.clip(picture, 0, 1), alpha, 1.0, sway=(drift, 0, 0, 0), soft=True)
