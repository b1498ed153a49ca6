"""Check that two studios which start together create the tables once."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from studio.processes.database import is_migrated
from tests.studio.processes.folders import ROOT

COLLATION = """
    SELECT collation_name FROM information_schema.columns
    WHERE table_name = 'projects_shot' AND column_name = 'position'
"""
MIGRATE = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_at_once_migrate_one_after_the_other(kind, tmp_path, request):
    """1. Two machines start on an empty database. 2. One of them migrates, the other says that it waits.
    3. Both end well, and nothing is left to migrate."""
    env = {**os.environ, "DAILIES_DATA": str(tmp_path / "data")}
    if kind == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("postgres").url
    both = [subprocess.Popen(MIGRATE, env=env, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=200)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted("Waiting for it" in words for words in said) == [False, True]
    assert subprocess.run([*MIGRATE, "--check"], env=env).returncode == 0
    if kind == "postgresql":
        with psycopg.connect(env["DATABASE_URL"]) as database:
            assert database.execute(COLLATION).fetchall() == [("C",)], (
                "no language changes the order of shots"
            )


@pytest.mark.django_db
def test_a_start_sees_whether_a_migration_is_pending():
    assert is_migrated()
    MigrationRecorder(connection).record_unapplied("projects", "0045_newest_first")
    assert not is_migrated()
