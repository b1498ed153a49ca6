"""Check what stands on something, and where it is when it stands on the ground."""

import numpy as np
import pytest

from studio.preview.staging import read_staging
from tests.studio.preview.test_puppets import COUNT, draw, find_puppets, make_picture

pytestmark = pytest.mark.slow


def find_scene(prompt):
    picture = make_picture(prompt)
    return picture.scene.sketch.scene, {
        one.place.subject.noun.name: one.place for one in find_puppets(picture)
    }


@pytest.mark.parametrize(
    ("prompt", "load", "base"),
    [
        ("a grandmother looks at a cake in a kitchen", "cake", "table"),
        ("a vase on a table, a woman looks at it", "vase", "table"),
        ("a scientist in a laboratory with a microscope", "microscope", "table"),
        ("a cat sleeps on a sofa in the living room", "cat", "sofa"),
        ("a dog sits on a bench in the park", "dog", "bench"),
        ("a woman stands beside a desk with a computer", "computer", "desk"),
        ("a bee on a flower", "bee", "flower"),
    ],
)
def test_who_is_on_something_stands_on_it_and_within_its_width(prompt, load, base):
    _, places = find_scene(prompt)
    assert 0.3 * places[base].height < places[load].raised <= places[base].height
    assert abs(places[load].column - places[base].column) * 640 < places[base].width / 2
    assert places[load].width < places[base].width


@pytest.mark.parametrize("prompt", ["a smartphone on a white table", "a cup of coffee on a wooden desk"])
def test_a_thing_on_a_table_alone_is_a_shot_of_that_thing(prompt):
    scene, places = find_scene(prompt)
    assert scene == "table"
    assert [place.on for place in places.values()] == ["table"]


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("a cozy cabin with a fireplace", set()),
        ("a bus stop beside a mailbox", {"bus stop", "mailbox"}),
        ("a cat sits on a windowsill next to a plant", {"window seat"}),
    ],
)
def test_what_the_room_itself_is_or_has_is_no_subject(prompt, names):
    assert set(find_scene(prompt)[1]) == names


@pytest.mark.parametrize(
    "prompt", ["a bus stop in the snow", "a bench in a street", "a phone booth in the rain"]
)
def test_what_a_street_has_on_its_pavement_leaves_the_road_free(prompt):
    scene, places = find_scene(prompt)
    assert scene == "street"
    assert all(abs(place.column - 0.5) > 0.18 for place in places.values())


def test_lettering_is_no_subject():
    assert not read_staging('the title "Silence" in white letters').subjects


def test_flowers_beside_a_bottle_are_a_bouquet_on_the_table():
    scene, places = find_scene("a bottle of perfume with flowers")
    assert scene == "table"
    assert places["perfume bottle"].height > 0.35 * places["bouquet"].height


def test_somebody_in_front_of_a_cafe_is_outside_and_who_sits_at_a_table_has_one():
    assert find_scene("a woman in front of a cafe")[0] == "street"
    assert [one.name for one in read_staging("a man sits at a table").subjects[0].held] == ["desk"]


def test_nobody_is_behind_the_car_that_they_walk_past():
    picture = make_picture("a woman walks past a parked car in the city")
    assert [one.place.subject.noun.name for one in find_puppets(picture)] == ["car", "woman"]


def test_who_is_on_shore_is_in_front_of_the_ship():
    picture = make_picture("a pirate on a ship")
    names = [one.place.subject.noun.name for one in find_puppets(picture)]
    assert names == ["ship", "pirate"]


def test_what_is_on_something_stays_there():
    picture = make_picture("a cat on a piano", loop=True)
    assert (draw(picture, 0) == draw(picture, COUNT)).mean() > 0.99


@pytest.mark.parametrize(
    ("prompt", "small", "large", "most"),
    [
        ("a cat chases a ball of yarn", "yarn", "cat", 0.6),
        ("a squirrel on a tree", "chipmunk", "tree", 0.45),
        ("a dog in front of a castle", "dog", "castle", 0.4),
    ],
)
def test_who_is_small_is_small_beside_the_large(prompt, small, large, most):
    _, places = find_scene(prompt)
    assert places[small].height < most * places[large].height


def test_what_is_small_is_seen_from_near_and_blurs_what_is_behind():
    frog, horse = (make_picture(f"a {name} in a meadow, noon") for name in ("frog", "horse"))
    assert (frog.scene.is_near, horse.scene.is_near) == (True, False)
    far = [np.abs(np.diff(picture.scene.flatten().y.astype(int), axis=0)).mean() for picture in (frog, horse)]
    assert far[0] < 0.9 * far[1]


@pytest.mark.parametrize(
    "prompt", ["a lion roars on a rock", "a mermaid sits on a rock in the sea", "a wolf stands on a boulder"]
)
def test_who_is_on_a_rock_is_above_it(prompt):
    _, places = find_scene(prompt)
    load, base = list(places.values())[::-1]
    assert base.is_laden and load.raised > 0.2 * base.height
    assert base.height < load.height + load.raised


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("a businessman runs through the rain with an umbrella", "umbrella"),
        ("a nurse pushes a wheelchair down a corridor", "pushedchair"),
        ("a toddler in a bedroom with a teddy bear", "teddy"),
        ("a robot plays the piano", "piano"),
    ],
)
def test_what_somebody_has_is_not_staged_beside_them(prompt, name):
    (subject,) = read_staging(prompt).subjects
    assert name in [one.name for one in subject.held]
    assert len(find_puppets(make_picture(prompt))) == 1


def test_the_sea_of_a_surfer_is_high_and_has_no_wave_of_paper():
    assert make_picture("a surfer rides a big wave").scene.sketch.has_swell
    assert [one.noun.name for one in read_staging("a surfer rides a big wave").subjects] == ["surfer"]


@pytest.mark.parametrize(
    ("prompt", "top"),
    [
        ("A dragon perched on top of a castle tower", "dragon"),
        ("A raven sitting on top of a tower", "raven"),
        ("A dragon sits on a lighthouse", "dragon"),
    ],
)
def test_who_is_on_a_building_is_above_its_walls(prompt, top):
    places = [puppet.place for puppet in find_puppets(make_picture(prompt))]
    one = next(place for place in places if place.subject.word == top)
    assert one.raised > 0.5 * max(place.height for place in places if place is not one)
