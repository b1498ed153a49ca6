"""Check the slate: the whole sentence, long enough to be read."""

import pytest

from studio.preview import slate

LONG = "An old fisherman in a raincoat mends his net on a wooden pier while two gulls circle above the boats"


@pytest.mark.parametrize("shape", [(1280, 720), (640, 360), (720, 720)])
def test_the_slate_holds_a_whole_sentence_on_two_lines(shape):
    width, height = shape
    text = f"{LONG}, and {LONG}"
    drawn, first = slate.make_slate(text, width, height), slate.make_slate("An old fisherman", width, height)
    assert 1.5 < drawn.alpha.shape[0] / first.alpha.shape[0] < 2.2
    assert drawn.left + drawn.alpha.shape[1] <= width


def test_a_sentence_is_broken_at_a_space_near_its_middle():
    assert slate.split_line(LONG) == [
        "An old fisherman in a raincoat mends his net on a",
        "wooden pier while two gulls circle above the boats",
    ]
    assert slate.split_line("夜の街に雨が降る") == ["夜の街に", "雨が降る"]


def test_more_words_are_shown_for_longer():
    def last(prompt):
        return max(n for n in range(240) if slate.compute_slate_strength(n, prompt) > 0)

    assert 36 <= last("A fox") < 48 < last(LONG[:45]) < last(LONG) <= last(LONG * 9) < 108
    assert slate.compute_slate_strength(0, LONG) == 0
    assert last(LONG) / 24 >= len(LONG.split()) / 6
