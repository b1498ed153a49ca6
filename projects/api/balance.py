"""The amount that an API key may still spend: the smallest that any limit leaves."""

from decimal import Decimal

from projects.ledger.engines import usable_engines
from projects.ledger.holds import committed_usd
from projects.ledger.spending import committed_by_key, committed_by_person
from projects.models import Account, ApiKey


def balance_usd(key: ApiKey) -> Decimal:
    """Return what the key may still spend; without a limit, the provider's balance as last seen, else 0."""
    remaining = remaining_usd(key)
    return provider_balance_usd() if remaining is None else remaining


def provider_balance_usd() -> Decimal:
    """Return the balance of the first engine whose provider told one, or 0."""
    for _name, engine in usable_engines():
        account = Account.objects.filter(engine=engine.name, fingerprint=engine.account).first()
        if account and account.balance_usd is not None:
            return account.balance_usd
    return Decimal(0)


def remaining_usd(key: ApiKey) -> Decimal | None:
    """Return what the key may still spend, or None if nothing limits it."""
    remaining = []
    if key.cap_usd is not None:
        remaining.append(key.cap_usd - committed_by_key(key))
    person = key.created_by
    member = key.project.memberships.filter(person=person).first() if person else None
    if person and member and member.cap_usd is not None:
        remaining.append(member.cap_usd - committed_by_person(key.project, person))
    if member and not member.may_spend:
        remaining.append(Decimal(0))
    if key.project.budget_usd is not None:
        remaining.append(key.project.budget_usd - committed_usd(key.project))
    return max(min(remaining), Decimal(0)) if remaining else None
