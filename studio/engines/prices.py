"""What one clip costs by the provider's own rule, or None: never a guess, and never zero for "unknown".

The rule comes from `/v1/models?include=pricing` (wire.md §3): {"kind", "currency", "units": [{price, per}],
"dimensions", "variants"}. How a variant spells its values is not documented, so several spellings are
understood, and a condition that is not understood makes the answer None.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

ONE_CLIP = {"generation", "video", "request", "clip"}
SECOND = {"second", "seconds", "sec", "s"}
WORDS_ONLY = {"price", "per", "currency", "name", "label", "description", "title", "id", "kind", "units"}
NESTED = ("dimensions", "values", "match", "when", "where", "conditions", "attributes", "options", "selector")


def usd(raw: Any, *, resolution: str | None, duration_s: int | None, loop: bool = False) -> Decimal | None:
    """The price in dollars of one clip with these settings, or None when the rule may not cover them."""
    rule = raw if isinstance(raw, Mapping) else {}
    settings = {"resolution": _plain(resolution), "duration": _seconds(duration_s), "loop": _flag(loop)}
    if str(rule.get("currency", "")).upper() != "USD" or not _known_kind(rule):
        return None
    verdicts = [(_fits(stated, settings), unit) for stated, unit in _candidates(rule)]
    if any(fits is None for fits, _ in verdicts):
        return None
    fitting = [unit for fits, unit in verdicts if fits]
    return _amount(fitting[0], duration_s, rule["kind"]) if len(fitting) == 1 else None


def _known_kind(rule: Mapping) -> bool:
    return rule.get("kind") in ("fixed", "variants", "variable")


def _candidates(rule: Mapping) -> Iterable[tuple[dict[str, Any], Mapping]]:
    """Each price of the rule, with the conditions that it states."""
    if rule["kind"] != "variants":
        yield from ((_stated(unit), unit) for unit in _objects(rule.get("units")))
        return
    for variant in _objects(rule.get("variants")):
        units = _objects(variant.get("units")) or [variant]
        yield from ((_stated(variant) | _stated(unit), unit) for unit in units)


def _objects(value: Any) -> list[Mapping]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def _stated(row: Mapping) -> dict[str, Any]:
    """The conditions of a variant or unit, wherever they stand: beside the price, nested, or in pairs."""
    stated = {key: value for key, value in row.items() if key not in WORDS_ONLY and key not in NESTED}
    for key in NESTED:
        nested = row.get(key)
        if isinstance(nested, Mapping):
            stated |= nested
        for pair in _objects(nested):
            stated[str(pair.get("name") or pair.get("key") or pair.get("dimension"))] = pair.get("value")
    return stated


def _fits(stated: Mapping[str, Any], settings: Mapping[str, Any]) -> bool | None:
    """Whether the conditions hold for the settings; None when none is broken but one is not understood."""
    answers = [_holds(key, value, settings) for key, value in stated.items()]
    if False in answers:
        return False
    return None if None in answers else True


def _holds(key: str, value: Any, settings: Mapping[str, Any]) -> bool | None:
    name = (
        re.sub(r"_?(s|sec|seconds)$", "", key.strip().lower())
        if "duration" in key.lower()
        else key.strip().lower()
    )
    if name not in settings or value is None or isinstance(value, Mapping):
        return None
    read = {"resolution": _plain, "duration": _seconds, "loop": _flag}[name]
    values = value if isinstance(value, list | tuple) else [value]
    return settings[name] is not None and settings[name] in [read(each) for each in values]


def _plain(value: Any) -> str | None:
    """A resolution as its short side: "720p", "720" and 720 are one; "4k" is itself."""
    plain = str(value).strip().lower() if value is not None else ""
    return plain.removesuffix("p") or None


def _seconds(value: Any) -> Decimal | None:
    """A duration: "5", 5, "5s" and "5 sec" are one."""
    found = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(s|sec|seconds?)?\s*", str(value).lower())
    return Decimal(found[1]) if found else None


def _flag(value: Any) -> bool | None:
    return {"true": True, "false": False}.get(str(value).strip().lower())


def _amount(unit: Mapping, duration_s: int | None, kind: str) -> Decimal | None:
    price, per = _positive(unit.get("price")), str(unit.get("per", "")).strip().lower()
    if price is None:
        return None
    if per in SECOND:
        return price * duration_s if duration_s else None
    return price if per in ONE_CLIP and kind != "variable" else None


def _positive(value: Any) -> Decimal | None:
    try:
        price = Decimal(str(value)) if not isinstance(value, bool) else Decimal(0)
    except InvalidOperation:
        return None
    return price if price.is_finite() and price > 0 else None
