"""A form changes its own fields only, whatever else is sent with it."""

import re

import pytest
from django.apps import apps
from django.urls import reverse

from projects.models import Person, Project
from tests.projects import cast
from tests.projects.routes import parts_of, routes
from tests.projects.visitors import rolled_back, visitor

pytestmark = pytest.mark.django_db
FORMS = {
    "projects": {"name": "New film", "aspect_ratio": "4:3"},
    "project-settings": {
        "name": "Renamed",
        "aspect_ratio": "4:3",
        "frame_rate": "25",
        "budget_usd": "12",
        "confirm_above_usd": "3",
    },
    "generations": {
        "prompt": "A lamp",
        "model": "preview:preview",
        "takes": "1",
        "aspect_ratio": "16:9",
        "resolution": "720p",
        "duration_s": "5",
        "loop": "",
        "slate": "on",
        "camera": "",
        "client_token": "a-token-of-the-form",
        "frame0": "",
        "frame1": "",
    },
    "generation-repeat": {"client_token": "another-token"},
    "generation-favorite": {},
    "generation-rating": {"rating": "4"},
}
GREEDY = {
    "is_active": "",
    "is_admin": "1",
    "role": "owner",
    "by": "1",
    "by_id": "1",
    "owner": "1",
    "project": "1",
    "slug": "mine",
    "state": "completed",
    "hold": "",
    "cost_usd": "0",
    "quote_usd": "0",
    "provider_id": "x",
    "budget_usd": "999999",
    "revision": "999",
    "fps": "1",
    "email": "eve@example.test",
    "password": "x",
}


MOST = 150  # fields in one form


@pytest.mark.parametrize("name", FORMS)
def test_a_form_accepts_its_own_fields_only(name):
    """Every field of every model is sent along: the database is the same as without them."""
    owner = cast.person(can_create_projects=True)
    project = cast.project(owner)
    clip = cast.clip(project, "completed", by=owner)
    values = {"slug": project.slug, "id": clip.pk}
    [route] = [one for one in routes() if one.name == name]
    address = reverse(name, kwargs={part: values[part] for part in parts_of(route)})
    client = visitor(owner)
    every = {
        field.name: "1"
        for model in apps.get_app_config("projects").get_models()
        for field in model._meta.fields
    }
    further = {field: value for field, value in (every | GREEDY).items() if field not in FORMS[name]}
    assert 60 < len(further) < 2 * MOST
    names, rows = list(further.items()), []
    for given in (FORMS[name], *(FORMS[name] | dict(some) for some in (names[:MOST], names[MOST:]))):
        with rolled_back():
            before = everything()
            assert client.post(address, given).status_code == 302
            rows.append(everything())
            assert rows[-1] != before
    assert all(row == rows[0] for row in rows)


def test_the_first_run_accepts_its_own_fields_only(client):
    greedy = GREEDY | {"email": "ada@example.test", "password": cast.PASSWORD, "name": "Eve", "id": "77"}
    client.post(reverse("first-run"), greedy | {"is_active": ""})
    owner = Person.objects.get()
    assert (owner.name, owner.is_active, owner.pk == 77) == ("", True, False)
    assert Project.objects.get().budget_usd is None


def everything() -> list:
    """Return all rows without what differs each time: IDs and times."""
    changing = re.compile(r"_at$|^at$|^id$|_id$|^client_request_id$|^last_login$|^password$")
    return sorted(
        (
            model.__name__,
            sorted((name, str(value)) for name, value in row.items() if not changing.search(name)),
        )
        for model in apps.get_app_config("projects").get_models()
        for row in model._default_manager.values()
    )
