"""The order of the library's clips, and where its next page starts."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models import Attempt, Generation
from projects.models.generation import Generations

NEWEST = "new"
LARGEST = 10**15

COST = (
    Attempt.objects.filter(generation=OuterRef("pk"), cost_usd__isnull=False)
    .order_by()
    .values("generation")
    .annotate(sum=Cast(Sum("cost_usd") * 10_000, BigIntegerField()))
    .values("sum")
)


@dataclass(frozen=True)
class Sort:
    """key: what it sorts by, an integer, largest first; clips that have none come last. None: by number."""

    label: str | Promise
    key: Combinable | None = None
    is_ascending: bool = False


SORTS = {
    NEWEST: Sort(_("Newest first")),
    "old": Sort(_("Oldest first"), is_ascending=True),
    "rating": Sort(_("Best rating"), Cast(F("rating"), BigIntegerField())),
    "length": Sort(_("Longest"), Cast("frames", BigIntegerField()) * 1000 * F("fps_den") / F("fps_num")),
    "cost": Sort(_("Highest cost"), Subquery(COST, output_field=BigIntegerField())),
}


def page_of(rows: Generations, sort: str, before: str, size: int) -> tuple[list[Generation], str]:
    """Return a page of the rows in this order, and where the next one starts, or "".

    before: where this page starts, as the last call said; "" for the first page.
    """
    order = SORTS[sort]
    key, _dot, number = before.rpartition(".")
    is_later = is_number(number) and (order.key is None or is_number(key))
    if order.key is None:
        if is_later:
            rows = rows.filter(**{"number__gt" if order.is_ascending else "number__lt": int(number)})
        found = list(rows.order_by("number" if order.is_ascending else "-number")[: size + 1])
        return found[:size], str(found[size - 1].number) if len(found) > size else ""
    rows = rows.annotate(sort_key=Coalesce(order.key, -1, output_field=BigIntegerField()))
    if is_later:
        rows = rows.filter(Q(sort_key__lt=int(key)) | Q(sort_key=int(key), number__lt=int(number)))
    found = list(rows.order_by("-sort_key", "-number")[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], f"{last.sort_key}.{last.number}"  # type: ignore[attr-defined]  # annotated above


def is_number(text: str) -> bool:
    """Return True for -1 and what a database can hold as a key or a clip's number."""
    return text == "-1" or (text.isascii() and text.isdecimal() and int(text) < LARGEST)
