"""Check what is drawn from drawings: each is whole, bounded, in its colors, and moves where it should."""

import re

import numpy as np
import pytest

from studio.preview import nouns
from studio.preview.rigs.things import notation
from studio.preview.rigs.things.finding import find_thing, make_rig
from studio.preview.staging import read_staging
from studio.preview.subject import Subject

pytestmark = pytest.mark.slow
NAMES = sorted({drawing.name for drawing in notation.load().values()})
MOST_PARTS = 260


def find(name: str, **said):
    return find_thing(Subject(nouns.load_names()[name], word=name, **said), "body")


@pytest.mark.parametrize("name", NAMES)
def test_each_drawing_fills_its_box_at_every_size_in_few_parts(name):
    rig = make_rig(name, moves=True, color="")
    assert len(rig.pose(0.3)) <= MOST_PARTS
    for height in (30, 90, 200):
        mask = rig.draw(height, 1)
        assert mask.alpha.shape == (height, max(1, round(height * rig.aspect)))
        assert mask.alpha.mean() > 0.05
    whole = np.max([rig.draw(90, 1, n).alpha for n in range(rig.pictures)], axis=0)
    assert all(side.any() for side in (whole[:4], whole[-4:], whole[:, :4], whole[:, -4:]))


@pytest.mark.parametrize("name", NAMES)
def test_no_drawing_names_an_ink_or_a_kind_that_is_unknown(name):
    parts = make_rig(name, moves=False, color="#c02020").pose(0)
    assert all(re.fullmatch("(#[0-9a-f]{6})?", part.color) for part in parts)


def test_the_wheels_of_a_car_turn_only_when_it_drives_and_as_far_as_it_goes():
    parked, driving = find("car"), find("car", action="drive")
    assert parked.pictures == 1
    assert driving.pictures > 1
    first, later = driving.draw(120, 1, 0), driving.draw(120, 1, 5)
    assert np.array_equal(first.alpha, later.alpha)
    changed = np.abs(first.tone - later.tone).max(1) > 0.2
    assert changed[60:].any()
    assert not changed[:60].any()


def test_a_thing_has_the_color_that_is_said():
    (red,), (blue,) = (read_staging(f"a {color} car").subjects for color in ("red", "blue"))
    red, blue = (find_thing(car, "body").draw(80, 1) for car in (red, blue))
    body = [mask.colors[mask.alpha > 0.9].mean(0) for mask in (red, blue)]
    assert body[0][0] > body[0][2]
    assert body[1][2] > body[1][0]


def test_a_rocket_burns_only_when_it_rises():
    glows = [find("rocket", action=action).draw(150, 1).glow for action in ("rise", "")]
    assert glows[0].max() == 1.0
    assert glows[1].max() <= 0.51
