"""Times that a wrong clock left in the future are brought back; right ones stay."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.db.models import DateTimeField
from django.utils import timezone
from django_q.models import OrmQ

from projects import watcher as watching
from projects.core import clocks
from projects.models import Account, Delivery, Generation, Lease, Notification, Webhook
from tests.projects import cast

pytestmark = pytest.mark.django_db

AHEAD = timedelta(days=2)  # the clock was a day ahead, and the longest interval is a day


def test_work_of_every_kind_is_due_again_after_a_clock_was_a_day_ahead(owner, project):
    ahead = timezone.now() + AHEAD
    clip = cast.clip(project, "submitted", due_at=ahead, submitted_at=timezone.now() - timedelta(days=2))
    ready = cast.clip(project, "ready", due_at=ahead, lease_owner="gone", lease_until=ahead)
    account = Account.objects.create(engine="luma", hold="outage", hold_until=ahead, audited_at=ahead)
    hook = Webhook.objects.create(project=project, address="https://x.test/", sealed="", resting_until=ahead)
    delivery = hook.deliveries.create(key="k", event_type="clip.ready", body="{}", at=ahead, due_at=ahead)
    letter = Notification.objects.create(
        person=owner, project=project, kind="note", key="k", message="m", path="/", at=ahead, mail_at=ahead
    )
    task = OrmQ.objects.create(key="dailies", payload="", lock=ahead)
    attempt = AccessAttempt.objects.create(username="ada", failures_since_start=9)
    AccessAttempt.objects.update(attempt_time=ahead)
    owner.password_reset_sent_at = ahead
    owner.save()
    assert clocks.bring_back() == 11
    now = timezone.now()
    for row in (clip, ready, account, hook, delivery, letter, task, attempt, owner):
        row.refresh_from_db()
    times = [clip.due_at, ready.due_at, ready.lease_until, account.hold_until, account.audited_at]
    times += [hook.resting_until, delivery.due_at, letter.mail_at, task.lock, attempt.attempt_time]
    assert max([*times, owner.password_reset_sent_at]) <= now
    assert clocks.bring_back() == 0


def test_a_young_clip_is_asked_about_soon_although_old_ones_may_wait_a_day(project):
    """1. The clock jumps a few hours ahead and back: less than the longest interval of old clips."""
    later = timezone.now() + timedelta(hours=5)
    young = cast.clip(project, "submitted", due_at=later, submitted_at=timezone.now())
    old = cast.clip(project, "submitted", due_at=later, submitted_at=timezone.now() - timedelta(days=9))
    queued = cast.clip(project, "queued", due_at=later)
    clocks.bring_back()
    for row in (young, old, queued):
        row.refresh_from_db()
    assert young.due_at <= timezone.now() and queued.due_at <= timezone.now() and old.due_at == later


def test_times_within_the_longest_interval_stay(project):
    soon = timezone.now() + timedelta(seconds=30)
    cast.clip(project, "ready", due_at=soon, lease_owner="me", lease_until=soon)
    hook = Webhook.objects.create(project=project, address="https://x.test/", sealed="", resting_until=soon)
    hook.deliveries.create(key="k", event_type="x", body="{}", at=soon, due_at=soon + timedelta(hours=23))
    assert clocks.bring_back() == 0
    assert Generation.objects.get().lease_until == soon and Delivery.objects.get().due_at > soon


def test_a_watcher_killed_before_the_clock_was_set_back_is_replaced_at_once():
    """1. It holds the lease.  2. The clock is set back.  3. It is killed.  4. The next one watches."""
    Lease.objects.create(name="watch", owner="killed", until=timezone.now() + timedelta(hours=1))
    assert watching.take_lease("next")


def test_every_time_that_something_waits_for_is_watched():
    known = {(times.model, times.field) for times in clocks.TIMES}
    waiting = {
        (model, field.name)
        for model in apps.get_app_config("projects").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, DateTimeField) and field.name.endswith(("due_at", "_until", "until", "mail_at"))
    }
    assert waiting and waiting <= known
