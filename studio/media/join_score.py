"""Score how similar two frames are: does a clip continue another one, or does a new picture begin?

A thumbnail is 32 x 18 pixels in RGB, 1,728 bytes. The thumbnails of all frames of a clip are in one file next
to its video, so that a join is scored by the frames that meet there, wherever the two were trimmed.
"""

from functools import lru_cache
from pathlib import Path

import av
import numpy as np

from studio.media import frames

WIDTH_PX, HEIGHT_PX = 32, 18
BYTES = WIDTH_PX * HEIGHT_PX * 3
NAME = "looks.bin"
MAX_THUMBNAILS = 14_400  # per video: ten minutes at 24 frames per second, 25 MB
# Mean difference of two thumbnails, 0 to 255. Measured on 19 Preview clips, 2026-11-24: 12 chains 0.1 to 0.2,
# 330 other pairs 7.3 (two dark scenes) and more, half of them above 56. Cameras and codecs add a little.
# Chains whose first clip was trimmed at its end (7, 2026-11-25): by 1 frame 0.2 to 1.2, by half a second 0.7
# to 6.2, by two seconds 3.5 to 7.8: the score falls as the jump grows.
SAME, OTHER = 3.0, 7.0


def make_thumbnail(frame: av.VideoFrame) -> bytes:
    """Return the frame as a thumbnail."""
    return frames.to_pixels(frame, WIDTH_PX, HEIGHT_PX, frames.AVERAGED).tobytes()


@lru_cache(maxsize=4096)
def read_thumbnail(path: Path, n: int) -> bytes | None:
    """Return the thumbnail of frame `n` (from 0), or None. The file never changes."""
    try:
        with path.open("rb") as file:
            file.seek(n * BYTES)
            found = file.read(BYTES)
    except OSError:
        return None
    return found if len(found) == BYTES else None


def measure_difference(a: bytes, b: bytes) -> float:
    """Return the mean difference of two thumbnails: 0 for the same, 255 for black against white."""
    one, other = (np.frombuffer(side, np.uint8).astype(np.int16) for side in (a, b))
    return float(np.abs(one - other).mean())


def score_likeness(a: bytes, b: bytes) -> float:
    """Return 1 for an invisible join, down to 0 for another picture."""
    return float(np.clip((OTHER - measure_difference(a, b)) / (OTHER - SAME), 0, 1))
