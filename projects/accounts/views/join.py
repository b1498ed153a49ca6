"""Accept an invitation to a project."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from projects.accounts import members
from projects.accounts.forms import EMAIL_TAKEN, JoinForm
from projects.accounts.views.sign_in import BACKEND
from projects.models import Invitation, Person

COOKIE, SALT = "dailies_invitation", "projects.invitation"


@login_not_required
@never_cache
@require_safe
def open_link(request, token: str) -> HttpResponse:
    """Swap the link's token for a signed cookie with the invitation's ID, valid for the join page alone.

    So the token is in no page and in no later URL.
    """
    invitation = members.find_open(token)
    if invitation is None:
        return respond_closed(request)
    response = redirect("invited")
    options = {"path": reverse("invited"), "httponly": True, "samesite": "Lax", "secure": settings.HTTPS}
    response.set_signed_cookie(COOKIE, str(invitation.pk), SALT, expires=invitation.expires_at, **options)
    return response


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request) -> HttpResponse:
    """Join with the account that is signed in, or with a new one."""
    invitation = members.get_open(request.get_signed_cookie(COOKIE, None, SALT))
    if invitation is None:
        return respond_closed(request)
    if request.user.is_authenticated:
        return join_as(request, invitation, request.user)
    form = JoinForm(request.POST or None, initial={"email": invitation.email})
    if not form.is_valid():
        return respond(request, invitation, form)
    try:
        person = create_member(invitation, form)
    except (IntegrityError, members.MembershipError):
        form.add_error("email", EMAIL_TAKEN)
        return respond(request, invitation, form)
    login(request, person, BACKEND)
    return redirect("library", invitation.project.slug)


@transaction.atomic
def create_member(invitation: Invitation, form: JoinForm) -> Person:
    person = Person.objects.create_user(**form.cleaned_data)
    members.accept(invitation, person)
    return person


def join_as(request, invitation: Invitation, person: Person) -> HttpResponse:
    """Ask a person who is signed in to confirm; a POST accepts the invitation."""
    if request.method != "POST":
        return respond(request, invitation)
    try:
        members.accept(invitation, person)
    except members.MembershipError:
        return respond_closed(request)
    return redirect("library", invitation.project.slug)


def respond(request, invitation: Invitation, form: JoinForm | None = None) -> HttpResponse:
    context = {"invitation": invitation, "form": form}
    return render(request, "accounts/join.html", context, status=422 if form and form.is_bound else 200)


def respond_closed(request) -> HttpResponse:
    return render(request, "accounts/invitation_closed.html", status=404)
