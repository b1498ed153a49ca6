"""Format money, times and states for pages, emails and the shell."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.models import Generation
from studio.text import avoid_reserved, shorten

WORDS_BYTES = 150
WORDS_OF_A_CLIP = 4  # of its prompt, in the names of its files
STATE_WORDS = {
    "queued": gettext_lazy("Waiting"),
    "submitting": gettext_lazy("Sending"),
    "unconfirmed": gettext_lazy("Unconfirmed"),
    "submitted": gettext_lazy("Generating"),
    "ready": gettext_lazy("Downloading"),
    "completed": gettext_lazy("Ready"),
    "failed": gettext_lazy("Failed"),
    "refused": gettext_lazy("Refused"),
    "cancelled": gettext_lazy("Canceled"),
    "result_lost": gettext_lazy("Download failed"),
}


def money(amount: Decimal | None) -> str:
    """Return "$1.59", "$0.0042" for fractions of a cent, or "price unknown"."""
    if amount is None:
        return _("price unknown")
    amount = Decimal(amount)
    return f"${amount:.2f}" if amount == 0 or amount >= Decimal("0.01") else f"${amount.normalize():f}"


def file_words(text: str, otherwise: str = "", *, most: int = 99) -> str:
    """Return the first words of a text for a file name, in any script: "beam-across-the-sea".

    At most 60 characters, and so few bytes that a project's name, a number and a suffix fit beside them.
    """
    words = slugify(text[:200], allow_unicode=True).split("-")
    return avoid_reserved(shorten("-".join(words[:most])[:60], WORDS_BYTES).strip("-_")) or otherwise


def local(moment: datetime, pattern: str) -> str:
    """Return a moment in the studio's time zone, which pages are in, too."""
    return timezone.localtime(moment).strftime(pattern)


def clock(seconds: float | None) -> str:
    """Return "0:05" for 5.0 seconds."""
    if seconds is None:
        return ""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def since(moment: datetime | None) -> str:
    """Return "just now", "4 min", "2 h", "3 days" or the date, in the steps of static/js/lib/times.js."""
    if moment is None:
        return ""
    passed_s = (timezone.now() - moment).total_seconds()
    if passed_s < 45:
        return _("just now")
    if passed_s < 3600:
        return f"{max(1, round(passed_s / 60))} min"
    if passed_s < 24 * 3600:
        return f"{round(passed_s / 3600)} h"
    days = round(passed_s / 86400)
    if days < 14:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return local(moment, "%-d %b %Y")


def roughly(seconds: float | None) -> str:
    """Return "a few seconds", "~40 s", "~2 min", or "" if unknown."""
    if seconds is None:
        return ""
    if seconds < 8:
        return _("a few seconds")
    if seconds < 55:
        return f"~{max(10, round(seconds / 10) * 10)} s"
    return f"~{max(1, round(seconds / 60))} min"


def passed_s(moment: datetime | None) -> str:
    """Return the seconds since a moment by this machine's clock, for countdowns in the browser."""
    return f"{(timezone.now() - moment).total_seconds():.1f}" if moment else "0"


def shown_state(generation: Generation) -> str:
    """Return the state for scripts, which tell a stored video that can't be watched (yet) from others."""
    if generation.is_preparing:
        return "preparing"
    return "unreadable" if generation.is_unreadable else generation.state


def state_word(generation: Generation) -> str:
    """Return the state in one word, for a card's pill."""
    if generation.is_preparing:
        return _("Preparing")
    return _("Unreadable") if generation.is_unreadable else str(STATE_WORDS[generation.state])
