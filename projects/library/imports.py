"""Import films: what arrived is checked in the background and becomes a clip.

Until then an upload is a row and a file. A film that is refused leaves only the sentence that says why. One
whose check failed for another reason stays, so that the check can be repeated. What never arrives is removed
a day after its last byte.
"""

import contextlib
import os
import re
import shutil
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.core import renders
from projects.core.storage import free_bytes
from projects.core.uploads import max_import_bytes
from projects.ledger.holds import is_disk_full
from projects.ledger.importing import describe_file, record_import
from projects.library.images import clean_name
from projects.models import Generation, Person, Project, RenderState, Upload
from studio.media import FilmRefused, footage, truth
from studio.media.stitch import Stopped
from studio.media.uploads import MB
from studio.web import tus

KEPT = timedelta(hours=24)  # of an upload that stopped arriving, and of a refusal
MOST_UNDER_WAY = 20  # uploads of one person that have not arrived yet


class CannotImport(Exception):
    """This film can't be uploaded now. status: of the HTTP response. The message is for people."""

    def __init__(self, message: str, status: int):
        super().__init__(message)
        self.status = status


def begin(project: Project, by: Person | None, *, name: str, size: int, **fields: Any) -> Upload:
    """Create an upload of `size` bytes that can begin to arrive. Raise CannotImport.

    fields: further ones of Upload.
    """
    require_size(size)
    if by and unfinished(by).count() >= MOST_UNDER_WAY:
        text = _("%(most)d of your films are being uploaded already. Wait for one of them, or remove it.")
        raise CannotImport(text % {"most": MOST_UNDER_WAY}, 429)
    require_space(size)
    name = clean_name(name, _("Film"))
    with transaction.atomic():
        upload = Upload.objects.create(project=project, created_by=by, name=name, size=size, **fields)
    upload.file.parent.mkdir(parents=True, exist_ok=True)
    upload.file.touch()
    return upload


def require_size(size: int) -> None:
    if size <= 0:
        raise CannotImport(footage.EMPTY, 422)
    if size > max_import_bytes():
        text = _("This film is larger than %(most)d MB, the most that can be imported.")
        raise CannotImport(text % {"most": settings.IMPORT_MB}, 413)


def require_space(size: int) -> None:
    """Raise CannotImport unless the disk has room for this and for what is still to arrive of all others."""
    promised = sum(upload.size - upload.arrived for upload in unfinished())
    if free_bytes() - promised - size < settings.MIN_FREE_MB * MB:
        raise disk_full()


def disk_full() -> CannotImport:
    return CannotImport(renders.no_room(), 507)


def unfinished(by: Person | None = None) -> QuerySet[Upload]:
    """Return the uploads that have not arrived; of one person, or of all."""
    rows = Upload.objects.filter(render=None)
    return rows.filter(created_by=by) if by else rows


def store_file(file: UploadedFile, project: Project, by: Person | None, **fields: Any) -> Upload:
    """Create an upload from a file that has arrived in one request. Raise CannotImport."""
    upload = begin(project, by, name=file.name or "", size=file.size or 0, **fields)
    try:
        with upload.file.open("wb") as target:
            shutil.copyfileobj(file, target)
    except OSError as error:
        remove(upload)
        raise disk_full() from error
    finish(upload)
    return upload


def append(upload: Upload, body: tus.Body, *, offset: int) -> int:
    """Append a piece and return how many bytes have arrived. Raise CannotImport, tus.Refused or DiskFull."""
    if is_disk_full():
        raise disk_full()
    try:
        length = tus.append(upload.file, body, offset=offset, size=upload.size)
    except FileNotFoundError as gone:
        raise tus.Refused(_("This upload has ended. Start it again."), 410) from gone
    if length == upload.size:
        finish(upload)
    return length


def find_arrived(upload: Upload) -> int:
    """Return how many bytes have arrived; if all have, see that the film is checked."""
    if hasattr(upload, "render"):
        return upload.size
    if upload.arrived == upload.size:  # the process that received the last piece was killed
        finish(upload)
    return upload.arrived


def finish_arrived() -> None:
    """Have every film checked that has arrived without anybody noticing."""
    for upload in unfinished():
        find_arrived(upload)


def expires_at(upload: Upload) -> float:
    """Return when the upload is given up, unless more of it arrives, in seconds of the epoch."""
    changed = upload.file.stat().st_mtime if upload.file.exists() else upload.created_at.timestamp()
    return changed + KEPT.total_seconds()


def list_open(project: Project, by: Person) -> QuerySet[Upload]:
    """Return the person's films that are not clips yet, and those that were refused."""
    rows = Upload.objects.filter(project=project, created_by=by, generation=None)
    return rows.select_related("render").order_by("created_at")


def check_again(upload: Upload) -> bool:
    """Repeat a check that failed, though not because of the film. Return False if there is none."""
    if not (hasattr(upload, "render") and upload.can_be_checked):
        return False
    finish(upload)
    return True


def finish(upload: Upload) -> None:
    """Have the film that has arrived checked and made a clip; safe to call again."""
    renders.request(upload=upload)


def remove(upload: Upload) -> bool:
    """Remove an upload that is no clip and is not being made one. Return False if it is too late."""
    with transaction.atomic():
        row = Upload.objects.select_for_update().filter(pk=upload.pk, generation=None).first()
        if row is None or (hasattr(row, "render") and not may_remove(row)):
            return False
        discard(upload)
        row.delete()
    return True


def may_remove(upload: Upload) -> bool:
    return not upload.render.is_unfinished or renders.cancel(upload.render)


# -- in a worker -------------------------------------------------------------------------------------------


def build(id: str) -> None:
    """Check a film that has arrived and make it a clip, unless another worker is at it."""
    upload = Upload.objects.select_related("project", "created_by", "api_key", "render").filter(pk=id).first()
    if upload is None or hasattr(upload, "generation"):
        return
    renders.run(
        upload.render,
        clip_folder(upload) / "film.mp4",
        lambda work, lease: make_film(upload, work / "film.mp4", lease),
        store=lambda fields: record_import(upload, title=title_of(upload.name), fields=fields),
    )
    if Generation.objects.filter(upload=upload).exists():
        upload.file.unlink(missing_ok=True)


def make_film(upload: Upload, target: Path, lease: renders.RenderLease) -> dict[str, Any]:
    """Put the checked film at `target` and return the fields of its clip. Raise MediaError or Stopped."""

    def report() -> None:
        lease.report(0)
        if lease.is_lost():
            raise Stopped

    try:
        footage.examine(upload.file, report)
    except FilmRefused:
        discard(upload)
        raise
    link_or_copy(upload.file, target)  # the upload stays until the clip is recorded
    return describe_file(target, truth.read_truth(target))


def link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # some disks have no links
        shutil.copyfile(source, target)


def discard(upload: Upload) -> None:
    """Delete the files of a film that became no clip."""
    upload.file.unlink(missing_ok=True)
    shutil.rmtree(clip_folder(upload), ignore_errors=True)


def clip_folder(upload: Upload) -> Path:
    """Return the folder of the clip that it becomes."""
    return Path(settings.MEDIA_ROOT) / "clips" / str(upload.pk)


def title_of(name: str) -> str:
    """Return a file's name as words: "IMG 2041" for IMG_2041.MOV."""
    words = re.sub(r"[_\-.\s]+", " ", Path(name).stem).strip()
    return words or name


# -- afterwards --------------------------------------------------------------------------------------------


def sweep() -> None:
    """Remove uploads that stopped arriving, refusals of yesterday, and files without a row."""
    before = timezone.now() - KEPT
    for upload in Upload.objects.filter(generation=None, created_at__lt=before).select_related("render"):
        if is_over(upload):
            remove(upload)
    files = (Path(settings.MEDIA_ROOT) / "uploads").glob("*.part")
    old = {file.stem: file for file in files if is_old(file)}
    kept = {str(id) for id in Upload.objects.values_list("pk", flat=True)} if old else set()
    for stem in old.keys() - kept:
        old[stem].unlink(missing_ok=True)


def is_over(upload: Upload) -> bool:
    if hasattr(upload, "render"):
        return upload.render.state in (RenderState.FAILED, RenderState.CANCELLED)
    return not upload.file.exists() or is_old(upload.file)


def is_old(file: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return time.time() - file.stat().st_mtime > KEPT.total_seconds()
    return True
