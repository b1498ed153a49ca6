"""Provide a Preview engine in a new folder and orders that are small enough to draw in a moment."""

import numpy as np
import pytest
from PIL import Image

from studio.engines.preview import Preview
from studio.wire import Order

SMALL = {"model": "preview", "resolution": "360p", "duration_s": 5}


@pytest.fixture
def preview(tmp_path):
    return Preview(tmp_path / "preview")


@pytest.fixture
def order():
    return Order("a kitchen in the morning", **SMALL)


@pytest.fixture
def photo(tmp_path):
    """Provide an image with soft shapes and a hard edge, in another aspect ratio than the video."""
    y, x = np.mgrid[0:500, 0:900]
    red, green = 120 + 100 * np.sin(x / 90), 120 + 90 * np.cos(y / 70)
    blue = np.where((x - 450) ** 2 + (y - 250) ** 2 < 150**2, 220, 60)
    path = tmp_path / "photo.png"
    Image.fromarray(np.stack([red, green, blue], -1).astype(np.uint8)).save(path)
    return path
