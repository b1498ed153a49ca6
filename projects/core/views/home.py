"""The front page."""

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from projects.core.http import Request
from projects.models import Project


@require_safe
def show(request: Request) -> HttpResponse:
    """Redirect to the project with the newest clip."""
    projects = Project.objects.visible_to(request.user).active()
    used = projects.annotate(used_at=Coalesce(Max("generations__created_at"), F("created_at")))
    newest = used.order_by("-used_at").first()
    return redirect("library", newest.slug) if newest else redirect("projects")
