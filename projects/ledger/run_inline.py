"""Generate a few clips in this process, without workers or a watcher (`generate --here`)."""

import time
import uuid
from collections.abc import Callable

from django.utils import timezone

from projects.ledger import holds, local_render, polling, sending, settling, storing
from projects.ledger.transitions import pace
from projects.models import Generation, State

STEP_S = 0.3


def run(ids: list[uuid.UUID], seconds: float) -> None:
    """Take these generations as far as they get within `seconds`. The studio does the rest when it runs."""
    end = time.monotonic() + seconds
    while has_unfinished(ids) and time.monotonic() < end:
        settling.reap()
        holds.probe_due()
        for id in ids:
            step(id)
        settling.settle_due()
        polling.poll_due()
        time.sleep(pace(STEP_S).total_seconds())


def step(id: uuid.UUID) -> None:
    """Do what a worker would do for this generation now."""
    generation = Generation.objects.only("state", "due_at", "tries").get(pk=id)
    if generation.due_at and generation.due_at > timezone.now() and generation.tries:
        return
    jobs: dict[str, Callable[[uuid.UUID], None]] = {
        State.QUEUED: sending.submit,
        State.SUBMITTED: local_render.draw,
        State.READY: storing.store_result,
        State.COMPLETED: storing.store_result,
    }
    if job := jobs.get(generation.state):
        job(id)


def has_unfinished(ids: list[uuid.UUID]) -> bool:
    return Generation.objects.moving().filter(pk__in=ids).exists()
