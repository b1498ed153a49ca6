"""List the models that clients can use, with their known prices."""

from projects.api.model_names import NAMES, PREVIEW
from projects.library import quote
from projects.models import PriceList
from studio.engines import prices as price_rules

FREE = {"kind": "fixed", "currency": "USD", "units": [{"name": "generation", "price": 0, "per": 1}]}
UNKNOWN = {"kind": "variable"}  # the documents' word for a price that can't be told before the request


def list_models(*, only: set[str], with_prices: bool) -> list[dict]:
    """Return the rows of `/v1/models`. only: IDs or aliases; none for all."""
    rows = [describe(f"luma/{name}", name, model.label, "Luma") for name, model in NAMES.items()]
    rows.append(describe(PREVIEW[1], PREVIEW[0], "Preview", "Dailies"))
    rows = [row for row in rows if not only or only & {row["id"], *row["aliases"]}]
    if with_prices:
        prices = known_prices()
        rows = [row | {"pricing": prices.get(row["aliases"][0], UNKNOWN)} for row in rows]
    return rows


def describe(id: str, alias: str, name: str, developer: str) -> dict:
    info = {"name": name, "developer": developer}
    return {"id": id, "aliases": [alias], "type": "video", "info": info, "tags": []}


def known_prices() -> dict[str, dict]:
    """Return {short model name: price of the engine that would make it}, without unknown prices."""
    lists = {(row.engine, row.model): row.raw for row in PriceList.objects.all()}
    choices = [choice for choice in quote.available_models() if not choice.engine.local]
    prices: dict[str, dict] = {PREVIEW[0]: FREE}
    for choice in choices:
        raw = lists.get((choice.engine.name, choice.model.id))
        if raw is not None and price_rules.is_documented(raw):
            prices.setdefault(choice.model.id.removeprefix("luma/"), raw)
    return prices | ({} if choices else dict.fromkeys(NAMES, FREE))
