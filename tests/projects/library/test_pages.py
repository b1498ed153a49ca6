"""The library's pages: where they start, what stands before and after them, and what the address keeps."""

import re

import pytest
from django.urls import reverse

from tests.projects import cast
from tests.projects.web import HTMX

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("preview_only")]


@pytest.fixture
def wall(project, owner, monkeypatch):
    """Nine clips, of which 2 and 8 are takes of one prompt; three places are a page."""
    both = cast.prompt(owner, "A harbor")
    for number in range(1, 10):
        prompt = both if number in (2, 8) else None
        cast.clip(project, "submitted", by=owner, prompt=prompt, rating=number % 3)
    monkeypatch.setattr("projects.library.views.library.PAGE", 3)
    return project


def page(client, project, name="library", **query) -> str:
    answer = client.get(reverse(name, args=[project.slug]), query, headers=HTMX if name != "library" else {})
    assert answer.status_code == 200
    return answer.content.decode()


def places(text: str) -> list[str]:
    return re.findall(r'data-place="([\d.-]+)"', text)


def link(text: str, name: str) -> str:
    found = re.search(rf'href="[^"]*[?;]{name}=([\d.-]+)', text)
    return found[1] if found else ""


@pytest.mark.parametrize("sort", ["new", "old", "rating", "length", "cost"])
def test_pages_meet_in_both_directions(signed_in, wall, sort):
    text = page(signed_in, wall, sort=sort)
    there = places(text)
    while older := link(text, "before"):
        text = page(signed_in, wall, "library-clips", sort=sort, before=older)
        there += places(text)
    assert len(there) == len(set(there)) == 8
    for place in there:
        text = page(signed_in, wall, sort=sort, at=place)
        assert places(text) == there[there.index(place) :][:3]
        back = []
        while newer := link(text, "until"):
            text = page(signed_in, wall, "library-clips", sort=sort, until=newer)
            back = places(text) + back
        assert back == there[: there.index(place)]


def test_a_place_starts_a_window_with_a_way_to_both_sides(signed_in, wall):
    text = page(signed_in, wall, at="6")
    assert places(text) == ["6", "5", "4"] and "Newer clips" in text and "Show more clips" in text
    assert "data-new-first" not in text, "what is requested now doesn't belong here"
    assert "Newer clips" not in page(signed_in, wall, at="9")
    assert "Newer clips" not in page(signed_in, wall, "library-clips", before="6")
    assert "Show more clips" not in page(signed_in, wall, "library-clips", until="6")


@pytest.mark.parametrize("place", ["0", "x", "-1", "9" * 40, "1.2.3", "-1.-1"])
@pytest.mark.parametrize("name", ["at", "until", "before"])
@pytest.mark.parametrize("sort", ["new", "cost"])
def test_a_place_that_is_none_shows_a_page(signed_in, wall, name, place, sort):
    text = page(signed_in, wall, sort=sort, **{name: place})
    assert "Make your first clip" not in text or name == "until"


def test_a_place_behind_the_end_shows_the_first_page(signed_in, wall):
    wall.generations.filter(number__lt=4).delete()
    assert places(page(signed_in, wall, at="2")) == ["9", "8", "7"]


def test_links_keep_the_filter_and_a_new_filter_starts_at_its_top(signed_in, wall):
    text = page(signed_in, wall, at="6", state="moving")
    assert "?state=moving&amp;until=7" in text and "?state=moving&amp;before=4" in text
    answer = signed_in.get(
        reverse("library-clips", args=[wall.slug]), {"q": "harbor", "at": "6"}, headers=HTMX
    )
    assert answer["HX-Replace-Url"] == f"/projects/{wall.slug}/?q=harbor"
