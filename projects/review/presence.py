"""Track who has a review open and whom they follow.

Each open page reports every two seconds, or every eight while nobody uses it; a visitor without a report for
twenty seconds has left. At most one visitor leads: the players of all followers move with theirs.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from projects.models import Presence, Review

GONE_AFTER = timedelta(seconds=20)
LEAD_LOST_AFTER = timedelta(seconds=6)
WRITTEN_EVERY = timedelta(seconds=9)


@dataclass(frozen=True)
class Update:
    """The report of a page. lead: True starts leading, False stops it, None changes nothing."""

    frame: int = 0
    plays: bool = False
    lead: bool | None = None


def record(review: Review, author: dict, update: Update) -> None:
    """Store that a visitor is present. Write nothing if nothing changed."""
    now = timezone.now()
    row, is_new = Presence.objects.get_or_create(review=review, **author, defaults={"seen_at": now})
    if update.lead is not None and update.lead != row.leads:
        set_lead(review, row, leads=update.lead)
    moved = row.leads and (row.frame, row.plays) != (update.frame, update.plays)
    if is_new or moved or row.leads or row.seen_at < now - WRITTEN_EVERY:
        fields = {"frame": update.frame, "plays": update.plays, "moved_at": now} if row.leads else {}
        Presence.objects.filter(pk=row.pk).update(seen_at=now, **fields)


@transaction.atomic
def set_lead(review: Review, row: Presence, *, leads: bool) -> None:
    """Start or stop leading. Starting ends another visitor's lead."""
    Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    if leads:
        review.present.filter(leads=True).update(leads=False)
    Presence.objects.filter(pk=row.pk).update(leads=leads)
    row.leads = leads


def list_present(review: Review) -> list[Presence]:
    """Return all present visitors with a name, in a stable order."""
    rows = review.present.filter(seen_at__gt=timezone.now() - GONE_AFTER).exclude(guest__name="")
    return list(rows.select_related("person", "guest").order_by("pk"))


def find_leader(present: list[Presence]) -> Presence | None:
    now = timezone.now()
    recent = now - LEAD_LOST_AFTER
    leading = [presence for presence in present if presence.leads and presence.seen_at > recent]
    return leading[0] if leading else None


def current_frame(leader: Presence, review: Review) -> int:
    """Estimate the current frame of the leader's player."""
    since = (timezone.now() - leader.moved_at).total_seconds() if leader.plays and leader.moved_at else 0
    return min(leader.frame + round(since * review.fps), (review.frames or 1) - 1)


def sweep() -> None:
    """Delete the rows of visitors who left long ago."""
    Presence.objects.filter(seen_at__lt=timezone.now() - timedelta(hours=1)).delete()
