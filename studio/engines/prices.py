"""Quote one clip from a price rule of `GET /v1/models?include=pricing` (docs/providers.md#prices).

A rule has a kind, and may have a currency (USD when absent):

- "variants": `price` buys `per` units of `unit` when the request matches `when`.
- "fixed": `price` buys `per` units of `name`.
- "variable": the price is not known before the request.

Anything else makes the price unknown (None): never a guess, and never zero.
"""

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

log = logging.getLogger(__name__)

LISTS = {"variants": ("variants", "unit"), "fixed": ("units", "name")}
KEYS = {"variants": {"when", "price", "unit", "per"}, "fixed": {"name", "measure", "price", "per"}}
ONE_CLIP = {"video", "generation", "request", "image"}
# The types of the values in a create request.
DIMENSIONS: dict[str, set[type]] = {
    "resolution": {str},
    "duration": {int, float},
    "loop": {bool},
    "type": {str},
    "hdr": {bool},
    "exr_export": {bool},
}
NEVER_SENT = {"type": "video", "hdr": False, "exr_export": False}  # so these are the provider's defaults


class Unreadable(ValueError):
    """Part of a price rule that this studio can't read."""

    def __init__(self, part: str, value: Any):
        super().__init__(f"{part} {repr(value)[:80]}")


@dataclass(frozen=True)
class Rate:
    """`price` dollars for `per` units, for requests that match `when`."""

    unit: str
    price: Decimal
    per: Decimal
    when: Mapping[str, Any]
    measure: Any
    unknown_keys: list[str]


def quote_usd(
    rule: Any, *, resolution: str | None, duration_s: int | None, loop: bool = False, model: str = ""
) -> Decimal | None:
    """Return the price in dollars of one clip with these settings, or None if it is unknown."""
    request = NEVER_SENT | {"resolution": resolution, "duration": duration_s, "loop": loop}
    try:
        rates = read_rates(rule)
        _check_conditions(rule, rates)
        matches = [rate for rate in rates if _matches(rate.when, request)]
        return _calculate_amount(matches[0], duration_s) if len(matches) == 1 else None
    except Unreadable as reason:
        _warn_once(model, str(reason))
        return None


def is_documented(rule: Any) -> bool:
    """Return True if the rule has the documented shape, whether or not its units mean anything to us."""
    try:
        read_rates(rule)
    except Unreadable:
        return False
    return True


def read_rates(rule: Any) -> list[Rate]:
    """Return the rule's rates (none if its kind is "variable"). Raise Unreadable for any other shape."""
    if not isinstance(rule, Mapping):
        raise Unreadable("rule", rule)
    kind = rule.get("kind")
    if kind == "variable":
        return []
    if not isinstance(kind, str) or kind not in LISTS:
        raise Unreadable("kind", kind)
    rows = rule.get(LISTS[kind][0])
    if not isinstance(rows, list):
        raise Unreadable(LISTS[kind][0], rows)
    return [_read_rate(row, kind) for row in rows]


def _read_rate(row: Any, kind: str) -> Rate:
    if not isinstance(row, Mapping):
        raise Unreadable("rate", row)
    unit, price, per = row.get(LISTS[kind][1]), _read_number(row.get("price")), _read_number(row.get("per"))
    when = row.get("when") if kind == "variants" else {}
    if not isinstance(unit, str) or price is None or not per or not isinstance(when, Mapping):
        raise Unreadable("rate", dict(row))
    unknown_keys = [key for key in row if key not in KEYS[kind]]
    return Rate(unit, price, per, when, row.get("measure", "output"), unknown_keys)


def _read_number(value: Any) -> Decimal | None:
    """Return a JSON number that is finite and not negative, or None."""
    if type(value) is int and value >= 0:
        return Decimal(value)
    return Decimal(repr(value)) if type(value) is float and 0 <= value < math.inf else None


def _check_conditions(rule: Mapping[str, Any], rates: list[Rate]) -> None:
    """Raise Unreadable if the price may depend on something that we can't compare with the request."""
    if rule.get("currency", "USD") != "USD":
        raise Unreadable("currency", rule["currency"])
    dimensions = rule.get("dimensions", [])
    for name in dimensions if isinstance(dimensions, list) else [dimensions]:
        if not isinstance(name, str) or name not in DIMENSIONS:
            raise Unreadable("dimension", name)
    for rate in rates:
        _check_rate(rate)
    if rule["kind"] == "fixed" and len(rates) > 1:
        raise Unreadable("several units", [rate.unit for rate in rates])


def _check_rate(rate: Rate) -> None:
    for name, value in rate.when.items():
        if type(value) not in DIMENSIONS.get(name, ()):
            raise Unreadable("dimension", {name: value})
    if rate.unknown_keys:
        raise Unreadable("keys", rate.unknown_keys)
    if rate.measure != "output":
        raise Unreadable("measure", rate.measure)


def _matches(when: Mapping[str, Any], request: Mapping[str, Any]) -> bool:
    return all(request[name] == value for name, value in when.items())


def _calculate_amount(rate: Rate, duration_s: int | None) -> Decimal | None:
    if rate.unit == "second":
        units = duration_s or 0
    elif rate.unit in ONE_CLIP:
        units = 1
    else:
        raise Unreadable("unit", rate.unit)
    return rate.price * units / rate.per or None


@lru_cache(maxsize=200)
def _warn_once(model: str, reason: str) -> None:
    """Log the reason once, not with every quote on every page."""
    log.warning("The price of %s is unknown: can't read %s.", model or "a model", reason)
