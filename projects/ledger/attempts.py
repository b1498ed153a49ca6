"""Attempts: opened before the POST; closed by an answer, by proof, by a person. Their state is set only here.

Locks are always taken in this order: generation, attempt, project; so no two transactions deadlock.
"""

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from projects.ledger.transitions import change_state
from projects.models import Account, Attempt, Generation, State


def request_id_prefix() -> str:
    """Return the prefix of every request id of this installation."""
    return f"dailies1.{settings.INSTANCE}."


def open_attempt(generation: Generation, account: Account) -> Attempt:
    """Record that a POST is about to be sent; call it in the transaction that claims the generation."""
    id = uuid.uuid4()
    return Attempt.objects.create(
        id=id,
        generation=generation,
        account=account,
        client_request_id=request_id_prefix() + id.hex,
        model=generation.prompt.model,
        quote_usd=generation.quote_usd,
        opened_at=timezone.now(),
    )


def lock_generation(generation_id: uuid.UUID) -> Generation:
    """Return the current row, locked until the transaction ends."""
    return Generation.objects.select_for_update(no_key=True).get(pk=generation_id)


def close(
    attempt: Attempt, how: str, then: str, *, closing: dict[str, Any] | None = None, **event: Any
) -> bool:
    """Close an open attempt and change its generation's state, both or neither; False if it was closed.

    how: "refused", "not_sent" or "written_off". closing: further fields of the attempt; the rest goes to
    `change_state`. The generation may be submitting or already unconfirmed: a late answer counts.
    """
    with transaction.atomic():
        generation = lock_generation(attempt.generation_id)
        rows = Attempt.objects.filter(pk=attempt.pk, state="open", generation=generation)
        if not rows.update(state=how, closed_at=timezone.now(), **(closing or {})):
            return False
        if not change_state(generation.pk, generation.state, then, **event):
            raise RuntimeError("The generation changed while its row was locked.")
    return True


def accept(
    attempt: Attempt, generation: Generation, provider_id: str, *, dialect: str, cost_usd: Decimal | None
) -> None:
    """Record that the provider knows this attempt as `provider_id`. Call it in a transaction."""
    known = {} if cost_usd is None else {"cost_usd": cost_usd}
    Attempt.objects.filter(pk=attempt.pk).update(
        generation=generation,
        state="accepted",
        provider_id=provider_id,
        closed_at=timezone.now(),
        dialect=dialect or attempt.dialect,
        written_off_by=None,
        written_off_at=None,
        **known,
    )
    moved = change_state(
        generation.pk,
        generation.state,
        State.SUBMITTED,
        provider_id=provider_id,
        stage="",
        progress=None,
        submitted_at=attempt.opened_at,
        due_at=timezone.now(),
        error_code="",
        error_message="",
        first_failure_at=None,
        ready_at=None,
        crashes=0,
    )
    if not moved:
        raise RuntimeError("The generation changed while its row was locked.")
