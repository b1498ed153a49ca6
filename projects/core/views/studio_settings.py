"""The studio's name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.core.access import require_admin
from projects.core.forms import StudioForm
from projects.core.http import Request
from projects.models import Studio


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request) -> HttpResponse:
    """Let admins name the studio."""
    require_admin(request.user)
    form = StudioForm(request.POST or None, instance=Studio.load())
    if form.is_valid():
        Studio.objects.update(name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("studio-settings")
    return render(request, "core/studio_settings.html", {"form": form}, status=422 if form.is_bound else 200)
