"""The provider's log held against our attempts: every order of ours must be known here, at its true price.

Heals a restored backup too: an order that the backup does not know is adopted as a clip of its own.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from projects.ledger import attempts
from projects.ledger.late_acceptance import record_acceptance
from projects.ledger.transitions import bump_revision, change_state, record_event
from projects.models import Account, Attempt, Generation, Project, Prompt, State
from projects.models.generation import next_number
from studio.engines.base import Engine
from studio.wire import LogRow

log = logging.getLogger(__name__)
A_DAY = timedelta(days=1)
LOG_REACH = timedelta(days=92)  # docs/providers.md#request-ids-and-the-log
RECOVERED = "Recovered from the provider's log"


def audit(account: Account, engine: Engine, back: timedelta | None = None) -> list[LogRow]:
    """Fill in costs, revive what was charged, find what was written off; the rows that match no attempt.

    back: how far. Without it, a day further than the last audit, so that no night of the studio is missed.
    """
    began = timezone.now()
    looks = [engine.find(since, until) for since, until in daily_windows(account, began, back)]
    unmatched = [row for rows in looks for row in match_rows(rows)]
    Account.objects.filter(pk=account.pk).update(audited_at=began)
    return unmatched


def daily_windows(
    account: Account, until: datetime, back: timedelta | None
) -> Iterator[tuple[datetime, datetime]]:
    """The time to look at, in windows of a day: the log of a longer one might be cut off."""
    since = until - back if back else min(until, account.audited_at or until) - A_DAY
    since = max(since, until - LOG_REACH)
    while since < until:
        yield since, min(since + A_DAY, until)
        since += A_DAY


def match_rows(rows: list[LogRow]) -> list[LogRow]:
    """Take in what the rows say of our attempts; the rows of ours that no attempt matches."""
    ours = attempts.request_id_prefix()
    named = {row.client_request_id: row for row in rows if row.client_request_id.startswith(ours)}
    known = Attempt.objects.filter(client_request_id__in=list(named)).select_related("generation")
    unmatched = dict(named)
    for attempt in known:
        row = unmatched.pop(attempt.client_request_id)
        try:
            apply_row(attempt, row)
        except Exception:
            log.exception("The log's row for clip %s could not be taken in.", attempt.generation_id)
    return [row for row in unmatched.values() if row.succeeded and row.inference_id]


def apply_row(attempt: Attempt, row: LogRow) -> None:
    if row.succeeded and row.inference_id and attempt.state != "accepted":
        return record_acceptance(attempt, row.inference_id, cost_usd=row.cost_usd)
    if attempt.state == "accepted":
        update_cost(attempt, row)
        if row.succeeded and row.cost_usd and attempt.generation.state == State.FAILED:
            revive(attempt.generation)
    return None


def update_cost(attempt: Attempt, row: LogRow) -> None:
    """The log knows best: it is told the price when the order comes, and nothing when the clip failed."""
    if row.cost_usd is not None and row.cost_usd != attempt.cost_usd:
        Attempt.objects.filter(pk=attempt.pk).update(cost_usd=row.cost_usd)
        bump_revision(attempt.generation_id)


def revive(generation: Generation) -> None:
    """It was charged although the provider said that it failed: ask again, once."""
    words = "The provider charged for this clip although it said that it had failed."
    if generation.events.filter(kind="revived").exists():
        return
    with transaction.atomic():
        if change_state(
            generation.pk,
            State.FAILED,
            State.SUBMITTED,
            words=words,
            first_failure_at=None,
            error_code="",
            error_message="",
        ):
            record_event(generation.pk, "revived", words=words)
            log.warning("%s (clip %s)", words, generation.number)


def adopt_all(account: Account, rows: list[LogRow]) -> None:
    """Orders of ours that our rows do not know come back as clips of the oldest project."""
    project = Project.objects.order_by("pk").first()
    if project is None:
        return
    for row in rows:
        try:
            clip = adopt(account, row, project)
            log.warning("An order that our rows did not know is clip %s of %s.", clip.number, project.slug)
        except Exception:
            log.exception("The order %s could not be adopted.", row.client_request_id)


def adopt(account: Account, row: LogRow, project: Project) -> Generation:
    """A clip for an order of ours that our rows do not know (an older backup was restored)."""
    moment = row.created or timezone.now()
    with transaction.atomic():
        project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        model = row.model[:60]
        prompt = Prompt.objects.create(text=RECOVERED, engine=account.engine, model=model)
        generation = Generation.objects.create(
            project=project,
            prompt=prompt,
            number=next_number(project),
            created_at=moment,
            client_token=f"adopted.{row.client_request_id[-64:]}",
            state=State.UNCONFIRMED,
        )
        attempt = Attempt.objects.create(
            generation=generation,
            account=account,
            client_request_id=row.client_request_id,
            model=model,
            opened_at=moment,
        )
        record_event(generation.pk, "adopted", words=RECOVERED + ".")
        attempts.accept(attempt, generation, row.inference_id, dialect="", cost_usd=row.cost_usd)
    return generation
