"""An order whose answer was lost is found by proof, and never sent again on a guess."""

import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from projects.ledger import actions, attempts, sending, settling
from projects.ledger.audit import daily_windows
from projects.ledger.status_text import describe_status
from projects.ledger.transitions import change_state
from projects.models import Account, Attempt, Generation
from studio.engines.base import Busy, Refused, Unreachable
from studio.wire import LogRow
from tests.projects import cast

pytestmark = pytest.mark.django_db


def posts(provider) -> int:
    return provider.summary()["requests"].get("create", 0)


def test_a_late_row_in_the_log_is_waited_for(studio, provider):
    """1. The order is accepted, its answer is lost.  2. The log does not show it yet.  3. It does later."""
    provider.set(log_delay=1.5)
    provider.plan(["reset_after_accept"])
    generation = studio.request_and_send()
    studio.step(generation)
    assert (generation.state, generation.tries, posts(provider)) == ("unconfirmed", 1, 1)
    studio.until(generation, "submitted", "ready", keeping=False)
    assert (posts(provider), generation.attempts.get().state) == (1, "accepted")


def test_a_failed_row_and_an_unknown_id_prove_that_it_was_not_accepted(studio, provider):
    provider.plan(["500_refused"])
    generation = studio.request_and_send()
    assert generation.state == "unconfirmed"
    studio.until(generation, "submitted", "ready", keeping=False)
    assert (posts(provider), provider.summary()["accepted"]) == (2, 1)
    assert [attempt.state for attempt in generation.attempts.all()] == ["refused", "accepted"]


def test_an_order_is_refused_after_five_denials_and_pauses_do_not_count(studio, provider):
    provider.plan(["429_negative", "402_unpaid", *["502_refused"] * 5])
    generation = studio.until(studio.request(), "refused")
    assert (generation.error_code, posts(provider), provider.summary()["accepted"]) == ("not_accepted", 7, 0)
    status = describe_status(generation)  # it showed "may have been accepted and charged" as a quotation
    assert (status.quote, str(status.charged)) == ("", "Not charged.")


def test_absence_from_the_log_is_no_proof_and_a_person_is_asked_once(studio, provider, monkeypatch):
    """1. The order never arrived, and nobody can know.  2. Half an hour passes.  3. A person decides."""
    monkeypatch.setattr(settling, "ASK_AFTER_S", 0.1)
    provider.plan(["reset_before_accept"])
    generation = studio.request_and_send()
    for _ in range(6):
        studio.step(generation)
    assert (generation.state, generation.stage, posts(provider)) == ("unconfirmed", "asked", 1)
    assert generation.events.filter(kind="asked").count() == 1
    assert actions.send_again(generation, studio.owner)
    studio.until(generation, "submitted", "ready", keeping=False)
    assert provider.summary()["accepted"] == 1


NOT_PROVEN = {
    "nobody could be asked": (LogRow("", "p-1", succeeded=False), {"p-1": Unreachable("Nobody.")}),
    "it was charged": (LogRow("", "p-1", succeeded=False, cost_usd=Decimal(1)), {}),
    "there is no id to ask for": (LogRow("", "", succeeded=False), {}),
    "there is no row": (None, {}),
}


class Says:
    """An engine whose answer about an order is this."""

    def __init__(self, answers):
        self.answers = answers

    def ask(self, tickets):
        return self.answers


@pytest.mark.parametrize("why", NOT_PROVEN)
def test_without_proof_nothing_is_sent_again(db, why):
    row, answers = NOT_PROVEN[why]
    attempt = cast.attempt(cast.clip(cast.project(cast.person()), "unconfirmed"))
    assert not settling.settle_attempt(Says(answers), attempt, row)
    attempt.refresh_from_db()
    assert (attempt.state, Generation.objects.get().state) == ("open", "unconfirmed")


def test_an_order_without_our_id_never_settles_by_itself(studio, provider):
    """The log shows an order without our ID: it may be anybody's."""
    provider.plan(["client_id_lost", "reset_after_accept"])
    provider.set(log_client_id=False)
    found, lost = studio.request_and_send("Answered"), studio.request_and_send("Not answered")
    for _ in range(4):
        studio.step(lost)
    studio.audit()
    lost.refresh_from_db()
    assert (found.state, lost.state, posts(provider)) == ("submitted", "unconfirmed", 2)
    assert Generation.objects.count() == 2


def test_a_first_order_that_was_accepted_after_all_becomes_its_own_generation(studio, provider):
    """1. The first order is accepted, its answer lost.  2. A person sends again; that is accepted as well.
    3. The log shows the first.  4. Both are paid and kept, and the history says by whose choice."""
    provider.set(log_delay=0.6)
    provider.plan(["reset_after_accept"])
    generation = studio.request_and_send()
    assert actions.send_again(generation, studio.owner)
    studio.send(generation)
    assert generation.state == "submitted"
    time.sleep(0.7)
    studio.audit()
    extra = Generation.objects.exclude(pk=generation.pk).get()
    for one in (generation, extra):
        studio.until(one, "ready", keeping=False)
    assert extra.prompt == generation.prompt and extra.number == 2
    assert [extra.events.get(kind="bonus").actor, generation.events.get(kind="bonus").actor] == [
        studio.owner
    ] * 2
    studio.audit()
    total = sum(attempt.cost_usd for attempt in Attempt.objects.filter(state="accepted"))
    assert total == Decimal(provider.summary()["total_usd"]) > 0


def test_an_order_found_before_it_is_sent_again_is_not_sent_again(studio, provider):
    provider.set(log_delay=0.4)
    provider.plan(["reset_after_accept"])
    generation = studio.request_and_send()
    assert actions.send_again(generation, studio.owner)
    time.sleep(0.5)
    studio.audit()
    studio.send(generation)
    assert (generation.state, posts(provider), Generation.objects.count()) == ("submitted", 1, 1)


def test_a_generation_that_was_given_up_comes_back_if_it_was_made_after_all(studio, provider):
    provider.set(log_delay=0.4)
    provider.plan(["reset_after_accept"])
    generation = studio.request_and_send()
    assert actions.give_up(generation, studio.owner)
    time.sleep(0.5)
    studio.audit()
    studio.until(generation, "completed")
    assert posts(provider) == 1 and generation.attempts.get().written_off_by is None


def test_a_generation_given_up_before_a_shutdown_is_found_days_later():
    """1. Given up on Friday.  2. The studio is off until Monday.  3. The audit reaches back to Friday."""
    now = timezone.now()
    windows = list(daily_windows(Account(audited_at=now - timedelta(days=3)), now, None))
    assert (len(windows), windows[0][0], windows[-1][1]) == (4, now - timedelta(days=4), now)
    assert all(until - since == timedelta(days=1) for since, until in windows)
    assert len(list(daily_windows(Account(audited_at=now - timedelta(days=400)), now, None))) == 92
    assert len(list(daily_windows(Account(), now, None))) == 1


def test_an_unreadable_log_proves_nothing_about_an_order(studio, provider, monkeypatch):
    monkeypatch.setattr(settling, "ASK_AFTER_S", 0)
    provider.plan(["reset_before_accept"])
    provider.plan(["logs_500", "logs_429"], at="logs")
    generation = studio.request_and_send()
    studio.step(generation)
    studio.step(generation)
    assert (generation.state, generation.tries, generation.stage) == ("unconfirmed", 0, "")


LATE = {
    "refused": (
        lambda attempt: sending.record_refused(attempt, Refused("No.", code="bad_request")),
        "refused",
    ),
    "not for now": (lambda attempt: sending.requeue(attempt, Busy("Later.", hold="rate")), "queued"),
}


@pytest.mark.parametrize("answer", LATE)
def test_an_answer_after_the_lease_ran_out_still_counts(studio, provider, answer):
    """1. The POST is sent.  2. The machine sleeps, and the watcher takes the sender for dead.  3. The sender
    wakes up and reads a clear refusal. (The generation stayed unconfirmed, with no open attempt.)"""
    generation = studio.request()
    account = Account.objects.create(engine="aimlapi", fingerprint="f")
    attempt, _ = sending.claim(Generation.objects.select_related("prompt").get(pk=generation.pk), account)
    Generation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    settling.reap()
    generation.refresh_from_db()
    assert generation.state == "unconfirmed"
    act, state = LATE[answer]
    act(attempt)
    generation.refresh_from_db()
    assert generation.state == state


def test_orders_of_different_days_are_looked_up_separately(db):
    """1. One order has waited for a person for weeks.  2. A new one is lost.  3. One query over these weeks
    would be cut off by the log, and find neither."""
    project = cast.project(cast.person())
    ages = [timedelta(days=30), timedelta(minutes=50), timedelta(minutes=20), timedelta()]
    lost = [cast.attempt(cast.clip(project, "unconfirmed")) for _ in ages]
    for attempt, age in zip(lost, ages, strict=True):
        attempt.opened_at -= age
    assert [len(group) for group in settling.group_by_window(lost)] == [1, 3]


def test_one_order_that_cannot_be_settled_does_not_delay_the_others(studio, provider, monkeypatch):
    provider.plan(["reset_after_accept", "reset_after_accept"])
    first, second = studio.request_and_send("First"), studio.request_and_send("Second")
    real = settling.record_acceptance

    def stumble(attempt, *values, **named):
        if attempt.generation_id == first.pk:
            raise RuntimeError("a row like no other")
        real(attempt, *values, **named)

    monkeypatch.setattr(settling, "record_acceptance", stumble)
    studio.until(second, "submitted", "ready", keeping=False)
    first.refresh_from_db()
    assert first.state == "unconfirmed"


def test_a_charge_for_a_failed_generation_brings_it_back_once(studio, provider):
    provider.set(log_delay=0)
    generation = studio.request_and_send()
    for state in ("submitted", "failed"):
        change_state(generation.pk, "submitted", "failed", error_code="failed")
        studio.audit()
        generation.refresh_from_db()
        assert generation.state == state
    assert generation.events.filter(kind="revived").count() == 1


def test_the_request_id_names_this_installation(studio, provider, settings):
    attempt = studio.request_and_send().attempts.get()
    assert attempt.client_request_id == f"dailies1.{settings.INSTANCE}.{attempt.pk.hex}"
    assert attempt.client_request_id.startswith(attempts.request_id_prefix())
