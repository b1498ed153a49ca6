"""Define a cut as a plain list of shots and markers. Exporters see nothing else.

Its texts have no control characters, which XML can't contain and no editing program expects.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from studio.text import drop_control_characters


@dataclass(frozen=True)
class Shot:
    """The frames of a video from `start_frame` up to, but not including, `end_frame`.

    media_name: the video's file name in a bundle. video_frames: its length. details: its facts for editing
    programs that keep metadata.
    """

    name: str
    video: Path
    media_name: str
    start_frame: int
    end_frame: int
    video_frames: int
    has_audio: bool = False
    details: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        clean(self, "name", "media_name")

    @property
    def frames(self) -> int:
        return self.end_frame - self.start_frame


@dataclass(frozen=True)
class Marker:
    """A note at a frame of the cut, or at several frames from there on."""

    frame: int
    text: str
    author: str = ""
    frames: int = 1

    def __post_init__(self) -> None:
        clean(self, "text", "author")


@dataclass(frozen=True)
class Cut:
    """Shots and markers at one exact frame rate. unplaced: notes at frames that the cut no longer shows."""

    name: str
    fps: Fraction
    width_px: int
    height_px: int
    shots: tuple[Shot, ...]
    markers: tuple[Marker, ...] = ()
    unplaced: tuple[Marker, ...] = ()

    def __post_init__(self) -> None:
        clean(self, "name")

    @property
    def frames(self) -> int:
        return sum(shot.frames for shot in self.shots)

    def iter_shots(self) -> Iterator[tuple[int, Shot]]:
        """Yield each shot with the frame of the cut where it starts."""
        at = 0
        for shot in self.shots:
            yield at, shot
            at += shot.frames

    def markers_in(self, shot: Shot, at: int) -> list[Marker]:
        """Return the markers in a shot that starts at frame `at`, with frames of the shot's video."""
        end = at + shot.frames
        shift = shot.start_frame - at
        return [replace(mark, frame=mark.frame + shift) for mark in self.markers if at <= mark.frame < end]


def clean(row: Shot | Marker | Cut, *names: str) -> None:
    for name in names:
        object.__setattr__(row, name, drop_control_characters(getattr(row, name)))
