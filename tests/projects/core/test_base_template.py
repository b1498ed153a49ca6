"""What every page shares: the chosen theme, the way back, and calm words when something is missing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.projects import cast


@pytest.fixture
def owner(db):
    return cast.person("ada.lovelace")


@pytest.fixture
def film(owner):
    return cast.project(owner)


@pytest.fixture
def client(owner):
    client = Client()
    client.force_login(owner)
    return client


def page(client, film) -> str:
    return client.get(reverse("library", args=[film.slug])).content.decode()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_chosen_theme_is_in_the_first_byte(client, film, theme):
    client.cookies["theme"] = theme
    assert f'<html lang="en" data-theme="{theme}">' in page(client, film)


@pytest.mark.parametrize("theme", ["", "system", '"><script>'])
def test_without_a_choice_the_system_decides(client, film, theme):
    client.cookies["theme"] = theme
    assert '<html lang="en">' in page(client, film)


def test_the_title_tells_how_many_clips_are_on_their_way(client, film):
    cast.clip(film)
    assert "<title>(1) Library · Lighthouse film</title>" in page(client, film)


def test_a_page_that_is_not_there_keeps_the_way_back(client):
    answer = client.get("/projects/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode() and "AL" in answer.content.decode()


def test_a_lost_csrf_token_is_told_kindly(owner, film):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    answer = strict.post(reverse("generations", args=[film.slug]), {"words": "Fog"})
    assert answer.status_code == 403 and "open for too long" in answer.content.decode()
    assert not film.generations.exists()


def test_the_page_after_a_fault_needs_nothing_that_may_be_broken():
    from django.template.loader import render_to_string

    assert "written down before it is sent" in render_to_string("500.html")
