"""Accept an invitation to a project."""

from django.conf import settings
from django.contrib import messages
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
from projects.models import Invitation, Person, Role

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
        return respond_closed(request, members.find_closed(token))
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
    id = request.get_signed_cookie(COOKIE, None, SALT)
    invitation = members.get_open(id)
    if invitation is None:
        return respond_closed(request, members.with_people().filter(pk=id).first() if id else None)
    if request.user.is_authenticated:
        return join_as(request, invitation, request.user)
    form = JoinForm(request.POST or None, initial={"email": invitation.email})
    if not form.is_valid():
        return respond(request, invitation, form)
    try:
        person = create_member(invitation, form)
    except members.MembershipError:
        return respond_closed(request, reload(invitation))
    except IntegrityError:
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
    """Ask a person who is signed in to confirm; a POST accepts the invitation, if it gives them something."""
    if request.method != "POST":
        return respond(request, invitation)
    try:
        members.accept(invitation, person)
    except members.MembershipError as error:
        if not invitation.project.role_of(person):  # somebody else was faster
            return respond_closed(request, reload(invitation))
        messages.info(request, str(error))
    return redirect("library", invitation.project.slug)


def reload(invitation: Invitation) -> Invitation:
    """Return the row as it is after somebody else was faster."""
    return members.with_people().get(pk=invitation.pk)


def respond(request, invitation: Invitation, form: JoinForm | None = None) -> HttpResponse:
    role = invitation.project.role_of(request.user) if request.user.is_authenticated else ""
    context = {
        "invitation": invitation,
        "form": form,
        "current_role": Role(role).label.lower() if role else "",
        "gives_more": members.gives_more(invitation, role),
    }
    return render(request, "accounts/join.html", context, status=422 if form and form.is_bound else 200)


def respond_closed(request, invitation: Invitation | None) -> HttpResponse:
    """Say why the invitation is closed, to who has its link."""
    context = {"invitation": invitation, "has_no_cookie": request.path == reverse("invited")}
    return render(request, "accounts/invitation_closed.html", context, status=404)
