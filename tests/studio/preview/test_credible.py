"""Check that what could not be placed credibly is not drawn, and is said."""

import pytest

from studio.preview import forms, loose
from studio.preview.prompts import read_prompt
from studio.preview.settings import find_setting
from studio.preview.stage import Stage
from studio.preview.staging import read_staging

SIZE = {"width": 640, "height": 360, "count": 120, "loop": False}


def name_subjects(prompt: str) -> list[str]:
    return [one.noun.name for one in read_staging(prompt).subjects]


@pytest.mark.parametrize(
    ("prompt", "thing"),
    [
        ("A detective in a trench coat lights a cigarette under a neon sign", "cigarette"),
        ("A jeweler inspects a diamond ring with a loupe", "loupe"),
        ("A welder in a dark workshop, sparks flying from his torch", "torch"),
        ("A ferry carries cars across the fjord", "car"),
        ("A truck transports a boat on the highway", "boat"),
        ("Two boxers trade punches in the ring while the crowd cheers", "crowd"),
        ("A teapot pours tea into a cup", "teapot"),
        ("A seamstress works at her sewing machine by the window", "sewing machine"),
    ],
)
def test_a_thing_that_would_stand_beside_its_owner_is_said_and_not_drawn(prompt, thing):
    staging = read_staging(prompt)
    assert thing not in [one.word for one in staging.subjects]
    assert thing in staging.left_out


@pytest.mark.parametrize(
    ("prompt", "thing"),
    [
        ("A cat next to a vase", "vase"),
        ("Three kittens play with a ball of yarn", "yarn"),
        ("A woman and a vase", "vase"),
        ("A jar beside a man", "jar"),
        ("A chef with a cake on a table", "table"),
        ("A truck passes a car", "car"),
    ],
)
def test_a_thing_that_is_beside_somebody_is_drawn(prompt, thing):
    assert thing in [one.word for one in read_staging(prompt).subjects]


@pytest.mark.parametrize(
    ("prompt", "rider", "base", "action"),
    [
        ("A monkey rides on the back of a wild boar", "monkey", "boar", "sit"),
        ("A kitten sleeping on top of a sleeping dog", "kitten", "dog", "sleep"),
        ("A cat sits on a horse's back", "cat", "horse", "sit"),
        ("A parrot sits on a pirate's shoulder", "parrot", "pirate", "stand"),
    ],
)
def test_an_animal_sits_on_who_bears_it(prompt, rider, base, action):
    one, other = read_staging(prompt).subjects
    assert (one.noun.name, one.base, one.action) == (rider, base, action)
    assert other.action in ("stand", "sleep", "")


def test_an_animal_too_large_to_be_borne_is_left_out():
    staging = read_staging("A cow stands on top of a dog")
    assert [one.noun.name for one in staging.subjects] == ["dog"]
    assert "cow" in staging.left_out


def test_sheep_without_an_article_are_several():
    assert [one.count for one in read_staging("Sheep block a country road").subjects] == [3]
    assert [one.count for one in read_staging("A sheep on a hill").subjects] == [1]


def test_who_is_approached_looks_at_who_comes():
    child, father = read_staging("A toddler takes her first steps toward her father").subjects
    assert (child.heading, father.heading) == (1, -1)


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("A woman drives a convertible along the coast, scarf flying", ["sports car"]),
        ("Newlyweds drive away in a car", ["car"]),
        ("A pilot flies a helicopter over a city", ["helicopter"]),
        ("A corgi rides a surfboard", ["dog"]),
        ("A snake coiled around a branch", ["snake"]),
        ("A delivery boy on a scooter rushes through a market", ["motorcyclist"]),
        ("A crowd of umbrellas crosses a street in the rain", ["person"]),
    ],
)
def test_nobody_is_beside_what_they_are_in_or_on(prompt, names):
    assert [one.noun.name for one in read_staging(prompt).subjects] == names


@pytest.mark.parametrize(
    ("prompt", "action"),
    [
        ("A ghost bride floats down a staircase", "walk"),
        ("Medium close-up of a tired nurse taking off her mask", ""),
        ("A girl floats in the sea", "swim"),
        ("A plane takes off at dawn", "rise"),
    ],
)
def test_only_what_can_rises_or_floats(prompt, action):
    assert read_staging(prompt).subjects[0].action == action


def test_a_building_stands_in_no_street_in_front_of_its_houses():
    prompt = "A school bus stops in front of a house on a street"
    staging = read_staging(prompt)
    shown = loose.drop(staging, find_setting(read_prompt(prompt, 1), staging))
    assert [one.noun.name for one in shown.subjects] == ["school bus"]
    assert "house" in shown.left_out


def test_a_swimmer_is_in_the_water_up_to_the_shoulders():
    prompt = "A swimmer in a swimming pool"
    swimmer = read_staging(prompt).subjects[0]
    assert forms.compute_draft(swimmer) > 0.3
    stage = Stage(find_setting(read_prompt(prompt, 1), read_staging(prompt)), (prompt, 1), **SIZE)
    assert forms.find_ground(stage, swimmer, "") == "water"
