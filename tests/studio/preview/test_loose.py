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
