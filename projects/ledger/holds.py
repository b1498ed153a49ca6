"""Hold keys and generations back, and release them. Pages show every hold; every hold ends by itself."""

import random
import shutil
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from projects.core.enqueue import enqueue
from projects.ledger.engines import PAID, NoKey, account_for, engine_for_account, usable_engines
from projects.ledger.money import attempts_of, month_start, sum_committed
from projects.ledger.transitions import due_in, pace, record_event, update_all, update_fields, update_silently
from projects.models import Account, Generation, Hold, Project, State
from studio.engines.base import Busy, Engine, EngineError, Unreachable

PROBE_S: dict[str, float] = {"rate": 0, "credits": 300, "key": 300, "outage": 30, "disk": 60}
SHUT = ("key", "outage")  # nothing is sent or polled; a rate limit or missing credits stop only sending
LONGEST_RATE_S, MOST_STRIKES = 60, 10
RETRY_S: dict[str, float] = {Hold.SOURCE: 15, Hold.BUDGET: 60, Hold.DISK: 30, Hold.KEY: 60}


def hold_account(account: Account, error: EngineError) -> None:
    """Stop sending with this key until it is probed. `error` is Busy or Unreachable."""
    hold, wait_s = (error.hold, error.wait_s) if isinstance(error, Busy) else ("outage", None)
    strikes = min(account.strikes + 1, MOST_STRIKES)
    Account.objects.filter(pk=account.pk).update(
        hold=hold,
        hold_message=error.message[:300],
        hold_since=account.hold_since if account.hold == hold else timezone.now(),
        hold_until=timezone.now() + hold_duration(hold, wait_s, strikes),
        strikes=strikes,
    )
    account.refresh_from_db()


def hold_duration(hold: str, wait_s: float | None, strikes: int) -> timedelta:
    """Return the provider's `wait_s`, else 2 to 60 s with full jitter for a rate, or the hold's own time."""
    if wait_s is not None:
        return pace(min(max(wait_s, 1), 900))
    if hold == "rate":
        return pace(random.uniform(1, min(LONGEST_RATE_S, 2.0**strikes)) + 1)  # noqa: S311  (not a secret)
    return pace(PROBE_S.get(hold, 60) * random.uniform(0.9, 1.1))  # noqa: S311


def reset_strikes(account: Account) -> None:
    """Make the next pause short again after an accepted order. (A free probe doesn't prove as much.)"""
    Account.objects.filter(pk=account.pk, strikes__gt=0, hold="").update(strikes=0)


def is_held(account: Account) -> bool:
    return bool(account.hold)


def can_poll(account: Account) -> bool:
    """Return False while the key was rejected or the provider is down."""
    return not (account.hold in SHUT and account.hold_until and account.hold_until > timezone.now())


def clear_hold(account: Account) -> None:
    """Release everything that waited for this key, oldest first: it works again."""
    Account.objects.filter(pk=account.pk).update(hold="", hold_message="", hold_since=None, hold_until=None)
    release_generations(Generation.objects.filter(hold__in=list(PROBE_S), prompt__engine=account.engine))
    account.refresh_from_db()


def release_generations(waiting: QuerySet[Generation]) -> None:
    """Release held generations. If killed in between, it leaves them due, and the watcher sends them."""
    ids = list(waiting.filter(state=State.QUEUED).order_by("created_at").values_list("pk", flat=True))
    update_all(ids, (State.QUEUED,), hold="", hold_message="", due_at=due_in(5), tries=0)
    for id in ids:
        enqueue("submit", id)


def probe_due() -> None:
    """Probe the held keys whose time is up, free of charge."""
    for account in Account.objects.exclude(hold="").filter(hold_until__lte=timezone.now()):
        try:
            probe_account(account, engine_for_account(account))
        except NoKey:
            Account.objects.filter(pk=account.pk).update(hold_until=due_in(300))


def probe_account(account: Account, engine: Engine) -> None:
    """Ask the provider something free, then release the key or hold it longer."""
    if account.hold == "rate":
        return clear_hold(account)
    try:
        check_account(account, engine)
    except (Busy, Unreachable) as error:
        return hold_account(account, keep_hold(account, error))
    except EngineError:
        return clear_hold(account)  # it answers, if not this question: the next order will tell
    return None


def check_account(account: Account, engine: Engine) -> Decimal | None:
    """Release the key if the provider says that it works, and return its balance (None: not reported).

    Raise EngineError if it doesn't work, or if the provider can't be asked.
    """
    if problem := engine.find_key_problem():
        raise problem
    balance = engine.balance_usd()
    now = timezone.now()
    known = {} if balance is None else {"balance_usd": balance, "balance_at": now}
    Account.objects.filter(pk=account.pk).update(checked_at=now, **known)
    if account.hold == "credits" and balance is not None and balance <= 0:
        raise Busy(account.hold_message, hold="credits")
    if account.hold:
        clear_hold(account)
    return balance


def check_new() -> None:
    """Test the keys in use that were never tested, such as one from the environment."""
    for name, engine in usable_engines():
        account = account_for(engine)
        if name in PAID and not account.checked_at and not account.hold:
            probe_account(account, engine)


def keep_hold(account: Account, error: EngineError) -> EngineError:
    """Keep a credits or key hold when the probe was rate-limited or unanswered: it learned nothing new."""
    if account.hold in ("credits", "key") and getattr(error, "hold", "outage") in ("rate", "outage"):
        return Busy(account.hold_message, hold=account.hold, wait_s=getattr(error, "wait_s", None))
    return error


def hold_generation(generation: Generation, hold: str, message: str, until: datetime | None = None) -> None:
    """Let a queued generation wait, and record why. It is retried automatically."""
    message, due_at = message[:300], until or due_in(RETRY_S.get(hold, 15))
    if (generation.hold, generation.hold_message) == (hold, message):
        update_silently(generation.pk, (State.QUEUED,), due_at=due_at)
        return
    with transaction.atomic():
        changed = update_fields(
            generation.pk, (State.QUEUED,), hold=hold, hold_message=message, due_at=due_at
        )
        if changed and generation.hold != hold:
            record_event(generation.pk, "held", now=hold, message=message)


def is_over_budget(project: Project, quote_usd: Decimal | None) -> bool:
    """Return True if `quote_usd` would exceed the project's monthly budget. Call it with its row locked.

    Charges count, and the quotes of what is in progress. An unknown price counts as nothing, so it is stopped
    only once the budget is used up. What was given up counts once it is found.
    """
    if project.budget_usd is None or quote_usd == 0:
        return False
    return (
        committed_usd(project) + (quote_usd or 0) > project.budget_usd
        or committed_usd(project) >= project.budget_usd
    )


def committed_usd(project: Project) -> Decimal:
    return sum_committed(attempts_of(project, month_start()))


def is_disk_full() -> bool:
    return shutil.disk_usage(settings.DATA).free < settings.MIN_FREE_MB * 1024 * 1024
