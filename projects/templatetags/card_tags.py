"""The tag that draws the cards of the library."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from projects.library import kept_cards
from projects.library.stacks import Card

register = template.Library()


@register.simple_tag(takes_context=True)
def draw_card(context, card: Card) -> SafeString:
    """Return a clip's card in the library, drawn now or kept from an earlier page."""
    card_template = context.template.engine.get_template("library/clip/_card.html")

    def draw_anew(token: str) -> str:
        with context.push(card=card, generation=card.generation, csrf_token=token):
            return card_template.render(context)

    view = getattr(context.get("filter"), "view", "")
    token = str(context.get("csrf_token", ""))
    return mark_safe(kept_cards.draw(card, context["project"], view, token=token, draw_anew=draw_anew))  # noqa: S308
