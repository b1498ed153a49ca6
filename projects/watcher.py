"""The watcher: every second it finds from the rows everything that must happen next.

It holds no truth of its own: killed at any line, the next one goes on from the rows. A lease row keeps two
machines from asking the same provider twice.
"""

import logging
import time
import uuid
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.db.models import F
from django.utils import timezone

from projects.accounts import sessions
from projects.api import keys
from projects.core import renders
from projects.core.enqueue import enqueue
from projects.exports import queue
from projects.ledger import audit, estimate, holds, polling, settling
from projects.ledger.engines import NoKey, account_for, engine_for, engine_for_account, usable_engines
from projects.ledger.transitions import due_in, pace
from projects.library import images
from projects.models import Account, Attempt, Generation, Lease, State
from projects.notifications import mail, notifications, webhooks
from projects.review import presence
from studio import engines
from studio.engines.base import Engine, EngineError

log = logging.getLogger(__name__)
TICK_S = 1
SHORTEST_PAUSE_S = 0.1  # at a rehearsal's pace too: a watcher that spins takes the workers' time
LEASE_S = 15
AUDIT_EVERY_S, AUDIT_AGAIN_S = 3600, 300
PRICES_EVERY = timedelta(minutes=10)
TIDY_EVERY = timedelta(hours=1)
EXPORTS_EVERY = timedelta(seconds=5)
ENQUEUE_PAUSE = timedelta(seconds=2)  # at a rehearsal's pace too: the queue must not fill with the same nudge
DRAW_AGAIN_S = 3
AT_ONCE = 100
JOBS = {State.QUEUED: "submit", State.READY: "store", State.COMPLETED: "store"}


class Watcher:
    """`tick()` once a second; `owner` names this process in the lease row."""

    def __init__(self):
        self.owner = f"{settings.INSTANCE}.{uuid.uuid4().hex[:12]}"
        self.prices_at = self.draws_at = self.tidy_at = self.exports_at = timezone.now()
        self.audits_at: dict[int, datetime] = {}
        self.renew_at = 0.0

    def run(self, stop) -> None:
        """Until `stop` (a threading.Event) is set."""
        while not stop.is_set():
            began = time.monotonic()
            close_old_connections()
            try:
                if self.may_watch():
                    self.tick()
            except Exception:
                log.exception("The watcher stumbled, and goes on.")
            beat()
            stop.wait(max(SHORTEST_PAUSE_S, pace(TICK_S).total_seconds() - (time.monotonic() - began)))
        Lease.objects.filter(name="watch", owner=self.owner).delete()

    def may_watch(self) -> bool:
        """Whether the lease is ours; it is written anew only when a third of it is over."""
        if time.monotonic() >= self.renew_at:
            self.renew_at = time.monotonic() + LEASE_S / 3 if take_lease(self.owner) else 0.0
        return self.renew_at > 0

    def tick(self) -> None:
        """Everything that is due, each step on its own: one that fails does not keep the others."""
        for step in (
            settling.reap,
            enqueue_due,
            self.exports,
            self.draw,
            holds.probe_due,
            self.poll,
            settling.settle_due,
            self.audit,
            self.prices,
            self.tidy,
        ):
            try:
                step()
            except Exception:
                log.exception("The watcher could not %s this time.", getattr(step, "__name__", step))
            beat()
            if not self.may_watch():
                return

    def poll(self) -> None:
        def go_on() -> None:
            beat()
            self.may_watch()

        polling.poll_due(beat=go_on)

    def draw(self) -> None:
        """A clip to be made on this machine that nobody is at: its worker was lost, or its nudge."""
        if timezone.now() < self.draws_at:
            return
        self.draws_at = due_in(DRAW_AGAIN_S)
        for engine in (engine_for(name) for name in engines.PATHS if engines.get_class(name).local):
            for provider_id in engine.waiting()[:1]:
                enqueue_drawing(engine, provider_id)

    def exports(self) -> None:
        if timezone.now() >= self.exports_at:
            self.exports_at = timezone.now() + EXPORTS_EVERY
            renders.enqueue_due()
            mail.enqueue_due()
            webhooks.enqueue_due()

    def audit(self) -> None:
        """Once an hour the provider's log is held against our rows; where that failed, soon again."""
        now = timezone.now()
        for account in Account.objects.exclude(engine="preview"):
            next_at = account.audited_at and account.audited_at + pace(AUDIT_EVERY_S)
            if now < (self.audits_at.get(account.pk) or next_at or now) or not holds.can_poll(account):
                continue
            self.audits_at[account.pk] = due_in(AUDIT_AGAIN_S)
            if audit_account(account):
                del self.audits_at[account.pk]

    def tidy(self) -> None:
        """Once an hour: what a process left behind that died between a picture and its row."""
        if timezone.now() >= self.tidy_at:
            self.tidy_at = timezone.now() + TIDY_EVERY
            images.remove_orphans()
            queue.sweep()
            renders.sweep()
            notifications.sweep()
            presence.sweep()
            sessions.sweep()
            webhooks.sweep()
            keys.sweep()

    def prices(self) -> None:
        if timezone.now() < self.prices_at:
            return
        self.prices_at = timezone.now() + PRICES_EVERY
        for _, engine in usable_engines():
            if not engine.local:
                account_for(engine)  # a restored backup may not know it, and is audited too
                estimate.refresh_prices(engine)


def beat() -> None:
    """Tell the supervisor that the watcher is alive."""
    (settings.DATA / "watch.heartbeat").touch()


def take_lease(owner: str) -> bool:
    """True while this process is the one that watches; a lease that ran out is anybody's."""
    now = timezone.now()
    until = now + timedelta(seconds=LEASE_S)
    if Lease.objects.filter(name="watch", owner=owner).update(until=until):
        return True
    Lease.objects.filter(name="watch", until__lt=now).delete()
    return Lease.objects.get_or_create(name="watch", defaults={"owner": owner, "until": until})[1]


def enqueue_due() -> None:
    """Work that no worker has taken up: its nudge was lost, or its worker."""
    now = timezone.now()
    due = Generation.objects.filter(state__in=JOBS, due_at__lte=now).exclude(lease_until__gt=now)
    for state, job in JOBS.items():
        rows = due.filter(state=state).order_by("due_at").values_list("pk", "tries")[:AT_ONCE]
        by_tries = defaultdict(list)
        for id, tries in rows:
            enqueue(job, id)
            by_tries[min(tries, 2)].append(id)
        for tries, ids in by_tries.items():
            again: dict[str, Any] = {"due_at": max(due_in(15 * 2**tries), now + ENQUEUE_PAUSE)}
            if state == State.QUEUED:  # it may simply not be its turn yet
                again["tries"] = F("tries") + 1
            Generation.objects.filter(pk__in=ids, state=state).update(**again)


def enqueue_drawing(engine: Engine, provider_id: str) -> None:
    orders = Attempt.objects.filter(account=account_for(engine), provider_id=provider_id)
    for id in orders.values_list("generation_id", flat=True):
        enqueue("draw", id)


def audit_account(account: Account) -> bool:
    """Audit this key's orders, and adopt those that we did not know; False when it could not be done."""
    try:
        audit.adopt_all(account, audit.audit(account, engine_for_account(account)))
    except (EngineError, NoKey) as error:
        log.info("No audit of %s this time: %s", account, error)
        return False
    return True
