"""How `up` knows that a child which still runs does its work: three questions, each "" while all is well.

A clock that only counts while nothing moves is monotonic on purpose: a laptop that slept is not deaf.
"""

import http.client
import json
import logging
import time

from django.conf import settings
from django.db import connections

log = logging.getLogger(__name__)

CANARY = "studio.supervisor.canary"
WEB_TRIES = 3


class Stillness:
    """For how many seconds the answer to one question has stayed the same."""

    def __init__(self):
        self.start_over()

    def start_over(self):
        self.value, self.since = None, time.monotonic()

    def of(self, value):
        if value != self.value:
            self.value, self.since = value, time.monotonic()
        return time.monotonic() - self.since


class Web:
    """The web answers anything at all to a GET, three tries of a third of the limit each."""

    def __init__(self, host, port):
        self.address, self.misses = (reachable(host), port), 0

    def __call__(self):
        self.misses = 0 if self.answers() else self.misses + 1
        return "does not answer" if self.misses >= WEB_TRIES else ""

    def answers(self):
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

    def __init__(self):
        self.stillness = Stillness()

    def __call__(self):
        still_s = self.stillness.of(touched(settings.DATA / "watch.heartbeat"))
        return f"has not ticked for {still_s:.0f} s" if still_s > settings.WEDGE_S else ""


class Cluster:
    """The sentinel reports, and the result of any task, in need a canary, gets saved.

    Living processes prove nothing: a killed idle worker or monitor can take a queue's lock with it, and the
    whole cluster stands still behind it (django-q2 1.11, and stack.md for how that was seen). A cluster whose
    workers are all busy with long tasks is not deaf; django-q2's own timeout ends those.
    """

    def __init__(self):
        self.sentinel, self.work, self.canary_id, self.next_canary_at = Stillness(), Stillness(), None, 0.0

    def __call__(self):
        if self.sentinel.of(touched(settings.DATA / "run" / "cluster.json")) > settings.WEDGE_S:
            return "has lost its sentinel"
        if all_workers_busy():
            self.work.start_over()
        still_s = self.work.of((touched(settings.DATA / "run" / "pulse"), self.canaries_home()))
        return f"has not finished any task for {still_s:.0f} s" if still_s > settings.WEDGE_S else ""

    def canaries_home(self):
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

    def send(self):
        from django_q.tasks import async_task

        self.next_canary_at = time.monotonic() + settings.WEDGE_S / 3
        self.canary_id = async_task(CANARY, task_name="canary", group="canary", save=True, ack_failure=True)


def came_home(task_id):
    from django_q.models import Task

    return bool(Task.objects.filter(pk=task_id).delete()[0])


def all_workers_busy():
    """Whether every worker of the cluster is in the middle of a task (studio/cluster.py writes the files)."""
    run = settings.DATA / "run"
    try:
        workers = json.loads((run / "cluster.json").read_text())["workers"]
    except (OSError, ValueError, KeyError):
        return False
    return bool(workers) and all((run / f"busy-{worker}").exists() for worker in workers)


def touched(path):
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


def reachable(host):
    """The address under which this machine reaches a server listening on `host`."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
