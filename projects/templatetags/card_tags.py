"""The tag that renders the cards of the library."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from projects.library import card_cache
from projects.library.stacks import Card

register = template.Library()


@register.simple_tag(takes_context=True)
def render_card(context, card: Card) -> SafeString:
    """Return a clip's card in the library, rendered now or cached."""
    card_template = context.template.engine.get_template("library/clip/_card.html")

    def render_anew(token: str) -> str:
        with context.push(card=card, generation=card.generation, csrf_token=token):
            return card_template.render(context)

    view = getattr(context.get("filter"), "view", "")
    token = str(context.get("csrf_token", ""))
    return mark_safe(card_cache.render(card, context["project"], view, token=token, render_anew=render_anew))  # noqa: S308
