"""The generations that changed since a revision, for the pages that list them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from projects.core.changes import moving_in, revision_of
from projects.ledger.estimate import estimate_s
from projects.models import Generation, Project, State
from projects.models.generation import Generations

# Every stored video has a size; asking for it lets an index find the few that have no pictures yet.
UNPREPARED = Q(state=State.COMPLETED, size__isnull=False, pictures_at=None, error_code="", deleted_at=None)
MOST = 120  # cards in one response; a page that slept longer reloads


def changes_in(project: Project, rows: Generations, *, since: int) -> dict[str, Any]:
    """Return the context of _changes.html: the `rows` changed after `since`, and whether any still moves.

    gone: those of them that were deleted.
    """
    revision = revision_of(project)
    newer = rows.for_cards().filter(revision__gt=since).order_by("revision")[:MOST]
    changed = sorted(newer, key=lambda row: row.number)
    return {
        "project": project,
        "revision": revision,
        "moving": moving_in(project),
        "is_idle": is_idle(rows),
        "changed": prepare_cards((row for row in changed if not row.deleted_at), project),
        "gone": [row for row in changed if row.deleted_at],
    }


def is_idle(rows: Generations) -> bool:
    """Return True if none of these will still change without help. Two queries: each uses an index."""
    return not (rows.moving().exists() or rows.filter(UNPREPARED).exists())


def prepare_cards(rows: Iterable[Generation], project: Project) -> list[Generation]:
    """Give the rows what their cards show: the person's role, and how long such a clip usually takes."""
    cards = list(rows)
    usual: dict[tuple[str, str, int | None], float | None] = {}
    for generation in cards:
        generation.project = project
        if generation.is_moving:
            settings = (generation.prompt.engine, generation.prompt.model, generation.prompt.duration_s)
            if settings not in usual:
                usual[settings] = estimate_s(*settings)
            generation.usual_s = usual[settings]
    return cards
