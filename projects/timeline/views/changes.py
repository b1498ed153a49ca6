"""The only poll: what changed in this project since revision N, as pieces, or 204."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from projects.core.access import project_for, timeline_for
from projects.core.changes import number, pulse_for, revision_for
from projects.core.http import Request, pieces
from projects.timeline.views.responses import pulse_of


@require_GET
def show(request: Request, slug: str) -> HttpResponse:
    """204 while nothing is new (one query); else a new pulse with the changed pieces inside."""
    found = revision_for(request.user, slug)
    if found is None:
        raise Http404
    since = number(request.GET.get("since"), 0)
    if found[1] == since:
        return HttpResponse(status=204)
    project = project_for(request.user, slug)
    if request.GET.get("on") == "timeline":
        timeline = timeline_for(request.user, slug, number(request.GET.get("timeline"), 1))
        return pieces(request, ("_pulse.html", pulse_of(timeline)))
    asked = {"on": request.GET.get("on", ""), "id": str(uuid_or_none(request.GET.get("id")) or "")}
    return pieces(request, ("_pulse.html", pulse_for(project, asked, since=since)))


def uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
