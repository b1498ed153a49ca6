"""System checks that report problems of this machine and how to fix them."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

# "WAL-reset bug", sqlite.org/wal.html, read 2026-11-22: versions 3.7.0 to 3.51.2, fixed also in these.
FIXED_BRANCHES = {(3, 44): 6, (3, 50): 7}
FIXED_SINCE = (3, 51, 3)


def has_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    patch = FIXED_BRANCHES.get(version[:2])
    is_fixed = patch is not None and version[2] >= patch
    return (3, 7, 0) <= version < FIXED_SINCE and not is_fixed


@register(Tags.database)
def check_sqlite(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn if this Python's SQLite may, very rarely, damage a database in WAL mode."""
    engine = str(settings.DATABASES["default"]["ENGINE"])
    if "sqlite" not in engine or not has_wal_reset_bug(sqlite3.sqlite_version_info):
        return []
    return [
        Warning(
            f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug, which can, rarely, damage the database.",
            hint="Use a Python with SQLite 3.51.3 or newer, or set DATABASE_URL to a PostgreSQL database."
            " Until then keep backups of DAILIES_DATA.",
            id="studio.W001",
        )
    ]
