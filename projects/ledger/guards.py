"""The ledger's rules as triggers, so that no code, shell or mistake can break them.

1. A generation's state changes only as states.py says, an attempt's only as CLOSES says.
2. The request id and account of an attempt, and the id it was accepted under, never change.
3. Attempts and events are never deleted, and events never changed.
Created again after every migration, because SQLite drops a table's triggers when it rebuilds the table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connections

from projects.ledger.states import TRANSITIONS

GENERATION, ATTEMPT, EVENT = "projects_generation", "projects_attempt", "projects_event"
CLOSES = {
    "open": {"accepted", "refused", "not_sent", "written_off"},
    "refused": {"accepted"},  # denials and decisions may turn out wrong; an acceptance is final
    "not_sent": {"accepted"},
    "written_off": {"accepted"},
}


@dataclass(frozen=True)
class Guard:
    """Refuse `act` on a row of `table` with `message`. when: an SQL condition, or "" for always."""

    name: str
    table: str
    act: str
    message: str
    when: str = ""


def list_guards() -> list[Guard]:
    states, closing = "illegal change of state", "illegal change of an attempt"
    identity = ("client_request_id", "account_id", "opened_at")
    changed = [f"OLD.{name} <> NEW.{name}" for name in identity]
    changed.append("(OLD.provider_id IS NOT NULL AND OLD.provider_id <> coalesce(NEW.provider_id, ''))")
    return [
        Guard("generation_states", GENERATION, "UPDATE OF state", states, f"NOT ({legal_sql(TRANSITIONS)})"),
        Guard("attempt_states", ATTEMPT, "UPDATE OF state", closing, f"NOT ({legal_sql(CLOSES)})"),
        Guard("attempt_identity", ATTEMPT, "UPDATE", closing, " OR ".join(changed)),
        Guard("projects_attempt_kept", ATTEMPT, "DELETE", "kept for ever"),
        Guard("projects_event_kept", EVENT, "DELETE", "kept for ever"),
        Guard("projects_event_as_written", EVENT, "UPDATE", "kept as it was written"),
    ]


def legal_sql(follows: Mapping[str, Iterable[str]]) -> str:
    """Return the condition for a legal change of state, in SQL for both databases."""
    pairs = " OR ".join(
        f"(OLD.state = '{was}' AND NEW.state IN ({', '.join(repr(str(now)) for now in sorted(after))}))"
        for was, after in follows.items()
        if after
    )
    return f"OLD.state = NEW.state OR {pairs}"


def install_triggers(sender: object, using: str = "default", **kwargs: Any) -> None:
    """Create this database's triggers, as a handler of post_migrate."""
    connection = connections[using]
    if GENERATION not in connection.introspection.table_names():
        return
    statements = {"sqlite": for_sqlite, "postgresql": for_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for guard in list_guards():
            for statement in statements(guard):
                cursor.execute(statement)


def for_sqlite(guard: Guard) -> list[str]:
    when = f"WHEN {guard.when}" if guard.when else ""
    return [
        f"DROP TRIGGER IF EXISTS {guard.name}",
        f"""CREATE TRIGGER {guard.name} BEFORE {guard.act} ON {guard.table}
            {when} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END""",
    ]


def for_postgresql(guard: Guard) -> list[str]:
    """Return the statements, with the condition in the function: a trigger that names a column locks it."""
    act = guard.act.split()[0]
    return [
        f"""CREATE OR REPLACE FUNCTION {guard.name}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {guard.when or "true"} THEN
                RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation';
            END IF; RETURN NEW; END $$""",
        f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        f"""CREATE TRIGGER {guard.name} BEFORE {act} ON {guard.table} FOR EACH ROW
            EXECUTE FUNCTION {guard.name}_guard()""",
    ]
