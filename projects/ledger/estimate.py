"""Estimate what a clip will cost and how long it will take."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from statistics import median

from django.conf import settings
from django.utils import timezone

from projects.ledger.engines import build_engine
from projects.models import Generation, PriceList, State
from studio import engines
from studio.engines.base import Engine, EngineError, Model

LEARN_FROM = 500  # of the studio's latest clips
ENOUGH = 50
PRICE_AGE = timedelta(days=1)
PriceLists = Mapping[tuple[str, str], PriceList]


def estimate_s(engine: str, model: str, duration_s: int | None) -> float | None:
    """Return the seconds from request to video: the median of the model's latest clips in the studio.

    Clips of the same length count first. Without any, return the model's own estimate, or None.
    """
    made = [(length, taken) for name, length, taken in list_times() if name == (engine, model)]
    same_length = [taken for length, taken in made if length == duration_s]
    if taken := same_length or [taken for _length, taken in made]:
        return median(taken[:ENOUGH])
    offered = known_models(engine).get(model)
    return offered.expected_s if offered else None


def list_times() -> Iterator[tuple[tuple[str, str], int | None, float]]:
    """Yield (engine and model, length, seconds it took) of the studio's latest clips, the newest first."""
    names = ("prompt__engine", "prompt__model", "prompt__duration_s", "submitted_at", "ended_at")
    done = Generation.objects.filter(state=State.COMPLETED, submitted_at__isnull=False)
    latest = done.filter(ended_at__isnull=False).order_by("-ended_at").values_list(*names)[:LEARN_FROM]
    for engine, model, length, submitted, ended in latest:
        yield (engine, model), length, (ended - submitted).total_seconds()


def price_usd(
    engine: str, model: str, *, resolution: str | None, duration_s: int | None, loop: bool = False
) -> Decimal | None:
    """Return US dollars per clip by the provider's price list, 0 for a local engine, or None if unknown."""
    if engines.get_class(engine).local:
        return Decimal(0)
    prices = PriceList.objects.filter(engine=engine, model=model).first()
    return prices.usd(resolution=resolution, duration_s=duration_s, loop=loop) if prices else None


def price_lists() -> PriceLists:
    """Return the providers' price lists by engine and model."""
    return {(prices.engine, prices.model): prices for prices in PriceList.objects.all()}


def refresh_prices(engine: Engine) -> None:
    """Ask the provider for prices that are missing or a day old; keep those it doesn't answer."""
    fresh = set(
        PriceList.objects.filter(engine=engine.name, seen_at__gt=timezone.now() - PRICE_AGE).values_list(
            "model", flat=True
        )
    )
    try:
        prices = engine.prices(model for model in engine.models() if model not in fresh)
    except EngineError:
        return
    for model, price in prices.items():
        PriceList.objects.update_or_create(
            engine=engine.name, model=model, defaults={"raw": dict(price.raw), "seen_at": timezone.now()}
        )


def known_models(engine: str) -> dict[str, Model]:
    """Return the engine's models by ID, also while it has no key."""
    return dict(build_engine(engine, "", str(settings.DATA)).models())
