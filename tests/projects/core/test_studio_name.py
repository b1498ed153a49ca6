"""The studio's name: admins give it, and clients see it wherever they meet the studio."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.accounts import members, password_reset
from projects.models import Studio
from projects.review import share_links
from tests.projects import cast
from tests.projects.review.steps import open_link

pytestmark = pytest.mark.django_db
NAME = "Northlight <Studio>"
SHOWN = "Northlight &lt;Studio&gt;"


@pytest.fixture
def admin(client):
    client.force_login(cast.person("root", is_admin=True))
    return client


@pytest.fixture
def named(db):
    Studio.load()
    Studio.objects.update(name=NAME)


def save(admin, name: str):
    return admin.post(reverse("studio-settings"), {"name": name})


def test_an_admin_names_the_studio_and_takes_the_name_back(admin):
    assert save(admin, "  Northlight \x1b\r\n\t Studio ").status_code == 302
    assert Studio.load_name() == "Northlight Studio", "on one line, as in the subject of a mail"
    assert 'value="Northlight Studio"' in admin.get(reverse("studio-settings")).content.decode()
    save(admin, "")
    assert Studio.load_name() == ""


def test_a_name_that_is_too_long_is_refused_and_the_old_one_stays(admin, named):
    answer = save(admin, "N" * 61)
    assert answer.status_code == 422 and "Use at most 60 characters." in answer.content.decode()
    assert Studio.load_name() == NAME


def test_a_guest_sees_whose_film_it_is(review, owner, named):
    guest = Client()
    _, token = share_links.create(review, owner, passphrase="tungsten")
    locked = guest.get(reverse("share-link", args=[token])).content.decode()
    assert f"Passphrase required · {SHOWN}</title>" in locked
    _, token = share_links.create(review, owner)
    guest, path = open_link(token)
    page = guest.get(path).content.decode()
    assert f"From <bdi>{SHOWN}</bdi> · Cut 1" in page and "Shared by" in page
    assert f"Cut 1 · {SHOWN}" in page.split("</title>")[0]


def test_who_is_invited_sees_it_in_the_mail_and_on_the_page(project, owner, named, settings):
    settings.EMAIL_HOST = "mail.test"
    invitation, token = members.invite(project, owner, role="reviewer", email="bo@example.test")
    members.mail_invitation(invitation, "https://film.test/join/")
    assert mail.outbox[0].body.startswith(f"{owner} from {NAME} invited you to the project")
    page = Client().get(reverse("join", args=[token]), follow=True).content.decode()
    assert f"{owner} from {SHOWN} invited you." in page and f"· {SHOWN}</title>" in page
    assert f"Sign in to {SHOWN}" in Client().get(reverse("sign-in")).content.decode()


def test_a_link_for_a_new_password_says_for_which_studio(owner, named, settings):
    settings.EMAIL_HOST, settings.PUBLIC_URL = "mail.test", "https://film.test"
    type(owner).objects.update(password_reset_sent_at=timezone.now())
    password_reset.mail_link(owner.pk)
    assert mail.outbox[0].subject == f"Reset your password for {NAME}"


def test_without_a_name_it_is_dailies(review, owner):
    _, token = share_links.create(review, owner)
    guest, path = open_link(token)
    page = guest.get(path).content.decode()
    assert "From <bdi>" not in page and "Shared by" in page
    assert "Sign in to Dailies" in Client().get(reverse("sign-in")).content.decode()
