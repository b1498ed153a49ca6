"""What changed since revision N on the library's page, or on the page of one clip."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from projects.core.access import project_for
from projects.core.changes import since_asked
from projects.core.http import Request, pieces
from projects.ledger.changes import changes_in
from projects.models import Project


@require_GET
def show(request: Request, slug: str) -> HttpResponse:
    since = since_asked(request, slug)
    if since is None:
        return HttpResponse(status=204)
    project = project_for(request.user, slug)
    changes = changes_of(project, since=since, id=uuid_or_none(request.GET.get("id")))
    return pieces(request, ("library/_changes.html", changes))


def changes_of(project: Project, *, since: int, id: UUID | None = None) -> dict[str, Any]:
    """Return the context of library/_changes.html; id: of the one clip that the page is about."""
    rows = project.generations.filter(pk=id) if id else project.generations.all()
    return changes_in(project, rows, since=since) | {"id": id, "total": project.generations.count()}


def uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
