"""Check who meets, chases or catches whom, and whose young one is."""

import pytest

from studio.preview.rigs.finding import find_rig
from studio.preview.staging import read_staging
from studio.preview.traces import Shots
from tests.studio.preview.test_puppets import COUNT, find_puppets, make_picture


@pytest.mark.parametrize(
    "prompt",
    ["a knight fights a dragon", "a cat faces a dog", "a lion attacks a buffalo", "a boy talks to a robot"],
)
def test_two_who_meet_look_at_each_other(prompt):
    assert [one.heading for one in read_staging(prompt).subjects] == [1, -1]


def test_two_of_a_kind_who_play_look_at_each_other():
    (dogs,) = read_staging("two dogs play in the park").subjects
    assert dogs.meets and dogs.count == 2
    assert not read_staging("two dogs sleep").subjects[0].meets


@pytest.mark.parametrize(
    "prompt", ["an elephant mother with her calf", "a mother elephant and her baby", "a bear with a cub"]
)
def test_a_young_animal_is_small_and_of_its_mothers_kind(prompt):
    mother, young = read_staging(prompt).subjects
    assert mother.word == young.word
    assert young.noun.height_m < 0.6 * mother.noun.height_m


def test_a_mother_and_her_baby_are_people():
    assert read_staging("a mother with her baby daughter").subjects[0].noun.name == "woman"


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("a monkey swings through the trees", ["swinging monkey"]),
        ("a koala sleeps in a eucalyptus tree", ["koala"]),
        ("a frog sits on a lily pad", ["frog on a lily pad"]),
        ("a squirrel eats a nut", ["squirrel with a nut"]),
        ("a UFO abducts a cow", ["abduction", "cow"]),
        ("a rabbit eats a carrot", ["rabbit"]),
        ("ducklings follow their mother", ["duckling", "duck"]),
        ("a dragon breathes fire over a castle", ["dragon", "castle"]),
        ("a snail on a leaf", ["snail", "broad leaf"]),
        ("a monkey sits on a wall", ["monkey"]),
    ],
)
def test_what_is_in_its_place_is_drawn_with_it(prompt, names):
    assert [one.noun.name for one in read_staging(prompt).subjects] == names


def test_ships_that_battle_shoot_at_each_other():
    picture = make_picture("two spaceships battle in space")
    ships = find_puppets(picture)
    assert [ship.mover.heading for ship in sorted(ships, key=lambda ship: ship.place.column)] == [1, -1]
    assert all(any(isinstance(one, Shots) for one in ship.spray) for ship in ships)


def test_who_flies_before_the_moon_crosses_it_and_it_is_large():
    picture = make_picture("a witch flies in front of the full moon at night")
    (witch,) = find_puppets(picture)
    scene = picture.scene
    middle = witch.find_pose(scene.make_moment(COUNT // 2)).column
    assert abs(middle - (scene.sun[0] - scene.right)) < 0.12 * scene.width
    usual = make_picture("a witch flies at night").scene
    assert scene.palette.sun_size > 2 * usual.palette.sun_size


def test_a_spaceship_that_lands_is_down_at_the_end():
    picture = make_picture("a spaceship lands on Mars")
    (ship,) = find_puppets(picture)
    lifts = [ship.find_pose(picture.scene.make_moment(n)).lift for n in (0, COUNT // 2, COUNT - 1)]
    assert lifts[0] > lifts[1] > lifts[2] == 0


def test_who_flies_over_a_house_is_in_front_of_its_top():
    picture = make_picture("a dragon flies over a cottage")
    dragon = next(one for one in find_puppets(picture) if one.place.subject.noun.name == "dragon")
    assert picture.scene.layers.index(dragon) > picture.scene.layers.index(
        next(one for one in find_puppets(picture) if one is not dragon)
    )
    assert dragon.place.row - dragon.place.height / picture.scene.height < 0.1


@pytest.mark.parametrize("mount", ["unicorn", "camel", "elephant", "donkey", "horse"])
def test_who_rides_an_animal_sits_on_it(mount):
    (rider,) = read_staging(f"a man rides a {mount}").subjects
    assert [one.name for one in rider.held] == [mount]
    alone = read_staging("a man walks").subjects[0]
    assert find_rig(rider, "body").aspect > 1.3 * find_rig(alone, "body").aspect
