"""Orders and reports in the JSON of the AI/ML API, in both of its dialects.

CURRENT is `/v2/video/generations` (status, video.url, error.name); ORIGINAL is Luma's own object under
`/v2/generate/video/luma-ai/` (state, assets.video, failure_reason), as seen in the documents of August 2026.
Every documented form is understood in either; nothing here trusts a type of an answer.
"""

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

SIZED = ("resolution", "duration")
TAKES = {  # beside the prompt, aspect_ratio and loop, which every model takes; any other key is an error
    "luma/ray-1-6": ("keyframes",),
    "luma/ray-2": (*SIZED, "keyframes"),
    "luma/ray-flash-2": (*SIZED, "keyframes"),
    "luma/ray-3.2": (*SIZED, "image_url", "last_image_url"),
}
IN_BOTH = ("luma/ray-1-6", "luma/ray-2")  # the models that the original paths know


def build_body(order: Order, dialect: str = CURRENT) -> dict[str, Any]:
    """The JSON that orders this clip: only the keys its model takes, and none that would say nothing."""
    takes = TAKES[order.model]
    asked: dict[str, Any] = {"model": order.model, "prompt": order.prompt, "aspect_ratio": order.aspect_ratio}
    asked["loop"] = True if order.loop and not order.frame1 else None
    if "resolution" in takes:
        asked |= {"resolution": order.resolution, "duration": order.duration_s}
    asked |= build_keyframes(order) if "keyframes" in takes else build_end_images(order)
    if dialect == ORIGINAL:
        asked = convert_to_original(asked)
    return {key: value for key, value in asked.items() if value is not None}


def build_keyframes(order: Order) -> dict[str, Any]:
    ends = {"frame0": order.frame0, "frame1": order.frame1}
    set_ends = {end: build_frame(frame) for end, frame in ends.items() if frame}
    return {"keyframes": set_ends} if set_ends else {}


def build_frame(frame: Frame) -> dict[str, str]:
    if isinstance(frame, GenerationFrame):
        return {"type": "generation", "id": frame.provider_id}
    return {"type": "image", "url": frame.url}


def build_end_images(order: Order) -> dict[str, Any]:
    """The keyframes of a model that takes pictures alone. The engine refuses a generation before this."""
    ends = {"image_url": order.frame0, "last_image_url": order.frame1}
    return {key: frame.url for key, frame in ends.items() if isinstance(frame, ImageFrame)}


def convert_to_original(asked: dict[str, Any]) -> dict[str, Any]:
    """The same order as the original paths want it: short model name, "5s", and always a ratio."""
    seconds = asked.get("duration")
    return asked | {
        "model": asked["model"].removeprefix("luma/"),
        "aspect_ratio": asked["aspect_ratio"] or "16:9",
        "duration": f"{seconds}s" if seconds else None,
    }


def read_report(answer: Any, dialect: str = "") -> Report | None:
    """What an answer says about one generation, or None where it names no id that could be asked again."""
    said_of = as_mapping(answer)
    provider_id = clean_id(said_of.get("id"))
    if not provider_id:
        return None
    reached = read_stage(said_of.get("status") or said_of.get("state"))
    code, words = read_failure(said_of) if reached is Stage.FAILED else ("", "")
    return Report(
        provider_id=provider_id,
        stage=reached,
        result_url=read_video_url(said_of) if reached is Stage.COMPLETED else "",
        failure_code=code,
        failure_words=words,
        cost_usd=read_cost_usd(said_of, reached),
        dialect=dialect,
    )


def read_video_url(said_of: dict[str, Any]) -> str:
    """Where the film lies: video.url now, assets.video in the original dialect; "" when not told yet."""
    places = (said_of.get("video"), as_mapping(said_of.get("assets")).get("video"))
    return next(filter(None, (clean_url(p) or clean_url(as_mapping(p).get("url")) for p in places)), "")


def read_failure(said_of: dict[str, Any]) -> tuple[str, str]:
    error = said_of.get("error")
    words = clean_text(said_of.get("failure_reason")) or read_error_text(error)
    return read_failure_code(as_mapping(error).get("name"), words), words


def read_cost_usd(said_of: dict[str, Any], reached: Stage) -> Decimal | None:
    """The dollars of meta.usage, else its credits. A zero before the end says only "not counted yet"."""
    usage = as_mapping(as_mapping(said_of.get("meta")).get("usage"))
    cost = convert_to_usd(usage.get("usd_spent"), usage.get("credits_used"))
    return cost if cost or reached.rank == 2 else None


def convert_to_usd(usd: Any, credits: Any) -> Decimal | None:
    stated, counted = read_amount(usd), read_amount(credits)
    if stated is not None:
        return stated
    return None if counted is None else counted / CREDITS_PER_USD


def read_reports(answer: Any, dialect: str = ORIGINAL) -> dict[str, Report]:
    """The reports of a many-answer by id: a bare list, {"generations": […]} or {"data": […]}."""
    shapes = (answer, as_mapping(answer).get("generations"), as_mapping(answer).get("data"))
    listed = next((shape for shape in shapes if isinstance(shape, list)), [])
    reports = filter(None, (read_report(row, dialect) for row in listed))
    return {each.provider_id: each for each in reports}


def read_error(answer: Any) -> str:
    """What an error answer says to a person, whatever its shape; "" when it says nothing."""
    return read_error_text(answer)


def read_request_id(answer: Any) -> str:
    return clean_id(as_mapping(answer).get("requestId"))


def read_log_rows(answer: Any) -> list[dict[str, Any]]:
    """The rows of `/v2/logs` in the words of the engines' LogRow; rows without any id are passed over."""
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
        "cost_usd": read_amount(cost)
        if not spent
        else convert_to_usd(usd, spent.get("credits_used", spent.get("credits"))),
    }


def read_time(value: Any) -> datetime | None:
    """A moment in UTC from ISO text or seconds since 1970, or None."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        read = datetime.fromisoformat(value)
        return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def read_log_total(answer: Any) -> int | None:
    """How many rows the log says there are in all, or None where it does not say."""
    total = as_mapping(as_mapping(answer).get("pagination")).get("total")
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def read_balance_usd(answer: Any) -> Decimal | None:
    told = as_mapping(answer)
    return read_amount(told.get("current_balance")) if told.get("currency", "USD") == "USD" else None


def read_pricing(answer: Any, model: str) -> dict[str, Any] | None:
    """The provider's own price rule for a model, from `/v1/models`, or None where it states none."""
    listed = as_mapping(answer).get("data", answer)
    for row in as_rows(listed):
        aliases = row.get("aliases")
        if row.get("id") == model or (isinstance(aliases, list) and model in aliases):
            return as_mapping(row.get("pricing")) or None
    return None
