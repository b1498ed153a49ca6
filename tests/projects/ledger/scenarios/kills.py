"""Workers that are killed at any line of their work."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import connections
from django.utils import timezone

from projects import watcher
from projects.ledger.sending import submit
from projects.ledger.storing import store_result
from projects.models import Account, Generation
from tests.films.corpus import CORPUS
from tests.films.make import make
from tests.projects import cast
from tests.projects.ledger.conftest import Studio
from tests.projects.ledger.processes import ROOT


def is_killed(action: Callable[[], object], trace: Callable) -> bool:
    """Run `action` in a child process under `trace`, and return True if the trace killed it."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            sys.settrace(trace)
            action()
            sys.settrace(None)
            code = 0
        os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed by itself"
    return os.WIFSIGNALED(status)


def kill_at_line(files: tuple[str, ...], number: int) -> Callable:
    """Return a trace that kills this process at the `number`-th line that it runs in these files."""
    assert all(list(ROOT.glob(f"*/{file}")) for file in files), (
        "a file was renamed: nothing would be killed there"
    )
    left = number

    def trace(frame, event, _):
        nonlocal left
        if not frame.f_code.co_filename.endswith(files):
            return None
        if event == "line":
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return trace


def let_leases_run_out() -> None:
    """Let every lease and hold end, and make everything due."""

    past = timezone.now() - timedelta(seconds=1)
    Generation.objects.filter(lease_until__isnull=False).update(lease_until=past)
    Generation.objects.filter(due_at__isnull=False).update(due_at=past)
    Account.objects.exclude(hold="").update(hold_until=past)


def kill_while_sending(every: int) -> list[dict]:
    """Kill a worker at each `every`-th line of sending, and return what became of each generation."""
    studio, ends = Studio(), []
    files = ("ledger/sending.py", "ledger/attempts.py", "ledger/late_acceptance.py", "ledger/transitions.py")
    for line in range(0, 1000, every):
        generation = studio.request()
        killed = is_killed(partial(submit, generation.pk), kill_at_line(files, line))
        state = recover(studio, Generation.objects.get(pk=generation.pk))
        request_ids = list(generation.attempts.values_list("client_request_id", flat=True))
        ends.append({"line": line, "state": state, "request_ids": request_ids})
        if not killed:
            return ends
    raise AssertionError("sending never ended")


def recover(studio: Studio, generation: Generation) -> str:
    """Return its state after the watcher has had time to find it."""
    for _ in range(6):
        let_leases_run_out()
        if studio.step(generation, keeping=False).state in ("submitted", "ready"):
            break
        time.sleep(0.03)
    return generation.state


def kill_while_storing(every: int) -> dict:
    """Kill a worker at each `every`-th line of fetching a video, until one gets through and stores it."""
    studio = Studio()
    generation = studio.until(studio.request(), "ready", keeping=False)
    strays, seen = [], []
    files = ("media/partial_download.py", "media/fetch.py")
    for line in range(0, 1000, every):
        Generation.objects.filter(pk=generation.pk).update(crashes=0)
        if not is_killed(lambda: store_result(generation.pk), kill_at_line(files, line)):
            break
        strays.append(len(list(generation.folder.iterdir())))
        seen.append(generation.video.exists())
        let_leases_run_out()
    generation.refresh_from_db()
    return {
        "state": generation.state,
        "strays": strays,
        "seen": seen,
        "files": sorted(path.name for path in generation.folder.iterdir()),
        "size": [generation.size, generation.video.stat().st_size],
    }


def kill_while_conforming(every: int) -> dict:
    """Kill a worker at each `every`-th line of conforming a turned video, until one gets through."""
    studio = Studio()
    film = next(film for film in CORPUS if film.name == "turned by 90")
    now = timezone.now()
    generation = cast.clip(studio.project, "completed", examined_at=None, due_at=now, frames=film.count)
    content = make(film, generation.folder.parent).read_bytes()
    generation.video.write_bytes(content)
    files = ("ledger/working_film.py", "media/conform.py")
    deaths, originals = 0, []
    for line in range(0, 10_000, every):
        Generation.objects.filter(pk=generation.pk).update(tries=0)
        if not is_killed(lambda: store_result(generation.pk), kill_at_line(files, line)):
            break
        deaths += 1
        originals.append(generation.original.read_bytes() == content)
        let_leases_run_out()
    generation.refresh_from_db()
    return {
        "deaths": deaths,
        "originals": sorted(set(originals)),
        "size": [generation.width_px, generation.height_px, generation.frames],
        "is_prepared": bool(generation.pictures_at and generation.examined_at) and not generation.error_code,
        "files": sorted(path.name for path in generation.folder.iterdir()),
    }


def kill_before_the_row_is_written() -> dict:
    """Kill the worker when the video is in place and before the row records it."""

    def trace(frame, event, _):
        name = frame.f_code.co_filename
        if event == "call" and frame.f_code.co_name == "sync_folder" and name.endswith("media/__init__.py"):
            caller = frame.f_back.f_code.co_name
            if caller == "complete":
                os.kill(os.getpid(), signal.SIGKILL)

    studio = Studio()
    generation = studio.until(studio.request(), "ready", keeping=False)
    assert is_killed(lambda: store_result(generation.pk), trace)
    state = Generation.objects.get(pk=generation.pk).state
    there = generation.video.exists()
    let_leases_run_out()
    studio.until(generation, "completed", seconds=30)
    return {"state": state, "there": there, "end": generation.state}


def kill_every_worker() -> dict:
    """Store a video that kills every worker, and one whose stills do."""

    def kill_in(function: str, file: str) -> Callable:
        def trace(frame, event, _):
            if frame.f_code.co_name == function and frame.f_code.co_filename.endswith(file):
                os.kill(os.getpid(), signal.SIGKILL)

        return trace

    studio = Studio()
    video = studio.until(studio.request(), "ready", keeping=False)
    deaths = 0
    while deaths < 10 and is_killed(lambda: store_result(video.pk), kill_in("sha256_of", "storing.py")):
        deaths += 1
        let_leases_run_out()
    other = studio.until(studio.request(), "ready", keeping=False)
    picture_deaths = 0
    while picture_deaths < 20 and is_killed(
        lambda: store_result(other.pk), kill_in("make_stills", "stills.py")
    ):
        picture_deaths += 1
        let_leases_run_out()
    watcher.enqueue_due()
    video, other = (Generation.objects.get(pk=generation.pk) for generation in (video, other))
    return {
        "deaths": deaths,
        "video": [video.state, video.error_code],
        "picture_deaths": picture_deaths,
        "other": [other.state, other.due_at and str(other.due_at)],
    }
