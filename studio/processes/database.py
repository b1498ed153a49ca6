"""Care for SQLite's file: whether it is sound, and the write-ahead log beside it."""

import contextlib
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

NAME = "dailies.sqlite3"
SIDE_FILES = ("-wal", "-shm", "-journal")
MERGE_WITHIN_MS = 1000
SHOWN = 3


def find_path() -> Path | None:
    """Return the database's file, or None if it is not SQLite."""
    return settings.DATA / NAME if connection.vendor == "sqlite" else None


def has_log(path: Path) -> bool:
    """Return True if changes are left in a write-ahead log."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def find_damage(path: Path, *, quick: bool = True) -> str:
    """Return what is wrong with the database, or "". It changes nothing, not even by closing the file."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute(f"PRAGMA {'quick_check' if quick else 'integrity_check'}").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error)
    faults = [str(text) for (text,) in rows if text != "ok"]
    more = f" and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
    return "; ".join(faults[:SHOWN]) + more


def merge_wal() -> str:
    """Move the write-ahead log into the database file, so that a copy of that one file is a backup.

    Call it after every child has stopped. Return "", or a message if the log remains. Nothing is lost then:
    the next start reads it.
    """
    if connection.vendor != "sqlite":
        return ""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {MERGE_WITHIN_MS}")
            busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except DatabaseError as error:
        busy = error
    finally:
        connection.close()
    if not busy:
        return ""
    reason = "another program is using it" if busy == 1 else busy
    return f"Recent changes are still in {NAME}-wal ({reason}). Back up both files together."
