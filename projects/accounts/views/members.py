"""A project's members: list, invite, change roles, remove."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.accounts import members
from projects.accounts.forms import InviteForm, RoleForm
from projects.core.access import project_for
from projects.core.forms import errors_of
from projects.core.http import Request
from projects.core.once import do_once, show_once, take_shown
from projects.core.public_address import base_url, who_can_open
from projects.ledger.spending import set_spending_right
from projects.models import Invitation, Membership, Project, Role


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    """List the members; a POST invites a person and shows the link once."""
    project = project_for(request.user, slug, "own" if request.method == "POST" else "see")
    if request.method != "POST":
        return respond(request, project, **take_shown(request))
    form = InviteForm(request.POST)
    if not form.is_valid():
        return respond(request, project, 422, form=form)
    made: list[tuple[Invitation, str]] = []

    def act() -> str:
        made.append(members.invite(project, request.user, **form.cleaned_data))
        return request.path

    try:
        url = do_once(request, act)
    except members.MembershipError as error:
        form.add_error("email", str(error))
        return respond(request, project, 422, form=form)
    for invitation, token in made:
        show_link(request, invitation, token)
    return redirect(url)


def show_link(request: Request, invitation: Invitation, token: str) -> None:
    """Mail the link, if the invitation has an address, and show it on the next page."""
    link = base_url(request) + reverse("join", args=[token])
    is_mailed = bool(invitation.email) and members.mail_invitation(invitation, link)
    mailed_to = invitation.email if is_mailed else ""
    show_once(request, link=link, mailed_to=mailed_to, reach=who_can_open(link))


def respond(
    request: Request, project: Project, status: int = 200, *, refused: Mapping[int, RoleForm] = {}, **more
) -> HttpResponse:
    """Render the page. refused: by member, a form whose values and errors are shown."""
    unused = project.invitations.filter(used_at=None, revoked_at=None).select_related("created_by")
    context = {
        "project": project,
        "members": list_members(project, refused),
        "invitations": [invitation for invitation in unused if invitation.is_open],
        "form": InviteForm(),
        "roles": Role.choices,
        "is_owner": project.role == Role.OWNER,
    }
    return render(request, "accounts/members.html", context | more, status=status)


def list_members(project: Project, refused: Mapping[int, RoleForm]) -> list[Membership]:
    rows = list(project.memberships.select_related("person").order_by("joined_at"))
    for member in rows:
        form = refused.get(member.pk)
        member.typed_cap = form["cap_usd"].value() if form else member.cap_usd
        member.reasons = errors_of(form) if form else []
    return rows


@require_POST
def role(request: Request, slug: str, member: int) -> HttpResponse:
    """Change a member's role, right to spend and monthly cap."""
    project = project_for(request.user, slug, "own")
    membership = get_object_or_404(project.memberships, pk=member)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return respond(request, project, 422, refused={membership.pk: form})
    attempt(request, lambda: save_role(membership, **form.cleaned_data), _("Saved."))
    return redirect("members", slug)


def save_role(membership: Membership, *, role: str, **rights) -> None:
    members.set_role(membership, role)
    set_spending_right(membership, **rights)


@require_POST
def remove(request: Request, slug: str, member: int) -> HttpResponse:
    """Remove a member. Owners can remove anybody, others only themselves."""
    project = project_for(request.user, slug)
    membership = get_object_or_404(project.memberships.select_related("person"), pk=member)
    leaves = membership.person == request.user
    if not leaves:
        project_for(request.user, slug, "own")
    success = _("%(person)s was removed from the project.") % {"person": membership.person}
    if leaves:
        success = _("You left %(project)s.") % {"project": project.name}
    is_removed = attempt(request, lambda: members.remove(membership), success)
    return redirect("projects") if leaves and is_removed else redirect("members", slug)


@require_POST
def revoke(request: Request, slug: str, id) -> HttpResponse:
    """Revoke an invitation."""
    project = project_for(request.user, slug, "own")
    members.revoke(get_object_or_404(project.invitations, pk=id))
    messages.success(request, _("Invitation revoked."))
    return redirect("members", slug)


def attempt(request: Request, act: Callable[[], None], success: str) -> bool:
    """Call `act`, show `success` or the error, and return True if it succeeded."""
    try:
        act()
    except members.MembershipError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, success)
    return True
