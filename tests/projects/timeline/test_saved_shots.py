"""Shots as JSON, as a saved version, an export and a review keep them."""

from uuid import uuid4

import pytest

from projects.timeline.saved_shots import SavedShot, from_json

ID = uuid4()
KEPT = [
    (SavedShot(ID, 0, 120), {"generation": str(ID), "start": 0, "end": 120}),
    (
        SavedShot(ID, 4, 119, gives_up=True),
        {"generation": str(ID), "start": 4, "end": 119, "gives_up": True},
    ),
    (
        SavedShot(ID, 0, 24, at=115, frames=24),
        {"generation": str(ID), "start": 0, "end": 24, "at": 115, "frames": 24},
    ),
]


@pytest.mark.parametrize(("shot", "row"), KEPT, ids=["whole", "its last frame given up", "in a joined film"])
def test_a_saved_shot_is_read_back_as_it_was(shot, row):
    assert shot.to_json() == row
    assert from_json([row]) == [shot]


def test_a_shot_shows_only_its_own_frames_of_the_joined_video():
    shot = SavedShot(ID, 10, 34, at=100, frames=24)
    assert [frame for frame in range(90, 140) if shot.shows(frame)] == list(range(100, 124))


def test_before_the_video_is_joined_no_frame_is_known():
    assert not SavedShot(ID, 0, 24).shows(0)
