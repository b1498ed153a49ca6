"""The one call that may cost money, and what its answer means.

1. A claim (conditional UPDATE with a lease) and the open attempt are written in one durable transaction.
2. The POST goes out at most 5 s after that, with the attempt's own request id.
3. Its answer closes the attempt: accepted, refused or not sent. Anything else leaves it open: unconfirmed.
A worker killed anywhere in between leaves an open attempt, which the watcher finds (settle.py).
"""

import logging
import time
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from projects.ledger.holds import disk_is_full, hold_account, hold_wish, is_held, over_budget
from projects.ledger.makers import NoKey, account_of, maker
from projects.ledger.move import move, pace, soon
from projects.ledger.nudge import nudge
from projects.ledger.orders import SourceMoving, order_for
from projects.ledger.settle import found
from projects.models import Account, Attempt, Generation, Hold, Project, State
from studio.engines.base import Busy, Engine, EngineError, Refused, Unreachable, Unsure
from studio.wire import Report

log = logging.getLogger(__name__)
LEASE_S = 60  # longer than the longest POST, and ten times longer than SEND_WITHIN_S
SEND_WITHIN_S = 5  # a worker that was paused after its claim sends nothing any more


def send(generation_id) -> None:
    """Order this clip if it is queued and nothing holds it; safe to call at any time, any number of times."""
    generation = Generation.objects.select_related("prompt", "project").get(pk=generation_id)
    if generation.state != State.QUEUED or (generation.hold and generation.due_at > timezone.now()):
        return
    try:
        engine = maker(generation.prompt.engine)
    except NoKey as error:
        return hold_wish(generation, Hold.KEY, str(error))
    account = account_of(engine)
    if is_held(account):
        return hold_wish(generation, account.hold, account.hold_words, until=account.hold_until)
    if disk_is_full():
        return hold_wish(generation, Hold.DISK, "The disk of this studio is almost full.")
    prepare_and_send(generation, engine, account)


def prepare_and_send(generation: Generation, engine: Engine, account: Account) -> None:
    try:
        order = order_for(generation, engine, account)
    except SourceMoving as error:
        return hold_wish(generation, Hold.SOURCE, error.words)
    except Refused as error:
        return refuse_unsent(generation, error)
    claimed = claim(generation, account)
    if claimed:
        attempt, lease, committed = claimed
        post(engine, order, attempt, lease, committed)


def claim(generation: Generation, account: Account):
    """(open attempt, our lease, monotonic moment of the commit), or None when it is not ours to send."""
    lease = f"{settings.INSTANCE}.{uuid.uuid4().hex[:12]}"
    with transaction.atomic(durable=True):
        project = Project.objects.select_for_update().get(pk=generation.project_id)
        if over_budget(project, generation.quote_usd):
            words = f"The monthly budget of this project ({project.budget_usd:.2f} $) is used up."
            transaction.on_commit(lambda: hold_wish(generation, Hold.BUDGET, words))
            return None
        ours = move(
            generation.pk, State.QUEUED, State.SUBMITTING,
            lease_owner=lease, lease_until=soon(LEASE_S), stage="", progress=None,
        )  # fmt: skip
        if not ours:
            return None
        attempt = open_attempt(generation, account)
    return attempt, lease, time.monotonic()


def open_attempt(generation: Generation, account: Account) -> Attempt:
    id = uuid.uuid4()
    return Attempt.objects.create(
        id=id, generation=generation, account=account, client_request_id=request_id(id),
        model=generation.prompt.model, quote_usd=generation.quote_usd, opened_at=timezone.now(),
    )  # fmt: skip


def request_id(attempt_id: uuid.UUID) -> str:
    """What the provider's log will know this attempt by; the middle names this installation."""
    return f"dailies1.{settings.INSTANCE}.{attempt_id.hex}"


def post(engine: Engine, order, attempt: Attempt, lease: str, committed: float) -> None:
    if time.monotonic() - committed > pace(SEND_WITHIN_S).total_seconds():
        return not_sent(attempt, lease, Unreachable("This machine paused before sending."))
    try:
        report = engine.submit(order, attempt.client_request_id)
    except Refused as error:
        refused(attempt, lease, error)
    except (Busy, Unreachable) as error:
        hold_account(attempt.account, error)
        not_sent(attempt, lease, error)
    except Unsure as error:
        unsure(attempt, lease, error)
    except EngineError as error:  # an engine's own mistake: nobody knows what was sent
        unsure(attempt, lease, Unsure(error.words))
    else:
        accepted(attempt, report, engine)


def accepted(attempt: Attempt, report: Report, engine: Engine) -> None:
    cost_usd = Decimal(0) if engine.local else report.cost_usd
    found(attempt, report.provider_id, dialect=report.dialect, cost_usd=cost_usd)
    if engine.local:
        nudge("draw", attempt.generation_id)


def refused(attempt: Attempt, lease: str, error: Refused) -> None:
    with transaction.atomic():
        close(attempt, "refused", error)
        move(
            attempt.generation_id, State.SUBMITTING, State.REFUSED, lease=lease,
            words=error.words, error_code=error.code, error_words=error.words,
        )  # fmt: skip


def not_sent(attempt: Attempt, lease: str, error: EngineError) -> None:
    """Back into the queue, held as the key is held; the proof stands in the closed attempt."""
    account = attempt.account
    hold = (
        {"hold": account.hold, "hold_words": account.hold_words, "due_at": account.hold_until}
        if account.hold
        else {}
    )
    with transaction.atomic():
        close(attempt, "refused" if isinstance(error, Busy) else "not_sent", error)
        move(attempt.generation_id, State.SUBMITTING, State.QUEUED, lease=lease, words=error.words, **hold)


def unsure(attempt: Attempt, lease: str, error: Unsure) -> None:
    """It may be paid: the attempt stays open and is looked for, at once."""
    with transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(
            inference_id=error.inference_id,
            dialect=error.dialect,
            http_status=error.status,
            words=error.words,
        )
        move(attempt.generation_id, State.SUBMITTING, State.UNCONFIRMED, lease=lease, words=error.words)


def close(attempt: Attempt, state: str, error: EngineError) -> None:
    Attempt.objects.filter(pk=attempt.pk, state="open").update(
        state=state, http_status=error.status, words=error.words, closed_at=timezone.now()
    )


def refuse_unsent(generation: Generation, error: Refused) -> None:
    move(
        generation.pk, State.QUEUED, State.REFUSED,
        words=error.words, error_code=error.code, error_words=error.words,
    )  # fmt: skip

