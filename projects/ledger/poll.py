"""Asking the providers how far they are: few calls, states that only rise, and no end that was not said twice."""

import logging
from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from projects.ledger.holds import hold_account
from projects.ledger.makers import NoKey, maker_of
from projects.ledger.move import change, move, note, pace, quietly, soon
from projects.ledger.nudge import nudge
from projects.models import Account, Attempt, Generation, State
from studio.engines.base import Busy, Engine, EngineError, Ticket, Unreachable
from studio.wire import Report, Stage

log = logging.getLogger(__name__)
AT_ONCE = 200
NO_TWICE_S = 30  # a provider's "failed" counts when it is said again so much later
ATTENTION_S = 24 * 3600
LOST_S = 30 * 24 * 3600


def poll_due() -> None:
    """Ask about every clip that is due, one key after the other."""
    due = Attempt.objects.filter(
        state="accepted", generation__state=State.SUBMITTED, generation__due_at__lte=timezone.now()
    ).select_related("account", "generation__prompt")
    by_account = defaultdict(list)
    for attempt in due.order_by("generation__due_at")[:AT_ONCE]:
        by_account[attempt.account].append(attempt)
    for account, attempts in by_account.items():
        if account.hold in ("", "rate", "credits") or (
            account.hold_until and account.hold_until <= timezone.now()
        ):
            poll(account, attempts)


def poll(account: Account, attempts: list[Attempt]) -> None:
    try:
        engine = maker_of(account)
        answers = engine.ask([Ticket(a.provider_id, a.model, a.dialect) for a in attempts])
    except NoKey:
        return later(attempts, 60)
    except (Busy, Unreachable) as error:
        hold_account(account, error)
        return later(attempts, 30)
    for attempt in attempts:
        take_in(attempt, answers.get(attempt.provider_id), engine)


def later(attempts: list[Attempt], seconds: float) -> None:
    for attempt in attempts:
        quietly(attempt.generation_id, (State.SUBMITTED,), due_at=soon(seconds))


def take_in(attempt: Attempt, answer: Report | EngineError | None, engine: Engine) -> None:
    """What one answer means for its clip. None: the provider does not know it (yet)."""
    generation = attempt.generation
    if isinstance(answer, Report):
        learn_cost(attempt, answer)
        {Stage.COMPLETED: finished, Stage.FAILED: denied}.get(answer.stage, working)(
            generation, answer, engine
        )
    else:
        silent(generation, engine)


def learn_cost(attempt: Attempt, report: Report) -> None:
    if report.cost_usd is not None and report.cost_usd != attempt.cost_usd:
        Attempt.objects.filter(pk=attempt.pk).update(cost_usd=report.cost_usd)


def working(generation: Generation, report: Report, engine: Engine) -> None:
    """Stages only rise; only what a person can see changes the page."""
    risen = Stage(generation.stage or "queued").rank <= report.stage.rank
    news = {"stage": report.stage.value} if risen and report.stage.value != generation.stage else {}
    if report.progress is not None and report.progress > (generation.progress or 0):
        news["progress"] = report.progress
    if news:
        change(generation.pk, (State.SUBMITTED,), **news)
    look_again(generation, engine, denied_at=None)


def finished(generation: Generation, report: Report, engine: Engine) -> None:
    if not report.result_url:
        return look_again(generation, engine)
    with transaction.atomic():
        news = {
            "result_url": report.result_url,
            "ready_at": timezone.now(),
            "due_at": soon(5),
            "progress": None,
        }
        if move(generation.pk, State.SUBMITTED, State.READY, error_code="", error_words="", **news):
            transaction.on_commit(lambda: nudge("keep", generation.pk))


def denied(generation: Generation, report: Report, engine: Engine) -> None:
    """A remote "failed" must be said twice, half a minute apart: some are taken back."""
    if not engine.local and not generation.denied_at:
        quietly(generation.pk, (State.SUBMITTED,), denied_at=timezone.now(), due_at=soon(NO_TWICE_S))
    elif engine.local or timezone.now() >= generation.denied_at + pace(NO_TWICE_S):
        move(
            generation.pk, State.SUBMITTED, State.FAILED, words=report.failure_words,
            error_code=report.failure_code or "failed", error_words=report.failure_words,
        )  # fmt: skip
    else:
        look_again(generation, engine)


def silent(generation: Generation, engine: Engine) -> None:
    """No usable answer about this one: not an end. After a day somebody is told, after 30 days it is given up."""
    age = timezone.now() - generation.submitted_at
    if age > timedelta(seconds=LOST_S):
        words = "The provider did not know this clip for thirty days."
        move(
            generation.pk,
            State.SUBMITTED,
            State.RESULT_LOST,
            words=words,
            error_code="unknown_there",
            error_words=words,
        )
    else:
        look_again(generation, engine)


def look_again(generation: Generation, engine: Engine, **fields) -> None:
    age_s = (timezone.now() - generation.submitted_at) / pace(1)
    if age_s > ATTENTION_S and generation.stage != "attention":
        change(generation.pk, (State.SUBMITTED,), stage="attention")
        note(generation.pk, "noticed", words="The provider has been at it for more than a day.")
    pause = 1 if engine.local else interval_s(age_s)
    quietly(generation.pk, (State.SUBMITTED,), tries=generation.tries + 1, due_at=soon(pause), **fields)


def interval_s(age_s: float) -> float:
    """A tenth of the clip's age, 2 s to 30 s; every 2 minutes after an hour; once a day after a day."""
    if age_s > ATTENTION_S:
        return ATTENTION_S
    return 120 if age_s > 3600 else min(max(age_s / 10, 2), 30)
