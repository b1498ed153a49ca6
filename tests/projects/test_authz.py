"""Who may do what: the committed table is the truth, and what one may not see is not there at all."""

import logging

import pytest
from django.urls import reverse

from projects.models import Generation
from tests.projects import authz
from tests.projects.routes import is_api, objects_of, routes
from tests.projects.scene import NOWHERE, scene
from tests.projects.web import TOKEN

pytestmark = pytest.mark.django_db
HOW = (
    "Who may do what has changed. `python -m tests.projects.authz --write` writes authz.csv anew:"
    " read its difference line by line, and commit it only if every answer is meant."
)


@pytest.fixture
def stage(settings):
    settings.AIMLAPI_KEY = settings.LUMAAI_API_KEY = ""
    logging.disable(logging.CRITICAL)  # thousands of refusals would only be told to nobody
    yield scene()
    logging.disable(logging.NOTSET)


@pytest.mark.slow
def test_every_route_answers_everybody_as_the_table_says(stage):
    now, agreed = authz.table(stage), authz.committed()
    new = {row["route"] for row in now} - {row["route"] for row in agreed}
    assert not new, f"Nobody has said yet who may use {sorted(new)}. {HOW}"
    assert authz.as_text(now) == authz.as_text(agreed), HOW


def test_what_one_may_not_see_looks_exactly_like_what_is_not_there(stage):
    for route in routes():
        hidden = [which for which in objects_of(route) if which in ("foreign", "crossed")]
        for which in hidden:
            for method in ("GET", "POST"):
                for actor in ("owner", "viewer", "runner"):
                    asked = [authz.ask(stage, route, method, actor, one) for one in (which, "missing")]
                    seen, nothing = map(whole, asked)
                    assert seen == nothing, f"{method} {route.name}, {which}, {actor}"


def test_a_foreign_frame_in_a_well_looks_exactly_like_none(stage):
    """Its id does not stand in the address of the page but in what is asked of it."""
    end = {"slug": stage.own["slug"], "end": "frame0"}
    choices = [f"clip:{id}:last" for id in (stage.foreign["clip"], NOWHERE)]
    choices += [f"image:{id}" for id in (stage.foreign["image"], NOWHERE)]
    well = [
        whole(stage.clients["owner"].get(reverse("keyframe-slot", kwargs=end), {"choice": one}))
        for one in choices
    ]
    assert [one[0] for one in well] == [404] * 4
    assert len(set(well)) == 1
    before = Generation.objects.count()
    for choice in choices:
        said = authz.SENT["generations"] | {"frame0": choice}
        stage.clients["owner"].post(reverse("generations", args=[end["slug"]]), said)
    assert Generation.objects.count() == before


def test_every_view_says_which_methods_it_takes(stage):
    """A method that nobody has heard of is refused by the view's own list, before it looks at anything."""
    took = {}
    for route in routes():
        client = stage.clients["anonymous" if route.name == "sign-in" else "owner"]
        address = reverse(route.name, kwargs=stage.arguments(route, "own"))
        took[route.name] = client.generic("BREW", address).status_code
    assert {name: status for name, status in took.items() if status != 405} == {}


def test_only_programs_come_in_without_the_csrf_check():
    """They have no cookies: whatever they send is thrown away before anybody reads it."""
    without = {one.name for one in routes() if getattr(one.callback, "csrf_exempt", False)}
    assert without == {one.name for one in routes() if is_api(one)}


def test_a_key_opens_no_page(stage):
    """Neither with the owner's cookie thrown away, nor in its place."""
    library = reverse("library", args=[stage.own["slug"]])
    program = stage.clients["write key"]
    program.cookies.clear()
    assert authz.told(program.get(library)) == "sign in"


def test_only_these_may_be_seen_without_an_account():
    """The two doors of a review look for themselves who is there; the table says what they answer."""
    public = {
        one.name for one in routes() if not getattr(one.callback, "login_required", True) and not is_api(one)
    }
    doors = {name for name in public if name.partition("-")[0] in ("review", "guest")}
    assert public - doors == {
        "healthz",
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
    rows = [row for row in authz.committed() if row["route"] in doors and row["route"].startswith("review")]
    assert {row["anonymous"] for row in rows} == {"sign in", "405"}


@pytest.mark.parametrize(("change", "answer"), [({"role": "viewer"}, 404), (None, 404)])
def test_a_role_that_is_taken_is_gone_with_the_next_request(stage, change, answer):
    membership = stage.memberships("editor")
    quote = reverse("quote", args=[stage.own["slug"]])
    assert stage.clients["editor"].get(quote).status_code == 200
    membership.update(**change) if change else membership.delete()
    assert stage.clients["editor"].get(quote).status_code == answer


def whole(answer) -> tuple:
    """Everything of an answer that may tell something: status, headers and words."""
    body = b"" if answer.streaming else TOKEN.sub(b"token", answer.content)
    return answer.status_code, tuple(sorted(answer.headers.items())), body
