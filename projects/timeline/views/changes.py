"""Return what changed on a timeline's page since a revision."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from projects.core.access import timeline_for
from projects.core.changes import requested_revision
from projects.core.http import Request, render_fragments
from projects.timeline.views.responses import changes_context


@require_safe
def show(request: Request, slug: str, number: int) -> HttpResponse:
    if requested_revision(request, slug) is None:
        return HttpResponse(status=204)
    timeline = timeline_for(request.user, slug, number)
    return render_fragments(request, ("timeline/_changes.html", changes_context(timeline)))
