"""Copy a kept SQLite database into an empty PostgreSQL database: its schema, rows and triggers.

DATABASE_URL=postgres://... python -m tests.migrations.load_postgres SQLITE_FILE
"""

import os
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "studio.settings"
django.setup()

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from projects.ledger import guards
from tests.migrations.databases import Rows, Studio

SEQUENCE = "SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {table} HAVING max(id) IS NOT NULL"


def main(data: Path) -> None:
    tables = Studio(data).tables()
    migrate_as_far(tables.pop("django_migrations"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows in any order
        for table, rows in tables.items():
            insert(cursor, table, rows)
    guards.install_triggers(None)


def migrate_as_far(applied: Rows) -> None:
    """Apply the migrations of the release, and no later ones: not those that stand for several."""
    last = {row["app"]: row["name"] for _, row in sorted(applied.items())}
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate(list(last.items()))


def insert(cursor, table: str, rows: Rows) -> None:
    """Insert the rows. SQLite stores booleans as numbers; PostgreSQL reads everything else as it is."""
    types = types_of(cursor, table)
    names = ", ".join(f'"{name}"' for name in types)
    marks = ", ".join(["%s"] * len(types))
    for row in rows.values():
        values = [as_stored(row[name], kind) for name, kind in types.items()]
        cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
    if types.get("id") in ("bigint", "integer"):
        cursor.execute(SEQUENCE.format(table=table), [table])


def types_of(cursor, table: str) -> dict[str, str]:
    columns = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
    cursor.execute(columns, [table])
    return dict(cursor.fetchall())


def as_stored(value, kind: str):
    return bool(value) if kind == "boolean" and value is not None else value


if __name__ == "__main__":
    main(Path(sys.argv[1]))
