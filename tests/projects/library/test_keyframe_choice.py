"""A keyframe choice and its text: each can be read back as the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.library.keyframe_choice import FrameGone, KeyframeChoice
from projects.models import Edge

SIDES = st.integers(0, 99_999)
CHOICES = st.one_of(
    st.builds(KeyframeChoice),
    st.builds(KeyframeChoice, clip=st.uuids(), edge=st.sampled_from(Edge)),
    st.builds(KeyframeChoice, clip=st.uuids(), frame=st.integers(0, 9_999_999)),
    st.builds(KeyframeChoice, image=st.uuids()),
    st.builds(KeyframeChoice, image=st.uuids(), box=st.tuples(SIDES, SIDES, SIDES, SIDES)),
)
ID = "0b0e7d4c-53a1-4a5e-9d0f-7f1f2a3b4c5d"


@given(CHOICES)
def test_every_choice_is_read_back_from_its_text(choice):
    assert KeyframeChoice.parse(str(choice)) == choice


@given(st.text() | st.from_regex(r"(clip|frame|image|crop):[0-9a-f:-]{30,60}"))
def test_every_text_is_refused_or_read_back_unchanged(text):
    try:
        choice = KeyframeChoice.parse(text)
    except FrameGone:
        return
    assert str(choice) == ("" if text == "none" else text)


@pytest.mark.parametrize(
    "text",
    [
        f"clip:{ID}",
        f"clip:{ID}:middle",
        f"clip:{ID}:last\n",
        f"frame:{ID}:-1",
        f"frame:{ID}:007",
        f"image:{ID.upper()}",
        f"crop:{ID}:1:2:3",
        "image:../../secret",
    ],
)
def test_nonsense_is_refused(text):
    with pytest.raises(FrameGone):
        KeyframeChoice.parse(text)


def test_only_no_frame_is_false():
    assert not KeyframeChoice.parse("none") and KeyframeChoice.parse(f"image:{ID}")
