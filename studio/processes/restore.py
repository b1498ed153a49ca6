"""Put a backup back: the whole set is unpacked and checked beside the old one, then takes its place.

The old set is kept in DATA/before-restore-…, so a restore can be undone. Until the exchange is complete, a
file named `restoring` keeps `up` from starting with half of each.
"""

import json
import shutil
import tarfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, connections

from studio.processes import backup, database
from studio.processes.data_lock import hold_data_lock

MARK = "restoring"


def restore(file: Path) -> tuple[Path, dict[str, Any]]:
    """Replace this studio by the one in `file`. Return where the old one is kept, and the manifest."""
    with hold_data_lock() as note:
        new = settings.DATA / "restore.part"
        shutil.rmtree(new, ignore_errors=True)
        try:
            manifest = unpack(file, new)
            check(new, manifest)
            old = exchange(new, manifest)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        note.clear()
    return old, manifest


def unpack(file: Path, target: Path) -> dict[str, Any]:
    """Unpack the file and return its manifest. Raise CommandError unless it is a whole backup for us."""
    try:
        with tarfile.open(file) as tar:
            manifest = read_manifest(tar, file)
            tar.extractall(target, filter="data")
    except (tarfile.TarError, EOFError) as error:
        raise CommandError(f"{file} is not a backup of Dailies, or is damaged: {error}.") from None
    except OSError as error:
        reason = error.strerror or error
        raise CommandError(f"{file} can't be unpacked in {settings.DATA}: {reason}.") from None
    if not (target / backup.COMPLETE).exists():
        raise CommandError(f"{file} is not whole: its end is missing. Nothing was changed.")
    return manifest


def read_manifest(tar: tarfile.TarFile, file: Path) -> dict[str, Any]:
    first = tar.next()
    content = tar.extractfile(first) if first is not None and first.name == backup.MANIFEST else None
    if content is None:
        raise CommandError(f"{file} is not a backup of Dailies.")
    manifest: dict[str, Any] = json.loads(content.read())
    if manifest["format"] > backup.FORMAT:
        raise CommandError("This backup was made by a newer Dailies. Upgrade first.")
    if manifest["database"] != connection.vendor:
        names = {"sqlite": "SQLite (without DATABASE_URL)", "postgresql": "PostgreSQL (with DATABASE_URL)"}
        wanted = names.get(manifest["database"], manifest["database"])
        raise CommandError(f"This backup is of a studio on {wanted}; this studio has another database.")
    return manifest


def check(new: Path, manifest: dict[str, Any]) -> None:
    if manifest["database"] != "sqlite":
        return  # pg_restore checks while it reads
    if damage := database.find_damage(new / database.NAME, quick=False):
        raise CommandError(f"The database in this backup is damaged: {damage}. Nothing was changed.")


def exchange(new: Path, manifest: dict[str, Any]) -> Path:
    """Move the old set away and the new one into place; return where the old one is."""
    data, stamp = settings.DATA, f"{datetime.now():%Y%m%d-%H%M%S}"
    old = data / f"before-restore-{stamp}"
    connections.close_all()
    (data / MARK).touch()
    old.mkdir()
    if manifest["database"] == "postgresql":
        replace_postgres(new / backup.DUMP, old)
    names = [database.NAME, *(database.NAME + end for end in database.SIDE_FILES), *backup.SECRETS]
    for name in (*names, *(backup.MEDIA if manifest["media"] else ())):
        if (data / name).exists():
            (data / name).rename(old / name)
        if (new / name).exists():
            (new / name).rename(data / name)
    (data / MARK).unlink()
    return old


def replace_postgres(dump: Path, old: Path) -> None:
    backup.run_postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(old / backup.DUMP))
    with connection.cursor() as cursor:  # tables that the backup doesn't know must go, too
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connections.close_all()
    backup.run_postgres("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(dump))
