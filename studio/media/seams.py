"""How alike two frames are: whether one clip goes on where another ended, or a new picture begins.

A look is a frame made small (32 x 18 RGB), so that two hundred joins are compared at once.
"""

import numpy as np
from PIL import Image

from studio.media.stills import Stills

SIZE_PX = (32, 18)
# Mean difference of two looks, 0 to 255. Measured on 19 Preview clips, 2026-11-24: 12 chains 0.1 to 0.2,
# 330 other pairs 7.3 (two dark scenes) and more, half of them above 56. Cameras and codecs add a little.
SAME, OTHER = 3.0, 7.0


def look(picture: Image.Image) -> bytes:
    """The frame made small; 1,728 bytes."""
    return picture.convert("RGB").resize(SIZE_PX, Image.Resampling.BOX).tobytes()


def looks_of(made: Stills) -> tuple[bytes, bytes]:
    """The looks of a film's first and last frame, from its stills."""
    with Image.open(made.first) as first, Image.open(made.last) as last:
        return look(first), look(last)


def difference(a: bytes, b: bytes) -> float:
    """Mean difference of two looks: 0 the same, 255 black against white."""
    one, other = (np.frombuffer(side, np.uint8).astype(np.int16) for side in (a, b))
    return float(np.abs(one - other).mean())


def likeness(a: bytes, b: bytes) -> float:
    """1 where nobody sees the join, 0 where another picture begins."""
    return float(np.clip((OTHER - difference(a, b)) / (OTHER - SAME), 0, 1))
