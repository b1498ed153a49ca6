"""A project's activity and spending."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.core.access import project_for
from projects.core.changes import requested_revision
from projects.core.http import Request, render_fragments
from projects.ledger import chart
from projects.ledger.activity import load_activity
from projects.ledger.changes import changes_in
from projects.ledger.money import load_month


@require_safe
def show(request: Request, slug: str) -> HttpResponse:
    """Show what is in progress, what waits and why, what ended, and what the month cost."""
    project = project_for(request.user, slug)
    return render(request, "ledger/activity.html", {"project": project, "now": load_activity(project)})


@require_safe
def changes(request: Request, slug: str) -> HttpResponse:
    """Send what changed on the activity page since a revision."""
    since = requested_revision(request, slug)
    if since is None:
        return HttpResponse(status=204)
    project = project_for(request.user, slug)
    context = changes_in(project, project.generations.all(), since=since)
    return render_fragments(request, ("ledger/_changes.html", context))


@require_safe
def spending(request: Request, slug: str) -> HttpResponse:
    """Show what was spent by day and by person."""
    project = project_for(request.user, slug)
    context = {"project": project, "chart": chart.build_chart(project), "month": load_month(project)}
    return render(request, "ledger/spending.html", context | {"wide": chart.WIDE, "high": chart.HIGH})
