"""LoginSession: one browser in which a person is signed in."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models


class LoginSession(models.Model):
    """The row beside Django's session, which does not know whose it is without being opened."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="login_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    agent = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.browser

    @property
    def browser(self) -> str:
        """ "Firefox on Linux"; what says nothing known is "A browser"."""
        return " on ".join(
            filter(None, (named(BROWSERS, self.agent) or "A browser", named(SYSTEMS, self.agent)))
        )


# The first that is found counts: Edge calls itself Chrome too, and Chrome Safari.
BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def named(known: Iterable[tuple[str, str]], agent: str) -> str:
    return next((name for part, name in known if part in agent), "")
