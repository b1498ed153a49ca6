"""Tags and filters for every template: icons, IDs, times, money, avatars."""

from datetime import datetime
from uuid import uuid4

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from projects.core import formats
from projects.core.once import FIELD
from projects.core.theme import theme_of
from projects.models import Project, Role, Studio

MOST_PROJECTS = 12  # in the list of all settings

register = template.Library()
register.simple_tag(static, name="static")
for function in (
    formats.money,
    formats.clock,
    formats.since,
    formats.roughly,
    formats.passed_s,
    formats.shown_state,
    formats.state_word,
):
    register.filter(function)


@register.simple_tag
def studio_name() -> str:
    """Return the name that an admin gave the studio, or ""."""
    return Studio.load_name()


@register.simple_tag
def once() -> str:
    """Return a form's token, with which it does its work once however often it is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4().hex)


@register.simple_tag(takes_context=True)
def theme(context) -> str:
    """Return "light" or "dark" if the person chose one; "" follows their system."""
    request = context.get("request")
    return theme_of(request) if request else ""


@register.simple_tag(takes_context=True)
def current_page(context, page: str, *pages_below: str) -> str:
    """Return aria-current for a link to `page`: "page" on that page, "true" on pages below it."""
    match = context["request"].resolver_match
    name = match.url_name if match else ""
    if name == page:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if name in pages_below else ""


@register.simple_tag
def moving_in(project) -> int:
    """Return how many of the project's clips are in progress."""
    return project.generations.moving().count()


@register.simple_tag(takes_context=True)
def settings_projects(context):
    """Return the person's projects, for the list of all settings."""
    return Project.objects.visible_to(context["request"].user).active().order_by("name")[:MOST_PROJECTS]


@register.simple_tag
def project_settings_url(project) -> str:
    """Return the first of the project's settings that the person may see. project: with its role."""
    return reverse("project-settings" if project.role == Role.OWNER else "members", args=[project.slug])


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """Return a Lucide icon from the sprite; decorative unless it has a label."""
    href = static("img/icons.svg") + f"#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.filter
def dom_id(row, part: str = "") -> str:
    """Return "generation-3f2a…", or "generation-3f2a…-menu" with a part."""
    base = f"{row._meta.model_name}-{row.pk}"
    return f"{base}-{part}" if part else base


@register.simple_tag(takes_context=True)
def face(context, person) -> str:
    """Return a person's avatar or initials; guests see only initials."""
    avatar = getattr(person, "avatar", None)
    if avatar is None or not context["request"].user.is_authenticated:
        return person.initials
    return format_html('<img src="{}" alt="">', reverse("avatar", args=[avatar]))


@register.simple_tag
def ago(moment: datetime | None) -> str:
    """Return the time since then, kept current by the page's script, with the exact time as its title."""
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
def pill_tone(status) -> str:
    """Return the CSS class for a status's tone."""
    return TONES[status.tone]
