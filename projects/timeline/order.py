"""Where shots land that are moved among others."""

from uuid import UUID

from projects.models import Shot


def last_before(active: list[Shot], id: UUID, others: list[Shot]) -> UUID | None:
    """Return the nearest shot before this one that is one of `others`; None: there is none."""
    before = active[: [row.pk for row in active].index(id)]
    return next((row.pk for row in reversed(before) if row in others), None)


def inserted(others: list[Shot], shots: list[Shot], after: UUID | None) -> list[Shot]:
    """Return the order with `shots` after another one; [] if that one was removed."""
    ids = [row.pk for row in others]
    if after is not None and after not in ids:
        return []
    index = 0 if after is None else ids.index(after) + 1
    return others[:index] + shots + others[index:]
