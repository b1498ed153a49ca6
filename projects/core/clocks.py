"""Bring back due times and leases that a wrong clock left in the future.

A time further away than the longest interval that anything sets was written by a clock that has since been
set back. Without this, work would wait as long as the clock was wrong, and nobody would see why.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ

from projects.models import (
    Account,
    Delivery,
    Generation,
    Lease,
    Notification,
    Person,
    Render,
    ShareLink,
    State,
    Webhook,
)

log = logging.getLogger(__name__)
NOW, MINUTE, HOUR, DAY = timedelta(0), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SLACK = timedelta(seconds=10)  # between the clocks of machines that share a database


@dataclass(frozen=True)
class Times:
    """A column of times, in the rows that match, and how far ahead of now it may be at most."""

    model: type[Model]
    field: str
    longest: timedelta
    matches: Callable[[], Q] = Q

    def find_wrong(self) -> QuerySet[Model]:
        limit = timezone.now() + self.longest * max(1, settings.PACE) + SLACK
        rows: QuerySet[Model] = self.model._default_manager.filter(**{f"{self.field}__gt": limit})
        return rows.filter(self.matches())


def is_young() -> Q:
    """Match clips that were sent within a day; older ones are asked about once a day."""
    return ~Q(state=State.SUBMITTED) | Q(submitted_at__gt=timezone.now() - DAY)


TIMES = (
    Times(Generation, "due_at", HOUR, is_young),
    Times(Generation, "due_at", 3 * MINUTE, lambda: Q(state=State.SUBMITTED, tries=0) & is_young()),
    Times(Generation, "due_at", DAY),
    Times(Generation, "lease_until", 2 * MINUTE),
    Times(Generation, "first_failure_at", NOW),
    Times(Render, "lease_until", MINUTE),
    Times(Render, "requested_at", NOW),
    Times(Account, "hold_until", HOUR),
    Times(Account, "audited_at", NOW),
    Times(Lease, "until", MINUTE),
    Times(Webhook, "resting_until", 5 * MINUTE),
    Times(Delivery, "due_at", DAY),
    Times(Notification, "mail_at", DAY + HOUR),  # a day that ends summer time
    Times(Person, "password_reset_sent_at", NOW),
    Times(ShareLink, "tries_until", 5 * MINUTE),
    Times(AccessAttempt, "attempt_time", NOW),
    Times(OrmQ, "lock", timedelta(seconds=Conf.RETRY)),
)


def bring_back() -> int:
    """Set every time that is too far ahead to now; return how many there were."""
    brought = sum(bring_back_one(times) for times in TIMES)
    if brought:
        log.warning("The clock was set back: %d times were too far ahead and are due now.", brought)
    return brought


def bring_back_one(times: Times) -> int:
    wrong = times.find_wrong()
    # Look first: even an UPDATE of nothing waits for SQLite's write lock.
    return wrong.update(**{times.field: timezone.now()}) if wrong.exists() else 0
