"""Props that nobody has."""

import pytest

from studio.preview.reporting import describe
from studio.wire import Order


def seen(prompt):
    drawn = describe(Order(prompt=prompt, model="preview"), has_keyframes=False)
    return {one["noun"] for one in drawn["staged"]}, set(drawn["not_staged"])


@pytest.mark.parametrize(
    ("prompt", "prop"),
    [
        ("A detective lights a cigarette under a street lamp", "cigarette"),
        ("A spy finds a key in the street", "key"),
        ("A soldier and a letter in the desert", "letter"),
        ("A nurse with a thermometer on the beach", "thermometer"),
    ],
)
def test_a_prop_that_nobody_holds_does_not_lie_on_the_ground(prompt, prop):
    staged, left_out = seen(prompt)
    assert prop not in staged and prop in left_out


@pytest.mark.parametrize(
    ("prompt", "thing"),
    [
        ("A key on the road, people walk by", "key"),
        ("A boy and a pumpkin in a field", "pumpkin"),
        ("Kids and a ball in the yard", "ball"),
        ("A chef and a cake in a kitchen", "cake"),
        ("Two friends laugh over coffee", "coffee"),
        ("A girl and her dog in the park", "dog"),
    ],
)
def test_what_stands_or_lies_there_by_itself_stays(prompt, thing):
    staged, _ = seen(prompt)
    assert thing in staged


@pytest.mark.parametrize(
    ("prompt", "thing"),
    [
        ("Close-up of a barista pouring milk into a latte", "latte"),
        ("A wedding hall decorated with white flowers, guests dancing", "white flower"),
        ("A skyscraper in a living room", "skyscraper"),
        ("Pancakes with strawberries on top", "strawberries"),
        ("A cheesecake topped with cherries", "cherries"),
        ("Steak in a pan with rosemary and garlic", "garlic"),
        ("A sushi chef slicing salmon behind the counter", "salmon"),
        ("A submarine in a living room", "submarine"),
        ("Two old men playing chess on a bench in the park", "bench"),
        ("A rainbow over a waterfall", "rainbow"),
        ("An archer standing on a tree branch", "branch"),
        ("Footprints and a starfish on the beach", "footprints"),
        ('Letters burning away: "THE END"', "letter"),
    ],
)
def test_what_has_no_credible_place_is_said_not_to_be_drawn(prompt, thing):
    staged, left_out = seen(prompt)
    assert thing not in staged and thing in left_out


@pytest.mark.parametrize(
    ("prompt", "thing"),
    [
        ("A submarine control room with sailors", "submarine"),
        ("A bathroom with a woman in front of the mirror", "mirror"),
        ("An empty classroom with desks", "desk"),
        ("A greenhouse full of tropical plants", "plant"),
        ("a library with old books", "books"),
        ("Old books and a lamp in a library", "books"),
    ],
)
def test_what_the_place_shows_is_not_drawn_again(prompt, thing):
    staged, _ = seen(prompt)
    assert thing not in staged


def test_a_crowd_that_the_place_shows_does_not_stand_in_front_of_it():
    staged, _ = seen("Boxers in a ring, crowd cheering")
    assert "boxer" in staged and "crowd" not in staged


@pytest.mark.parametrize("prompt", ["A boy carries books through a library", "A stack of books in an office"])
def test_books_that_somebody_has_or_that_no_shelf_shows_are_drawn(prompt):
    staged, _ = seen(prompt)
    assert any("books" in one for one in staged)
