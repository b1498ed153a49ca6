"""Render films in the background: one row per film, one lease, up to three tries.

A worker claims a render with a single UPDATE, so of two workers only one makes the film. It renews the lease
while it works in its own folder. If the worker dies, the lease expires and the watcher enqueues the render
again; the next worker starts over. The film is moved into place only when it is complete, and only while the
worker still holds the lease.
"""

import contextlib
import errno
import logging
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.core.enqueue import enqueue
from projects.models import Render, RenderState
from projects.models.render import UNFINISHED
from studio.media import FilmRefused, MediaError
from studio.media.stitch import Stopped

log = logging.getLogger(__name__)
Facts = TypeVar("Facts")
LEASE_S = 30
MAX_TRIES = 3
LATE_S = 5  # a render that waits longer was not enqueued, or its task was lost
PLAYBACK_ROWS_KEPT = timedelta(days=1)
NO_LEASE: dict[str, Any] = {"lease_owner": "", "lease_until": None}


class RenderLease:
    """The lease of the worker that makes one film. Each progress report renews it, at most once a second."""

    def __init__(self, render_id: int, owner: str):
        self.rows = Render.objects.filter(pk=render_id, lease_owner=owner, state=RenderState.MAKING)
        self.owner, self.lost, self.reported_at = owner, False, 0.0

    def report(self, progress: float) -> None:
        if time.monotonic() >= self.reported_at + 1:
            self.reported_at = time.monotonic()
            self.renew(progress)

    def renew(self, progress: float) -> bool:
        self.lost = not self.rows.update(progress=progress, lease_until=end_of_lease())
        return not self.lost

    def is_lost(self) -> bool:
        return self.lost

    def end(self, state: RenderState, **fields: object) -> bool:
        """End the render and its lease; return False if the lease was lost before."""
        return bool(self.rows.update(state=state, ended_at=timezone.now(), **NO_LEASE, **fields))


def request(**subject: Any) -> Render:
    """Return the render of `export`, `review`, `upload`, or `timeline` and `key`.

    Enqueue it if it is new or ended.
    """
    with transaction.atomic():
        render, is_new = Render.objects.get_or_create(**subject)
        if is_new or restart(render):
            transaction.on_commit(lambda: enqueue(*render.job))
    return render


def restart(render: Render) -> bool:
    """Reset an ended render to waiting, with all its tries; return False if it is unfinished."""
    ended = Render.objects.filter(pk=render.pk).exclude(state__in=UNFINISHED)
    return bool(
        ended.update(
            state=RenderState.WAITING,
            progress=0,
            tries=0,
            message="",
            requested_at=timezone.now(),
            started_at=None,
            ended_at=None,
        )
    )


def cancel(render: Render) -> bool:
    """Cancel an unfinished render; return True if this call did it."""
    rows = Render.objects.filter(pk=render.pk, state__in=UNFINISHED)
    return bool(rows.update(state=RenderState.CANCELLED, ended_at=timezone.now(), **NO_LEASE))


def run(
    render: Render,
    target: Path,
    make: Callable[[Path, RenderLease], Facts],
    *,
    store: Callable[[Facts], object],
    report_failure: Callable[[], object] = lambda: None,
) -> None:
    """Make the film at `target`, unless another worker is making it.

    make: write the file under its name into the given folder and return facts about it; long work gets
    `lease.report` and `lease.is_lost`. store: save these facts, in the transaction that ends the render.
    report_failure: called instead of it if the render failed; the render has the message.
    """
    lease = claim(render, report_failure)
    if lease is None:
        return
    try:
        with work_folder(target, lease.owner) as folder:
            facts = make(folder, lease)
            if not lease.renew(1):
                raise Stopped
            (folder / target.name).replace(target)
        complete(lease, facts, store)
    except Stopped:
        log.info("Render %s was stopped.", render)
    except FilmRefused as error:
        log.info("Render %s was refused: %s", render, error)
        fail(lease, error, report_failure)
    except (MediaError, OSError) as error:
        log.warning("Render %s failed.", render, exc_info=True)
        fail(lease, error, report_failure)
    except Exception as error:  # a bug of ours: three tries end like this one, and nobody is told until then
        log.exception("Render %s failed.", render)
        fail(lease, error, report_failure)


def claim(render: Render, report_failure: Callable[[], object]) -> RenderLease | None:
    """Take the lease of a render that waits or whose worker died. After three dead workers, fail it."""
    owner, rows = uuid.uuid4().hex, free_rows(render)
    with transaction.atomic():
        if rows.filter(tries__gte=MAX_TRIES).update(
            state=RenderState.FAILED,
            message=message_for_dead_workers(render),
            ended_at=timezone.now(),
            **NO_LEASE,
        ):
            report_failure()
    claimed = rows.filter(tries__lt=MAX_TRIES).update(
        state=RenderState.MAKING,
        lease_owner=owner,
        lease_until=end_of_lease(),
        started_at=timezone.now(),
        progress=0,
        tries=F("tries") + 1,
    )
    return RenderLease(render.pk, owner) if claimed else None


def message_for_dead_workers(render: Render) -> str:
    if render.upload_id:
        return _(
            "Checking this film stopped three times before it finished. Export it as an MP4 and try again."
        )
    return _("Rendering stopped three times before it finished. Try again with a smaller size.")


def free_rows(render: Render) -> QuerySet[Render]:
    lost = Q(state=RenderState.MAKING, lease_until__lt=timezone.now())
    return Render.objects.filter(Q(state=RenderState.WAITING) | lost, pk=render.pk)


def is_unfinished(**subject: Any) -> bool:
    return Render.objects.filter(state__in=UNFINISHED, **subject).exists()


def end_of_lease() -> datetime:
    return timezone.now() + timedelta(seconds=LEASE_S)


@contextlib.contextmanager
def work_folder(target: Path, owner: str) -> Iterator[Path]:
    """Create a folder beside `target` for one worker, and remove those of lost workers.

    A worker that was only slow finds its folder gone, and stops.
    """
    for left in target.parent.glob(f"{target.stem}.*/"):
        shutil.rmtree(left, ignore_errors=True)
    folder = target.with_name(f"{target.stem}.{owner}")
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@transaction.atomic
def complete(lease: RenderLease, facts: Facts, store: Callable[[Facts], object]) -> None:
    if not lease.end(RenderState.READY, progress=1, message=""):
        raise Stopped
    store(facts)


@transaction.atomic
def fail(lease: RenderLease, error: Exception, report_failure: Callable[[], object]) -> None:
    if lease.end(RenderState.FAILED, message=message_for(error)):
        report_failure()


def message_for(error: Exception) -> str:
    """Return the error as a sentence, without error numbers or local paths."""
    if isinstance(error, MediaError):
        return str(error)[:300]
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_room()
    if isinstance(error, OSError):
        return _("The film could not be written to the disk. See the studio's log for details.")
    return _("Something went wrong in the studio. See its log for details.")


def no_room() -> str:
    return _("The studio's disk is full. Free up some space, then try again.")


# -- for the watcher -------------------------------------------------------------------------------------


def enqueue_due() -> None:
    """Enqueue renders that no worker claimed, or whose worker died."""
    now = timezone.now()
    late = Q(state=RenderState.WAITING, requested_at__lt=now - timedelta(seconds=LATE_S))
    lost = Q(state=RenderState.MAKING, lease_until__lt=now)
    for render in Render.objects.filter(late | lost)[:20]:
        enqueue(*render.job)


def sweep() -> None:
    """Delete old rows of playback files. Their files stay; whether one exists is read from the disk."""
    old = Render.objects.filter(timeline__isnull=False, ended_at__lt=timezone.now() - PLAYBACK_ROWS_KEPT)
    old.delete()
