"""Money, times and states in words: one way each for pages, mails and programs."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from projects.models import Generation

STATE_WORDS = {
    "queued": "Waiting",
    "submitting": "Sending",
    "unconfirmed": "Unconfirmed",
    "submitted": "Generating",
    "ready": "Storing",
    "completed": "Ready",
    "failed": "Failed",
    "refused": "Refused",
    "cancelled": "Cancelled",
    "result_lost": "Lost",
}


def money(amount: Decimal | None) -> str:
    """ "$1.59"; small sums keep their cents' fractions; unknown is said as unknown."""
    if amount is None:
        return "price unknown"
    amount = Decimal(amount)
    return f"${amount:.2f}" if amount == 0 or amount >= Decimal("0.01") else f"${amount.normalize():f}"


def clock(seconds: float | None) -> str:
    """ "0:05" from 5.0 seconds."""
    if seconds is None:
        return ""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def since(moment: datetime | None) -> str:
    """ "just now", "4 min", "2 h", "3 days", then the date. The same steps as static/js/lib/times.js."""
    if moment is None:
        return ""
    passed_s = (timezone.now() - moment).total_seconds()
    if passed_s < 45:
        return "just now"
    if passed_s < 3600:
        return f"{max(1, round(passed_s / 60))} min"
    if passed_s < 24 * 3600:
        return f"{round(passed_s / 3600)} h"
    days = round(passed_s / 86400)
    if days < 14:
        return f"{days} day{'' if days == 1 else 's'}"
    return timezone.localtime(moment).strftime("%-d %b %Y")


def roughly(seconds: float | None) -> str:
    """ "a few seconds", "~40 s", "~2 min"; "" when nobody knows."""
    if seconds is None:
        return ""
    if seconds < 8:
        return "a few seconds"
    if seconds < 55:
        return f"~{max(10, round(seconds / 10) * 10)} s"
    return f"~{max(1, round(seconds / 60))} min"


def passed_s(moment: datetime | None) -> str:
    """Seconds since a moment, by this machine's clock: what a count-down in the browser begins with."""
    return f"{(timezone.now() - moment).total_seconds():.1f}" if moment else "0"


def state_word(generation: Generation) -> str:
    """The state in one word, for a card's pill."""
    return STATE_WORDS[generation.state]
