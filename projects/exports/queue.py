"""Export films: request, render in the background, cancel, delete after thirty days.

What is made is what was seen when it was requested: the shots are stored then. Rendering itself, with its
lease and its tries, is projects/core/renders.py.
"""

import contextlib
import shutil
import time
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from projects.core import renders
from projects.exports import content_credentials
from projects.exports.build import Made, clips_of, cut_with_notes, deliver
from projects.ledger.holds import is_disk_full
from projects.models import Export, ExportFormat, Render, RenderState, Timeline
from projects.timeline.saved_shots import as_json, save_shots
from projects.timeline.shots import shots_of
from studio.exports import CUT_FORMATS
from studio.media import MediaError

KEPT = timedelta(days=30)
LEFT_S = 3600  # a folder this old whose export is gone belongs to nobody
DELETED = "Deleted after 30 days. Export again any time."
UNSIGNED = "It carries no Content Credentials: it could not be signed. The film itself is whole."


class CannotExport(Exception):
    """There is nothing to make a film of yet; the words are for a person."""


def ask(timeline: Timeline, by, *, client_token: str, **wanted) -> Export:
    """Write down what is wanted and let a worker know. The same token again returns the same export.

    wanted: format, size_name, labelled, includes_prompts of Export. Raises CannotExport.
    """
    shots = shots_of(timeline)
    refuse_unfinished(shots)
    if is_disk_full():
        raise CannotExport(renders.no_room())
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
                renders.request(export=export)
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
    """Stop an unfinished export; True if this call did it."""
    return renders.cancel(export.render)


def build(id) -> None:
    """Render an export, unless another worker is at it."""
    export = Export.objects.select_related("timeline__project", "render").get(pk=id)
    renders.run(
        export.render,
        export.file,
        lambda folder, lease: deliver(export, folder, progress=lease.report, stop=lease.is_lost),
        store=lambda made: store(export, made),
    )
    remove_if_cancelled(export)


def store(export: Export, made: Made) -> None:
    size = export.file.stat().st_size
    Export.objects.filter(pk=export.pk).update(frames=made.frames, bytes=size)
    if not made.is_signed:
        Render.objects.filter(export=export).update(message=UNSIGNED)


def remove_if_cancelled(export: Export) -> None:
    """Delete what was made of an export that was canceled meanwhile."""
    if Render.objects.filter(export=export, state=RenderState.CANCELLED).exists():
        discard(export)


def discard(export: Export) -> None:
    shutil.rmtree(export.folder, ignore_errors=True)


# -- afterwards ------------------------------------------------------------------------------------------


def sweep() -> None:
    """Films older than thirty days make room; that they were made stays written."""
    old = Export.objects.filter(render__ended_at__lt=timezone.now() - KEPT, bytes__isnull=False)
    for export in old[:100]:
        discard(export)
        Export.objects.filter(pk=export.pk).update(bytes=None)
        Render.objects.filter(export=export).update(message=DELETED)
    sweep_orphans()
    content_credentials.sweep()


def sweep_orphans() -> None:
    """Folders of exports that went with their film."""
    for folder in (Path(settings.MEDIA_ROOT) / "exports").glob("*"):
        with contextlib.suppress(ValueError, FileNotFoundError):
            is_old = time.time() - folder.stat().st_mtime > LEFT_S
            if is_old and not Export.objects.filter(pk=uuid.UUID(folder.name)).exists():
                shutil.rmtree(folder, ignore_errors=True)
