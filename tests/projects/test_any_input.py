"""Whatever is sent to a route, it answers: no query, form or body makes any of them fail (5xx)."""

import os
from itertools import islice

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from tests.projects import authz
from tests.projects.any_input import API_NAMES, Request, recorded, requests_for, squares_for
from tests.projects.routes import Route, is_api, parts_of, routes
from tests.projects.walk import QUERIES, SENT

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = int(os.environ.get("DAILIES_TEST_EXAMPLES", 12))
ASKED = ("owner", "runner", "decider", "anonymous", "write key")
SHUT = {"401", "403", "404", "405", "sign in", "-"}
NOT_MADE = 501  # the API's word for what this studio does not make
NOWHERE = "http://127.0.0.1:1"


@pytest.mark.parametrize("route", [pytest.param(one, id=one.name) for one in routes()])
def test_no_input_makes_a_route_fail(walk, route):
    first, *others = people_let_in(route)
    names = names_read(walk, route, first)
    refused = {method for method in ("GET", "POST") if ask(walk, route, first, Request(method)) == 405}
    for sent in squares_for(names, walk.stage.own):
        if sent.method not in refused:
            ask(walk, route, first, sent)
    for actor in (first, *others[:1]):
        ask_all(walk, route, actor, names)


def people_let_in(route: Route) -> list[str]:
    """Return who gets past the door of this route, by the authorization table."""
    rows = [row for row in authz.read_committed() if row["route"] == route.name and "own" in row["object"]]
    let_in = [actor for actor in ASKED if any(row[actor] not in SHUT for row in rows)]
    return let_in or ["anonymous"]


def names_read(walk, route: Route, actor: str) -> list[str]:
    """Return the names that the view looks up, also those that it looks up only beside others."""
    if is_api(route):
        return list(API_NAMES)
    names: set[str] = {*SENT.get(route.name, {}), *QUERIES.get(route.name, {})}
    for _ in range(2):
        with recorded() as found:
            for sent in islice(squares_for(sorted(names) or ["a"], walk.stage.own), 4):
                ask(walk, route, actor, sent)
        names |= found - {"csrfmiddlewaretoken"}
    return sorted(names)


def ask_all(walk, route: Route, actor: str, names: list[str]) -> None:
    @given(sent=requests_for(route, names or ["a"], walk.stage.own))
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask_any(sent: Request):
        ask(walk, route, actor, sent)

    ask_any()


def ask(walk, route: Route, actor: str, sent: Request) -> int:
    walk.restore_cookies()
    with override_settings(AIMLAPI_BASE_URL=NOWHERE, LUMAAI_BASE_URL=NOWHERE), transaction.atomic():
        response = sent.send(walk.stage.clients[actor], address(walk, route, actor, sent))
        transaction.set_rollback(True)
    status = response.status_code
    assert status < 500 or (status == NOT_MADE and is_api(route)), (sent, response.exc_info)
    return status


def address(walk, route: Route, actor: str, sent: Request) -> str:
    """Return the route's address: of an own object, or with the largest number and strangest text there."""
    if not sent.strange_parts:
        return walk.address(route, actor, "own")
    parts = walk.stage.arguments(route, "own")
    kinds = {name: type(converter).__name__ for name, converter in parts_of(route).items()}
    strange = {"IntConverter": 10**30, "StringConverter": "²\x0b%", "PathConverter": "²\x0b%/.."}
    return reverse(
        route.name, kwargs=parts | {name: strange.get(kind, parts[name]) for name, kind in kinds.items()}
    )
