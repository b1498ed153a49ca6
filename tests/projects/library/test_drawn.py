"""A Preview clip says what it shows of its prompt."""

import pytest
from django.urls import reverse

from tests.projects import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(owner, client):
    client.force_login(owner)
    return owner


def test_a_preview_clip_says_what_it_shows_on_its_card_and_its_page(client, owner, project):
    drawn = {
        "staged": [{"noun": "fox", "count": 2, "action": "run"}, {"noun": "snow", "count": 1, "action": ""}],
        "not_staged": ["mirror ball", "<b>trampoline</b>"],
    }
    clip = cast.clip(project, "completed", drawn=drawn)
    card = client.get(reverse("library", args=[project.slug])).content.decode()
    assert "Preview: fox, snow · not drawn: mirror ball, &lt;b&gt;trampoline&lt;/b&gt;" in card
    page = client.get(reverse("generation", args=[project.slug, clip.pk])).content.decode()
    assert "2 × fox (run), snow" in page and "mirror ball, &lt;b&gt;trampoline" in page


def test_a_clip_of_another_engine_says_nothing_of_what_is_drawn(client, owner, project):
    cast.clip(project, "completed")
    assert "card__drawn" not in client.get(reverse("library", args=[project.slug])).content.decode()


def test_a_preview_of_pure_light_says_so(client, owner, project):
    cast.clip(project, "completed", drawn={"staged": [], "not_staged": ["trampoline"]})
    card = client.get(reverse("library", args=[project.slug])).content.decode()
    assert "Preview: light and color · not drawn: trampoline" in card
