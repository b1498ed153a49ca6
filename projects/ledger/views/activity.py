"""What runs, what waits and why, what ended, and what the month cost."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from projects.core.access import project_for
from projects.core.changes import since_asked
from projects.core.http import Request, pieces
from projects.ledger import chart
from projects.ledger.activity import activity
from projects.ledger.changes import changes_in
from projects.ledger.money import this_month


@require_GET
def show(request: Request, slug: str) -> HttpResponse:
    project = project_for(request.user, slug)
    return render(request, "ledger/activity.html", {"project": project, "now": activity(project)})


@require_GET
def changes(request: Request, slug: str) -> HttpResponse:
    """What changed since revision N on this page."""
    since = since_asked(request, slug)
    if since is None:
        return HttpResponse(status=204)
    project = project_for(request.user, slug)
    context = changes_in(project, project.generations.all(), since=since)
    return pieces(request, ("ledger/_changes.html", context))


@require_GET
def spending(request: Request, slug: str) -> HttpResponse:
    """What was spent, by day and by person."""
    project = project_for(request.user, slug)
    context = {"project": project, "chart": chart.chart(project), "month": this_month(project)}
    return render(request, "ledger/spending.html", context | {"wide": chart.WIDE, "high": chart.HIGH})
