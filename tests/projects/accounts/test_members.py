"""The members of a project: invitations for one person each, roles, leaving, and always an owner."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.accounts import members
from projects.core import secrets
from projects.models import Invitation, Person, Project, Role
from tests.projects import cast

pytestmark = pytest.mark.django_db
NEW = {"name": "Bo Editor", "email": "bo@example.test", "password": "a lamp in the tower"}

DOOR = "/join/"


@pytest.fixture
def invited(client, owner, project):
    """Invite as the page does, and return the path of the link."""
    client.force_login(owner)

    def invite(role="editor", email=""):
        sent = {"role": role, "email": email}
        page = client.post(reverse("members", args=[project.slug]), sent, follow=True).content.decode()
        return re.search(r"/join/[\w-]{43}/", page)[0]

    return invite


def came(door, visitor):
    """Return the page that the link leads to."""
    return visitor.get(door, follow=True)


def roles(project):
    return {str(one.person): one.role for one in project.memberships.select_related("person")}


def test_a_person_without_an_account_creates_one_and_is_a_member(invited, project):
    door, visitor = invited("reviewer"), Client()
    assert "Your role: reviewer" in came(door, visitor).content.decode()
    answer = visitor.post(DOOR, NEW)
    assert answer["Location"] == reverse("library", args=[project.slug])
    assert visitor.get(answer["Location"]).status_code == 200
    assert roles(project) == {"Ada": "owner", "Bo Editor": "reviewer"}
    assert not project.memberships.get(role="reviewer").may_spend, "a right of its own, which an owner gives"


def test_an_invitation_is_for_one_person_and_stored_as_a_hash(invited, project):
    door = invited()
    token = door.split("/")[2]
    made = Invitation.objects.get()
    assert made.token_hash == secrets.hash_secret(token) and not [
        one for one in vars(made).values() if token in str(one)
    ]
    first, second = Client(), Client()
    came(door, first), came(door, second)
    assert first.post(DOOR, NEW).status_code == 302
    assert Client().get(door).status_code == 404
    assert second.post(DOOR, NEW | {"email": "eve@example.test"}).status_code == 404
    assert project.memberships.count() == 2


def test_a_person_with_an_account_joins_with_one_click_and_keeps_a_higher_role(invited, project, client):
    bo, visitor = cast.person("bo"), Client()
    visitor.force_login(bo)
    door = invited("viewer")
    page = came(door, visitor).content.decode()
    assert "Join as Bo" in page and "Password" not in page
    visitor.post(DOOR)
    assert roles(project)["Bo"] == "viewer"
    came(invited("viewer"), client)
    assert client.post(DOOR).status_code == 302
    assert roles(project)["Ada"] == "owner"


def test_an_owner_who_tries_the_link_leaves_it_open(invited, project, client):
    """1. The owner opens it and is told that they are in already.  2. Even a POST spends nothing.  3. The
    client comes in by the same link."""
    door = invited("reviewer")
    page = came(door, client).content.decode()
    assert "in this project already, as owner" in page and "Join as" not in page
    answer = client.post(DOOR, follow=True)
    assert "The invitation is still open for someone else." in answer.content.decode()
    visitor = Client()
    came(door, visitor)
    assert visitor.post(DOOR, NEW).status_code == 302
    assert roles(project) == {"Ada": "owner", "Bo Editor": "reviewer"}


def test_a_member_who_is_invited_with_a_higher_role_gets_it(invited, project):
    mara, visitor = cast.member(project, Role.VIEWER), Client()
    visitor.force_login(mara)
    assert "You are viewer now." in came(invited("editor"), visitor).content.decode()
    assert visitor.post(DOOR).status_code == 302
    assert project.memberships.get(person=mara).role == "editor"
    assert Invitation.objects.get().used_by == mara


@pytest.mark.parametrize(("role", "status"), [("viewer", 422), ("reviewer", 422), ("editor", 302)])
def test_inviting_a_member_again_needs_a_higher_role(client, owner, project, role, status):
    mara = cast.member(project, Role.REVIEWER)
    client.force_login(owner)
    sent = {"role": role, "email": mara.email.upper()}
    answer = client.post(reverse("members", args=[project.slug]), sent)
    assert answer.status_code == status
    assert ("is in this project already, as reviewer" in answer.content.decode()) == (status == 422)


def test_a_second_invitation_to_an_address_replaces_the_first(invited, project):
    first, second = invited("viewer", "bo@example.test"), invited("editor", "Bo@example.test")
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 302)


def test_a_closed_invitation_says_why(invited, client, project):
    """To who has its link. Nobody else learns anything."""
    used, late, back, lost = (invited() for _ in range(4))
    came(used, visitor := Client())
    visitor.post(DOOR, NEW)
    rows = {
        door: Invitation.objects.filter(token_hash=secrets.hash_secret(door.split("/")[2]))
        for door in (late, back)
    }
    rows[late].update(expires_at=timezone.now() - timedelta(seconds=1))
    rows[back].update(revoked_at=timezone.now())
    said = {
        used: "It was accepted on",
        late: "It expired on",
        back: "It was revoked on",
        lost[:-2] + "/": "missing or mistyped",
        DOOR: "keep cookies",
    }
    for door, why in said.items():
        assert why in Client().get(door).content.decode(), door
    assert "You have accepted it already." in visitor.get(used).content.decode()


def test_a_name_for_another_account_is_shown_before_joining(invited):
    visitor = Client()
    visitor.force_login(cast.person("eve"))
    page = came(invited("editor", "bo@example.test"), visitor).content.decode()
    assert "It was sent to bo@example.test. You're signed in as eve@example.test." in page.replace(
        "&#x27;", "'"
    )


@pytest.mark.parametrize(
    "fields", [{"email": "ada@example.test"}, {"password": "short"}, {"name": ""}, {"email": "x"}]
)
def test_a_refused_form_does_not_use_up_the_invitation(invited, project, fields):
    visitor = Client()
    came(invited(), visitor)
    assert visitor.post(DOOR, NEW | fields).status_code == 422
    assert project.memberships.count() == 1 and Person.objects.count() == 1
    assert visitor.post(DOOR, NEW).status_code == 302


def test_expired_and_revoked_invitations_open_nothing(invited, client, project):
    late, back = invited(), invited()
    visitors = Client(), Client()
    for door, visitor in zip((late, back), visitors, strict=True):
        came(door, visitor)
    ids = [members.find_open(door.split("/")[2]).pk for door in (late, back)]
    Invitation.objects.filter(pk=ids[0]).update(expires_at=timezone.now() - timedelta(seconds=1))
    client.post(reverse("invitation-revocation", args=[project.slug, ids[1]]))
    for door in (late, back, "/join/" + "x" * 43 + "/"):
        assert Client().get(door).status_code == 404
    for visitor in (*visitors, Client()):
        assert visitor.get(DOOR).status_code == 404
        assert visitor.post(DOOR, NEW).status_code == 404


def test_the_secret_is_on_no_page_and_the_cookie_is_sent_to_one_path_only(invited):
    door, visitor = invited(), Client()
    token = door.split("/")[2]
    answer = visitor.get(door)
    cookie = answer.cookies["dailies_invitation"]
    assert answer["Location"] == cookie["path"] == DOOR and cookie["httponly"] and token not in str(cookie)
    page = visitor.get(DOOR).content.decode()
    assert f"?next={DOOR}" in page and token not in page
    visitor.cookies["dailies_invitation"] = f"{Invitation.objects.get().pk}:made:up"
    assert visitor.get(DOOR).status_code == 404


def test_with_a_mail_server_the_invitation_is_mailed(invited, settings):
    settings.EMAIL_HOST = "mail.example.test"
    door = invited("editor", "bo@example.test")
    [sent] = mail.outbox
    assert sent.to == ["bo@example.test"] and door in sent.body


def test_a_name_on_two_lines_is_a_subject_on_one(invited, settings):
    settings.EMAIL_HOST = "mail.test"
    Project.objects.update(name="The\r\nBcc: all@example.test lamp")
    invited("viewer", "bo@example.test")
    assert mail.outbox[0].subject == "You're invited to The Bcc: all@example.test lamp"


def test_without_a_mail_server_nothing_is_sent(invited):
    invited("editor", "bo@example.test")
    assert mail.outbox == []


def test_a_new_role_counts_from_the_next_request(client, owner, project):
    bo = cast.member(project, Role.EDITOR)
    theirs = Client()
    theirs.force_login(bo)
    membership = project.memberships.get(person=bo)
    quote = reverse("quote", args=[project.slug])
    assert theirs.get(quote).status_code == 200
    client.force_login(owner)
    client.post(reverse("member-role", args=[project.slug, membership.pk]), {"role": "viewer"})
    assert theirs.get(quote).status_code == 404
    client.post(reverse("member-removal", args=[project.slug, membership.pk]))
    assert theirs.get(reverse("library", args=[project.slug])).status_code == 404


def test_the_last_owner_cannot_leave_or_be_demoted(client, owner, project):
    client.force_login(owner)
    mine = project.memberships.get(person=owner)
    for name, fields in (("member-removal", {}), ("member-role", {"role": "editor"})):
        page = client.post(reverse(name, args=[project.slug, mine.pk]), fields, follow=True).content.decode()
        assert "at least one owner" in page and roles(project) == {"Ada": "owner"}
    bo = cast.member(project, Role.EDITOR)
    client.post(
        reverse("member-role", args=[project.slug, project.memberships.get(person=bo).pk]), {"role": "owner"}
    )
    assert client.post(reverse("member-removal", args=[project.slug, mine.pk])).status_code == 302
    assert list(roles(project).values()) == ["owner"]


def test_only_owners_invite_change_roles_and_see_email_addresses(project, owner):
    bo = cast.member(project, Role.EDITOR)
    client = Client()
    client.force_login(bo)
    page = client.get(reverse("members", args=[project.slug])).content.decode()
    assert owner.email not in page and "Invite" not in page
    assert client.post(reverse("members", args=[project.slug]), {"role": "owner"}).status_code == 404
    mine = project.memberships.get(person=bo)
    assert (
        client.post(reverse("member-role", args=[project.slug, mine.pk]), {"role": "owner"}).status_code
        == 404
    )
    owners = project.memberships.get(person=owner)
    assert client.post(reverse("member-removal", args=[project.slug, owners.pk])).status_code == 404
    assert client.post(reverse("member-removal", args=[project.slug, mine.pk])).status_code == 302
