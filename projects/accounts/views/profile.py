"""A person's own page: the name that others see, and the password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from projects.accounts import avatars, sessions, two_factor
from projects.accounts.forms import NameForm, PasswordForm, PortraitForm, TellingForm
from projects.core.forms import errors_of
from projects.core.http import Request
from projects.models import LoginSession, Role
from studio.media.pictures import PictureError


@require_GET
def show(request: Request) -> HttpResponse:
    return page(request)


@require_POST
def name(request: Request) -> HttpResponse:
    form = NameForm(request.POST)
    if not form.is_valid():
        return page(request, 422, name_form=form)
    request.user.name = form.cleaned_data["name"]
    request.user.save(update_fields=["name"])
    messages.success(request, "Saved.")
    return redirect("profile")


@require_POST
def avatar(request: Request) -> HttpResponse:
    """A picture in place of the initials; without a file the initials again."""
    form = PortraitForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, 422, portrait_refusal=" ".join(errors_of(form)))
    try:
        if form.cleaned_data["file"]:
            avatars.take(request.user, form.cleaned_data["file"])
        else:
            avatars.remove(request.user)
    except PictureError as refused:
        return page(request, 422, portrait_refusal=refused.words)
    messages.success(request, "Saved.")
    return redirect("profile")


@require_POST
def notification_settings(request: Request) -> HttpResponse:
    form = TellingForm(request.user, request.POST)
    if not form.is_valid():
        return page(request, 422, telling_form=form)
    request.user.notification_settings = form.cleaned_data
    request.user.save(update_fields=["notification_settings"])
    messages.success(request, "Saved.")
    return redirect("profile")


@sensitive_post_parameters()
@require_POST
def password(request: Request) -> HttpResponse:
    """A new password; every other session of this person ends with it."""
    form = PasswordForm(request.user, request.POST)
    if not form.is_valid():
        return page(request, 422, password_form=form)
    form.save()
    update_session_auth_hash(request, form.user)
    sessions.begin(request, form.user)
    sessions.end_others(request)
    messages.success(request, "Changed. Everywhere else you are signed out.")
    return redirect("profile")


@require_POST
def end_sessions(request: Request) -> HttpResponse:
    """End one session, or all but this one."""
    one = request.POST.get("one", "")
    if one.isascii() and one.isdigit() and len(one) < 18:
        ended = sessions.end(request.user, LoginSession.objects.filter(pk=int(one)))
    else:
        ended = sessions.end_others(request)
    messages.success(request, "Signed out there." if ended else "Nothing to end.")
    return redirect("profile")


def page(request: Request, status: int = 200, **forms) -> HttpResponse:
    context = {
        "name_form": NameForm(initial={"name": request.user.name}),
        "password_form": PasswordForm(request.user),
        "telling_form": TellingForm(request.user),
        "second_step": two_factor.device_of(request.user),
        "owns": request.user.memberships.filter(role=Role.OWNER).exists(),
        "sessions": sessions.of(request.user),
        "this_session": request.session.session_key,
        "mails": bool(settings.EMAIL_HOST),
    }
    return render(request, "accounts/profile.html", context | forms, status=status)
