"""Reset a forgotten password with a mailed link that works once, within an hour.

The response is the same, and equally fast, if the account doesn't exist: a worker creates and mails the link,
which is not stored.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.db.models import Q
from django.utils import timezone

from projects.core.enqueue import enqueue
from projects.models import Person, Studio

INTERVAL = timedelta(minutes=5)


def can_mail() -> bool:
    """Return True if there is a mail server, and a base URL that no request's Host header can change."""
    return bool(settings.EMAIL_HOST and settings.PUBLIC_URL)


def request_link(email: str) -> None:
    """Enqueue a mail with a link if the account exists, at most every five minutes."""
    now = timezone.now()
    people = Person.objects.filter(email__iexact=email, is_active=True)
    due = people.filter(Q(password_reset_sent_at=None) | Q(password_reset_sent_at__lt=now - INTERVAL))
    if due.update(password_reset_sent_at=now):
        enqueue("mail_password_reset", people.values_list("pk", flat=True)[0])


def mail_link(person_id) -> None:
    """Create and mail a link, unless the request is older than an hour."""
    fresh = timezone.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    person = Person.objects.filter(pk=person_id, is_active=True, password_reset_sent_at__gt=fresh).first()
    if person is None or not can_mail():
        return
    form = PasswordResetForm({"email": person.email})
    form.full_clean()
    form.save(
        domain_override=urlsplit(settings.PUBLIC_URL).netloc,
        subject_template_name="accounts/mail/password_reset_subject.txt",
        email_template_name="accounts/mail/password_reset.txt",
        extra_email_context={"base_url": settings.PUBLIC_URL, "studio": Studio.load_name() or "Dailies"},
    )
