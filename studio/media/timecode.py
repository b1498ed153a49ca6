"""Convert frames to time code and back, exactly.

23.976 and 29.97 count 24 and 30 frames to the second. At 29.97 and 59.94 time code drops frame *numbers*
(never frames): the first two (four) of every minute but each tenth, so that it keeps up with the clock.
SMPTE ST 12-1.
"""

import re
from fractions import Fraction

PATTERN = re.compile(r"(\d\d):(\d\d):(\d\d)([:;])(\d\d)")
DROPPING = {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}  # numbers dropped per minute


def count_nominal_fps(fps: Fraction) -> int:
    """Return the frames that time code counts per second: 24 for 23.976."""
    return round(fps)


def is_drop_rate(fps: Fraction) -> bool:
    return fps in DROPPING


def format_timecode(frame: int, fps: Fraction, *, drop: bool | None = None) -> str:
    """Return time code such as "00:00:08:06", with ";" before drop-frame numbers, usual at 29.97 and 59.94.

    Raise ValueError below zero and beyond 24 hours.
    """
    drop = is_drop_rate(fps) if drop is None else drop
    rate = count_nominal_fps(fps)
    number = number_drop_frame(frame, fps) if drop else frame
    if not 0 <= number < 24 * 3600 * rate:
        raise ValueError("Time code goes from 00:00:00:00 to the end of the day.")
    seconds, rest = divmod(number, rate)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}{';' if drop else ':'}{rest:02d}"


def number_drop_frame(frame: int, fps: Fraction) -> int:
    """Return a frame's number in drop frame: larger than the frame by the numbers skipped so far."""
    left_out = DROPPING[fps]
    minute = count_nominal_fps(fps) * 60 - left_out
    tens, rest = divmod(frame, minute * 10 + left_out)
    minutes = max(0, (rest - left_out) // minute)
    return frame + left_out * (tens * 9 + minutes)


def parse_timecode(text: str, fps: Fraction) -> int:
    """Return the frame of a time code; ";" means drop frame. Raise ValueError if it is invalid."""
    found = PATTERN.fullmatch(text)
    if not found:
        raise ValueError("Write time code as 00:00:08:06.")
    hour, minute, second, frame = (int(found[n]) for n in (1, 2, 3, 5))
    drop, rate = found[4] == ";", count_nominal_fps(fps)
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
