"""A form does its work once, however often it is sent, and a reload of its answer sends nothing."""

import re

import pytest
from django.urls import reverse

from projects.core import once
from projects.models import FormToken, Person, Project
from tests.projects import cast
from tests.projects.web import HTMX

pytestmark = pytest.mark.django_db

FORMS: dict[str, tuple[str, dict]] = {
    "project": ("projects", {"name": "Lamp", "aspect_ratio": "16:9"}),
    "key": ("keys", {"name": "Script", "scope": "write"}),
    "webhook": ("webhooks", {"address": "https://example.test/", "event_types": ["note.created"]}),
    "invitation": ("members", {"role": "viewer", "email": "bo@example.test"}),
    "timeline": ("timeline-new", {}),
    "copy": ("timeline-copy", {}),
    "link": ("share-links", {"label": "Client"}),
}
PARTS = {"timeline-copy": (1,), "share-links": (1,)}
SHOWN = {"key": "dailies_", "webhook": "whsec_", "invitation": "/join/", "link": "/s/"}


@pytest.fixture
def send(signed_in, review):
    Person.objects.update(can_create_projects=True)

    def post(name: str, token: str = "a" * 32, **more):
        route, fields = FORMS[name]
        parts = () if route == "projects" else (review.project.slug, *PARTS.get(route, ()))
        return signed_in.post(reverse(route, args=parts), fields | {"once": token}, **more)

    return post


def count(project) -> int:
    kinds = (project.api_keys, project.webhooks, project.invitations, project.timelines)
    return sum(kind.count() for kind in kinds) + Project.objects.count() + project.reviews.get().links.count()


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_twice_makes_one(send, project, name):
    before = count(project)
    answers = [send(name), send(name)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"] and count(project) == before + 1
    send(name, token="b" * 32)
    assert count(project) == before + 2


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_once_is_shown_after_the_redirect(send, signed_in, name):
    """Also if the first answer was lost, and encrypted until then. A reload doesn't show it again."""
    send(name)
    sealed = signed_in.session[once.SHOWN]
    page = send(name, follow=True)
    secret = re.search(rf'value="([^"]*{SHOWN[name]}[^"]+)"', page.content.decode())
    assert secret and secret[1] not in sealed
    reloaded = signed_in.get(page.redirect_chain[-1][0])
    assert secret[1] not in reloaded.content.decode() and once.SHOWN not in signed_in.session


def test_the_same_form_with_other_content_does_its_work(send, signed_in, project):
    """A browser may bring back a page with its old token."""
    send("project")
    other = signed_in.post(reverse("projects"), {"name": "Tower", "aspect_ratio": "16:9", "once": "a" * 32})
    assert other["Location"] == "/projects/tower/"


def test_a_refused_form_can_be_sent_again(send, signed_in, project):
    cast.member(project, "viewer")
    member = project.memberships.get(role="viewer")
    sent = {"role": "viewer", "email": member.person.email, "once": "a" * 32}
    address = reverse("members", args=[project.slug])
    assert signed_in.post(address, sent).status_code == 422
    member.delete()
    assert signed_in.post(address, sent).status_code == 302 and project.invitations.count() == 1


def test_with_scripts_a_link_is_shown_in_place(send, signed_in, review):
    answer = send("link", headers=HTMX)
    assert answer.status_code == 200 and "/s/" in answer.content.decode()


@pytest.mark.parametrize("route", ["projects", "keys", "webhooks", "members", "share-links"])
def test_each_page_gives_its_form_a_new_token(send, signed_in, review, route):
    parts = () if route == "projects" else (review.project.slug, *PARTS.get(route, ()))
    tokens = [
        re.findall(
            r'name="once" value="(\w{32})"', signed_in.get(reverse(route, args=parts)).content.decode()
        )
        for _ in "ab"
    ]
    assert len(tokens[0]) == 1 and tokens[0] != tokens[1]


def test_old_tokens_are_deleted(send):
    send("project")
    once.sweep()
    assert FormToken.objects.count() == 1
    FormToken.objects.update(at="2026-01-01T00:00Z")
    once.sweep()
    assert not FormToken.objects.exists()
