"""A line of text in any script: each letter is drawn, shaped and in reading order, or there is no line."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from studio.media.letters import OWN, Run, draw_line, lay_out
from studio.preview.slate import make_slate

SENTENCES = {
    "Arabic": "ميناء في الليل، مع ضباب",
    "Bengali": "রাতে বন্দর",
    "Chinese": "夜晚的港口，下雨",
    "Czech": "Přístav v noci, žlutá světla",
    "Emoji": "🦊❄️👩‍🚀🇫🇷👍🏽",
    "Greek": "Λιμάνι τη νύχτα",
    "Hebrew": "נמל בלילה",
    "Hindi": "रात में बंदरगाह पर बारिश",
    "Japanese": "夜の港に雨が降る、ゆっくりと寄る",
    "Korean": "밤의 항구, 비 내리는",
    "Polish": "Łódź nocą, świt — „powoli”",
    "Russian": "Гавань ночью, туман",
    "Tamil": "இரவில் துறைமுகம்",
    "Thai": "ท่าเรือในยามค่ำคืน",
    "Ukrainian": "Гавань уночі, її ґанок",
    "Vietnamese": "Đêm ở cảng: mưa ướt",
}


def ink(text: str) -> np.ndarray:
    line = draw_line(text, 40)
    assert line is not None, text
    return np.asarray(line)


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_every_large_script_is_drawn(text):
    """No letter looks like another one that no font has: the crossed box of Pillow, or nothing."""
    assert ink(text).any()
    boxes = [ImageFont.load_default(40).getmask(letter) for letter in ("夜", "ع")]
    assert bytes(boxes[0]) == bytes(boxes[1]), "Pillow's own font draws boxes"
    for letter in set(text) - set(" \u200d\ufe0f"):
        drawn = draw_line(letter, 40)
        assert drawn is not None and drawn.getbbox() is not None, letter
        assert drawn.crop(drawn.getbbox()).tobytes() != bytes(boxes[0]), letter


def test_letters_are_shaped():
    """Arabic letters join, a Hindi vowel sign stands before its letter, and emoji parts become one."""
    assert ink("ميناء").shape[1] < sum(ink(letter).shape[1] - 40 for letter in "ميناء") + 40
    assert ink("👩‍🚀").shape == ink("👩").shape and (ink("👩‍🚀") != ink("👩")).any()
    assert ink("🇫🇷").shape[1] < ink("🇫").shape[1] + ink("🇷").shape[1] - 40
    word, letter = ink("कि"), ink("क")
    assert not np.array_equal(word[:, : letter.shape[1]], letter), "the sign comes first"


def test_a_line_is_in_reading_order():
    runs = lay_out("ميناء 2049 ليلا")
    assert runs is not None and [run.text.strip() for run in runs if run.text.strip()] == [
        "ليلا",
        "2049",
        "ميناء",
    ]
    runs = lay_out("Say שלום עולם twice")
    assert runs is not None
    words = [run.text.strip() for run in runs if run.text.strip()]
    assert words == ["Say", "עולם", "שלום", "twice"]


def test_han_letters_follow_the_language_of_the_line():
    """直 is written otherwise in Japan than in China."""
    assert lay_out("直") == [Run("直", "noto-sans-sc-chinese-simplified")]
    runs = lay_out("直す")
    assert runs is not None and runs[0].font == "noto-sans-jp-japanese"


def test_english_is_drawn_by_pillows_own_font_as_ever():
    text = "A lighthouse at dusk, slow push in …"
    font = ImageFont.load_default(40)
    image = Image.new("L", (int(font.getlength(text) + 40) // 2 * 2, 64))
    ImageDraw.Draw(image).text((40 * 0.3, 40 * 0.15), text, fill=255, font=font)
    assert lay_out(text) == [Run(text, OWN)]
    assert np.array_equal(ink(text), np.asarray(image))


@pytest.mark.parametrize("text", ["ᚠᚢᚦ", "Runes ᚠ in stone", "𓀀"])
def test_without_a_font_for_a_letter_there_is_no_line_and_no_slate(text):
    assert draw_line(text, 40) is None
    assert make_slate(text, 1280, 720) is None


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("aW 夜ي🦊क€é…"), min_size=1, max_size=120),
    st.sampled_from([(1280, 720), (360, 640)]),
)
def test_a_slate_fits_into_its_frame(text, shape):
    width, height = shape
    slate = make_slate(text, width, height)
    if slate is not None:
        rows, columns = slate.alpha.shape
        assert slate.left >= 0 and slate.left + columns <= width and slate.top + rows <= height
