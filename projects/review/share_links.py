"""Share links: let people without an account see a review.

The secret in a link's URL is shown once and stored as a hash. A visitor who opens the link gets a key of
their own, in a cookie that only this link's pages get. They become a guest, with a row, with their first act:
their name. Chat bots and mail scanners, which only open the link, leave nothing.
"""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password as is_correct
from django.contrib.auth.hashers import make_password
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Prefetch, Q, QuerySet, When
from django.utils import timezone

from projects.core import secrets
from projects.core.failures import optional
from projects.models import Guest, Person, Review, ShareLink
from projects.models.project import EDITORS
from projects.notifications import notifications

DAYS = 14
MAX_DAYS = 365
MAX_TRIES, TRIES_FOR = 5, timedelta(minutes=5)
SEEN_EVERY = timedelta(seconds=30)
KEYS = Signer(salt="projects.share_link")  # of guests


def create(
    review: Review, by: Person, *, days: int = DAYS, passphrase: str = "", **fields
) -> tuple[ShareLink, str]:
    """Return a new link and its secret, to show once. fields: label, always_latest, may_…"""
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


def find(token: str) -> ShareLink | None:
    """Return the link with this secret if it is still open."""
    return secrets.find(ShareLink.objects.select_related("review__project", "review__cut"), token)


def find_closed(token: str) -> ShareLink | None:
    """Return the link with this secret, to say why it is closed."""
    return ShareLink.objects.filter(token_hash=secrets.hash_secret(token)).first()


def find_closed_for(link_id: UUID, key: str) -> ShareLink | None:
    """Return the link that gave out this guest's key, to say why it is closed."""
    guests = Guest.objects.filter(link=link_id, token_hash=secrets.hash_secret(key))
    has_opened = is_key_of(link_id, key) or guests.exists()
    return ShareLink.objects.filter(pk=link_id).first() if has_opened else None


def check_passphrase(link: ShareLink, passphrase: str) -> bool:
    """Return True if it is correct. After five wrong tries, return False for five minutes."""
    if not count_try(link) or not is_correct(passphrase, link.passphrase):
        return False
    ShareLink.objects.filter(pk=link.pk).update(tries=0, tries_until=None)
    return True


def count_try(link: ShareLink) -> bool:
    """Count a try before it is looked at, so that parallel ones count, too. Return False after the last."""
    now = timezone.now()
    is_recent = Q(tries_until__gt=now)
    rows = ShareLink.objects.exclude(is_recent, tries__gte=MAX_TRIES).filter(pk=link.pk)
    tries = Case(When(is_recent, then=F("tries") + 1), default=1)
    return bool(rows.update(tries=tries, tries_until=now + TRIES_FOR))


def admit(link: ShareLink, key: str = "") -> tuple[Guest, str]:
    """Return the guest whose cookie has this key, or a new one without a row, and the key."""
    if known := find_guest(link.pk, key):
        return known, key
    key = KEYS.sign(f"{link.pk.hex}.{secrets.create()}")
    return Guest(link=link, token_hash=secrets.hash_secret(key)), key


def remember(guest: Guest) -> Guest:
    """Give the guest a row, if they have none yet."""
    if guest._state.adding:
        try:
            with transaction.atomic():
                guest.save(force_insert=True)
        except IntegrityError:  # another request of theirs was faster
            guest.pk = Guest.objects.get(token_hash=guest.token_hash).pk
            guest.refresh_from_db()
            guest._state.adding = False
    return guest


@transaction.atomic
def name_guest(guest: Guest, name: str) -> None:
    """Store the guest's name, and notify whoever created the link."""
    remember(guest)
    guest.name = name
    guest.save(update_fields=["name"])
    notifications.notify_link_opened(guest)


def find_guest(link_id: UUID, key: str) -> Guest | None:
    """Return the guest whose cookie has this key, while the link is open."""
    guests = Guest.objects.select_related("link__review__cut").filter(link=link_id)
    guest = secrets.find(guests, key)
    if guest is None:
        return find_new_guest(link_id, key)
    if guest.seen_at < timezone.now() - SEEN_EVERY:
        with optional():
            Guest.objects.filter(pk=guest.pk).update(seen_at=timezone.now())
    return guest


def find_new_guest(link_id: UUID, key: str) -> Guest | None:
    """Return the guest of a key that this link gave out, who has no row yet."""
    if not is_key_of(link_id, key):
        return None
    link = ShareLink.objects.select_related("review__cut").filter(pk=link_id).first()
    return Guest(link=link, token_hash=secrets.hash_secret(key)) if secrets.if_open(link) else None


def is_key_of(link_id: UUID, key: str) -> bool:
    """Return True if this link gave out the key."""
    try:
        return KEYS.unsign(key).startswith(f"{link_id.hex}.")
    except BadSignature:
        return False


def visible_versions(link: ShareLink) -> QuerySet[Review]:
    """Return the reviews that the link shows, latest first.

    These are its own version and, with `always_latest`, later versions of the same timeline that are ready.

    Older versions stay visible on their own pages, so that a verdict is about the version that was shown.
    """
    review, shown = link.review, Q(pk=link.review_id)
    if link.always_latest and review.cut:
        shown |= Q(cut__timeline=review.cut.timeline_id, number__gt=review.number, frames__isnull=False)
    return Review.objects.filter(shown).select_related("project", "cut").order_by("-number")


def list_links(review: Review) -> list[ShareLink]:
    """Return the review's links with their guests, open ones first, in a fixed number of queries."""
    rows = review.links.select_related("created_by").prefetch_related(
        Prefetch("guests", Guest.objects.order_by("-seen_at"))
    )
    links = list(rows)
    senders = review.project.memberships.filter(person__is_active=True, role__in=EDITORS)
    allowed = set(senders.values_list("person", flat=True))
    for link in links:
        link.is_from_member = link.created_by_id in allowed
    return sorted(links, key=lambda link: not link.is_open)


def revoke(link: ShareLink) -> None:
    secrets.revoke(ShareLink.objects.filter(pk=link.pk))
