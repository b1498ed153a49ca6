"""The watcher: every second it finds from the rows everything that must happen next.

It holds no truth of its own: killed at any line, the next one goes on from the rows. A lease row keeps two
machines from asking the same provider twice.
"""

import logging
import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from projects.ledger import expect, holds, poll, settle
from projects.ledger.makers import NoKey, account_of, maker_of, offered
from projects.ledger.move import pace, quietly, soon
from projects.ledger.nudge import nudge
from projects.models import Account, Attempt, Generation, Lease, State
from studio.engines.base import Engine, EngineError

log = logging.getLogger(__name__)
TICK_S = 1
LEASE_S = 15
AUDIT_EVERY_S = 3600
PRICES_EVERY = timedelta(hours=1)
DRAW_AGAIN_S = 3
AT_ONCE = 100


class Watcher:
    """`tick()` once a second; `owner` names this process in the lease row."""

    def __init__(self):
        self.owner = f"{settings.INSTANCE}.{uuid.uuid4().hex[:12]}"
        self.prices_at = self.draws_at = timezone.now()

    def run(self, stop) -> None:
        """Until `stop` (a threading.Event) is set."""
        while not stop.is_set():
            began = time.monotonic()
            close_old_connections()
            try:
                if take_lease(self.owner):
                    self.tick()
            except Exception:
                log.exception("The watcher stumbled, and goes on.")
            beat()
            stop.wait(max(0.02, pace(TICK_S).total_seconds() - (time.monotonic() - began)))
        Lease.objects.filter(name="watch", owner=self.owner).delete()

    def tick(self) -> None:
        """Everything that is due, each step on its own: one that fails does not keep the others."""
        steps = (
            settle.reap,
            nudge_due,
            self.draw,
            poll.poll_due,
            settle.settle_due,
            probe_due,
            audit_due,
            self.prices,
        )
        for step in steps:
            try:
                step()
            except Exception:
                log.exception("The watcher could not %s this time.", getattr(step, "__name__", step))
            beat()

    def draw(self) -> None:
        """A clip to be made on this machine that nobody is at: its worker was lost, or its nudge."""
        if timezone.now() < self.draws_at:
            return
        self.draws_at = soon(DRAW_AGAIN_S)
        for _, engine in offered():
            for provider_id in engine.waiting()[:1] if engine.local else ():
                nudge_drawing(engine, provider_id)

    def prices(self) -> None:
        if timezone.now() < self.prices_at:
            return
        self.prices_at = timezone.now() + PRICES_EVERY
        for _, engine in offered():
            if not engine.local:
                expect.refresh_prices(engine)


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


def nudge_due() -> None:
    """Work that no worker has taken up: its nudge was lost, or its worker."""
    now = timezone.now()
    jobs = ((State.QUEUED, "submit"), (State.READY, "keep"), (State.COMPLETED, "keep"))
    for state, job in jobs:
        due = Generation.objects.filter(state=state, due_at__lte=now).exclude(lease_until__gt=now)
        for id, tries in due.order_by("due_at").values_list("pk", "tries")[:AT_ONCE]:
            nudge(job, id)
            quietly(id, (state,), due_at=soon(15 * 2 ** min(tries, 5)))


def nudge_drawing(engine: Engine, provider_id: str) -> None:
    found = Attempt.objects.filter(account=account_of(engine), provider_id=provider_id).values_list(
        "generation_id"
    )
    for (id,) in found:
        nudge("draw", id)


def probe_due() -> None:
    """Held keys whose time is over are tried with something that costs nothing."""
    for account in Account.objects.exclude(hold="").filter(hold_until__lte=timezone.now()):
        try:
            holds.probe(account, maker_of(account))
        except NoKey:
            Account.objects.filter(pk=account.pk).update(hold_until=soon(300))


def audit_due() -> None:
    """Once an hour the provider's log is held against our rows."""
    for account in Account.objects.exclude(engine="preview"):
        if account.audited_at and account.audited_at > timezone.now() - pace(AUDIT_EVERY_S):
            continue
        try:
            unmatched = settle.audit(account, maker_of(account))
        except (EngineError, NoKey) as error:
            log.info("No audit of %s this time: %s", account, error)
            Account.objects.filter(pk=account.pk).update(audited_at=timezone.now())
            continue
        for row in unmatched:
            log.warning("The provider knows an order of ours that our rows do not: %s", row.client_request_id)
