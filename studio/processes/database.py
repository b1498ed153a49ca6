"""Care for the database: SQLite's file and the log beside it, and migrations, which run one at a time."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from studio.processes.locks import hold_file

NAME = "dailies.sqlite3"
SIDE_FILES = ("-wal", "-shm", "-journal")
MERGE_WITHIN_MS = 1000
SHOWN = 3
LOOKED_AT = 100_000  # entries of each index
MIGRATIONS = 0x4461696C696573  # our advisory lock: "Dailies"
NO_LIMITS = "SET statement_timeout = 0; SET lock_timeout = 0"


@contextlib.contextmanager
def hold_migrations(say_waiting: Callable[[], object]) -> Iterator[None]:
    """Keep other processes from migrating the same database until the block ends.

    Two studios that start together on an empty database would create the same tables. `say_waiting` is called
    once if another one is at it. A process that dies lets go.
    """
    if connection.vendor == "sqlite":
        lock = hold_file(settings.DATA / "migrate.lock", say_waiting)
    else:
        lock = _hold_advisory_lock(say_waiting)
    with lock:
        yield


@contextlib.contextmanager
def _hold_advisory_lock(say_waiting: Callable[[], object]) -> Iterator[None]:
    """Hold it on a connection of its own, and let the migrations take as long as they need."""
    own = connection.copy()
    try:
        with own.cursor() as cursor, connection.cursor() as migrating:
            cursor.execute(NO_LIMITS)
            migrating.execute(NO_LIMITS)
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATIONS])
            if not cursor.fetchone()[0]:
                say_waiting()
                cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATIONS])
        yield
    finally:
        own.close()
        connection.close()  # the next one has its limits again


def is_migrated() -> bool:
    """Return True if every migration has been applied to the database."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def learn_about_tables() -> None:
    """Let SQLite look at the rows of each index, in a second at most, so that it chooses the right one.

    Without that it takes any index of the project's clips and sorts all of them. PostgreSQL looks by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
            cursor.execute("ANALYZE")


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
