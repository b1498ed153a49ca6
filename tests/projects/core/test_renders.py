"""Renders: one of many workers makes the video, a lost lease is noticed, and a restart starts over."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from projects import jobs
from projects.core import renders
from projects.models import Render, RenderState, Review
from projects.review import publish
from tests.projects import cast
from tests.studio.media.numbered import numbers

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
WORKERS = 4


# -- in separate processes, on a database file ------------------------------------------------------------


def publish_once() -> int:
    """Migrate a new studio, and share a timeline of two shots for review."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    project = cast.project(cast.person())
    timeline = project.timelines.create(number=1, name="Rough cut")
    for position, first in (("a", 0), ("b", 100)):
        timeline.shots.create(generation=cast.stored_clip(project, first), position=position)
    return publish.publish_timeline(timeline, None).pk


def work(review_id: int) -> bool:
    """Wait for the signal, then work as a worker does. Return True if this process joined the video."""
    stitch, joined = publish.stitch, []

    def count(*args, **more):
        joined.append(1)
        return stitch(*args, **more)

    publish.stitch = count
    print("ready", flush=True)
    sys.stdin.readline()
    jobs.review(str(review_id))
    return bool(joined)


def start(data: Path, call: str) -> subprocess.Popen:
    code = (
        "import django, json; django.setup(); from tests.projects.core import test_renders as scene;"
        f"print(json.dumps(scene.{call}))"
    )
    own = {"DAILIES_DATA": str(data), "DJANGO_SETTINGS_MODULE": "studio.settings", "DATABASE_URL": ""}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | own, stdin=pipe, stdout=pipe, text=True
    )


def result_of(process: subprocess.Popen, signal: str = "") -> object:
    out, _ = process.communicate(signal, timeout=120)
    assert process.returncode == 0, out
    return json.loads(out.splitlines()[-1])


def test_of_four_workers_one_joins_the_video_of_a_review(tmp_path):
    """1. A version is shared for review.  2. Its task is delivered to four workers, as after a lost
    acknowledgment.  3. All of them start at the same moment.  4. One joins the video; the others leave it
    alone.  5. The video is whole, and there is no other file beside it."""
    review_id = result_of(start(tmp_path, "publish_once()"))
    workers = [start(tmp_path, f"work({review_id})") for _ in range(WORKERS)]
    assert [worker.stdout.readline() for worker in workers] == ["ready\n"] * WORKERS
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    assert sorted(result_of(worker) for worker in workers) == [False] * (WORKERS - 1) + [True]
    folder = tmp_path / "media" / "reviews" / str(review_id)
    assert [path.name for path in folder.iterdir()] == ["film.mp4"]
    assert numbers(folder / "film.mp4") == [*range(24), *range(100, 124)]


# -- in this process --------------------------------------------------------------------------------------


@pytest.fixture
def review(timeline) -> Review:
    """A review whose video is not joined yet."""
    return publish.publish_timeline(timeline, None)


def test_a_worker_that_was_only_slow_does_not_replace_the_video(review, monkeypatch):
    """1. A worker stalls until its lease runs out.  2. Another worker renders the video.  3. The first
    continues and finishes.  4. The video and the row stay the second worker's."""
    stitch, made_at = publish.stitch, []

    def stall(segments, target, **more):
        monkeypatch.setattr(publish, "stitch", stitch)
        Render.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        jobs.review(str(review.pk))
        made_at.append(review.video.stat().st_mtime_ns)
        target.parent.mkdir(exist_ok=True)
        return stitch(segments, target, **more | {"progress": lambda part: None, "stop": lambda: False})

    monkeypatch.setattr(publish, "stitch", stall)
    jobs.review(str(review.pk))
    render = Render.objects.get()
    assert (render.state, render.tries) == (RenderState.READY, 2)
    assert review.video.stat().st_mtime_ns == made_at[0]
    assert Review.objects.get().revision == 1, "the facts were stored once"


def test_a_worker_stops_when_its_lease_is_lost(review):
    lease = renders.claim(review.render, lambda: None)
    lease.report(0.2)
    renders.cancel(review.render)
    assert not lease.renew(0.3) and lease.is_lost()
    assert not lease.end(RenderState.READY)
    assert Render.objects.get().state == RenderState.CANCELLED


def test_after_three_lost_workers_the_review_says_so(review):
    for _ in range(renders.MAX_TRIES):
        assert renders.claim(review.render, pytest.fail)
        Render.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.review(str(review.pk))
    render = Render.objects.get()
    assert (render.state, render.lease_owner) == (RenderState.FAILED, "")
    assert "three times" in render.message and Review.objects.get().revision == 1


def test_a_request_waits_once_and_an_ended_render_waits_again(review, django_capture_on_commit_callbacks):
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        renders.request(review=review)
    assert not OrmQ.objects.exists(), "it waits already"
    renders.cancel(review.render)
    with django_capture_on_commit_callbacks(execute=True):
        renders.request(review=review)
    assert OrmQ.objects.count() == 1
    assert Render.objects.get().state == RenderState.WAITING


def test_the_watcher_enqueues_what_waits_long_or_lost_its_worker(review):
    OrmQ.objects.all().delete()
    renders.enqueue_due()
    assert not OrmQ.objects.exists(), "a worker will come any moment"
    Render.objects.update(requested_at=timezone.now() - timedelta(seconds=renders.LATE_S + 1))
    renders.enqueue_due()
    assert OrmQ.objects.count() == 1
    renders.claim(review.render, pytest.fail)
    renders.enqueue_due()
    assert OrmQ.objects.count() == 1, "a worker is at it"
    Render.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    renders.enqueue_due()
    assert OrmQ.objects.count() == 2


def test_the_rows_of_old_playback_files_are_deleted(review):
    timeline = review.cut.timeline
    for key, age in (("a" * 32, 0), ("b" * 32, 2)):
        ended_at = timezone.now() - timedelta(days=age)
        Render.objects.create(timeline=timeline, key=key, state="ready", ended_at=ended_at)
    renders.sweep()
    assert set(Render.objects.values_list("key", flat=True)) == {"", "a" * 32}
