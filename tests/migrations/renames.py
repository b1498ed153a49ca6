"""What migrations since the oldest release call or write otherwise: a kept row in the words of today.

Written by hand, so that it is a second opinion about what the migrations do.
"""

from collections.abc import Callable

from tests.migrations.databases import Rows

TABLES: dict[str, str] = {}  # table of the release: table of today
COLUMNS: dict[str, str] = {}  # "table.column" of the release: column of today
VALUES: dict[str, Callable] = {}  # "table.column" of the release: what makes its value that of today


def in_words_of_today(tables: dict[str, Rows]) -> dict[str, Rows]:
    return {
        TABLES.get(table, table): {key: row_of_today(table, row) for key, row in rows.items()}
        for table, rows in tables.items()
    }


def row_of_today(table: str, row: dict) -> dict:
    return {
        COLUMNS.get(f"{table}.{column}", column): VALUES.get(f"{table}.{column}", as_it_is)(value)
        for column, value in row.items()
    }


def as_it_is(value):
    return value
