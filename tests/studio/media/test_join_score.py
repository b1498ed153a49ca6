"""Check that a continuation is distinguished from a cut by the two frames that meet."""

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from studio.media import frames, join_score, stills


def scene(shift=0, colors=((20, 40, 60), (200, 160, 90))):
    picture = Image.new("RGB", (640, 360), colors[0])
    ImageDraw.Draw(picture).ellipse((100 + shift, 80, 360 + shift, 300), fill=colors[1])
    return join_score.make_thumbnail(av.VideoFrame.from_image(picture))


def test_the_same_frame_scores_100_percent():
    assert join_score.measure_difference(scene(), scene()) == 0
    assert join_score.score_likeness(scene(), scene()) == 1


def test_the_next_frame_still_counts_as_a_continuation():
    assert join_score.score_likeness(scene(), scene(shift=4)) > 0.8


def test_another_picture_counts_as_a_cut():
    assert join_score.score_likeness(scene(), scene(colors=((210, 220, 230), (20, 20, 20)))) == 0


@pytest.mark.parametrize("n", [0, 7, 49])
def test_every_frame_of_a_video_has_a_thumbnail(video, tmp_path, n):
    made = stills.make_stills(video, tmp_path / "stills")
    small = frames.read_nth(video, n).resize(
        (join_score.WIDTH_PX, join_score.HEIGHT_PX), Image.Resampling.BOX
    )
    assert (
        join_score.measure_difference(
            join_score.read_thumbnail(made.thumbnails, n), np.asarray(small).tobytes()
        )
        < 1
    )
    assert made.thumbnails.stat().st_size == 50 * join_score.BYTES


def test_a_missing_frame_has_no_thumbnail(video, tmp_path):
    made = stills.make_stills(video, tmp_path / "stills")
    assert join_score.read_thumbnail(made.thumbnails, 50) is None
    assert join_score.read_thumbnail(tmp_path / "nowhere" / join_score.NAME, 0) is None
