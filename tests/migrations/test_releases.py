"""The database of each release is migrated with everything in it, and the studio works with it."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from projects.ledger.guards import list_guards
from studio.text import fold
from tests.migrations import databases, schema
from tests.migrations.contents import library
from tests.migrations.databases import FILE, Rows, Studio
from tests.migrations.renames import in_words_of_today, moved_to_renders

pytestmark = pytest.mark.slow

KEPT = sorted(Path(__file__).parent.glob("*.sql"))
# What Django and the migration itself write.
NOT_OURS = {"django_migrations", "django_content_type", "auth_permission"}


@dataclass(frozen=True)
class Migrated:
    """before: every row as it should be now. renders: the same of projects_render. after: as it is."""

    before: dict[str, Rows]
    renders: list[dict]
    studio: Studio
    after: dict[str, Rows]


@pytest.fixture(scope="module", params=KEPT, ids=lambda path: path.stem)
def migrated(request, tmp_path_factory) -> Migrated:
    folder = tmp_path_factory.mktemp("release")
    studio = databases.load(request.param, folder / "data")
    tables = studio.tables()
    before = in_words_of_today(tables)
    databases.leave_files(studio.data, before)
    studio.manage("migrate", "--verbosity", "0")
    return Migrated(before, moved_to_renders(tables), studio, studio.tables())


@pytest.fixture(scope="module")
def found(migrated) -> dict:
    """What probe.py finds, in a copy of the studio, so that the migrated one stays as it is."""
    folder = migrated.studio.data.with_name("used")
    shutil.copytree(migrated.studio.data, folder)
    return json.loads(Studio(folder).run("-m", "tests.migrations.probe"))


def test_it_is_up_to_date_and_whole(migrated, found):
    assert found["unapplied"] == []
    assert migrated.studio.ask("PRAGMA integrity_check") == [("ok",)]
    assert migrated.studio.ask("PRAGMA foreign_key_check") == []


def test_it_has_the_tables_of_a_new_studio(migrated, tmp_path):
    """A new one is created by the one migration that stands for many."""
    new = Studio(tmp_path)
    new.manage("migrate", "--verbosity", "0")
    assert schema.read_sqlite(migrated.studio.database) == schema.read_sqlite(new.database)


def test_the_ledgers_rules_are_enforced_again(migrated):
    names = [name for (name,) in migrated.studio.ask("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    assert sorted(names) == sorted(guard.name for guard in list_guards())
    with pytest.raises(sqlite3.IntegrityError, match="illegal change of state"):
        migrated.studio.ask("UPDATE projects_generation SET state = 'queued' WHERE state = 'completed'")
    with pytest.raises(sqlite3.IntegrityError, match="kept for ever"):
        migrated.studio.ask("DELETE FROM projects_attempt")


def test_every_row_is_there(migrated):
    before = {table: set(rows) for table, rows in migrated.before.items() if table not in NOT_OURS}
    assert before == {table: set(migrated.after.get(table, {})) for table in before}


def test_every_value_is_there(migrated):
    assert list(lost_values(migrated.before, migrated.after)) == []


def test_old_prompts_people_and_notes_are_found_by_a_search(migrated):
    prompts = migrated.after["projects_prompt"].values()
    people = migrated.after["projects_person"].values()
    assert any(row["search_text"] for row in prompts) and any(row["search_name"] for row in people)
    assert {row["search_text"] for row in prompts} == {
        fold(", ".join(filter(None, (row["text"], row["camera"])))) for row in prompts
    }
    assert all(row["search_name"] == fold(row["name"]) for row in people)
    notes = migrated.after["projects_note"].values()
    assert notes and all(row["search_text"] == fold(row["text"]) for row in notes)


def lost_values(before: dict[str, Rows], after: dict[str, Rows]) -> Iterator[str]:
    for table in before.keys() - NOT_OURS:
        for key, row in before[table].items():
            now = after[table][key]
            for column, value in row.items():
                if now.get(column, "nothing") != value:
                    yield f"{table} {key}: {column} was {value!r} and is {now.get(column, 'nothing')!r}"


def test_every_export_and_review_has_a_render_with_its_state_and_lease(migrated):
    found = migrated.after["projects_render"].values()
    for expected in migrated.renders:
        owner, id = next(iter(expected.items()))
        (row,) = [row for row in found if row[owner] == id]
        assert row | expected == row
    assert len(found) == len(migrated.renders)
    reviews = [row["state"] for row in found if row["review_id"]]
    assert sorted(reviews) == ["failed", "ready", "waiting"]


def test_a_project_counts_in_the_rate_of_its_first_clip(migrated):
    names = {row["name"]: row["frame_rate"] for row in migrated.after["projects_project"].values()}
    assert names == {"Lighthouse “Fog & Lamp”": "23.976", "Put away": "", "First film": ""}


def test_people_and_programs_can_sign_in(found):
    assert found["sign in"] == "/"
    assert {path: status for path, status in found["doors"].items() if status != 200} == {}
    assert found["keys"] == sorted([library.KEY, library.OLD_KEY])
    assert set(found["webhooks"]) == {"whsec_"}


def test_every_page_opens(found):
    assert len(found["pages"]) > 40
    assert {path: status for path, status in found["pages"].items() if status != 200} == {}


def test_every_file_is_found_where_the_release_stored_it(migrated, found):
    assert len(found["files"]) == len(databases.files_of(migrated.before))
    assert {path: text for path, text in found["files"].items() if text != FILE.decode()} == {}


def test_todays_code_knows_every_value_and_every_queued_task(migrated, found):
    assert found["unknown values"] == []
    assert len(found["jobs"]) == len(migrated.before["django_q_ormq"])


def test_undo_and_redo_go_through_the_whole_history(migrated, found):
    assert found["history"] == expected_history(migrated.before)


def expected_history(rows: dict) -> list[list]:
    """Return the release's timeline before and after each change, computed from its rows."""
    shots = {key: dict(row) for (key,), row in rows["projects_shot"].items()}
    changes = sorted(rows["projects_change"].values(), key=lambda row: row["number"])
    done = [json.loads(row["fields"]) for row in changes if not row["undone"]]
    steps = [(fields, 0) for fields in reversed(done)]
    steps += [(json.loads(row["fields"]), 1) for row in changes]
    return [apply_change(shots, fields, side) for fields, side in steps]


def apply_change(shots: dict, fields: dict, side: int) -> list:
    """Apply one side of a change to the shots, and return the resulting timeline."""
    for id, pairs in fields.items():
        shots[UUID(id).hex] |= {name: pair[side] for name, pair in pairs.items()}
    active = sorted(
        (row for row in shots.values() if row["active"]), key=lambda row: (row["position"], row["id"])
    )
    return [
        [row["id"], row["position"], UUID(row["generation_id"]).hex, row["start_frame"], row["end_frame"]]
        for row in active
    ]
