"""Use the Preview like a provider, also when its processes die."""

import multiprocessing
import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from studio.engines.base import Refused, ResultGone, Ticket
from studio.engines.preview import TRIES, Preview
from studio.media import frames, probe
from studio.preview import render
from studio.wire import GenerationFrame, ImageFrame, Order, Report, Stage

from .conftest import SMALL

pytestmark = pytest.mark.slow

spawn = multiprocessing.get_context("spawn")


def poll(preview, provider_id):
    return preview.ask([Ticket(provider_id)])[provider_id]


def draw_in(folder, provider_id, results):
    results.put(Preview(folder).work(provider_id))


def finish(preview, order, request="r"):
    report = preview.submit(order, request)
    assert preview.work(report.provider_id)
    return poll(preview, report.provider_id)


def test_an_order_becomes_a_video(preview, order, tmp_path):
    report = preview.submit(order, "one")
    assert report.stage is Stage.QUEUED
    assert preview.waiting() == [report.provider_id]
    assert preview.work(report.provider_id)
    done = poll(preview, report.provider_id)
    assert done.stage is Stage.COMPLETED
    assert done.result_url.startswith("file:///")
    preview.fetch(done, tmp_path / "video.mp4")
    assert probe.verify(tmp_path / "video.mp4").frames == 120
    assert preview.waiting() == []


def test_the_same_request_returns_the_same_job(preview, order):
    assert preview.submit(order, "one").provider_id == preview.submit(order, "one").provider_id
    assert preview.submit(order, "two").provider_id != preview.submit(order, "one").provider_id


def test_one_request_from_many_threads_makes_one_job(preview, order):
    ids = []
    threads = [threading.Thread(target=lambda: ids.append(preview.submit(order, "x"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({report.provider_id for report in ids}) == len(preview.waiting()) == 1


def test_a_request_keeps_its_id_after_a_crash(preview, order, monkeypatch):
    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr("studio.preview.store.Store._write_job", crash)
        with pytest.raises(KeyboardInterrupt):
            preview.submit(order, "one")
    (note,) = (preview._store.folder / "requests").iterdir()
    assert preview.submit(order, "one").provider_id == note.read_text()


def test_unknown_ids_are_left_out(preview):
    tickets = [Ticket("../../etc"), Ticket("d9428888-122b-11e1-b85c-61cd3cbb3210"), Ticket("")]
    assert preview.ask(tickets) == {}
    assert not preview.work("../..")


def test_progress_rises_to_1(preview, order, monkeypatch):
    monkeypatch.setattr("studio.preview.store.REPORT_EVERY_S", 0)
    report = preview.submit(order, "one")
    seen = []
    draw = render.draw

    def watch(order, keyframes, target, report_progress):
        def both(part):
            report_progress(part)
            seen.append(poll(preview, report.provider_id))

        draw(order, keyframes, target, both)

    monkeypatch.setattr(render, "draw", watch)
    preview.work(report.provider_id)
    parts = [one.progress for one in seen]
    assert parts == sorted(parts)
    assert (len(set(parts)), parts[-1]) == (120, 1.0)
    assert {one.stage for one in seen} == {Stage.GENERATING}


def test_two_workers_draw_a_job_only_once(preview, order):
    report = preview.submit(order, "one")
    results = spawn.Queue()
    workers = [
        spawn.Process(target=draw_in, args=(preview._store.folder, report.provider_id, results)) for _ in "ab"
    ]
    for worker in workers:
        worker.start()
    assert sorted([results.get(timeout=60), results.get(timeout=60)]) == [False, True]
    for worker in workers:
        worker.join()
    assert preview._store.find(report.provider_id).tries == 1


def test_the_next_worker_restarts_a_killed_drawing(preview, order):
    job = _kill_while_drawing(preview, order)
    assert poll(preview, job.id).stage is Stage.GENERATING
    assert preview.waiting() == [job.id]
    assert preview.work(job.id)
    assert probe.verify(job.video).frames == 240
    assert job.tries == 2


def _kill_while_drawing(preview, order):
    """Return a ten-second job whose process was killed with SIGKILL in the middle."""
    report = preview.submit(Order(order.prompt, "preview", resolution="540p", duration_s=10), "long")
    job = preview._store.find(report.provider_id)
    results = spawn.Queue()
    worker = spawn.Process(target=draw_in, args=(preview._store.folder, job.id, results))
    worker.start()
    while not poll(preview, job.id).progress:
        assert worker.is_alive()
        time.sleep(0.01)
    assert preview.waiting() == []
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    assert not job.video.exists()
    return job


def test_a_job_that_kills_every_worker_fails(preview, order):
    report = preview.submit(order, "one")
    job = preview._store.find(report.provider_id)
    for _ in range(TRIES):
        job.count_try()
    assert not preview.work(report.provider_id)
    failed = poll(preview, report.provider_id)
    assert (failed.stage, failed.failure_code) == (Stage.FAILED, "crashed")
    assert preview.waiting() == []


def test_a_drawing_error_is_reported_and_not_raised(preview, order, monkeypatch):
    def fail(*_):
        raise ValueError("no ink")

    monkeypatch.setattr(render, "draw", fail)
    failed = finish(preview, order)
    assert (failed.stage, failed.failure_code) == (Stage.FAILED, "drawing_failed")
    assert "no ink" in failed.failure_message


@pytest.mark.parametrize("body", [None, b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_an_unreadable_keyframe_is_refused_with_a_message(preview, tmp_path, body):
    path = tmp_path / "frame.png"
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(Refused, match="keyframe image"):
        preview.submit(Order("x", **SMALL, frame0=ImageFrame(path)), "one")
    assert preview.waiting() == []


def test_a_truncated_keyframe_is_refused(preview, photo):
    photo.write_bytes(photo.read_bytes()[:-2000])
    with pytest.raises(Refused, match=r"can't be read"):
        preview.submit(Order("x", **SMALL, frame1=ImageFrame(photo)), "one")


def test_an_unfinished_or_unknown_clip_cannot_be_continued(preview, order):
    unfinished = preview.submit(order, "one").provider_id
    for provider_id in (unfinished, "d9428888-122b-11e1-b85c-61cd3cbb3210", "../x"):
        with pytest.raises(Refused, match="finished"):
            preview.submit(Order("x", **SMALL, frame0=GenerationFrame(provider_id)), provider_id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"model": "luma/ray-2"},
        {"aspect_ratio": "5:1"},
        {"resolution": "8k"},
        {"duration_s": 6},
        {"prompt": "x" * 6001},
    ],
)
def test_unsupported_settings_are_refused(preview, wrong):
    with pytest.raises(Refused):
        preview.submit(Order(**{"prompt": "x", **SMALL, **wrong}), "one")


def test_a_job_keeps_its_own_copy_of_a_keyframe(preview, photo):
    report = preview.submit(Order("x", **SMALL, frame0=ImageFrame(photo)), "one")
    photo.unlink()
    preview.work(report.provider_id)
    assert poll(preview, report.provider_id).stage is Stage.COMPLETED


def test_a_clip_without_its_video_can_still_be_continued(preview, order, tmp_path):
    done = finish(preview, order)
    job = preview._store.find(done.provider_id)
    last = frames.read_last(job.video)
    preview.forget(done.provider_id)
    assert not job.video.exists()
    assert poll(preview, done.provider_id).stage is Stage.COMPLETED
    with pytest.raises(ResultGone):
        preview.fetch(done, tmp_path / "video.mp4")
    after = preview.submit(Order("x", **SMALL, frame0=GenerationFrame(done.provider_id)), "two")
    with Image.open(preview._store.find(after.provider_id).list_keyframes()["frame0"]) as keyframe:
        assert keyframe.tobytes() == last.tobytes()
    assert job.read_end_frame("last").tobytes() == last.tobytes()


def test_fetching_never_overwrites_a_file(preview, order, tmp_path):
    done = finish(preview, order)
    target = tmp_path / "video.mp4"
    target.write_text("mine")
    with pytest.raises(FileExistsError):
        preview.fetch(done, target)
    assert target.read_text() == "mine"


def test_fetching_a_missing_video_raises_result_gone(preview, tmp_path):
    with pytest.raises(ResultGone):
        preview.fetch(Report("d9428888-122b-11e1-b85c-61cd3cbb3210", Stage.COMPLETED), tmp_path / "x.mp4")


def test_the_log_lists_creates_with_their_request_ids(preview, order):
    now = datetime.now(UTC)
    first, second = (preview.submit(order, name).provider_id for name in ("one", "two"))
    rows = preview.find(now - timedelta(minutes=1), now + timedelta(minutes=1))
    assert [(row.client_request_id, row.inference_id) for row in rows] == [("two", second), ("one", first)]
    assert preview.find(now - timedelta(days=2), now - timedelta(days=1)) == []


def test_the_preview_is_local_and_free(preview):
    assert (preview.local, preview.account, preview.prices(["preview"])) == (True, "", {})
    (model,) = preview.models().values()
    assert model.default_resolution in model.resolutions
    assert model.default_duration_s in model.durations_s
