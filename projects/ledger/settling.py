"""Finding out what became of an order whose answer was lost, without ever paying again on a guess.

Looked for, in this order: the id that a header told although the body was broken; the provider's own log,
by our request id. Known under either id is proof that it was accepted. A row that says "failed, nothing
charged", together with ids that do not exist, is proof that it was not. No row is proof of nothing: after
half an hour the person is asked, and decides.
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
from studio.wire import LogRow, Report

log = logging.getLogger(__name__)
# After the last of these every half hour, and the person is asked.
LOOK_AGAIN_S = (0, 15, 30, 60, 120, 300, 600, 1200, 1800)
NOT_LOOKED_S = 30
ASK_AFTER_S = 1800
# Real time, not PACE: how far the provider's clock and its log may be off, and how long one look may be.
BEFORE, AFTER, AT_ONCE = timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)
MOST_DENIED = 5
FOR_NOW = (401, 403, 429)


def settle_due() -> None:
    """Look for every unconfirmed order that is due, with one look into the log for each key and hour."""
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
    """The attempts in groups that one look into the log covers; a longer look might be cut off."""
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
        log.warning("Could not look for %d unconfirmed orders: %s", len(unsettled), error)
        return postpone(unsettled)
    for attempt in unsettled:
        try:
            if not settle_attempt(engine, attempt, rows.get(attempt.client_request_id)):
                look_again_later(attempt)
        except Exception:
            log.exception("Clip %s could not be settled this time.", attempt.generation_id)
            look_again_later(attempt)


def settle_attempt(engine: Engine, attempt: Attempt, row: LogRow | None) -> bool:
    """True when this order's fate is known now."""
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
    """The first of these ids that the provider knows, or ""; and whether it could be asked about all."""
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
    """The provider's log says that it failed, and there is nothing under its id: it may be sent again."""
    words = "The provider's log shows that it was not accepted."
    denied = attempt.generation.attempts.filter(state="refused").exclude(http_status__in=FOR_NOW)
    if denied.count() + 1 >= MOST_DENIED:
        said = attempt.words or words
        attempts.close(
            attempt, "refused", State.REFUSED, words=words, error_code="not_accepted", error_message=said
        )
    elif attempts.close(attempt, "refused", State.QUEUED, words=words, due_at=due_in(5)):
        enqueue("submit", attempt.generation_id)


def postpone(unsettled: list[Attempt]) -> None:
    """The provider could not be asked. That says nothing about these orders: no reason to ask a person."""
    ids = [attempt.generation_id for attempt in unsettled]
    Generation.objects.filter(pk__in=ids, state=State.UNCONFIRMED).update(due_at=due_in(NOT_LOOKED_S))


def look_again_later(attempt: Attempt) -> None:
    """Nothing found yet: look again later; after half an hour tell the person that it is up to them."""
    generation = attempt.generation
    tries = generation.tries + 1
    pause = LOOK_AGAIN_S[min(tries, len(LOOK_AGAIN_S) - 1)]
    update_silently(generation.pk, (State.UNCONFIRMED,), tries=tries, due_at=due_in(pause))
    if generation.stage != "asked" and timezone.now() > attempt.opened_at + pace(ASK_AFTER_S):
        ask_person(generation)


def ask_person(generation: Generation) -> None:
    words = "The provider's log does not show this order. A person decides."
    with transaction.atomic():
        if update_fields(generation.pk, (State.UNCONFIRMED,), stage="asked"):
            record_event(generation.pk, "asked", words=words)


def reap() -> None:
    """A sender that let its lease run out is taken for dead: its order is unconfirmed."""
    late = Generation.objects.filter(state=State.SUBMITTING, lease_until__lt=timezone.now())
    for id, lease in late.values_list("pk", "lease_owner"):
        words = "The process that was sending this order ended before an answer came."
        change_state(id, State.SUBMITTING, State.UNCONFIRMED, lease=lease, words=words)
