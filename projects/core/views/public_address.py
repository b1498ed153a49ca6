"""The studio's public address."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.core import public_address
from projects.core.access import require_admin
from projects.core.forms import AddressForm, errors_of
from projects.core.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request) -> HttpResponse:
    """Save the address; the studio's processes restart with it."""
    require_admin(request.user)
    if request.method != "POST":
        address = {"url": settings.PUBLIC_URL, "is_from_environment": bool(settings.PUBLIC_URL_FROM_ENV)}
        return render(request, "core/public_address.html", {"address": address})
    form = AddressForm(request.POST)
    if settings.PUBLIC_URL_FROM_ENV:
        messages.warning(request, _("The address is set in the environment. Change it there."))
    elif not form.is_valid():
        messages.error(request, " ".join(errors_of(form)))
    else:
        public_address.save(form.cleaned_data["url"])
        text = _("Saved. The studio restarts with it in a few seconds. You may have to sign in again.")
        messages.success(request, text)
    return redirect("public-address")


@require_safe
def check(request: Request) -> HttpResponse:
    """Say whether the address leads back to this studio, and who can open links with it."""
    require_admin(request.user)
    if not settings.PUBLIC_URL:
        raise Http404
    problem = public_address.find_problem(settings.PUBLIC_URL)
    reach = public_address.who_can_reach(settings.PUBLIC_URL)
    return render(request, "core/_address_check.html", {"problem": problem, "reach": reach})
