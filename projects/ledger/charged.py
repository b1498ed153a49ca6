"""Whether a generation was charged, and how much: only what is known, and a sentence for it."""

from dataclasses import dataclass
from decimal import Decimal

from projects.core.formats import money
from projects.models import Generation
from projects.models.attempt import AttemptState
from studio.engines import PATHS, get_class

CAUTIOUS = {
    "no": "Not charged.",
    "free": "Free.",
    "yes": "Charged {usd}.",
    "maybe": "May have been charged {usd}.",
    "later": "About {usd} when it is finished.",
}
WITHOUT_A_SUM = {
    "yes": "Charged; the provider did not tell how much.",
    "maybe": "May have been charged; the price is unknown.",
    "later": "Charged when it is finished; the price is unknown.",
}


@dataclass(frozen=True)
class Charged:
    """verdict: "no", "free", "yes", "maybe" or "later" (once it is finished). usd None: sum unknown."""

    verdict: str
    usd: Decimal | None = None

    def __str__(self) -> str:
        if self.usd is None:
            return WITHOUT_A_SUM.get(self.verdict) or CAUTIOUS[self.verdict]
        return CAUTIOUS[self.verdict].format(usd=money(self.usd))


def charge_nothing(generation: Generation) -> Charged:
    """Not charged – unless an earlier order was written off without proof, and may be charged yet."""
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
    """The price at the time of the newest attempt, else of the wish."""
    quotes = [attempt.quote_usd for attempt in generation.attempts.all() if attempt.quote_usd is not None]
    return quotes[-1] if quotes else generation.quote_usd


def is_local(generation: Generation) -> bool:
    engine = generation.prompt.engine
    return engine in PATHS and bool(get_class(engine).local)


def was_written_off(generation: Generation) -> bool:
    return any(attempt.state == AttemptState.WRITTEN_OFF for attempt in generation.attempts.all())
