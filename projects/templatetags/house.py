"""What every template may use: icons, ids, time codes, lengths and money, in one way each."""

from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


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
def length(seconds: float | None) -> str:
    """ "0:05" from 5.0 seconds."""
    if seconds is None:
        return ""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
