"""The one function that changes a generation's state."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from projects.ledger.states import is_allowed
from projects.models import Event, Generation, Person, Project
from projects.models.deletion import NOT_DELETED
from projects.models.states import ENDED, MOVING
from projects.notifications import callbacks, notifications

NO_LEASE = {"lease_owner": "", "lease_until": None}
NO_QUOTE = {"provider_message": ""}
NO_HOLD = {"hold": "", "hold_message": "", "tries": 0}


def pace(seconds: float) -> timedelta:
    """Return a waiting time, scaled by DAILIES_PACE."""
    return timedelta(seconds=seconds * settings.PACE)


def due_in(seconds: float = 0) -> datetime:
    return timezone.now() + pace(seconds)


def change_state(
    generation_id: uuid.UUID,
    was: str,
    now: str,
    *,
    lease: str | None = None,
    actor: Person | None = None,
    message: str = "",
    **fields: Any,
) -> bool:
    """Change the state if it still is `was` and the lease is still ours; return True if this call did it.

    Record the event, free the lease, bump the project's revision and set `fields` in the same transaction.
    lease: the owner that must still hold the lease, or None to skip the check.
    """
    if not is_allowed(was, now):
        raise ValueError(f"{was} can't be followed by {now}")
    rows = Generation.objects.filter(pk=generation_id, state=was)
    if lease is not None:
        rows = rows.filter(lease_owner=lease)
    with transaction.atomic():
        if not rows.update(**{"state": now, **NO_QUOTE, **NO_HOLD, **NO_LEASE, **end_fields(now), **fields}):
            return False
        record_event(generation_id, "moved", was=was, now=now, actor=actor, message=message)
        bump_revision(generation_id)
        if now in notifications.OUTCOMES:
            notifications.notify_clip_ended(generation_id)
        callbacks.record_state(generation_id, now)
    return True


def end_fields(state: str) -> dict[str, Any]:
    """Return the fields that end a generation, or those that keep it moving."""
    if state in ENDED:
        return {"ended_at": timezone.now(), "due_at": None}
    return {"ended_at": None, "due_at": timezone.now(), **NOT_DELETED}  # what was paid for comes back


def update_fields(generation_id: uuid.UUID, states: Iterable[str] = MOVING, **fields: Any) -> bool:
    """Change other fields (a hold, a stage) while the state is one of `states`, visibly to pages."""
    with transaction.atomic():
        changed = Generation.objects.filter(pk=generation_id, state__in=states).update(**fields)
        if changed:
            bump_revision(generation_id)
    return bool(changed)


def update_all(ids: list[uuid.UUID], states: Iterable[str], **fields: Any) -> None:
    """Do the same for many generations, in a fixed number of queries per project."""
    with transaction.atomic():
        moved = Generation.objects.filter(pk__in=ids, state__in=states)
        projects = sorted(set(moved.values_list("project_id", flat=True)))
        moved.update(**fields)
        for project in projects:
            Project.objects.filter(pk=project).update(revision=F("revision") + 1)
            newest = Project.objects.filter(pk=project).values("revision")[:1]
            Generation.objects.filter(pk__in=ids, project=project).update(revision=Subquery(newest))


def update_silently(generation_id: uuid.UUID, states: Iterable[str] = MOVING, **fields: Any) -> bool:
    """Change fields that no page shows, such as when it is due."""
    return bool(Generation.objects.filter(pk=generation_id, state__in=states).update(**fields))


def record_event(
    generation_id: uuid.UUID,
    kind: str,
    *,
    was: str = "",
    now: str = "",
    actor: Person | None = None,
    message: str = "",
) -> None:
    Event.objects.create(
        generation_id=generation_id,
        project_id=Generation.objects.values_list("project_id", flat=True).get(pk=generation_id),
        kind=kind,
        was=was,
        now=now,
        actor=actor,
        message=message,
        at=timezone.now(),
    )


def bump_revision(generation_id: uuid.UUID) -> None:
    """Give the generation the project's next revision, so that open pages see the change."""
    Project.objects.filter(generations=generation_id).update(revision=F("revision") + 1)
    newest = Project.objects.filter(pk=OuterRef("project_id")).values("revision")[:1]
    Generation.objects.filter(pk=generation_id).update(revision=Subquery(newest))
