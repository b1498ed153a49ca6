"""The watcher finds in the rows what must happen next, alone and with few queries."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from projects import watcher as watching
from projects.ledger import audit, polling
from projects.models import Account, Attempt, Generation, Lease, PriceList, Project
from projects.watcher import Watcher
from studio.wire import Order
from tests.projects import cast
from tests.projects.tasks import list_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def enqueued(monkeypatch):
    """Record (job, ID) of every task that the watcher enqueues."""
    sent = []
    monkeypatch.setattr(watching, "enqueue", lambda job, id: sent.append((job, id)))
    return sent


def test_only_one_machine_watches(db):
    assert watching.take_lease("one") and watching.take_lease("one")
    assert not watching.take_lease("two")
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert watching.take_lease("two") and not watching.take_lease("one")


def test_a_watcher_that_lost_its_lease_stops_in_the_middle(studio, monkeypatch):
    """1. It holds the lease.  2. It pauses for a minute, and another takes over.  3. It does nothing more."""
    watcher, done = Watcher(), []
    assert watcher.may_watch()
    Lease.objects.update(owner="another", until=timezone.now() + timedelta(seconds=15))
    watcher.renew_at = 0.001
    monkeypatch.setattr(watching.holds, "probe_due", lambda: done.append("probe"))
    watcher.tick()
    assert done == []


def test_every_tick_is_a_heartbeat(studio, settings):
    watcher = Watcher()
    assert watcher.may_watch()
    watcher.tick()
    assert (settings.DATA / "watch.heartbeat").exists()


def test_one_step_that_fails_does_not_delay_the_others(studio, monkeypatch):
    done = []
    monkeypatch.setattr(watching, "enqueue_due", lambda: 1 / 0)
    monkeypatch.setattr(watching.settling, "settle_due", lambda: done.append("settled"))
    watcher = Watcher()
    assert watcher.may_watch()
    watcher.tick()
    assert done == ["settled"]


def test_a_lost_task_is_enqueued_again_less_and_less_often(studio, enqueued):
    generation = studio.request()
    watching.enqueue_due()
    assert enqueued == []  # the worker gets a moment
    for tries in (1, 2, 3):
        Generation.objects.update(due_at=timezone.now())
        watching.enqueue_due()
        generation.refresh_from_db()
        assert generation.tries == tries and generation.due_at > timezone.now()
    assert enqueued == [("submit", generation.pk)] * 3


def test_what_a_worker_has_leased_is_left_alone(db, enqueued):
    project, past, soon = (
        cast.project(cast.person()),
        timezone.now() - timedelta(1),
        timezone.now() + timedelta(1),
    )
    cast.clip(project, "ready", due_at=past, lease_owner="me", lease_until=soon)
    free = cast.clip(project, "ready", due_at=past, lease_owner="gone", lease_until=past)
    unpictured = cast.clip(project, "completed", due_at=past)
    cast.clip(project, "completed", due_at=None)
    cast.clip(project, "cancelled", due_at=past)
    watching.enqueue_due()
    assert enqueued == [("store", free.pk), ("store", unpictured.pk)]


def test_a_task_carries_nothing_but_an_id(studio):
    generation = studio.request()
    from projects.core.enqueue import enqueue

    enqueue("submit", generation.pk)
    (task,) = list_tasks()
    assert (task["func"], task["args"]) == ("projects.jobs.submit", (str(generation.pk),))


def test_the_audit_fills_in_the_prices_and_knows_every_order(studio, provider):
    generations = [studio.request_and_send(f"Lamp {n}") for n in range(3)]
    for generation in generations:
        studio.until(generation, "ready", keeping=False)
    Attempt.objects.update(cost_usd=None)
    watcher = Watcher()
    watcher.audit()
    usd_by_id = provider.summary()["usd_by_client_request_id"]
    ours = dict(Attempt.objects.values_list("client_request_id", "cost_usd"))
    assert ours == {name: Decimal(usd) for name, usd in usd_by_id.items()} and len(ours) == 3
    assert not Generation.objects.filter(events__kind="adopted").exists()


def test_each_start_audits_at_once_and_then_once_an_hour(studio, provider):
    """A database that was restored by hand says that it was audited a moment ago."""
    studio.request_and_send()
    watcher = Watcher()
    watcher.audit()
    watcher.audit()
    assert provider.summary()["requests"]["logs"] == 1
    Watcher().audit()
    assert provider.summary()["requests"]["logs"] > 1


def test_an_old_backup_is_audited_day_by_day_with_a_heartbeat_after_each(studio, provider):
    """Otherwise the supervisor would take the watcher for stuck, and it would never come to an end."""
    studio.request_and_send()
    account, beats = Account.objects.get(engine="aimlapi"), []
    account.audited_at = timezone.now() - timedelta(days=30)
    account.save()
    assert watching.audit_account(account, beat=lambda: beats.append("beat"))
    assert len(beats) > 30


def test_a_backup_that_does_not_know_the_key_gets_its_old_orders_back(studio, provider):
    """1. A studio is 60 days old when it is backed up; it has no key yet.  2. A key is saved, and two clips
    are ordered.  3. 40 days later the backup is restored: it knows neither the account nor the orders."""
    backup = transaction.savepoint()
    for prompt in ("A lighthouse", "A harbor"):
        studio.request_and_send(prompt)
    ordered = set(Attempt.objects.values_list("provider_id", flat=True))
    transaction.savepoint_rollback(backup)
    assert not Account.objects.exists()
    Project.objects.update(created_at=timezone.now() - timedelta(days=100))
    provider.age_log(timedelta(days=40).total_seconds())
    watcher = Watcher()
    watcher.tick()  # finds the key
    watcher.tick()
    assert set(Attempt.objects.values_list("provider_id", flat=True)) == ordered and len(ordered) == 2


def test_a_new_studio_looks_back_one_day():
    now = timezone.now()
    cast.project(cast.person())
    windows = list(audit.daily_windows(Account(), now, None))
    assert windows == [(now - timedelta(days=1), now)]


def test_a_failed_audit_is_repeated_soon_but_not_every_second(studio, provider):
    studio.request_and_send()
    provider.plan(["logs_500"] * 5, at="logs")
    watcher = Watcher()
    for _ in range(4):
        watcher.audit()
    assert Account.objects.get(engine="aimlapi").audited_at is None
    assert provider.summary()["requests"]["logs"] == 1


def test_prices_are_fetched_once_a_day(studio, provider):
    watcher = Watcher()
    for _ in range(3):
        watcher.prices()
    assert PriceList.objects.filter(engine="aimlapi").count() >= 3
    calls = provider.summary()["requests"]
    assert sum(row["target"].startswith("/v1/models") for row in provider.ledger.requests) == 1
    watcher.prices_at = 0
    watcher.prices()
    assert provider.summary()["requests"] == calls


def test_orders_of_another_studio_on_the_same_key_are_left_alone(studio, provider):
    studio.request_and_send()
    provider.set(log_delay=0)
    order = Order(prompt="Theirs", model="luma/ray-2", resolution="540p", duration_s=5)
    watching.engine_for("aimlapi").submit(order, "dailies1.00000000.an-order-of-theirs")
    studio.audit()
    assert provider.summary()["accepted"] == 2 and Generation.objects.count() == 1


def test_a_tick_with_nothing_to_do_makes_few_queries(studio, provider, django_assert_max_num_queries):
    for _ in range(20):
        cast.clip(studio.project, "completed")
    watcher = Watcher()
    assert watcher.may_watch()
    watcher.tick()
    with django_assert_max_num_queries(14):
        watcher.tick()


@pytest.mark.parametrize("count", [5, 60])
def test_polling_many_takes_as_few_queries_as_polling_few(studio, provider, count):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    account = Account.objects.create(engine="aimlapi", fingerprint=watching.engine_for("aimlapi").account)
    prompt = cast.prompt(engine="aimlapi", model="luma/ray-2")
    for _ in range(count):
        generation = cast.clip(studio.project, "submitted", prompt=prompt, due_at=timezone.now())
        cast.attempt(generation, "accepted", account=account)
    with CaptureQueriesContext(connection) as asked:
        polling.poll_due()
    selects = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert len(selects) <= 1 + 2 * (count // polling.TOGETHER + 1)
    assert not Generation.objects.filter(due_at__lte=timezone.now() - timedelta(seconds=5)).exists()
