"""The library's filters, order and saved filters."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.library import organize
from projects.library.views import library
from projects.models import Role, SavedFilter
from tests.projects import cast
from tests.projects.web import HTMX

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("preview_only")]


def shown(client, project, **query) -> list[int]:
    """Return the numbers of the clips that the library shows, in its order."""
    answer = client.get(reverse("library-clips", args=[project.slug]), query, headers=HTMX)
    assert answer.status_code == 200
    return [
        int(number) for number in re.findall(r'<article[^>]*data-number="(\d+)"', answer.content.decode())
    ]


def panel(client, project, **query) -> str:
    answer = client.get(reverse("library-filters", args=[project.slug]), query, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def wall(project, owner):
    """Six clips: 1 rated 5; 2 tall, by Ada; 3 in progress; 4 old; 5 tagged; 6 on a timeline."""
    ada = cast.member(project, Role.EDITOR, "Ada Lovelace")
    made = {"by": owner, "frames": 24}
    best = cast.clip(project, "completed", rating=5, **made)
    tall = cast.prompt(ada, "A tower", aspect_ratio="9:16")
    cast.clip(project, "completed", prompt=tall, rating=3, by=ada, frames=48)
    cast.clip(project, "submitted", by=owner)
    old = cast.clip(project, "completed", **made)
    type(old).objects.filter(pk=old.pk).update(created_at=datetime(2024, 2, 29, 12, tzinfo=UTC))
    tagged = cast.clip(project, "completed", **made)
    organize.add_tags(project, [tagged.pk, best.pk], "Café")
    organize.add_tags(project, [best.pk], "dusk")
    timeline = project.timelines.create(number=1, name="Rough cut")
    timeline.shots.create(generation=cast.clip(project, "completed", **made), position="a")
    timeline.shots.create(generation=old, position="b", active=False)
    return project


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"rating": "3"}, [2, 1]),
        ({"rating": "5"}, [1]),
        ({"ratio": "9:16"}, [2]),
        ({"state": ["moving", "failed"]}, [3]),
        ({"to": "2024-02-29"}, [4]),
        ({"from": "2024-02-29", "to": "2024-02-29"}, [4]),
        ({"from": "2024-03-01"}, [6, 5, 3, 2, 1]),
        ({"tag": "CAFE"}, [5, 1]),
        ({"tag": ["cafe", "dusk"]}, [1]),
        ({"tag": "no such tag"}, []),
        ({"show": "unused"}, [5, 4, 2, 1]),
        ({"model": "preview:preview", "rating": "4"}, [1]),
        ({"model": "aimlapi:luma/ray-2"}, []),
        ({"q": "café"}, [5, 1]),
        ({"q": "tower ada"}, [2]),
        ({"show": "unused", "rating": "3", "tag": "dusk"}, [1]),
    ],
)
def test_filters_are_combined(signed_in, wall, query, found):
    assert shown(signed_in, wall, **query) == found


def test_clips_are_filtered_by_person(signed_in, wall):
    ada = wall.memberships.get(person__name="Ada Lovelace").person
    assert shown(signed_in, wall, person=ada.pk) == [2]
    assert "Ada Lovelace" in panel(signed_in, wall)


@pytest.mark.parametrize(
    "query",
    [
        {"rating": "99", "from": "2024-02-30", "to": "x", "sort": "none", "show": "none", "state": "none"},
        {"person": ["x", "-1", "9" * 40], "from": "0001-01-01", "to": "9999-12-31"},
        {"before": "9" * 50},
        {"before": "x.y", "sort": "cost"},
        {"before": "-1", "sort": "old"},
        {"tag": "´"},
    ],
)
def test_what_an_address_can_not_mean_is_left_out(signed_in, wall, query):
    answer = signed_in.get(reverse("library", args=[wall.slug]), query)
    assert answer.status_code == 200


def test_notes_find_the_take_that_they_are_about(signed_in, review):
    take = cast.clip(review.project, "completed")
    review.notes.create(
        frame=0,
        text="Too DÄRK: the keeper’s café",
        client_token="t",
        take=take,
        person=review.project.memberships.get().person,
    )
    for query in ("dark", "DÄRK CAFE", "keeper's"):
        assert shown(signed_in, review.project, q=query) == [take.number]


# -- order -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("old", [1, 2, 3, 4, 5, 6]),
        ("rating", [1, 2, 6, 5, 4, 3]),
        ("length", [2, 6, 5, 4, 1, 3]),
        ("cost", [4, 2, 6, 5, 3, 1]),
    ],
)
def test_clips_are_sorted_and_their_pages_meet(signed_in, wall, sort, order, monkeypatch):
    costs = {4: ("1.10", "0.0001"), 2: ("1.10",)}
    for number, parts in costs.items():
        for cost in parts:
            generation = wall.generations.get(number=number)
            cast.attempt(generation, "refused", cost_usd=Decimal(cost), closed_at=timezone.now())
    assert shown(signed_in, wall, sort=sort) == order
    monkeypatch.setattr("projects.library.views.library.PAGE", 2)
    pages, before = [], ""
    while True:
        query = {"sort": sort} | ({"before": before} if before else {})
        answer = signed_in.get(reverse("library-clips", args=[wall.slug]), query, headers=HTMX)
        page = answer.content.decode()
        pages += re.findall(r'<article[^>]*data-number="(\d+)"', page)
        following = re.search(r"before=([\d.-]+)", page)
        if not following:
            break
        before = following[1]
    assert [int(number) for number in pages] == order


def test_filters_and_order_take_no_more_queries_with_more_clips(
    signed_in, wall, django_assert_max_num_queries
):
    ada = wall.memberships.get(person__name="Ada Lovelace").person
    every = {"q": "a", "rating": "0", "tag": "cafe", "person": ada.pk, "sort": "cost", "state": "ready"}
    for query in ({"sort": "cost"}, every):
        with django_assert_max_num_queries(30) as few:
            shown(signed_in, wall, **query)
        for number in range(20):
            made = cast.clip(wall, "completed", by=ada, rating=number % 5)
            organize.add_tags(wall, [made.pk], f"cafe, tag {number}")
        with django_assert_max_num_queries(len(few.captured_queries)):
            shown(signed_in, wall, **query)


# -- chips and the panel ---------------------------------------------------------------------------------


def test_each_active_filter_is_a_chip_that_takes_it_off(signed_in, wall):
    answer = signed_in.get(
        reverse("library", args=[wall.slug]), {"rating": "3", "tag": "cafe", "sort": "rating"}
    )
    page = answer.content.decode()
    assert "Remove filter: #Café" in page and "Remove filter: ★★★ or better" in page
    assert f'href="/projects/{wall.slug}/?rating=3&amp;sort=rating"' in page
    assert f'href="/projects/{wall.slug}/?sort=rating&amp;tag=cafe"' in page


def test_the_panel_offers_what_the_clips_have(signed_in, wall):
    found = panel(signed_in, wall, tag="cafe", rating="2")
    assert re.search(r'value="cafe"\s+checked', found) and re.search(r'value="2" checked', found)
    assert 'value="9:16"' in found and "dusk" in found
    assert 'name="model"' not in found, "all are of one model"


def test_the_panel_is_a_page_without_scripts(signed_in, wall):
    answer = signed_in.get(reverse("library-filters", args=[wall.slug]))
    assert "<h1>Filter clips</h1>" in answer.content.decode()


# -- saved filters ---------------------------------------------------------------------------------------


def save(client, project, **fields):
    return client.post(reverse("library-filters", args=[project.slug]), fields, headers=HTMX)


def test_a_filter_is_saved_for_one_person_and_project(signed_in, client, wall):
    answer = save(signed_in, wall, name="  Best   of dusk ", query="?tag=Dusk&rating=4&nonsense=1&before=3")
    assert "Filter saved as “Best of dusk”." in answer.content.decode()
    assert SavedFilter.objects.get().query == "rating=4&tag=dusk"
    assert "Best of dusk" in panel(signed_in, wall)
    save(signed_in, wall, name="Best of dusk", query="rating=5")
    assert SavedFilter.objects.get().query == "rating=5"
    client.force_login(wall.memberships.get(person__name="Ada Lovelace").person)
    assert "Best of dusk" not in panel(client, wall)
    removal = reverse("saved-filter-removal", args=[wall.slug, SavedFilter.objects.get().pk])
    assert client.post(removal, headers=HTMX).status_code == 404


def test_a_saved_filter_is_removed(signed_in, wall):
    save(signed_in, wall, name="Best", query="rating=5")
    removal = reverse("saved-filter-removal", args=[wall.slug, SavedFilter.objects.get().pk])
    assert "“Best” removed." in signed_in.post(removal, headers=HTMX).content.decode()
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_a_filter_without_a_fitting_name_is_refused(signed_in, wall, name):
    answer = save(signed_in, wall, name=name, query="rating=5")
    assert answer.status_code == 422 and "at most 60 characters" in answer.content.decode()
    assert not SavedFilter.objects.exists()


def test_control_characters_in_a_saved_query_are_dropped(signed_in, wall):
    save(signed_in, wall, name="Odd", query="tag=%00cafe&q=%00")
    assert SavedFilter.objects.get().query == "tag=cafe"


def test_the_fifty_first_filter_is_refused(signed_in, wall, owner):
    for number in range(50):
        wall.saved_filters.create(person=owner, name=f"Filter {number}", query="rating=1")
    assert save(signed_in, wall, name="One more", query="rating=5").status_code == 422
    assert save(signed_in, wall, name="Filter 1", query="rating=5").status_code == 200


def test_a_filtered_library_stops_counting_somewhere(signed_in, wall, monkeypatch):
    """A page of one clip has more behind it. Without a filter, every clip is counted."""
    monkeypatch.setattr(library, "PAGE", 1)
    monkeypatch.setattr(library, "MOST_COUNTED", 2)
    address, all_of_them = reverse("library", args=[wall.slug]), wall.generations.count()
    assert "More than 2 clips" in signed_in.get(address, {"state": "ready"}).content.decode()
    for query in ({}, {"before": all_of_them}):
        page = signed_in.get(address, query).content.decode()
        assert f"{all_of_them} clips" in page and "More than" not in page
