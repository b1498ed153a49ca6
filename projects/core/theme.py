"""Light or dark theme: each browser's choice, stored in a cookie."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """Return "light" or "dark" if the person chose one; "" follows their system."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


@dataclass(frozen=True)
class Choice:
    """One button of the settings page."""

    name: str
    label: str
    icon: str
    is_chosen: bool


def theme_choices(request: HttpRequest) -> list[Choice]:
    """Return the themes to choose from; "system" stands for no choice."""
    chosen = theme_of(request) or "system"
    themes = (("dark", _("Dark"), "moon"), ("light", _("Light"), "sun"), ("system", _("System"), "monitor"))
    return [Choice(name, label, icon, name == chosen) for name, label, icon in themes]
