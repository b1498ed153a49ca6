"""The films of finished clips: each is drawn once in a run, and copied into every clip that shows it."""

import os
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.studio.media.numbered import numbered


@dataclass(frozen=True)
class Shape:
    """What a film is; its frames show the numbers from `first` on."""

    frames: int
    width_px: int
    height_px: int
    fps: Fraction
    first: int = 0


@cache
def draw(shape: Shape) -> tuple[Path, dict]:
    """Draw a film of this shape; return its file and the facts that its clip stores about the file."""
    folder = Path(os.environ["DAILIES_DATA"]) / "films"
    folder.mkdir(exist_ok=True)
    path = folder / f"{draw.cache_info().currsize}.mp4"
    size = {"width": shape.width_px, "height": shape.height_px}
    numbered(path, shape.first, shape.frames, fps=shape.fps, **size)
    return path, facts_of(path.read_bytes())


def facts_of(content: bytes) -> dict:
    return {"sha256": sha256(content).hexdigest(), "size": len(content)}
