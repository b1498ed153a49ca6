"""Shots as JSON: the only code that reads and writes the `shots` of cuts, exports and reviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from projects.timeline.shot import PlacedShot
from studio.media.rates import Span, get_step


@dataclass(frozen=True)
class SavedShot:
    """The frames of a generation from `start` up to but not including `end`.

    gives_up: its last frame is left out, because the next shot begins with the same picture.
    at, frames: its position in the joined film; set once a review's film is rendered.
    """

    generation_id: UUID
    start: int
    end: int
    gives_up: bool = False
    at: int = 0
    frames: int = 0

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "SavedShot":
        return cls(
            generation_id=UUID(row["generation"]),
            start=row["start"],
            end=row["end"],
            gives_up=row.get("gives_up", False),
            at=row.get("at", 0),
            frames=row.get("frames", 0),
        )

    def to_json(self) -> dict[str, Any]:
        row: dict[str, Any] = {"generation": str(self.generation_id), "start": self.start, "end": self.end}
        if self.gives_up:
            row["gives_up"] = True
        if self.frames:
            row |= {"at": self.at, "frames": self.frames}
        return row

    def span(self, video_fps: Fraction, fps: Fraction) -> Span:
        """Return its place in the joined film at `fps`."""
        return Span(self.at, self.frames, self.start, self.end, get_step(video_fps, fps))

    def shows(self, frame: int) -> bool:
        """Return True if the joined film shows this shot at a frame."""
        return 0 <= frame - self.at < self.frames


def save_shots(shots: Iterable[PlacedShot]) -> list[SavedShot]:
    """Return the shots of a timeline in the form to save."""
    return [SavedShot(shot.generation.pk, shot.start, shot.end, shot.gives_up) for shot in shots]


def as_json(shots: Iterable[PlacedShot]) -> list[dict[str, Any]]:
    """Return the value of the `shots` field of a new Cut, Export or Review."""
    return [shot.to_json() for shot in save_shots(shots)]


def from_json(rows: Iterable[dict[str, Any]]) -> list[SavedShot]:
    """Read the `shots` field of a Cut, an Export or a Review."""
    return [SavedShot.from_json(row) for row in rows]
