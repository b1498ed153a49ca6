"""List where a person is signed in, and end one session or all others.

A session ends 14 days after its last use (SESSION_COOKIE_AGE), and in any case 30 days after sign-in.
"""

import contextlib
import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import parse_cookie
from django.utils import timezone

from projects.core.failures import optional
from projects.models import LoginSession, Person

SEEN_EVERY_S = 300
MAX_AGE_S = 30 * 24 * 3600


def begin(request, user: Person, **_) -> None:
    """Record the session. Called at sign-in, and when a new password gives the session a new key."""
    if request.session.session_key is None:  # another person was signed in here before
        request.session.create()
    request.session["seen"] = request.session["since"] = int(time.time())
    LoginSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "person": user,
            "agent": request.META.get("HTTP_USER_AGENT", "")[:200],
            "address": request.META.get("REMOTE_ADDR") or None,
        },
    )


def is_signed_in(cookies: str) -> bool:
    """Return True if these cookies belong to a session of a person, before there is a request object."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    return bool(key) and SESSION_KEY in SessionStore(key)


def list_active(person: Person) -> list[LoginSession]:
    """Return the person's sessions that have not ended, last used first."""
    rows = list(person.login_sessions.all())
    alive = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    keys = set(alive.values_list("session_key", flat=True))
    return [row for row in rows if row.session_key in keys]


def end(person: Person, rows) -> int:
    """End those of `rows` that belong to the person and return how many."""
    keys = list(rows.filter(person=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.filter(person=person).delete()
    return len(keys)


def end_others(request) -> int:
    """End all sessions of the person but the current one and return how many."""
    return end(request.user, LoginSession.objects.exclude(session_key=request.session.session_key))


def sweep() -> None:
    """Delete expired sessions and the rows that describe them."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    LoginSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


class SessionsMiddleware:
    """Record every five minutes that a session is in use, and end it after 30 days."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self.check(request)
        return self.get_response(request)

    def check(self, request) -> None:
        now, session = int(time.time()), request.session
        if now - session.get("since", now) > MAX_AGE_S:
            logout(request)
        elif now - session.get("seen", 0) > SEEN_EVERY_S:
            session["seen"] = now
            session.setdefault("since", now)
            with optional(), contextlib.suppress(UpdateError):  # it was ended meanwhile
                session.save()
                LoginSession.objects.filter(session_key=session.session_key).update(seen_at=timezone.now())
            session.modified = False  # saved, or given up
