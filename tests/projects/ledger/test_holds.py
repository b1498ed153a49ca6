"""Why something waits, that it says so, and that it resumes by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from projects.ledger import engines, holds, polling
from projects.ledger.requests import RequestedKeyframe
from projects.models import Account, Generation, Project
from studio.engines.base import Busy, Unreachable
from tests.projects import cast

pytestmark = pytest.mark.django_db

# The Retry-After of a 429, and the seconds between which the pause must be (before PACE).
PAUSES = {
    "429_seconds": (0.9, 1.1),
    "429_date": (0.9, 3.1),
    "429_negative": (1, 3.1),
    "429_huge": (890, 901),
    "429_absent": (1, 3.1),
}


def account(**fields) -> Account:
    return Account.objects.create(engine="aimlapi", fingerprint="f", **fields)


def wait_s(held: Account, pace: float) -> float:
    assert held.hold_until is not None
    return (held.hold_until - timezone.now()).total_seconds() / pace


@pytest.mark.parametrize("fault", PAUSES)
def test_a_rate_limit_pauses_the_whole_key_as_long_as_the_provider_says(studio, provider, settings, fault):
    settings.PACE = 1
    provider.plan([fault])
    studio.request_and_send()
    second = studio.request_and_send("Another one")
    held = Account.objects.get(engine="aimlapi")
    shortest, longest = PAUSES[fault]
    assert held.hold == "rate" and held.hold_until - held.hold_since <= timedelta(seconds=longest)
    assert held.hold_until - held.hold_since >= timedelta(seconds=shortest - 0.1)
    assert (second.state, second.hold, second.due_at) == ("queued", "rate", held.hold_until)
    assert provider.summary()["requests"]["create"] == 1


def test_repeated_rate_limits_pause_longer_until_an_order_passes(db):
    """The end of each pause used to halve the count, so the second pause was as short as the first."""
    held = account()
    for strikes in range(1, 6):
        holds.hold_account(held, Busy("Slower.", hold="rate"))
        assert held.strikes == strikes
        holds.probe_account(held, engine=None)
        assert held.hold == ""
    longest = max(holds.hold_duration("rate", None, 6) for _ in range(200))
    assert holds.pace(10) < longest <= holds.pace(61)
    holds.reset_strikes(held)
    held.refresh_from_db()
    assert held.strikes == 0


def test_weeks_without_an_answer_do_not_overflow_the_pause(db):
    held = account(strikes=32767)
    holds.hold_account(held, Unreachable("Nobody."))
    holds.hold_account(held, Busy("Slower.", hold="rate"))
    assert held.strikes <= 10 and held.hold == "rate"


def test_without_credits_nothing_is_sent_until_there_are_some_again(studio, provider):
    provider.set(balance_usd=0)
    generations = [studio.request(f"Lamp {n}") for n in range(20)]
    for _ in range(3):
        for generation in generations:
            studio.send(generation)
        Account.objects.update(hold_until=timezone.now())
        Generation.objects.update(due_at=timezone.now())
        holds.probe_due()
    assert provider.summary()["requests"]["create"] == 1
    assert Generation.objects.filter(state="queued", hold="credits").count() == 20
    provider.set(balance_usd=1000)
    Account.objects.update(hold_until=timezone.now())
    holds.probe_due()
    assert Account.objects.get(engine="aimlapi").balance_usd == 1000
    assert not Generation.objects.exclude(hold="").exists()
    assert all(studio.send(generation).state == "submitted" for generation in generations)


@pytest.mark.parametrize("trouble", [Busy("Slower.", hold="rate", wait_s=5), Unreachable("Nobody.")])
def test_a_failed_balance_check_keeps_the_hold(db, trouble):
    """1. No credits.  2. The balance request gets a 429.  3. That is no reason to send an order."""

    class Deaf:
        def find_key_problem(self):
            raise trouble

    held = account(hold="credits", hold_message="No credits.", hold_until=timezone.now())
    holds.probe_account(held, Deaf())
    assert held.hold == "credits" and held.hold_until > timezone.now()


def test_a_rate_limit_does_not_delay_paid_generations(studio, provider):
    """1. A generation is in progress.  2. The next order gets a 429 with a pause of 15 minutes.  3. The first
    one is polled and stored all the same."""
    first = studio.request_and_send()
    held = Account.objects.get(engine="aimlapi")
    holds.hold_account(held, Busy("Slower.", hold="rate", wait_s=900))
    polling.poll_due()
    first = studio.until(first, "completed")
    assert Account.objects.get(engine="aimlapi").hold == "rate"


def test_a_generation_waits_for_the_one_that_it_starts_from(studio, provider):
    first = studio.request_and_send()
    second = studio.request_and_send("It goes on", keyframes=[RequestedKeyframe("frame0", first, "last")])
    assert (second.state, second.hold) == ("queued", "source")
    revision = second.revision
    Generation.objects.filter(pk=second.pk).update(due_at=timezone.now())
    assert studio.send(second).revision == revision  # checking again changes nothing on a page
    studio.until(first, "completed")
    second.refresh_from_db()
    assert (second.hold, second.hold_message) == ("", "")
    assert studio.send(second).state == "submitted"


def test_a_generation_from_a_frame_that_will_never_exist_is_refused_unsent(studio, provider):
    provider.plan(["400_moderation"])
    first = studio.request_and_send()
    second = studio.request_and_send("It goes on", keyframes=[RequestedKeyframe("frame0", first, "last")])
    assert (second.state, second.error_code) == ("refused", "keyframe_gone")
    assert provider.summary()["requests"]["create"] == 1


def test_raising_the_budget_releases_the_generation(studio, provider):
    studio.project.budget_usd = Decimal("0.01")
    studio.project.save()
    generation = studio.request()
    Generation.objects.update(quote_usd=Decimal(1))
    assert studio.send(generation).hold == "budget"
    assert provider.summary()["accepted"] == 0
    studio.project.budget_usd = None
    studio.project.save()
    studio.until(generation, "submitted", "ready", keeping=False)


def test_a_failed_generation_counts_against_the_budget_only_if_it_was_charged(db):
    project = cast.project(cast.person())
    for cost, state in (
        (None, "failed"),
        (Decimal("0.5"), "failed"),
        (None, "submitted"),
        (Decimal(2), "completed"),
    ):
        cast.attempt(cast.clip(project, state), "accepted", cost_usd=cost, quote_usd=Decimal(1))
    assert holds.committed_usd(project) == Decimal("3.5")


def test_a_new_key_releases_what_waited_for_one(studio, settings):
    generation = studio.request_and_send()
    assert (generation.state, generation.hold) == ("queued", "key")
    assert generation.due_at > timezone.now()
    engines.save_key("aimlapi", "sk-new-key", studio.owner)
    generation.refresh_from_db()
    assert generation.due_at <= timezone.now()


def hold_by(cause, studio, settings, provider):
    """Bring about this cause of a hold. Return how to take it away again."""
    if cause == "key":
        provider.set(revoked=[provider.key])
        return lambda: provider.set(revoked=[])
    if cause == "no key":
        key, settings.AIMLAPI_KEY = settings.AIMLAPI_KEY, ""
        return lambda: engines.save_key("aimlapi", key, studio.owner)
    if cause == "another key":
        key, settings.AIMLAPI_KEY = settings.AIMLAPI_KEY, ""
        engines.save_key("aimlapi", "sk-which-is-wrong", studio.owner)
        return lambda: engines.save_key("aimlapi", key, studio.owner)
    if cause == "credits":
        provider.set(balance_usd=0)
        return lambda: provider.set(balance_usd=1000)
    if cause == "disk":
        settings.MIN_FREE_MB = 10**9
        return lambda: setattr(settings, "MIN_FREE_MB", 1)
    if cause == "budget":
        Project.objects.update(budget_usd=Decimal(0))
        return lambda: Project.objects.update(budget_usd=None)
    if cause == "outage":
        point_to("http://127.0.0.1:1", settings)
        return lambda: point_to(provider.base_url, settings)
    provider.plan([cause])
    return lambda: None


def point_to(url, settings):
    settings.AIMLAPI_BASE_URL = url
    engines.build_engine.cache_clear()


@pytest.mark.parametrize(
    ("cause", "hold"),
    [
        ("key", "key"),
        ("no key", "key"),
        ("another key", "key"),
        ("credits", "credits"),
        ("disk", "disk"),
        ("budget", "budget"),
        ("429_seconds", "rate"),
        ("outage", "outage"),
    ],
)
def test_every_hold_ends_with_its_cause(studio, provider, settings, cause, hold):
    """1. The cause holds the generation.  2. The watcher enqueues it and sets its next time ahead: that is
    what a worker always sees.  3. The cause ends.  4. The worker looks at the cause, not at the time."""
    end_cause = hold_by(cause, studio, settings, provider)
    generation = studio.request_and_send()
    assert (generation.state, generation.hold) == ("queued", hold)
    end_cause()
    Account.objects.exclude(hold="").update(hold_until=timezone.now())
    holds.probe_due()
    Generation.objects.update(due_at=timezone.now() + timedelta(minutes=10), tries=2)
    assert studio.send(generation).state == "submitted"
    assert (generation.hold, provider.summary()["accepted"]) == ("", 1)


def test_a_hold_stays_while_its_cause_does(studio, provider):
    provider.set(revoked=[provider.key])
    generation = studio.request_and_send()
    Generation.objects.update(due_at=timezone.now())
    assert studio.send(generation).hold == "key"
    assert provider.summary()["requests"]["create"] == 1


def test_a_full_disk_sends_nothing(studio, provider, settings):
    settings.MIN_FREE_MB = 10**9
    assert studio.request_and_send().hold == "disk"
    assert provider.summary()["accepted"] == 0


def test_releasing_many_takes_as_few_queries_as_releasing_few(studio, django_assert_max_num_queries):
    held = account(hold="credits", hold_until=timezone.now())
    generations = [studio.request(f"Lamp {n}") for n in range(30)]
    Generation.objects.update(hold="credits", hold_message="No credits.")
    with django_assert_max_num_queries(16 + len(generations)):  # one row in the queue for each
        holds.clear_hold(held)
    assert not Generation.objects.exclude(hold="").exists()
    studio.project.refresh_from_db()
    assert set(Generation.objects.values_list("revision", flat=True)) == {studio.project.revision}
