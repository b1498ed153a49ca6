"""Ask providers about progress: few calls, stages that only rise, no failure until it is reported twice."""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from projects.core.enqueue import enqueue
from projects.ledger.engines import NoKey, engine_for_account
from projects.ledger.holds import SHUT, can_poll, hold_account
from projects.ledger.late_acceptance import recover_prompt
from projects.ledger.transitions import (
    change_state,
    due_in,
    pace,
    record_event,
    update_fields,
    update_silently,
)
from projects.models import Account, Attempt, Generation, State
from studio.engines import get_class
from studio.engines.base import Busy, EngineError, Ticket, Unreachable
from studio.wire import Report, Stage

log = logging.getLogger(__name__)
AT_ONCE, TOGETHER = 200, 20  # what a slow provider answers before the watcher is presumed stuck
NO_TWICE_S = 30  # a "failed" counts once it is reported again this much later
ATTENTION_S = 24 * 3600
LOST_S = 30 * 24 * 3600
NO_KEY_S, NO_ANSWER_S = 60, 30
OUTAGE_FROM = 4  # fewer failures may have reasons of their own


def poll_due(beat: Callable[[], object] = lambda: None) -> None:
    """Ask about every generation that is due, key by key, and call `beat` between the calls."""
    now = timezone.now()
    due = Attempt.objects.filter(
        state="accepted", generation__state=State.SUBMITTED, generation__due_at__lte=now
    ).exclude(account__in=Account.objects.filter(hold__in=SHUT, hold_until__gt=now))
    by_account = defaultdict(list)
    oldest = due.select_related("account", "generation__prompt").order_by("generation__due_at")
    for attempt in oldest[:AT_ONCE]:
        by_account[attempt.account].append(attempt)
    for account, attempts in by_account.items():
        for start in range(0, len(attempts), TOGETHER):
            if can_poll(account):
                poll_account(account, attempts[start : start + TOGETHER])
            beat()


def poll_account(account: Account, attempts: list[Attempt]) -> None:
    try:
        answers = engine_for_account(account).ask(
            [Ticket(a.accepted_id, a.model, a.dialect) for a in attempts]
        )
    except NoKey:
        return postpone(attempts, NO_KEY_S)
    except EngineError as error:
        hold_account(account, error)
        return postpone(attempts, NO_ANSWER_S)
    for attempt in attempts:
        apply_answer_safely(attempt, answers.get(attempt.accepted_id))
    if shared := common_error(list(answers.values())):
        hold_account(account, shared)


def common_error(answers: list[Report | EngineError]) -> EngineError | None:
    """Return the error of the key or of the provider as a whole, if the answers show one."""
    for answer in answers:
        if isinstance(answer, Busy) and answer.hold in ("key", "rate"):
            return answer
    out = [answer for answer in answers if isinstance(answer, Busy | Unreachable)]
    return out[0] if len(out) == len(answers) >= OUTAGE_FROM else None


def postpone(attempts: list[Attempt], seconds: float) -> None:
    ids = [attempt.generation_id for attempt in attempts]
    Generation.objects.filter(pk__in=ids, state=State.SUBMITTED).update(due_at=due_in(seconds))


def apply_answer_safely(attempt: Attempt, answer: Report | EngineError | None) -> None:
    """Apply one answer; if that fails, the others still get their turn."""
    try:
        apply_answer(attempt, answer, get_class(attempt.account.engine).local)
    except Exception:
        log.exception("Couldn't apply the answer about clip %s.", attempt.generation_id)
        postpone([attempt], NO_ANSWER_S)


def apply_answer(attempt: Attempt, answer: Report | EngineError | None, local: bool) -> None:
    """Apply one answer to its generation. None: the provider doesn't know it (yet)."""
    generation = attempt.generation
    if isinstance(answer, Report):
        update_cost(attempt, answer)
        recover_prompt(generation, answer.prompt)
        {Stage.COMPLETED: record_finished, Stage.FAILED: record_failure}.get(answer.stage, record_progress)(
            generation, answer, local
        )
    else:
        record_silence(generation, local)


def update_cost(attempt: Attempt, report: Report) -> None:
    """Store the newest cost: the cost reported with the order is withdrawn if the clip fails."""
    failed_without_cost = report.stage is Stage.FAILED and report.cost_usd is None
    if (failed_without_cost or report.cost_usd is not None) and report.cost_usd != attempt.cost_usd:
        Attempt.objects.filter(pk=attempt.pk).update(cost_usd=report.cost_usd)


def record_progress(generation: Generation, report: Report, local: bool) -> None:
    """Store a higher stage or progress; only what a person can see changes the page."""
    fresh: dict[str, Any] = {}
    if report.stage.rank >= rank_of(generation.stage) and report.stage.value != generation.stage:
        fresh["stage"] = report.stage.value
    if report.progress is not None and report.progress > (generation.progress or 0):
        fresh["progress"] = report.progress
    if fresh:
        update_fields(generation.pk, (State.SUBMITTED,), **fresh)
    schedule_poll(generation, local, first_failure_at=None)


def rank_of(stage: str) -> int:
    return Stage(stage).rank if stage in list(Stage) else -1


def record_finished(generation: Generation, report: Report, local: bool) -> None:
    """Mark it ready to download. `tries` is kept: it counts the addresses that expired."""
    if not report.result_url:
        return schedule_poll(generation, local, first_failure_at=None)
    with transaction.atomic():
        if change_state(
            generation.pk,
            State.SUBMITTED,
            State.READY,
            result_url=report.result_url,
            drawn=dict(report.drawn),
            due_at=due_in(5),
            ready_at=generation.ready_at or timezone.now(),
            tries=generation.tries,
            progress=None,
            error_code="",
            error_message="",
            first_failure_at=None,
        ):
            transaction.on_commit(lambda: enqueue("store", generation.pk))


def record_failure(generation: Generation, report: Report, local: bool) -> None:
    """Believe a remote "failed" once it is reported twice, half a minute apart: some are withdrawn."""
    if local or is_failure_repeated(generation):
        change_state(
            generation.pk,
            State.SUBMITTED,
            State.FAILED,
            message=report.failure_message,
            error_code=report.failure_code[:40] or "failed",
            error_message=report.failure_message,
            provider_message="" if local else report.failure_message,
        )
    elif generation.first_failure_at:
        schedule_poll(generation, local)
    else:
        update_silently(
            generation.pk, (State.SUBMITTED,), first_failure_at=timezone.now(), due_at=due_in(NO_TWICE_S)
        )


def is_failure_repeated(generation: Generation) -> bool:
    first = generation.first_failure_at
    return first is not None and timezone.now() >= first + pace(NO_TWICE_S)


def record_silence(generation: Generation, local: bool) -> None:
    """Poll again without a usable answer. After a day the history notes it; after 30 days it is lost."""
    if age(generation) <= timedelta(seconds=LOST_S):
        return schedule_poll(generation, local)
    message = "For 30 days, the provider didn't know this clip."
    change_state(
        generation.pk,
        State.SUBMITTED,
        State.RESULT_LOST,
        message=message,
        error_code="unknown_there",
        error_message=message,
    )
    return None


def schedule_poll(generation: Generation, local: bool, **fields: Any) -> None:
    pause = 1 if local else interval_s(age(generation) / pace(1), notice(generation))
    update_silently(generation.pk, (State.SUBMITTED,), due_at=due_in(pause), **fields)


def notice(generation: Generation) -> float:
    """Return the seconds since the history noted that it takes more than a day; note it once."""
    if age(generation) <= pace(ATTENTION_S):
        return 0
    noticed = generation.events.filter(kind="noticed").first()
    if noticed:
        return (timezone.now() - noticed.at) / pace(1)
    record_event(generation.pk, "noticed", message="The provider has been working on it for more than a day.")
    return 0


def age(generation: Generation) -> timedelta:
    """Return how long ago it was sent."""
    return timezone.now() - (generation.submitted_at or generation.created_at)


def interval_s(age_s: float, noticed_s: float = 0) -> float:
    """Return a tenth of the clip's age, 2 s to 30 s; 2 minutes after an hour.

    After a day, return a tenth of the time since that was noticed, 2 minutes to a day: a machine that slept,
    or whose clock was wrong, notices it at the first look, and the second must not be a day later.
    """
    if age_s > ATTENTION_S:
        return min(max(noticed_s / 10, 120), ATTENTION_S)
    return 120 if age_s > 3600 else min(max(age_s / 10, 2), 30)
