"""What every template may use: icons, ids, time codes, lengths and money, in one way each."""

from datetime import datetime
from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

register = template.Library()
register.simple_tag(static, name="static")

THEMES = ("light", "dark")


@register.simple_tag(takes_context=True)
def theme(context) -> str:
    """ "light" or "dark" where the person chose one (cookie "theme"); "" follows their system."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in THEMES else ""


@register.simple_tag
def moving_in(project) -> int:
    """How many of the project's clips are on their way."""
    return project.generations.moving().count()


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """A Lucide icon from the sprite; decorative unless it has a label."""
    href = static("img/icons.svg") + f"#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.filter
def dom_id(row, part: str = "") -> str:
    """ "generation-3f2a…", or "generation-3f2a…-menu" with a part."""
    base = f"{row._meta.model_name}-{row.pk}"
    return f"{base}-{part}" if part else base


@register.filter
def money(amount: Decimal | None) -> str:
    """ "$1.59"; small sums keep their cents' fractions; unknown is said as unknown."""
    if amount is None:
        return "price unknown"
    amount = Decimal(amount)
    return f"${amount:.2f}" if amount == 0 or amount >= Decimal("0.01") else f"${amount.normalize():f}"


@register.filter
def clock(seconds: float | None) -> str:
    """ "0:05" from 5.0 seconds."""
    if seconds is None:
        return ""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


@register.filter
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


@register.simple_tag(takes_context=True)
def face(context, who) -> str:
    """A person's picture, or the initials; guests of a film see initials only."""
    portrait = getattr(who, "portrait", None)
    if portrait is None or not context["request"].user.is_authenticated:
        return who.initials
    return format_html('<img src="{}" alt="">', reverse("portrait", args=[portrait]))


@register.simple_tag
def ago(moment: datetime | None) -> str:
    """How long ago, kept true by the page's script; the moment itself when pointed at."""
    if moment is None:
        return ""
    exact = timezone.localtime(moment)
    return format_html(
        '<time-ago><time datetime="{}" title="{}">{}</time></time-ago>',
        moment.isoformat(timespec="seconds"),
        exact.strftime("%-d %B %Y, %H:%M"),
        since(moment),
    )


@register.filter
def roughly(seconds: float | None) -> str:
    """ "a few seconds", "~40 s", "~2 min"; "" when nobody knows."""
    if seconds is None:
        return ""
    if seconds < 8:
        return "a few seconds"
    if seconds < 55:
        return f"~{max(10, round(seconds / 10) * 10)} s"
    return f"~{max(1, round(seconds / 60))} min"


@register.filter
def passed_s(moment: datetime | None) -> str:
    """Seconds since a moment, by this machine's clock: what a count-down in the browser begins with."""
    return f"{(timezone.now() - moment).total_seconds():.1f}" if moment else "0"


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
TONES = {"go": "", "wait": "pill--wait", "ask": "pill--lamp", "stop": "pill--stop", "quiet": ""}


@register.filter
def state_word(generation) -> str:
    """The state in one word, for a card's pill."""
    return STATE_WORDS[generation.state]


@register.filter
def pill_tone(story) -> str:
    """The pill's colour for a story's tone."""
    return TONES[story.tone]
