"""The second step: asked at sign-in, set up and turned off on a page of its own."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from projects.accounts import sessions, two_factor
from projects.accounts.views.sign_in import BACKEND
from projects.core.http import Request

WRONG = "These are not the right digits, or they were used already. Wait for the next ones."


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def ask(request) -> HttpResponse:
    """After the password: the digits."""
    found = two_factor.waiting(request)
    if found is None:
        return redirect("sign-in")
    if request.method != "POST":
        return render(request, "accounts/two_factor.html")
    person, onward = found
    if not two_factor.is_right(person, request.POST.get("code", "")[:40]):
        return render(request, "accounts/two_factor.html", {"wrong": WRONG}, status=422)
    del request.session[two_factor.WAITING]
    login(request, person, BACKEND)
    return redirect(onward)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def set_up(request: Request) -> HttpResponse:
    """The picture for the phone; a POST with its first digits turns it on."""
    if two_factor.device_of(request.user):
        return redirect("profile")
    context = {}
    if request.method == "POST":
        codes = two_factor.confirm(request.user, request.POST.get("code", "")[:40])
        if codes:
            sessions.end_others(request)
            return render(request, "accounts/two_factor_codes.html", {"codes": codes})
        context = {"wrong": WRONG}
    device = two_factor.propose(request.user)
    picture = mark_safe(two_factor.picture(device))  # noqa: S308  (drawn by segno from our own address)
    context |= {"picture": picture, "secret": two_factor.secret(device)}
    return render(
        request, "accounts/two_factor_set_up.html", context, status=422 if "wrong" in context else 200
    )


@sensitive_post_parameters("password")
@require_POST
def turn_off(request: Request) -> HttpResponse:
    """With the password once more."""
    if not request.user.check_password(request.POST.get("password", "")[:200]):
        messages.error(request, "That is not your password; nothing was changed.")
    else:
        two_factor.turn_off(request.user)
        messages.success(request, "Only the password is asked now.")
    return redirect("profile")
