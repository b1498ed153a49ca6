"""Check that a word with two meanings, or with a place of its own, is shown as the prompt means it."""

import pytest

from studio.preview.prompts import read_prompt
from studio.preview.settings import find_setting
from studio.preview.staging import read_staging


def name_subjects(prompt: str) -> list[str]:
    return [one.noun.name for one in read_staging(prompt).subjects]


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("A harbor with cranes at night", ["crane"]),
        ("Two cranes dance at a lake", ["crane bird"]),
        ("A meadow with wild flowers", ["flower bed"]),
        ("A bouquet of flowers", ["bouquet"]),
        ("Sushi on a black plate", ["sushi"]),
        ("A whisky glass with ice cubes", ["whisky"]),
        ("A burning match in the dark", ["burning match"]),
        ("A frog on a lily pad", ["frog on a lily pad"]),
    ],
)
def test_a_prompt_shows_what_it_means(prompt, names):
    assert name_subjects(prompt) == names


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("An iceberg in the arctic sea", "sea"),
        ("Waves crash on a rocky coast", "sea"),
        ("A frog on a lily pad", "lake"),
        ("A gardener waters flowers", "park"),
    ],
)
def test_a_subject_is_where_it_belongs(prompt, place):
    assert find_setting(read_prompt(prompt, 1), read_staging(prompt)).scene == place


@pytest.mark.parametrize("prompt", ["A desert storm", "A sandstorm in the desert", "A storm in the Sahara"])
def test_a_storm_in_the_desert_is_one_of_sand(prompt):
    sketch = read_prompt(prompt, 1)
    assert sketch.scene == "desert"
    assert "sand" in sketch.weather
    assert "rain" not in sketch.weather
