"""Return what changed since a revision, for the library's page or for one clip's page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from projects.core.access import project_for
from projects.core.changes import requested_revision
from projects.core.forms import uuid_or_none
from projects.core.http import Request, render_fragments
from projects.ledger.changes import changes_in
from projects.library.clip_filter import read_shown_filter
from projects.library.stacks import Card, Stack, stacks_of
from projects.models import Generation, Project


@require_safe
def show(request: Request, slug: str) -> HttpResponse:
    since = requested_revision(request, slug)
    if since is None:
        return HttpResponse(status=204)
    project = project_for(request.user, slug)
    changes = changes_of(request, project, since=since, id=uuid_or_none(request.GET.get("id")))
    return render_fragments(request, ("library/_changes.html", changes))


def changes_of(request: Request, project: Project, *, since: int, id: UUID | None = None) -> dict[str, Any]:
    """Return the context of library/_changes.html. id: only this clip's changes.

    cards: the changed stacks as the library's filter shows them, then the changed clips as they look in a
    stack that is fanned out, and those that match the filter no longer.
    """
    rows = project.generations.filter(pk=id) if id else project.generations.all()
    changes = changes_in(project, rows, since=since)
    cards: list[Card] = []
    chosen = read_shown_filter(request)
    if not id:
        prompts = {row.prompt_id for row in (*changes["changed"], *changes["gone"])}
        cards = stacks_of(chosen, project, prompts)
        stacks = {card.stack.prompt: card.stack for card in cards if card.stack}
        cards += [card for row in changes["changed"] if (card := card_in(stacks.get(row.prompt_id), row))]
    total = project.generations.not_deleted().count()
    return changes | {"id": id, "cards": cards, "filter": chosen, "total": total}


def card_in(stack: Stack | None, row: Generation) -> Card | None:
    """Return the card of one changed take, or None if the card of its stack is the same."""
    if stack is None:
        return Card(row)
    is_shown = any(take.pk == row.pk for take in stack.takes)
    if is_shown and stack.is_one:
        return None
    return Card(row, stack if is_shown else None, is_fanned=True)
