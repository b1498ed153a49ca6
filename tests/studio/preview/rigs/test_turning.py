"""Check that products turn as solids: flat ones swing there and back, round ones move their label."""

import numpy as np
import pytest

from studio.preview import forms, nouns, plinths, puppets, scenes
from studio.preview.prompts import read_prompt
from studio.preview.rigs import turning
from studio.preview.settings import find_setting
from studio.preview.staging import read_staging
from studio.preview.subject import Subject

pytestmark = pytest.mark.slow


def find_form(prompt):
    (subject,) = read_staging(prompt).subjects
    assert subject.action == "turn"
    return forms.find_form(subject, "")


def measure_width(mask):
    return np.ptp(np.flatnonzero(mask.alpha.max(0) > 0.5))


@pytest.mark.parametrize("thing", ["sneaker", "wristwatch", "perfume bottle", "red sports car", "handbag"])
@pytest.mark.parametrize("height", [30, 120])
def test_a_solid_turns_to_both_sides_and_stands_on_the_ground(thing, height):
    form = find_form(f"a {thing} rotates")
    first, *others = (form.draw(height, 1, n).alpha for n in (2, 10, 26))
    assert all(np.abs(first - one).max() > 0.5 for one in others)
    for n in range(0, form.pictures, 5):
        alpha = form.draw(height, 1, n).alpha
        assert alpha.shape[0] == height
        assert abs(alpha.shape[1] / height - form.aspect) < 0.06
        assert alpha[-3:].max() > 0.5


@pytest.mark.parametrize("thing", ["soda can", "jar of honey", "coffee mug", "vase", "wine bottle"])
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


def test_nothing_is_ever_seen_from_its_edge():
    for noun in nouns.load():
        form = forms.find_form(Subject(noun, action="turn", word=noun.name), "")
        if noun.category in forms.TURNED_WHOLE and form.pictures == turning.PICTURES:
            widths = [measure_width(form.draw(24, 1, n)) for n in range(2, form.pictures, 8)]
            assert min(widths) >= 0.7 * max(widths), noun.name


@pytest.mark.parametrize("thing", ["sneaker", "perfume bottle", "red sports car"])
@pytest.mark.parametrize("base", ["pedestal", "marble plinth", "rotating platform"])
def test_what_is_on_a_plinth_stands_in_the_middle_of_it(thing, base):
    prompt = f"a {thing} rotates on a {base}"
    staging = read_staging(prompt)
    sketch = find_setting(read_prompt(prompt), staging)
    stage = scenes.build_stage(sketch, (prompt, 1), staging, width=320, height=180, count=24, loop=False)
    plinth, shown = (one.place for one in stage.layers if isinstance(one, puppets.Puppet))
    assert plinth.subject in (plinths.HIGH, plinths.LOW)
    assert (plinth.column, plinth.row) == (shown.column, shown.row)
    assert plinth.width > shown.width
    assert 0 < shown.raised < plinth.height < 0.3 * 180
