"""Frame rates, and the one way in which frames of videos become frames of a cut.

Frames are placed by where their shot ends on the cut, exactly and then rounded, so that errors never add up:
the film, the page, every editing format and the notes count the same frames.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

# The rates that time code and editing programs know.
STANDARD = {
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "48": Fraction(48),
    "50": Fraction(50),
    "59.94": Fraction(60000, 1001),
    "60": Fraction(60),
}
USUAL = "24"
TOLERANCE = Fraction(1, 5000)  # 29.97 is also written as 2997/100; 24 and 23.976 differ by 1/1000


@dataclass(frozen=True)
class Span:
    """The frames of a cut from `at` on that show a video from its frame `start` up to `end`.

    step: frames of the video per frame of the cut.
    """

    at: int
    frames: int
    start: int
    end: int
    step: Fraction

    def video_frame(self, frame: int) -> int:
        """Return the frame of the video that is shown at a frame of the cut."""
        return self.start + min(floor((frame - self.at) * self.step), self.end - self.start - 1)

    def cut_frame(self, video_frame: int) -> int:
        """Return the first frame of the cut that shows a frame of the video, or else the one after it."""
        return self.at + min(ceil((video_frame - self.start) / self.step), self.frames - 1)


def place(parts: Iterable[tuple[int, int, Fraction]], fps: Fraction) -> list[Span]:
    """Place parts of videos, each (first frame, frame after the last, rate), one after the other on a cut.

    Each has at least one frame. If such a short one takes more than its time, the next one gives it up.
    """
    spans: list[Span] = []
    exact, at = Fraction(0), 0
    for start, end, rate in parts:
        step = get_step(rate, fps)
        exact += (end - start) / step
        frames = max(1, round_half_up(exact) - at)
        spans.append(Span(at, frames, start, end, step))
        at += frames
    return spans


@lru_cache(maxsize=256)
def get_step(rate: Fraction, fps: Fraction) -> Fraction:
    """Return the frames of a video at `rate` per frame of a cut at `fps`."""
    return snap(rate) / snap(fps)


def convert(frames: int, rate: Fraction, fps: Fraction) -> int:
    """Return the frames at `fps` that are nearest to a position or length at `rate`."""
    return round_half_up(frames / get_step(rate, fps))


def round_half_up(number: Fraction) -> int:
    """Round, halves always up: a length of whole frames has the same count wherever it starts."""
    return floor(number + Fraction(1, 2))


def snap(rate: Fraction) -> Fraction:
    """Return the standard rate that this one means, or the rate itself."""
    name = find_name(rate)
    return STANDARD[name] if name else rate


def find_name(rate: Fraction) -> str:
    """Return the name of a standard rate, or "" for another one."""
    near = (name for name, standard in STANDARD.items() if abs(rate / standard - 1) < TOLERANCE)
    return next(near, "")
