"""Write orders and read reports in the JSON of the AI/ML API, in both of its dialects.

CURRENT is `/v2/video/generations` (status, video.url, error.name); ORIGINAL is Luma's own object under
`/v2/generate/video/luma-ai/` (state, assets.video, failure_reason), as seen in the documents of August 2026.
Every documented form is understood in either. No type in an answer is trusted.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from studio.wire.order import Frame, GenerationFrame, ImageFrame, Order
from studio.wire.reading import (
    as_mapping,
    as_rows,
    clean_id,
    clean_text,
    clean_url,
    read_amount,
    read_error_text,
)
from studio.wire.report import Report, Stage
from studio.wire.stages import read_failure_code, read_stage

CURRENT, ORIGINAL = "current", "original"
CREDITS_PER_USD = 2_000_000
LONGEST_PROMPT = 6000

SIZED = ("resolution", "duration")
TAKES = {  # besides prompt, aspect_ratio and loop, which every model takes; any other key is an error
    "luma/ray-1-6": ("keyframes",),
    "luma/ray-2": (*SIZED, "keyframes"),
    "luma/ray-flash-2": (*SIZED, "keyframes"),
    "luma/ray-3.2": (*SIZED, "image_url", "last_image_url"),
}
IN_BOTH = ("luma/ray-1-6", "luma/ray-2")  # the models that the original paths know


def build_body(order: Order, dialect: str = CURRENT) -> dict[str, Any]:
    """Return the JSON that orders this clip, with only the keys that its model takes."""
    takes = TAKES[order.model]
    request: dict[str, Any] = {
        "model": order.model,
        "prompt": order.prompt,
        "aspect_ratio": order.aspect_ratio,
    }
    request["loop"] = True if order.loop and not order.frame1 else None
    if "resolution" in takes:
        request |= {"resolution": order.resolution, "duration": order.duration_s}
    request |= build_keyframes(order) if "keyframes" in takes else build_end_images(order)
    if dialect == ORIGINAL:
        request = convert_to_original(request)
    return {key: value for key, value in request.items() if value is not None}


def build_keyframes(order: Order) -> dict[str, Any]:
    ends = {"frame0": order.frame0, "frame1": order.frame1}
    set_ends = {end: build_frame(frame) for end, frame in ends.items() if frame}
    return {"keyframes": set_ends} if set_ends else {}


def build_frame(frame: Frame) -> dict[str, str]:
    if isinstance(frame, GenerationFrame):
        return {"type": "generation", "id": frame.provider_id}
    return {"type": "image", "url": frame.url}


def build_end_images(order: Order) -> dict[str, Any]:
    """Return the keyframes for a model that takes only images. The engine refuses generations earlier."""
    ends = {"image_url": order.frame0, "last_image_url": order.frame1}
    return {key: frame.url for key, frame in ends.items() if isinstance(frame, ImageFrame)}


def convert_to_original(request: dict[str, Any]) -> dict[str, Any]:
    """Return the order for the original paths: short model name, "5s", and always an aspect ratio."""
    seconds = request.get("duration")
    return request | {
        "model": request["model"].removeprefix("luma/"),
        "aspect_ratio": request["aspect_ratio"] or "16:9",
        "duration": f"{seconds}s" if seconds else None,
    }


def read_report(answer: Any, dialect: str = "") -> Report | None:
    """Return the report in an answer about one generation, or None without a usable ID."""
    fields = as_mapping(answer)
    provider_id = clean_id(fields.get("id"))
    if not provider_id:
        return None
    reached = read_stage(fields.get("status") or fields.get("state"))
    code, message = read_failure(fields) if reached is Stage.FAILED else ("", "")
    return Report(
        provider_id=provider_id,
        stage=reached,
        result_url=read_video_url(fields) if reached is Stage.COMPLETED else "",
        failure_code=code,
        failure_message=message,
        cost_usd=read_cost_usd(fields, reached),
        dialect=dialect,
        prompt=read_prompt(fields),
    )


def read_prompt(fields: dict[str, Any]) -> str:
    """Return the prompt if an answer repeats it, itself or in its `request`, else ""."""
    places = (fields, as_mapping(fields.get("request")))
    return next(filter(None, (clean_text(place.get("prompt"), LONGEST_PROMPT) for place in places)), "")


def read_video_url(fields: dict[str, Any]) -> str:
    """Return the video's URL (assets.video in the original dialect), or "" if there is none yet."""
    places = (fields.get("video"), as_mapping(fields.get("assets")).get("video"))
    return next(filter(None, (clean_url(p) or clean_url(as_mapping(p).get("url")) for p in places)), "")


def read_failure(fields: dict[str, Any]) -> tuple[str, str]:
    error = fields.get("error")
    message = clean_text(fields.get("failure_reason")) or read_error_text(error)
    return read_failure_code(as_mapping(error).get("name"), message), message


def read_cost_usd(fields: dict[str, Any], reached: Stage) -> Decimal | None:
    """Return the cost from meta.usage. A zero before the end means "not counted yet"."""
    usage = as_mapping(as_mapping(fields.get("meta")).get("usage"))
    cost = convert_to_usd(usage.get("usd_spent"), usage.get("credits_used"))
    return cost if cost or reached.rank == 2 else None


def convert_to_usd(usd: Any, credits: Any) -> Decimal | None:
    stated, counted = read_amount(usd), read_amount(credits)
    if stated is not None:
        return stated
    return None if counted is None else counted / CREDITS_PER_USD


def read_reports(answer: Any, dialect: str = ORIGINAL) -> dict[str, Report]:
    """Return the reports of a list answer by ID: a bare list, {"generations": […]} or {"data": […]}."""
    shapes = (answer, as_mapping(answer).get("generations"), as_mapping(answer).get("data"))
    listed = next((shape for shape in shapes if isinstance(shape, list)), [])
    reports = filter(None, (read_report(row, dialect) for row in listed))
    return {each.provider_id: each for each in reports}


def read_error(answer: Any) -> str:
    """Return the message of an error answer in any shape, or ""."""
    return read_error_text(answer)


def read_request_id(answer: Any) -> str:
    return clean_id(as_mapping(answer).get("requestId"))


def read_log_rows(answer: Any) -> list[dict[str, Any]]:
    """Return the rows of `/v2/logs` as arguments of LogRow, without rows that have no ID."""
    read = [read_log_row(row) for row in as_rows(as_mapping(answer).get("data"))]
    return [row for row in read if row["client_request_id"] or row["inference_id"]]


def read_log_row(row: dict[str, Any]) -> dict[str, Any]:
    cost = row.get("cost")
    spent = as_mapping(cost)
    usd = next((spent[key] for key in ("usd_spent", "usd", "amount", "total") if key in spent), None)
    return {
        "client_request_id": clean_id(row.get("client_request_id")),
        "inference_id": clean_id(row.get("inference_id")),
        "succeeded": read_stage(row.get("status")) is Stage.COMPLETED,
        "created": read_time(row.get("created")),
        "model": clean_text(row.get("model"), 100),
        "prompt": read_prompt(row),
        "cost_usd": read_amount(cost)
        if not spent
        else convert_to_usd(usd, spent.get("credits_used", spent.get("credits"))),
    }


def read_time(value: Any) -> datetime | None:
    """Return the UTC time from ISO text or seconds since 1970, or None."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        read = datetime.fromisoformat(value)
        return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def read_log_total(answer: Any) -> int | None:
    """Return the total number of rows in the log, or None if it doesn't say."""
    total = as_mapping(as_mapping(answer).get("pagination")).get("total")
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def read_balance_usd(answer: Any) -> Decimal | None:
    account = as_mapping(answer)
    return read_amount(account.get("current_balance")) if account.get("currency", "USD") == "USD" else None


def read_pricing(answer: Any, models: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the provider's price rules from `/v1/models` by model, without models that have none."""
    rows = as_rows(as_mapping(answer).get("data", answer))
    return {model: rule for model in models if (rule := find_rule(rows, model))}


def find_rule(rows: list[dict[str, Any]], model: str) -> dict[str, Any]:
    for row in rows:
        aliases = row.get("aliases")
        if row.get("id") == model or (isinstance(aliases, list) and model in aliases):
            return as_mapping(row.get("pricing"))
    return {}
