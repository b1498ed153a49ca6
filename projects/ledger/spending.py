"""Limit what members and API keys may spend.

A request over a member's limit is recorded, and an owner approves or declines it. A person's month counts
what was charged, and the quotes of what is in progress or waiting to be sent. Two requests at once can't both
fit into the last dollar: each is counted in the transaction that records it, with the project's row locked.
"""

from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from projects.core.enqueue import enqueue
from projects.ledger.money import attempts_of, month_start, round_sum, sum_committed
from projects.ledger.transitions import change_state, due_in, record_event, update_fields
from projects.models import ApiKey, Attempt, Generation, Hold, Membership, Person, Project, State
from projects.notifications import notifications


def approval_reason(project: Project, person: Person | None, usd: Decimal | None) -> str:
    """Return why this person needs approval to spend `usd` (None: unknown), or "" if they don't.

    Call it with the project's row locked.
    """
    if person is None or usd == 0:
        return ""
    member = project.memberships.filter(person=person).first()
    if member is None:
        return ""
    if not member.may_spend:
        return "Needs an owner's approval."
    return "" if member.cap_usd is None else cap_reason(project, person, usd, member.cap_usd)


def cap_reason(project: Project, person: Person, usd: Decimal | None, cap_usd: Decimal) -> str:
    if usd is None:
        return "The price is unknown, and you have a monthly cap: needs an owner's approval."
    if committed_by_person(project, person) + usd <= cap_usd:
        return ""
    return f"Over your monthly cap of ${cap_usd:.2f}: needs an owner's approval."


def decide(project: Project, person: Person | None, usd: Decimal | None, *, key: ApiKey | None = None) -> str:
    """Decide about spending `usd`, for every path that leads to a paid order.

    Return "" if it may be sent, or why an owner must approve it first. Raise OverCap if it came with a key
    that may not spend it. Call it with the project's row locked.
    """
    asks = approval_reason(project, person, usd)
    if key:
        check_key_cap(key, usd, asks)
    return asks


class NeedsApproval(Exception):
    """This person needs approval to spend this; nothing changed. Its text is a sentence for them."""


def check_may_spend(project: Project, person: Person | None, usd: Decimal | None) -> None:
    """Raise NeedsApproval if this person needs approval. Call it with the project's row locked."""
    if asks := decide(project, person, usd):
        raise NeedsApproval(f"Nothing was sent or charged. {asks} An owner can send it.")


class OverCap(Exception):
    """A key may not spend this much; nothing was written. Its text is a sentence for the key's user."""


def check_key_cap(key: ApiKey, usd: Decimal | None, asks: str) -> None:
    """Raise OverCap if the key, or its owner, may not spend `usd`: a program can't wait for approval.

    `asks` is why its owner needs approval, or "". Call it with the project's row locked.
    """
    if asks:
        raise OverCap(f"{key.created_by}, who owns this key, needs approval to spend this. {asks}")
    if key.cap_usd is None or usd == 0:
        return
    if usd is None:
        raise OverCap("The price is unknown, and this key has a cap.")
    left = key.cap_usd - committed_by_key(key)
    if usd > left:
        raise OverCap(f"Over this key's cap of ${key.cap_usd:.2f}: ${max(left, 0):.2f} is left.")


def committed_by_person(project: Project, person: Person) -> Decimal:
    """Return what this person's requests have cost or will cost this month, as far as it is known."""
    orders = attempts_of(project, month_start()).filter(generation__created_by=person)
    return sum_orders(orders, project.generations.queued().filter(created_by=person))


def committed_by_key(key: ApiKey) -> Decimal:
    """Return what this key's requests have cost or will cost, as far as it is known."""
    orders = Attempt.objects.filter(generation__api_key=key)
    return sum_orders(orders, Generation.objects.queued().filter(api_key=key))


def sum_orders(orders: QuerySet[Attempt], queued: QuerySet[Generation]) -> Decimal:
    """Return what these attempts have cost or will cost, and those of the queued that will be sent."""
    unsent = queued.exclude(hold=Hold.ASK).exclude(Q(attempts__state="open") | Q(attempts__state="accepted"))
    return sum_committed(orders) + round_sum(unsent.aggregate(sum=Sum("quote_usd"))["sum"])


def awaiting_approval(project: Project) -> list[Generation]:
    """Return the generations that wait for approval, oldest first."""
    rows = project.generations.queued().filter(hold=Hold.ASK).for_cards()
    return list(rows.order_by("created_at"))


def approve(generation: Generation, by: Person) -> bool:
    """Let it be sent; return True if this call did it."""
    with transaction.atomic():
        rows = Generation.objects.filter(pk=generation.pk, hold=Hold.ASK)
        released = rows.exists() and update_fields(
            generation.pk, (State.QUEUED,), hold="", hold_message="", due_at=due_in(5), tries=0
        )
        if released:
            record_event(generation.pk, "released", actor=by)
            notifications.notify_approval_decided(generation, by, "released")
            transaction.on_commit(lambda: enqueue("submit", generation.pk))
    return bool(released)


def decline(generation: Generation, by: Person) -> bool:
    """Cancel a generation that waits for approval; return True if this call did it."""
    if not Generation.objects.filter(pk=generation.pk, hold=Hold.ASK).exists():
        return False
    declined = change_state(
        generation.pk, State.QUEUED, State.CANCELLED, actor=by, message=f"Declined by {by}."
    )
    if declined:
        notifications.notify_approval_decided(generation, by, "declined")
    return declined


def set_spending_right(member: Membership, *, may_spend: bool, cap_usd: Decimal | None) -> None:
    Membership.objects.filter(pk=member.pk).update(may_spend=may_spend, cap_usd=cap_usd)
