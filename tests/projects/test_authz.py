"""Who may do what: the committed table is the truth, and what one may not see is not there at all.

All checks of this file read one walk over every route: an answer that two of them need is asked for once.
"""

import pytest
from django.urls import reverse
from lxml import html

from projects.models import Generation
from tests.projects import authz
from tests.projects.hostile_words import Bones
from tests.projects.protections import missing_protections
from tests.projects.routes import is_api, objects_of, routes
from tests.projects.stage import NOWHERE
from tests.projects.walk import SENT, keep

pytestmark = pytest.mark.django_db
HOW = (
    "Who may do what has changed. `python -m tests.projects.authz --write` writes authz.csv anew:"
    " read its difference line by line, and commit it only if every answer is meant."
)


@pytest.mark.slow
def test_every_route_answers_everybody_as_the_table_says(walk):
    now, agreed = authz.build_table(walk), authz.read_committed()
    new = {row["route"] for row in now} - {row["route"] for row in agreed}
    assert not new, f"Nobody has decided yet who may use {sorted(new)}. {HOW}"
    assert authz.as_text(now) == authz.as_text(agreed), HOW


@pytest.mark.slow
def test_what_one_may_not_see_looks_exactly_like_what_is_not_there(walk):
    for route in routes():
        hidden = [which for which in objects_of(route) if which in ("foreign", "crossed")]
        for which in hidden:
            for method in ("GET", "POST"):
                for actor in ("owner", "viewer", "runner"):
                    answer = walk.answer(route, method, actor, which)
                    missing = walk.answer(route, method, actor, "missing")
                    assert answer.everything == missing.everything, f"{method} {route.name} {which} {actor}"


@pytest.mark.slow
def test_every_answer_of_every_route_has_the_protecting_headers(walk):
    statuses = set()
    for route in routes():
        for which in objects_of(route):
            for method in ("GET", "POST", "DELETE"):
                for actor in ("owner", "runner", "anonymous"):
                    answer = walk.answer(route, method, actor, which)
                    missing = missing_protections(answer.headers, is_file=answer.is_streaming)
                    assert missing == [], f"{method} {route.name} {which} {actor}"
                    statuses.add(answer.status)
    assert statuses >= {200, 204, 302, 404, 405, 422}


def test_every_page_has_a_title_a_heading_and_nothing_inline(walk):
    pages = 0
    for route in routes():
        for actor in ("owner", "anonymous"):
            if page := walk.answer(route, "GET", actor, "own").page:
                document, pages = html.document_fromstring(page), pages + 1
                assert Bones(page).inline == [], f"{route.name} {actor}"
                assert document.findtext(".//title", "").strip(), f"{route.name} {actor}"
                assert len(document.findall(".//h1")) == 1, f"{route.name} {actor}"
    assert pages > 20


def test_a_foreign_keyframe_looks_exactly_like_none(walk):
    """Its ID is not in the address of the page but in the query."""
    end = {"slug": walk.stage.own["slug"], "end": "frame0"}
    choices = [f"clip:{id}:last" for id in (walk.stage.foreign["clip"], NOWHERE)]
    choices += [f"image:{id}" for id in (walk.stage.foreign["image"], NOWHERE)]
    answers = [
        keep(walk.stage.clients["owner"].get(reverse("keyframe-slot", kwargs=end), {"choice": choice}))
        for choice in choices
    ]
    assert [answer.status for answer in answers] == [404] * 4
    assert len({answer.everything for answer in answers}) == 1
    before = Generation.objects.count()
    for choice in choices:
        fields = SENT["generations"] | {"frame0": choice}
        walk.stage.clients["owner"].post(reverse("generations", args=[end["slug"]]), fields)
    assert Generation.objects.count() == before


def test_every_view_lists_the_methods_it_takes(walk):
    """An unknown method is refused by the view's own list, before it looks at anything."""
    statuses = {}
    for route in routes():
        client = walk.stage.clients["anonymous" if route.name == "sign-in" else "owner"]
        address = reverse(route.name, kwargs=walk.stage.arguments(route, "own"))
        statuses[route.name] = client.generic("BREW", address).status_code
    assert {name: status for name, status in statuses.items() if status != 405} == {}


def test_only_the_api_skips_the_csrf_check():
    """Programs have no cookies: those that they send are thrown away before anybody reads them."""
    without = {one.name for one in routes() if getattr(one.callback, "csrf_exempt", False)}
    assert without == {one.name for one in routes() if is_api(one)}


def test_a_key_opens_no_page(walk):
    """A program's key does not replace a session."""
    library = reverse("library", args=[walk.stage.own["slug"]])
    program = walk.stage.clients["write key"]
    program.cookies.clear()
    assert keep(program.get(library)).outcome == "sign in"


def test_only_these_routes_are_open_without_an_account():
    """A review's and a guest's routes check themselves who is there; the table says what they answer."""
    public = {
        one.name for one in routes() if not getattr(one.callback, "login_required", True) and not is_api(one)
    }
    checked_by_view = {name for name in public if name.partition("-")[0] in ("review", "guest")}
    assert public - checked_by_view == {
        "healthz",
        "readyz",
        "first-run",
        "sign-in",
        "two-factor",
        "password-reset",
        "new-password",
        "keyframe-file",
        "result-file",
        "share-link",
        "join",
        "invited",
        "api",
    }
    rows = [
        row
        for row in authz.read_committed()
        if row["route"] in checked_by_view and row["route"].startswith("review")
    ]
    assert {row["anonymous"] for row in rows} == {"sign in", "405"}


@pytest.mark.parametrize(("change", "answer"), [({"role": "viewer"}, 404), (None, 404)])
def test_a_lost_role_counts_from_the_next_request(walk, change, answer):
    membership = walk.stage.memberships("editor")
    quote = reverse("quote", args=[walk.stage.own["slug"]])
    assert walk.stage.clients["editor"].get(quote).status_code == 200
    membership.update(**change) if change else membership.delete()
    assert walk.stage.clients["editor"].get(quote).status_code == answer
