"""What a person decides, and what happens if the generation has moved on in the meantime."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from projects.ledger import actions, attempts, spending
from projects.ledger.late_acceptance import record_acceptance
from projects.ledger.transitions import change_state
from projects.models import Account, Attempt, Generation, Project, Role, State
from tests.projects import cast
from tests.projects.tasks import list_tasks

pytestmark = pytest.mark.django_db


def unconfirmed(project, **fields) -> tuple[Generation, Attempt]:
    generation = cast.clip(
        project, "unconfirmed", prompt=cast.prompt(engine="aimlapi", model="luma/ray-2"), **fields
    )
    return generation, cast.attempt(generation, quote_usd=generation.quote_usd)


def test_a_generation_can_be_canceled_only_while_it_is_queued(project, owner):
    generation = cast.clip(project)
    assert actions.cancel(generation, owner)
    sent = cast.clip(project, "submitting")
    assert not actions.cancel(sent, owner)
    sent.refresh_from_db()
    assert sent.state == "submitting"


@pytest.mark.parametrize("act", [actions.give_up, actions.send_again])
@pytest.mark.parametrize("state", [state for state in State.values if state != "unconfirmed"])
def test_only_an_unconfirmed_attempt_can_be_written_off(project, owner, state, act):
    """A page that is minutes old still shows the button."""
    generation = cast.clip(project, state)
    cast.attempt(generation, "accepted" if generation.provider_id else "open")
    assert not act(generation, owner)
    generation.refresh_from_db()
    assert generation.state == state and not Attempt.objects.filter(state="written_off").exists()


@pytest.mark.parametrize("act", [actions.give_up, actions.send_again])
def test_a_decision_is_too_late_once_the_order_was_found(project, owner, act):
    generation, attempt = unconfirmed(project)
    record_acceptance(attempt, "p-1")
    assert not act(generation, owner)
    generation.refresh_from_db()
    attempt.refresh_from_db()
    assert (generation.state, attempt.state) == ("submitted", "accepted")


def test_two_people_who_send_again_at_once_send_once(project, owner):
    generation, _ = unconfirmed(project)
    assert actions.send_again(generation, owner)
    assert not actions.send_again(generation, owner)
    assert not actions.give_up(generation, owner)
    generation.refresh_from_db()
    assert generation.state == "queued" and generation.attempts.count() == 1


NEEDS_OWNER = {
    "no right to spend": ({"may_spend": False, "cap_usd": None}, "0.40", "owner's approval"),
    "over the cap": ({"may_spend": True, "cap_usd": Decimal("0.39")}, "0.40", "cap of $0.39"),
    "unknown price": ({"may_spend": True, "cap_usd": Decimal(9)}, None, "price is unknown"),
}


@pytest.mark.parametrize(("rights", "usd", "why"), NEEDS_OWNER.values(), ids=NEEDS_OWNER)
def test_without_the_right_to_spend_sending_again_changes_nothing(project, owner, rights, usd, why):
    editor = cast.member(project, Role.EDITOR)
    spending.set_spending_right(project.memberships.get(person=editor), **rights)
    generation, _ = unconfirmed(project, by=owner, quote_usd=usd and Decimal(usd))
    before = everything_about(generation)
    with pytest.raises(spending.NeedsApproval, match=f"Nothing was sent or charged.*{re.escape(why)}"):
        actions.send_again(generation, editor)
    assert everything_about(generation) == before and not list_tasks()
    assert actions.send_again(generation, owner), "an owner may"


def test_sending_again_counts_both_orders_against_the_cap(project):
    """Both may be charged, so both must fit under the cap."""
    editor = cast.member(project, Role.EDITOR)
    member = project.memberships.get(person=editor)
    generation, _ = unconfirmed(project, by=editor, quote_usd=Decimal("0.40"))
    spending.set_spending_right(member, may_spend=True, cap_usd=Decimal("0.79"))
    with pytest.raises(spending.NeedsApproval):
        actions.send_again(generation, editor)
    spending.set_spending_right(member, may_spend=True, cap_usd=Decimal("0.80"))
    assert actions.send_again(generation, editor)
    generation.refresh_from_db()
    assert (generation.state, len(list_tasks())) == ("queued", 1)


def test_too_late_is_reported_before_a_missing_right(project):
    editor = cast.member(project, Role.EDITOR)
    spending.set_spending_right(project.memberships.get(person=editor), may_spend=False, cap_usd=None)
    generation = cast.clip(project, "submitted", quote_usd=Decimal("0.40"))
    assert not actions.send_again(generation, editor)


def everything_about(generation: Generation) -> list:
    rows = (Generation.objects.filter(pk=generation.pk), generation.attempts, generation.events)
    return [list(some.values()) for some in rows] + [Project.objects.get().revision]


def test_a_decision_names_its_person(project, owner):
    generation, attempt = unconfirmed(project)
    assert actions.give_up(generation, owner)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.written_off_by) == ("written_off", owner) and attempt.written_off_at
    event = generation.events.last()
    assert (event.was, event.now, event.actor) == ("unconfirmed", "cancelled", owner)


def test_an_old_proof_about_the_first_order_leaves_the_second_alone(project, owner):
    """1. It is read that the first order failed.  2. Meanwhile a person sends again, and that answer
    is lost too.  3. The settler acts on what it read: the second order is in doubt, and stays so."""
    generation, first = unconfirmed(project)
    actions.send_again(generation, owner)
    change_state(generation.pk, State.QUEUED, State.SUBMITTING)
    second = cast.attempt(generation)
    change_state(generation.pk, State.SUBMITTING, State.UNCONFIRMED)

    assert not attempts.close(first, "refused", State.QUEUED)
    generation.refresh_from_db()
    second.refresh_from_db()
    assert (generation.state, second.state) == ("unconfirmed", "open")


def test_check_now_is_free_and_makes_it_due(project, owner):
    for state in ("queued", "unconfirmed", "submitted", "ready"):
        generation = cast.clip(project, state, due_at=timezone.now() + timedelta(hours=1), tries=7)
        assert actions.check_now(generation, owner)
        generation.refresh_from_db()
        assert generation.due_at <= timezone.now() and generation.tries == 0
    assert not actions.check_now(cast.clip(project, "completed"), owner)


def test_check_now_does_not_shorten_a_pause_that_the_provider_asked_for(project, owner):
    later = timezone.now() + timedelta(minutes=5)
    for hold in ("rate", "key"):
        Account.objects.create(engine="preview", fingerprint=hold, hold=hold, hold_until=later)
    actions.check_now(cast.clip(project), owner)
    assert Account.objects.get(hold="rate").hold_until == later
    assert Account.objects.get(hold="key").hold_until <= timezone.now()


def test_a_lost_video_can_be_fetched_again(project, owner):
    generation = cast.clip(project, "result_lost", crashes=3, ready_at=timezone.now())
    assert actions.check_now(generation, owner)
    generation.refresh_from_db()
    assert (generation.state, generation.crashes, generation.ready_at, generation.error_code) == (
        "submitted",
        0,
        None,
        "",
    )
    assert generation.events.last().actor == owner
