"""The referee's ledger, an SQLite file: what was accepted, charged, logged, requested and broken.

`Ledger` writes it inside the fake provider. `Referee` reads the same file from anywhere, while the fake
provider runs and after it was killed. With WAL and synchronous=NORMAL, a killed process loses nothing that it
has answered.
"""

import json
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.fake_provider.prices import usd

_TABLES = """
CREATE TABLE IF NOT EXISTS account (key TEXT PRIMARY KEY, granted_micros INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS generation (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, home TEXT NOT NULL, dialect TEXT NOT NULL, model TEXT NOT NULL,
    client_request_id TEXT, body TEXT NOT NULL, aspect_ratio TEXT NOT NULL, seconds INTEGER NOT NULL,
    created REAL NOT NULL, due REAL NOT NULL, fate TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'making',
    cost_micros INTEGER NOT NULL, sha256 TEXT, callback_url TEXT, deleted INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS charge (
    generation_id TEXT PRIMARY KEY REFERENCES generation(id), key TEXT NOT NULL, micros INTEGER NOT NULL,
    at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS log (
    inference_id TEXT PRIMARY KEY, key TEXT NOT NULL, created REAL NOT NULL, visible REAL NOT NULL,
    status TEXT NOT NULL, model TEXT, cost_micros INTEGER NOT NULL, request_id TEXT NOT NULL,
    client_request_id TEXT);
CREATE TABLE IF NOT EXISTS request (
    number INTEGER PRIMARY KEY, at REAL NOT NULL, place TEXT NOT NULL, method TEXT NOT NULL,
    target TEXT NOT NULL, key TEXT NOT NULL, client_request_id TEXT, status INTEGER, fault TEXT,
    generation_id TEXT);
CREATE TABLE IF NOT EXISTS image (
    number INTEGER PRIMARY KEY, at REAL NOT NULL, generation_id TEXT NOT NULL, frame TEXT NOT NULL,
    url TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, file TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS log_key ON log (key, created);
CREATE INDEX IF NOT EXISTS generation_key ON generation (key, created);
"""

BOOK = "ledger.sqlite3"


class Ledger:
    """The writing side. It belongs to the fake provider's only thread."""

    def __init__(self, folder: Path):
        self.db = sqlite3.connect(folder / BOOK, isolation_level=None, check_same_thread=False, timeout=20)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.executescript(_TABLES)

    def close(self) -> None:
        self.db.close()

    def accept(self, generation: dict[str, Any], log: dict[str, Any], images: list[dict[str, Any]]) -> None:
        """Record an accepted create: the generation, its row in the log and its images, all or nothing."""
        with self._whole():
            self._insert("generation", generation)
            self._insert("log", log)
            for image in images:
                self._insert("image", image)

    def refuse(self, log: dict[str, Any]) -> None:
        self._insert("log", log)

    def complete(self, generation_id: str, sha256: str) -> None:
        """Complete the generation and charge it, once."""
        with self._whole():
            self.db.execute(
                "UPDATE generation SET state='completed', sha256=? WHERE id=? AND state='making'",
                (sha256, generation_id),
            )
            self.db.execute(
                "INSERT OR IGNORE INTO charge SELECT id, key, cost_micros, ? FROM generation WHERE id=?",
                (time.time(), generation_id),
            )

    def fail(self, generation_id: str) -> None:
        """Fail the generation: nothing is charged, and the log says failed."""
        with self._whole():
            self.db.execute(
                "UPDATE generation SET state='failed' WHERE id=? AND state='making'", (generation_id,)
            )
            self.db.execute(
                "UPDATE log SET status='failed', cost_micros=0 WHERE inference_id=?", (generation_id,)
            )

    def forget(self, generation_id: str) -> None:
        """Delete it as Luma's own API does: gone for the caller, kept for the referee."""
        self.db.execute("UPDATE generation SET deleted=1 WHERE id=?", (generation_id,))

    def note(self, **request: Any) -> None:
        self._insert("request", request)

    def generation(self, generation_id: str) -> sqlite3.Row | None:
        """Return the generation with this ID, or with this ID before ":"."""
        query = "SELECT * FROM generation WHERE id=?1 OR (id > ?1 || ':' AND id < ?1 || ';')"
        return self.db.execute(query, (generation_id,)).fetchone()

    def known(self, generation_id: str) -> sqlite3.Row:
        """Return a generation that must exist."""
        row = self.generation(generation_id)
        assert row is not None
        return row

    def generations(self, *, key: str, home: str) -> list[sqlite3.Row]:
        query = "SELECT * FROM generation WHERE key=? AND home=? AND NOT deleted ORDER BY created DESC"
        return self.db.execute(query, (key, home)).fetchall()

    def unfinished(self) -> list[sqlite3.Row]:
        return self.db.execute("SELECT * FROM generation WHERE state='making' AND fate<>'stuck'").fetchall()

    def running(self, key: str) -> int:
        return self._one("SELECT count(*) FROM generation WHERE key=? AND state='making'", key)

    def log(self, key: str, start: float, end: float, visible: float) -> list[sqlite3.Row]:
        """Return what the provider's log shows of a key's calls, newest first."""
        query = "SELECT * FROM log WHERE key=? AND created BETWEEN ? AND ? AND visible<=?"
        query += " ORDER BY created DESC, rowid DESC"
        return self.db.execute(query, (key, start, end, visible)).fetchall()

    def age_log(self, seconds: float) -> None:
        self.db.execute("UPDATE log SET created = created - ?1, visible = visible - ?1", (seconds,))

    def charges(self, key: str) -> list[sqlite3.Row]:
        return self.db.execute(
            "SELECT * FROM charge WHERE key=? ORDER BY at DESC, rowid DESC", (key,)
        ).fetchall()

    def grant(self, key: str, micros: int, *, afresh: bool = False) -> None:
        """Give `key` a balance of `micros`. Unless afresh, do so only if it had no account."""
        spent = self.spent(key) if afresh else 0
        rule = "DO UPDATE SET granted_micros=excluded.granted_micros" if afresh else "DO NOTHING"
        self.db.execute(f"INSERT INTO account VALUES (?, ?) ON CONFLICT(key) {rule}", (key, micros + spent))

    def balance(self, key: str) -> int:
        granted = self._one("SELECT coalesce(max(granted_micros), 0) FROM account WHERE key=?", key)
        return granted - self.spent(key)

    def spent(self, key: str) -> int:
        return self._one("SELECT coalesce(sum(micros), 0) FROM charge WHERE key=?", key)

    def promised(self, key: str) -> int:
        """Return what the running generations will cost."""
        query = "SELECT coalesce(sum(cost_micros), 0) FROM generation"
        query += " WHERE key=? AND state='making' AND fate='completed'"
        return self._one(query, key)

    def _one(self, query: str, *values: Any) -> int:
        return self.db.execute(query, values).fetchone()[0]

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        marks = ", ".join(f":{name}" for name in row)
        self.db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row)

    def _whole(self) -> "_Whole":
        return _Whole(self.db)


class _Whole:
    """One transaction: all of it or nothing."""

    def __init__(self, db: sqlite3.Connection):
        self.db = db

    def __enter__(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind, *_) -> None:
        self.db.execute("COMMIT" if kind is None else "ROLLBACK")


class Referee:
    """Read the ledger of the fake provider that works, or worked, in `folder`."""

    def __init__(self, folder: Path | str):
        self.book = Path(folder) / BOOK

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return all rows of "generation", "charge", "log", "request", "image" or "account", oldest first."""
        if table not in ("generation", "charge", "log", "request", "image", "account"):
            raise ValueError(f"no such table: {table}")
        with closing(sqlite3.connect(self.book, timeout=20)) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(f"SELECT * FROM {table} ORDER BY rowid")]

    @property
    def generations(self) -> list[dict[str, Any]]:
        return [{**row, "body": json.loads(row["body"])} for row in self.rows("generation")]

    @property
    def charges(self) -> list[dict[str, Any]]:
        return [{**row, "usd": usd(row["micros"])} for row in self.rows("charge")]

    @property
    def images(self) -> list[dict[str, Any]]:
        return self.rows("image")

    @property
    def requests(self) -> list[dict[str, Any]]:
        return self.rows("request")

    def summary(self) -> dict[str, Any]:
        """Return the facts for a verdict as plain JSON.

        accepted: how many creates. by_client_request_id: the generation ids each client id made (two mean
        paid twice), usd_by_client_request_id: what each was charged; without_client_request_id: the ids of
        the rest. charges: usd by generation id; total_usd: their exact sum. states: how many are "making",
        "completed", "failed". posts: POSTs of creates by key, posts_by_client_request_id by client id, both
        with those that were refused. faults: how often each fault happened. requests: by place.
        """
        generations, charges, requests = self.rows("generation"), self.charges, self.requests
        posts = [request for request in requests if request["place"] == "create"]
        return {
            "accepted": len(generations),
            "by_client_request_id": _by_client(generations),
            "without_client_request_id": [row["id"] for row in generations if not row["client_request_id"]],
            "charges": {row["generation_id"]: row["usd"] for row in charges},
            "usd_by_client_request_id": _usd_by_client(generations, charges),
            "total_usd": usd(sum(row["micros"] for row in charges)),
            "states": _count(generations, "state"),
            "posts": _count(posts, "key"),
            "posts_by_client_request_id": _count(posts, "client_request_id"),
            "faults": _count(requests, "fault"),
            "requests": _count(requests, "place"),
        }


def _by_client(generations: list[dict[str, Any]]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for row in generations:
        if row["client_request_id"]:
            made.setdefault(row["client_request_id"], []).append(row["id"])
    return made


def _usd_by_client(generations: list[dict[str, Any]], charges: list[dict[str, Any]]) -> dict[str, str]:
    client = {row["id"]: row["client_request_id"] for row in generations}
    spent: Counter[str] = Counter()
    for row in charges:
        if client[row["generation_id"]]:
            spent[client[row["generation_id"]]] += row["micros"]
    return {one: usd(micros) for one, micros in spent.items()}


def _count(rows: list[dict[str, Any]], name: str) -> dict[str, int]:
    return dict(Counter(row[name] for row in rows if row[name] is not None))
