"""Check that crowded places are full of small people who belong there, and roads full of cars."""

import pytest

from studio.preview import crowds, forms, puppets, scenes
from studio.preview.prompts import read_prompt
from studio.preview.settings import find_setting
from studio.preview.staging import read_staging

pytestmark = pytest.mark.slow


def list_places(prompt, size=(320, 180)):
    staging = read_staging(prompt)
    sketch = find_setting(read_prompt(prompt, 1), staging)
    width, height = size
    stage = scenes.build_stage(sketch, (prompt, 1), staging, width=width, height=height, count=24, loop=False)
    return [one.place for one in stage.layers if isinstance(one, puppets.Puppet)]


@pytest.mark.parametrize(
    ("prompt", "who"),
    [
        ("a crowded beach in summer", "bather"),
        ("a busy restaurant kitchen", "chef"),
        ("a busy street", "man"),
        ("a crowded market", "shopper"),
        ("rush hour in a subway station", "tourist"),
        ("a packed theater", "woman"),
        ("a full classroom", "student"),
        ("a bustling harbor", "man"),
    ],
)
@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
def test_a_crowded_place_has_several_people_who_belong_there(prompt, who, size):
    places = list_places(prompt, size)
    people = [one for one in places if one.subject.noun.category == "person"]
    assert 4 <= len(people) <= 12
    assert who in {one.subject.word for one in people}
    assert len({one.subject.word for one in people}) > 1
    assert all(one.height <= 0.5 * size[1] for one in people)
    assert [one.row for one in places] == sorted(one.row for one in places), "the nearest is in front"


@pytest.mark.parametrize("prompt", ["a quiet beach", "an empty kitchen", "a street", "a vacant classroom"])
def test_nobody_is_in_a_place_that_is_not_crowded(prompt):
    assert not any(one.subject.noun.category == "person" for one in list_places(prompt))


@pytest.mark.parametrize("prompt", ["heavy traffic on a highway", "a traffic jam in the city"])
def test_traffic_fills_both_lanes(prompt):
    places = list_places(prompt)
    assert {one.subject.noun.category for one in places} == {"vehicle"}
    assert len(places) >= 4
    assert {one.subject.heading for one in places} == {-1, 1}


def test_the_named_car_is_among_others_and_hidden_by_none():
    places = list_places("a yellow taxi in heavy traffic")
    (named,) = (one for one in places if one.subject.heading == 0)
    beside = [one for one in places if one.subject.heading == 1]
    assert beside
    assert all(abs(one.column - named.column) * 320 > 0.5 * (one.width + named.width) for one in beside)


def test_everybody_in_the_table_is_somebody_who_is_drawn():
    for names in (*crowds.WHO.values(), crowds.ANYBODY, crowds.VEHICLES):
        for name in names.split():
            subject = crowds._cast(name, "", 1)
            assert not isinstance(forms.find_form(subject, ""), forms.Icon), name
