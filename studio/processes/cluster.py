"""Run the django-q2 cluster and report its health: process roles, busy workers, and the last saved result.

The reports are small files in DATA/run that `up` reads (heartbeats.py). They avoid the database: a heartbeat
that needs it would stop exactly when something is wrong.
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

from studio.media import part_path

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
    broker.set_stat = write_roles  # django-q2 uses the cache, which other processes can't see
    import_module(settings.JOBS)  # before the fork: otherwise each worker imports it after every restart
    connections.close_all()  # forked children must not share a connection
    Cluster(broker=broker).start()


def release_locks() -> None:
    """Make the tasks that a dead cluster had locked available at once instead of after `retry`."""
    if Conf.ORM:
        OrmQ.objects.using(Conf.ORM).filter(lock__gt=timezone.now()).update(lock=timezone.now())


def write_roles(key: str, package: str, timeout: int) -> None:
    """Save the process IDs by role. The sentinel calls this in every round of its guard loop."""
    stat = SignedPackage.loads(package)
    roles = {role: getattr(stat, role) for role in ("sentinel", "workers", "monitor", "pusher")}
    part = part_path(RUN / "cluster.json")  # a sentinel that is being replaced may still write, too
    part.write_text(json.dumps(roles))
    part.replace(RUN / "cluster.json")


def mark_busy(**signal: Any) -> None:
    (RUN / f"busy-{os.getpid()}").touch()


def mark_idle(**signal: Any) -> None:
    with contextlib.suppress(FileNotFoundError):
        (RUN / f"busy-{os.getpid()}").unlink()


def mark_result_saved(**signal: Any) -> None:
    (RUN / "pulse").touch()
