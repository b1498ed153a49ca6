"""Serve the whole cut as one video, for the player of the timeline's page."""

import re

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from projects.core.http import Request
from projects.models import Project, Timeline
from projects.timeline import playback
from studio.web import ranges

NAME = re.compile(r"[0-9a-f]{32}")


@require_safe
def show(request: Request, slug: str, number: int, name: str) -> HttpResponseBase:
    """Serve the playback file. Respond 202 while it is being made, 404 if the cut has changed."""
    seen = Timeline.objects.filter(project__in=Project.objects.visible_to(request.user), project__slug=slug)
    timeline = get_object_or_404(seen.select_related("project"), number=number)
    if not NAME.fullmatch(name):
        raise Http404
    path = playback.path_of(timeline, name)
    if path.is_file():
        return ranges.respond_with_file(request, path, "video/mp4")
    if not playback.request(timeline, name):
        raise Http404
    return HttpResponse(status=202)
