"""Check time codes to the frame, including drop frame."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.media.timecode import format_timecode, parse_timecode

NTSC = Fraction(30000, 1001)
RATES = [Fraction(24000, 1001), Fraction(24), Fraction(25), NTSC, Fraction(30), Fraction(60000, 1001)]


@pytest.mark.parametrize(
    ("frame", "fps", "text"),
    [
        (198, Fraction(24), "00:00:08:06"),
        (24 * 3600, Fraction(24000, 1001), "01:00:00:00"),
        (1799, NTSC, "00:00:59;29"),
        (1800, NTSC, "00:01:00;02"),
        (17981, NTSC, "00:09:59;29"),
        (17982, NTSC, "00:10:00;00"),
        (107892, NTSC, "01:00:00;00"),
        (3600, Fraction(60000, 1001), "00:01:00;04"),
    ],
)
def test_known_times(frame, fps, text):
    assert format_timecode(frame, fps) == text
    assert parse_timecode(text, fps) == frame


@given(st.integers(0, 24 * 3600 * 24 - 1), st.sampled_from(RATES))
def test_formatting_and_parsing_round_trip(frame, fps):
    assert parse_timecode(format_timecode(frame, fps), fps) == frame
    assert parse_timecode(format_timecode(frame, fps, drop=False), fps) == frame


@pytest.mark.parametrize("text", ["", "1:2:3:4", "00:00:00:24", "00:61:00:00", "25:00:00:00", "00:00:00;01"])
def test_an_invalid_time_code_is_refused_with_a_message(text):
    with pytest.raises(ValueError, match=r"time code|Time code|drop"):
        parse_timecode(text, Fraction(24))


def test_a_dropped_number_is_refused():
    with pytest.raises(ValueError, match="leaves this number out"):
        parse_timecode("00:01:00;00", NTSC)


def test_a_negative_frame_has_no_time_code():
    with pytest.raises(ValueError, match="00:00:00:00"):
        format_timecode(-1, Fraction(24))
