"""Two-factor authentication: enter a code at sign-in, turn it on and off."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from projects.accounts import sessions, two_factor
from projects.accounts.forms import CodeForm
from projects.accounts.sign_in_throttling import is_own_password
from projects.accounts.views.sign_in import BACKEND
from projects.core import qr_code
from projects.core.http import Request


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request) -> HttpResponse:
    """Ask for a code after the password, and sign in with it."""
    pending = two_factor.pending_sign_in(request)
    if pending is None:
        return redirect("sign-in")
    if request.method != "POST":
        return render(request, "accounts/two_factor.html")
    person, next_url = pending
    form = CodeForm(request.POST)
    if not form.is_valid() or not two_factor.is_right(person, form.cleaned_data["code"]):
        return render(request, "accounts/two_factor.html", {"error": wrong_code()}, status=422)
    two_factor.finish(request)
    login(request, person, BACKEND)
    return redirect(next_url)


def wrong_code() -> str:
    return _("Wrong code, or already used. Wait for the next one.")


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: Request) -> HttpResponse:
    """Show the QR code; turn it on with the first code and show the backup codes."""
    if two_factor.device_of(request.user):
        return redirect("profile")
    if request.method != "POST":
        return respond_with_qr_code(request)
    form = CodeForm(request.POST)
    codes = two_factor.turn_on(request.user, form.cleaned_data["code"]) if form.is_valid() else []
    if not codes:
        return respond_with_qr_code(request, 422, error=wrong_code())
    sessions.end_others(request)
    return render(request, "accounts/two_factor_codes.html", {"codes": codes})


def respond_with_qr_code(request: Request, status: int = 200, **context) -> HttpResponse:
    device = two_factor.propose(request.user)
    context |= {"qr_code": qr_code.draw(device.config_url), "secret": two_factor.setup_key(device)}
    return render(request, "accounts/two_factor_set_up.html", context, status=status)


@sensitive_post_parameters("password")
@require_POST
def turn_off(request: Request) -> HttpResponse:
    """Turn it off if the password is right."""
    if is_own_password(request, request.POST.get("password", "")[:200]):
        two_factor.turn_off(request.user)
        messages.success(request, _("Two-factor authentication is off."))
    else:
        messages.error(request, _("Wrong password. Nothing was changed."))
    return redirect("profile")
