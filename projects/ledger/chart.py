"""Spending by day and by person: the sums, and the bars that draw them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext

from projects.ledger.money import month_aggregates, month_start, paid_attempts, unsent_generations
from projects.models import Person, Project

DAYS = 30
SERIES = 6  # colors; everyone after them shares the last one
WIDE, HIGH = 600, 160  # the chart's own coordinates
GAP = 4


Spent = dict[tuple[date, int | None], Decimal]  # dollars by day and person's id


@dataclass(frozen=True)
class Bar:
    """One person's share of a day, in the chart's coordinates. series: 1 to SERIES."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True)
class Row:
    """A person's month: four figures that are never added up into one."""

    person: Person | None
    series: int
    spent_usd: Decimal
    in_flight_usd: Decimal
    unknown: int
    unknown_usd: Decimal
    estimated_usd: Decimal
    cap_usd: Decimal | None


@dataclass(frozen=True)
class Chart:
    days: list[date]
    bars: list[Bar]
    top_usd: Decimal
    rows: list[Row]
    table: list[tuple[date, str, Decimal]]


def build_chart(project: Project) -> Chart:
    """Return the last 30 days, and this month by person, in a fixed number of queries."""
    rows = rows_by_person(project)
    today = timezone.localdate()
    days = [today - timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
    spent = spent_by_day(project, days[0])
    top = find_highest_day(spent)
    table = [(day, name_of(id, rows), usd) for (day, id), usd in spent.items()]
    return Chart(days, build_bars(days, spent, top, rows), top, rows, sorted(table))


def spent_by_day(project: Project, first: date) -> Spent:
    """Return the dollars that providers charged, by day and person's id."""
    since = timezone.make_aware(datetime.combine(first, time.min))
    orders = paid_attempts(project, since).filter(cost_usd__gt=0).annotate(day=TruncDate("opened_at"))
    sums = orders.values_list("day", "generation__created_by").annotate(usd=Sum("cost_usd"))
    return {(day, by): usd for day, by, usd in sums.order_by("day", "generation__created_by")}


def find_highest_day(spent: Spent) -> Decimal:
    """Return the dollars of the most expensive day."""
    sums: dict[date, Decimal] = defaultdict(Decimal)
    for (day, _), usd in spent.items():
        sums[day] += usd
    return max(sums.values(), default=Decimal(0))


def name_of(id: int | None, rows: list[Row]) -> str:
    row = find_row(id, rows)
    return str(row.person or gettext("Unknown")) if row else gettext("A former member")


def find_row(id: int | None, rows: list[Row]) -> Row | None:
    """Return the row of the person with this ID; None stands for an unknown person."""
    return next((row for row in rows if (row.person.pk if row.person else None) == id), None)


def build_bars(days: list[date], spent: Spent, top: Decimal, rows: list[Row]) -> list[Bar]:
    """Return a bar for each person and day, stacked by day."""
    slot, bars = WIDE / len(days), []
    heights: dict[date, float] = defaultdict(float)
    positions = {day: n for n, day in enumerate(days)}
    for (day, id), usd in spent.items():
        height = float(usd / top) * HIGH
        heights[day] += height
        row = find_row(id, rows)
        title = f"{day:%-d %b}: {name_of(id, rows)}, ${usd:.2f}"
        x, y = positions[day] * slot + GAP / 2, HIGH - heights[day]
        bars.append(Bar(x, y, slot - GAP, height, row.series if row else SERIES, title))
    return bars


def rows_by_person(project: Project) -> list[Row]:
    """Return every member, and everyone else who spent in the project this month."""
    members = list(project.memberships.select_related("person").order_by("joined_at"))
    figures = figures_by_person(project, month_start())
    guessed = estimates_by_person(project)
    known = {one.person_id: one for one in members}
    others = Person.objects.in_bulk([id for id in {*figures, *guessed} if id and id not in known])
    people: list[Person | None] = [*(one.person for one in members), *others.values()]
    if None in figures or None in guessed:
        people.append(None)
    return [
        Row(
            person,
            min(n, SERIES),
            **figures.get(person.pk if person else None, NOTHING),
            estimated_usd=guessed.get(person.pk if person else None, Decimal(0)),
            cap_usd=known[person.pk].cap_usd if person and person.pk in known else None,
        )
        for n, person in enumerate(people, 1)
    ]


NOTHING: dict[str, Any] = {
    "spent_usd": Decimal(0),
    "in_flight_usd": Decimal(0),
    "unknown": 0,
    "unknown_usd": Decimal(0),
}


def figures_by_person(project: Project, since: datetime) -> dict[int | None, dict[str, Any]]:
    orders = paid_attempts(project, since).values("generation__created_by").order_by()
    found = orders.annotate(**month_aggregates())
    return {
        row["generation__created_by"]: {name: row[name] or empty for name, empty in NOTHING.items()}
        for row in found
    }


def estimates_by_person(project: Project) -> dict[int | None, Decimal]:
    """Return what was quoted for generations that wait to be sent or approved, by person."""
    sums: dict[int | None, Decimal] = defaultdict(Decimal)
    for by, usd in unsent_generations(project).order_by().values_list("created_by", "quote_usd"):
        sums[by] += usd or 0
    return {by: usd for by, usd in sums.items() if usd}
