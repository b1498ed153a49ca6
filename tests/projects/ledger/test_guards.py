"""The rules that the database itself enforces, tried with raw SQL as a shell or a bug would."""

from itertools import product
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from projects.ledger.states import TRANSITIONS
from projects.ledger.transitions import record_event
from projects.models import Attempt, Event, Generation, State
from tests.projects import cast

pytestmark = pytest.mark.django_db


CLOSED = ("refused", "not_sent", "written_off")
CLOSING = {("open", now) for now in ("accepted", *CLOSED)} | {(was, "accepted") for was in CLOSED}


def write(sql: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def key(row) -> str:
    """Return the primary key as this database stores it."""
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def refusal(sql: str, *values) -> str:
    """Return the database's error, or "" if it accepted the statement."""
    try:
        write(sql, *values)
    except DatabaseError as error:
        return str(error)
    return ""


def test_every_change_of_state_that_is_not_in_the_table_is_refused(project):
    for was in State.values:
        generation = cast.clip(project, was)
        for now in set(State.values) - TRANSITIONS[was] - {was}:
            error = refusal("UPDATE projects_generation SET state = %s WHERE id = %s", now, key(generation))
            assert "illegal change of state" in error, f"{was} -> {now}"
        generation.refresh_from_db()
        assert generation.state == was


def test_every_change_of_state_that_is_in_the_table_passes(project):
    """Each has what its new state requires, so that only the trigger could object."""
    whole = "provider_id = %s, error_code = 'x', sha256 = 'x', size = 1, frames = 1"
    for was, after in TRANSITIONS.items():
        for now in after:
            generation = cast.clip(project, was)
            there = "" if now in ("queued", "submitting", "unconfirmed", "refused") else uuid4().hex
            write(
                f"UPDATE projects_generation SET state = %s, {whole} WHERE id = %s",
                now,
                there,
                key(generation),
            )
            assert Generation.objects.get(pk=generation.pk).state == now


def test_an_attempt_only_closes_and_an_acceptance_is_final(project):
    for was, now in product(Attempt.State.values, Attempt.State.values):
        if was == now or (was, now) in CLOSING:
            continue
        attempt = cast.attempt(cast.clip(project), was)
        error = refusal("UPDATE projects_attempt SET state = %s WHERE id = %s", now, key(attempt))
        assert "illegal change of an attempt" in error, f"{was} -> {now}"


def delete_generation(generation) -> None:
    delete("generation", generation)
    connection.check_constraints()


ILLEGAL = {
    "a second open attempt": lambda row: cast.attempt(row),
    "an accepted attempt beside an open one": lambda row: cast.attempt(row, "accepted"),
    "accepted without an id": lambda row: change("attempt", row, state="accepted"),
    "an id without acceptance": lambda row: change("attempt", row, provider_id="p-1"),
    "written off by nobody": lambda row: change("attempt", row, state="written_off"),
    "a negative cost": lambda row: change("attempt", row, cost_usd=-1),
    "another request id": lambda row: change("attempt", row, client_request_id="other"),
    "another time of sending": lambda row: change("attempt", row, opened_at="2020-01-01T00:00:00+00:00"),
    "submitted without an id": lambda row: change("generation", row, state="submitted"),
    "an id before submission": lambda row: change("generation", row, provider_id="p-1"),
    "refused without a reason": lambda row: change("generation", row, state="refused"),
    "a lease without an end": lambda row: change("generation", row, lease_owner="me"),
    "a lease without an owner": lambda row: change("generation", row, lease_until=timezone.now()),
    "a hold while it is sent": lambda row: change("generation", row, hold="rate"),
    "the same token twice": lambda row: cast.clip(row.project, client_token=row.client_token),
    "the same number twice": lambda row: cast.clip(row.project, number=row.number),
    "an attempt deleted": lambda row: delete("attempt", row),
    "an event deleted": lambda row: delete("event", row),
    "an event rewritten": lambda row: change("event", row, message="other"),
    "a row deleted": delete_generation,
}


def change(table: str, generation, **fields) -> None:
    sets = ", ".join(f"{name} = %s" for name in fields)
    write(f"UPDATE projects_{table} SET {sets} WHERE {its(table)} = %s", *fields.values(), key(generation))


def delete(table: str, generation) -> None:
    write(f"DELETE FROM projects_{table} WHERE {its(table)} = %s", key(generation))


def its(table: str) -> str:
    return "id" if table == "generation" else "generation_id"


@pytest.mark.parametrize("what", ILLEGAL)
def test_an_illegal_row_is_refused_by_the_database(project, what):
    generation = cast.clip(project, "submitting")
    cast.attempt(generation)
    record_event(generation.pk, "moved", now="submitting")
    with pytest.raises(DatabaseError), transaction.atomic():
        ILLEGAL[what](generation)
    assert (Attempt.objects.count(), Event.objects.count(), Generation.objects.count()) == (1, 1, 1)


def test_a_finished_clip_needs_its_file_and_no_lease(project):
    generation = cast.clip(project, "ready")
    with pytest.raises(DatabaseError), transaction.atomic():
        change("generation", generation, state="completed", size=10, frames=10)
    with pytest.raises(DatabaseError), transaction.atomic():
        change("generation", generation, state="completed", sha256="x", size=0, frames=10)
    held = {"lease_owner": "me", "lease_until": timezone.now()}
    with pytest.raises(DatabaseError), transaction.atomic():
        change("generation", generation, state="completed", sha256="x", size=10, frames=10, **held)


def test_one_provider_id_belongs_to_one_attempt(project):
    first = cast.attempt(cast.clip(project, "submitted"), "accepted")
    with pytest.raises(DatabaseError), transaction.atomic():
        cast.attempt(cast.clip(project, "submitted"), "accepted", provider_id=first.provider_id)


def test_the_ids_and_sums_of_any_provider_fit(project):
    """1. A provider's ID may have 200 characters, a sum nine digits.  2. What did not fit was lost."""
    generation = cast.clip(project, "submitted", provider_id="p" * 200)
    attempt = cast.attempt(generation, "accepted", cost_usd="999999999.000001", inference_id="p" * 200)
    attempt.refresh_from_db()
    assert len(attempt.provider_id) == 200 and str(attempt.cost_usd) == "999999999.000001"
