"""People of the studio, their projects, rights, sessions and notifications."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_q.models import OrmQ, Schedule, Task

from projects.accounts.members import invite
from projects.accounts.members import revoke as revoke_invitation
from projects.core.secrets import hash_secret
from projects.models import FormToken, Notification, NotificationKind, Person, Project, Role, Studio

AT = datetime(2026, 11, 25, 9, 30, 15, 123456, tzinfo=UTC)
LATER = AT + timedelta(days=3650)
PASSWORD = "a lamp in the tower"
INVITED = "an open invitation"
AVATAR = UUID("0b0b0b0b-0000-4000-8000-00000000ada0")
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass(frozen=True)
class Cast:
    """ada is an admin, ben edits, zoe reviews, vera's account is closed, otto is in no project."""

    ada: Person
    ben: Person
    zoe: Person
    vera: Person
    otto: Person


def gather() -> Cast:
    ada, _ = Studio.set_up("ada@example.test", PASSWORD)
    Studio.objects.update(
        name="Northlight", default_engine="aimlapi", default_model="luma/ray-2", secret_check="sealed"
    )
    FormToken.objects.create(person=ada, key="f" * 64, url="/projects/lighthouse-fog-lamp/keys/")
    every_way = {"clip": "off", "note": "daily", "verdict": "bell", "ask": "now", "opened": "now"}
    change(
        ada, name="Ada Lovelace", avatar=AVATAR, notification_settings=every_way, password_reset_sent_at=AT
    )
    ben = Person.objects.create_user("ben@example.test", PASSWORD, name="Ben", can_create_projects=True)
    zoe = Person.objects.create_user("zoe@example.test", PASSWORD, name="Zoë O'Brien-小林")
    vera = Person.objects.create_user("vera@example.test", None, is_active=False)
    otto = Person.objects.create_user("otto@example.test", PASSWORD)
    return Cast(ada, ben, zoe, vera, otto)


def change(row, **fields) -> None:
    """Set these fields, and reload the row."""
    type(row).objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()


def open_projects(cast: Cast) -> Project:
    """Create the main project, an empty one and an archived one."""
    project = Project.create(
        "Lighthouse “Fog & Lamp”", cast.ada, budget_usd=Decimal("250.00"), frame_rate="25"
    )
    add_member(project, cast.ben, Role.EDITOR, cap_usd=Decimal("40.50"))
    add_member(project, cast.vera, Role.VIEWER)
    Project.create("Put away", cast.ben, aspect_ratio="9:16", archived_at=AT)
    add_invitations(cast, project)
    add_member(project, cast.zoe, Role.REVIEWER, may_spend=False)  # she was invited first
    return project


def add_member(project: Project, person: Person, role: Role, **fields) -> None:
    project.memberships.create(person=person, role=role, **fields)


def add_invitations(cast: Cast, project: Project) -> None:
    """Create invitations: one open, one used, one revoked, one expired."""
    still_open, _ = invite(project, cast.ada, role="editor", email="new@example.test")
    change(still_open, token_hash=hash_secret(INVITED), expires_at=LATER)
    used, _ = invite(project, cast.ada, role="reviewer", email="zoe@example.test")
    change(used, used_by=cast.zoe, used_at=AT)
    revoked, _ = invite(project, cast.ada, role="owner")
    revoke_invitation(revoked)
    expired, _ = invite(project, cast.ada, role="viewer")
    change(expired, expires_at=AT)


def notify(cast: Cast, project: Project) -> None:
    """Create a notification of each kind, in addition to those written by the studio's own functions."""
    fields = [{}, {}, {"seen_at": AT}, {"mail_at": AT}, {"mailed_at": AT}, {"seen_at": AT, "mailed_at": AT}]
    for kind, more in zip(NotificationKind, fields, strict=True):
        Notification.objects.create(
            person=cast.zoe,
            project=project,
            kind=kind,
            key=f"kept:{kind}",
            at=AT,
            message=f"A notification of the kind “{kind}”",
            path=reverse("library", args=[project.slug]),
            **more,
        )


def sign_in(cast: Cast) -> None:
    """Create a session for each, one with two-factor authentication, and failed sign-ins."""
    for person in (cast.ada, cast.ben):
        form = {"username": person.email, "password": PASSWORD}
        Client(headers={"User-Agent": AGENT}).post(reverse("sign-in"), form)
    Session.objects.update(expire_date=LATER)
    TOTPDevice.objects.create(user=cast.zoe, name="Phone", key="3132333435363738393031323334353637383930")
    StaticDevice.objects.create(user=cast.zoe, name="Paper").token_set.create(token="abcd2345")
    guess = {"username": "ada@example.test", "ip_address": "203.0.113.7", "user_agent": "curl"}
    AccessAttempt.objects.create(**guess, failures_since_start=3, get_data="", post_data="")
    AccessFailureLog.objects.create(**guess)


def queue() -> None:
    """Enqueue one task of each kind, and record one that is done."""
    waiting = {task.func(): task.pk for task in OrmQ.objects.all()}
    OrmQ.objects.exclude(pk__in=waiting.values()).delete()
    Schedule.objects.create(func="time.sleep", args="1", schedule_type=Schedule.ONCE)
    task = {"func": "projects.jobs.keep", "started": AT, "stopped": AT, "success": True}
    Task.objects.create(id="a" * 32, name="kept-task", args=("an id",), **task)
