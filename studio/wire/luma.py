"""Write orders and read reports in Luma's JSON, as its official SDKs use it (OpenAPI 1.1.0)."""

from decimal import Decimal
from typing import Any

from studio.wire import aimlapi
from studio.wire.order import Order
from studio.wire.reading import as_mapping, read_amount, read_error_text
from studio.wire.report import Report

SIZED = ("ray-2", "ray-flash-2")  # ray-1-6 takes neither a resolution nor a duration


def build_body(order: Order) -> dict[str, Any]:
    """Return the JSON that orders this clip, with only the keys that its model takes."""
    body: dict[str, Any] = {"model": order.model, "prompt": order.prompt or None}
    body["aspect_ratio"] = order.aspect_ratio
    body["loop"] = True if order.loop and not order.frame1 else None
    if order.model in SIZED:
        seconds = order.duration_s
        body |= {"resolution": order.resolution, "duration": f"{seconds}s" if seconds else None}
    body |= aimlapi.build_keyframes(order)
    return {key: value for key, value in body.items() if value is not None}


def read_report(answer: Any) -> Report | None:
    """Return the report in a Generation, which the original dialect uses too, or None without a usable ID."""
    return aimlapi.read_report(answer)


def read_reports(answer: Any) -> dict[str, Report]:
    return aimlapi.read_reports(answer, "")


def read_error(answer: Any) -> str:
    return read_error_text(answer)


def read_balance_usd(answer: Any) -> Decimal | None:
    """Return the balance in dollars; Luma states it in US cents."""
    cents = read_amount(as_mapping(answer).get("credit_balance"))
    return None if cents is None else cents / 100
