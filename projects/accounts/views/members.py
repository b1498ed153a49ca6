"""The people of a film: listed, invited, given roles, taken out; and the door for who was invited."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from projects.accounts import members
from projects.accounts.forms import TAKEN, InviteForm, JoinForm, RoleForm
from projects.accounts.views.sign_in import BACKEND
from projects.core.access import project_for
from projects.core.forms import errors_of
from projects.core.http import Request
from projects.ledger.spending import give_right
from projects.models import Person, Project, Role

COOKIE, SALT = "dailies_invitation", "projects.invitation"


@require_http_methods(["GET", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    """Who is in; a POST invites somebody and shows the link, once."""
    project = project_for(request.user, slug, "own" if request.method == "POST" else "see")
    if request.method != "POST":
        return listed(request, project)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return listed(request, project, 422, form=form)
    made, token = members.invite(project, request.user, **form.cleaned_data)
    address = (settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}") + reverse(
        "join", args=[token]
    )
    mailed = bool(made.email) and members.mail(made, address)
    return listed(request, project, address=address, invited=made, mailed=mailed)


def listed(request: Request, project: Project, status: int = 200, **more) -> HttpResponse:
    waiting = project.invitations.filter(used_at=None, revoked_at=None).select_related("created_by")
    context = {
        "project": project,
        "members": project.memberships.select_related("person").order_by("joined_at"),
        "waiting": [one for one in waiting if one.is_open],
        "roles": Role.choices,
        "owns": project.role == Role.OWNER,
    }
    return render(request, "accounts/members.html", context | more, status=status)


@require_POST
def role(request: Request, slug: str, member: int) -> HttpResponse:
    project = project_for(request.user, slug, "own")
    membership = get_object_or_404(project.memberships, pk=member)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(errors_of(form)))
        return redirect("members", slug)
    said = form.cleaned_data

    def act() -> None:
        members.give_role(membership, said["role"])
        give_right(membership, may_spend=said["may_spend"], cap_usd=said["cap_usd"])

    done(request, act, "Saved.")
    return redirect("members", slug)


@require_POST
def remove(request: Request, slug: str, member: int) -> HttpResponse:
    """Owners take anybody out; everybody may leave."""
    project = project_for(request.user, slug)
    membership = get_object_or_404(project.memberships.select_related("person"), pk=member)
    leaves = membership.person == request.user
    if not leaves:
        project_for(request.user, slug, "own")
    gone = done(
        request, lambda: members.take_out(membership), f"{membership.person} is not in this film any more."
    )
    return redirect("projects") if leaves and gone else redirect("members", slug)


@require_POST
def revoke(request: Request, slug: str, id) -> HttpResponse:
    project = project_for(request.user, slug, "own")
    members.revoke(get_object_or_404(project.invitations, pk=id))
    messages.success(request, "The invitation opens nothing any more.")
    return redirect("members", slug)


def done(request: Request, act, words: str) -> bool:
    try:
        act()
    except members.CannotChange as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, words)
    return True


@login_not_required
@never_cache
@require_GET
def join(request, token: str) -> HttpResponse:
    """Swap the secret of the address for a cookie that only the door gets: no page has the secret in it, and
    no address that follows. The cookie tells which invitation, signed, so that no answer says the secret."""
    invitation = members.opened(token)
    if invitation is None:
        return render(request, "accounts/invitation_closed.html", status=404)
    answer = redirect("invited")
    answer.set_signed_cookie(
        COOKIE,
        str(invitation.pk),
        SALT,
        path=reverse("invited"),
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
        expires=invitation.expires_at,
    )
    return answer


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invited(request) -> HttpResponse:
    """The door: who is signed in comes in by one press, who has no account makes one."""
    invitation = members.still_open(request.get_signed_cookie(COOKIE, None, SALT))
    if invitation is None:
        return render(request, "accounts/invitation_closed.html", status=404)
    context = {"invitation": invitation, "here": request.path}
    if request.user.is_authenticated:
        return (
            enter(request, invitation, request.user) if request.method == "POST" else asked(request, context)
        )
    form = JoinForm(request.POST or None, initial={"email": invitation.email})
    if not form.is_valid():
        return asked(request, context | {"form": form}, 422 if form.is_bound else 200)
    try:
        with transaction.atomic():
            person = Person.objects.create_user(**form.cleaned_data)
            members.accept(invitation, person)
    except (IntegrityError, members.CannotChange):
        form.add_error("email", TAKEN)
        return asked(request, context | {"form": form}, 422)
    login(request, person, BACKEND)
    return redirect("library", invitation.project.slug)


def asked(request, context: dict, status: int = 200) -> HttpResponse:
    return render(request, "accounts/join.html", context, status=status)


def enter(request, invitation, person) -> HttpResponse:
    try:
        members.accept(invitation, person)
    except members.CannotChange:
        return render(request, "accounts/invitation_closed.html", status=404)
    return redirect("library", invitation.project.slug)
