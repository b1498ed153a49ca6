"""Addresses of earlier versions lead to today's pages."""

import pytest
from django.urls import resolve

from projects.core.old_urls import OLD_URLS, new_path

OLD = [
    "/projects/film/wishes/",
    "/projects/film/pulse/",
    "/projects/film/people/",
    "/projects/film/people/7/role/",
    "/projects/film/wells/frame0/",
    "/projects/film/timelines/2/shelf/",
    "/projects/film/timelines/2/clips/",
    "/projects/film/timelines/2/clips/1b671a64-40d5-491e-99b0-da01ff1f3341/trim/",
    "/projects/film/timelines/2/reels/abc.mp4",
    "/projects/film/reviews/3/pulse/",
    "/projects/film/reviews/3/here/",
    "/r/1b671a64-40d5-491e-99b0-da01ff1f3341/1/pulse/",
    "/r/1b671a64-40d5-491e-99b0-da01ff1f3341/1/here/",
    "/projects/film/clips/1b671a64-40d5-491e-99b0-da01ff1f3341/release/",
    "/api/timelines/1/clips",
    "/forgotten/",
    "/reset/MQ/abc-def/",
    "/sign-in/second-step/",
    "/you/",
    "/you/second-step/",
    "/you/portrait/",
    "/you/telling/",
    "/portraits/1b671a64-40d5-491e-99b0-da01ff1f3341.webp",
    "/bell/",
    "/settings/beginners/",
]


@pytest.mark.parametrize("path", OLD)
def test_an_old_url_redirects_to_an_existing_route(path):
    assert resolve(new_path(path))


def test_every_rule_is_tried():
    assert all(any(old.match(path) for path in OLD) for old, _ in OLD_URLS)


@pytest.mark.django_db
def test_a_redirect_keeps_method_and_query(client):
    answer = client.get("/you/?tab=sessions")
    assert (answer.status_code, answer["Location"]) == (308, "/profile/?tab=sessions")


@pytest.mark.parametrize("path", ["/", "/projects/film/", "/projects/people/", "/projects/film/clips/"])
def test_a_current_url_is_left_alone(path):
    assert new_path(path) is None
