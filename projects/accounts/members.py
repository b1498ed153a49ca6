"""A project's members: invite, accept, change a role, remove. A project always keeps an owner."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.core import secrets
from projects.models import Invitation, Membership, Person, Project, Role, Studio
from studio.text import one_line

log = logging.getLogger(__name__)
OPEN_FOR = timedelta(days=14)
LAST_OWNER = gettext_lazy("A project needs at least one owner. Make another member an owner first.")
ALREADY_USED = gettext_lazy("This invitation was already used.")
ALREADY_MEMBER = gettext_lazy(
    "You're in this project already. The invitation is still open for someone else."
)
RANKS = list(Role.values)  # the highest first


class MembershipError(Exception):
    """The change isn't possible. The message is shown to people."""


# -- invitations -----------------------------------------------------------------------------------------


def invite(project: Project, inviter: Person, *, role: str, email: str = "") -> tuple[Invitation, str]:
    """Return a new invitation and its token, which is stored only as a hash.

    It replaces an unused one to the same address. Raise MembershipError if it would give nothing.
    """
    if (member := find_invited(project, email)) and RANKS.index(role) >= RANKS.index(member.role):
        text = _("%(person)s is in this project already, as %(role)s. Change the role above instead.")
        raise MembershipError(text % {"person": member.person, "role": member.get_role_display().lower()})
    if email:
        secrets.revoke(project.invitations.filter(email__iexact=email, used_at=None))
    token = secrets.create()
    invitation = project.invitations.create(
        role=role,
        email=email,
        created_by=inviter,
        token_hash=secrets.hash_secret(token),
        expires_at=timezone.now() + OPEN_FOR,
    )
    return invitation, token


def mail_invitation(invitation: Invitation, link: str) -> bool:
    """Mail the link to the invited address. Return False if it could not be sent."""
    if not settings.EMAIL_HOST:
        return False
    name = one_line(invitation.project.name)  # for the subject
    subject = _("You're invited to %(project)s") % {"project": name}
    try:
        return bool(send_mail(subject, invitation_text(invitation, link), None, [invitation.email]))
    except OSError:
        log.warning("Could not mail invitation %s.", invitation.pk, exc_info=True)
        return False


def invitation_text(invitation: Invitation, link: str) -> str:
    """Return the body of the mail."""
    studio = Studio.load_name()
    sender = _("%(person)s from %(studio)s") if studio else "%(person)s"
    return _(
        "%(who)s invited you to the project “%(project)s” on Dailies. Your role: %(role)s.\n\n"
        "Accept the invitation:\n%(link)s\n\n"
        "The link works for one person and expires in %(days)d days."
    ) % {
        "who": sender % {"person": invitation.created_by, "studio": studio},
        "project": invitation.project.name,
        "role": invitation.get_role_display().lower(),
        "link": link,
        "days": OPEN_FOR.days,
    }


def find_open(token: str) -> Invitation | None:
    """Return the invitation with this token if it can still be accepted."""
    return secrets.find(with_people(), token)


def get_open(id: str | None) -> Invitation | None:
    """Return the invitation with this ID if it can still be accepted."""
    return secrets.if_open(with_people().filter(pk=id).first()) if id else None


def with_people() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("project", "created_by")


def gives_more(invitation: Invitation, role: str) -> bool:
    """Return True if the invitation gives a higher role than this one ("" for somebody from outside)."""
    return not role or RANKS.index(invitation.role) < RANKS.index(role)


def find_invited(project: Project, email: str) -> Membership | None:
    """Return the membership of the person with this address."""
    members = project.memberships.select_related("person")
    return members.filter(person__email__iexact=email).first() if email else None


def find_closed(token: str) -> Invitation | None:
    """Return the invitation with this token, to say why it is closed."""
    return with_people().filter(token_hash=secrets.hash_secret(token)).first()


@transaction.atomic
def accept(invitation: Invitation, person: Person) -> Membership:
    """Use the invitation and return the membership. A member gets the invitation's role if it is higher.

    Only owners can spend from the start; an owner gives others the right to.
    Raise MembershipError, with the invitation unused, if it gives nothing or was used in the meantime.
    """
    if not gives_more(invitation, invitation.project.role_of(person)):
        raise MembershipError(ALREADY_MEMBER)
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    if not unused.update(used_at=timezone.now(), used_by=person):
        raise MembershipError(ALREADY_USED)
    fields = {"role": invitation.role, "may_spend": invitation.role == Role.OWNER}
    membership, is_new = invitation.project.memberships.get_or_create(person=person, defaults=fields)
    if not is_new:
        set_role(membership, invitation.role)
    return membership


def revoke(invitation: Invitation) -> None:
    """Revoke an invitation that wasn't used."""
    secrets.revoke(Invitation.objects.filter(pk=invitation.pk, used_at=None))


# -- members ---------------------------------------------------------------------------------------------


@transaction.atomic
def set_role(membership: Membership, role: str) -> None:
    """Change a member's role. Raise MembershipError for the last owner."""
    if role != Role.OWNER:
        require_another_owner(membership)
    Membership.objects.filter(pk=membership.pk).update(role=role)


@transaction.atomic
def remove(membership: Membership) -> None:
    """Remove a member and keep everything they made. Raise MembershipError for the last owner."""
    require_another_owner(membership)
    membership.delete()


def require_another_owner(membership: Membership) -> None:
    """Raise MembershipError for the last owner.

    Lock the project, so that two owners who leave at the same moment wait for each other.
    """
    project = Project.objects.select_for_update().get(pk=membership.project_id)
    owners = project.memberships.filter(role=Role.OWNER, person__is_active=True)
    if membership.role == Role.OWNER and not owners.exclude(pk=membership.pk).exists():
        raise MembershipError(LAST_OWNER)
