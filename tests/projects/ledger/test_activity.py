"""The activity page: what runs, what waits and why, what happened, what the month cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.ledger import engines
from projects.ledger.money import load_month
from projects.ledger.transitions import record_event
from projects.models import Account, Generation
from tests.projects import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(client):
    ada = cast.person(is_admin=True)
    client.force_login(ada)
    return cast.project(ada)


def page(client, project) -> str:
    return client.get(reverse("activity", args=[project.slug])).content.decode()


def order(project, state, attempt="accepted", **fields):
    generation = cast.clip(project, state, prompt=cast.prompt(engine="aimlapi", model="luma/ray-2"))
    return cast.attempt(generation, attempt, **fields)


def test_what_waits_for_a_person_comes_first(client, project):
    lost = cast.clip(project, "unconfirmed", prompt=cast.prompt(engine="aimlapi"))
    running = cast.clip(project, "submitted")
    shown = page(client, project)
    assert shown.index(f"generation-{lost.pk}") < shown.index(f"generation-{running.pk}")
    assert "Check now" in shown


@pytest.fixture
def held(project, settings):
    """Three clips that wait for a key without credits."""
    settings.AIMLAPI_KEY = "sk-in-use"
    engines.build_engine.cache_clear()
    account = engines.account_for(engines.engine_for("aimlapi"))
    now = timezone.now()
    Account.objects.update(hold="credits", hold_message="No credits left.", hold_since=now)
    Account.objects.update(hold_until=now + timedelta(minutes=5))
    for _ in range(3):
        cast.clip(project, hold="credits", prompt=cast.prompt(engine="aimlapi", model="luma/ray-2"))
    yield account
    engines.build_engine.cache_clear()


@pytest.mark.parametrize("name", ["activity", "library"])
def test_a_hold_says_its_cause_once_for_all_its_clips(client, project, held, name):
    shown = client.get(reverse(name, args=[project.slug])).content.decode()
    assert shown.count("Sending continues after you top up") == 1
    assert "3 clips wait" in shown and shown.count("Try now") == 1
    held.refresh_from_db()
    assert timezone.localtime(held.hold_until).strftime("%H:%M:%S") in shown


def test_the_hold_of_a_replaced_key_is_no_news(client, project, held, settings):
    settings.AIMLAPI_KEY = "sk-another"
    project.generations.all().delete()
    assert "on hold" not in page(client, project)


@pytest.mark.parametrize(("hold", "status"), [("credits", 302), ("budget", 302), ("rate", 404), ("no", 404)])
def test_try_now_looks_at_the_cause_at_once(client, project, held, hold, status):
    Generation.objects.update(hold=hold, due_at=timezone.now() + timedelta(hours=1), tries=9)
    assert client.post(reverse("hold-retry", args=[project.slug, hold])).status_code == status
    due = set(Generation.objects.filter(due_at__lte=timezone.now(), tries=0).values_list("hold", flat=True))
    assert due == ({hold} if status == 302 else set())
    held.refresh_from_db()
    assert (held.hold_until <= timezone.now()) == (hold == "credits")


def test_a_provider_that_is_silent_is_named_while_clips_are_in_progress(client, project, held):
    project.generations.all().delete()
    assert "on hold" not in page(client, project)
    order(project, "submitted", account=held)
    Account.objects.update(hold="outage")
    assert "AI/ML API is on hold" in page(client, project)


def test_an_idle_page_says_so_and_does_not_poll(client, project):
    shown = page(client, project)
    assert "Nothing in progress" in shown
    assert "every 2s" not in shown


def test_a_long_queue_says_how_many_more_there_are(client, project, monkeypatch):
    monkeypatch.setattr("projects.ledger.activity.MOST", 3)
    for _ in range(5):
        cast.clip(project)
    shown = page(client, project)
    assert shown.count('class="job"') == 3
    assert "and 2 older" in shown


def test_the_latest_events_are_listed(client, project):
    generation = cast.clip(project, "completed")
    record_event(generation.pk, "moved", was="submitted", now="ready")
    record_event(generation.pk, "moved", was="ready", now="completed")
    shown = page(client, project)
    assert "Ready" in shown
    assert "Finished by" not in shown  # a step that succeeded is not listed


def test_charged_in_progress_and_unconfirmed_are_three_figures(project):
    order(project, "completed", cost_usd=Decimal("1.50"), quote_usd=Decimal("1.42"))
    order(project, "submitted", quote_usd=Decimal("1.42"))
    order(project, "unconfirmed", "open")
    order(project, "completed", quote_usd=Decimal("0.60"))
    order(project, "cancelled", "written_off", quote_usd=Decimal("0.40"))
    order(project, "failed", quote_usd=Decimal(9))  # a failed clip is not charged
    order(project, "refused", "refused", quote_usd=Decimal(9))
    order(project, "completed", cost_usd=Decimal(7), opened_at=timezone.now() - timedelta(days=40))
    cast.attempt(cast.clip(project, "completed"), "accepted")  # Preview is free

    month = load_month(project)

    assert month.spent_usd == Decimal("1.50")
    assert (month.in_flight, month.in_flight_usd, month.in_flight_unpriced) == (2, Decimal("1.42"), 1)
    assert (month.unknown, month.unknown_usd) == (2, Decimal("1.00"))


def test_the_poll_brings_the_row_and_whatever_else_changed(client, project):
    project.revision = 3
    project.save()
    generation = cast.clip(project, "submitted", revision=3)
    changes = reverse("activity-changes", args=[project.slug])
    brought = client.get(changes, {"since": 1}, headers={"HX-Request": "true"}).content.decode()
    for part in (f"generation-{generation.pk}", "activity-lines", "activity-month", "causes"):
        assert f'id="{part}"' in brought


def test_a_busy_page_takes_a_fixed_number_of_queries(client, project, django_assert_max_num_queries):
    for _ in range(20):
        generation = cast.clip(project, "submitted")
        cast.attempt(generation, "accepted")
        record_event(generation.pk, "moved", now="queued")
    with django_assert_max_num_queries(19):
        page(client, project)


def test_outsiders_get_404(client, project):
    client.force_login(cast.person("outsider"))
    assert client.get(reverse("activity", args=[project.slug])).status_code == 404
