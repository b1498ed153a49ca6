"""A wish from the composer: new cards at once, and the same press twice is one wish."""

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


def wished(person, project, htmx=True, **fields):
    return client_of(person).post(
        reverse("generations", args=[project.slug]),
        GOOD | {"since": project.revision} | fields,
        **(HTMX if htmx else {}),
    )


def test_a_wish_comes_back_as_a_live_card_with_a_fresh_token(project, owner):
    answer = wished(owner, project)
    page = answer.content.decode()
    clip = project.generations.get()
    assert answer.status_code == 200 and json.loads(answer["HX-Trigger"]) == {"generation-requested": {}}
    assert f'id="generation-{clip.pk}"' in page and "every 2s" in page and "1 in progress" in page
    token = re.search(r'name="client_token" value="(\w+)"', page)[1]
    assert token != GOOD["client_token"]
    assert (clip.prompt.text, clip.created_by, clip.state) == ("Fog over the reef", owner, "queued")


def test_without_script_the_same_form_leads_back_to_the_library(project, owner):
    answer = wished(owner, project, htmx=False)
    assert answer.status_code == 302 and answer["Location"] == reverse("library", args=[project.slug])
    assert project.generations.count() == 1


def test_takes_are_as_many_cards(project, owner):
    page = wished(owner, project, takes="3").content.decode()
    assert page.count("<article") == 3
    assert sorted(project.generations.values_list("take", flat=True)) == [1, 2, 3]


def test_pressing_twice_makes_one_clip(project, owner):
    wished(owner, project)
    assert wished(owner, project).status_code == 200
    assert project.generations.count() == 1


def test_the_same_token_with_other_words_is_another_wish_and_refused(project, owner):
    wished(owner, project)
    answer = wished(owner, project, prompt="Something else")
    assert answer.status_code == 422 and "already used" in answer.content.decode()
    assert project.generations.count() == 1


def test_a_refused_wish_says_why_and_keeps_its_token(project, owner):
    answer = wished(owner, project, prompt=" ")
    page = answer.content.decode()
    assert answer.status_code == 422 and "Describe what should happen" in page
    assert 'value="token-0001"' in page and not project.generations.exists()


def test_without_script_the_reason_stands_on_the_library(project, owner):
    client = client_of(owner)
    answer = client.post(reverse("generations", args=[project.slug]), GOOD | {"prompt": ""}, follow=True)
    assert "Describe what should happen" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER, None])
def test_those_who_do_not_make_clips_cannot_wish(project, role):
    somebody = cast.member(project, role) if role else cast.person("eve")
    assert wished(somebody, project).status_code == 404
    assert not project.generations.exists()


def test_a_wish_is_only_posted(project, owner):
    assert client_of(owner).get(reverse("generations", args=[project.slug])).status_code == 405


def test_a_frame_of_the_library_becomes_the_keyframe(project, owner):
    source = cast.clip(project, "submitted", by=owner)
    wished(owner, project, frame0=f"clip:{source.pk}:last")
    key = project.generations.exclude(pk=source.pk).get().keyframes.get()
    assert (key.end, key.source, key.edge) == ("frame0", source, "last")
