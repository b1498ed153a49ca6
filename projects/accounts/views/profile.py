"""A person's own page: name, avatar, notifications, two-factor authentication, sessions, password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from projects.accounts import avatars, sessions, two_factor
from projects.accounts.forms import AvatarForm, NameForm, NotificationForm, PasswordForm, SessionForm
from projects.core.forms import errors_of
from projects.core.http import Request
from projects.core.uploads import is_too_large
from projects.models import Role
from studio.media.pictures import PictureError
from studio.media.uploads import TooLarge


@require_safe
def show(request: Request) -> HttpResponse:
    return respond(request)


@require_POST
def name(request: Request) -> HttpResponse:
    form = NameForm(request.POST)
    if not form.is_valid():
        return respond(request, 422, name_form=form)
    request.user.name = form.cleaned_data["name"]
    request.user.save(update_fields=["name", "search_name"])
    return redirect_saved(request)


@require_POST
def avatar(request: Request) -> HttpResponse:
    """Replace the avatar with the uploaded file, or remove it without one."""
    if is_too_large(request.META.get("CONTENT_LENGTH")):  # its file was skipped: not a wish to remove it
        return respond(request, 413, avatar_error=TooLarge(settings.UPLOAD_MB).message)
    form = AvatarForm(request.POST, request.FILES)
    if not form.is_valid():
        return respond(request, 422, avatar_error=" ".join(errors_of(form)))
    try:
        if form.cleaned_data["file"]:
            avatars.replace(request.user, form.cleaned_data["file"])
        else:
            avatars.remove(request.user)
    except PictureError as error:
        return respond(request, 422, avatar_error=error.message)
    return redirect_saved(request)


@require_POST
def notification_settings(request: Request) -> HttpResponse:
    form = NotificationForm(request.user, request.POST)
    if not form.is_valid():
        return respond(request, 422, notification_form=form)
    request.user.notification_settings = form.cleaned_data
    request.user.save(update_fields=["notification_settings"])
    return redirect_saved(request)


@sensitive_post_parameters()
@require_POST
def password(request: Request) -> HttpResponse:
    """Change the password and end all other sessions."""
    form = PasswordForm(request.user, request.POST, request=request)
    if not form.is_valid():
        return respond(request, 422, password_form=form)
    form.save()
    update_session_auth_hash(request, form.user)
    sessions.begin(request, form.user)
    sessions.end_others(request)
    messages.success(request, _("Password changed. You've been signed out on all other devices."))
    return redirect("profile")


@require_POST
def end_sessions(request: Request) -> HttpResponse:
    """End one session, or all but this one."""
    form = SessionForm(request.user, request.POST)
    if not form.is_valid():
        ended = 0
    elif session := form.cleaned_data["session"]:
        ended = sessions.end(request.user, request.user.login_sessions.filter(pk=session.pk))
    else:
        ended = sessions.end_others(request)
    messages.success(request, _("Signed out.") if ended else _("No other session was active."))
    return redirect("profile")


# -- private -----------------------------------------------------------------------------------------------


def redirect_saved(request: Request) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("profile")


def respond(request: Request, status: int = 200, **context) -> HttpResponse:
    """Render the page with fresh forms, except those in `context`."""
    person = request.user
    defaults = {
        "name_form": NameForm(initial={"name": person.name}),
        "password_form": PasswordForm(person),
        "notification_form": NotificationForm(person),
        "has_two_factor": two_factor.device_of(person) is not None,
        "is_owner": person.memberships.filter(role=Role.OWNER).exists(),
        "sessions": sessions.list_active(person),
        "current_key": request.session.session_key,
        "can_mail": bool(settings.EMAIL_HOST),
    }
    return render(request, "accounts/profile.html", defaults | context, status=status)
