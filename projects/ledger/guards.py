"""The ledger's rules as triggers, so that no code, shell or mistake can break them.

1. A generation's state changes only as states.py says.  2. Attempts and events are never deleted.
Laid anew after every migration, because SQLite drops a table's triggers when it rebuilds the table.
"""

from django.db import connections

from projects.ledger.states import FOLLOWS

GENERATION = "projects_generation"
KEPT = ("projects_attempt", "projects_event")


def lay(sender, using="default", **kwargs):
    """Signal handler for post_migrate: put the triggers of this database's kind in place."""
    connection = connections[using]
    if GENERATION not in connection.introspection.table_names():
        return
    statements = {"sqlite": for_sqlite, "postgresql": for_postgresql}[connection.vendor]()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def for_sqlite() -> list[str]:
    return [
        "DROP TRIGGER IF EXISTS generation_states",
        f"""CREATE TRIGGER generation_states BEFORE UPDATE OF state ON {GENERATION}
            WHEN NOT ({legal()}) BEGIN SELECT RAISE(ABORT, 'illegal change of state'); END""",
        *(
            statement
            for table in KEPT
            for statement in (
                f"DROP TRIGGER IF EXISTS {table}_kept",
                f"""CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
                    BEGIN SELECT RAISE(ABORT, 'kept for ever'); END""",
            )
        ),
    ]


def for_postgresql() -> list[str]:
    return [
        raising("generation_states_guard", "illegal change of state"),
        raising("kept_guard", "kept for ever"),
        f"DROP TRIGGER IF EXISTS generation_states ON {GENERATION}",
        f"""CREATE TRIGGER generation_states BEFORE UPDATE OF state ON {GENERATION} FOR EACH ROW
            WHEN (NOT ({legal()})) EXECUTE FUNCTION generation_states_guard()""",
        *(
            statement
            for table in KEPT
            for statement in (
                f"DROP TRIGGER IF EXISTS {table}_kept ON {table}",
                f"""CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW
                    EXECUTE FUNCTION kept_guard()""",
            )
        ),
    ]


def raising(name: str, words: str) -> str:
    return f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def legal() -> str:
    """The condition under which a change of state is legal, in SQL that both databases read."""
    pairs = " OR ".join(
        f"(OLD.state = '{was}' AND NEW.state IN ({', '.join(repr(str(now)) for now in sorted(after))}))"
        for was, after in FOLLOWS.items()
        if after
    )
    return f"OLD.state = NEW.state OR {pairs}"
