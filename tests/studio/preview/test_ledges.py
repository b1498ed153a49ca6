"""Who is on a pier, a wall or a roof's edge has their feet on its visible upper side, or sits on its edge."""

import numpy as np
import pytest

from studio.preview import ledges, reporting, underfoot
from studio.wire import Order
from tests.studio.preview.test_puppets import find_puppets, make_picture


def find_places(prompt):
    picture = make_picture(prompt)
    return picture.scene, [puppet.place for puppet in find_puppets(picture)]


@pytest.mark.parametrize(
    ("words", "ledge"),
    [
        ("a fisherman mends his net on the pier", "pier"),
        ("a girl sits at the end of the dock", "pier"),
        ("a woman walks along the boardwalk", "pier"),
        ("a cat sits on a stone wall", "wall"),
        ("a cat walks along a fence", "fence"),
        ("a boy sits on the edge of a roof", "roof"),
        ("a captain stands on the deck of a ship", "ship"),
        ("a woman crosses a bridge", "bridge"),
        ("a dog walks along a wall", ""),
        ("a horse jumps over a fence", ""),
        ("a climber climbs on a wall", ""),
        ("a painting on the wall", ""),
        ("a house of cards on a deck", ""),
        ("a man near the pier", ""),
    ],
)
def test_what_is_underfoot_is_read_from_where_somebody_is(words, ledge):
    assert underfoot.find_ledge(words) == ledge


@pytest.mark.parametrize("name", ledges.LEDGES)
def test_every_ledge_can_be_said(name):
    assert name in underfoot.WORDS


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("a fisherman mends his net on the pier", "sea"),
        ("a seagull stands on a pier", "sea"),
        ("a boy stands on the edge of a roof", "city"),
        ("a pirate stands on the deck of his ship", "sea"),
        ("a man stands on a wall in a meadow", "meadow"),
    ],
)
def test_feet_are_on_the_ledge_and_nothing_else_stands_for_it(prompt, scene):
    stage, (place,) = find_places(prompt)
    assert stage.sketch.scene == scene
    assert place.raised == 0
    assert place.line is not None
    row = (float(np.mean(place.line)) - stage.down) / stage.height + place.row
    top = ledges.LEDGES[stage.ledge].top
    assert ledges.ROW <= row <= ledges.ROW + top


def test_who_sits_on_an_edge_lets_their_legs_hang_down():
    _, (place,) = find_places("a girl sits on a jetty")
    assert -0.5 * place.height < place.raised < -0.2 * place.height


@pytest.mark.parametrize(
    "prompt", ["a man sits on a suitcase", "a monk sits on a rock", "a soldier sits on a tank"]
)
def test_who_sits_on_a_thing_is_above_its_foot_and_no_dwarf(prompt):
    _, places = find_places(prompt)
    sitter = next(place for place in places if place.subject.noun.category == "person")
    base = next(place for place in places if place is not sitter)
    assert sitter.raised > 0.2 * base.height
    assert sitter.height > 0.25 * base.height


def test_a_ledge_that_is_drawn_is_not_said_to_be_missing():
    drawn = reporting.describe(Order("a cat walks along a fence", "preview"), has_keyframes=False)
    assert drawn["not_staged"] == []


def test_who_sits_on_a_table_is_no_giant_in_the_room():
    stage, places = find_places("a teacher sits on her desk")
    sitter = next(place for place in places if place.subject.noun.category == "person")
    assert sitter.raised > 0
    assert sitter.height < 0.5 * stage.height
