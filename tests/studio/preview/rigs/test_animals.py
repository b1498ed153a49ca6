"""Check that animals are drawn whole, that their feet move and that they do what is said."""

import numpy as np
import pytest

from studio.preview import forms
from studio.preview.rigs import animals
from studio.preview.rigs.animals import aquarium, aviary, gaits, quadrupeds
from studio.preview.rigs.animals.shoals import SHOALS
from studio.preview.staging import read_staging

pytestmark = pytest.mark.slow
PARTS = 160  # of an animal, at most


def find_rig(prompt, view="body"):
    (subject,) = read_staging(prompt).subjects
    return animals.find_animal(subject, view)


def is_cut(alpha):
    return max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) > 0.3


@pytest.mark.parametrize("name", quadrupeds.SPECIES)
@pytest.mark.parametrize("height", [24, 110, 400])
def test_a_standing_animal_fills_its_picture_and_stands_on_the_ground(name, height):
    rig = quadrupeds.make_rig(name, "stand")
    mask = rig.draw(height, 1)
    rows, columns = np.nonzero(mask.alpha > 0.5)
    assert rows.max() >= 0.96 * height - 1
    assert rows.min() <= 0.3 * height
    assert np.ptp(columns) > 0.8 * mask.alpha.shape[1]
    assert len(rig.pose(0)) < PARTS
    assert height < 100 or not is_cut(mask.alpha)


@pytest.mark.parametrize("action", gaits.ACTIONS)
@pytest.mark.parametrize("name", ["horse", "wolf", "elephant", "giraffe", "dachshund"])
def test_no_picture_of_an_action_is_cut_or_the_same_as_the_next(name, action):
    rig = quadrupeds.make_rig(name, action)
    masks = [rig.draw(120, 1, n).alpha for n in range(rig.pictures)]
    assert not any(is_cut(alpha) for alpha in masks)
    assert any(np.abs(masks[0] - alpha).max() > 0.5 for alpha in masks[1:])


@pytest.mark.parametrize("gait", [gaits.WALK, gaits.GALLOP, gaits.BOUND])
def test_a_foot_on_the_ground_goes_back_as_fast_as_the_body_advances(gait):
    step = 0.01
    for n in range(4):
        phase = gait.starts[n] + 0.3 * gait.duty
        before, after = gait.find_foot(n, phase), gait.find_foot(n, phase + step)
        assert before.y == after.y == 0
        assert before.x - after.x == pytest.approx(gait.stride * step)


def test_a_walk_has_four_beats_and_two_feet_on_the_ground_at_any_time():
    assert len(set(gaits.WALK.starts)) == 4
    for phase in np.linspace(0, 1, 50):
        assert sum(foot.y == 0 for foot in gaits.WALK.find_feet(phase)) >= 2


@pytest.mark.parametrize(
    ("prompt", "name", "action"),
    [
        ("a white horse gallops along the beach", "horse", "run"),
        ("a stag in the forest", "deer", "stand"),
        ("a horse trots through a field", "horse", "trot"),
        ("a puppy sits in the grass", "puppy", "sit"),
        ("a cow grazes in the meadow", "cow", "eat"),
        ("a wolf howls in the night", "wolf", "howl"),
        ("a cheetah runs across the savanna", "cheetah", "run"),
        ("a hare runs through a field", "rabbit", "bound"),
        ("ein Fuchs im Schnee", "fox", "stand"),
    ],
)
def test_an_animal_does_what_the_prompt_says(prompt, name, action):
    assert find_rig(prompt) is quadrupeds.make_rig(name, action)


def test_a_close_up_shows_head_and_neck_from_the_lower_edge():
    (subject,) = read_staging("close-up of a lion").subjects
    assert forms.find_view(subject, "close-up") == "bust"
    mask = find_rig("close-up of a lion", "bust").draw(200, 1)
    assert mask.alpha[-1].any()
    assert not is_cut(mask.alpha)


def test_a_rider_sits_on_the_back_of_the_horse_in_every_picture():
    rig = quadrupeds.make_rig("horse", "run")
    left, bottom, _, top = rig.box
    for n in range(rig.pictures):
        x, y = quadrupeds.find_saddle("horse", "run", n / rig.pictures)
        column = rig.draw(300, 1, n).alpha[:, round((x - left) / (top - bottom) * 300)]
        assert np.argmax(column > 0.5) == pytest.approx((top - y) / (top - bottom) * 300, abs=8)


@pytest.mark.parametrize("name", aviary.FLIERS)
def test_wings_beat_inside_their_picture(name):
    rig = aviary.make_flying(name)
    masks = [rig.draw(140, 1, n).alpha for n in range(rig.pictures)]
    assert not any(is_cut(alpha) or alpha[-1].max() > 0.3 for alpha in masks)
    assert max(np.abs(masks[0] - alpha).sum() for alpha in masks) > 0.1 * masks[0].sum()
    assert len(rig.pose(0)) < PARTS


@pytest.mark.parametrize("name", aviary.BIRDS)
@pytest.mark.parametrize("action", ["", "walk", "eat"])
def test_a_bird_on_its_feet_is_drawn_whole_and_touches_the_ground(name, action):
    rig = aviary.make_standing(name, action)
    masks = [rig.draw(140, 1, n).alpha for n in range(rig.pictures)]
    assert not any(is_cut(alpha) for alpha in masks)
    assert all(alpha[-4:].max() > 0.5 for alpha in masks)


@pytest.mark.parametrize(
    ("prompt", "rig"),
    [
        ("an eagle soars over the mountains", aviary.make_flying("eagle")),
        ("a parrot sits on a branch", aviary.make_standing("parrot", "sit")),
        ("a pigeon walks along the street", aviary.make_standing("pigeon", "walk")),
        ("a rooster walks across the yard", aviary.make_standing("rooster", "walk")),
        ("a raven flies over the field", aviary.make_flying("crow")),
    ],
)
def test_a_bird_flies_floats_or_stands_as_the_prompt_says(prompt, rig):
    subject = read_staging(prompt).subjects[0]
    assert animals.find_animal(subject, "body") is rig


@pytest.mark.parametrize("name", [*SHOALS, *aquarium.CREATURES])
def test_what_swims_moves_inside_its_picture(name):
    rig = aquarium.make_swimming(name, "")
    masks = [rig.draw(140, 1, n).alpha for n in range(rig.pictures)]
    assert not any(is_cut(alpha) for alpha in masks)
    assert max(np.abs(masks[0] - alpha).sum() for alpha in masks) > 0.01 * masks[0].sum()
    assert len(rig.pose(0)) < PARTS


@pytest.mark.parametrize("name", ["dolphin", "whale", "shark", "sea turtle"])
def test_at_the_surface_another_picture_is_shown_whose_lower_part_is_under_water(name):
    noun = read_staging(f"a {name} in the sea").subjects[0]
    rig = animals.find_animal(noun, "body").afloat
    _, bottom, _, top = rig.box
    assert bottom < 0.1 < top
    assert not any(is_cut(rig.draw(140, 1, n).alpha) for n in range(rig.pictures))


def test_a_bird_is_afloat_only_on_water():
    rig = aviary.make_standing("duck", "")
    assert len(rig.afloat.pose(0)) < len(rig.pose(0))
