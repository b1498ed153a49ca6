"""Write a whole studio into one file while it runs, and put it back.

The file is a tar: manifest.json, the database, the secrets, the media, and an empty member `complete`. The
database comes first, because a media file is on the disk before the database mentions it. Without `complete`
at its end, the file was cut off and is refused.
"""

import contextlib
import datetime
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from studio.processes import database

FORMAT = 1
MANIFEST, COMPLETE = "manifest.json", "complete"
DUMP = "dailies.pgdump"
SECRETS = ("secret_key", "credentials", "public_url")
MEDIA = ("media", "preview")
UNFINISHED = (".part", ".arrived")


def write_backup(file: Path, *, media: bool) -> None:
    """Write the backup to `file`, which must not exist. It has that name only once it is whole."""
    if file.exists():
        raise CommandError(f"{file} exists already. Choose another name.")
    part = file.with_name(file.name + ".part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                add_all(tar, media)
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(file)
    except OSError as error:
        raise CommandError(f"The backup can't be written to {file}: {error.strerror or error}.") from None
    finally:
        part.unlink(missing_ok=True)


def add_all(tar: tarfile.TarFile, media: bool) -> None:
    manifest = {
        "format": FORMAT,
        "database": connection.vendor,
        "media": media,
        "made_at": datetime.datetime.now(datetime.UTC).isoformat(),
    }
    add_bytes(tar, MANIFEST, json.dumps(manifest).encode())
    with copy_database() as copy:
        tar.add(copy, copy.name)
    for name in (*SECRETS, *(MEDIA if media else ())):
        if (settings.DATA / name).exists():
            add_tree(tar, settings.DATA / name, name)
    add_bytes(tar, COMPLETE, b"")


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


def add_tree(tar: tarfile.TarFile, path: Path, name: str) -> None:
    """Add a file or folder. What a running studio removes meanwhile isn't needed any more."""
    if path.name.endswith(UNFINISHED):
        return
    with contextlib.suppress(FileNotFoundError):
        tar.add(path, name, recursive=False)
        if path.is_dir():
            for child in sorted(path.iterdir()):
                add_tree(tar, child, f"{name}/{child.name}")


# -- the database ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def copy_database() -> Iterator[Path]:
    """Provide a consistent copy of the database, also while the studio writes to it."""
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="backup-") as folder:
        source = database.find_path()
        if source is None:
            copy = Path(folder) / DUMP
            run_postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(copy))
        else:
            copy = Path(folder) / database.NAME
            with (
                contextlib.closing(sqlite3.connect(source)) as original,
                contextlib.closing(sqlite3.connect(copy)) as target,
            ):
                original.backup(target)
        yield copy


def run_postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the studio's database. Raise CommandError."""
    if shutil.which(program) is None:
        raise CommandError(
            f"A studio on PostgreSQL is saved and restored with {program}, which is not installed here. "
            "Install PostgreSQL's client programs (on Debian: apt install postgresql-client)."
        )
    place = connection.settings_dict
    with tempfile.NamedTemporaryFile("w", prefix="dailies-") as secret:  # not on the command line
        secret.write("*:*:*:*:" + re.sub(r"([:\\\\])", r"\\\1", str(place.get("PASSWORD") or "")))
        secret.flush()
        command = [program, "--dbname", build_conninfo(place, secret.name), *arguments]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        reason = done.stderr.strip().splitlines()
        raise CommandError(f"{program} failed: {reason[-1] if reason else done.returncode}")


def build_conninfo(place: dict[str, Any], passfile: str) -> str:
    names = {"host": "HOST", "port": "PORT", "user": "USER", "dbname": "NAME"}
    parts = {name: place.get(key) for name, key in names.items()} | {"passfile": passfile}
    parts |= {name: place.get("OPTIONS", {}).get(name) for name in ("sslmode", "sslrootcert")}
    quoted = {name: re.sub(r"(['\\\\])", r"\\\1", str(value)) for name, value in parts.items() if value}
    return " ".join(f"{name}='{value}'" for name, value in quoted.items())
