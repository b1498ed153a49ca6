"""Data folders for tests of commands that run on them, and the commands."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from studio.processes import database
from tests.plugin_skips import EXCUSED

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A data folder with an empty database, to copy."""
    data = tmp_path_factory.mktemp("built") / "data"
    data.mkdir()
    assert manage(data, "migrate", "--verbosity", "0").returncode == 0
    return data


@pytest.fixture
def data(built, tmp_path):
    """A studio with a row, a clip and its secrets; not running."""
    data = Path(shutil.copytree(built, tmp_path / "data"))
    write(data, "before")
    (data / "media/clips/1").mkdir(parents=True)
    (data / "media/clips/1/film.mp4").write_bytes(b"before")
    (data / "media/clips/1/film.part").write_bytes(b"half")
    (data / "credentials").mkdir()
    (data / "credentials/key.pem").write_text("key")
    return data


def manage(data, *arguments, **env):
    env = {**os.environ, "DAILIES_DATA": str(data), **env}
    command = [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


def write(data, name):
    with contextlib.closing(sqlite3.connect(data / database.NAME)) as db, db:
        db.execute("INSERT INTO django_content_type (app_label, model) VALUES ('test', ?)", [name])


def read(data):
    with contextlib.closing(sqlite3.connect(data / database.NAME)) as db:
        rows = db.execute("SELECT model FROM django_content_type WHERE app_label = 'test'").fetchall()
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return [name for (name,) in rows]


def crash(data, *names):
    """Write rows and end as a killed process does, with the changes still in the write-ahead log."""
    script = (
        "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "db.execute('PRAGMA journal_mode=WAL'); db.execute('PRAGMA wal_autocheckpoint=0');"
        "[db.execute('INSERT INTO django_content_type (app_label, model) VALUES (?, ?)', ['test', name])"
        " for name in sys.argv[2:]]; os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", script, str(data / database.NAME), *names])
    assert database.has_log(data / database.NAME)


@pytest.fixture
def mount(tmp_path):
    """mount("size=64k") returns a small disk, "ro" makes it read-only."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True).returncode:
            pytest.skip(EXCUSED)
        return folder

    yield mount
    subprocess.run(["umount", str(folder)], capture_output=True)
