"""Library cards are cached: none is ever out of date, or holds what is another visitor's."""

import re

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.library import card_cache
from projects.library.collecting import collect
from projects.library.organize import add_tags
from projects.models import Role
from tests.projects import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("preview_only")]

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["cards"].clear()


@pytest.fixture
def clip(project, owner):
    return cast.clip(project, "completed", by=owner, frames=48, pictures_at=timezone.now())


def library(client, project, **query) -> str:
    """Return the cards of the library's page."""
    page = client.get(reverse("library", args=[project.slug]), query).content.decode()
    return "".join(re.findall(r"<article.*?</article>", page, re.DOTALL))


# Of what, which fields become what, and what the card shows then.
CHANGES = {
    "rated": ("clip", {"rating": 4}, "Rating: 4 of 5"),
    "a favorite": ("clip", {"favorite": True}, 'aria-pressed="true" aria-label="Favorite"'),
    "another length": ("clip", {"frames": 240}, "0:10"),
    "another picture": ("clip", {"width_px": 333}, 'width="333"'),
    "what is drawn": ("clip", {"drawn": {"staged": [], "not_staged": ["kite"]}}, "kite"),
    "another name": ("created_by", {"name": "Grace"}, "Grace"),
    "another prompt": ("prompt", {"text": "A tide pool"}, "A tide pool"),
    "a prompt of zeros": ("prompt", {"text": "0" * 64}, "0" * 64),
    "a loop": ("prompt", {"loop": True}, "loop"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_at_once(signed_in, project, clip, change):
    of, fields, seen = CHANGES[change]
    before, again = library(signed_in, project), library(signed_in, project)
    assert seen not in before and with_token_of(before, again) == again
    row = clip if of == "clip" else getattr(clip, of)
    type(row).objects.filter(pk=row.pk).update(**fields)
    assert seen in library(signed_in, project)


def with_token_of(page: str, other: str) -> str:
    """Return the page with the other page's token: each page has a new one."""
    return page.replace(TOKEN.findall(page)[0], TOKEN.findall(other)[0])


def test_the_list_shows_new_tags_at_once(signed_in, project, clip):
    assert "#storm" not in library(signed_in, project, view="list")
    add_tags(project, [clip.pk], "storm")
    assert "#storm" in library(signed_in, project, view="list")
    assert "#storm" not in library(signed_in, project)


def test_another_take_makes_a_stack_of_it(signed_in, project, owner, clip):
    assert "2 takes" not in library(signed_in, project)
    cast.clip(project, "completed", by=owner, prompt=clip.prompt, take=2, pictures_at=timezone.now())
    assert "2 takes" in library(signed_in, project)


def test_each_page_has_the_token_of_its_visitor(project, owner, clip):
    address = reverse("generation-favorite", args=[project.slug, clip.pk])
    for person in (owner, cast.member(project, Role.EDITOR), owner):
        client = visitor(person, enforce_csrf_checks=True)
        page = library(client, project)
        assert client.post(address, {"csrfmiddlewaretoken": TOKEN.findall(page)[0]}).status_code == 302
        assert client.post(address, {"csrfmiddlewaretoken": card_cache.TOKEN}).status_code == 403


def test_who_may_not_edit_sees_no_buttons_of_who_may(project, owner, clip):
    viewer = cast.member(project, Role.VIEWER)
    seen = ["Extend" in library(visitor(person), project) for person in (owner, viewer, owner)]
    assert seen == [True, False, True]


def visitor(person, **options) -> Client:
    client = Client(**options)
    client.force_login(person)
    return client


def test_a_clip_in_a_collection_is_the_same_card(signed_in, project, owner, clip):
    collect(project, owner, [clip.pk], "Opening")
    assert f'id="generation-{clip.pk}"' in library(
        signed_in, project, collection=project.collections.get().pk
    )
