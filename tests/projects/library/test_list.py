"""The library as a list: what its rows say, and that the address keeps it."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.library import organize
from tests.projects import cast
from tests.projects.web import HTMX

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("preview_only")]


def fetch(client, project, name="library", **query) -> str:
    headers = {} if name == "library" else HTMX
    answer = client.get(reverse(name, args=[project.slug]), query, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def facts(page: str) -> dict[str, str]:
    """Return {name: text} of the first row."""
    row = page.split('<dl class="card__facts">')[1].split("</dl>")[0]
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", row, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", text).split()) for name, text in found}


def test_a_row_says_what_is_known_of_a_clip(signed_in, project, owner):
    clip = cast.clip(project, "completed", by=owner, rating=4, frames=48)
    cast.attempt(clip, "refused", cost_usd=Decimal("0.71"), closed_at=timezone.now())
    organize.add_tags(project, [clip.pk], "Storm, fog")
    said = facts(fetch(signed_in, project, view="list"))
    assert said.pop("Time")
    assert said == {
        "State": "Ready",
        "Model": "Preview",
        "Person": "Ada",
        "Length": "2 s",
        "Cost": "$0.71",
        "Rating": "4 ★",
        "Tags": "#fog #Storm",
    }


def test_every_link_of_the_page_and_its_poll_keep_the_list(signed_in, project, owner):
    cast.clip(project, "completed", by=owner, rating=4)
    page = fetch(signed_in, project, view="list", rating="3", sort="old")
    assert "grid--list" in page and "?show=favorites&amp;rating=3&amp;sort=old&amp;view=list" in page
    assert 'href="/projects/lighthouse-film/?rating=3&amp;sort=old"' in page, "the way back to the wall"
    assert 'name="view" value="list"' in fetch(signed_in, project, "library-filters", view="list")
    organize.rate(project, [project.generations.get().pk], 5)
    shown = HTMX | {"HX-Current-URL": "http://testserver/projects/lighthouse-film/?view=list"}
    poll = signed_in.get(reverse("changes", args=[project.slug]), {"since": 0}, headers=shown)
    assert "card__facts" in poll.content.decode()


def test_the_library_is_a_wall_without_a_view_in_the_address(signed_in, project, owner):
    cast.clip(project, "completed", by=owner)
    for query in ({}, {"view": "wall"}, {"view": "<b>"}):
        page = fetch(signed_in, project, **query)
        assert "grid--list" not in page and "card__facts" not in page


def test_a_list_of_many_takes_no_more_queries(signed_in, project, owner, django_assert_max_num_queries):
    def grow(count: int) -> None:
        for number in range(count):
            clip = cast.clip(project, ("completed", "failed", "submitted")[number % 3], by=owner)
            cast.attempt(clip, "refused", cost_usd=Decimal(1), closed_at=timezone.now())
            organize.add_tags(project, [clip.pk], f"tag {number}")

    grow(3)
    with django_assert_max_num_queries(45) as few:
        fetch(signed_in, project, view="list")
    grow(12)
    with django_assert_max_num_queries(len(few.captured_queries)):
        fetch(signed_in, project, view="list")
