"""A kept database as a studio's data folder: migrated by today's code, and read without it."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from tests.migrations import SECRET_KEY

ROOT = Path(__file__).resolve().parents[2]
FILE = b"as the release left it"
Rows = dict[tuple, dict]


@dataclass(frozen=True)
class Studio:
    """A data folder, and today's commands on it. url: of its PostgreSQL database, if it has one."""

    data: Path
    url: str = ""

    @property
    def database(self) -> Path:
        return self.data / "dailies.sqlite3"

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def run(self, *arguments: str) -> str:
        """Run Python in a new process, and return what it printed."""
        own = {"DAILIES_DATA": str(self.data), "DAILIES_SECRET_KEY": SECRET_KEY, "DATABASE_URL": self.url}
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def tables(self) -> dict[str, Rows]:
        """Return {table: {primary key: {column: value}}}, read without models and without SQLite's own
        tables."""
        names = self.ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {name: self.rows_of(name) for (name,) in names}

    def rows_of(self, table: str) -> Rows:
        columns = self.ask(f"PRAGMA table_info({table})")
        names = [name for _, name, *_ in columns]
        keys = [name for _, name, *_, is_key in columns if is_key]
        found = [dict(zip(names, row, strict=True)) for row in self.ask(f"SELECT * FROM {table}")]
        return {tuple(row[key] for key in keys): row for row in found}

    def ask(self, sql: str) -> list[tuple]:
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return database.execute(sql).fetchall()


def load(sql: Path, data: Path) -> Studio:
    """Create a data folder with this database."""
    (data / "static").mkdir(parents=True)
    studio = Studio(data)
    with contextlib.closing(sqlite3.connect(studio.database)) as database:
        database.executescript(sql.read_text(encoding="utf-8"))
    return studio


def leave_files(data: Path, tables: dict[str, Rows]) -> None:
    """Create a file for each row that has one."""
    for path in files_of(tables):
        target = data / "media" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(FILE)


def files_of(tables: dict[str, Rows]) -> list[str]:
    """Return the paths of the files that the migrated rows refer to."""
    clips = [row for row in tables["projects_generation"].values() if row["state"] == "completed"]
    exports = [row for row in tables["projects_export"].values() if row["bytes"]]
    reviews = [row for row in tables["projects_review"].values() if row["frames"]]
    people = [row for row in tables["projects_person"].values() if row["avatar"]]
    return [
        *(f"clips/{UUID(row['id'])}/film.mp4" for row in clips),
        *(f"images/{UUID(row['id'])}/picture.png" for row in tables["projects_image"].values()),
        *(f"exports/{UUID(row['id'])}/film.{SUFFIXES[row['format']]}" for row in exports),
        *(f"reviews/{row['id']}/film.mp4" for row in reviews),
        *(f"portraits/{UUID(row['avatar'])}/thumb.webp" for row in people),
    ]


SUFFIXES = {"mp4": "mp4", "bundle": "zip"}
