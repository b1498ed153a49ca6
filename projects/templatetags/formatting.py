"""What every template may use: icons, ids, time codes, lengths and money, in one way each."""

from datetime import datetime

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from projects.core import formats
from projects.core.theme import theme_of

register = template.Library()
register.simple_tag(static, name="static")
for words in (
    formats.money,
    formats.clock,
    formats.since,
    formats.roughly,
    formats.passed_s,
    formats.state_word,
):
    register.filter(words)


@register.simple_tag(takes_context=True)
def theme(context) -> str:
    """ "light" or "dark" where the person chose one (cookie "theme"); "" follows their system."""
    request = context.get("request")
    return theme_of(request) if request else ""


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


@register.simple_tag(takes_context=True)
def face(context, who) -> str:
    """A person's picture, or the initials; guests of a film see initials only."""
    avatar = getattr(who, "avatar", None)
    if avatar is None or not context["request"].user.is_authenticated:
        return who.initials
    return format_html('<img src="{}" alt="">', reverse("avatar", args=[avatar]))


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
        formats.since(moment),
    )


TONES = {"go": "", "wait": "pill--wait", "ask": "pill--lamp", "stop": "pill--stop", "quiet": ""}


@register.filter
def pill_tone(story) -> str:
    """The pill's colour for a story's tone."""
    return TONES[story.tone]
