"""Draw a rainbow in the sky, opposite the sun."""

import cv2
import numpy as np

from studio.preview.noise import f32, smoothstep
from studio.preview.palettes import parse_hex
from studio.preview.planes import Layer, make_layer
from studio.preview.stage import Stage

COLORS = ("#6a3fb0", "#3a5fd8", "#3fa8d0", "#4fbf5a", "#e8d84a", "#f0913a", "#e0483f")  # from the inside out
RADIUS, WIDTH = 0.44, 0.075  # of the frame's height


def add_rainbow(stage: Stage, rng: np.random.Generator) -> None:
    """Add one behind the land; its ends are below the horizon."""
    stage.layers.insert(_find_land(stage), _make_bow(stage))


def _find_land(stage: Stage) -> int:
    """Return the index of the first plate that doesn't fill the canvas."""
    opaque = (n for n, one in enumerate(stage.layers) if isinstance(one, Layer) and one.inverse is not None)
    return next(opaque, len(stage.layers))


def _make_bow(stage: Stage) -> Layer:
    side = -1 if stage.sun[0] > stage.right + stage.width / 2 else 1
    middle = (stage.right + stage.width * (0.5 + 0.06 * side), stage.horizon + 0.04 * stage.height)
    y, x = np.mgrid[0 : stage.tall : 2, 0 : stage.wide : 2].astype(f32)
    far = np.hypot(x - middle[0], y - middle[1]) / stage.height
    part = (far - RADIUS) / WIDTH
    steps = np.linspace(0, 1, len(COLORS))
    hues = np.stack([parse_hex(color) for color in COLORS])
    bow = np.stack([np.interp(part, steps, hues[:, n]) for n in range(3)], -1).astype(f32)
    alpha = smoothstep(-0.12, 0.12, part) * smoothstep(1.12, 0.88, part) * (0.30 if stage.is_dark else 0.42)
    size = (stage.wide, stage.tall)
    picture, alpha = (cv2.resize(one.astype(f32), size) for one in (bow, alpha))
    return make_layer(picture, alpha, 0.06)
