"""Check that the running children of `up` do their work. Each check returns "" while all is well.

The clocks are monotonic on purpose: a laptop that slept is not stuck.
"""

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
# A slow machine may take long until the first sign of life; replacing the process would only start over.
START_S = 120.0


class Stillness:
    """Measure how long a value has stayed the same.

    Before its first change the process is still starting and may take `first_s`.
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
    """Check that this web process touches its file, which it does while it takes and answers requests.

    A GET would prove nothing: all web processes accept from the same socket.
    """

    def __init__(self, number: int):
        self.beat, self.file = Stillness(), find_web_file(number)

    def __call__(self) -> str:
        silent = self.beat.is_too_long(read_mtime(self.file))
        return f"has not responded for {self.beat.seconds:.0f} s" if silent else ""


def find_web_file(number: int) -> Path:
    """Return the file that this web process touches, counted from 1."""
    return settings.DATA / "run" / f"web-{number}.heartbeat"


class Watch:
    """Check that the watcher touches its file at every tick."""

    def __init__(self) -> None:
        self.tick = Stillness()

    def __call__(self) -> str:
        silent = self.tick.is_too_long(read_mtime(settings.DATA / "watch.heartbeat"))
        return f"has not ticked for {self.tick.seconds:.0f} s" if silent else ""


class Cluster:
    """Check that the sentinel reports and that task results get saved, if need be of a canary task.

    Live processes prove nothing: an idle worker or monitor that is killed can take a queue's lock with it and
    block the whole cluster (django-q2 1.11: docs/architecture.md#processes). A cluster whose workers are all
    busy with long tasks is not stuck; django-q2's own timeout ends those.
    """

    def __init__(self) -> None:
        self.report, self.work = Stillness(), Stillness(first_s=settings.WEDGE_S)
        self.canary_id: str | None = None
        self.next_canary_at = 0.0

    def __call__(self) -> str:
        if self.report.is_too_long(read_mtime(settings.DATA / "run" / "cluster.json")):
            return "has lost its sentinel"
        if not self.report.changes:
            return ""  # it is still starting
        signs = (read_mtime(settings.DATA / "run" / "pulse"), self.track_canary(), are_all_workers_busy())
        is_stuck = self.work.is_too_long(time.monotonic() if signs[-1] else signs)
        return f"has not finished any task for {self.work.seconds:.0f} s" if is_stuck else ""

    def track_canary(self) -> str | float:
        """Return a value that changes with every finished canary, and send the next one when it is due.

        The saved result counts, not only our own pulse file: with several machines on one database another
        machine's cluster may run the canary.
        """
        try:
            if self.canary_id is None and time.monotonic() >= self.next_canary_at:
                self.send_canary()
            elif self.canary_id and pop_result(self.canary_id):
                self.canary_id = None
        except Exception as error:  # a database or queue error is not the cluster's fault
            log.warning("can't check the work queue: %s", error)
            return time.monotonic()
        finally:
            connections.close_all()
        return self.next_canary_at if self.canary_id is None else self.canary_id

    def send_canary(self) -> None:
        self.next_canary_at = time.monotonic() + settings.WEDGE_S / 3
        self.canary_id = async_task(CANARY, task_name="canary", group="canary", save=True, ack_failure=True)


def pop_result(task_id: str) -> bool:
    """Delete the saved result of a task. Return True if there was one."""
    return bool(Task.objects.filter(pk=task_id).delete()[0])


def are_all_workers_busy() -> bool:
    """Return True if every worker is in the middle of a task (processes/cluster.py writes the files)."""
    run = settings.DATA / "run"
    try:
        workers = json.loads((run / "cluster.json").read_text())["workers"]
    except (OSError, ValueError, KeyError):
        return False
    return bool(workers) and all((run / f"busy-{worker}").exists() for worker in workers)


def read_mtime(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None
