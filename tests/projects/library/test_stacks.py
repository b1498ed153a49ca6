"""The takes of one prompt are one card in the library, which fans out."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.library.selection import read_selection
from projects.models import Role
from tests.projects import cast
from tests.projects.web import HTMX

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("preview_only")]


@pytest.fixture
def wall(project, owner):
    """Clip 1 alone; clips 2, 4 and 5 are takes of one prompt, of 24, 96 and 48 frames; clip 3 alone."""
    harbor = cast.prompt(owner, "A harbor")
    cast.clip(project, "completed", by=owner, frames=72)
    cast.clip(project, "completed", by=owner, prompt=harbor, take=1, frames=24)
    cast.clip(project, "completed", by=owner, frames=36)
    cast.clip(project, "completed", by=owner, prompt=harbor, take=2, frames=96)
    cast.clip(project, "completed", by=owner, prompt=harbor, take=3, frames=48)
    return project


def clip(project, number):
    return project.generations.get(number=number)


def cards(client, project, before="", **query) -> list[tuple[int, str]]:
    """Return the number of the clip on each card, and what its stack says."""
    answer = client.get(
        reverse("library-clips", args=[project.slug]),
        query | ({"before": before} if before else {}),
        headers=HTMX,
    )
    return read_cards(answer.content.decode())


def read_cards(page: str) -> list[tuple[int, str]]:
    found = []
    for article in page.split("<article")[1:]:
        number = int(re.findall(r'aria-label="Clip (\d+)"', article)[0])
        toggle = re.search(r"data-toggle-stack.*?>(?:<svg.*?</svg>)?([^<]*)</button>", article, re.DOTALL)
        found.append((number, toggle[1].strip() if toggle else ""))
    return found


def poll(client, project, since, **query) -> str:
    shown = f"http://testserver/projects/{project.slug}/?" + "&".join(f"{k}={v}" for k, v in query.items())
    address = reverse("changes", args=[project.slug])
    answer = client.get(address, {"since": since}, headers=HTMX | {"HX-Current-URL": shown})
    return answer.content.decode()


def fan(client, clip, shown="", **query) -> list[tuple[int, str]]:
    address = reverse("generation-takes", args=[clip.project.slug, clip.pk])
    answer = client.get(address, query, headers=HTMX | {"HX-Current-URL": f"http://testserver/{shown}"})
    assert answer.status_code == 200
    return read_cards(answer.content.decode())


# -- on the wall -----------------------------------------------------------------------------------------


def test_takes_of_one_prompt_are_one_card_where_the_newest_is(signed_in, wall):
    assert cards(signed_in, wall) == [(5, "3 takes"), (3, ""), (1, "")]
    assert cards(signed_in, wall, sort="old") == [(1, ""), (2, "3 takes"), (3, "")]


def test_a_favorite_take_is_the_picture(signed_in, wall):
    address = reverse("generation-favorite", args=[wall.slug, clip(wall, 2).pk])
    answer = signed_in.post(address, headers=HTMX)
    assert read_cards(answer.content.decode()) == [(2, "3 takes")]
    assert cards(signed_in, wall)[0] == (2, "3 takes")
    fanned = signed_in.post(address, {"fanned": "1"}, headers=HTMX)
    assert read_cards(fanned.content.decode()) == [(2, "Take 1")]


def test_a_filter_shows_the_takes_that_match(signed_in, wall):
    wall.generations.filter(number__in=(2, 3)).update(rating=4)
    assert cards(signed_in, wall, rating="4") == [(3, ""), (2, "")]
    assert fan(signed_in, clip(wall, 2), "?rating=4") == [(2, "Take 1")]
    assert fan(signed_in, clip(wall, 2), "?rating=4", folded="1") == [(2, "")]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("new", [5, 3, 1]),
        ("old", [1, 2, 3]),
        ("rating", [4, 5, 3, 1]),
        ("length", [4, 1, 3]),
        ("cost", [5, 3, 1]),
    ],
)
def test_a_stack_has_one_place_on_all_pages(signed_in, wall, sort, order, monkeypatch):
    if sort == "rating":  # a stack that stands first by its best take, and another one behind it
        other = cast.prompt(wall.generations.first().created_by, "A reef")
        wall.generations.filter(number=5).update(prompt=other)
        wall.generations.filter(number=4).update(rating=3)
    monkeypatch.setattr("projects.library.views.library.PAGE", 1)
    pages, before = [], ""
    for _page in order:
        answer = signed_in.get(
            reverse("library-clips", args=[wall.slug]),
            {"sort": sort} | ({"before": before} if before else {}),
            headers=HTMX,
        )
        page = answer.content.decode()
        pages += [number for number, _ in read_cards(page)]
        following = re.search(r"before=([\d.-]+)", page)
        before = following[1] if following else ""
    assert pages == order and not before


def test_a_stack_in_progress_says_how_many_are_ready(signed_in, wall, owner):
    harbor = clip(wall, 2).prompt
    cast.clip(wall, "submitted", by=owner, prompt=harbor, take=4)
    assert cards(signed_in, wall)[0] == (5, "3 of 4 ready"), "its picture can be played"
    wall.generations.filter(number=6).update(state="failed", error_code="moderation", provider_id="p")
    assert cards(signed_in, wall)[0] == (5, "4 takes, 1 failed")


def test_a_deleted_take_leaves_its_stack(signed_in, wall):
    wall.generations.filter(number__in=(4, 5)).update(deleted_at=timezone.now())
    assert cards(signed_in, wall) == [(3, ""), (2, ""), (1, "")]


def test_the_queries_grow_neither_with_stacks_nor_with_takes(
    signed_in, wall, owner, django_assert_max_num_queries
):
    for query in ({}, {"sort": "cost", "q": "harbor"}):
        with django_assert_max_num_queries(30) as few:
            cards(signed_in, wall, **query)
        for _stack in range(4):
            prompt = cast.prompt(owner, "Another harbor")
            for take in range(3):
                cast.clip(wall, "completed", by=owner, prompt=prompt, take=take + 1)
        with django_assert_max_num_queries(len(few.captured_queries)):
            cards(signed_in, wall, **query)
    with django_assert_max_num_queries(30) as few:
        fan(signed_in, clip(wall, 8))
    for take in range(4, 8):
        cast.clip(wall, "completed", by=owner, prompt=clip(wall, 8).prompt, take=take)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(fan(signed_in, clip(wall, 8))) == 7


# -- fanned out ------------------------------------------------------------------------------------------


def test_it_fans_out_in_the_order_of_its_takes_and_folds(signed_in, wall):
    assert fan(signed_in, clip(wall, 5)) == [(2, "Take 1"), (4, "Take 2"), (5, "Take 3")]
    assert fan(signed_in, clip(wall, 2), folded="1") == [(5, "3 takes")]


def test_without_scripts_the_clips_page_lists_the_takes(signed_in, wall):
    answer = signed_in.get(reverse("generation-takes", args=[wall.slug, clip(wall, 5).pk]))
    assert answer["Location"] == reverse("generation", args=[wall.slug, clip(wall, 5).pk])


def test_viewers_fan_out_and_outsiders_do_not(client, wall):
    client.force_login(cast.member(wall, Role.VIEWER))
    assert len(fan(client, clip(wall, 5))) == 3
    client.force_login(cast.person("eve"))
    address = reverse("generation-takes", args=[wall.slug, clip(wall, 5).pk])
    assert client.get(address, headers=HTMX).status_code == 404


# -- live ------------------------------------------------------------------------------------------------


def test_a_changed_take_brings_its_stack_and_itself(signed_in, wall):
    since = wall.revision
    signed_in.post(reverse("generation-rating", args=[wall.slug, clip(wall, 2).pk]), {"rating": "5"})
    page = poll(signed_in, wall, since)
    assert read_cards(page) == [(5, "3 takes"), (2, "Take 1")]
    assert 'data-takes="3"' in page and "data-fanned" in page


def test_the_poll_stacks_what_the_filter_of_the_page_shows(signed_in, wall):
    since = wall.revision
    signed_in.post(reverse("generation-rating", args=[wall.slug, clip(wall, 2).pk]), {"rating": "5"})
    assert read_cards(poll(signed_in, wall, since, rating=5)) == [(2, "")]
    away = poll(signed_in, wall, since, q="nothing")
    assert read_cards(away) == [(2, "")] and "data-stack" not in away


def test_a_deleted_face_makes_room_for_another_take(signed_in, wall):
    since = wall.revision
    signed_in.post(reverse("library-deletion", args=[wall.slug]), {"clip": clip(wall, 5).pk})
    page = poll(signed_in, wall, since)
    assert read_cards(page) == [(4, "2 takes")] and "data-gone" in page


# -- selected --------------------------------------------------------------------------------------------


def test_a_selected_stack_is_all_its_takes(signed_in, wall, rf, owner):
    cast.clip(wall, "submitted", by=owner, prompt=clip(wall, 2).prompt, take=4)
    answer = signed_in.get(reverse("library-clips", args=[wall.slug]), headers=HTMX)
    [value] = re.findall(r'name="clip"\s+value="([^"]* [^"]*)"', answer.content.decode())
    sent = rf.post("/", {"clip": value}).POST
    assert [row.number for row in read_selection(sent, wall)] == [2, 4, 5], "not the one in progress"
    answer = signed_in.post(
        reverse("selection-rating", args=[wall.slug]), {"clip": value, "rating": "3"}, headers=HTMX
    )
    assert "3 clips rated." in answer.content.decode()


def test_the_takes_of_a_stack_are_compared_from_its_card(signed_in, wall):
    page = signed_in.get(reverse("library", args=[wall.slug])).content.decode()
    links = re.findall(r'href="(/projects/[^"]*compare/\?[^"]*)"', page)
    assert links == [f"/projects/{wall.slug}/compare/?left=c5&amp;right=c4&amp;third=c2"]
    compared = signed_in.get(links[0].replace("&amp;", "&")).content.decode()
    assert compared.count("<video ") == 3
