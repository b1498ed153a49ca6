"""Where the files are."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.core import storage
from projects.core.access import require_admin
from projects.core.http import Request


@require_safe
def show(request: Request) -> HttpResponse:
    """Show how many files there are, what each project takes, and how much space is left for more."""
    require_admin(request.user)
    context = {"disk": storage.measure(), "projects": storage.measure_projects(request.user)}
    return render(request, "core/storage.html", context)
