"""Share links: doors for people without an account.

The secret in a link's address is shown once and stored as a hash. Whoever opens it becomes a guest with a
secret of their own, in a cookie that only this link's pages are sent. Wrong, expired and revoked look alike.
"""

from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from projects.core import secrets
from projects.models import Guest, Review, ShareLink
from projects.notifications import notifications

DAYS = 14
MOST_DAYS = 365
MOST_TRIES, TRIES_FOR = 5, timedelta(minutes=5)
SEEN_EVERY = timedelta(seconds=30)


def make(review: Review, by, *, days: int = DAYS, passphrase: str = "", **fields) -> tuple[ShareLink, str]:
    """A new link and its secret, which is nowhere afterwards. fields: name, newest, may_… of ShareLink."""
    token = secrets.create()
    link = ShareLink.objects.create(
        review=review,
        created_by=by,
        token_hash=secrets.hash_secret(token),
        expires_at=timezone.now() + timedelta(days=days),
        passphrase=make_password(passphrase) if passphrase else "",
        **fields,
    )
    return link, token


def opened(token: str) -> ShareLink | None:
    """The link of this secret, if it still opens anything."""
    return secrets.find(ShareLink.objects.select_related("review__project", "review__cut"), token)


def lets_in(link: ShareLink, passphrase: str) -> bool:
    """Whether the passphrase is right; after five wrong ones, no for five minutes."""
    now = timezone.now()
    if link.tries_until and link.tries_until > now and link.tries >= MOST_TRIES:
        return False
    if check_password(passphrase, link.passphrase):
        ShareLink.objects.filter(pk=link.pk).update(tries=0, tries_until=None)
        return True
    fresh = link.tries_until is None or link.tries_until <= now
    ShareLink.objects.filter(pk=link.pk).update(
        tries=1 if fresh else F("tries") + 1, tries_until=now + TRIES_FOR
    )
    return False


def welcome(link: ShareLink, key: str = "") -> tuple[Guest, str]:
    """The guest of this key, or a new one; and the key for their cookie."""
    if known := secrets.find(link.guests.select_related("link"), key):
        return known, key
    key = secrets.create()
    return link.guests.create(token_hash=secrets.hash_secret(key)), key


@transaction.atomic
def name_guest(guest: Guest, name: str) -> None:
    """What a guest wants to be called; who made the link hears of it."""
    guest.name = name
    guest.save(update_fields=["name"])
    notifications.notify_link_opened(guest)


def guest_of(link_id, key: str) -> Guest | None:
    """Who has this cookie, while the link is open."""
    guests = Guest.objects.select_related("link__review__cut").filter(link=link_id)
    guest = secrets.find(guests, key)
    if guest is not None and guest.seen_at < timezone.now() - SEEN_EVERY:
        Guest.objects.filter(pk=guest.pk).update(seen_at=timezone.now())
    return guest


def versions_of(link: ShareLink) -> QuerySet[Review]:
    """What the link opens, newest first: its own version and, if it says so, what was put up of the same
    timeline afterwards and is ready. An older one stays open to the page that shows it: what is decided there
    is decided about that version."""
    review, shown = link.review, Q(pk=link.review_id)
    if link.newest and review.cut:
        shown |= Q(cut__timeline=review.cut.timeline_id, number__gt=review.number, frames__isnull=False)
    return Review.objects.filter(shown).select_related("project", "cut").order_by("-number")


def revoke(link: ShareLink) -> None:
    secrets.revoke(ShareLink.objects.filter(pk=link.pk))
