"""A request from the composer: new cards at once, and a double press is one request."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import Role
from tests.projects import cast

pytestmark = pytest.mark.usefixtures("preview_only")

GOOD = {"prompt": "Fog over the reef", "model": "preview:preview", "slate": "1", "client_token": "token-0001"}
HTMX = {"headers": {"HX-Request": "true"}}


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def request(person, project, htmx=True, **fields):
    return client_of(person).post(
        reverse("generations", args=[project.slug]),
        GOOD | {"since": project.revision} | fields,
        **(HTMX if htmx else {}),
    )


def test_a_request_returns_a_live_card_and_a_fresh_token(project, owner):
    answer = request(owner, project)
    page = answer.content.decode()
    clip = project.generations.get()
    assert answer.status_code == 200 and json.loads(answer["HX-Trigger"]) == {"generation-requested": {}}
    assert f'id="generation-{clip.pk}"' in page and "every 2s" in page and "1 in progress" in page
    token = re.search(r'name="client_token" value="(\w+)"', page)[1]
    assert token != GOOD["client_token"]
    assert (clip.prompt.text, clip.created_by, clip.state) == ("Fog over the reef", owner, "queued")


def test_without_scripts_the_form_redirects_to_the_library(project, owner):
    answer = request(owner, project, htmx=False)
    assert answer.status_code == 302 and answer["Location"] == reverse("library", args=[project.slug])
    assert project.generations.count() == 1


def test_the_takes_of_a_request_are_one_stack(project, owner):
    page = request(owner, project, takes="3").content.decode()
    assert page.count('data-takes="3"') == 1 and "0 of 3 ready" in page
    assert page.count("data-fanned") == 3, "for a page where the stack is fanned out"
    assert sorted(project.generations.values_list("take", flat=True)) == [1, 2, 3]


def test_a_double_press_makes_one_clip(project, owner):
    request(owner, project)
    assert request(owner, project).status_code == 200
    assert project.generations.count() == 1


def test_another_prompt_with_the_same_token_is_refused(project, owner):
    request(owner, project)
    answer = request(owner, project, prompt="Something else")
    assert answer.status_code == 422 and "already used" in answer.content.decode()
    assert project.generations.count() == 1


def test_a_refused_request_says_why_and_keeps_its_token(project, owner):
    answer = request(owner, project, prompt=" ")
    page = answer.content.decode()
    assert answer.status_code == 422 and "Describe what should happen" in page
    assert 'value="token-0001"' in page and not project.generations.exists()


def test_without_scripts_the_reason_is_on_the_librarys_page(project, owner):
    client = client_of(owner)
    answer = client.post(reverse("generations", args=[project.slug]), GOOD | {"prompt": ""}, follow=True)
    assert "Describe what should happen" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER, None])
def test_viewers_cannot_request(project, role):
    somebody = cast.member(project, role) if role else cast.person("eve")
    assert request(somebody, project).status_code == 404
    assert not project.generations.exists()


def test_a_request_needs_a_post(project, owner):
    assert client_of(owner).get(reverse("generations", args=[project.slug])).status_code == 405


def test_a_chosen_frame_becomes_the_keyframe(project, owner):
    source = cast.clip(project, "submitted", by=owner)
    request(owner, project, frame0=f"clip:{source.pk}:last")
    key = project.generations.exclude(pk=source.pk).get().keyframes.get()
    assert (key.end, key.source, key.edge) == ("frame0", source, "last")
