"""The models that a create may name, and their prices as far as the providers told them."""

from projects.api.model_names import NAMES, PREVIEW
from projects.library import quote
from projects.models import PriceList
from studio.engines import prices as price_rules

FREE = {"kind": "fixed", "currency": "USD", "units": [{"name": "generation", "price": 0, "per": 1}]}


def told(*, only: str, with_prices: bool) -> list[dict]:
    """In the words of `/v1/models`. only: an id or alias; "" for all."""
    rows: list[dict] = [{"id": f"luma/{name}", "aliases": [name]} for name in NAMES]
    rows.append({"id": PREVIEW[1], "aliases": [PREVIEW[0]]})
    rows = [row for row in rows if not only or only == row["id"] or only in row["aliases"]]
    if with_prices:
        prices = known_prices()
        rows = [row | {"pricing": prices.get(row["aliases"][0])} for row in rows]
    return [row | {"type": "video"} for row in rows]


def known_prices() -> dict[str, dict]:
    """By the plain name: of the engine that a create would go to. Unknown ones are left out, never zero."""
    lists = {(row.engine, row.model): row.raw for row in PriceList.objects.all()}
    choices = [choice for choice in quote.available_models() if not choice.engine.local]
    prices: dict[str, dict] = {PREVIEW[0]: FREE}
    for choice in choices:
        raw = lists.get((choice.engine.name, choice.model.id))
        if raw is not None and price_rules.is_documented(raw):
            prices.setdefault(choice.model.id.removeprefix("luma/"), raw)
    return prices | ({} if choices else dict.fromkeys(NAMES, FREE))
