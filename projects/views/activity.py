"""What runs, what waits and why, what ended, and what the month cost."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from projects.access import project_for
from projects.activity import activity
from projects.http import Request


@require_GET
def show(request: Request, slug: str):
    project = project_for(request.user, slug)
    return render(request, "activity/show.html", {"project": project, "now": activity(project)})
