"""One shot of a timeline: where it stands, which frames are taken, and how it is joined to the one before."""

from dataclasses import dataclass
from functools import cached_property

from projects.core.formats import state_word
from projects.ledger import status_text
from projects.models import Generation, Hold, Shot

WEAK = 0.5
MANY = 60  # characters of a prompt that a strip shows


@dataclass
class PlacedShot:
    """`clip` as it is shown: `frames` frames from frame `at` of the cut on.

    end: of the frames taken, not included. gives_up: its last frame is left to the next one. follows: how it
    is joined to the one before: "" (the first), "chain" or "cut". likeness: of the frames that meet there,
    0 to 1 (studio/media/seams.py); None where nobody knows yet.
    """

    clip: Shot
    number: int
    start: int
    end: int
    film_frames: int
    at: int = 0
    gives_up: bool = False
    follows: str = ""
    likeness: float | None = None

    @property
    def is_weak(self) -> bool:
        """Meant to go on, or at least to meet, but the picture jumps."""
        return self.likeness is not None and self.likeness < WEAK

    @property
    def alike(self) -> str:
        """The seam's score: how alike the two frames are that meet there."""
        return "" if self.likeness is None else f"{self.likeness * 100:.0f} of 100 alike"

    @property
    def seam_words(self) -> str:
        """What stands at the join with the clip before."""
        if self.follows == "chain":
            words = "The picture jumps here" if self.is_weak else "Goes on from the clip before"
        elif self.likeness is None:
            words = "A cut"
        else:
            words = "The picture jumps here" if self.is_weak else "A cut that nobody sees"
        return f"{words}, {self.alike}" if self.alike else words

    @property
    def generation(self) -> Generation:
        return self.clip.generation

    @property
    def frames(self) -> int:
        return self.end - self.start

    @property
    def is_trimmed(self) -> bool:
        return self.start > 0 or self.clip.end_frame is not None

    @property
    def shape(self) -> float:
        """Width by height, as far as it is known."""
        generation = self.generation
        if generation.width_px and generation.height_px:
            return generation.width_px / generation.height_px
        return 16 / 9

    @cached_property
    def words(self) -> str:
        """The beginning of what was asked for."""
        words = self.generation.prompt.text
        return words if len(words) <= MANY else f"{words[:MANY]}…"

    @cached_property
    def word(self) -> str:
        """The state in a word or two: "Ready", "Waits for clip 3"."""
        waits = self.generation.hold == Hold.SOURCE
        return status_text.held_source(self.generation).title if waits else state_word(self.generation)

    @property
    def name(self) -> str:
        return f"Clip {self.number}, {self.words}, {self.word}"

    @property
    def bridge_name(self) -> str:
        """Of the button that makes a clip between this one and the one before."""
        return f"Bridge before clip {self.number}: {self.seam_words}"
