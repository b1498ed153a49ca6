"""The bin: clips that were deleted stay in it for 30 days, then their files are deleted for good.

The project is locked while clips are deleted, and while anything begins to use one (timeline/edits.py), so
that no clip is deleted that is just being used. The row changes first, then the files go: whoever is killed
in between leaves a row that says so, and the watcher does the rest. Rows stay forever, with prompt, history
and cost.
"""

import logging
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.core.storage import STORED
from projects.ledger.requests import lock_project
from projects.ledger.transitions import update_all
from projects.library.uses import Use, describe_moving, find_uses
from projects.models import Event, Generation, Keyframe, Person, Project
from projects.models.deletion import BIN_DAYS, NOT_DELETED
from projects.models.states import ENDED

log = logging.getLogger(__name__)
AT_ONCE = 500  # clips that the watcher deletes for good in one go


@dataclass(frozen=True)
class Refusal:
    """A clip that wasn't deleted: it is used, or for this reason."""

    generation: Generation
    uses: list[Use]
    reason: str


@dataclass(frozen=True)
class Outcome:
    deleted: list[Generation]
    refused: list[Refusal]


@transaction.atomic
def delete_clips(project: Project, by: Person | None, ids: Collection[UUID]) -> Outcome:
    """Move these clips to the bin, but those that are used or in progress. Ignore what is deleted already."""
    lock_project(project)
    wanted = project.generations.not_deleted().filter(pk__in=ids).select_related("prompt").order_by("number")
    # Somebody who changes a clip locks it first and the project then: waiting for them would be a deadlock.
    rows = list(wanted.select_for_update(skip_locked=True, no_key=True, of=("self",)))
    busy = [Refusal(row, [], _("Somebody is changing it. Try again.")) for row in wanted if row not in rows]
    uses = find_uses(project, {row.pk for row in rows})
    refused = [
        Refusal(row, uses.get(row.pk, []), moving)
        for row in rows
        if (moving := describe_moving(row)) or row.pk in uses
    ]
    kept = {refusal.generation.pk for refusal in refused}
    deleted = [row for row in rows if row.pk not in kept]
    change(deleted, "deleted", by, deleted_at=timezone.now(), deleted_by=by)
    return Outcome(deleted, refused + busy)


@transaction.atomic
def restore_clips(project: Project, by: Person | None, ids: Collection[UUID]) -> list[Generation]:
    """Return these clips from the bin to the library. What was deleted for good isn't in the bin."""
    restored = lock_in_bin(project, ids)
    change(restored, "restored", by, **NOT_DELETED)
    return restored


def lock_in_bin(project: Project, ids: Collection[UUID] | None) -> list[Generation]:
    """Lock these clips of the bin, or all of them, and the project, in the order of all who change a clip."""
    rows = list_bin(project) if ids is None else list_bin(project).filter(pk__in=ids)
    locked = list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)))
    lock_project(project)
    return sorted(locked, key=lambda row: row.number)


def list_bin(project: Project) -> QuerySet[Generation]:
    """Return the clips in the project's bin, the latest first."""
    rows = project.generations.filter(deleted_at__isnull=False, purged_at=None)
    return rows.select_related("prompt", "deleted_by").order_by("-deleted_at", "-number")


def count_bytes(rows: QuerySet[Generation]) -> int:
    """Return what the films of these clips take."""
    return rows.order_by().aggregate(bytes=Sum(STORED))["bytes"] or 0


def change(rows: Iterable[Generation], kind: str, by: Person | None, **fields: object) -> None:
    """Change the rows, visibly to pages, and note it in their histories."""
    rows, now = list(rows), timezone.now()
    update_all([row.pk for row in rows], ENDED, **fields)
    Event.objects.bulk_create(
        Event(generation=row, project_id=row.project_id, kind=kind, actor=by, at=now) for row in rows
    )


# -- for good ----------------------------------------------------------------------------------------------


def purge_clips(project: Project, by: Person | None, ids: Collection[UUID] | None = None) -> list[Generation]:
    """Delete these clips of the bin for good, or all of them, and return them. Their rows stay."""
    with transaction.atomic():
        purged = lock_in_bin(project, ids)
        change(purged, "purged", by, purged_at=timezone.now())
        # Frames that were kept for them may go now.
        kept_for = Generation.objects.filter(purged_at__isnull=False, extensions__generation__in=purged)
        Generation.objects.filter(pk__in=kept_for.values("pk")).update(files_deleted_at=None)
    try_to_delete_files(purged)
    return purged


def try_to_delete_files(generations: Iterable[Generation]) -> None:
    """Delete what can be deleted; the watcher tries the rest again."""
    for generation in generations:
        try:
            delete_files(generation)
        except OSError:
            log.exception("The files of clip %s can't be deleted; trying again later.", generation.pk)


def delete_files(generation: Generation) -> bool:
    """Delete the files of a clip that was deleted for good. Return False if some have to wait.

    The frames that other clips start or end on stay with their poster: pages show them, and a new take needs
    them. Safe to call again, and to be killed. Raise OSError if a file can't be deleted.
    """
    busy = Q(due_at__gt=timezone.now()) & (Q(pictures_at=None) | Q(examined_at=None))
    rows = Generation.objects.filter(pk=generation.pk, purged_at__isnull=False)
    if not rows.exclude(busy).exists():
        return False  # it came back, or a worker may be writing into the folder; it stops soon
    kept = kept_names(generation)
    for path in generation.folder.iterdir() if generation.folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in kept:
            path.unlink(missing_ok=True)
    if not kept and generation.folder.is_dir():
        generation.folder.rmdir()
    return bool(rows.update(files_deleted_at=timezone.now()))


def kept_names(generation: Generation) -> set[str]:
    """Return the names of the files that other clips still need."""
    keys = Keyframe.objects.filter(source=generation, generation__purged_at=None)
    edges = {f"{edge}.png" for edge in keys.values_list("edge", flat=True)}
    return edges | {"poster.webp"} if edges else set()


# -- for the watcher ---------------------------------------------------------------------------------------


def sweep() -> None:
    """Delete for good what was in a bin for 30 days, and the files that somebody left who was killed."""
    over = timezone.now() - timedelta(days=BIN_DAYS)
    due = Generation.objects.filter(deleted_at__lte=over, purged_at=None).order_by("deleted_at")[:AT_ONCE]
    for project, ids in group_by_project(due).items():
        purge_clips(project, None, ids)
    left = Generation.objects.filter(deleted_at__isnull=False, purged_at__isnull=False, files_deleted_at=None)
    try_to_delete_files(left.order_by("purged_at")[:AT_ONCE])


def group_by_project(rows: Iterable[Generation]) -> dict[Project, list[UUID]]:
    found: dict[Project, list[UUID]] = {}
    for generation in rows:
        found.setdefault(generation.project, []).append(generation.pk)
    return found
