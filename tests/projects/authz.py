"""The authorization table: every route, method, person and object, and what is answered.

`python -m tests.projects.authz` prints the table as it is now. With `--write` it replaces authz.csv: read the
difference line by line before you commit it, because it says who may do what.

Objects: own (this project), foreign (a project that nobody here is a member of), crossed (its clip or image
under this project's address), missing. Answers: a status, or "sign in" for the way to that page.

The people are described in tests/projects/stage.py.
"""

import csv
import io
import logging
import os
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import django
from django.conf import settings
from django.db import transaction
from django.test.utils import setup_databases, setup_test_environment

import tests.plugin_data  # noqa: F401  a data folder of its own

if __name__ == "__main__":  # not under pytest, which has set Django up
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()

from tests.projects.routes import Route, is_api, objects_of, routes
from tests.projects.stage import ACTORS, KEYS, build_stage
from tests.projects.walk import RESTRICTED_QUERIES, SPEAKING, Walk

TABLE = Path(__file__).with_name("authz.csv")
METHODS = (*SPEAKING, "PUT", "PATCH", "DELETE", "OPTIONS")
COLUMNS = ("route", "methods", "object", *ACTORS, *KEYS)
NOT_ASKED = "-"  # a key at a page: test_a_key_opens_no_page


def build_table(walk: Walk) -> list[dict]:
    """Return every answer in as few rows as possible: methods and objects with the same answers share one."""
    rows = []
    for route in routes():
        rows += build_rows(walk, route)
        if query := RESTRICTED_QUERIES.get(route.name):
            rows += build_rows(walk, route, query)
    return rows


def build_rows(walk: Walk, route: Route, query: dict | None = None) -> list[dict]:
    name = f"{route.name}?{'&'.join(query)}" if query else route.name
    actors = (*ACTORS, *KEYS) if is_api(route) else ACTORS
    rest = () if is_api(route) else (NOT_ASKED,) * len(KEYS)
    lines = []
    for which in objects_of(route):
        for method in ("GET", "HEAD") if query else METHODS:
            answers = [walk.answer(route, method, actor, which, query=query) for actor in actors]
            lines.append((which, method, (*(answer.outcome for answer in answers), *rest)))
    lines = merge(lines, by=lambda line: (line[0], line[2]), column=1)
    lines = merge(lines, by=lambda line: (line[1], line[2]), column=0)
    return [
        dict(zip(COLUMNS, (name, methods, which, *outcomes), strict=True))
        for which, methods, outcomes in lines
    ]


def merge(lines: list[tuple], *, by: Callable[[tuple], tuple], column: int) -> list[tuple]:
    """Merge lines with the same key, with the words of `column` side by side."""
    firsts = {by(line): number for number, line in reversed(list(enumerate(lines)))}
    ordered = sorted(lines, key=lambda line: firsts[by(line)])
    groups = [list(group) for _, group in groupby(ordered, key=by)]
    return [(*g[0][:column], " ".join(line[column] for line in g), *g[0][column + 1 :]) for g in groups]


def read_committed() -> list[dict]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def as_text(rows: list[dict]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main() -> None:
    text = as_text(build_table_of_a_new_studio())
    if "--write" in sys.argv:
        TABLE.write_text(text)
    print(text)


def build_table_of_a_new_studio() -> list[dict]:
    setup_test_environment()
    logging.disable(logging.CRITICAL)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setup_databases(verbosity=0, interactive=False)
    with transaction.atomic():
        return build_table(Walk(build_stage()))


if __name__ == "__main__":
    main()
