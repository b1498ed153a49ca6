"""The front page: straight to the film that was worked on last."""

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from projects.core.http import Request
from projects.models import Project


@require_GET
def show(request: Request) -> HttpResponse:
    mine = Project.objects.visible_to(request.user).active()
    touched = mine.annotate(touched=Coalesce(Max("generations__created_at"), F("created_at")))
    newest = touched.order_by("-touched").first()
    return redirect("library", newest.slug) if newest else redirect("projects")
