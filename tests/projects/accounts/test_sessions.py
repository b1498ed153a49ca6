"""Where a person is signed in, and password resets."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from projects.accounts import password_reset, sessions
from projects.models import LoginSession
from studio.processes.logs import SIGNED
from tests.projects import cast

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "another lamp in the tower"


@pytest.fixture
def ada():
    return cast.person()


def sign_in(person, agent=FIREFOX):
    browser = Client(headers={"User-Agent": agent})
    browser.post(reverse("sign-in"), {"username": person.email, "password": cast.PASSWORD})
    return browser


def is_in(browser):
    return browser.get(reverse("profile")).status_code == 200


def test_each_browser_is_listed_and_one_can_be_ended(ada):
    here, there = sign_in(ada), sign_in(ada, "curl/8")
    page = here.get(reverse("profile")).content.decode()
    assert "Firefox on Linux" in page and "Unknown browser" in page and "This device" in page
    row = LoginSession.objects.get(agent="curl/8")
    here.post(reverse("profile-sessions"), {"session": row.pk})
    assert is_in(here) and not is_in(there)


def test_all_other_sessions_can_be_ended_at_once(ada):
    here, *others = [sign_in(ada) for _ in range(3)]
    here.post(reverse("profile-sessions"))
    assert [is_in(one) for one in (here, *others)] == [True, False, False]


def test_nobody_ends_the_sessions_of_another(ada):
    mine, bo = sign_in(ada), sign_in(cast.person("bo"))
    bo.post(reverse("profile-sessions"), {"session": LoginSession.objects.get(person=ada).pk})
    assert is_in(mine)


@pytest.mark.parametrize("one", ["x", "-1", "9" * 30, "²"])
def test_nonsense_ends_no_session(ada, one):
    here = sign_in(ada)
    assert here.post(reverse("profile-sessions"), {"session": one}).status_code == 302
    assert is_in(here)


def test_a_new_password_leaves_only_this_session(ada):
    here, there = sign_in(ada), sign_in(ada)
    passwords = {"old_password": cast.PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post(reverse("profile-password"), passwords).status_code == 302
    assert is_in(here) and not is_in(there)
    assert [one.session_key for one in sessions.list_active(ada)] == [here.session.session_key]


def test_a_session_lasts_at_most_thirty_days_and_its_use_is_recorded(ada):
    here = sign_in(ada)
    LoginSession.objects.update(seen_at=timezone.now() - timedelta(days=1))
    session = here.session
    session["seen"] = int(time.time()) - 301
    session.save()
    assert is_in(here)
    assert LoginSession.objects.get().seen_at > timezone.now() - timedelta(minutes=1)
    session = here.session
    session["since"] = int(time.time()) - sessions.MAX_AGE_S - 1
    session.save()
    assert not is_in(here)


def test_rows_without_a_session_are_deleted(ada):
    sign_in(ada)
    Session.objects.all().delete()
    assert sessions.list_active(ada) == []
    sessions.sweep()
    assert not LoginSession.objects.exists()


@pytest.mark.parametrize(
    ("agent", "browser"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/130 Safari/604", "Chrome on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge on Windows"),
        ("", "Unknown browser"),
    ],
)
def test_browsers_are_named_from_their_user_agent(agent, browser):
    assert str(LoginSession(agent=agent)) == browser


def test_a_person_who_signs_in_after_another_is_listed_alone(ada):
    browser = sign_in(ada)
    bo = cast.person("bo")
    browser.force_login(bo)
    assert [one.person for one in sessions.list_active(bo)] == [bo] and sessions.list_active(ada) == []


# -- password reset -----------------------------------------------------------------------------------------


def test_the_link_is_mailed_works_once_and_leaves_the_url(client, ada, mailing):
    """1. Ada requests a reset.  2. A worker mails a link; its task has only her ID.  3. She chooses a
    password on a page whose URL no longer contains the secret.  4. Old sessions have ended.  5. The link is
    used up."""
    there = sign_in(ada)
    response = client.post(reverse("password-reset"), {"email": "ADA@example.test"})
    assert "Check your email" in response.content.decode()
    assert OrmQ.objects.get().task["args"] == (str(ada.pk),)
    password_reset.mail_link(ada.pk)
    path = re.search(r"https://film\.test(/password-reset/\S+)", mail.outbox[0].body)[1]
    answer = client.get(path)
    form = answer.headers["Location"]
    assert form.endswith("/set-password/") and path.split("/")[-2] not in form
    assert client.post(form, {"new_password1": NEW, "new_password2": NEW}).status_code == 302
    assert not is_in(there)
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert "valid any more" in Client().get(path, follow=True).content.decode()


def test_a_reset_request_is_answered_alike_for_everybody(client, ada, mailing):
    known = client.post(reverse("password-reset"), {"email": ada.email}).content
    unknown = client.post(reverse("password-reset"), {"email": "nobody@example.test"}).content
    assert re.sub(rb"hx-headers=\S+ \S+", b"", known) == re.sub(rb"hx-headers=\S+ \S+", b"", unknown)
    assert OrmQ.objects.count() == 1


def test_a_second_request_within_five_minutes_mails_nothing(client, ada, mailing):
    for _ in range(4):
        client.post(reverse("password-reset"), {"email": ada.email})
    assert OrmQ.objects.count() == 1


def test_a_weak_password_is_refused_with_a_reason(client, ada, mailing):
    password_reset.request_link(ada.email)
    password_reset.mail_link(ada.pk)
    form = client.get(re.search(r"/password-reset/\S+", mail.outbox[0].body)[0]).headers["Location"]
    page = client.post(form, {"new_password1": "short", "new_password2": "short"}).content.decode()
    assert "at least 12 characters" in page


def test_without_mail_it_says_who_can_help(client, ada):
    assert "changepassword" in client.get(reverse("password-reset")).content.decode()
    client.post(reverse("password-reset"), {"email": ada.email})
    assert not OrmQ.objects.exists()


def test_the_link_is_not_in_the_log():
    assert (
        SIGNED.sub(r"\1…", '"GET /password-reset/MQ/cabc12-0123456789abcdef/ HTTP"')
        == '"GET /password-reset/MQ/…/ HTTP"'
    )
