"""Find out what became of an attempt whose answer was lost, without ever paying again on a guess.

First look up the id that a header gave although the body was broken, then search the provider's log for our
request id. If the provider knows either id, the attempt was accepted. A log row that says "failed, nothing
charged", with ids that don't exist, proves that it wasn't. No row proves nothing: after half an hour the
person decides.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from projects.core.enqueue import enqueue
from projects.ledger import attempts, holds
from projects.ledger.engines import NoKey, engine_for_account
from projects.ledger.late_acceptance import record_acceptance
from projects.ledger.transitions import (
    change_state,
    due_in,
    pace,
    record_event,
    update_fields,
    update_silently,
)
from projects.models import Account, Attempt, Generation, State
from studio.engines.base import Engine, EngineError, Ticket
from studio.engines.http_errors import WAIT
from studio.wire import LogRow, Report

log = logging.getLogger(__name__)
# The last one repeats, and the person decides.
LOOK_AGAIN_S = (0, 15, 30, 60, 120, 300, 600, 1200, 1800)
NOT_LOOKED_S = 30
ASK_AFTER_S = 1800
# Real time, not PACE: how far the provider's clock and log may be off, and the longest window of one query.
BEFORE, AFTER, AT_ONCE = timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)
MOST_DENIED = 5


def settle_due() -> None:
    """Look up every unconfirmed attempt that is due, with one log query per key and hour."""
    due = Attempt.objects.filter(
        state="open", generation__state=State.UNCONFIRMED, generation__due_at__lte=timezone.now()
    )
    by_account = defaultdict(list)
    for attempt in due.select_related("account", "generation__prompt").order_by("opened_at"):
        by_account[attempt.account].append(attempt)
    for account, unsettled in by_account.items():
        if holds.can_poll(account):
            for together in group_by_window(unsettled):
                settle_group(account, together)


def group_by_window(unsettled: list[Attempt]) -> Iterator[list[Attempt]]:
    """Yield the attempts in groups that one log query covers; the log of a longer window may be cut off."""
    group: list[Attempt] = []
    for attempt in unsettled:
        if group and attempt.opened_at > group[0].opened_at + AT_ONCE:
            yield group
            group = []
        group.append(attempt)
    yield group


def settle_group(account: Account, unsettled: list[Attempt]) -> None:
    try:
        engine = engine_for_account(account)
        since, until = unsettled[0].opened_at - BEFORE, unsettled[-1].opened_at + AFTER
        rows = {row.client_request_id: row for row in engine.find(since, until)}
    except (EngineError, NoKey) as error:
        log.warning("Couldn't look up %d unconfirmed attempts: %s", len(unsettled), error)
        return postpone(unsettled)
    for attempt in unsettled:
        try:
            if not settle_attempt(engine, attempt, rows.get(attempt.client_request_id)):
                look_again_later(attempt)
        except Exception:
            log.exception("Couldn't settle clip %s this time.", attempt.generation_id)
            look_again_later(attempt)


def settle_attempt(engine: Engine, attempt: Attempt, row: LogRow | None) -> bool:
    """Return True if it is now known what became of the attempt."""
    ids = list(dict.fromkeys(filter(None, (attempt.inference_id, row.inference_id if row else ""))))
    known, answered = find_known_id(engine, attempt, ids)
    if not known and row and row.succeeded and row.inference_id:
        known = row.inference_id
    if known:
        record_acceptance(attempt, known, dialect=attempt.dialect)
        return True
    if row and not row.succeeded and not row.cost_usd and ids and answered:
        close_unpaid(attempt)
        return True
    return False


def find_known_id(engine: Engine, attempt: Attempt, ids: list[str]) -> tuple[str, bool]:
    """Return the first id that the provider knows, or "", and whether it answered about all of them."""
    answered = True
    for id in ids:
        try:
            answer = engine.ask([Ticket(id, attempt.model, attempt.dialect)]).get(id)
        except EngineError as error:
            answer = error
        if isinstance(answer, Report):
            return id, True
        answered = answered and answer is None
    return "", answered


def close_unpaid(attempt: Attempt) -> None:
    """The log says that it failed, and its id doesn't exist: send it again, but not for ever."""
    message = "The provider's log shows that it wasn't accepted."
    denied = attempt.generation.attempts.filter(state="refused").exclude(http_status__in=WAIT)
    if denied.count() + 1 >= MOST_DENIED:
        attempts.close(
            attempt,
            "refused",
            State.REFUSED,
            message=message,
            error_code="not_accepted",
            error_message=message,
        )
    elif attempts.close(attempt, "refused", State.QUEUED, message=message, due_at=due_in(5)):
        enqueue("submit", attempt.generation_id)


def postpone(unsettled: list[Attempt]) -> None:
    """Try again soon. The provider couldn't be asked, which is no reason to ask the person."""
    ids = [attempt.generation_id for attempt in unsettled]
    Generation.objects.filter(pk__in=ids, state=State.UNCONFIRMED).update(due_at=due_in(NOT_LOOKED_S))


def look_again_later(attempt: Attempt) -> None:
    """Nothing was found: look again later, and let the person decide after half an hour."""
    generation = attempt.generation
    tries = generation.tries + 1
    pause = LOOK_AGAIN_S[min(tries, len(LOOK_AGAIN_S) - 1)]
    update_silently(generation.pk, (State.UNCONFIRMED,), tries=tries, due_at=due_in(pause))
    if generation.stage != "asked" and timezone.now() > attempt.opened_at + pace(ASK_AFTER_S):
        ask_person(generation)


def ask_person(generation: Generation) -> None:
    message = "The provider's log doesn't show this request. Decide whether to send it again."
    with transaction.atomic():
        if update_fields(generation.pk, (State.UNCONFIRMED,), stage="asked"):
            record_event(generation.pk, "asked", message=message)


def reap() -> None:
    """Mark attempts unconfirmed whose sender let its lease run out: it is presumed dead."""
    late = Generation.objects.filter(state=State.SUBMITTING, lease_until__lt=timezone.now())
    for id, lease in late.values_list("pk", "lease_owner"):
        message = "The process that was sending this request ended before an answer came."
        change_state(id, State.SUBMITTING, State.UNCONFIRMED, lease=lease, message=message)
