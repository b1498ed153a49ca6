"""Sessions, and other sites and hosts, which can do nothing with them."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import Project
from tests.projects import cast
from tests.projects.visitors import visitor
from tests.projects.walk import SENT

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://evil.test"


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_signing_in_starts_a_new_session(client):
    person = cast.person()
    client.session.save()  # a session that an attacker has planted
    planted = client.cookies["dailies"].value
    client.post(reverse("sign-in"), {"username": person.email, "password": cast.PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.cookies["dailies"].value != planted
    other = Client()
    other.cookies["dailies"] = planted
    assert other.get(reverse("projects")).status_code == 302


def test_signing_out_ends_the_session_even_for_a_kept_cookie():
    client = visitor(cast.person())
    kept = client.cookies["dailies"].value
    client.post(reverse("sign-out"))
    thief = Client()
    thief.cookies["dailies"] = kept
    assert thief.get(reverse("projects")).status_code == 302


def test_a_new_password_ends_all_sessions():
    person = cast.person()
    phone, laptop = visitor(person), visitor(person)
    person.set_password("another lamp entirely")
    person.save()
    assert [one.get(reverse("projects")).status_code for one in (phone, laptop)] == [302, 302]


@pytest.mark.parametrize(
    "host", ["evil.test", "localhost.evil.test", "localhost:80@evil.test", "", "evil.test#localhost"]
)
def test_a_wrong_host_is_refused(host):
    answer = Client(raise_request_exception=False).get(reverse("sign-in"), headers={"host": host})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_a_forwarded_host_is_ignored(client):
    cast.person()
    answer = client.get(
        "/projects/", headers={"x-forwarded-host": "evil.test", "forwarded": "host=evil.test"}
    )
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize(
    "from_where",
    [
        {"sec-fetch-site": "cross-site"},
        {"origin": ELSEWHERE},
        {"origin": "null"},
        {"referer": f"{ELSEWHERE}/x"},
    ],
)
@pytest.mark.parametrize("route", ["projects", "sign-in", "sign-out", "appearance"])
def test_no_other_site_makes_this_one_act(route, from_where):
    """It cannot act for a visitor, nor sign them in as somebody else, even with the right token."""
    owner = cast.person()
    client = visitor(None if route == "sign-in" else owner, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = token = "c" * 32
    given = SENT.get(route, {"theme": "dark"}) | {"csrfmiddlewaretoken": token}
    secure = "referer" in from_where  # over https the Referer counts where there is no Origin
    assert client.post(reverse(route), given, headers=from_where, secure=secure).status_code == 403
    assert not Project.objects.exists()


def test_without_a_token_nothing_is_done():
    owner = cast.person()
    project = cast.project(owner)
    client = visitor(owner, enforce_csrf_checks=True)
    assert client.post(reverse("generations", args=[project.slug]), SENT["generations"]).status_code == 403
    assert client.post(reverse("project-archive", args=[project.slug])).status_code == 403


def test_a_link_from_elsewhere_still_opens_a_page():
    owner = cast.person()
    assert visitor(owner).get("/projects/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


AWAY = (
    ELSEWHERE,
    "//evil.test",
    r"/\evil.test",
    "///evil.test",
    "javascript:alert(1)",
    "https:evil.test",
    "\thttps://evil.test",
    "http://testserver@evil.test",
)


@pytest.mark.parametrize("then", AWAY)
def test_no_redirect_leaves_the_site(then):
    person = cast.person()
    login = {"username": person.email, "password": cast.PASSWORD}
    for client, how in ((Client(), "post"), (visitor(person), "get")):
        answer = getattr(client, how)(
            reverse("sign-in"), login | {"next": then} if how == "post" else {"next": then}
        )
        assert answer.headers["Location"] == "/"
    out = visitor(person).post(reverse("sign-out"), {"next": then})
    assert "evil" not in out.headers["Location"]


def test_over_https_no_other_host_can_set_our_cookies():
    """Browsers accept cookies named __Host-… only if they are Secure, for all paths and for one host."""
    ask = "from django.conf import settings as s; import json; print(json.dumps([s.SESSION_COOKIE_NAME,"
    ask += "s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
    ask += "s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS >= 31536000]))"
    env = os.environ | {
        "DAILIES_PUBLIC_URL": "https://dailies.example.com",
        "DJANGO_SETTINGS_MODULE": "studio.settings",
    }
    output = subprocess.run(
        [sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True
    ).stdout
    assert json.loads(output) == ["__Host-dailies", "__Host-csrftoken", True, True, True, True, "Lax", True]
