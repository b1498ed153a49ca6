"""Asking the providers how far they are: few calls, stages that only rise, no end that was not said twice."""

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
AT_ONCE, TOGETHER = 200, 20  # a slow provider answers so many within the watcher's patience
NO_TWICE_S = 30  # a provider's "failed" counts when it is said again so much later
ATTENTION_S = 24 * 3600
LOST_S = 30 * 24 * 3600
NO_KEY_S, NO_ANSWER_S = 60, 30
OUTAGE_FROM = 4  # fewer failures may be these clips' own


def poll_due(beat: Callable[[], object] = lambda: None) -> None:
    """Ask about every clip that is due, one key after the other; `beat` is called between the questions."""
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
    if trouble := common_error(list(answers.values())):
        hold_account(account, trouble)


def common_error(answers: list[Report | EngineError]) -> EngineError | None:
    """What is wrong with the key, or with the provider as a whole, where the answers say so."""
    for answer in answers:
        if isinstance(answer, Busy) and answer.hold in ("key", "rate"):
            return answer
    out = [answer for answer in answers if isinstance(answer, Busy | Unreachable)]
    return out[0] if len(out) == len(answers) >= OUTAGE_FROM else None


def postpone(attempts: list[Attempt], seconds: float) -> None:
    ids = [attempt.generation_id for attempt in attempts]
    Generation.objects.filter(pk__in=ids, state=State.SUBMITTED).update(due_at=due_in(seconds))


def apply_answer_safely(attempt: Attempt, answer: Report | EngineError | None) -> None:
    """One answer that we cannot digest does not keep the others."""
    try:
        apply_answer(attempt, answer, get_class(attempt.account.engine).local)
    except Exception:
        log.exception("The answer about clip %s could not be taken in.", attempt.generation_id)
        postpone([attempt], NO_ANSWER_S)


def apply_answer(attempt: Attempt, answer: Report | EngineError | None, local: bool) -> None:
    """What one answer means for its clip. None: the provider does not know it (yet)."""
    generation = attempt.generation
    if isinstance(answer, Report):
        update_cost(attempt, answer)
        {Stage.COMPLETED: record_finished, Stage.FAILED: record_failure}.get(answer.stage, record_progress)(
            generation, answer, local
        )
    else:
        record_silence(generation, local)


def update_cost(attempt: Attempt, report: Report) -> None:
    """The newest word counts: what was told with the order is taken back when the clip fails."""
    failed_untold = report.stage is Stage.FAILED and report.cost_usd is None
    if (failed_untold or report.cost_usd is not None) and report.cost_usd != attempt.cost_usd:
        Attempt.objects.filter(pk=attempt.pk).update(cost_usd=report.cost_usd)


def record_progress(generation: Generation, report: Report, local: bool) -> None:
    """Stages only rise; only what a person can see changes the page."""
    news: dict[str, Any] = {}
    if report.stage.rank >= rank_of(generation.stage) and report.stage.value != generation.stage:
        news["stage"] = report.stage.value
    if report.progress is not None and report.progress > (generation.progress or 0):
        news["progress"] = report.progress
    if news:
        update_fields(generation.pk, (State.SUBMITTED,), **news)
    schedule_poll(generation, local, first_failure_at=None)


def rank_of(stage: str) -> int:
    return Stage(stage).rank if stage in list(Stage) else -1


def record_finished(generation: Generation, report: Report, local: bool) -> None:
    """It is there, to be fetched; `tries` goes along, because it counts the addresses that died."""
    if not report.result_url:
        return schedule_poll(generation, local, first_failure_at=None)
    with transaction.atomic():
        if change_state(
            generation.pk,
            State.SUBMITTED,
            State.READY,
            result_url=report.result_url,
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
    """A remote "failed" must be said twice, half a minute apart: some are taken back."""
    if local or (
        generation.first_failure_at and timezone.now() >= generation.first_failure_at + pace(NO_TWICE_S)
    ):
        change_state(
            generation.pk,
            State.SUBMITTED,
            State.FAILED,
            words=report.failure_message,
            error_code=report.failure_code[:40] or "failed",
            error_message=report.failure_message,
        )
    elif generation.first_failure_at:
        schedule_poll(generation, local)
    else:
        update_silently(
            generation.pk, (State.SUBMITTED,), first_failure_at=timezone.now(), due_at=due_in(NO_TWICE_S)
        )


def record_silence(generation: Generation, local: bool) -> None:
    """No usable answer about this one: not an end. After a day it is told, after thirty it is given up."""
    if age(generation) <= timedelta(seconds=LOST_S):
        return schedule_poll(generation, local)
    words = "The provider did not know this clip for thirty days."
    change_state(
        generation.pk,
        State.SUBMITTED,
        State.RESULT_LOST,
        words=words,
        error_code="unknown_there",
        error_message=words,
    )
    return None


def schedule_poll(generation: Generation, local: bool, **fields: Any) -> None:
    age_s = age(generation) / pace(1)
    if age_s > ATTENTION_S and not generation.events.filter(kind="noticed").exists():
        record_event(generation.pk, "noticed", words="The provider has been at it for more than a day.")
    pause = 1 if local else interval_s(age_s)
    update_silently(generation.pk, (State.SUBMITTED,), due_at=due_in(pause), **fields)


def age(generation: Generation) -> timedelta:
    """Return how long ago it was sent."""
    return timezone.now() - (generation.submitted_at or generation.created_at)


def interval_s(age_s: float) -> float:
    """A tenth of the clip's age, 2 s to 30 s; every 2 minutes after an hour; once a day after a day."""
    if age_s > ATTENTION_S:
        return ATTENTION_S
    return 120 if age_s > 3600 else min(max(age_s / 10, 2), 30)
