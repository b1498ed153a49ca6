"""Print, as JSON, how much each page of a full studio asks of its database: {page: [queries, work]}.

Work is what grows with the rows that are read, and not with the machine's speed: on SQLite thousands of steps
of its virtual machine, on PostgreSQL rows that were read from tables and indexes.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tests.projects.large.pages import find_large, list_pages, visitor

    settings.ALLOWED_HOSTS = ["*"]
    call_command("collectstatic", interactive=False, verbosity=0)
    project, owner = find_large()
    open_page = visitor(project, owner)
    found = {}
    for page in list_pages(project):
        open_page(page)  # the first visit makes what later ones find
        with measured() as measure:
            open_page(page)
        found[page.name] = measure()
    print(json.dumps(found))


@contextmanager
def measured() -> Iterator[Callable[[], tuple[int, int]]]:
    """Measure the queries of the block, and the work of the database."""
    from django.db import connection

    queries: list[tuple[str, Any]] = []
    steps = [0]

    def note(execute, sql, params, many, context):
        queries.append((sql, params))
        return execute(sql, params, many, context)

    def step() -> int:
        steps[0] += 1
        return 0

    with connection.execute_wrapper(note):
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(step, 1000)
        yield lambda: (len(queries), steps[0] if connection.vendor == "sqlite" else count_rows(queries))
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 0)


def count_rows(queries: list[tuple[str, Any]]) -> int:
    """Return how many rows PostgreSQL reads for these queries: returned by a scan, or read in vain.

    It must use indexes where there are any: of a table of some thousand rows it rather reads all.
    """
    from django.db import connection

    rows = 0
    with connection.cursor() as cursor:
        for way in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET enable_{way} = off")
        for sql, params in queries:
            if sql.startswith("SELECT"):
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                rows += sum(rows_of(node) for node in nodes(cursor.fetchone()[0][0]["Plan"]))
        cursor.execute("RESET ALL")
    return rows


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def rows_of(node: dict[str, Any]) -> int:
    if "Scan" not in node["Node Type"]:
        return 0
    read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return int(read * node["Actual Loops"])


if __name__ == "__main__":
    main()
