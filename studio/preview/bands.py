"""Paint large plates in bands of rows, because pictures of the whole canvas need much memory."""

from collections.abc import Callable
from functools import partial

import numpy as np

from studio.preview.noise import f32
from studio.preview.parallel import run_parallel
from studio.preview.perspective import Sight
from studio.preview.planes import Layer, make_layer, stack_layers

BAND = 64  # rows that are painted at once


def paint_bands(
    sight: Sight, top: int, depth: float, paint: Callable[[Sight], tuple[np.ndarray, np.ndarray]]
) -> Layer:
    """Return a plate from row `top` on. paint: returns the picture and the alpha of some rows."""
    tall = sight.z.shape[0]

    def paint_band(row: int) -> Layer:
        picture, alpha = paint(sight.crop(slice(row, min(tall, row + BAND))))
        return make_layer(np.clip(picture, 0, 1).astype(f32), alpha, depth, row)

    return stack_layers(run_parallel(*(partial(paint_band, row) for row in range(top, tall, BAND))))
