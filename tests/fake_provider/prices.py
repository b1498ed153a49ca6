"""Invented prices in the shape that the provider documents: docs/providers.md#prices."""

from decimal import Decimal
from typing import Any

CREDITS_PER_USD = 2_000_000

_RAY_2 = {
    "540p": ("0.41", "0.73"),
    "720p": ("0.72", "1.29"),
    "1080p": ("1.58", "2.85"),
    "4k": ("6.36", "11.45"),
}
_FLASH = {
    "540p": ("0.13", "0.24"),
    "720p": ("0.25", "0.44"),
    "1080p": ("0.54", "0.98"),
    "4k": ("2.18", "3.93"),
}
_RAY_1_6 = Decimal("0.37")
_RAY_3_2_A_SECOND = {"360p": "0.08", "540p": "0.17", "720p": "0.39", "1080p": "0.65"}


def _variants(table: dict[str, tuple[str, str]]) -> dict[str, Any]:
    rows = [
        {
            "when": {"resolution": size, "duration": seconds},
            "price": float(usd),
            "unit": "generation",
            "per": 1,
        }
        for size, pair in table.items()
        for seconds, usd in zip((5, 9), pair, strict=True)
    ]
    return {"kind": "variants", "currency": "USD", "dimensions": ["resolution", "duration"], "variants": rows}


PRICING: dict[str, dict[str, Any]] = {
    "luma/ray-1-6": {
        "kind": "fixed",
        "currency": "USD",
        "units": [{"name": "generation", "measure": "output", "price": float(_RAY_1_6), "per": 1}],
    },
    "luma/ray-2": _variants(_RAY_2),
    "luma/ray-flash-2": _variants(_FLASH),
    "luma/ray-3.2": {
        "kind": "variants",
        "dimensions": ["resolution"],
        "variants": [
            {"when": {"resolution": size}, "price": float(usd), "unit": "second", "per": 1}
            for size, usd in _RAY_3_2_A_SECOND.items()
        ],
    },
}
ALIASES = {model: [model.removeprefix("luma/"), model.replace("luma/", "luma-ai/")] for model in PRICING}


def micros(model: str, resolution: str, seconds: int) -> int:
    """Return the price of one generation in millionths of a dollar."""
    if model == "luma/ray-1-6":
        return int(_RAY_1_6 * 1_000_000)
    if model == "luma/ray-3.2":
        return int(Decimal(_RAY_3_2_A_SECOND[resolution]) * seconds * 1_000_000)
    table = _RAY_2 if model == "luma/ray-2" else _FLASH
    return int(Decimal(table[resolution][0 if seconds == 5 else 1]) * 1_000_000)


def usd(amount: int) -> str:
    """Return millionths of a dollar as an exact decimal number."""
    return format((Decimal(amount) / 1_000_000).normalize(), "f")


def credits_of(amount: int) -> int:
    return amount * CREDITS_PER_USD // 1_000_000
