"""The Preview as a provider: what it keeps, tells and gives, also when processes die."""

import multiprocessing
import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from studio.engines.base import Refused, ResultGone, Ticket
from studio.engines.preview import TRIES, Preview
from studio.media import frames, probe
from studio.preview import render
from studio.wire import GenerationFrame, ImageFrame, Order, Report, Stage

from .conftest import SMALL

spawn = multiprocessing.get_context("spawn")


def told(preview, provider_id):
    return preview.ask([Ticket(provider_id)])[provider_id]


def draw_in(folder, provider_id, did):
    did.put(Preview(folder).work(provider_id))


def finished(preview, order, request="r"):
    report = preview.submit(order, request)
    assert preview.work(report.provider_id)
    return told(preview, report.provider_id)


def test_an_order_becomes_a_film(preview, order, tmp_path):
    report = preview.submit(order, "one")
    assert report.stage is Stage.QUEUED
    assert preview.waiting() == [report.provider_id]
    assert preview.work(report.provider_id)
    done = told(preview, report.provider_id)
    assert done.stage is Stage.COMPLETED
    assert done.result_url.startswith("file:///")
    preview.fetch(done, tmp_path / "kept.mp4")
    assert probe.verify(tmp_path / "kept.mp4").frames == 120
    assert preview.waiting() == []


def test_the_same_request_is_the_same_job(preview, order):
    assert preview.submit(order, "one").provider_id == preview.submit(order, "one").provider_id
    assert preview.submit(order, "two").provider_id != preview.submit(order, "one").provider_id


def test_the_same_request_from_many_threads_is_one_job(preview, order):
    ids = []
    threads = [threading.Thread(target=lambda: ids.append(preview.submit(order, "x"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({report.provider_id for report in ids}) == len(preview.waiting()) == 1


def test_a_request_that_was_noted_before_a_crash_gets_the_id_it_was_promised(preview, order, monkeypatch):
    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr("studio.preview.store.Store._fill", crash)
        with pytest.raises(KeyboardInterrupt):
            preview.submit(order, "one")
    (note,) = (preview._store.folder / "requests").iterdir()
    assert preview.submit(order, "one").provider_id == note.read_text()


def test_unknown_ids_are_left_out(preview):
    tickets = [Ticket("../../etc"), Ticket("d9428888-122b-11e1-b85c-61cd3cbb3210"), Ticket("")]
    assert preview.ask(tickets) == {}
    assert not preview.work("../..")


def test_progress_rises_to_the_end(preview, order, monkeypatch):
    monkeypatch.setattr("studio.preview.store.TELL_EVERY_S", 0)
    report = preview.submit(order, "one")
    seen = []
    real = render.draw

    def watched(order, keyframes, target, tell):
        def both(part):
            tell(part)
            seen.append(told(preview, report.provider_id))

        real(order, keyframes, target, both)

    monkeypatch.setattr(render, "draw", watched)
    preview.work(report.provider_id)
    parts = [at.progress for at in seen]
    assert parts == sorted(parts)
    assert (len(set(parts)), parts[-1]) == (120, 1.0)
    assert {at.stage for at in seen} == {Stage.GENERATING}


def test_two_workers_draw_one_job_once(preview, order):
    report = preview.submit(order, "one")
    did = spawn.Queue()
    workers = [
        spawn.Process(target=draw_in, args=(preview._store.folder, report.provider_id, did)) for _ in "ab"
    ]
    for worker in workers:
        worker.start()
    assert sorted([did.get(timeout=60), did.get(timeout=60)]) == [False, True]
    for worker in workers:
        worker.join()
    assert preview._store.job(report.provider_id).tries == 1


def test_a_killed_drawing_is_begun_anew_by_the_next_worker(preview, order):
    job = _killed_while_drawing(preview, order)
    assert told(preview, job.id).stage is Stage.GENERATING
    assert preview.waiting() == [job.id]
    assert preview.work(job.id)
    assert probe.verify(job.film).frames == 240
    assert job.tries == 2


def _killed_while_drawing(preview, order):
    """A ten second job whose process was killed with -9 in the middle."""
    report = preview.submit(Order(order.prompt, "preview", resolution="540p", duration_s=10), "long")
    job = preview._store.job(report.provider_id)
    did = spawn.Queue()
    worker = spawn.Process(target=draw_in, args=(preview._store.folder, job.id, did))
    worker.start()
    while not told(preview, job.id).progress:
        assert worker.is_alive()
        time.sleep(0.01)
    assert preview.waiting() == []
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    assert not job.film.exists()
    return job


def test_a_job_that_kills_every_worker_is_given_up(preview, order):
    report = preview.submit(order, "one")
    job = preview._store.job(report.provider_id)
    for _ in range(TRIES):
        job.begin()
    assert not preview.work(report.provider_id)
    failed = told(preview, report.provider_id)
    assert (failed.stage, failed.failure_code) == (Stage.FAILED, "crashed")
    assert preview.waiting() == []


def test_a_drawing_error_is_told_and_not_raised(preview, order, monkeypatch):
    def stumble(*_):
        raise ValueError("no ink")

    monkeypatch.setattr(render, "draw", stumble)
    failed = finished(preview, order)
    assert (failed.stage, failed.failure_code) == (Stage.FAILED, "drawing_failed")
    assert "no ink" in failed.failure_message


@pytest.mark.parametrize("body", [None, b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_an_unreadable_keyframe_is_refused_in_words(preview, tmp_path, body):
    path = tmp_path / "frame.png"
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(Refused, match="keyframe image"):
        preview.submit(Order("x", **SMALL, frame0=ImageFrame(path)), "one")
    assert preview.waiting() == []


def test_a_cut_keyframe_is_refused(preview, photo):
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
        {"prompt": "x" * 2049},
    ],
)
def test_what_is_not_offered_is_refused(preview, wrong):
    with pytest.raises(Refused):
        preview.submit(Order(**{"prompt": "x", **SMALL, **wrong}), "one")


def test_a_keyframe_outlives_its_file(preview, photo):
    report = preview.submit(Order("x", **SMALL, frame0=ImageFrame(photo)), "one")
    photo.unlink()
    preview.work(report.provider_id)
    assert told(preview, report.provider_id).stage is Stage.COMPLETED


def test_a_forgotten_clip_can_still_be_continued(preview, order, tmp_path):
    done = finished(preview, order)
    job = preview._store.job(done.provider_id)
    last = frames.read_last(job.film)
    preview.forget(done.provider_id)
    assert not job.film.exists()
    assert told(preview, done.provider_id).stage is Stage.COMPLETED
    with pytest.raises(ResultGone):
        preview.fetch(done, tmp_path / "kept.mp4")
    after = preview.submit(Order("x", **SMALL, frame0=GenerationFrame(done.provider_id)), "two")
    kept = preview._store.job(after.provider_id).ending
    assert job.ending("last").tobytes() == last.tobytes()
    assert kept is not None


def test_fetching_never_overwrites(preview, order, tmp_path):
    done = finished(preview, order)
    target = tmp_path / "kept.mp4"
    target.write_text("mine")
    with pytest.raises(FileExistsError):
        preview.fetch(done, target)
    assert target.read_text() == "mine"


def test_fetching_what_is_gone_says_so(preview, tmp_path):
    with pytest.raises(ResultGone):
        preview.fetch(Report("d9428888-122b-11e1-b85c-61cd3cbb3210", Stage.COMPLETED), tmp_path / "x.mp4")


def test_the_log_finds_a_create_by_its_request(preview, order):
    now = datetime.now(UTC)
    first, second = (preview.submit(order, name).provider_id for name in ("one", "two"))
    rows = preview.find(now - timedelta(minutes=1), now + timedelta(minutes=1))
    assert [(row.client_request_id, row.inference_id) for row in rows] == [("two", second), ("one", first)]
    assert preview.find(now - timedelta(days=2), now - timedelta(days=1)) == []


def test_it_costs_nothing_and_says_so_by_being_local(preview):
    assert (preview.local, preview.account, preview.price("preview")) == (True, "", None)
    (model,) = preview.models().values()
    assert model.default_resolution in model.resolutions
    assert model.default_duration_s in model.durations_s
