"""Say what a Preview clip shows of its prompt, and what it doesn't."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.models import Generation


def describe_drawn(generation: Generation) -> str:
    """Return "Preview: fox, snow · not drawn: mirror ball", or "" if nothing is known."""
    drawn = generation.drawn
    if not drawn:
        return ""
    nouns = [one["noun"] for one in drawn["staged"]]
    line = _("Preview: %s") % (", ".join(nouns) or pgettext("what a preview shows", "light and color"))
    missing = ", ".join(drawn["not_staged"])
    return f"{line} · {_('not drawn: %s') % missing}" if missing else line


def list_drawn(generation: Generation) -> str:
    """Return "2 × fox (run), snow"."""
    return ", ".join(map(_describe, generation.drawn.get("staged", []))) or _("light and color")


def _describe(staged: dict) -> str:
    count = f"{staged['count']} × " if staged["count"] > 1 else ""
    action = f" ({staged['action']})" if staged["action"] else ""
    return f"{count}{staged['noun']}{action}"
