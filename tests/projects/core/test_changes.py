"""The one poll: nothing new costs next to nothing; what changed comes as pieces; it ends when all is done."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.ledger.transitions import move
from projects.models import State
from tests.projects import cast


@pytest.fixture
def owner(db):
    return cast.person()


@pytest.fixture
def film(owner):
    return cast.project(owner)


@pytest.fixture
def client(owner):
    client = Client()
    client.force_login(owner)
    return client


def asked(client, film, since, **query):
    return client.get(reverse("changes", args=[film.slug]), {"since": since, **query})


def cancel(clip, film) -> None:
    assert move(clip.pk, State.QUEUED, State.CANCELLED)
    film.refresh_from_db()


def test_nothing_new_is_204_in_three_queries(client, film, django_assert_num_queries):
    cast.clip(film)
    asked(client, film, film.revision)  # the first request of a process also asks whether anybody is here
    with django_assert_num_queries(3):  # the session, the person, the project's revision
        answer = asked(client, film, film.revision)
    assert answer.status_code == 204 and answer.content == b""


def test_only_what_changed_comes(client, film):
    changed, same = cast.clip(film), cast.clip(film)
    cancel(changed, film)
    page = asked(client, film, film.revision - 1).content.decode()
    assert f'id="generation-{changed.pk}"' in page and f'id="generation-{same.pk}"' not in page
    assert f"since={film.revision}" in page and "every 2s" in page  # the other one still moves


def test_when_nothing_moves_any_more_the_asking_ends(client, film):
    clip = cast.clip(film)
    cancel(clip, film)
    assert "hx-trigger" not in asked(client, film, 0).content.decode().split("<template>")[0]


def test_a_clip_without_its_pictures_yet_is_still_asked_for(client, film):
    cast.clip(film, "completed", revision=1)
    film.revision = 1
    film.save()
    assert "every 2s" in asked(client, film, 0).content.decode()
    film.generations.update(pictures_at=timezone.now())
    assert "every 2s" not in asked(client, film, 0).content.decode()


def test_the_count_of_moving_clips_comes_along(client, film):
    cast.clip(film)
    cancel(cast.clip(film), film)
    page = asked(client, film, 0).content.decode()
    assert 'data-moving="1"' in page and "1 in progress" in page and "2 clips" in page


def test_the_page_of_one_clip_hears_only_of_that_one(client, film):
    mine, other = cast.clip(film), cast.clip(film)
    cancel(other, film)
    cancel(mine, film)
    page = asked(client, film, 0, id=mine.pk).content.decode()
    assert str(mine.pk) in page and str(other.pk) not in page


@pytest.mark.parametrize("query", [{"since": "x"}, {"since": "²"}, {"since": "9" * 40}, {"id": "nonsense"}])
def test_nonsense_is_answered_calmly(client, film, query):
    cancel(cast.clip(film), film)
    assert asked(client, film, **({"since": 0} | query)).status_code == 200


def test_the_poll_asks_a_fixed_number_of_queries(client, film, owner, django_assert_max_num_queries):
    def grow(clips):
        for _ in range(clips):
            cast.attempt(cast.clip(film, "submitted", by=owner, revision=5), "refused")

    film.revision = 5
    film.save()
    grow(3)
    with django_assert_max_num_queries(25) as few:
        asked(client, film, 0)
    grow(40)
    with django_assert_max_num_queries(len(few.captured_queries)):
        asked(client, film, 0)
