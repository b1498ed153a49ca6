"""Check that no log line can be used to open what it names."""

import logging

import pytest
from django.urls import reverse

from studio.processes.logs import Line
from tests.projects.routes import parts_of, routes

SECRET = "abcDEF123-secret.token"


@pytest.mark.parametrize(
    "path",
    [
        reverse("keyframe-file", args=[SECRET]),
        reverse("result-file", args=[SECRET, "film.mp4"]),
        reverse("share-link", args=[SECRET]),
        reverse("join", args=[SECRET]),
        reverse("new-password", args=["MQ", SECRET]),
    ],
)
def test_the_token_of_an_address_is_left_out(path):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, f'"GET {path}" 404', (), None)
    assert SECRET not in Line("{message}", style="{").format(record)


def test_every_route_with_a_token_is_in_the_list():
    named = {route.name for route in routes() if "token" in parts_of(route)}
    assert named == {"keyframe-file", "result-file", "share-link", "join", "new-password"}
