"""A database that is restored from an older copy."""

import contextlib
import sqlite3
import threading
from pathlib import Path

from django.conf import settings
from django.db import connections

from projects.ledger.sending import submit
from projects.models import Attempt, Event, Generation
from projects.watcher import Watcher
from tests.projects.ledger.conftest import Studio


def restore_an_older_copy(lost: int) -> dict:
    """Restore a copy of the database that is older than the last `lost` accepted orders."""
    studio, database = Studio(), Path(str(settings.DATABASES["default"]["NAME"]))
    studio.until(studio.request(), "submitted", "ready", keeping=False)
    with (
        contextlib.closing(sqlite3.connect(database)) as db,
        contextlib.closing(sqlite3.connect(database.with_suffix(".copy"))) as copy,
    ):
        db.backup(copy)
    for generation in [studio.request(f"Lost {n}") for n in range(lost)]:
        submit(generation.pk)
    ordered = set(Attempt.objects.values_list("provider_id", flat=True))
    connections.close_all()
    for file in database.parent.glob(f"{database.name}-*"):
        file.unlink()
    database.with_suffix(".copy").replace(database)

    after_restore = set(Attempt.objects.values_list("provider_id", flat=True))
    watcher, waited = Watcher(), threading.Event()
    for _ in range(100):
        watcher.audited.clear()  # the log may be a moment late
        watcher.tick()
        if Attempt.objects.count() >= len(ordered):
            break
        waited.wait(0.05)
    return {
        "lost": len(ordered - after_restore),
        "adopted": Event.objects.filter(kind="adopted").count(),
        "all_known": ordered == set(Attempt.objects.values_list("provider_id", flat=True)),
        "projects": len(set(Generation.objects.values_list("project", flat=True))),
        "numbers": sorted(Generation.objects.values_list("number", flat=True)),
    }
