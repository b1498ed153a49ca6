"""The same databases in PostgreSQL are migrated to the same result."""

import json
from contextlib import closing

import psycopg
import pytest

from projects.ledger.guards import list_guards
from tests.migrations import databases, schema
from tests.migrations.databases import Studio
from tests.migrations.renames import in_words_of_today
from tests.migrations.test_releases import KEPT

pytestmark = pytest.mark.slow

TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"


@pytest.fixture(scope="module", params=KEPT, ids=lambda path: path.stem)
def studios(request, postgres_url, tmp_path_factory) -> tuple[Studio, Studio]:
    """The release's studio twice, migrated: in SQLite and in PostgreSQL."""
    lite = databases.load(request.param, tmp_path_factory.mktemp("release") / "data")
    databases.leave_files(lite.data, in_words_of_today(lite.tables()))
    large = Studio(lite.data, database_of_its_own(postgres_url, request.param.stem))
    large.run("-m", "tests.migrations.load_postgres", str(lite.data))
    for studio in (lite, large):
        studio.manage("migrate", "--verbosity", "0")
    return lite, large


def database_of_its_own(url: str, release: str) -> str:
    name = f"release-{release}"
    with closing(psycopg.connect(url, autocommit=True)) as database:
        database.execute(f'CREATE DATABASE "{name}"')
    return f"{url.rpartition('/')[0]}/{name}"


def test_postgresql_has_the_same_rows_and_works(studios):
    lite, large = studios
    assert rows_of(large) == rows_of(lite)
    assert use(large) == use(lite)


def test_postgresql_enforces_the_ledgers_rules_again(studios):
    _, large = studios
    with closing(psycopg.connect(large.url, autocommit=True)) as database:
        assert sorted(database.execute(TRIGGERS).fetchall()) == sorted(
            (guard.name,) for guard in list_guards()
        )
        with pytest.raises(psycopg.IntegrityError, match="illegal change of state"):
            database.execute("UPDATE projects_generation SET state = 'queued' WHERE state = 'completed'")


def test_it_has_the_tables_of_a_new_studio(studios, postgres_url, tmp_path):
    """A new one is created by the one migration that stands for many."""
    new = Studio(tmp_path, database_of_its_own(postgres_url, f"new-{studios[1].url.rpartition('-')[2]}"))
    new.manage("migrate", "--verbosity", "0")
    assert schema.read_postgres(studios[1].url) == schema.read_postgres(new.url)


def rows_of(studio: Studio) -> list[dict]:
    """Return every row as today's models read it."""
    own = ["--exclude", "contenttypes", "--exclude", "auth.permission"]
    rows = json.loads(studio.manage("dumpdata", *own))
    return sorted(rows, key=lambda row: (row["model"], str(row["pk"])))


def use(studio: Studio) -> dict:
    return json.loads(studio.run("-m", "tests.migrations.probe"))
