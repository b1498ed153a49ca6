"""Check rocks in the water, what drifts there, what burns, and what flies over something."""

import numpy as np
import pytest

from studio.preview import puppets, scenes
from studio.preview.prompts import read_prompt
from studio.preview.settings import find_setting
from studio.preview.staging import read_staging

pytestmark = pytest.mark.slow


def build(prompt):
    staging = read_staging(prompt)
    sketch = find_setting(read_prompt(prompt, 1), staging)
    return scenes.build_stage(sketch, (prompt, 1), staging, width=320, height=180, count=24, loop=False)


def list_puppets(stage):
    return [one for one in stage.layers if isinstance(one, puppets.Puppet)]


def draw(stage):
    yuv = np.zeros((270, 320), np.uint8)
    stage.draw_frame(12, yuv)
    return yuv


@pytest.mark.parametrize("prompt", ["waves crash against rocks", "boulders in a lake", "rocks in the sea"])
def test_rocks_in_the_water_are_part_of_the_shore(prompt):
    assert read_staging(prompt).subjects
    assert not list_puppets(build(prompt))


def test_a_rock_that_bears_somebody_stays():
    staged = [
        one.place.subject.noun.name for one in list_puppets(build("a mermaid sits on a rock in the sea"))
    ]
    assert sorted(staged) == ["mermaid", "rock"]


@pytest.mark.parametrize("prompt", ["icebergs drift in the sea", "five islands in the ocean"])
def test_no_two_that_nature_made_are_alike(prompt):
    stage = build(prompt)
    movers = [one.mover for one in list_puppets(stage)]
    heights = sorted(one.place.height for one in movers)
    assert len(set(heights)) == len(heights) > 2
    assert heights[-1] > 1.4 * heights[0]
    assert {one.heading for one in movers} == {-1, 1}
    rows = [one.place.row for one in sorted(movers, key=lambda one: one.place.height)]
    assert rows == sorted(rows), "the smaller is farther away"


@pytest.mark.parametrize(
    "prompt", ["a burning house", "a ship on fire at sea", "a car in flames on a road", "a barn burns"]
)
def test_what_burns_has_flames_of_its_own_and_no_campfire_beside_it(prompt):
    (puppet,) = list_puppets(build(prompt))
    assert len(puppet.fire) == 1


@pytest.mark.parametrize("place", ["village", "forest", "city"])
def test_a_place_on_fire_is_orange_at_the_horizon(place):
    calm, fire = (draw(build(f"a {word} {place} at night")) for word in ("quiet", "burning"))
    red = [int((yuv[225:].reshape(90, 160) > 160).sum()) for yuv in (calm, fire)]
    assert red[1] > red[0] + 100


@pytest.mark.parametrize(
    "prompt",
    ["a dragon breathes fire over a burning village", "a helicopter over the city", "an eagle above a farm"],
)
def test_who_is_over_something_is_above_the_horizon(prompt):
    stage = build(prompt)
    flier = list_puppets(stage)[-1].place
    assert flier.row * 180 <= stage.horizon - stage.down
    assert flier.row * 180 - flier.height >= 0
