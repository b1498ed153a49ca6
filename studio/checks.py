"""`manage.py check` says in a sentence what is wrong with this machine and what to do."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

# "WAL-reset bug", sqlite.org/wal.html, read 2026-11-22: versions 3.7.0 to 3.51.2, mended also in these.
MENDED_BRANCHES = {(3, 44): 6, (3, 50): 7}
MENDED_SINCE = (3, 51, 3)


def has_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    patch = MENDED_BRANCHES.get(version[:2])
    mended = patch is not None and version[2] >= patch
    return (3, 7, 0) <= version < MENDED_SINCE and not mended


@register(Tags.database)
def sqlite_is_mended(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warns where the SQLite of this Python may, very rarely, damage a database in WAL mode."""
    engine = str(settings.DATABASES["default"]["ENGINE"])
    if "sqlite" not in engine or not has_wal_reset_bug(sqlite3.sqlite_version_info):
        return []
    return [
        Warning(
            f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug, which may, rarely, damage the database.",
            hint="Use a Python with SQLite 3.51.3 or newer, or set DATABASE_URL to a PostgreSQL database."
            " Until then keep backups of DAILIES_DATA.",
            id="studio.W001",
        )
    ]
