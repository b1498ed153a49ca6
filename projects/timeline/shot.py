"""A shot on the timeline's page: its frames, its position in the cut, its join with the previous shot."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from projects.core.formats import state_word
from projects.ledger.hold_text import describe_source_hold
from projects.ledger.status_text import describe_wait
from projects.models import Generation, Hold, Shot, State
from studio.media.timecode import format_timecode

WEAK_MATCH = 0.5
PROMPT_LENGTH = 61  # characters of the prompt on a shot
USUAL_RATIO = 16 / 9


@dataclass
class PlacedShot:
    """A Shot `row` for a page: the frames of its generation from `start` up to `end`, which isn't shown.

    at, frames: its place on the cut. step: frames of its video per frame of the cut (see media/rates.py).
    gives_up: its last frame is left out, because the next shot begins with it. join: its join with the
    previous shot: "" (the first), "chain" or "cut". match: how well the frames at the join match, 0 to 1
    (studio/media/join_score.py); None if unknown.
    """

    row: Shot
    number: int
    start: int
    end: int
    video_frames: int
    at: int = 0
    frames: int = 0
    step: Fraction = Fraction(1)
    gives_up: bool = False
    join: str = ""
    match: float | None = None

    @property
    def generation(self) -> Generation:
        return self.row.generation

    @property
    def is_trimmed(self) -> bool:
        return self.start > 0 or self.row.end_frame is not None

    @property
    def aspect_ratio(self) -> float:
        """Return width / height, from the video or else from the settings."""
        generation = self.generation
        if generation.width_px and generation.height_px:
            return generation.width_px / generation.height_px
        return USUAL_RATIO

    # -- what a person reads -----------------------------------------------------------------------------

    @cached_property
    def short_prompt(self) -> str:
        return Truncator(self.generation.prompt.text).chars(PROMPT_LENGTH)

    @cached_property
    def status(self) -> str:
        """Return the state in its panel's words, such as "Ready", "Generating" or "Waiting for shot 3"."""
        if self.generation.hold == Hold.SOURCE:
            return describe_source_hold(self.generation).title
        if self.generation.state == State.SUBMITTED:
            return describe_wait(self.generation)[0]
        return state_word(self.generation)

    @property
    def title(self) -> str:
        return _("Shot %(number)s") % {"number": self.number}

    @property
    def label(self) -> str:
        facts = {"number": self.number, "prompt": self.short_prompt, "status": self.status}
        return _("Shot %(number)s, %(prompt)s, %(status)s") % facts

    @property
    def takes_text(self) -> str:
        """Return "take 2 of 3", or "" for the only take."""
        generation = self.generation
        if generation.takes < 2:
            return ""
        return _("take %(take)s of %(takes)s") % {"take": generation.take, "takes": generation.takes}

    @property
    def in_out(self) -> str:
        """Return the video's first and last frame shown, "00:00:00:12 – 00:00:04:23"; "" without one."""
        fps = self.generation.fps
        return " – ".join(format_timecode(n, fps) for n in (self.start, self.end - 1)) if fps else ""

    # -- the join with the shot before -------------------------------------------------------------------

    @property
    def is_weak(self) -> bool:
        """Return True if the picture visibly jumps at the join."""
        return self.match is not None and self.match < WEAK_MATCH

    @property
    def match_text(self) -> str:
        """Return "Match 87 %", or "" if unknown."""
        return "" if self.match is None else _("Match %(percent).0f %%") % {"percent": self.match * 100}

    @property
    def join_text(self) -> str:
        """Return "Continues from the last frame · Match 100 %"."""
        if self.is_weak:
            text = _("Visible jump")
        elif self.join == "chain":
            text = _("Continues from the last frame")
        else:
            text = _("Cut") if self.match is None else _("Seamless cut")
        return f"{text} · {self.match_text}" if self.match_text else text

    @property
    def bridge_label(self) -> str:
        """Return the label of the button that adds a shot before this one."""
        return _("Bridge before shot %(number)s: %(join)s") % {"number": self.number, "join": self.join_text}
