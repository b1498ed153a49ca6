"""What a database's tables consist of, without the names that Django makes up and the order of columns."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg

OBJECTS = "SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
POSTGRES = """
SELECT table_name, 'column', concat_ws(' ', column_name, data_type, character_maximum_length,
    numeric_precision, is_nullable, is_identity, column_default, collation_name)
    FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT conrelid::regclass::text, contype::text,
    CASE WHEN contype = 'c' AND conname NOT LIKE '%_check' THEN conname ELSE pg_get_constraintdef(oid) END
    FROM pg_constraint WHERE conrelid::regclass::text NOT LIKE 'pg_%'
UNION ALL SELECT tablename, 'index', regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON')
    FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT tgrelid::regclass::text, 'trigger', pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
"""


def read_sqlite(database: Path) -> set[tuple[str, str, str]]:
    """Return (table, kind, definition) of each column, constraint, index and trigger."""
    found: set[tuple[str, str, str]] = set()
    with closing(sqlite3.connect(database)) as connection:
        for kind, table, sql in connection.execute(OBJECTS):
            definitions = split_columns(sql) if kind == "table" else [re.sub(r'INDEX "\w+"', "INDEX", sql)]
            found |= {(table, kind, definition) for definition in definitions}
    return found


def split_columns(sql: str) -> list[str]:
    """Split the parentheses of a CREATE TABLE at the commas that are in no further ones."""
    parts, depth = [""], 0
    for word in re.findall(r"'[^']*'|[(),]|[^'(),]+", sql[sql.index("(") + 1 : sql.rindex(")")]):
        depth += (word == "(") - (word == ")")
        if word == "," and not depth:
            parts.append("")
        else:
            parts[-1] += word
    return [part.strip() for part in parts]


def read_postgres(url: str) -> set[tuple[str, str, str]]:
    """Return the same of a PostgreSQL database, which rewrites the texts of our checks: those by name."""
    with closing(psycopg.connect(url)) as connection:
        return set(connection.execute(POSTGRES).fetchall())
