"""The cost of a project's month without guessing: charged, in progress, unconfirmed, estimated."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Case, Count, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects.ledger.engines import PAID
from projects.models import Attempt, Generation, Project, State
from projects.models.states import MOVING

FINEST = Decimal("0.000001")  # what a column keeps


@dataclass(frozen=True)
class Month:
    """The four figures of a month.

    spent_usd: charged, as the providers report it. in_flight_usd: quoted for generations in progress.
    in_flight_unpriced: those without a known price. unknown: ended attempts whose cost the provider never
    reported, with the sum of their known quotes in unknown_usd. estimated_usd: quoted for generations that
    wait to be sent or approved.
    """

    spent_usd: Decimal
    in_flight: int
    in_flight_usd: Decimal
    in_flight_unpriced: int
    unknown: int
    unknown_usd: Decimal
    estimated_usd: Decimal


def load_month(project: Project) -> Month:
    found = paid_attempts(project, month_start()).aggregate(**month_aggregates())
    found["estimated_usd"] = unsent_generations(project).aggregate(usd=Sum("quote_usd"))["usd"]
    figures: dict[str, Any] = {name: Decimal(0) if sum is None else sum for name, sum in found.items()}
    return Month(**figures)


def month_start() -> datetime:
    return timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def month_aggregates() -> dict[str, Aggregate]:
    """Return the figures of attempts, for aggregate() and annotate()."""
    unreported = Q(cost_usd=None)
    moving = unreported & Q(state__in=("open", "accepted"), generation__state__in=MOVING)
    ended = (
        unreported & Q(state__in=("accepted", "written_off")) & ~Q(generation__state__in=(*MOVING, "failed"))
    )
    return {
        "spent_usd": Sum("cost_usd"),
        "in_flight": Count("pk", filter=moving),
        "in_flight_usd": Sum("quote_usd", filter=moving),
        "in_flight_unpriced": Count("pk", filter=moving & Q(quote_usd=None)),
        "unknown": Count("pk", filter=ended),
        "unknown_usd": Sum("quote_usd", filter=ended),
    }


def paid_attempts(project: Project, since: datetime) -> QuerySet[Attempt]:
    """Return every attempt of this project from then on that a provider may charge for."""
    return attempts_of(project, since).filter(account__engine__in=PAID)


def attempts_of(project: Project, since: datetime) -> QuerySet[Attempt]:
    """Return the project's attempts from then on, found by their time."""
    # Adding 0 keeps SQLite from the project's index, with which it would read every clip.
    rows = Attempt.objects.alias(of_project=F("generation__project") + 0)
    return rows.filter(opened_at__gte=since, of_project=project.pk)


def sum_committed(orders: QuerySet[Attempt]) -> Decimal:
    """Return what these attempts have cost or will cost, as far as it is known."""
    # A failed clip isn't charged, so only a cost that the provider reports counts.
    counts = Case(
        When(generation__state=State.FAILED, then=Coalesce("cost_usd", Decimal(0))),
        default=Coalesce("cost_usd", "quote_usd", Decimal(0)),
    )
    return round_sum(orders.filter(state__in=("open", "accepted")).aggregate(sum=Sum(counts))["sum"])


def unsent_generations(project: Project) -> QuerySet[Generation]:
    """Return generations of paid engines that wait to be sent or approved, without an open attempt."""
    waiting = Generation.objects.queued().filter(project=project, prompt__engine__in=PAID)
    return waiting.exclude(Q(attempts__state="open") | Q(attempts__state="accepted"))


def round_sum(summed: Decimal | None) -> Decimal:
    """Round a sum from the database: SQLite adds in floating point, and caps are exact to the cent."""
    return (summed or Decimal(0)).quantize(FINEST)
