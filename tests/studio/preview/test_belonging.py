"""Check that animals are drawn with what they catch, live in, drink from and look through."""

import numpy as np
import pytest

from studio.preview import prompts, settings
from studio.preview.nouns import load_names
from studio.preview.rigs.finding import find_rig
from studio.preview.rigs.joined import ROOMS
from studio.preview.staging import read_staging
from studio.preview.subject import Subject
from tests.studio.preview.test_puppets import find_puppets, make_picture

pytestmark = pytest.mark.slow


def draw(prompt):
    """Return the only subject of a prompt, and the rig with what belongs to it."""
    (subject,) = read_staging(prompt).subjects
    return subject, find_rig(subject, "body")


def find_scene(prompt):
    return settings.find_setting(prompts.read_prompt(prompt, 1), read_staging(prompt)).scene


@pytest.mark.parametrize(
    "prompt",
    [
        "a bear catches a salmon",
        "a dog fetches a stick",
        "a heron with a fish in its beak",
        "a cat catches a mouse",
        "an eagle catches a fish",
        "a hummingbird drinks from a flower",
        "a bee collects nectar from a sunflower",
        "a goldfish swims in a bowl",
        "a parrot in a cage",
        "a kitten sits in a basket",
        "a squirrel climbs a tree",
        "a turtle in a tank",
    ],
)
def test_two_are_drawn_as_one(prompt):
    subject, rig = draw(prompt)
    alone = find_rig(Subject(subject.noun, word=subject.word, action=subject.action), "body")
    assert len(rig.pose(0)) > len(alone.pose(0))
    left, low, right, high = rig.box
    for n in range(rig.pictures):
        points = np.concatenate([part.points for part in rig.pose(n / rig.pictures)])
        assert (points > (left - 0.01, low - 0.01)).all() and (points < (right + 0.01, high + 0.01)).all()


def test_what_one_has_is_told_with_it():
    (bear,) = read_staging("a bear catches a salmon").subjects
    assert [one.word for one in bear.held] == ["salmon"]


@pytest.mark.parametrize(
    "prompt", ["a dog chases a ball", "a dog and a cat", "a bear and a fish", "a dog jumps over a ball"]
)
def test_who_only_meets_is_drawn_alone(prompt):
    assert not any(one.held for one in read_staging(prompt).subjects)


@pytest.mark.parametrize("name", sorted(ROOMS))
def test_containers_are_drawings(name):
    assert find_rig(Subject(load_names()[name], word=name), "body")


def test_a_fish_in_a_bowl_is_on_a_table():
    assert find_scene("a goldfish swims in a bowl") == "table"
    assert find_scene("a goldfish") == "underwater"


def test_a_cat_sits_at_the_window_and_nothing_flies_inside():
    staging = read_staging("a cat watches birds through the window")
    (seat,) = staging.subjects
    assert [one.word for one in seat.held] == ["cat", "bird"]
    assert "squirrel" in read_staging("a cat watches a squirrel through the window").left_out


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("a steam train crosses a bridge in the mountains", "mountain"),
        ("a truck crosses a bridge over a canyon", "canyon"),
        ("a train crosses a bridge", "lake"),
        ("a man walks across a bridge at night", "rooftop"),
        ("cyclists ride across a bridge in the forest", "forest"),
    ],
)
def test_a_bridge_is_in_the_land_that_is_named(prompt, scene):
    assert find_scene(prompt) == scene


def test_who_crosses_a_bridge_is_on_it():
    (train,) = find_puppets(make_picture("a steam train crosses a bridge in the mountains"))
    assert np.ptp(train.place.line) == 0


@pytest.mark.parametrize(
    ("prompt", "cover"),
    [
        ("a tiger prowls through tall grass", "tall grass"),
        ("a fox in the reeds", "tall reeds"),
        ("a dog runs through a wheat field", "tall wheat"),
        ("a girl walks among wildflowers", "tall flowers"),
        ("a tiger in the grass", ""),
    ],
)
def test_tall_plants_cover_legs(prompt, cover):
    assert prompts.read_prompt(prompt, 1).cover == cover
    assert len(find_puppets(make_picture(prompt))) == 1


def test_penguins_slide_on_their_bellies():
    (one,), (other,) = (
        read_staging(f"a penguin {does} on the ice").subjects for does in ("slides", "stands")
    )
    assert find_rig(one, "body").aspect > 1.4 > 1 > find_rig(other, "body").aspect
    (puppet,) = find_puppets(make_picture("a penguin slides on the ice"))
    assert abs(puppet.mover.travel[0]) > 0
