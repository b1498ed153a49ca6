"""Light or dark: each browser's own choice, kept in a cookie."""

from django.http import HttpRequest

THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """Return "light" or "dark" where the person chose one; "" follows their system."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""
