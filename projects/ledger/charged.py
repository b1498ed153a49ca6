"""Say what a generation was charged, as far as it is known."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from projects.core.formats import money
from projects.models import Generation
from projects.models.attempt import AttemptState
from studio.engines import PATHS, get_class

ABOUT_CHARGE = re.compile(r"(Nothing was sent, and nothing|Nothing) was charged\.$")
WITH_SUM = {
    "no": _("Not charged."),
    "free": _("Free."),
    "yes": _("Charged %(usd)s."),
    "maybe": _("May have been charged %(usd)s."),
    "later": _("About %(usd)s when it is finished."),
}
WITHOUT_SUM = {
    "yes": _("Charged; the provider didn't say how much."),
    "maybe": _("May have been charged; the price is unknown."),
    "later": _("Charged when it is finished; the price is unknown."),
}


@dataclass(frozen=True)
class Charged:
    """A charge. verdict: "no", "free", "yes", "maybe" or "later" (once finished). usd: None if unknown."""

    verdict: str
    usd: Decimal | None = None

    def __str__(self) -> str:
        if self.usd is None:
            return str(WITHOUT_SUM.get(self.verdict) or WITH_SUM[self.verdict])
        return str(WITH_SUM[self.verdict]) % {"usd": money(self.usd)}


def without_charge(reason: str) -> str:
    """Return an engine's reason without its end about the charge: pages say that themselves."""
    return ABOUT_CHARGE.sub("", reason).strip()


def charge_nothing(generation: Generation) -> Charged:
    """Return "no" or "free", or "maybe" if an attempt was given up that may still be charged."""
    if was_written_off(generation):
        return charge_maybe(generation)
    return Charged("free" if is_local(generation) else "no")


def charge_paid(generation: Generation) -> Charged:
    return Charged("free") if is_local(generation) else Charged("yes", generation.cost_usd)


def charge_later(generation: Generation) -> Charged:
    return Charged("free") if is_local(generation) else Charged("later", expected_usd(generation))


def charge_maybe(generation: Generation) -> Charged:
    return Charged("maybe", expected_usd(generation))


def expected_usd(generation: Generation) -> Decimal | None:
    """Return the price quoted for the newest attempt, or for the request if nothing was sent."""
    quotes = [attempt.quote_usd for attempt in generation.attempts.all() if attempt.quote_usd is not None]
    return quotes[-1] if quotes else generation.quote_usd


def is_local(generation: Generation) -> bool:
    """Return True if it was made on this machine or imported, which is free."""
    if generation.is_imported:
        return True
    engine = generation.prompt.engine
    return engine in PATHS and bool(get_class(engine).local)


def was_written_off(generation: Generation) -> bool:
    return any(attempt.state == AttemptState.WRITTEN_OFF for attempt in generation.attempts.all())
