"""Who works on a film: invitations that let one person in, roles, leaving, and always an owner."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.accounts import members
from projects.core import secrets
from projects.models import Invitation, Person, Role
from tests.projects import cast

pytestmark = pytest.mark.django_db
NEW = {"name": "Bo Editor", "email": "bo@example.test", "password": "a lamp in the tower"}

DOOR = "/join/"


@pytest.fixture
def invited(client, owner, project):
    """Invite as the page does; the path of the link."""
    client.force_login(owner)

    def invite(role="editor", email=""):
        page = client.post(
            reverse("members", args=[project.slug]), {"role": role, "email": email}
        ).content.decode()
        return re.search(r"/join/[\w-]{43}/", page)[0]

    return invite


def came(door, visitor):
    """The page that the link leads to."""
    return visitor.get(door, follow=True)


def roles(project):
    return {str(one.person): one.role for one in project.memberships.select_related("person")}


def test_somebody_without_an_account_makes_one_and_is_in(invited, project):
    door, visitor = invited("reviewer"), Client()
    assert "Your role: reviewer" in came(door, visitor).content.decode()
    answer = visitor.post(DOOR, NEW)
    assert answer["Location"] == reverse("library", args=[project.slug])
    assert visitor.get(answer["Location"]).status_code == 200
    assert roles(project) == {"Ada": "owner", "Bo Editor": "reviewer"}
    assert not project.memberships.get(role="reviewer").may_spend, "a right of its own, which an owner gives"


def test_it_lets_one_person_in_and_is_stored_as_a_hash(invited, project):
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


def test_who_has_an_account_comes_in_by_one_press_and_keeps_a_higher_role(invited, project, client):
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


@pytest.mark.parametrize(
    "fields", [{"email": "ada@example.test"}, {"password": "short"}, {"name": ""}, {"email": "x"}]
)
def test_a_refusal_uses_nothing_up(invited, project, fields):
    visitor = Client()
    came(invited(), visitor)
    assert visitor.post(DOOR, NEW | fields).status_code == 422
    assert project.memberships.count() == 1 and Person.objects.count() == 1
    assert visitor.post(DOOR, NEW).status_code == 302


def test_expired_and_taken_back_open_nothing(invited, client, project):
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


def test_the_secret_stands_in_no_page_and_only_the_door_gets_the_cookie(invited):
    door, visitor = invited(), Client()
    token = door.split("/")[2]
    answer = visitor.get(door)
    cookie = answer.cookies["dailies_invitation"]
    assert answer["Location"] == cookie["path"] == DOOR and cookie["httponly"] and token not in str(cookie)
    page = visitor.get(DOOR).content.decode()
    assert f"?next={DOOR}" in page and token not in page
    visitor.cookies["dailies_invitation"] = f"{Invitation.objects.get().pk}:made:up"
    assert visitor.get(DOOR).status_code == 404


def test_with_a_mail_server_it_is_mailed(invited, settings):
    settings.EMAIL_HOST = "mail.example.test"
    door = invited("editor", "bo@example.test")
    [sent] = mail.outbox
    assert sent.to == ["bo@example.test"] and door in sent.body


def test_without_one_nothing_is_sent_anywhere(invited):
    invited("editor", "bo@example.test")
    assert mail.outbox == []


def test_roles_change_with_the_next_request(client, owner, project):
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


def test_the_last_owner_stays_until_another_stands(client, owner, project):
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


def test_only_owners_invite_change_and_see_addresses(project, owner):
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
