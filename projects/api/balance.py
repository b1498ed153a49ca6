"""What a key may still spend: the least that any cap leaves."""

from decimal import Decimal

from projects.ledger.holds import committed_usd
from projects.ledger.spending import committed_by_person, sum_committed
from projects.models import ApiKey


def left_usd(key: ApiKey) -> Decimal | None:
    """None where nothing limits it."""
    left = []
    if key.cap_usd is not None:
        left.append(key.cap_usd - sum_committed(api_key=key))
    person = key.created_by
    member = key.project.memberships.filter(person=person).first() if person else None
    if person and member and member.cap_usd is not None:
        left.append(member.cap_usd - committed_by_person(key.project, person))
    if member and not member.may_spend:
        left.append(Decimal(0))
    if key.project.budget_usd is not None:
        left.append(key.project.budget_usd - committed_usd(key.project))
    return max(min(left), Decimal(0)) if left else None
