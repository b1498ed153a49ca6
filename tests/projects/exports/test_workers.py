"""Exports whose workers are killed, frozen, canceled or out of disk space: the film is right, once."""

import errno
import os
import time
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from projects.core import renders
from projects.exports import build, queue
from projects.models import Render, RenderState
from studio.media import MediaError
from studio.media.stitch import Stopped
from tests.projects.cast import FRAMES
from tests.projects.exports.steps import build_export, request_export
from tests.studio.media.numbered import numbers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WHOLE = list(range(FRAMES * 2 - 1))


def renders_of(timeline):
    return Render.objects.filter(export__timeline=timeline)


def lose_the_lease(timeline):
    renders_of(timeline).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_killed_worker_is_replaced_by_another(timeline, monkeypatch):
    """1. A worker starts the export and dies in the middle.  2. Its lease runs out.  3. The watcher enqueues
    it. 4. The next one starts over: the film is whole, made once, and nothing else is left."""
    export = request_export(timeline)

    def killed(segments, target, **more):
        (export.folder / "film.killed").mkdir()
        (export.folder / "film.killed" / "raw.mp4.part").write_bytes(b"half a film")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(build, "stitch", killed)
        queue.build(export.pk)
    queue.build(export.pk)  # too early: the lease is still valid
    export.refresh_from_db()
    assert (export.state, export.render.tries) == (RenderState.MAKING, 1) and not export.file.exists()
    lose_the_lease(timeline)
    queue.build(export.pk)
    export.refresh_from_db()
    assert (export.state, export.render.tries) == (RenderState.READY, 2)
    assert numbers(export.file) == WHOLE
    assert [path.name for path in export.folder.iterdir()] == ["film.mp4"]


def test_a_worker_that_slept_through_its_lease_spoils_nothing(timeline, monkeypatch):
    """1. A worker freezes in the middle of its film.  2. Another one makes it from the beginning.  3. The
    first wakes up, keeps writing, and finishes.  4. The film is the second one's."""
    export, stitch, seen = request_export(timeline), build.stitch, []

    def slow(segments, target, **more):
        monkeypatch.setattr(build, "stitch", stitch)
        lose_the_lease(timeline)
        queue.build(export.pk)
        seen.append(export.file.stat().st_mtime_ns)
        target.parent.mkdir(exist_ok=True)  # as if it had been faster than the cleanup
        target.write_bytes(b"half a film, of another age")
        return stitch(segments, target, **more | {"progress": lambda part: None, "stop": lambda: False})

    monkeypatch.setattr(build, "stitch", slow)
    queue.build(export.pk)
    export.refresh_from_db()
    assert (export.state, export.render.tries, export.render.message) == (RenderState.READY, 2, "")
    assert export.file.stat().st_mtime_ns == seen[0] and numbers(export.file) == WHOLE
    assert [path.name for path in export.folder.iterdir()] == ["film.mp4"]


def test_signing_a_long_film_keeps_the_lease(timeline, monkeypatch):
    export, until = request_export(timeline), []

    def slow(project, target, claim):
        time.sleep(2.2)
        project.replace(target)
        return True

    def renewed(lease, part, renew=renders.RenderLease.renew):
        until.append(part)
        return renew(lease, part)

    monkeypatch.setattr(build.content_credentials, "sign_film", slow)
    monkeypatch.setattr(renders.RenderLease, "renew", renewed)
    queue.build(export.pk)
    assert until.count(0.95) >= 2


def test_after_three_lost_workers_it_says_so(timeline):
    export = request_export(timeline)
    renders_of(timeline).update(state="making", tries=3, lease_owner="gone")
    lose_the_lease(timeline)
    queue.build(export.pk)
    export.refresh_from_db()
    assert export.state == RenderState.FAILED and "three times" in export.render.message


def test_canceled_while_it_is_made_it_leaves_nothing(timeline, monkeypatch):
    export = request_export(timeline)

    def cancelled(segments, target, **more):
        target.write_bytes(b"half a film")
        queue.cancel(export)
        raise Stopped

    monkeypatch.setattr(build, "stitch", cancelled)
    queue.build(export.pk)
    export.refresh_from_db()
    assert export.state == RenderState.CANCELLED
    assert not export.folder.exists()


def test_canceled_at_the_last_moment_it_stays_canceled(timeline, monkeypatch):
    """The film is finished, but not yet in place."""
    export, deliver = request_export(timeline), build.build_file

    def cancelled(*args, **more):
        made = deliver(*args, **more)
        queue.cancel(export)
        return made

    monkeypatch.setattr(queue, "build_file", cancelled)
    queue.build(export.pk)
    export.refresh_from_db()
    assert export.state == RenderState.CANCELLED and not export.folder.exists()


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "/srv/media/x"),
            "The studio's disk is full.",
        ),
        (OSError(errno.EIO, "Input/output error", "/srv/media/x"), "The film could not be written"),
        (MediaError("The film of clip 1 is gone."), "The film of clip 1 is gone."),
    ],
)
def test_a_failure_is_explained(timeline, monkeypatch, trouble, reason):
    def fails(*args, **more):
        raise trouble

    export = request_export(timeline)
    monkeypatch.setattr(build, "stitch", fails)
    queue.build(export.pk)
    export.refresh_from_db()
    assert export.state == RenderState.FAILED and export.render.message.startswith(reason)
    assert "/srv" not in export.render.message and not list(export.folder.iterdir())


def test_nothing_is_started_on_a_full_disk(timeline, settings):
    settings.MIN_FREE_MB = 10**9
    with pytest.raises(queue.CannotExport, match="studio's disk is full"):
        request_export(timeline)
    assert not timeline.exports.exists()


# -- kept and deleted ----------------------------------------------------------------------------------------


def test_old_films_are_deleted_and_their_rows_kept(timeline):
    export, young = build_export(timeline), build_export(timeline, token="u")
    Render.objects.filter(export=export).update(ended_at=timezone.now() - timedelta(days=31))
    queue.sweep()
    export.refresh_from_db()
    assert not export.folder.exists() and not export.has_file and "30 days" in export.render.message
    assert (export.state, export.status_text, export.frames) == (RenderState.READY, "Deleted", len(WHOLE))
    assert young.file.is_file()
    queue.sweep()  # nothing more to do


def test_folders_of_deleted_exports_are_deleted(timeline):
    export = build_export(timeline)
    left, new = (export.folder.with_name(str(uuid.uuid4())) for _ in range(2))
    for folder in (left, new, export.folder.with_name("notes of the owner")):
        folder.mkdir()
        (folder / "film.mp4").write_bytes(b"a film")
    for folder in (left, export.folder, export.folder.with_name("notes of the owner")):
        os.utime(folder, (0, 0))
    queue.sweep()
    names = {path.name for path in export.folder.parent.iterdir()}
    assert names == {export.folder.name, new.name, "notes of the owner"}
