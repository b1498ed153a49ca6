"""Limit what members and API keys may spend.

A request over a member's limit is recorded, and an owner approves or declines it. A person's month counts
what was charged, and the quotes of what is in progress or waiting to be sent. Two requests at once can't both
fit into the last dollar: each is counted in the transaction that records it, with the project's row locked.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Case, Q, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects.core.enqueue import enqueue
from projects.ledger.money import round_sum
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
    left = key.cap_usd - sum_committed(api_key=key)
    if usd > left:
        raise OverCap(f"Over this key's cap of ${key.cap_usd:.2f}: ${max(left, 0):.2f} is left.")


def committed_by_person(project: Project, person: Person) -> Decimal:
    """Return what this person's requests have cost or will cost this month, as far as it is known."""
    month = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return sum_committed(since=month, project=project, created_by=person)


def sum_committed(since: datetime | None = None, **whose: Any) -> Decimal:
    """Return what the generations of `whose` have cost or will cost. since: only attempts from then on."""
    counts = Case(
        When(generation__state=State.FAILED, then=Coalesce("cost_usd", Decimal(0))),
        default=Coalesce("cost_usd", "quote_usd", Decimal(0)),
    )
    orders = Attempt.objects.filter(
        state__in=("open", "accepted"), **{f"generation__{name}": value for name, value in whose.items()}
    )
    if since:
        orders = orders.filter(opened_at__gte=since)
    unsent = Generation.objects.filter(state=State.QUEUED, **whose).exclude(hold=Hold.ASK)
    unsent = unsent.exclude(Q(attempts__state="open") | Q(attempts__state="accepted"))
    sums = (orders.aggregate(sum=Sum(counts))["sum"], unsent.aggregate(sum=Sum("quote_usd"))["sum"])
    return sum(map(round_sum, sums), Decimal(0))


def awaiting_approval(project: Project) -> list[Generation]:
    """Return the generations that wait for approval, oldest first."""
    rows = project.generations.filter(state=State.QUEUED, hold=Hold.ASK).for_cards()
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
