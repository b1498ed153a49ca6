"""What a project's month cost, without guessing: charged, on its way, not told, and only estimated."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, Q, QuerySet, Sum
from django.utils import timezone

from projects.ledger.engines import PAID
from projects.models import Attempt, Generation, Project, State
from projects.models.generation import MOVING

FINEST = Decimal("0.000001")  # what a column keeps


@dataclass(frozen=True)
class Month:
    """spent_usd: charged, as the providers told. in_flight_usd: quoted for clips that are being made.
    in_flight_unpriced: such clips without a known price. unknown: ended orders whose charge nobody told,
    quoted at unknown_usd together, as far as they were quoted at all. estimated_usd: quoted for clips that
    wait to be sent or released.
    """

    spent_usd: Decimal
    in_flight: int
    in_flight_usd: Decimal
    in_flight_unpriced: int
    unknown: int
    unknown_usd: Decimal
    estimated_usd: Decimal


def load_month(project: Project) -> Month:
    found = paid_attempts(project).filter(opened_at__gte=month_start()).aggregate(**month_aggregates())
    found["estimated_usd"] = unsent_generations(project).aggregate(usd=Sum("quote_usd"))["usd"]
    figures: dict[str, Any] = {name: Decimal(0) if sum is None else sum for name, sum in found.items()}
    return Month(**figures)


def month_start() -> datetime:
    return timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def month_aggregates() -> dict[str, Aggregate]:
    """The figures of orders, for aggregate() and annotate()."""
    untold = Q(cost_usd=None)
    moving = untold & Q(state__in=("open", "accepted"), generation__state__in=MOVING)
    ended = untold & Q(state__in=("accepted", "written_off")) & ~Q(generation__state__in=(*MOVING, "failed"))
    return {
        "spent_usd": Sum("cost_usd"),
        "in_flight": Count("pk", filter=moving),
        "in_flight_usd": Sum("quote_usd", filter=moving),
        "in_flight_unpriced": Count("pk", filter=moving & Q(quote_usd=None)),
        "unknown": Count("pk", filter=ended),
        "unknown_usd": Sum("quote_usd", filter=ended),
    }


def paid_attempts(project: Project) -> QuerySet[Attempt]:
    """Every order of this project that a provider may charge for."""
    return Attempt.objects.filter(generation__project=project, account__engine__in=PAID)


def unsent_generations(project: Project) -> QuerySet[Generation]:
    """Clips of paid engines that wait to be sent or released: no order of theirs is open."""
    waiting = Generation.objects.filter(project=project, state=State.QUEUED, prompt__engine__in=PAID)
    return waiting.exclude(Q(attempts__state="open") | Q(attempts__state="accepted"))


def round_sum(summed: Decimal | None) -> Decimal:
    """A sum that the database made; SQLite adds up in floating point, and caps are meant to the cent."""
    return (summed or Decimal(0)).quantize(FINEST)
