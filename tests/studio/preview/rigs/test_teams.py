"""Check what animals pull: they are harnessed, as said, and walk before it."""

import numpy as np
import pytest

from studio.preview.rigs.teams import VEHICLES, find_team, make_rig
from studio.preview.staging import read_staging

pytestmark = pytest.mark.slow

MOST_PARTS = 420


@pytest.mark.parametrize("name", VEHICLES)
@pytest.mark.parametrize("team", [("horse",), ("ox", "ox"), ("husky",) * 4])
def test_each_team_fills_its_box_at_every_size_in_few_parts(name, team):
    rig = make_rig(name, team, "farmer", "walk")
    assert len(rig.pose(0.3)) <= MOST_PARTS
    for height in (30, 90, 200):
        alpha = rig.draw(height, 1).alpha
        assert alpha.mean() > 0.05
        assert alpha[:, : height // 4].any() and alpha[:, -height // 4 :].any()
    assert np.array_equal(rig.draw(90, 1, 2).alpha, rig.draw(90, -1, 2).alpha[:, ::-1])


def test_the_animals_step_as_they_go_and_stand_when_they_wait():
    walking, waiting = (make_rig("carriage", ("horse",), "farmer", action) for action in ("walk", "stand"))
    feet = [rig.draw(200, 1, 0).alpha[150:] - rig.draw(200, 1, 4).alpha[150:] for rig in (walking, waiting)]
    assert np.abs(feet[0]).mean() > 4 * np.abs(feet[1]).mean()
    assert walking.stride > 0 == waiting.stride


@pytest.mark.parametrize(
    ("prompt", "team", "driver"),
    [
        ("a carriage in the old town", ("horse",), "gentleman with a top hat"),
        ("an ox cart on a country road", ("ox",), "farmer"),
        ("a sleigh pulled by three reindeer", ("reindeer",) * 3, "gentleman with a top hat"),
        ("two horses pull a wagon", ("horse",) * 2, "farmer"),
        ("Santa rides in his sleigh", ("reindeer",) * 2, "santa"),
        ("a dog sled team races across the tundra", ("husky",) * 4, "musher"),
    ],
)
def test_what_is_pulled_has_the_animals_and_the_driver_that_are_said(prompt, team, driver):
    (subject,) = read_staging(prompt).subjects
    assert (subject.team, subject.driver) == (team, driver)
    assert find_team(subject, "body") is not None
