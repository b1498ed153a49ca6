"""A project's activity and spending."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.core.access import project_for
from projects.core.changes import requested_revision
from projects.core.http import Request, render_fragments
from projects.ledger import chart, waiting
from projects.ledger.activity import load_activity
from projects.ledger.changes import changes_in
from projects.ledger.hold_text import SHARED
from projects.ledger.money import load_month
from projects.models import Hold


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


@require_POST
def retry_hold(request: Request, slug: str, hold: str) -> HttpResponse:
    """Look now at what holds clips back, instead of at its next time."""
    project = project_for(request.user, slug, need="make")
    if hold not in SHARED or hold == Hold.RATE:
        raise Http404
    waiting.try_now(project, hold)
    messages.success(request, _("Trying again now."))
    if not request.htmx:
        return redirect("activity", slug)
    context = {"project": project}
    return render_fragments(request, ("ledger/_causes.html", context), ("_flash.html", {"flash_oob": True}))


@require_safe
def spending(request: Request, slug: str) -> HttpResponse:
    """Show what was spent by day and by person."""
    project = project_for(request.user, slug)
    context = {"project": project, "chart": chart.build_chart(project), "month": load_month(project)}
    return render(request, "ledger/spending.html", context | {"wide": chart.WIDE, "high": chart.HIGH})
