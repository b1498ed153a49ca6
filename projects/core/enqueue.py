"""Have a worker process one row. The rows hold all state, so a repeated or lost task does no harm."""

import logging

from django_q.tasks import async_task

log = logging.getLogger(__name__)


def enqueue(job: str, what: object) -> None:
    """Have a worker run projects.jobs.<job>(what) soon; `what` is an ID or an engine's name.

    Never raise: the watcher enqueues again what was missed.
    """
    try:
        async_task(f"projects.jobs.{job}", str(what), group=job)
    except Exception:
        log.warning("Could not enqueue %s; the watcher will.", job, exc_info=True)
