"""Frames of videos become frames of a cut: as long as they last, at their place, and never none."""

from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.media.rates import STANDARD, convert, find_name, get_step, place, snap

ODD = [
    Fraction(8),
    Fraction(10),
    Fraction(25, 2),
    Fraction(16),
    Fraction(480, 31),
    Fraction(90),
    Fraction(120),
]
RATES = [*STANDARD.values(), *ODD]
parts = st.lists(
    st.builds(
        lambda start, frames, rate: (start, start + frames, rate),
        st.integers(0, 500),
        st.integers(1, 300),
        st.sampled_from(RATES),
    ),
    min_size=1,
    max_size=40,
)


@given(parts=parts, fps=st.sampled_from(RATES))
def test_a_cut_never_runs_ahead_or_behind_by_a_frame(parts, fps):
    """Unless shots shorter than a frame take one each: then by as many, until longer ones make up for it."""
    spans = place(parts, fps)
    exact = accumulate((end - start) * fps / rate for start, end, rate in parts)
    owed = 0
    for span, end in zip(spans, exact, strict=True):
        assert span.frames >= 1
        late = span.at + span.frames - end
        assert -Fraction(1, 2) < late <= max(Fraction(1, 2), owed + 1 if span.frames == 1 else 0)
        owed = max(late, Fraction(0))
    assert [span.at for span in spans[1:]] == [span.at + span.frames for span in spans[:-1]]


@given(parts=parts, fps=st.sampled_from(RATES))
def test_every_frame_of_the_cut_shows_a_frame_of_its_shot_and_is_found_by_it(parts, fps):
    for span in place(parts, fps):
        shown = [span.video_frame(frame) for frame in range(span.at, span.at + span.frames)]
        assert shown == sorted(shown) and shown[0] == span.start and shown[-1] < span.end
        for frame in set(shown):
            assert span.video_frame(span.cut_frame(frame)) == frame
            assert span.cut_frame(frame) - span.at == shown.index(frame)
        if span.step == 1:
            assert shown == list(range(span.start, span.start + span.frames))


@given(st.lists(st.integers(1, 300), max_size=30), st.sampled_from(RATES))
def test_a_cut_of_one_rate_shows_every_frame_once(lengths, fps):
    spans = place([(3, 3 + frames, fps) for frames in lengths], fps)
    assert [span.frames for span in spans] == lengths


def test_six_short_shots_of_another_rate_last_as_long_as_they_should():
    """24 frames at 24, and six times 7 frames at 29.97, which are 33.6 frames at 24: 58, not 60 or 54."""
    ntsc = STANDARD["29.97"]
    spans = place([(0, 24, Fraction(24)), *((n, n + 7, ntsc) for n in (1, 11, 21, 31, 41, 51))], Fraction(24))
    assert [span.frames for span in spans] == [24, 6, 5, 6, 5, 6, 6]
    assert spans[-1].at + spans[-1].frames == 58


@pytest.mark.parametrize(
    ("rate", "name"),
    [
        (Fraction(24), "24"),
        (Fraction(24000, 1001), "23.976"),
        (Fraction(2997, 100), "29.97"),
        (Fraction(23976, 1000), "23.976"),
        (Fraction(30001, 1000), "30"),
        (Fraction(16), ""),
        (Fraction(480, 31), ""),
        (Fraction(24024, 1000), ""),
    ],
)
def test_a_rate_has_the_name_that_time_code_knows(rate, name):
    assert find_name(rate) == name
    assert snap(rate) == (STANDARD[name] if name else rate)


def test_a_rate_written_less_exactly_is_the_same_rate():
    assert get_step(Fraction(2997, 100), STANDARD["29.97"]) == 1
    assert convert(100_000, Fraction(2997, 100), STANDARD["29.97"]) == 100_000
    assert convert(30, Fraction(60), Fraction(24)) == 12
    assert convert(1, Fraction(48), Fraction(24)) == 1, "half a frame is rounded up, always"
