"""Where a person is signed in: kept at sign-in, seen now and then, ended one by one or all at once.

A session ends 14 days after it was last used (SESSION_COOKIE_AGE), and 30 days after it began in any case.
"""

import time

from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.utils import timezone

from projects.models import LoginSession, Person

SEEN_EVERY_S = 300
LONGEST_S = 30 * 24 * 3600


def begin(request, user: Person, **_) -> None:
    """Keep where it is. A session that gets a new key (a new password) begins anew."""
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


def of(person: Person) -> list[LoginSession]:
    """Where this person is signed in now, what was used last first."""
    rows = list(person.login_sessions.all())
    alive = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    keys = set(alive.values_list("session_key", flat=True))
    return [row for row in rows if row.session_key in keys]


def end(person: Person, rows) -> int:
    """End these of the person's sessions; how many there were."""
    keys = list(rows.filter(person=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.filter(person=person).delete()
    return len(keys)


def end_others(request) -> int:
    return end(request.user, LoginSession.objects.exclude(session_key=request.session.session_key))


def sweep() -> None:
    """Rows whose session is gone."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    LoginSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


class SessionsMiddleware:
    """Marks a session as used every five minutes, and ends one that is thirty days old."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self.look(request)
        return self.get_response(request)

    def look(self, request) -> None:
        now, session = int(time.time()), request.session
        if now - session.get("since", now) > LONGEST_S:
            logout(request)
        elif now - session.get("seen", 0) > SEEN_EVERY_S:
            session["seen"] = now
            session.setdefault("since", now)
            LoginSession.objects.filter(session_key=session.session_key).update(seen_at=timezone.now())
