"""Print how long each page of a full studio takes in the server, and how many queries it needs.

    DAILIES_DATA=FOLDER python3 manage.py seed
    DAILIES_DATA=FOLDER python3 -m tests.benchmarks.pages

With DATABASE_URL for both, it measures PostgreSQL.
"""

import gc
import os
import statistics
import sys
import time

import django

ROUNDS = 9


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.projects.large.pages import find_large, list_pages, visitor

    settings.ALLOWED_HOSTS = ["*"]
    call_command("collectstatic", interactive=False, verbosity=0)
    gc.collect()  # as `manage.py web` does
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    project, owner = find_large()
    open_page = visitor(project, owner)
    wanted = sys.argv[1:]
    print(f"{connection.vendor}, {project.generations.count():,} clips, load {os.getloadavg()[0]:.1f}")
    print(f"{'page':36} {'queries':>7} {'kB':>6} {'p50 ms':>7} {'p95 ms':>7}  slowest query")
    for page in list_pages(project):
        if wanted and not any(word in page.name for word in wanted):
            continue
        open_page(page)
        with CaptureQueriesContext(connection) as queries:
            size = open_page(page)
        count = len(queries)
        slowest = max((float(q["time"]) for q in queries), default=0)
        took = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            open_page(page)
            took.append((time.perf_counter() - began) * 1000)
        p50, p95 = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
        print(
            f"{page.name:36} {count:7} {size / 1000:6.0f} {p50:7.0f} {p95:7.0f}  {slowest * 1000:5.0f}"
            + ("  over 150" if p95 > 150 else ""),
            flush=True,
        )
        if wanted:
            for query in sorted(queries, key=lambda q: -float(q["time"]))[:3]:
                print("   ", query["time"], query["sql"][:1500])


if __name__ == "__main__":
    main()
