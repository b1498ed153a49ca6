"""Dark or light."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from projects.core.http import Request
from projects.core.theme import THEMES, theme_choices

YEAR_S = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Request) -> HttpResponse:
    """Choose dark, light, or the system's setting, for this browser."""
    if request.method != "POST":
        return render(request, "core/appearance.html", {"themes": theme_choices(request)})
    response = redirect("appearance")
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=YEAR_S, samesite="Lax", secure=settings.HTTPS)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
