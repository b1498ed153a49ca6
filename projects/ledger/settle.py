"""Finding out what became of an order whose answer was lost, without ever paying again on a guess.

Looked for, in this order: the id that a header told although the body was broken; the provider's own log, by our
request id. A row that says it succeeded is proof, and so is a row that says it failed together with an id that
does not exist. No row is proof of nothing: after half an hour the person is asked, and decides.
"""

import logging
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from projects.ledger.makers import NoKey, maker_of
from projects.ledger.move import change, move, note, quietly, soon, touch
from projects.ledger.nudge import nudge
from projects.models import Account, Attempt, Generation, Project, Prompt, State
from projects.models.generation import next_number
from studio.engines.base import Engine, EngineError, LogRow, Ticket
from studio.wire import Report

log = logging.getLogger(__name__)
LOOK_AGAIN_S = (
    0,
    15,
    30,
    60,
    120,
    300,
    600,
    1200,
    1800,
)  # after that every half hour, and the person is asked
ASK_AFTER_S = 1800
BEFORE, AFTER = timedelta(minutes=5), timedelta(minutes=15)
MOST_ATTEMPTS = 5


# -- the unconfirmed ----------------------------------------------------------------------------------------


def settle_due() -> None:
    """Look for every unconfirmed order that is due, with one look into the log for each key."""
    due = Attempt.objects.filter(
        state="open", generation__state=State.UNCONFIRMED, generation__due_at__lte=timezone.now()
    )
    by_account = defaultdict(list)
    for attempt in due.select_related("account", "generation__prompt"):
        by_account[attempt.account].append(attempt)
    for account, attempts in by_account.items():
        settle_all(account, attempts)


def settle_all(account: Account, attempts: list[Attempt]) -> None:
    try:
        engine = maker_of(account)
        rows = {row.client_request_id: row for row in engine.find(*window(attempts))}
    except (EngineError, NoKey) as error:
        log.warning("Could not look for %d unconfirmed orders: %s", len(attempts), error)
        return wait_on(attempts, looked=False)
    missing = [
        attempt for attempt in attempts if not settle(engine, attempt, rows.get(attempt.client_request_id))
    ]
    wait_on(missing, looked=True)


def window(attempts: list[Attempt]):
    moments = [attempt.opened_at for attempt in attempts]
    return min(moments) - BEFORE, max(moments) + AFTER


def settle(engine: Engine, attempt: Attempt, row: LogRow | None) -> bool:
    """True when this order's fate is known now."""
    id = attempt.inference_id or (row.inference_id if row else "")
    report = ask_one(engine, attempt, id) if id else None
    if report:
        found(attempt, id, dialect=report.dialect or attempt.dialect)
        return True
    if row and row.succeeded and id:
        found(attempt, id, dialect=attempt.dialect)
        return True
    if row and not row.succeeded and report is not False:
        proven_unpaid(attempt)
        return True
    return False


def ask_one(engine: Engine, attempt: Attempt, id: str) -> Report | None | bool:
    """What is known of this id: a Report; None when it does not exist; False when nobody could tell."""
    try:
        answer = engine.ask([Ticket(id, attempt.model, attempt.dialect)]).get(id)
    except EngineError:
        return False
    return False if isinstance(answer, EngineError) else answer


def proven_unpaid(attempt: Attempt) -> None:
    """The provider's log says that it failed, and there is nothing under its id: it may be sent again."""
    tried_enough = attempt.generation.attempts.count() >= MOST_ATTEMPTS
    with transaction.atomic():
        words = "The provider's log shows that it was not accepted."
        Attempt.objects.filter(pk=attempt.pk, state="open").update(
            state="refused", closed_at=timezone.now(), words=words
        )
        if tried_enough:
            ending = {"error_code": "not_accepted", "error_words": attempt.words}
            move(attempt.generation_id, State.UNCONFIRMED, State.REFUSED, words=words, **ending)
        elif move(attempt.generation_id, State.UNCONFIRMED, State.QUEUED, words=words):
            transaction.on_commit(lambda: nudge("submit", attempt.generation_id))


def wait_on(attempts: list[Attempt], *, looked: bool) -> None:
    """Nothing found yet: look again later; after half an hour tell the person that it is up to them."""
    for attempt in attempts:
        generation = attempt.generation
        tries = generation.tries + 1
        pause = LOOK_AGAIN_S[min(tries, len(LOOK_AGAIN_S) - 1)]
        quietly(generation.pk, (State.UNCONFIRMED,), tries=tries, due_at=soon(pause))
        if (
            looked
            and generation.stage != "asked"
            and timezone.now() > attempt.opened_at + (soon(ASK_AFTER_S) - timezone.now())
        ):
            ask_person(generation)


def ask_person(generation: Generation) -> None:
    with transaction.atomic():
        if change(generation.pk, (State.UNCONFIRMED,), stage="asked"):
            note(
                generation.pk, "asked", words="The provider's log does not show this order. A person decides."
            )


def reap() -> None:
    """A sender that let its lease run out is taken for dead: its order is unconfirmed."""
    late = Generation.objects.filter(state=State.SUBMITTING, lease_until__lt=timezone.now())
    for id, lease in late.values_list("pk", "lease_owner"):
        words = "The process that was sending this order ended before an answer came."
        move(id, State.SUBMITTING, State.UNCONFIRMED, lease=lease, words=words)


# -- the found ----------------------------------------------------------------------------------------------


def found(attempt: Attempt, provider_id: str, *, dialect: str = "", cost_usd: Decimal | None = None) -> None:
    """This attempt was accepted under that id: hold on to it, whatever was decided in the meantime."""
    with transaction.atomic():
        generation = Generation.objects.select_for_update().get(pk=attempt.generation_id)
        attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if attempt.state == "accepted":
            return
        if generation.attempts.filter(state__in=("open", "accepted")).exclude(pk=attempt.pk).exists():
            generation = bonus(generation, attempt)
        hold_on(generation, attempt, provider_id, dialect, cost_usd)


def hold_on(generation: Generation, attempt: Attempt, provider_id: str, dialect: str, cost_usd) -> None:
    changes = {
        "generation": generation, "state": "accepted", "provider_id": provider_id, "closed_at": timezone.now(),
        "written_off_by": None, "written_off_at": None, "dialect": dialect or attempt.dialect,
    }  # fmt: skip
    if cost_usd is not None:
        changes["cost_usd"] = cost_usd
    Attempt.objects.filter(pk=attempt.pk).update(**changes)
    moved = move(
        generation.pk, generation.state, State.SUBMITTED, provider_id=provider_id, stage="", progress=None,
        submitted_at=attempt.opened_at, due_at=soon(1), error_code="", error_words="", denied_at=None,
    )  # fmt: skip
    if not moved:
        raise IntegrityError("The generation moved while its row was locked.")


def bonus(generation: Generation, attempt: Attempt) -> Generation:
    """An order that was written off was accepted after all, and another one too: it is kept as a clip of its own."""
    project = Project.objects.select_for_update().get(pk=generation.project_id)
    extra = Generation.objects.create(
        project=project, prompt=generation.prompt, by=generation.by, take=generation.take, seed=generation.seed,
        number=next_number(project), client_token=f"bonus.{attempt.pk}", created_at=timezone.now(),
        quote_usd=attempt.quote_usd, state=State.UNCONFIRMED,
    )  # fmt: skip
    who = attempt.written_off_by
    words = (
        f"Paid twice, by choice of {who}."
        if who
        else "Paid twice: the provider accepted an order it had denied."
    )
    note(extra.pk, "bonus", actor=who, words=words)
    note(generation.pk, "bonus", actor=who, words=words)
    log.warning("%s (clip %s of %s)", words, extra.number, project.slug)
    touch(generation.pk)
    return extra


# -- the audit ----------------------------------------------------------------------------------------------


def audit(account: Account, engine: Engine, back: timedelta = timedelta(days=1)) -> list[LogRow]:
    """Hold the provider's log against our attempts: fill in costs, revive, adopt. The rows that match nothing.

    Heals a restored backup too: orders that the backup does not know are adopted as clips of their own.
    """
    prefix = f"dailies1.{settings.INSTANCE}."
    rows = [
        row
        for row in engine.find(timezone.now() - back, timezone.now())
        if row.client_request_id.startswith(prefix)
    ]
    names = [row.client_request_id for row in rows]
    ours = {
        a.client_request_id: a
        for a in Attempt.objects.filter(client_request_id__in=names).select_related("generation")
    }
    unmatched = [row for row in rows if row.client_request_id not in ours]
    for row in rows:
        if row.succeeded and row.inference_id and row.client_request_id in ours:
            compare(ours[row.client_request_id], row)
    Account.objects.filter(pk=account.pk).update(audited_at=timezone.now())
    return unmatched


def compare(attempt: Attempt, row: LogRow) -> None:
    if attempt.state != "accepted":
        found(attempt, row.inference_id)
    if attempt.cost_usd is None and row.cost_usd is not None:
        Attempt.objects.filter(pk=attempt.pk).update(cost_usd=row.cost_usd)
        touch(attempt.generation_id)
    if attempt.generation.state == State.FAILED and row.cost_usd:
        revive(attempt.generation)


def revive(generation: Generation) -> None:
    """It was charged although the provider said that it failed: ask again, once."""
    words = "The provider charged for this clip although it said that it had failed."
    if generation.events.filter(kind="revived").exists():
        return
    with transaction.atomic():
        if move(generation.pk, State.FAILED, State.SUBMITTED, words=words, denied_at=None):
            note(generation.pk, "revived", words=words)
            log.warning("%s (clip %s)", words, generation.number)


def adopt(account: Account, row: LogRow, project: Project) -> Generation:
    """A clip for an order of ours that our rows do not know (an older backup was restored)."""
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=project.pk)
        words = "Recovered from the provider's log"
        prompt = Prompt.objects.create(words=words, engine=account.engine, model=row.model)
        generation = Generation.objects.create(
            project=project, prompt=prompt, number=next_number(project), client_token=f"adopted.{row.inference_id}",
            created_at=row.created or timezone.now(), state=State.UNCONFIRMED,
        )  # fmt: skip
        attempt = Attempt.objects.create(
            generation=generation, account=account, client_request_id=row.client_request_id, model=row.model,
            cost_usd=row.cost_usd, opened_at=row.created or timezone.now(),
        )  # fmt: skip
        note(generation.pk, "adopted", words=words)
        hold_on(generation, attempt, row.inference_id, "", row.cost_usd)
    return generation
