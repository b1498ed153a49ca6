"""Who works on a film: invited, given another role, gone. A film always keeps an owner."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from projects.core import secrets
from projects.models import Invitation, Membership, Person, Project, Role

log = logging.getLogger(__name__)
OPEN_FOR = timedelta(days=14)
ONLY_OWNER = "A film keeps at least one owner. Make somebody else an owner first."


class CannotChange(Exception):
    """The words are for a person."""


def invite(project: Project, by: Person, *, role: str, email: str = "") -> tuple[Invitation, str]:
    """A new invitation and its secret, which is nowhere afterwards."""
    token = secrets.create()
    made = project.invitations.create(
        role=role,
        email=email,
        created_by=by,
        token_hash=secrets.hash_secret(token),
        expires_at=timezone.now() + OPEN_FOR,
    )
    return made, token


def mail(invitation: Invitation, address: str) -> bool:
    """Send the address to whom it is for; False where mail cannot be sent."""
    if not settings.EMAIL_HOST:
        return False
    words = (
        f"{invitation.created_by} asks you to work on “{invitation.project.name}”, as {invitation.role}.\n\n"
        f"{address}\n\nThe link is good for {OPEN_FOR.days} days, and for one person."
    )
    try:
        return bool(send_mail(f"{invitation.project.name}: come in", words, None, [invitation.email]))
    except OSError:
        log.warning("The invitation %s could not be mailed.", invitation.pk, exc_info=True)
        return False


def opened(token: str) -> Invitation | None:
    """The invitation of this secret, if it still lets somebody in."""
    return secrets.find(with_people(), token)


def still_open(id: str | None) -> Invitation | None:
    """The invitation of this id, if it still lets somebody in."""
    return secrets.if_open(with_people().filter(pk=id).first()) if id else None


def with_people() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("project", "created_by")


@transaction.atomic
def accept(invitation: Invitation, person: Person) -> Membership:
    """Come in; who is in already keeps their role. Only owners may spend from the start; an owner gives
    the right to others. Raises CannotChange when the invitation was used meanwhile."""
    taken = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    if not taken.update(used_at=timezone.now(), used_by=person):
        raise CannotChange("This invitation was used already.")
    project = invitation.project
    new = {"role": invitation.role, "may_spend": invitation.role == Role.OWNER}
    return project.memberships.get_or_create(person=person, defaults=new)[0]


def revoke(invitation: Invitation) -> None:
    secrets.revoke(Invitation.objects.filter(pk=invitation.pk, used_at=None))


@transaction.atomic
def give_role(membership: Membership, role: str) -> None:
    """Raises CannotChange."""
    keep_an_owner(membership, stays=role == Role.OWNER)
    Membership.objects.filter(pk=membership.pk).update(role=role)


@transaction.atomic
def take_out(membership: Membership) -> None:
    """What the person made stays. Raises CannotChange."""
    keep_an_owner(membership, stays=False)
    membership.delete()


def keep_an_owner(membership: Membership, *, stays: bool) -> None:
    """Two owners who leave at the same moment wait for each other here."""
    project = Project.objects.select_for_update().get(pk=membership.project_id)
    others = project.memberships.filter(role=Role.OWNER, person__is_active=True).exclude(pk=membership.pk)
    if not stays and membership.role == Role.OWNER and not others.exists():
        raise CannotChange(ONLY_OWNER)
