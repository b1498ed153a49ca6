"""A forgotten password: a link by mail, good for an hour and for one use.

The answer to who asks is the same, and equally quick, whether there is such an account or not: the mail is
made by a worker, and the link is nowhere but in the mail.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from projects.core.enqueue import nudge
from projects.models import Person

log = logging.getLogger(__name__)
AGAIN_AFTER = timedelta(minutes=5)


def can_mail() -> bool:
    """A link in a mail needs a server, and an address that nobody's Host header can change."""
    return bool(settings.EMAIL_HOST and settings.PUBLIC_URL)


def ask(email: str) -> None:
    """Have a link mailed, if there is such an account, at most every five minutes."""
    now = timezone.now()
    people = Person.objects.filter(email__iexact=email, is_active=True)
    rows = people.filter(Q(password_reset_sent_at=None) | Q(password_reset_sent_at__lt=now - AGAIN_AFTER))
    if rows.update(password_reset_sent_at=now):
        nudge("forgotten", people.values_list("pk", flat=True)[0])


def mail(person_id) -> None:
    """Make the link and send it; asking for one counts for an hour."""
    fresh = timezone.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    person = Person.objects.filter(pk=person_id, is_active=True, password_reset_sent_at__gt=fresh).first()
    if person is None or not can_mail():
        return
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("new-password", args=[uid, default_token_generator.make_token(person)])
    words = (
        "Somebody asked for a new password for this address. Choose it here, within an hour:\n\n"
        f"{settings.PUBLIC_URL}{path}\n\nIf it was not you, nothing has changed."
    )
    try:
        send_mail("A new password for Dailies", words, None, [person.email])
    except OSError:
        log.warning("The link for a new password could not be mailed.", exc_info=True)
