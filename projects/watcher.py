"""The watcher: a loop that finds all due work in the rows, once a second.

It keeps no state that matters: if it is killed, the next one continues from the rows. A lease row makes sure
that only one watcher runs, so that no provider is polled twice.
"""

import logging
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.db.models import F, Q
from django.utils import timezone

from projects.accounts import sessions
from projects.api import keys
from projects.core import clocks, once, renders
from projects.core.enqueue import enqueue
from projects.exports import queue
from projects.ledger import audit, estimate, holds, polling, settling, working_film
from projects.ledger.engines import NoKey, account_for, engine_for, engine_for_account, usable_engines
from projects.ledger.transitions import due_in, pace
from projects.library import bin, images, imports
from projects.models import Account, Attempt, Generation, Lease, State
from projects.notifications import notifications, webhooks
from projects.review import presence, unfinished
from studio import engines
from studio.engines.base import Engine, EngineError

log = logging.getLogger(__name__)
TICK_S = 1
SHORTEST_PAUSE_S = 0.1  # also at a faster PACE: a busy loop would take CPU time from the workers
LEASE_S = 15
AUDIT_EVERY_S, AUDIT_AGAIN_S = 3600, 300
PRICES_EVERY_S, TIDY_EVERY_S, EXPORTS_EVERY_S, CLOCKS_EVERY_S = 600, 3600, 5, 30
EXAMINE_EVERY_S = 15
ENQUEUE_PAUSE = timedelta(seconds=2)  # also at a faster PACE: or the queue fills with the same task
DRAW_AGAIN_S = 3
AT_ONCE = 100
JOBS = {State.QUEUED: "submit", State.READY: "store", State.COMPLETED: "store"}


class Watcher:
    """Calls `tick()` once a second. owner: the name of this process in the lease row.

    Its own times are monotonic, so that a clock that is set back stops nothing.
    """

    def __init__(self):
        self.owner = f"{settings.INSTANCE}.{uuid.uuid4().hex[:12]}"
        self.prices_at = self.draws_at = self.tidy_at = self.exports_at = self.clocks_at = 0.0
        self.audits_at: dict[int, float] = {}
        self.audited: set[int] = set()
        self.renew_at = self.examine_at = 0.0

    def run(self, stop: threading.Event) -> None:
        """Run until `stop` is set."""
        while not stop.is_set():
            began = time.monotonic()
            close_old_connections()
            try:
                if self.may_watch():
                    self.tick()
            except Exception:
                log.exception("The watcher failed and continues.")
            beat()
            stop.wait(max(SHORTEST_PAUSE_S, pace(TICK_S).total_seconds() - (time.monotonic() - began)))
        Lease.objects.filter(name="watch", owner=self.owner).delete()

    def may_watch(self) -> bool:
        """Return True if this process holds the lease. Renew it only after a third of its time."""
        if time.monotonic() >= self.renew_at:
            self.renew_at = time.monotonic() + LEASE_S / 3 if take_lease(self.owner) else 0.0
        return self.renew_at > 0

    def tick(self) -> None:
        """Do all due work. A step that fails doesn't stop the others."""
        first = (self.clocks, settling.reap, enqueue_due, self.exports, self.draw, holds.probe_due)
        for step in (
            *first,
            self.poll,
            settling.settle_due,
            self.audit,
            self.prices,
            self.tidy,
            self.examine,
        ):
            try:
                step()
            except Exception:
                log.exception("The watcher's step %s failed.", getattr(step, "__name__", step))
            beat()
            if not self.may_watch():
                return

    def clocks(self) -> None:
        if time.monotonic() >= self.clocks_at:
            self.clocks_at = time.monotonic() + CLOCKS_EVERY_S
            clocks.bring_back()

    def poll(self) -> None:
        polling.poll_due(beat=self.keep_lease)

    def keep_lease(self) -> None:
        beat()
        self.may_watch()

    def draw(self) -> None:
        """Enqueue a clip to draw on this machine whose worker or task was lost."""
        if time.monotonic() < self.draws_at:
            return
        self.draws_at = time.monotonic() + pace(DRAW_AGAIN_S).total_seconds()
        for engine in (engine_for(name) for name in engines.PATHS if engines.get_class(name).local):
            for provider_id in engine.waiting()[:1]:
                enqueue_drawing(engine, provider_id)

    def exports(self) -> None:
        if time.monotonic() >= self.exports_at:
            self.exports_at = time.monotonic() + EXPORTS_EVERY_S
            imports.finish_arrived()
            unfinished.advance_all()
            renders.enqueue_due()

    def audit(self) -> None:
        """Compare each provider's log with our rows once an hour, or after five minutes if that failed."""
        for account in Account.objects.exclude(engine="preview"):
            if not self.is_audit_due(account) or not holds.can_poll(account):
                continue
            self.audits_at[account.pk] = time.monotonic() + pace(AUDIT_AGAIN_S).total_seconds()
            if audit_account(account, beat=self.keep_lease):
                del self.audits_at[account.pk]
                self.audited.add(account.pk)

    def is_audit_due(self, account: Account) -> bool:
        if account.pk in self.audits_at:
            return time.monotonic() >= self.audits_at[account.pk]
        if account.pk not in self.audited:
            return True  # at each start: the database may have been restored
        return account.audited_at is None or timezone.now() >= account.audited_at + pace(AUDIT_EVERY_S)

    def tidy(self) -> None:
        """Delete expired rows and orphaned files once an hour."""
        if time.monotonic() >= self.tidy_at:
            self.tidy_at = time.monotonic() + TIDY_EVERY_S
            images.remove_orphans()
            imports.sweep()
            bin.sweep()
            queue.sweep()
            renders.sweep()
            notifications.sweep()
            presence.sweep()
            once.sweep()
            sessions.sweep()
            webhooks.sweep()
            keys.sweep()

    def examine(self) -> None:
        """Have films examined that an earlier version stored, some at a time."""
        if time.monotonic() >= self.examine_at:
            self.examine_at = time.monotonic() + EXAMINE_EVERY_S
            working_film.enqueue_unexamined()

    def prices(self) -> None:
        if time.monotonic() < self.prices_at:
            return
        self.prices_at = time.monotonic() + PRICES_EVERY_S
        holds.check_new()
        for _, engine in usable_engines():
            if not engine.local:
                account_for(engine)  # a restored backup may lack the account, and must be audited too
                estimate.refresh_prices(engine)


def beat() -> None:
    """Signal to the supervisor that the watcher is alive."""
    (settings.DATA / "watch.heartbeat").touch()


def take_lease(owner: str) -> bool:
    """Take or renew the lease. Return False if another process holds it."""
    now = timezone.now()
    until = now + timedelta(seconds=LEASE_S)
    if Lease.objects.filter(name="watch", owner=owner).update(until=until):
        return True
    # A lease that ends much later was taken by a clock that has since been set back.
    ended = Q(until__lt=now) | Q(until__gt=now + timedelta(seconds=2 * LEASE_S))
    Lease.objects.filter(ended, name="watch").delete()
    return Lease.objects.get_or_create(name="watch", defaults={"owner": owner, "until": until})[1]


def enqueue_due() -> None:
    """Enqueue generations that no worker processes, because their task or worker was lost."""
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
            if state == State.QUEUED:  # it may just not be its turn yet
                again["tries"] = F("tries") + 1
            Generation.objects.filter(pk__in=ids, state=state).update(**again)


def enqueue_drawing(engine: Engine, provider_id: str) -> None:
    attempts = Attempt.objects.filter(account=account_for(engine), provider_id=provider_id)
    for id in attempts.values_list("generation_id", flat=True):
        enqueue("draw", id)


def audit_account(account: Account, beat: Callable[[], object] = lambda: None) -> bool:
    """Audit the account and adopt clips unknown to us. Return False if the provider's log can't be read."""
    try:
        audit.adopt_all(account, audit.audit(account, engine_for_account(account), beat=beat))
    except (EngineError, NoKey) as error:
        log.info("No audit of %s this time: %s", account, error)
        return False
    return True
