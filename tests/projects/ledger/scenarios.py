"""What happens in the processes of house.py. Each scene returns plain facts; the tests judge them."""

import contextlib
import json
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import django


def play(name: str, values: list) -> None:
    django.setup()
    print(json.dumps(globals()[name](*values)))


def move_in() -> bool:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return True


# -- many at once ---------------------------------------------------------------------------------------


def at_once(count: int, act: Callable[[int], object]) -> list:
    """What `act(0)`, `act(1)`, … returned, all begun at the same moment in threads of their own."""
    from django.db import connections

    gate = threading.Barrier(count)
    found: list[object] = [None] * count

    def run(n: int) -> None:
        gate.wait()
        try:
            found[n] = act(n)
        except Exception as error:
            found[n] = repr(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def twenty_presses() -> dict:
    """One wish, sent by twenty requests at the same moment; and as many that are another wish."""
    from projects.ledger.requests import ClientTokenReused, GenerationRequest, request_generations
    from projects.models import Generation
    from projects.models.prompt import PromptSettings
    from tests.projects.ledger.conftest import DRAWN, Studio

    studio = Studio()

    def request_for(text: str, token: str, takes: int = 1) -> GenerationRequest:
        return GenerationRequest(
            project=studio.project,
            text=text,
            settings=PromptSettings(**DRAWN),
            client_token=token,
            takes=takes,
            created_by=studio.owner,
        )

    def press(n: int) -> list[str]:
        return [str(clip.pk) for clip in request_generations(request_for("A lamp", "press", takes=2))]

    def press_other(n: int) -> str:
        try:
            return str(request_generations(request_for(f"A lamp {n}", "other"))[0].pk)
        except ClientTokenReused:
            return "other wish"

    told, others = at_once(20, press), at_once(8, press_other)
    return {"told": told, "others": others, "clips": Generation.objects.count()}


def at_the_cap(price: str, budget: str, count: int) -> dict:
    """`count` wishes of this price are sent at the same moment, in a project that may spend `budget`."""
    from projects.ledger.holds import committed_usd
    from projects.ledger.sending import submit
    from projects.models import Attempt, Generation
    from tests.projects.ledger.conftest import Studio

    studio = Studio()
    clips = [studio.wish() for _ in range(count)]
    Generation.objects.update(quote_usd=Decimal(price))
    studio.project.budget_usd = Decimal(budget)
    studio.project.save()
    faults = [fault for fault in at_once(count, lambda n: submit(clips[n].pk)) if fault]
    return {
        "faults": faults,
        "attempts": Attempt.objects.count(),
        "held": Generation.objects.filter(state="queued", hold="budget").count(),
        "committed": str(committed_usd(studio.project)),
    }


def cancel_against_send(count: int) -> dict:
    """Each wish is sent and withdrawn at the same moment: one of both happens."""
    from projects.ledger import actions
    from projects.ledger.sending import submit
    from projects.models import Attempt, Generation
    from tests.projects.ledger.conftest import Studio

    studio = Studio()
    clips = [studio.wish() for _ in range(count)]
    acts = [
        act
        for clip in clips
        for act in (
            lambda clip=clip: submit(clip.pk),
            lambda clip=clip: actions.cancel(clip, studio.owner),
        )
    ]
    told = at_once(2 * count, lambda n: acts[n]())
    return {
        "faults": [fault for fault in told if isinstance(fault, str)],
        "withdrawn": sum(fault is True for fault in told),
        "cancelled": Generation.objects.filter(state="cancelled").count(),
        "attempts": Attempt.objects.count(),
        "both": Generation.objects.filter(state="cancelled", attempts__isnull=False).count(),
    }


# -- sudden ends ----------------------------------------------------------------------------------------


def dies(act: Callable[[], object], trace: Callable) -> bool:
    """Run `act` in a child under `trace`, which may kill it; True when it was killed."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            sys.settrace(trace)
            act()
            sys.settrace(None)
            code = 0
        os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed of itself"
    return os.WIFSIGNALED(status)


def killer(files: tuple[str, ...], after: int) -> Callable:
    """A trace that kills this process at the `after`-th line that it executes in one of these files."""
    left = after

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


def time_passes() -> None:
    """Every lease has run out, and everything is due."""
    from django.utils import timezone

    from projects.models import Account, Generation

    past = timezone.now() - timedelta(seconds=1)
    Generation.objects.filter(lease_until__isnull=False).update(lease_until=past)
    Generation.objects.filter(due_at__isnull=False).update(due_at=past)
    Account.objects.exclude(hold="").update(hold_until=past)


def killed_while_sending(every: int) -> list[dict]:
    """For each `every`-th line of an order: a worker that dies there, and what became of the clip."""
    from projects.ledger.sending import submit
    from projects.models import Generation
    from tests.projects.ledger.conftest import Studio

    studio, ends = Studio(), []
    files = ("ledger/sending.py", "ledger/attempts.py", "ledger/late_acceptance.py", "ledger/transitions.py")
    for line in range(0, 1000, every):
        clip = studio.wish()
        killed = dies(partial(submit, clip.pk), killer(files, line))
        state = recovered(studio, Generation.objects.get(pk=clip.pk))
        request_ids = list(clip.attempts.values_list("client_request_id", flat=True))
        ends.append({"line": line, "state": state, "request_ids": request_ids})
        if not killed:
            return ends
    raise AssertionError("sending never came to its end")


def recovered(studio, clip) -> str:
    """Its state after the watcher had time to look for it."""
    for _ in range(6):
        time_passes()
        if studio.step(clip, keeping=False).state in ("submitted", "ready"):
            break
        time.sleep(0.03)
    return clip.state


def killed_while_storing(every: int) -> dict:
    """A worker dies at each `every`-th line of fetching a film; the last one is through and stores it."""
    from projects.ledger.storing import store_result
    from projects.models import Generation
    from tests.projects.ledger.conftest import Studio

    studio = Studio()
    clip = studio.until(studio.wish(), "ready", keeping=False)
    strays, seen = [], []
    for line in range(0, 1000, every):
        Generation.objects.filter(pk=clip.pk).update(crashes=0)
        if not dies(lambda: store_result(clip.pk), killer(("media/part.py", "media/fetch.py"), line)):
            break
        strays.append(len(list(clip.folder.iterdir())))
        seen.append(clip.film.exists())
        time_passes()
    clip.refresh_from_db()
    return {
        "state": clip.state,
        "strays": strays,
        "seen": seen,
        "files": sorted(path.name for path in clip.folder.iterdir()),
        "size": [clip.size, clip.film.stat().st_size],
    }


def killed_before_the_row() -> dict:
    """The film has its place already; the worker dies before the row says so."""
    from projects.ledger.storing import store_result
    from projects.models import Generation
    from tests.projects.ledger.conftest import Studio

    def trace(frame, event, _):
        name = frame.f_code.co_filename
        if event == "call" and frame.f_code.co_name == "sync_folder" and name.endswith("media/__init__.py"):
            caller = frame.f_back.f_code.co_name
            if caller == "complete":
                os.kill(os.getpid(), signal.SIGKILL)

    studio = Studio()
    clip = studio.until(studio.wish(), "ready", keeping=False)
    assert dies(lambda: store_result(clip.pk), trace)
    state = Generation.objects.get(pk=clip.pk).state
    there = clip.film.exists()
    time_passes()
    studio.until(clip, "completed", seconds=30)
    return {"state": state, "there": there, "end": clip.state}


def poison() -> dict:
    """A film whose storing kills every worker; and one whose pictures do."""
    from projects import watcher
    from projects.ledger.storing import store_result
    from projects.models import Generation
    from tests.projects.ledger.conftest import Studio

    def at(function: str, file: str) -> Callable:
        def trace(frame, event, _):
            if frame.f_code.co_name == function and frame.f_code.co_filename.endswith(file):
                os.kill(os.getpid(), signal.SIGKILL)

        return trace

    studio = Studio()
    film = studio.until(studio.wish(), "ready", keeping=False)
    deaths = 0
    while deaths < 10 and dies(lambda: store_result(film.pk), at("sha256_of", "storing.py")):
        deaths += 1
        time_passes()
    other = studio.until(studio.wish(), "ready", keeping=False)
    picture_deaths = 0
    while picture_deaths < 20 and dies(lambda: store_result(other.pk), at("make_stills", "stills.py")):
        picture_deaths += 1
        time_passes()
    watcher.enqueue_due()
    film, other = (Generation.objects.get(pk=clip.pk) for clip in (film, other))
    return {
        "deaths": deaths,
        "film": [film.state, film.error_code],
        "picture_deaths": picture_deaths,
        "other": [other.state, other.due_at and str(other.due_at)],
    }


# -- an older copy --------------------------------------------------------------------------------------


def restored(lost: int) -> dict:
    """The database is put back to an older copy; `lost` orders were accepted since."""
    from django.conf import settings
    from django.db import connections

    from projects.ledger.sending import submit
    from projects.models import Attempt, Event, Generation
    from projects.watcher import Watcher
    from tests.projects.ledger.conftest import Studio

    studio, database = Studio(), Path(str(settings.DATABASES["default"]["NAME"]))
    studio.until(studio.wish(), "submitted", "ready", keeping=False)
    with (
        contextlib.closing(sqlite3.connect(database)) as db,
        contextlib.closing(sqlite3.connect(database.with_suffix(".copy"))) as copy,
    ):
        db.backup(copy)
    for clip in [studio.wish(f"Lost {n}") for n in range(lost)]:
        submit(clip.pk)
    ordered = set(Attempt.objects.values_list("provider_id", flat=True))
    connections.close_all()
    for file in database.parent.glob(f"{database.name}-*"):
        file.unlink()
    database.with_suffix(".copy").replace(database)

    after_restore = set(Attempt.objects.values_list("provider_id", flat=True))
    watcher, waited = Watcher(), threading.Event()
    for _ in range(100):
        watcher.audits_at.clear()
        watcher.tick()
        if Attempt.objects.count() >= len(ordered):
            break
        waited.wait(0.05)
    return {
        "lost": len(ordered - after_restore),
        "adopted": Event.objects.filter(kind="adopted").count(),
        "all_known": ordered == set(Attempt.objects.values_list("provider_id", flat=True)),
        "projects": len(set(Generation.objects.values_list("project", flat=True))),
        "numbers": sorted(Generation.objects.values_list("number", flat=True)),
    }
