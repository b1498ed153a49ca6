"""The authorization table: every route, method, person and object, and what is answered.

`python -m tests.projects.authz` prints the table as it is now; with `--write` it replaces authz.csv, whose
difference is then read by eye before it is committed: it says who may do what.

Objects: own (this film), foreign (a film that nobody here is a member of), crossed (its clip or picture under
this film's address), missing. Answers: a status, or "sign in" for the way to that page.

The people are told in tests/projects/scene.py.
"""

import csv
import io
import sys
from http.cookies import SimpleCookie
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from tests.projects.routes import Route, is_api, objects_of, routes
from tests.projects.scene import ACTORS, KEYS, NOWHERE, Scene, scene

TABLE = Path(__file__).with_name("authz.csv")
SPEAKING = ("GET", "HEAD", "POST")
METHODS = (*SPEAKING, "PUT", "PATCH", "DELETE", "OPTIONS")
COLUMNS = ("route", "methods", "object", *ACTORS, *KEYS)
NOT_ASKED = "-"  # a key at a page: test_a_key_opens_no_page
NOTE = {"text": "Too dark", "frame": "0", "client_token": "a-token-of-the-table"}
# What a page sends with a POST; routes that are not here send nothing.
SENT: dict[str, dict] = {
    "luma-generations": {"prompt": "A lamp", "model": "preview"},
    "aimlapi-generations": {"prompt": "A lamp", "model": "preview"},
    "aimlapi-original": {"prompt": "A lamp", "model": "preview"},
    "api-timeline-clips": {"generation_id": str(NOWHERE)},
    "api-timeline-exports": {"format": "mp4"},
    "keys": {"name": "Script", "scope": "write"},
    "luma-create": {"prompt": "A lamp", "model": "preview"},
    "first-run": {"email": "new@example.test", "password": "a lamp in the tower"},
    "sign-in": {"username": "nobody@example.test", "password": "wrong"},
    "projects": {"name": "Another film", "aspect_ratio": "16:9"},
    "project-settings": {"name": "Renamed", "aspect_ratio": "16:9"},
    "generations": {"prompt": "A lamp", "model": "preview:preview", "client_token": "a-token-of-the-table"},
    "images": {"end": "frame0", "url": "not an address"},
    "engine-key": {"key": "a-key-that-is-long-enough"},
    "default-model": {"maker": ""},
    "timeline-shots": {
        "prompt": "A lamp",
        "model": "preview:preview",
        "client_token": "a-token-of-the-table",
    },
    "timeline-name": {"name": "Rough cut"},
    "shot-trim": {"start_frame": 2, "end_frame": 20},
    "members": {"role": "viewer"},
    "webhooks": {"address": "https://example.test/", "event_types": ["note.created"]},
    "member-role": {"role": "reviewer"},
    "invited": {"name": "Gus", "email": "gus@example.test", "password": "a lamp in the tower"},
    "shot-split": {"frame": 12},
    "review-notes": NOTE,
    "guest-notes": NOTE,
    "guest-name": {"name": "Cleo"},
    "review-name": {"name": "Cleo"},
    "review-verdict": {"kind": "approved"},
    "guest-verdict": {"kind": "approved"},
}
ASKED = {"images": {"end": "frame0"}}
# The same address with a question that not everybody may ask; a row of its own in the table.
FURTHER = {"review-film": {"download": ""}, "guest-film": {"download": ""}}


# -- asking ----------------------------------------------------------------------------------------------


def ask(
    stage: Scene, route: Route, method: str, actor: str, which: str, further: dict | None = None
) -> HttpResponse:
    """One request, of which nothing remains: neither in the database nor in the cookies."""
    said = stage.arguments(route, which)
    if which == "own" and "link" in said:
        said["link"] = stage.links.get(actor, said["link"])
    address = reverse(route.name, kwargs=said)
    sent: dict | None = SENT.get(route.name) if method == "POST" else (further or ASKED.get(route.name))
    kind = {"content_type": "application/json"} if is_api(route) and method == "POST" else {}
    client = stage.clients[actor]
    client.cookies = SimpleCookie(stage.sessions[actor])
    with transaction.atomic():
        answer = getattr(client, method.lower())(
            address, **({"data": sent} if sent and method in SPEAKING else {}), **kind
        )
        transaction.set_rollback(True)
    return answer


def told(answer: HttpResponse) -> str:
    leads_to = answer.headers.get("Location", "")
    if answer.status_code == 302 and leads_to.startswith(reverse(settings.LOGIN_URL)):
        return "sign in"
    return str(answer.status_code)


# -- the table -------------------------------------------------------------------------------------------


def table(stage: Scene) -> list[dict]:
    """Everything, in as few lines as say it: what is answered alike stands in one line."""
    rows = []
    for route in routes():
        rows += rows_of(stage, route)
        if further := FURTHER.get(route.name):
            rows += rows_of(stage, route, further)
    return rows


def rows_of(stage: Scene, route: Route, further: dict | None = None) -> list[dict]:
    name = f"{route.name}?{'&'.join(further)}" if further else route.name
    asked = (*ACTORS, *KEYS) if is_api(route) else ACTORS
    rest = () if is_api(route) else (NOT_ASKED,) * len(KEYS)
    found = [
        (which, method, (*(told(ask(stage, route, method, actor, which, further)) for actor in asked), *rest))
        for which in objects_of(route)
        for method in (("GET", "HEAD") if further else METHODS)
    ]
    found = joined(found, same=lambda one: (one[0], one[2]), into=1)
    found = joined(found, same=lambda one: (one[1], one[2]), into=0)
    return [dict(zip(COLUMNS, (name, method, which, *said), strict=True)) for which, method, said in found]


def joined(found: list[tuple], same, into: int) -> list[tuple]:
    """Lines that are the `same` become one, with the words of column `into` side by side."""
    firsts = {same(one): number for number, one in reversed(list(enumerate(found)))}
    ordered = sorted(found, key=lambda one: firsts[same(one)])
    groups = [list(group) for _, group in groupby(ordered, key=same)]
    return [(*g[0][:into], " ".join(one[into] for one in g), *g[0][into + 1 :]) for g in groups]


def committed() -> list[dict]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def as_text(rows: list[dict]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main() -> None:
    import tests.plugin_data  # noqa: F401  a data folder of its own

    text = as_text(table_of_an_empty_studio())
    if "--write" in sys.argv:
        TABLE.write_text(text)
    print(text)


def table_of_an_empty_studio() -> list[dict]:
    import logging
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment

    setup_test_environment()
    logging.disable(logging.CRITICAL)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setup_databases(verbosity=0, interactive=False)
    with transaction.atomic():
        return table(scene())


if __name__ == "__main__":
    main()
