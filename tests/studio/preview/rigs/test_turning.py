"""Check that products turn as solids: flat ones show their edge, round ones move their label."""

import numpy as np
import pytest

from studio.preview import forms
from studio.preview.rigs import turning
from studio.preview.staging import read_staging


def find_form(prompt):
    (subject,) = read_staging(prompt).subjects
    assert subject.action == "turn"
    return forms.find_form(subject, "")


def measure_width(mask):
    return np.ptp(np.flatnonzero(mask.alpha.max(0) > 0.5))


@pytest.mark.parametrize("thing", ["sneaker", "wristwatch", "perfume bottle", "red sports car", "handbag"])
@pytest.mark.parametrize("height", [30, 120])
def test_a_solid_is_narrow_from_its_edge_and_stands_on_the_ground(thing, height):
    form = find_form(f"a {thing} rotates")
    widths = [measure_width(form.draw(height, 1, n)) for n in range(0, form.pictures, 5)]
    assert min(widths) < 0.75 * max(widths)
    for n in range(0, form.pictures, 5):
        alpha = form.draw(height, 1, n).alpha
        assert alpha.shape[0] == height
        assert abs(alpha.shape[1] / height - form.aspect) < 0.06
        assert alpha[-3:].max() > 0.5


@pytest.mark.parametrize("thing", ["soda can", "jar of honey", "coffee mug", "teapot", "wine bottle"])
def test_a_round_thing_keeps_its_body_and_moves_what_is_on_it(thing):
    form = find_form(f"a {thing} on a turntable")
    pictures = [form.draw(120, 1, n) for n in range(0, form.pictures, 6)]
    middles = [mask.alpha[90].sum() for mask in pictures]
    assert max(middles) < 1.3 * min(middles)
    assert all(np.abs(pictures[0].colors - mask.colors).max() > 0.1 for mask in pictures[1:-1])


def test_what_turns_by_itself_is_not_turned_as_a_whole():
    for prompt in ("a vinyl record turns", "gears turning", "a windmill turns"):
        (subject,) = read_staging(prompt).subjects
        assert not isinstance(forms.find_form(subject, ""), turning.Turned)


def test_a_product_shot_turns_the_first_thing_only():
    first, second = read_staging("product video of a perfume bottle and a rose").subjects
    assert (first.action, second.action) == ("turn", "")
