"""Check what lands look like: what falls, what runs to the horizon, and who floats there."""

from dataclasses import replace

import numpy as np
import pytest

from studio.preview import furnishing, prompts, scenes, settings
from studio.preview.staging import read_staging


def find_scene(prompt):
    return settings.find_setting(prompts.read_prompt(prompt), read_staging(prompt)).scene


def draw(scene, *numbers):
    sketch = replace(prompts.read_prompt("noon"), scene=scene, time="day", moves=("static",))
    stage = scenes.build_stage(sketch, (scene, 1), width=320, height=180, count=120, loop=False)
    frames = []
    for n in numbers:
        yuv = np.empty((270, 320), np.uint8)
        stage.draw_frame(n, yuv)
        frames.append(yuv[:180].astype(float))
    return frames


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("a waterfall plunges from a cliff into a pool", "waterfall"),
        ("a canyon with a river", "canyon"),
        ("a raft in the Grand Canyon", "wide canyon"),
        ("a ship in a fjord in Norway", "fjord"),
        ("rice terraces in Bali", "terraces"),
        ("a vineyard in Tuscany", "vineyard"),
        ("a girl runs through a lavender field", "lavender"),
        ("salt flats in Bolivia", "salt"),
        ("tulip fields in Holland", "tulips"),
        ("a village in the Alps", "village"),
        ("a fishing village", "harbor"),
        ("a skatepark", "park"),
        ("a geyser erupts", "mountain"),
        ("the Eiffel Tower in Paris", "lawn"),
        ("a skyscraper", "city"),
        ("a desert canyon road", "desert road"),
    ],
)
def test_a_land_is_found_by_its_name(prompt, scene):
    assert find_scene(prompt) == scene


def test_a_lavender_dress_is_no_field():
    assert find_scene("a lavender dress") != "lavender"


def test_water_falls_and_the_cliff_stands_still():
    first, second = draw("waterfall", 20, 23)
    moved = np.abs(first - second)[40:100].mean(0)
    fall = moved.argmax()
    assert moved[max(0, fall - 6) : fall + 6].mean() > 4 * np.median(moved)
    assert first[40:100, fall - 3 : fall + 3].mean() > first[40:100].mean() + 20  # and it is white


def test_rows_of_vines_meet_at_the_horizon():
    """Near the camera, fewer and wider rows are seen than far away."""
    (frame,) = draw("lavender", 60)
    changes = [np.count_nonzero(np.diff(np.sign(row - row.mean()))) for row in (frame[115], frame[172])]
    assert changes[0] > 1.5 * changes[1]


def test_nothing_is_drawn_twice():
    for prompt in ("a waterfall in the jungle", "a lavender field", "a tea plantation"):
        staging, sketch = read_staging(prompt), prompts.read_prompt(prompt)
        sketch = settings.find_setting(sketch, staging)
        assert not furnishing.leave_out_furniture(staging, sketch).subjects, prompt
