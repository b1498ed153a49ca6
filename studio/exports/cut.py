"""Cut: a plain list of shots with their frames, and markers; the only thing that exporters see."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Shot:
    """The frames from `start_frame` up to but without `end_frame` of one film, which has `film_frames`.

    media_name: the film's name in an unpacked bundle. details: what is told of it in project.json.
    """

    name: str
    film: Path
    media_name: str
    start_frame: int
    end_frame: int
    film_frames: int
    has_audio: bool = False
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def frames(self) -> int:
        return self.end_frame - self.start_frame


@dataclass(frozen=True)
class Marker:
    """A note at a frame of the cut, or from there on for `frames`."""

    frame: int
    words: str
    by: str = ""
    frames: int = 1


@dataclass(frozen=True)
class Cut:
    """fps: frames a second, exact, of every shot and of the cut. Sizes in pixels.

    unplaced: notes at frames that are not shown any more.
    """

    name: str
    fps: Fraction
    width_px: int
    height_px: int
    shots: tuple[Shot, ...]
    markers: tuple[Marker, ...] = ()
    unplaced: tuple[Marker, ...] = ()

    @property
    def frames(self) -> int:
        return sum(shot.frames for shot in self.shots)
