"""Export films: request, render in the background, cancel, delete after thirty days.

An export shows the timeline as it was when it was requested, because its shots are stored then. For rendering
in the background, see projects/core/renders.py.
"""

import contextlib
import shutil
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from projects.core import renders
from projects.exports import content_credentials
from projects.exports.build import BuiltFile, build_file
from projects.exports.cut import cut_with_notes, load_material
from projects.ledger.holds import is_disk_full
from projects.models import Export, ExportFormat, Person, Render, RenderState, Timeline
from projects.timeline.edits import CannotEdit, require_not_deleted
from projects.timeline.saved_shots import as_json, save_shots
from projects.timeline.shot import PlacedShot
from projects.timeline.shots import shots_of
from studio.exports import FormatError, serialize
from studio.media import MediaError

KEPT = timedelta(days=30)
LEFT_S = 3600  # a folder this old is no longer being written to
DELETED = _lazy("Deleted after 30 days. You can export it again.")
UNSIGNED = _lazy("Exported without Content Credentials, because signing failed. The film is complete.")


class CannotExport(Exception):
    """The timeline can't be exported now. The message is shown to people."""


def request_export(timeline: Timeline, by: Person | None, *, client_token: str, **options) -> Export:
    """Store the export of a timeline as it is now and enqueue it. Raise CannotExport.

    The same token again returns the same export. options: format, size_name, labeled, includes_prompts.
    """
    shots = shots_of(timeline)
    require_ready(shots)
    if is_disk_full():
        raise CannotExport(renders.no_room())
    fields = {
        "name": timeline.name,
        "format": ExportFormat.MP4,
        "shots": as_json(shots),
        "created_by": by,
    }
    try:
        with transaction.atomic():
            require_not_deleted(timeline.project, {shot.generation.pk for shot in shots})
            export, is_new = Export.objects.get_or_create(
                timeline=timeline, client_token=client_token, defaults=fields | options
            )
            if is_new:
                renders.request(export=export)
    except IntegrityError:
        return Export.objects.get(timeline=timeline, client_token=client_token)
    except CannotEdit as error:
        raise CannotExport(str(error)) from error
    return export


def require_ready(shots: list[PlacedShot]) -> None:
    if not shots:
        raise CannotExport(_("The timeline is empty. Add a shot first."))
    missing = [str(shot.number) for shot in shots if not shot.generation.is_playable]
    if missing:
        text = ngettext(
            "Shot %(numbers)s isn't ready yet. Wait for it, or remove it from the timeline.",
            "Shots %(numbers)s aren't ready yet. Wait for them, or remove them from the timeline.",
            len(missing),
        )
        raise CannotExport(text % {"numbers": ", ".join(missing)})


def format_cut(timeline: Timeline, format: str) -> str:
    """Return the timeline as it is now in an editing program's format. Raise CannotExport."""
    shots = shots_of(timeline)
    require_ready(shots)
    saved = save_shots(shots)
    try:
        return serialize(cut_with_notes(timeline, load_material(timeline.name, saved)), format)
    except (MediaError, FormatError) as error:
        raise CannotExport(str(error)) from error


def cancel(export: Export) -> bool:
    """Cancel an unfinished export; return True if this call did it."""
    return renders.cancel(export.render)


def build(id: UUID | str) -> None:
    """Render an export, unless another worker is at it."""
    export = Export.objects.select_related("timeline__project", "render").get(pk=id)
    renders.run(
        export.render,
        export.file,
        lambda folder, lease: build_file(export, folder, progress=lease.report, stop=lease.is_lost),
        store=lambda built: store(export, built),
    )
    remove_if_cancelled(export)


def store(export: Export, built: BuiltFile) -> None:
    size = export.file.stat().st_size
    Export.objects.filter(pk=export.pk).update(frames=built.frames, bytes=size)
    if not built.is_signed:
        Render.objects.filter(export=export).update(message=str(UNSIGNED))


def remove_if_cancelled(export: Export) -> None:
    """Delete the files of an export that was canceled meanwhile."""
    if Render.objects.filter(export=export, state=RenderState.CANCELLED).exists():
        discard(export)


def discard(export: Export) -> None:
    shutil.rmtree(export.folder, ignore_errors=True)


# -- afterwards ------------------------------------------------------------------------------------------


def sweep() -> None:
    """Delete the files of exports older than 30 days; their rows stay."""
    old = Export.objects.filter(render__ended_at__lt=timezone.now() - KEPT, bytes__isnull=False)
    for export in old[:100]:
        discard(export)
        Export.objects.filter(pk=export.pk).update(bytes=None)
        Render.objects.filter(export=export).update(message=str(DELETED))
    sweep_orphans()
    content_credentials.sweep()


def sweep_orphans() -> None:
    """Delete the folders of exports that no longer exist."""
    for folder in (Path(settings.MEDIA_ROOT) / "exports").glob("*"):
        with contextlib.suppress(ValueError, FileNotFoundError):
            is_old = time.time() - folder.stat().st_mtime > LEFT_S
            if is_old and not Export.objects.filter(pk=UUID(folder.name)).exists():
                shutil.rmtree(folder, ignore_errors=True)
