"""The videos of completed generations. Each is drawn once in a run and copied to where it is used."""

import os
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.studio.media.numbered import numbered


@dataclass(frozen=True)
class Shape:
    """The shape of a video. Its frames show the numbers from `first` on."""

    frames: int
    width_px: int
    height_px: int
    fps: Fraction
    first: int = 0


@cache
def draw(shape: Shape) -> tuple[Path, dict]:
    """Draw a video of this shape. Return its file and the facts that a generation stores about it."""
    folder = Path(os.environ["DAILIES_DATA"]) / "videos"
    folder.mkdir(exist_ok=True)
    path = folder / f"{draw.cache_info().currsize}.mp4"
    size = {"width": shape.width_px, "height": shape.height_px}
    numbered(path, shape.first, shape.frames, fps=shape.fps, **size)
    return path, facts_of(path.read_bytes())


def facts_of(content: bytes) -> dict:
    return {"sha256": sha256(content).hexdigest(), "size": len(content)}
