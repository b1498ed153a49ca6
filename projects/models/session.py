"""LoginSession: a browser in which a person is signed in."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _


class LoginSession(models.Model):
    """Links a Django session to its person; the session itself has to be decoded to find out."""

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
        """Return the browser and system, such as "Firefox on Linux", as far as they are known."""
        browser = find_name(BROWSERS, self.agent) or _("Unknown browser")
        system = find_name(SYSTEMS, self.agent)
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser


# The first match counts: Edge calls itself Chrome too, and Chrome Safari.
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


def find_name(known: Iterable[tuple[str, str]], agent: str) -> str:
    """Return the name of the first part that the user agent contains."""
    return next((name for part, name in known if part in agent), "")
