"""How `up` knows that a child which still runs does its work: three questions, each "" while all is well.

A clock that only counts while nothing moves is monotonic on purpose: a laptop that slept is not deaf.
"""

import http.client
import json
import logging
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django_q.models import Task
from django_q.tasks import async_task

log = logging.getLogger(__name__)

CANARY = "studio.processes.supervisor.canary"
WEB_TRIES = 3
START_S = (
    120.0  # a slow machine may take long to the first sign of life; replacing it then would go on for ever
)


class Stillness:
    """How long the answer to one question has stayed the same, and whether that is too long.

    Before the first change, the process is still starting and has `first_s`.
    """

    def __init__(self, first_s: float = START_S):
        self.first_s, self.changes, self.since = first_s, -1, time.monotonic()
        self.value: Any = None

    def is_too_long(self, value: Any) -> bool:
        if value != self.value or self.changes < 0:
            self.value, self.changes, self.since = value, self.changes + 1, time.monotonic()
        return self.seconds > float(settings.WEDGE_S if self.changes else self.first_s)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.since


class Web:
    """The web answers anything at all to a GET, three tries of a third of the limit each."""

    def __init__(self, host: str, port: int):
        self.address, self.misses = (reachable(host), port), 0
        self.patient_until = time.monotonic() + START_S

    def __call__(self) -> str:
        if self.answers():
            self.misses, self.patient_until = 0, 0.0
        elif time.monotonic() > self.patient_until:
            self.misses += 1
        return "does not answer" if self.misses >= WEB_TRIES else ""

    def answers(self) -> bool:
        door = http.client.HTTPConnection(*self.address, timeout=settings.WEDGE_S / WEB_TRIES)
        try:
            door.request("GET", "/healthz", headers={"Connection": "close"})
            return door.getresponse().status > 0
        except (OSError, http.client.HTTPException):
            return False
        finally:
            door.close()


class Watch:
    """The watcher touches its file at every tick."""

    def __init__(self) -> None:
        self.tick = Stillness()

    def __call__(self) -> str:
        silent = self.tick.is_too_long(touched(settings.DATA / "watch.heartbeat"))
        return f"has not ticked for {self.tick.seconds:.0f} s" if silent else ""


class Cluster:
    """The sentinel reports, and the result of any task, in need a canary, gets saved.

    Living processes prove nothing: a killed idle worker or monitor can take a queue's lock with it, and the
    whole cluster stands still behind it (django-q2 1.11: docs/architecture.md#processes). A cluster whose
    workers are all busy with long tasks is not deaf; django-q2's own timeout ends those.
    """

    def __init__(self) -> None:
        self.report, self.work = Stillness(), Stillness(first_s=settings.WEDGE_S)
        self.canary_id: str | None = None
        self.next_canary_at = 0.0

    def __call__(self) -> str:
        if self.report.is_too_long(touched(settings.DATA / "run" / "cluster.json")):
            return "has lost its sentinel"
        if not self.report.changes:
            return ""  # it still starts
        signs = (touched(settings.DATA / "run" / "pulse"), self.canaries_home(), all_workers_busy())
        deaf = self.work.is_too_long(time.monotonic() if signs[-1] else signs)
        return f"has not finished any task for {self.work.seconds:.0f} s" if deaf else ""

    def canaries_home(self) -> str | float:
        """Changes with every canary that came home; sends the next one when it is time.

        Its saved result counts, not our own pulse alone: with several machines on one database the canary
        may be served by another's cluster.
        """
        try:
            if self.canary_id is None and time.monotonic() >= self.next_canary_at:
                self.send()
            elif self.canary_id and came_home(self.canary_id):
                self.canary_id = None
        except Exception as error:  # whatever database or queue says: not the cluster's fault, so no verdict
            log.warning("cannot ask the work queue how it is: %s", error)
            return time.monotonic()
        finally:
            connections.close_all()
        return self.next_canary_at if self.canary_id is None else self.canary_id

    def send(self) -> None:
        self.next_canary_at = time.monotonic() + settings.WEDGE_S / 3
        self.canary_id = async_task(CANARY, task_name="canary", group="canary", save=True, ack_failure=True)


def came_home(task_id: str) -> bool:
    return bool(Task.objects.filter(pk=task_id).delete()[0])


def all_workers_busy() -> bool:
    """Whether every worker of the cluster is in the middle of a task (processes/cluster.py writes the
    files).
    """
    run = settings.DATA / "run"
    try:
        workers = json.loads((run / "cluster.json").read_text())["workers"]
    except (OSError, ValueError, KeyError):
        return False
    return bool(workers) and all((run / f"busy-{worker}").exists() for worker in workers)


def touched(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


def reachable(host: str) -> str:
    """The address under which this machine reaches a server listening on `host`."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
