"""What every page shares: the theme, the navigation, and the error pages."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.projects import cast


@pytest.fixture
def owner(db):
    return cast.person("ada.lovelace")


def page(signed_in, project) -> str:
    return signed_in.get(reverse("library", args=[project.slug])).content.decode()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_chosen_theme_is_in_the_html(signed_in, project, theme):
    signed_in.cookies["theme"] = theme
    assert f'<html lang="en" data-theme="{theme}">' in page(signed_in, project)


@pytest.mark.parametrize("theme", ["", "system", '"><script>'])
def test_without_a_choice_the_system_theme_is_used(signed_in, project, theme):
    signed_in.cookies["theme"] = theme
    assert '<html lang="en">' in page(signed_in, project)


def test_the_title_counts_the_pending_clips(signed_in, project):
    cast.clip(project)
    assert "<title>(1) Library · Lighthouse film</title>" in page(signed_in, project)


def test_a_missing_page_keeps_the_navigation(signed_in):
    answer = signed_in.get("/projects/nowhere/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode() and "AL" in answer.content.decode()


def test_a_lost_csrf_token_is_explained(owner, project):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    answer = strict.post(reverse("generations", args=[project.slug]), {"prompt": "Fog"})
    assert answer.status_code == 403 and "This page has expired" in answer.content.decode()
    assert not project.generations.exists()


def test_the_error_page_depends_on_nothing_that_may_be_broken():
    from django.template.loader import render_to_string

    assert "recorded before it is sent" in render_to_string("500.html")
