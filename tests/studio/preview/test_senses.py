"""Check that phrases are read as they are meant: the butterfly of a swimmer is no insect."""

import re

import pytest

from studio.preview import senses
from studio.preview.prompts import read_prompt
from studio.preview.settings import find_setting
from studio.preview.staging import read_staging


def name_all(prompt: str) -> set[str]:
    staging = read_staging(prompt)
    held = {held.name.partition(":")[0] for one in staging.subjects for held in one.held}
    return {word for one in staging.subjects for word in (one.noun.name, one.word)} | held


def find_scene(prompt: str) -> str:
    return find_setting(read_prompt(prompt, 1), read_staging(prompt)).scene


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("A swimmer does the butterfly stroke in an Olympic pool", "butterfly"),
        ("A pole vaulter clears the bar in slow motion", "bar"),
        ("Two friends toast with glasses of red wine on a terrace", "toast glasses"),
        ("A herd of elephants crosses a dusty river bed at sunset", "bed"),
        ("Concertgoers raise their hands at a rock concert", "rock"),
        ("A tennis player serves on a clay court", "person"),
        ("A crowd surfing at a punk show", "bandit surfer"),
        ("Cheerleaders form a pyramid on the football field", "pyramids football"),
        ("A batter swings a bat in the stadium", "bat"),
        ("A girl ties her shoes", "shoe"),
        ("A hamster runs in its wheel", "wheel"),
        ("A jet ski jumps over a wave", "airplane jet"),
        ("A man does the back stroke", "stroke"),
        ("A mime pretends to be trapped in a glass box", "box"),
    ],
)
def test_a_phrase_shows_no_thing_that_it_does_not_mean(prompt, names):
    assert not name_all(prompt) & set(names.split())


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Fans wave flags in a packed stadium", "person"),
        ("A marching band plays in a parade", "trumpeter"),
        ("A choir sings in a cathedral", "person"),
        ("Twins play on the stairs", "child"),
        ("A motorcycle courier weaves through traffic", "motorcyclist"),
        ("A rock band plays in the rain", "drummer"),
        ("A falconer releases a hawk", "hawk"),
        ("A crocodile lunges out of the water at a wildebeest", "crocodile"),
        ("A submarine surfaces through the ice", "submarine"),
        ("Sheep block a country road", "sheep"),
        ("A parrot sits on a pirate's shoulder", "pirate"),
        ("A tailor measures a man's shoulders", "tailor"),
    ],
)
def test_who_is_named_by_what_they_do_is_there(prompt, name):
    assert name in name_all(prompt)


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("Commuters crammed into a subway car at rush hour", "train"),
        ("A woman reads in a crowded metro carriage", "train"),
        ("A couple dances in the rain under a street lamp", "street"),
        ("A bride and groom walk down the aisle of a wedding hall", "church"),
        ("A camel rests at an oasis", "desert"),
        ("A tailor measures a man in a shop full of fabric", "sewing room"),
        ("A girl on a skateboard drops into a concrete bowl", "park"),
        ("A man waits for the train", "railway station"),
        ("A helicopter lands on a hospital roof", "rooftop"),
        ("A fire truck sprays water on a warehouse fire", "street"),
        ("A diver jumps off the ten-meter platform", "pool"),
        ("A golfer tees off on a coastal course", "park"),
        ("An octopus glides over the sea floor", "underwater"),
        ("A cave with an underground lake", "cave"),
        ("The underground at rush hour", "subway station"),
        ("A Paris cafe terrace in the morning", "street"),
        ("Umbrellas in the rain in Tokyo", "street"),
        ("A gothic cathedral with light through stained glass", "church"),
        ("A puppy sleeps in a basket by the fire", "living room"),
        ("A wolf sleeps by the fire in the forest", "forest"),
        ("Raindrops running down a window pane", "living room"),
        ("An alpine lake mirroring the mountains", "lake"),
        ("A monk meditates under a tree at sunrise", "park"),
        ("A teddy bear sits alone in the rain", "street"),
        ("A bridge over a pond with cherry trees", "lake"),
    ],
)
def test_a_place_is_the_one_that_is_meant(prompt, place):
    assert find_scene(prompt) == place


@pytest.mark.parametrize(
    ("prompt", "action"),
    [
        ("Passersby drop coins into a hat", ""),
        ("A violinist performs alone on a rooftop while snow falls", ""),
        ("A cargo plane drops parachutes over a jungle", ""),
        ("A boy flies a paper airplane from a rooftop", ""),
        ("Shoppers ride escalators in a mall", ""),
        ("A cyclist climbs a mountain pass", "drive"),
        ("An apple falls from a tree", "fall"),
        ("A surfer rides a wave", "drive"),
    ],
)
def test_somebody_does_only_what_is_said_of_them(prompt, action):
    assert read_staging(prompt).subjects[0].action == action


def test_each_row_of_the_table_is_a_pattern_of_its_own():
    patterns = [sense.phrase.pattern for sense in senses.load()]
    assert len(patterns) == len(set(patterns))
    assert all(re.search(r"[a-z]", one) for one in patterns)


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("A swarm of monarch butterflies in a forest", ["butterfly"]),
        ("A father and son fish from a wooden pier", ["man", "boy"]),
        ("A husky pulls a sled through the snow", ["dog sled"]),
        ("A florist arranges roses in her shop", ["gardener", "rose"]),
        ("Baby sea turtles race toward the waves", ["sea turtle"]),
        ("A farmer drives his tractor home", ["tractor"]),
        ("A grandfather and a boy fly a kite on a hill", ["old man", "boy"]),
        ("A girl feeds a carrot to a white horse", ["girl", "horse"]),
        ("A fox cub peeks out of its den", ["fox"]),
        ("A tractor pulls a trailer full of hay", ["tractor"]),
        ("A scanner on a desk", ["desk"]),
        ("A hot air balloon festival", ["hot air balloon"]),
        ("A protest march with banners", ["person"]),
        ("A lighthouse lamp turning", ["lighthouse"]),
        ("A butterfly lands on a child's hand", ["butterfly"]),
        ("An elderly couple sits on a bench", ["old man", "old woman"]),
        ("A red panda eats", ["red panda"]),
    ],
)
def test_everybody_is_who_they_are_said_to_be(prompt, names):
    assert [one.noun.name for one in read_staging(prompt).subjects] == names


@pytest.mark.parametrize(
    ("prompt", "weather"),
    [
        ("A rainbow after the rain over green hills", ()),
        ("A street after a heavy storm", ()),
        ("A street in the rain", ("rain",)),
        ("A spring shower over a meadow", ("rain",)),
    ],
)
def test_after_the_rain_it_does_not_rain(prompt, weather):
    assert read_prompt(prompt, 1).weather == weather


def test_what_is_said_to_be_lost_is_in_the_phrase():
    """A word that stands in the table for what isn't drawn is one that a person has written."""
    for sense in senses.load():
        for word in filter(None, sense.lost.split(",")):
            assert re.fullmatch(r"\\\d", word) or word.split()[0].rstrip("s") in sense.phrase.pattern


def test_yellow_is_no_yell():
    girls = read_staging("Twin girls in yellow raincoats jump in puddles").subjects[0]
    assert (girls.count, girls.action) == (2, "jump")
