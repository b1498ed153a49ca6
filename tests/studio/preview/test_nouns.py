"""Nouns are found in a prompt: the longest name first, in English and in other languages."""

import pytest

from studio.preview import atlas, nouns
from studio.preview.rigs.finding import find_rig
from studio.preview.subject import Subject


def names(text: str) -> list[str]:
    return [mention.noun.name for mention in nouns.find_mentions(text)]


def test_there_are_more_than_1500_nouns_and_each_has_a_shape_or_a_rig():
    assert len(nouns.load()) >= 1500
    shapes = {shape for noun in nouns.load() for shape in noun.shapes.values()}
    assert shapes == set(atlas.load().numbers)
    assert [noun.name for noun in nouns.load() if not (noun.shapes or find_rig(Subject(noun), "body"))] == []


def test_every_shape_fills_its_box():
    for shape in atlas.load().numbers:
        mask = atlas.draw_shape(shape, 48)
        assert mask.alpha.shape[0] == 48 and mask.alpha.max() == 1.0, shape
        assert mask.alpha[:3].any() and mask.alpha[-3:].any(), shape
        assert mask.alpha.mean() > 0.04, shape


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A race car overtakes a car", ["racing car", "car"]),
        ("A sea turtle above the coral reef", ["sea turtle", "coral"]),
        ("A hot air balloon, not a balloon", ["hot air balloon", "balloon"]),
        ("Two horses and three wolves", ["horse", "wolf"]),
        ("Men, women and children", ["man", "woman", "child"]),
        ("A foxtrot in the carpool", []),
    ],
)
def test_the_longest_name_wins_and_plurals_are_known(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ein Fuchs im Schnee", ["fox"]),
        ("Deux chevaux galopent sur la plage", ["horse"]),
        ("Un perro corre por la playa", ["dog"]),
        ("Un gatto sul tetto", ["cat"]),
        ("Um cavalo na praia", ["horse"]),
        ("Een schip op zee", ["ship"]),
        ("Две лошади бегут", ["horse"]),
        ("лиса в снегу", ["fox"]),
        ("लोमड़ी बर्फ में", ["fox"]),
        ("雪の中の狐", ["fox"]),
        ("밤에 달리는 기차", ["train"]),
        ("狐狸在雪中", ["fox"]),
    ],
)
def test_nouns_are_found_in_other_languages(text, found):
    assert names(text) == found


def test_an_english_prompt_is_read_as_english():
    """ "Gift" is poison in German."""
    assert names("A gift with a ribbon") == ["gift", "ribbon"]


@pytest.mark.parametrize("prompt", ["soft pink gradient", "Soft purple waves", "a bright yellow background"])
def test_a_color_of_an_english_prompt_is_no_noun_of_another_language(prompt):
    """A ribbon is called pink elsewhere."""
    assert names(prompt.lower()) == []
