"""The django-q2 cluster that tells how it is: who is who, who is busy, and when a result was last saved.

All of it are small files in DATA/run, read by `up` (heartbeats.py). The database is not asked for it: a
heartbeat that needs the database would stop exactly when something is wrong.
"""

import contextlib
import json
import os
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.cluster import Cluster
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.signals import post_execute, post_execute_in_worker, pre_execute
from django_q.signing import SignedPackage

RUN = settings.DATA / "run"


def run() -> None:
    """Run the cluster until SIGTERM or SIGINT."""
    RUN.mkdir(exist_ok=True)
    for old in RUN.glob("busy-*"):
        old.unlink(missing_ok=True)
    release_locks()
    pre_execute.connect(mark_busy, weak=False)
    post_execute_in_worker.connect(mark_idle, weak=False)
    post_execute.connect(mark_result_saved, weak=False)
    broker = get_broker()
    broker.set_stat = write_roles  # django-q2 would put it into the cache, where another process sees nothing
    import_module(settings.JOBS)  # before the fork: else each worker does it for itself, after every restart
    connections.close_all()  # no connection may be shared with the children that are forked now
    Cluster(broker=broker).start()


def release_locks() -> None:
    """Give the tasks that a dead cluster held in its hands to the new one at once, not after `retry`."""
    if Conf.ORM:
        OrmQ.objects.using(Conf.ORM).filter(lock__gt=timezone.now()).update(lock=timezone.now())


def write_roles(key: str, package: str, timeout: int) -> None:
    """Called by the sentinel at every round of its guard."""
    stat = SignedPackage.loads(package)
    roles = {role: getattr(stat, role) for role in ("sentinel", "workers", "monitor", "pusher")}
    part = RUN / "cluster.json.part"
    part.write_text(json.dumps(roles))
    part.replace(RUN / "cluster.json")


def mark_busy(**signal: Any) -> None:
    (RUN / f"busy-{os.getpid()}").touch()


def mark_idle(**signal: Any) -> None:
    with contextlib.suppress(FileNotFoundError):
        (RUN / f"busy-{os.getpid()}").unlink()


def mark_result_saved(**signal: Any) -> None:
    (RUN / "pulse").touch()
