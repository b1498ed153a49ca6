"""Films that leave the studio: asked for, made by a worker, kept, swept.

What is made is what was seen when it was asked for: the shots are written down then. A worker holds an export
by a lease that it renews while it works. Should the worker die, the lease runs out, the watcher nudges the
next one, and that one begins anew: a film takes its place only when it is whole.
"""

import logging
import time
import uuid
from datetime import timedelta
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from projects.cuts import shots_of, written
from projects.ledger.nudge import nudge
from projects.models import Export, ExportState, Generation, Timeline
from projects.models.export import SIZES, UNFINISHED
from studio.media import MediaError
from studio.media.stitch import Piece, Shape, Stopped, stitch

log = logging.getLogger(__name__)
LEASE_S = 30
MOST_TRIES = 3
KEPT = timedelta(days=30)
SHORT_SIDE_PX = {"720p": 720, "1080p": 1080, "4k": 2160}


class CannotExport(Exception):
    """There is nothing to make a film of yet; the words are for a person."""


def ask(timeline: Timeline, by, *, size_name: str = "source", client_token: str) -> Export:
    """Write down what is wanted and let a worker know. The same token again returns the same export."""
    shots = shots_of(timeline)
    refuse_unfinished(shots)
    try:
        with transaction.atomic():
            export, new = Export.objects.get_or_create(
                timeline=timeline, client_token=client_token,
                defaults={
                    "name": timeline.name, "format": "mp4", "shots": written(shots), "by": by,
                    "size_name": size_name if size_name in SIZES else "source",
                },
            )  # fmt: skip
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
    hold = Hold(export, owner)
    try:
        export.folder.mkdir(parents=True, exist_ok=True)
        pieces, shape = plan(export)
        frames = stitch(pieces, export.file, shape=shape, progress=hold.progress, stop=hold.is_lost)
    except Stopped:
        log.info("Export %s was stopped.", id)
    except (MediaError, OSError) as trouble:
        hold.end(ExportState.FAILED, words=str(trouble)[:300])
    else:
        hold.end(ExportState.READY, progress=1, frames=frames, bytes=export.file.stat().st_size)
    remove_unwanted(id)


def claim(id, owner: str) -> bool:
    """Take it up: one that waits, or one whose worker was lost. After three lost workers it has failed."""
    now = timezone.now()
    free = Q(state=ExportState.WAITING) | Q(state=ExportState.MAKING, lease_until__lt=now)
    rows = Export.objects.filter(free, pk=id)
    rows.filter(tries__gte=MOST_TRIES).update(
        state=ExportState.FAILED, ended_at=now, lease_owner="", lease_until=None,
        words="It was begun three times and never came to its end. Try a smaller size.",
    )  # fmt: skip
    taken = rows.filter(tries__lt=MOST_TRIES).update(
        state=ExportState.MAKING, lease_owner=owner, lease_until=now + timedelta(seconds=LEASE_S),
        began_at=now, progress=0,
    )  # fmt: skip
    if taken:
        held = Export.objects.get(pk=id)
        Export.objects.filter(pk=id, lease_owner=owner).update(tries=held.tries + 1)
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
        until = timezone.now() + timedelta(seconds=LEASE_S)
        self.lost = not self.rows.update(progress=part, lease_until=until)

    def is_lost(self) -> bool:
        return self.lost

    def end(self, state: str, **fields) -> None:
        self.rows.update(state=state, ended_at=timezone.now(), lease_owner="", lease_until=None, **fields)


def plan(export: Export) -> tuple[list[Piece], Shape | None]:
    """What is joined, and into which shape. Raises MediaError where a film is gone."""
    ids = [shot["generation"] for shot in export.shots]
    found = {str(one.pk): one for one in Generation.objects.select_related("prompt").filter(pk__in=ids)}
    gone = next((id for id in ids if not found[id].film.exists()), None)
    if gone:
        raise MediaError(f"The film of clip {found[gone].number} is not on the disk any more.")
    pieces = [Piece(found[shot["generation"]].film, shot["start"], shot["end"]) for shot in export.shots]
    return pieces, shape_of(export.size_name, found[ids[0]])


def shape_of(size_name: str, first: Generation) -> Shape | None:
    """The first clip's shape at this size; None: as it is."""
    short = SHORT_SIDE_PX.get(size_name)
    if short is None:
        return None
    scale = Fraction(short, min(first.width_px, first.height_px))
    width, height = (round(side * scale / 2) * 2 for side in (first.width_px, first.height_px))
    return Shape(width, height, first.fps)


# -- afterwards ------------------------------------------------------------------------------------------


def remove_unwanted(id) -> None:
    """A film that was cancelled while it was being made is not kept."""
    export = Export.objects.get(pk=id)
    if export.state == ExportState.CANCELLED:
        discard(export)


def discard(export: Export) -> None:
    for path in export.folder.glob("*"):
        path.unlink(missing_ok=True)


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
        Export.objects.filter(pk=export.pk).update(
            state=ExportState.CANCELLED, bytes=None, words="Swept after thirty days. Make it again any time."
        )
