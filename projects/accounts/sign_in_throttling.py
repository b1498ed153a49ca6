"""Slow down guessing of passwords.

django-axes locks an account after AXES_FAILURE_LIMIT wrong passwords from one address (studio/settings.py).
Here, an address that tries many accounts is locked as well.
"""

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

MAX_FAILURES = 100  # wrong passwords from one address, for all accounts, within AXES_COOLOFF_TIME


def is_throttled(request: HttpRequest) -> bool:
    """Return True if too many wrong passwords came from this request's address."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(ip_address=get_client_ip_address(request), attempt_time__gt=since)
    return (attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0) >= MAX_FAILURES
