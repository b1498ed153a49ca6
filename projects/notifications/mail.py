"""Mail the notifications that are due: one mail per person, without those already seen in the bell."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Notification, Studio
from studio.text import one_line

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(days=2)
MAX_BATCH = 100


def find_due() -> list[int]:
    """Return the people with notifications that are due."""
    due = Notification.objects.filter(mail_at__lte=timezone.now()).order_by().values_list("person", flat=True)
    return list(due.distinct()[:MAX_BATCH])


def mail_all(people: list[int]) -> None:
    """Mail everything that is due for these people."""
    for person_id in people:
        mail_due(person_id)


def mail_due(person_id: int) -> None:
    """Mail everything that is due for a person."""
    now = timezone.now()
    due = Notification.objects.filter(person=person_id, mail_at__lte=now).select_related("project", "person")
    claimed = [row for row in due.order_by("at")[:MAX_BATCH] if claim(row, now)]
    unseen = [row for row in claimed if row.seen_at is None and row.person.is_active]
    rows = Notification.objects.filter(pk__in=[row.pk for row in claimed])
    try:
        if unseen:
            send_mail(subject_of(unseen), text_of(unseen), None, [unseen[0].person.email])
    except OSError:  # smtplib's errors are OSErrors, too
        log.warning("Could not mail %d notifications.", len(unseen), exc_info=True)
        rows.filter(at__lt=now - GIVE_UP_AFTER).update(mail_at=None)
        return
    rows.update(mail_at=None)
    rows.filter(pk__in=[row.pk for row in unseen]).update(mailed_at=timezone.now())


def claim(row: Notification, now: datetime) -> bool:
    """Postpone the mail and return True for the one worker that sends it now."""
    rows = Notification.objects.filter(pk=row.pk, mail_at=row.mail_at)
    return bool(rows.update(mail_at=now + CLAIM))


def subject_of(rows: list[Notification]) -> str:
    first = one_line(rows[0].message)[:120]
    if len(rows) == 1:
        return first
    subject = ngettext(
        "%(studio)s: %(n)d update: %(first)s", "%(studio)s: %(n)d updates: %(first)s", len(rows)
    )
    return subject % {"studio": Studio.load_name() or "Dailies", "n": len(rows), "first": first}


def text_of(rows: list[Notification]) -> str:
    parts = [f"{row.project.name}: {row.message}\n{settings.PUBLIC_URL}{row.path}" for row in rows]
    settings_url = f"{settings.PUBLIC_URL}{reverse('profile')}#notifications"
    return "\n\n".join([*parts, _("Choose what is mailed to you: %(url)s") % {"url": settings_url}])
