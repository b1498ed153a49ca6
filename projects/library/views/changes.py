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
from projects.models import Project


@require_safe
def show(request: Request, slug: str) -> HttpResponse:
    since = requested_revision(request, slug)
    if since is None:
        return HttpResponse(status=204)
    project = project_for(request.user, slug)
    changes = changes_of(project, since=since, id=uuid_or_none(request.GET.get("id")))
    return render_fragments(request, ("library/_changes.html", changes))


def changes_of(project: Project, *, since: int, id: UUID | None = None) -> dict[str, Any]:
    """Return the context of library/_changes.html. id: only this clip's changes."""
    rows = project.generations.filter(pk=id) if id else project.generations.all()
    return changes_in(project, rows, since=since) | {
        "id": id,
        "total": project.generations.not_deleted().count(),
    }
