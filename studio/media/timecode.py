"""Frames as time code and back, exactly.

23.976 and 29.97 count 24 and 30 frames to the second. At 29.97 and 59.94 time code drops frame *numbers*
(never frames): the first two (four) of every minute but each tenth, so that it keeps up with the clock.
SMPTE ST 12-1.
"""

import re
from fractions import Fraction

WRITTEN = re.compile(r"(\d\d):(\d\d):(\d\d)([:;])(\d\d)")
DROPPING = {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}  # numbers dropped a minute


def nominal(fps: Fraction) -> int:
    """Frames that time code counts to a second: 24 for 23.976."""
    return round(fps)


def drops(fps: Fraction) -> bool:
    return fps in DROPPING


def written(frame: int, fps: Fraction, *, drop: bool | None = None) -> str:
    """ "00:00:08:06"; with ";" before the frames in drop frame, which is usual at 29.97 and 59.94.

    Raises ValueError below zero and beyond 24 hours.
    """
    drop = drops(fps) if drop is None else drop
    rate = nominal(fps)
    number = numbered(frame, fps) if drop else frame
    if not 0 <= number < 24 * 3600 * rate:
        raise ValueError("Time code goes from 00:00:00:00 to the end of the day.")
    seconds, rest = divmod(number, rate)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}{';' if drop else ':'}{rest:02d}"


def numbered(frame: int, fps: Fraction) -> int:
    """The number that drop frame gives to a frame: more than the frame, by the numbers left out so far."""
    left_out = DROPPING[fps]
    minute = nominal(fps) * 60 - left_out
    tens, rest = divmod(frame, minute * 10 + left_out)
    minutes = max(0, (rest - left_out) // minute)
    return frame + left_out * (tens * 9 + minutes)


def read(text: str, fps: Fraction) -> int:
    """The frame of a time code; ";" says drop frame. Raises ValueError for what is none."""
    found = WRITTEN.fullmatch(text)
    if not found:
        raise ValueError("Write time code as 00:00:08:06.")
    hour, minute, second, frame = (int(found[n]) for n in (1, 2, 3, 5))
    drop, rate = found[4] == ";", nominal(fps)
    if hour > 23 or minute > 59 or second > 59 or frame >= rate:
        raise ValueError("There is no such time code at this frame rate.")
    if drop and fps not in DROPPING:
        raise ValueError("Only 29.97 and 59.94 drop frame numbers.")
    number = ((hour * 60 + minute) * 60 + second) * rate + frame
    if not drop:
        return number
    left_out, minutes = DROPPING[fps], hour * 60 + minute
    if second == 0 and frame < left_out and minute % 10:
        raise ValueError("Drop frame leaves this number out.")
    return number - left_out * (minutes - minutes // 10)
