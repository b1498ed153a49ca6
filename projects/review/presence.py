"""Who has a review open now, and whom they follow. A page says "here" every two seconds; who has not for ten
is gone. One leads at most: who begins to lead ends the other's lead."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from projects.models import Presence, Review

GONE_AFTER = timedelta(seconds=10)
LEAD_LOST_AFTER = timedelta(seconds=6)
WRITTEN_EVERY = timedelta(seconds=4)


@dataclass(frozen=True)
class Word:
    """What a page says. lead: True begins to lead, False ends it, None leaves it as it is."""

    frame: int = 0
    plays: bool = False
    lead: bool | None = None


def say_here(review: Review, voice: dict, word: Word) -> None:
    """Write it down; nothing is written where nothing is new."""
    now = timezone.now()
    row, new = Presence.objects.get_or_create(review=review, **voice, defaults={"seen_at": now})
    if word.lead is not None and word.lead != row.leads:
        lead(review, row, begins=word.lead)
    moved = row.leads and (row.frame, row.plays) != (word.frame, word.plays)
    if new or moved or row.leads or row.seen_at < now - WRITTEN_EVERY:
        fields = {"frame": word.frame, "plays": word.plays, "moved_at": now} if row.leads else {}
        Presence.objects.filter(pk=row.pk).update(seen_at=now, **fields)


@transaction.atomic
def lead(review: Review, row: Presence, *, begins: bool) -> None:
    Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    if begins:
        review.present.filter(leads=True).update(leads=False)
    Presence.objects.filter(pk=row.pk).update(leads=begins)
    row.leads = begins


def here(review: Review) -> list[Presence]:
    """Everybody with a name who is here, in a steady order."""
    rows = review.present.filter(seen_at__gt=timezone.now() - GONE_AFTER).exclude(guest__name="")
    return list(rows.select_related("person", "guest").order_by("pk"))


def leader(present: list[Presence]) -> Presence | None:
    now = timezone.now()
    leading = [one for one in present if one.leads and one.seen_at > now - LEAD_LOST_AFTER]
    return leading[0] if leading else None


def frame_of(leader: Presence, review: Review) -> int:
    """The frame at which the leader's player is now, as far as it can be known."""
    since = (timezone.now() - leader.moved_at).total_seconds() if leader.plays and leader.moved_at else 0
    return min(leader.frame + round(since * review.fps), (review.frames or 1) - 1)


def sweep() -> None:
    """Who has gone is forgotten."""
    Presence.objects.filter(seen_at__lt=timezone.now() - timedelta(hours=1)).delete()
