"""How alike two frames are: whether one clip goes on where another ended, or a new picture begins.

A look is a frame made small (32 x 18 RGB, 1,728 bytes). A clip's looks lie one after the other in a file
beside its film, so that a join is scored by the frames that meet there, wherever the two were trimmed.
"""

from functools import lru_cache
from pathlib import Path

import av
import numpy as np

from studio.media import frames

WIDTH_PX, HEIGHT_PX = 32, 18
BYTES = WIDTH_PX * HEIGHT_PX * 3
NAME = "looks.bin"
MOST = 14_400  # looks kept of one film: ten minutes at 24 a second, 25 MB
# Mean difference of two looks, 0 to 255. Measured on 19 Preview clips, 2026-11-24: 12 chains 0.1 to 0.2,
# 330 other pairs 7.3 (two dark scenes) and more, half of them above 56. Cameras and codecs add a little.
# Chains whose first clip was trimmed at its end (7, 2026-11-25): by 1 frame 0.2 to 1.2, by half a second 0.7
# to 6.2, by two seconds 3.5 to 7.8: the score falls as the jump grows.
SAME, OTHER = 3.0, 7.0


def look(frame: av.VideoFrame) -> bytes:
    """The frame made small."""
    return frames.pixels(frame, WIDTH_PX, HEIGHT_PX, frames.AVERAGED).tobytes()


@lru_cache(maxsize=4096)
def kept_look(path: Path, n: int) -> bytes | None:
    """The look of frame `n` (from 0) in a file of looks, which never change; None when it is not there."""
    try:
        with path.open("rb") as file:
            file.seek(n * BYTES)
            found = file.read(BYTES)
    except OSError:
        return None
    return found if len(found) == BYTES else None


def difference(a: bytes, b: bytes) -> float:
    """Mean difference of two looks: 0 the same, 255 black against white."""
    one, other = (np.frombuffer(side, np.uint8).astype(np.int16) for side in (a, b))
    return float(np.abs(one - other).mean())


def likeness(a: bytes, b: bytes) -> float:
    """1 where nobody sees the join, 0 where another picture begins."""
    return float(np.clip((OTHER - difference(a, b)) / (OTHER - SAME), 0, 1))
