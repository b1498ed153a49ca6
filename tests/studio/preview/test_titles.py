"""Check the lettering over the picture."""

import numpy as np
import pytest

from studio.preview import titles
from studio.preview.planes import split_planes


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ('Title "THE LAST HARBOUR" over a sunset sea', "THE LAST HARBOUR"),
        ("neon sign that reads “Open late”", "Open late"),
        ("Titelkarte „Der letzte Hafen“", "Der letzte Hafen"),
        ("タイトル「最後の港」", "最後の港"),
        ("title card: The Last Harbour, waves behind it", "The Last Harbour"),
        ("the text reads FIN", "FIN"),
        ('a man says "hello" to a dog', ""),
        ('"hello", whispers the man', ""),
        ("a fox", ""),
        ('a dog, ""', ""),
        ('"' + "word " * 40 + '"', ""),
    ],
)
def test_a_quoted_or_named_title_is_found_and_speech_is_not(prompt, title):
    assert titles.find_title(prompt) == title


def draw(title, revealed, size=(640, 360)):
    width, height = size
    yuv = np.full((height * 3 // 2, width), 90, np.uint8)
    title.draw(split_planes(yuv, width, height), revealed)
    return yuv[:height].astype(int)


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (480, 480)])
@pytest.mark.parametrize("text", ["FIN", "The Last Harbour of the Northern Sea", "最後の港", "Пес", "भारत"])
def test_a_title_is_large_and_in_the_safe_area(text, size):
    title = titles.make_title(text, *size)
    rows, columns = np.nonzero(draw(title, 1, size) > 200)
    width, height = size
    assert 0.08 * width <= columns.min() and columns.max() <= 0.92 * width
    assert 0.15 * height <= rows.min() and rows.max() <= 0.85 * height
    assert np.ptp(columns) > 0.3 * width or np.ptp(rows) > 0.08 * min(size)
    assert abs(columns.min() + columns.max() - width) < 0.06 * width


def test_a_title_appears_from_left_to_right():
    title = titles.make_title("THE LAST HARBOUR", 640, 360)
    none, half, whole = (draw(title, part) for part in (0, 0.5, 1))
    assert (none == 90).all()
    assert (half[:, 250:] > 200).sum() < (whole[:, 250:] > 200).sum()
    assert (half[:, :250] > 200).sum() > 100


def test_without_a_font_for_a_letter_there_is_no_title():
    assert titles.make_title("ᚠᚢᚦ", 640, 360) is None


def test_the_reveal_ends_and_goes_again_before_a_loop_begins_anew():
    assert titles.compute_reveal(0, 120, loop=False) == 0
    assert titles.compute_reveal(119, 120, loop=False) == 1
    assert titles.compute_reveal(60, 120, loop=True) == 1
    assert titles.compute_reveal(119, 120, loop=True) == 0


def test_words_are_broken_into_lines_of_like_length():
    assert titles.break_evenly(["the", "last", "harbour", "of", "the", "north"], 2) == [
        "the last harbour",
        "of the north",
    ]


@pytest.mark.parametrize(
    ("prompt", "color"),
    [
        ('"CHAPTER ONE" in gold letters on black', "#e2b04a"),
        ('A sign reads "OPEN" in red', "#c8352c"),
        ('"FIN" in red light over a blue sea', ""),
        ('Title card: "The Last Summer", a green hill', ""),
    ],
)
def test_letters_have_the_color_that_is_said_of_them(prompt, color):
    assert titles.find_color(prompt) == color


def test_golden_letters_are_golden_in_the_picture():
    yuv = np.full((540, 640), 128, np.uint8)
    planes = split_planes(yuv, 640, 360)
    titles.make_title("FIN", 640, 360, "#e2b04a").draw(planes, 1.0)
    assert planes.u.min() < 90
    assert planes.v.max() > 140
