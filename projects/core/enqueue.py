"""Ask a worker to look at one row. The truth is in the rows: a repeated or lost task only changes when."""

import logging

from django_q.tasks import async_task

log = logging.getLogger(__name__)


def enqueue(job: str, what: object) -> None:
    """Have a worker run projects.jobs.<job>(what) soon; `what` is an ID or an engine's name.

    Never raise: the watcher finds what was not enqueued.
    """
    try:
        async_task(f"projects.jobs.{job}", str(what), group=job)
    except Exception:
        log.warning("Could not enqueue %s; the watcher will.", job, exc_info=True)
