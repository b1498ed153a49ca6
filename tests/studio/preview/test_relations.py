"""Check who meets, chases or catches whom, and whose young one is."""

import pytest

from studio.preview.staging import read_staging


@pytest.mark.parametrize(
    "prompt",
    ["a knight fights a dragon", "a cat faces a dog", "a lion attacks a buffalo", "a boy talks to a robot"],
)
def test_two_who_meet_look_at_each_other(prompt):
    assert [one.heading for one in read_staging(prompt).subjects] == [1, -1]


def test_two_of_a_kind_who_play_look_at_each_other():
    (dogs,) = read_staging("two dogs play in the park").subjects
    assert dogs.meets and dogs.count == 2
    assert not read_staging("two dogs sleep").subjects[0].meets


@pytest.mark.parametrize(
    "prompt", ["an elephant mother with her calf", "a mother elephant and her baby", "a bear with a cub"]
)
def test_a_young_animal_is_small_and_of_its_mothers_kind(prompt):
    mother, young = read_staging(prompt).subjects
    assert mother.word == young.word
    assert young.noun.height_m < 0.6 * mother.noun.height_m


def test_a_mother_and_her_baby_are_people():
    assert read_staging("a mother with her baby daughter").subjects[0].noun.name == "woman"


def test_a_dog_runs_for_what_flies():
    dog, disc = read_staging("a dog catches a frisbee").subjects
    assert (dog.action, disc.action) == ("run", "fly")
