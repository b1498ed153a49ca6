"""Django's settings for the two databases that Dailies works with."""

from pathlib import Path
from typing import Any

import dj_database_url

# For connections to PostgreSQL. What DATABASE_URL says behind its "?" wins. See
# docs/operations.md#postgresql-and-redis.
POSTGRES = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    # Compiling a query costs our short ones more than it saves. What waits for a lock gives up as on SQLite.
    "options": "-c jit=off -c lock_timeout=20s -c statement_timeout=120s",
}


def use_sqlite(data: Path) -> dict[str, Any]:
    """Return the settings for a file in the data folder."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "dailies.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an attempt must be on disk before its POST is sent. No mmap: it can turn a temporary WAL
            # error into permanent damage. See docs/money.md#on-the-disk-before-it-is-sent.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;"
            " PRAGMA journal_size_limit=27103364; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON",
        },
    }


def read_database_url(url: str) -> dict[str, Any]:
    """Return the settings for a database that runs as a server. Each connection is tried before its use."""
    database: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)}
    own = POSTGRES if "postgresql" in str(database["ENGINE"]) else {}
    return {**database, "OPTIONS": {**own, **database.get("OPTIONS", {})}}
