"""Check the rooms of the floor plans: each is found by its words, is furnished and looks like no other."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from studio.preview import atlas, fronts, rooms, scenes, settings, surfaces
from studio.preview.perspective import END, Box, look_into
from studio.preview.prompts import read_prompt
from studio.preview.rigs.things import notation
from studio.preview.staging import read_staging
from tests.studio.preview.test_puppets import find_puppets, make_picture

pytestmark = pytest.mark.slow

ALL = [(name, room) for name, choices in rooms.ROOMS.items() for room in choices]


def find_place(prompt):
    return settings.find_setting(read_prompt(prompt, 1), read_staging(prompt)).scene


def paint(name, prompt=""):
    """Return the brightness of all plates of a room, which are of one size in all rooms."""
    sketch = replace(read_prompt(prompt, 1), scene=name, time="day")
    stage = scenes.build_stage(sketch, (name, prompt), width=160, height=90, count=1, loop=False)
    return stage.flatten().y.astype(float) / 255


@pytest.mark.parametrize(
    ("prompt", "room"),
    [
        ("A dark cinema", "cinema"),
        ("A prisoner in a prison cell", "prison"),
        ("A couple dances in a ballroom", "ballroom"),
        ("A singer in a recording studio", "recording studio"),
        ("A subway station at night", "subway station"),
        ("A subway train arrives at a station", "subway station"),
        ("People wait on a train platform", "railway station"),
        ("A sports car in a tunnel", "tunnel"),
        ("The bridge of a spaceship", "spaceship bridge"),
        ("A laundromat", "laundromat"),
        ("An indoor swimming pool", "pool"),
        ("A greenhouse full of plants", "greenhouse"),
        ("A tea ceremony in a Japanese room", "tea room"),
        ("An old barber shop", "barber shop"),
        ("A wine cellar with oak barrels", "wine cellar"),
        ("A pizza comes out of the oven", "kitchen"),
        ("A pizza in a wood-fired oven", "wood oven"),
        ("A ghost in an old house", "haunted house"),
        ("Two boxers in a boxing ring", "boxing ring"),
        ("A cart rolls down a supermarket aisle", "supermarket"),
        ("A man alone in an empty room", "room"),
        ("A cowboy walks into a bar", "bar"),
        ("Passengers on a bus", "bus interior"),
        ("A stewardess in an airplane cabin", "plane cabin"),
        ("Friends in a wooden cabin", "log cabin"),
    ],
)
def test_a_room_is_found_by_its_words(prompt, room):
    assert find_place(prompt) == room


@pytest.mark.parametrize(
    ("prompt", "room"),
    [
        ("A seamstress sews a dress", "sewing room"),
        ("A scientist looks through a microscope", "laboratory"),
        ("A chef chops onions", "kitchen"),
        ("A teacher writes on the blackboard", "classroom"),
        ("A cat knocks a vase off a shelf", "room"),
        ("A dog runs in the grass", "meadow"),
        ("A scientist walks on the beach", "beach"),
        ("A king rides a horse", "meadow"),
    ],
)
def test_a_room_is_hinted_at_only_where_no_place_is_named(prompt, room):
    assert find_place(prompt) == room


@pytest.mark.parametrize(("name", "room"), ALL)
def test_all_that_a_room_is_made_of_can_be_painted(name, room):
    assert {one.shape for one in room.pieces} <= atlas.load().numbers.keys() | notation.load().keys()
    assert {front for one in room.blocks for front in one.front.split(",")} <= fronts.FRONTS.keys()
    assert room.pattern in surfaces.FLOORS and room.panels in surfaces.WALLS
    assert room.table in notation.load()


@pytest.mark.parametrize(("name", "room"), ALL)
def test_furniture_stands_in_its_room(name, room):
    for one in (*room.pieces, *room.blocks):
        assert abs(one.x) < room.wide / 2 + 0.5 and 0 < one.ahead < room.deep - 0.4
        assert 0 <= one.y < room.tall


def test_no_two_rooms_look_alike():
    pictures = {name: paint(name) for name in rooms.ROOMS}
    names = list(pictures)
    alike = [
        (one, other)
        for n, one in enumerate(names)
        for other in names[:n]
        if np.abs(pictures[one] - pictures[other]).mean() < 0.02
    ]
    assert not alike


def test_an_empty_room_has_no_furniture_and_a_room_is_not_always_the_same():
    looks = [paint("room", f"prompt {n}") for n in range(6)]
    assert max(np.abs(looks[0] - one).mean() for one in looks[1:]) > 0.02
    empty = make_picture("a man in an empty room").scene.sketch
    assert empty.scene == "room" and "empty" in empty.named


def test_a_train_comes_in_and_stops_on_the_track_of_its_station():
    picture = make_picture("A train arrives at the railway station")
    (train,) = find_puppets(picture)
    poses = [train.find_pose(picture.scene.make_moment(n)) for n in (0, 60, 118, 119)]
    ways = [abs(one.column - other.column) for one, other in pairwise(poses)]
    assert ways[0] > 0.3 * picture.scene.width and ways[2] < 1
    row, _ = picture.scene.track
    assert abs(poses[0].row + picture.scene.down - row) < 0.02 * picture.scene.height


def test_everybody_stands_on_the_floor_of_a_narrow_room():
    picture = make_picture("three nurses in a long hospital corridor")
    stage = picture.scene
    for one in find_puppets(picture):
        reach = stage.floor_m / 2 * (one.place.row * stage.height + stage.down - stage.horizon) / 1.5
        assert abs(one.place.column - 0.5) * stage.width < reach


@pytest.mark.parametrize("deep", [3.4, 4.6, 6.0])
def test_every_room_has_an_end(deep):
    stage = make_picture("a room").scene
    sight = look_into(stage, Box(5.0, 2.5, 1.5, deep, 0.2))
    assert 0.1 < (sight.surface == END).mean() < 0.5


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("inside a submarine", []),
        ("a woman takes a shower", ["woman"]),
        ("a blacksmith hammers hot iron", ["blacksmith"]),
        ("a carpenter planes wood in his workshop", ["carpenter"]),
        ("a family dinner in the dining room", []),
        ("a dog waits at the door", ["dog"]),
    ],
)
def test_what_a_room_is_or_shows_and_what_somebody_does_is_no_subject(prompt, names):
    assert [one.place.subject.noun.name for one in find_puppets(make_picture(prompt))] == names


def test_nobody_stands_on_what_they_try_on():
    woman, dress = read_staging("a woman tries on a dress in a boutique").subjects
    assert (woman.base, dress.word) == ("", "dress")


def test_a_room_shows_the_furniture_that_is_named():
    scene = make_picture("a cozy living room with a fireplace and a sofa").scene
    assert {"fireplace", "sofa"} <= scene.furniture
