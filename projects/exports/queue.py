"""Films that leave the studio: asked for, made by a worker, kept, swept.

What is made is what was seen when it was asked for: the shots are written down then. A worker holds an export
by a lease that it renews while it works, and works in a folder of its own. Should the worker die, the lease
runs out, the watcher nudges the next one, and that one begins anew: a film takes its place only when it is
whole, and only by who holds the lease then.
"""

import contextlib
import errno
import logging
import shutil
import time
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from projects.core.enqueue import nudge
from projects.exports import content_credentials
from projects.exports.build import Made, clips_of, cut_with_notes, deliver
from projects.ledger.holds import disk_is_full
from projects.models import Export, ExportFormat, ExportState, Timeline
from projects.models.export import UNFINISHED
from projects.timeline.saved_shots import as_json, save_shots
from projects.timeline.shots import shots_of
from studio.exports import CUT_FORMATS
from studio.media import MediaError
from studio.media.stitch import Stopped

log = logging.getLogger(__name__)
LEASE_S = 30
MOST_TRIES = 3
KEPT = timedelta(days=30)
LEFT_S = 3600  # a folder this old whose export is gone belongs to nobody
NO_ROOM = "The disk of this studio is full. Make room, then export again."
UNSIGNED = "It carries no Content Credentials: it could not be signed. The film itself is whole."


class CannotExport(Exception):
    """There is nothing to make a film of yet; the words are for a person."""


def ask(timeline: Timeline, by, *, client_token: str, **wanted) -> Export:
    """Write down what is wanted and let a worker know. The same token again returns the same export.

    wanted: format, size_name, labelled, includes_prompts of Export. Raises CannotExport.
    """
    shots = shots_of(timeline)
    refuse_unfinished(shots)
    if disk_is_full():
        raise CannotExport(NO_ROOM)
    try:
        with transaction.atomic():
            export, new = Export.objects.get_or_create(
                timeline=timeline,
                client_token=client_token,
                defaults={
                    "name": timeline.name,
                    "format": ExportFormat.MP4,
                    "shots": as_json(shots),
                    "created_by": by,
                }
                | wanted,
            )
            if new:
                transaction.on_commit(lambda: nudge("export", export.pk))
    except IntegrityError:
        return Export.objects.get(timeline=timeline, client_token=client_token)
    return export


def refuse_unfinished(shots: list) -> None:
    if not shots:
        raise CannotExport("There is no clip on the timeline yet.")
    missing = [str(shot.number) for shot in shots if not shot.generation.is_playable]
    if missing:
        named = f"Clip {missing[0]} is" if len(missing) == 1 else f"Clips {', '.join(missing)} are"
        raise CannotExport(f"{named} not finished yet. Wait for it, or take it off the timeline.")


def cut_text(timeline: Timeline, format: str) -> str:
    """The cut as it is now, in a format that editing programs read. Raises CannotExport."""
    shots = shots_of(timeline)
    refuse_unfinished(shots)
    saved = save_shots(shots)
    try:
        cut = cut_with_notes(timeline, timeline.name, saved, clips_of(saved))
    except MediaError as gone:
        raise CannotExport(str(gone)) from gone
    _, _, write = CUT_FORMATS[format]
    return write(cut)


def cancel(export: Export) -> bool:
    """Stop it, if it is not finished; True when this call did it."""
    rows = Export.objects.filter(pk=export.pk, state__in=UNFINISHED)
    return bool(
        rows.update(state=ExportState.CANCELLED, ended_at=timezone.now(), lease_owner="", lease_until=None)
    )


def build(id) -> None:
    """Make the film, if nobody else is at it."""
    owner = uuid.uuid4().hex
    if not claim(id, owner):
        return
    export = Export.objects.select_related("timeline__project").get(pk=id)
    hold, desk = Hold(export, owner), export.folder / owner
    try:
        clear(export)
        desk.mkdir(parents=True)
        made = deliver(export, desk, progress=hold.progress, stop=hold.is_lost)
        take(export, hold, made)
    except Stopped:
        log.info("Export %s was stopped.", id)
    except (MediaError, OSError) as trouble:
        log.warning("Export %s failed.", id, exc_info=True)
        hold.end(ExportState.FAILED, words=words_of(trouble))
    finally:
        shutil.rmtree(desk, ignore_errors=True)
    remove_unwanted(id)


def clear(export: Export) -> None:
    """What killed workers left goes; one that was only slow finds its folder gone, and ends."""
    for left in export.folder.glob("*"):
        shutil.rmtree(left, ignore_errors=True)


def take(export: Export, hold: "Hold", made: Made) -> None:
    """The finished file takes its place, if we still hold the export."""
    if not hold.renew(1):
        raise Stopped
    made.file.replace(export.file)
    size, words = export.file.stat().st_size, "" if made.is_signed else UNSIGNED
    hold.end(ExportState.READY, progress=1, frames=made.frames, bytes=size, words=words)


def words_of(trouble: Exception) -> str:
    """For a person: no numbers of errors, no paths of ours."""
    if isinstance(trouble, MediaError):
        return str(trouble)[:300]
    is_full = isinstance(trouble, OSError) and trouble.errno in (errno.ENOSPC, errno.EDQUOT)
    return NO_ROOM if is_full else "The film could not be written to the disk. The studio's log says more."


def claim(id, owner: str) -> bool:
    """Take it up: one that waits, or one whose worker was lost. After three lost workers it has failed."""
    now = timezone.now()
    free = Q(state=ExportState.WAITING) | Q(state=ExportState.MAKING, lease_until__lt=now)
    rows = Export.objects.filter(free, pk=id)
    rows.filter(tries__gte=MOST_TRIES).update(
        state=ExportState.FAILED,
        ended_at=now,
        lease_owner="",
        lease_until=None,
        words="It was begun three times and never came to its end. Try a smaller size.",
    )
    taken = rows.filter(tries__lt=MOST_TRIES).update(
        state=ExportState.MAKING,
        lease_owner=owner,
        lease_until=now + timedelta(seconds=LEASE_S),
        began_at=now,
        progress=0,
        tries=F("tries") + 1,
    )
    return bool(taken)


class Hold:
    """Our lease of an export: renewed with its progress, at most once a second."""

    def __init__(self, export: Export, owner: str):
        self.rows = Export.objects.filter(pk=export.pk, lease_owner=owner, state=ExportState.MAKING)
        self.lost, self.told_at = False, 0.0

    def progress(self, part: float) -> None:
        if time.monotonic() < self.told_at + 1:
            return
        self.told_at = time.monotonic()
        self.renew(part)

    def renew(self, part: float) -> bool:
        until = timezone.now() + timedelta(seconds=LEASE_S)
        self.lost = not self.rows.update(progress=part, lease_until=until)
        return not self.lost

    def is_lost(self) -> bool:
        return self.lost

    def end(self, state: str, **fields) -> None:
        self.rows.update(state=state, ended_at=timezone.now(), lease_owner="", lease_until=None, **fields)


# -- afterwards ------------------------------------------------------------------------------------------


def remove_unwanted(id) -> None:
    """A film that was cancelled while it was being made is not kept."""
    export = Export.objects.get(pk=id)
    if export.state == ExportState.CANCELLED:
        discard(export)


def discard(export: Export) -> None:
    shutil.rmtree(export.folder, ignore_errors=True)


def nudge_due() -> None:
    """Exports that nobody took up, or whose worker was lost."""
    now = timezone.now()
    late = Q(state=ExportState.WAITING, created_at__lt=now - timedelta(seconds=5))
    lost = Q(state=ExportState.MAKING, lease_until__lt=now)
    for id in Export.objects.filter(late | lost).values_list("pk", flat=True)[:20]:
        nudge("export", id)


def sweep() -> None:
    """Films older than thirty days make room; that they were made stays written."""
    old = Export.objects.filter(ended_at__lt=timezone.now() - KEPT, bytes__isnull=False)
    for export in old[:100]:
        discard(export)
        swept = "Swept after thirty days. Export again any time."
        Export.objects.filter(pk=export.pk).update(bytes=None, words=swept)
    sweep_orphans()
    content_credentials.sweep()


def sweep_orphans() -> None:
    """Folders of exports that went with their film."""
    for folder in (Path(settings.MEDIA_ROOT) / "exports").glob("*"):
        with contextlib.suppress(ValueError, FileNotFoundError):
            is_old = time.time() - folder.stat().st_mtime > LEFT_S
            if is_old and not Export.objects.filter(pk=uuid.UUID(folder.name)).exists():
                shutil.rmtree(folder, ignore_errors=True)
