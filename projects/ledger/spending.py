"""Who may spend how much. Over it a wish is written down all the same, and asks: an owner releases it or not.

What counts for a person's month: what was charged, the quoted price of what is being made, and of what waits
to be sent. So two wishes at once cannot both fit into the last dollar: each is counted in the transaction in
which it is written down, with the project's row locked.
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
    """Why this person has to ask before so much is spent (None: nobody knows how much); "" where they need
    not. Call it with the project's row locked."""
    if person is None or usd == 0:
        return ""
    member = project.memberships.filter(person=person).first()
    if member is None:
        return ""
    if not member.may_spend:
        return "Needs an owner's approval."
    if member.cap_usd is None:
        return ""
    if usd is None:
        return "The price is unknown and there is a cap: needs an owner's approval."
    left = member.cap_usd - committed_by_person(project, person)
    if usd <= left:
        return ""
    return f"Over the cap of ${member.cap_usd:.2f} a month: needs an owner's approval."


class NeedsApproval(Exception):
    """This person may not pay for this alone; nothing was changed. Its text is a sentence for that person."""


def check_may_spend(project: Project, person: Person | None, usd: Decimal | None) -> None:
    """Raise NeedsOwner if this person would have to ask first. Call it with the project's row locked."""
    if asks := approval_reason(project, person, usd):
        raise NeedsApproval(f"Nothing was sent or charged. {asks} An owner can send this clip again.")


class OverCap(Exception):
    """A key may not spend so much; nothing was written. Its text is a sentence for whoever holds the key."""


def check_key_cap(key: ApiKey, usd: Decimal | None, asks: str) -> None:
    """Raises OverCap where the key, or the person whose key it is, may not spend so much: a program cannot
    wait for an owner. Call it with the project's row locked."""
    if asks:
        raise OverCap(
            f"{key.created_by}, whose key this is, may not spend this without an owner's word. {asks}"
        )
    if key.cap_usd is None or usd == 0:
        return
    if usd is None:
        raise OverCap("Its price is unknown, and this key has a cap.")
    left = key.cap_usd - sum_committed(api_key=key)
    if usd > left:
        raise OverCap(f"Over this key's cap of ${key.cap_usd:.2f}: ${max(left, 0):.2f} is left of it.")


def committed_by_person(project: Project, person: Person) -> Decimal:
    """What this person's wishes cost this month, or will, as far as it is known."""
    month = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return sum_committed(since=month, project=project, created_by=person)


def sum_committed(since: datetime | None = None, **whose: Any) -> Decimal:
    """What the generations of `whose` cost, or will; since: only what was ordered from then on."""
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
    """What waits for an owner, oldest first."""
    rows = project.generations.filter(state=State.QUEUED, hold=Hold.ASK).for_cards()
    return list(rows.order_by("created_at"))


def approve(generation: Generation, by: Person) -> bool:
    """Let it be sent; True when this call did it."""
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
    """It is not sent."""
    if not Generation.objects.filter(pk=generation.pk, hold=Hold.ASK).exists():
        return False
    declined = change_state(
        generation.pk, State.QUEUED, State.CANCELLED, actor=by, words=f"{by} declined it."
    )
    if declined:
        notifications.notify_approval_decided(generation, by, "declined")
    return declined


def set_spending_right(member: Membership, *, may_spend: bool, cap_usd: Decimal | None) -> None:
    Membership.objects.filter(pk=member.pk).update(may_spend=may_spend, cap_usd=cap_usd)
