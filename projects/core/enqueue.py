"""A nudge tells a worker to look at one row. Two nudges, or none, change nothing but the delay."""

import logging

from django_q.tasks import async_task

log = logging.getLogger(__name__)


def nudge(job: str, what: object) -> None:
    """Have a worker run projects.jobs.<job>(what) soon: an id, or an engine's name.

    Never fails: the watcher finds what was missed.
    """
    try:
        async_task(f"projects.jobs.{job}", str(what), group=job)
    except Exception:
        log.warning("Could not nudge %s; the watcher will.", job, exc_info=True)
