"""Serve avatars."""

from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from projects.accounts import avatars
from projects.core.http import Request
from studio.web import ranges


@require_safe
def show(request: Request, id: UUID) -> HttpResponseBase:
    """Serve an avatar to people who may see it."""
    path = avatars.path_for(request.user, id)
    if path is None:
        raise Http404
    return ranges.respond_with_file(request, path, "image/webp")
