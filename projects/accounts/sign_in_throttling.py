"""Slow down guessing of passwords, at the sign-in and wherever a page asks for the password again.

django-axes locks an account after AXES_FAILURE_LIMIT wrong passwords from one address (studio/settings.py).
Here, an address that tries many accounts is locked as well.
"""

from contextlib import AbstractContextManager
from typing import Any

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from projects.core.http import Request
from projects.models import Person
from studio.processes.locks import hold

MAX_FAILURES = 100  # wrong passwords from one address, for all accounts, within AXES_COOLOFF_TIME


def name_account(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Return the name that axes counts by: the account's own, in whatever spelling it was typed."""
    typed = str((credentials or {}).get("username") or "").strip()
    known = Person.objects.filter(email__iexact=typed).values_list("email", flat=True).first()
    return known or typed.casefold()


def hold_account(account: str) -> AbstractContextManager[None]:
    """Return the lock under which this account's passwords are checked, one at a time.

    axes looks at its count, checks, and counts: parallel guesses would all be looked at.
    """
    return hold(f"password of {account}")


def is_own_password(request: Request, password: str) -> bool:
    """Return True if it is the password of who is signed in. Wrong ones count as at the sign-in."""
    with hold_account(request.user.email):
        return authenticate(request, username=request.user.email, password=password) is not None


def is_throttled(request: HttpRequest) -> bool:
    """Return True if too many wrong passwords came from this request's address."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(ip_address=get_client_ip_address(request), attempt_time__gt=since)
    return (attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0) >= MAX_FAILURES
