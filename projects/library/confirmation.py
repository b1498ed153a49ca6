"""Confirmations: warn about possible charges before an action that can cost money twice."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.core.formats import money
from projects.ledger import charged
from projects.models import Generation


@dataclass(frozen=True)
class Confirmation:
    """url: the action of the confirmed form."""

    title: str
    text: str
    button: str
    url: str


def confirm_sending(generation: Generation) -> Confirmation:
    """Return the confirmation for sending a request again that got no response."""
    price = charged.expected_usd(generation)
    if price is None:
        text = _("If the first request was accepted after all, both are charged. The price is unknown.")
    else:
        text = _("If the first request was accepted after all, both are charged: %s each.") % money(price)
    return Confirmation(
        title=_("Send it again?"),
        text=f"{text} {_('Waiting costs nothing, and we keep looking for it.')}",
        button=_("Send again, even if charged twice"),
        url=reverse("generation-sending", args=[generation.project.slug, generation.pk]),
    )


def confirm_repeat(generation: Generation) -> Confirmation:
    """Return the confirmation for repeating a clip that was charged and lost."""
    price = charged.expected_usd(generation)
    if price is None:
        text = _("The first one was charged. A new one is charged again; its price is unknown.")
    else:
        text = _("The first one was charged. A new one is charged again: about %s.") % money(price)
    return Confirmation(
        title=_("Generate it again?"),
        text=text,
        button=_("Generate again"),
        url=reverse("generation-repeat", args=[generation.project.slug, generation.pk]),
    )
