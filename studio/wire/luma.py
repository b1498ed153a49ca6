"""Orders and reports in Luma's own JSON, as its official SDKs speak it (OpenAPI 1.1.0)."""

from decimal import Decimal
from typing import Any

from studio.wire import aimlapi
from studio.wire.order import Order
from studio.wire.reading import as_mapping, read_amount, read_error_text
from studio.wire.report import Report

SIZED = ("ray-2", "ray-flash-2")  # ray-1-6 takes neither a resolution nor a duration


def build_body(order: Order) -> dict[str, Any]:
    """The JSON that orders this clip: only the keys its model takes, and none that would say nothing."""
    asked: dict[str, Any] = {"model": order.model, "prompt": order.prompt, "aspect_ratio": order.aspect_ratio}
    asked["loop"] = True if order.loop and not order.frame1 else None
    if order.model in SIZED:
        seconds = order.duration_s
        asked |= {"resolution": order.resolution, "duration": f"{seconds}s" if seconds else None}
    asked |= aimlapi.build_keyframes(order)
    return {key: value for key, value in asked.items() if value is not None}


def read_report(answer: Any) -> Report | None:
    """What a Generation says, or None where it names no id. (The original dialect's object is this one.)"""
    return aimlapi.read_report(answer)


def read_reports(answer: Any) -> dict[str, Report]:
    return aimlapi.read_reports(answer, "")


def read_error(answer: Any) -> str:
    return read_error_text(answer)


def read_credits(answer: Any) -> Decimal | None:
    """The balance as a bare number: Luma's documents give it no unit, so it is not called dollars here."""
    return read_amount(as_mapping(answer).get("credit_balance"))
