"""A word that means several things is drawn as what it means here, or not at all."""

import pytest

from studio.preview.prompts import read_prompt
from studio.preview.settings import find_setting
from studio.preview.staging import read_staging
from tests.studio.preview.test_puppets import find_puppets, make_picture


def name_subjects(prompt):
    return [one.noun.name for one in read_staging(prompt).subjects]


def find_scene(prompt):
    return find_setting(read_prompt(prompt, 1), read_staging(prompt)).scene


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("God rays shining through a dusty attic", []),
        ("Sun rays through the mist", []),
        ("Two manta rays glide through the sea", ["manta ray"]),
        ("Boxers in a ring", ["boxer"]),
        ("A ring on a velvet cushion", ["ring"]),
        ("The rings of Saturn", ["ringed planet"]),
        ("Two glasses of champagne clinking", ["champagne glass"]),
        ("Glasses on a nightstand", ["glasses"]),
        ("Drone shot flying between skyscrapers", []),
        ("A delivery drone lands on a lawn", ["drone"]),
        ("A snake of cars on a highway", ["car"]),
        ("A roasted turkey with vegetables", ["roast turkey", "vegetables"]),
        ("A jack o lantern in the dark", ["jack-o-lantern"]),
        ("A pancake tower", ["pancakes"]),
        ("A light house on the ocean", ["lighthouse"]),
        ("An alien spaceship hovers over a field", ["ufo"]),
        ("Heart-shaped balloons", ["balloons"]),
        ("A woman climbing a ladder", ["woman"]),
        ("Rose petals around a perfume bottle", ["perfume bottle"]),
        ("A parade with giant balloons", ["balloons"]),
        ("A vintage red telephone", ["telephone"]),
        ("A gift box with a big red bow", ["gift", "ribbon"]),
        ("An archer with a bow and arrow", ["archer"]),
        ("A giant walks through a forest", ["giant"]),
        ("A giant white wolf in the snow", ["wolf"]),
        ("A bowl of fresh fruit", ["fruit basket"]),
        ("Yellow cabs at night", ["taxi"]),
        ("A motorcycle courier speeds past", ["motorcyclist"]),
        ("A woman walking with an umbrella", ["woman"]),
        ("A record player with a vinyl spinning", ["record player"]),
    ],
)
def test_a_word_is_drawn_as_what_it_means(prompt, names):
    assert name_subjects(prompt) == names


@pytest.mark.parametrize("toy", ["toy train", "model airplane", "remote-controlled car"])
def test_a_toy_is_as_small_as_a_toy(toy):
    (subject,) = read_staging(f"A {toy} on a desk").subjects[:1]
    assert subject.noun.height_m < 0.3
    assert find_scene(f"A {toy} on a desk") == "table"


@pytest.mark.parametrize(
    ("prompt", "word"),
    [
        ("A car wreck on the highway", "wreck"),
        ("Onion rings in a basket", "onion"),
        ("A dollhouse", "dollhouse"),
    ],
)
def test_what_has_no_drawing_of_its_own_is_said(prompt, word):
    assert word in read_staging(prompt).left_out


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("Commuters stand in a crowded subway car", "train"),
        ("A metro carriage at night, a man sleeps", "train"),
        ("A subway station at night", "subway station"),
        ("A tailor measuring a suit in his shop", "sewing room"),
        ("A wedding hall, guests dancing", "ballroom"),
        ("An oasis in the desert with palm trees", "desert"),
        ("A couple dancing in the rain", "street"),
        ("Palm trees in the wind", "beach"),
        ("An alien spaceship over a farmhouse, a beam lifts a cow", "meadow"),
        ("A spaceship hovering over a barn", "meadow"),
        ("A spaceship near a planet", "space"),
        ("A luxury watch on black stone", "table"),
        ("A lizard on a rock", "meadow"),
        ("A double-decker bus crossing London Bridge", "harbor"),
        ("Mushrooms on a fallen log", "forest"),
        ("Oysters on ice with lemon wedges", "table"),
        ("A lobster with butter on a plate", "table"),
        ("A lobster on the sea floor", "underwater"),
        ("A submarine rising through the Arctic ice", "sea"),
        ("A robot sitting on a bench, feeding birds", "park"),
        ("A ramen shop at night, customers on stools", "restaurant"),
        ("A conference room with people around a table", "office"),
        ("A boxing gym, a woman hitting a punching bag", "gym"),
        ("A drop of rain falling on a puddle", "street"),
        ("A wizard's study with candles", "library"),
        ("A scenic view from a wooden pathway", "meadow"),
    ],
)
def test_it_is_where_it_would_be(prompt, scene):
    assert find_scene(prompt) == scene


@pytest.mark.parametrize(
    "prompt",
    [
        "A bridge in fog, one person walking across",
        "A stone bridge, a monk crosses",
        "A man walks across a bridge",
    ],
)
def test_who_crosses_a_bridge_is_on_it(prompt):
    (subject,) = read_staging(prompt).subjects
    assert subject.base == "deck"


@pytest.mark.parametrize(
    "who", ["Swimmers racing in a pool", "A woman swimming in a lake", "A swimmer in the sea"]
)
def test_swimmers_swim(who):
    assert read_staging(who).subjects[0].action == "swim"


@pytest.mark.parametrize("place", ["an indoor pool", "a mountain lake", "the sea"])
def test_a_swimmer_is_cut_by_the_water(place):
    puppet = find_puppets(make_picture(f"A woman swimming in {place}"))[0]
    assert puppet.place.on == "water" and puppet.draft > 0.25


@pytest.mark.parametrize("seat", ["couch", "bench", "armchair"])
def test_who_sleeps_on_a_seat_is_on_it(seat):
    (subject,) = read_staging(f"A man sleeping on a {seat} with a book").subjects
    assert subject.action == "sit" and len(subject.held) == 1


def test_a_crane_that_lifts_something_stays_on_the_ground():
    assert read_staging("A construction crane lifting a beam").subjects[0].action == ""
