"""The order of the library's clips."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, F, OuterRef, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models import Attempt
from projects.models.generation import Generations

NEWEST = "new"

LENGTH = Cast("frames", BigIntegerField()) * 1000 * F("fps_den") / F("fps_num")  # milliseconds

COST = (
    Attempt.objects.filter(generation=OuterRef("pk"), cost_usd__isnull=False)
    .order_by()
    .values("generation")
    .annotate(sum=Cast(Sum("cost_usd") * 10_000, BigIntegerField()))
    .values("sum")
)


@dataclass(frozen=True)
class Sort:
    """key: what it sorts by, an integer, largest first. None: by number."""

    label: str | Promise
    key: Combinable | None = None
    is_ascending: bool = False

    def arrange(self, rows: Generations) -> Generations:
        """Return the rows in this order, with their sort_key if they have one."""
        if self.key is None:
            return rows.order_by("number" if self.is_ascending else "-number")
        return rows.annotate(sort_key=self.key).order_by("-sort_key", "-number")


def or_last(key: Combinable) -> Coalesce:
    """Return the key, or -1 for clips that have none: they come last."""
    return Coalesce(key, -1, output_field=BigIntegerField())


SORTS = {
    NEWEST: Sort(_("Newest first")),
    "old": Sort(_("Oldest first"), is_ascending=True),
    "rating": Sort(_("Best rating"), F("rating")),
    "length": Sort(_("Longest"), or_last(LENGTH)),
    "cost": Sort(_("Highest cost"), or_last(Subquery(COST, output_field=BigIntegerField()))),
}
