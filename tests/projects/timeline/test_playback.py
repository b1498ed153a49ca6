"""Playback files: exact, rendered once, never of a timeline that has changed."""

import os
import time

import pytest
from django.urls import reverse
from django_q.models import OrmQ

from projects import jobs
from projects.timeline import edits, playback
from projects.timeline.shots import length_of, shots_of
from projects.timeline.undo import undo_change
from studio.media.probe import read_facts
from tests.projects import cast
from tests.projects.cast import FRAMES, stored_clip
from tests.studio.media.numbered import numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def timeline(owner):
    project = cast.project(owner)
    timeline = project.timelines.create(number=1, name="Rough cut")
    for position, first in (("a", 0), ("b", 100), ("c", 200)):
        timeline.shots.create(generation=stored_clip(project, first), position=position)
    return timeline


def url_of(timeline):
    return playback.url_of(timeline, shots_of(timeline))


def build(timeline):
    """Render the playback file of the timeline as it is now, and return its path."""
    name = playback.name_of(timeline, shots_of(timeline))
    playback.request(timeline, name)
    jobs.playback(f"{timeline.pk}:{name}")
    return playback.path_of(timeline, name)


def test_a_playback_file_is_requested_once_and_then_plays(
    client, owner, timeline, django_capture_on_commit_callbacks
):
    client.force_login(owner)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.head(url_of(timeline)).status_code == 202
        assert client.head(url_of(timeline)).status_code == 202
    assert OrmQ.objects.count() == 1, "asked for once"
    build(timeline)
    answer = client.get(url_of(timeline), headers={"Range": "bytes=0-99"})
    assert (answer.status_code, answer["Content-Type"]) == (206, "video/mp4")
    file = playback.path_of(timeline, playback.name_of(timeline, shots_of(timeline)))
    assert read_facts(file).frames == length_of(shots_of(timeline)) == 3 * FRAMES
    assert numbers(file) == [*range(24), *range(100, 124), *range(200, 224)]


def test_a_timeline_restored_by_undo_is_joined_after_all(
    client, owner, timeline, django_capture_on_commit_callbacks
):
    """1. The page asks for it.  2. The timeline changes before the worker starts: nothing is rendered.  3.
    The change is undone and the page asks again: the file is rendered."""
    client.force_login(owner)
    wanted = url_of(timeline)
    client.head(wanted)
    edits.trim(timeline, owner, shots_of(timeline)[0].row.pk, start=3, end=None)
    name = wanted.rpartition("/")[2].removesuffix(".mp4")
    jobs.playback(f"{timeline.pk}:{name}")
    undo_change(timeline)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.head(wanted).status_code == 202
    assert OrmQ.objects.count() == 1
    jobs.playback(f"{timeline.pk}:{name}")
    assert client.head(wanted).status_code == 200


def test_a_trim_makes_another_playback_file(client, owner, timeline):
    client.force_login(owner)
    old = url_of(timeline)
    edits.trim(timeline, owner, shots_of(timeline)[1].row.pk, start=5, end=20)
    assert url_of(timeline) != old
    assert client.head(old).status_code == 404, "nothing is made of an old cut"
    assert numbers(build(timeline)) == [*range(24), *range(105, 120), *range(200, 224)]


def test_an_unfinished_timeline_and_a_single_shot_have_no_playback_file(owner, timeline):
    file = timeline.project
    waiting = edits.place(timeline, owner, cast.clip(file, "submitted"), None)
    assert url_of(timeline) == "" and not build(timeline).exists()
    for clip in (waiting, *[shot.row for shot in shots_of(timeline)][:3]):
        if clip.pk in {shot.row.pk for shot in shots_of(timeline)} and len(shots_of(timeline)) > 1:
            edits.remove(timeline, owner, [clip.pk])
    assert len(shots_of(timeline)) == 1 and url_of(timeline) == ""


def test_old_files_and_leftovers_of_killed_workers_are_deleted(owner, timeline):
    folder = playback.folder_of(timeline)
    folder.mkdir(parents=True)
    left = folder / "x.killed"
    left.mkdir()
    (left / "x.mp4").write_bytes(b"half")
    os.utime(left, (time.time() - 7200,) * 2)
    for start in range(1, 6):
        edits.trim(timeline, owner, shots_of(timeline)[0].row.pk, start=start, end=None)
        newest = build(timeline)
        os.utime(newest, (time.time() - 100 + start,) * 2)
    assert len(list(folder.iterdir())) == playback.KEPT
    assert newest.exists() and not left.exists()


def test_a_missing_video_or_a_full_disk_gives_no_file_and_no_error(owner, timeline, settings):
    settings.MIN_FREE_MB = 10**9
    assert not build(timeline).exists()
    settings.MIN_FREE_MB = 0
    shots_of(timeline)[1].generation.video.unlink()
    assert not build(timeline).exists()
    assert not list(playback.folder_of(timeline).glob("*.mp4"))


def test_outsiders_and_wrong_names_get_404(client, owner, timeline):
    client.force_login(cast.person("stranger"))
    assert client.head(url_of(timeline)).status_code == 404
    client.force_login(owner)
    for name in ("..%2f..%2fx", "A" * 32, "0" * 32, "x"):
        where = reverse("playback-file", args=[timeline.project.slug, 1, "x"]).replace("x.mp4", f"{name}.mp4")
        assert client.head(where).status_code == 404
