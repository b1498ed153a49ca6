"""The one call that may cost money, and what its answer means.

1. A claim (conditional UPDATE with a lease) and the open attempt are written in one durable transaction.
2. The POST goes out at most 5 s after that, with the attempt's own request id.
3. Its answer closes the attempt as accepted, refused or not sent. Anything else leaves it open: unconfirmed.
A worker killed anywhere in between leaves an open attempt, which the watcher finds (settling.py).
"""

import logging
import time
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from projects.core.enqueue import enqueue
from projects.ledger import attempts
from projects.ledger.engines import NoKey, account_for, engine_for
from projects.ledger.holds import (
    hold_account,
    hold_generation,
    is_disk_full,
    is_held,
    is_over_budget,
    reset_strikes,
)
from projects.ledger.late_acceptance import record_acceptance
from projects.ledger.orders import SourceNotReady, build_order
from projects.ledger.transitions import change_state, due_in, pace
from projects.models import Account, Attempt, Generation, Hold, Project, State
from studio.engines.base import Busy, Engine, EngineError, Refused, Unreachable
from studio.wire import Order, Report

log = logging.getLogger(__name__)
LEASE_S = 60  # longer than the longest POST, and ten times longer than SEND_WITHIN_S
SEND_WITHIN_S = 5  # a worker that paused longer after its claim must not send


class OverBudget(Exception):
    """This generation would exceed its project's monthly budget."""


def submit(generation_id: uuid.UUID) -> None:
    """Send this generation if it is queued and nothing holds it; safe to call any number of times.

    What held it last time is looked at anew: its due time only says when the watcher enqueues it again.
    """
    generation = Generation.objects.select_related("prompt", "project").get(pk=generation_id)
    if generation.state != State.QUEUED or generation.hold == Hold.ASK:  # only an owner approves it
        return
    try:
        engine = engine_for(generation.prompt.engine)
    except NoKey as error:
        return hold_generation(generation, Hold.KEY, str(error))
    account = account_for(engine)
    if is_held(account):
        return hold_generation(generation, account.hold, account.hold_message, until=account.hold_until)
    if is_disk_full():
        return hold_generation(generation, Hold.DISK, "The studio's disk is almost full.")
    place_order(generation, engine, account)


def place_order(generation: Generation, engine: Engine, account: Account) -> None:
    try:
        order = build_order(generation, engine, account)
    except SourceNotReady as error:
        return hold_generation(generation, Hold.SOURCE, error.message)
    except Refused as error:
        return refuse_unsent(generation, error)
    try:
        claimed = claim(generation, account)
    except OverBudget as error:
        return hold_generation(generation, Hold.BUDGET, str(error))
    if claimed:
        attempt, committed = claimed
        post_order(engine, order, attempt, committed)
    return None


def claim(generation: Generation, account: Account) -> "tuple[Attempt, Stopwatch] | None":
    """Return the open attempt and the time since the claim, or None if it isn't ours. Raise OverBudget."""
    with transaction.atomic(durable=True):
        attempts.lock_generation(generation.pk)
        project = Project.objects.select_for_update(no_key=True).get(pk=generation.project_id)
        if is_over_budget(project, generation.quote_usd):
            raise OverBudget(f"This project's monthly budget of ${project.budget_usd:.2f} is used up.")
        ours = change_state(
            generation.pk,
            State.QUEUED,
            State.SUBMITTING,
            stage="",
            progress=None,
            lease_owner=f"{settings.INSTANCE}.{uuid.uuid4().hex[:12]}",
            lease_until=due_in(LEASE_S),
        )
        if not ours:
            return None
        attempt = attempts.open_attempt(generation, account)
    return attempt, Stopwatch()


class Stopwatch:
    """The time since its creation, by whichever clock says more: one stops while the machine sleeps."""

    def __init__(self) -> None:
        self.steady, self.shown = time.monotonic(), timezone.now()

    def ago(self) -> timedelta:
        return max(timedelta(seconds=time.monotonic() - self.steady), timezone.now() - self.shown)


def post_order(engine: Engine, order: Order, attempt: Attempt, committed: Stopwatch) -> None:
    if committed.ago() > pace(SEND_WITHIN_S):
        return requeue(attempt, Unreachable("This machine paused before sending."))
    try:
        report = engine.submit(order, attempt.client_request_id)
    except Refused as error:
        if error.code == "keyframe_refused" and order.with_short_ids != order:
            return retry_with_short_ids(attempt, error)
        record_refused(attempt, error)
    except (Busy, Unreachable) as error:
        hold_account(attempt.account, error)
        requeue(attempt, error)
    except EngineError as error:  # Unsure, or a bug of the engine: it is unknown what was sent
        mark_unconfirmed(attempt, error)
    else:
        record_accepted(attempt, report, engine)


def record_accepted(attempt: Attempt, report: Report, engine: Engine) -> None:
    cost_usd = Decimal(0) if engine.local else report.cost_usd
    record_acceptance(attempt, report.provider_id, dialect=report.dialect, cost_usd=cost_usd)
    reset_strikes(attempt.account)
    if engine.local:
        enqueue("draw", attempt.generation_id)


def record_refused(attempt: Attempt, error: Refused) -> None:
    attempts.close(
        attempt,
        "refused",
        State.REFUSED,
        closing=answer_fields(error),
        message=error.message,
        error_code=error.code[:40],
        error_message=error.message,
        provider_message=error.quote,
    )


def retry_with_short_ids(attempt: Attempt, error: Refused) -> None:
    """Queue it once more, for an attempt of its own: the provider refused the long form of a keyframe's ID.

    Some providers show "UUID:model" and take only the UUID. A refusal is free, and `build_order` sees it.
    """
    attempts.close(
        attempt,
        "refused",
        State.QUEUED,
        closing=answer_fields(error),
        message="The provider refused the clip's long ID. It is sent once more with the short one.",
        due_at=due_in(0),
    )


def requeue(attempt: Attempt, error: EngineError) -> None:
    """Queue it again, held as its key is held; the closed attempt keeps the proof."""
    how, account = "refused" if isinstance(error, Busy) else "not_sent", attempt.account
    held = {"hold": account.hold, "hold_message": account.hold_message, "due_at": account.hold_until}
    attempts.close(
        attempt,
        how,
        State.QUEUED,
        closing=answer_fields(error),
        message=error.message,
        **(held if account.hold else {"due_at": due_in(SEND_WITHIN_S)}),
    )


def mark_unconfirmed(attempt: Attempt, error: EngineError) -> None:
    """Leave the attempt open, since it may be paid; the settler looks it up at once."""
    learned = {name: getattr(error, name) for name in ("inference_id", "dialect") if getattr(error, name, "")}
    with transaction.atomic():
        attempts.lock_generation(attempt.generation_id)
        still_open = Attempt.objects.filter(pk=attempt.pk, state="open").update(
            **answer_fields(error), **learned
        )
        if still_open:
            change_state(attempt.generation_id, State.SUBMITTING, State.UNCONFIRMED, message=error.message)


def answer_fields(error: EngineError) -> dict[str, Any]:
    return {"http_status": error.status, "message": error.message}


def refuse_unsent(generation: Generation, error: Refused) -> None:
    change_state(
        generation.pk,
        State.QUEUED,
        State.REFUSED,
        message=error.message,
        error_code=error.code[:40],
        error_message=error.message,
    )
