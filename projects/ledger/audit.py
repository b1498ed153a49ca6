"""Compare the provider's log with our attempts: we must know each of our orders, at its true price.

This also repairs a restored backup: an order that the backup doesn't know is adopted as a new generation.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from projects.ledger import attempts
from projects.ledger.late_acceptance import RECOVERED, record_acceptance
from projects.ledger.transitions import bump_revision, change_state, record_event
from projects.models import Account, Attempt, Generation, Project, Prompt, State
from projects.models.generation import next_number
from studio.engines.base import Engine
from studio.wire import LogRow

log = logging.getLogger(__name__)
A_DAY = timedelta(days=1)
LOG_REACH = timedelta(days=92)  # docs/providers.md#request-ids-and-the-log


def audit(
    account: Account,
    engine: Engine,
    back: timedelta | None = None,
    *,
    beat: Callable[[], object] = lambda: None,
) -> list[LogRow]:
    """Fill in costs, revive what was charged, find what was given up. Return the rows without an attempt.

    back: how far to look. None: to a day before the last audit, so that no downtime is missed. An account
    that was never audited may be older than a restored backup: look back to the studio's first project.
    Call `beat` after each day: an old backup has many.
    """
    began, unmatched = timezone.now(), []
    for since, until in daily_windows(account, began, back):
        unmatched += match_rows(engine.find(since, until))
        beat()
    Account.objects.filter(pk=account.pk).update(audited_at=began)
    return unmatched


def daily_windows(
    account: Account, until: datetime, back: timedelta | None
) -> Iterator[tuple[datetime, datetime]]:
    """Yield windows of a day: the log of a longer one may be cut off."""
    since = max(until - back if back else find_start(account, until), until - LOG_REACH)
    while since < until:
        yield since, min(since + A_DAY, until)
        since += A_DAY


def find_start(account: Account, until: datetime) -> datetime:
    """Return a day before the last audit, or when the oldest project was created if there was none."""
    if account.audited_at:
        return min(until, account.audited_at) - A_DAY
    return min(Project.objects.aggregate(start=Min("created_at"))["start"] or until, until - A_DAY)


def match_rows(rows: list[LogRow]) -> list[LogRow]:
    """Apply the rows to our attempts, and return the rows of ours that match no attempt."""
    ours = attempts.request_id_prefix()
    named = {row.client_request_id: row for row in rows if row.client_request_id.startswith(ours)}
    known = Attempt.objects.filter(client_request_id__in=list(named)).select_related("generation")
    unmatched = dict(named)
    for attempt in known:
        row = unmatched.pop(attempt.client_request_id)
        try:
            apply_row(attempt, row)
        except Exception:
            log.exception("Couldn't apply the log row of clip %s.", attempt.generation_id)
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
    """Store the log's cost: it has the price of each order, and 0 once the clip failed."""
    if row.cost_usd is not None and row.cost_usd != attempt.cost_usd:
        Attempt.objects.filter(pk=attempt.pk).update(cost_usd=row.cost_usd)
        bump_revision(attempt.generation_id)


def revive(generation: Generation) -> None:
    """Ask for it again, once: it was charged although the provider said that it failed."""
    message = "The provider charged for this clip although it reported a failure."
    if generation.events.filter(kind="revived").exists():
        return
    with transaction.atomic():
        if change_state(
            generation.pk,
            State.FAILED,
            State.SUBMITTED,
            message=message,
            first_failure_at=None,
            error_code="",
            error_message="",
        ):
            record_event(generation.pk, "revived", message=message)
            log.warning("%s (clip %s)", message, generation.number)


def adopt_all(account: Account, rows: list[LogRow]) -> None:
    """Adopt the orders that our rows don't know into the oldest project."""
    project = Project.objects.order_by("pk").first()
    if project is None:
        return
    for row in rows:
        try:
            adopted = adopt(account, row, project)
            log.warning("Adopted an unknown order as clip %s of %s.", adopted.number, project.slug)
        except Exception:
            log.exception("Couldn't adopt the order %s.", row.client_request_id)


def adopt(account: Account, row: LogRow, project: Project) -> Generation:
    """Create a generation for an order that our rows don't know (an older backup was restored)."""
    moment = row.created or timezone.now()
    with transaction.atomic():
        project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        model = row.model[:60]
        text = row.prompt or RECOVERED
        prompt = Prompt.objects.create(text=text, engine=account.engine, model=model)
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
        record_event(generation.pk, "adopted", message=RECOVERED + ".")
        attempts.accept(attempt, generation, row.inference_id, dialect="", cost_usd=row.cost_usd)
    return generation
