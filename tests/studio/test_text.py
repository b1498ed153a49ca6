"""File names of any text, on any disk."""

import pytest

from studio.text import make_file_name, make_initials, shorten


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Harbour, rough", "Harbour, rough"),
        ("a/b\\c: d?", "a b c d"),
        ("CON", "CON_"),
        ("Con.final", "Con_.final"),
        ("com9 . cut", "com9_ . cut"),
        ("Conference", "Conference"),
        ("com10", "com10"),
        (" .hidden. ", "hidden"),
        ("\ud83d\x00", "film"),
        ("夜の港", "夜の港"),
        (70 * "港", 66 * "港"),
    ],
)
def test_a_name_that_every_disk_can_hold(text, name):
    assert make_file_name(text, "film") == name


@pytest.mark.parametrize(
    ("text", "most_bytes", "kept"),
    [
        ("lamp", 4, "lamp"),
        ("é", 1, ""),
        ("ae\u0301", 2, "a"),
        ("नमस्ते", 6, "नम"),
        ("no\u0302n", 4, "no\u0302"),
        ("a👍🏽", 6, "a"),
        ("a👩🏽‍🚀b", 12, "a"),
        ("a👩🏽‍🚀b", 16, "a👩🏽‍🚀"),
    ],
)
def test_a_composed_character_is_never_cut(text, most_bytes, kept):
    assert shorten(text, most_bytes) == kept


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada Lovelace", "AL"),
        ("Ines (Kamera)", "IK"),
        ("“Bo” – 2nd unit", "B2"),
        ("o'neill", "O"),
        ("éva ülker the third", "ÉÜ"),
        ("李 小龙", "李小"),
        ("ada@example.test", "A"),
        ("(!)", "("),
        ("", ""),
    ],
)
def test_initials_are_letters_not_brackets(name, initials):
    assert make_initials(name) == initials
