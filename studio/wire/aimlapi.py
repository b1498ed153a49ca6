"""Orders and reports in the JSON of the AI/ML API, in both of its dialects.

CURRENT is `/v2/video/generations` (status, video.url, error.name); ORIGINAL is Luma's own object under
`/v2/generate/video/luma-ai/` (state, assets.video, failure_reason), as seen in the documents of August 2026.
Every documented form is understood in either; nothing here trusts a type of an answer.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from studio.wire.order import Frame, GenerationFrame, ImageFrame, Order
from studio.wire.reading import address, amount, identifier, mapping, rows, said, text
from studio.wire.report import Report, Stage
from studio.wire.stages import failure_code, stage

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


def body(order: Order, dialect: str = CURRENT) -> dict[str, Any]:
    """The JSON that orders this clip: only the keys its model takes, and none that would say nothing."""
    takes = TAKES[order.model]
    asked: dict[str, Any] = {"model": order.model, "prompt": order.prompt, "aspect_ratio": order.aspect_ratio}
    asked["loop"] = True if order.loop and not order.frame1 else None
    if "resolution" in takes:
        asked |= {"resolution": order.resolution, "duration": order.duration_s}
    asked |= keyframes(order) if "keyframes" in takes else end_images(order)
    if dialect == ORIGINAL:
        asked = in_original_words(asked)
    return {key: value for key, value in asked.items() if value is not None}


def keyframes(order: Order) -> dict[str, Any]:
    ends = {"frame0": order.frame0, "frame1": order.frame1}
    set_ends = {end: frame_json(frame) for end, frame in ends.items() if frame}
    return {"keyframes": set_ends} if set_ends else {}


def frame_json(frame: Frame) -> dict[str, str]:
    if isinstance(frame, GenerationFrame):
        return {"type": "generation", "id": frame.provider_id}
    return {"type": "image", "url": frame.url}


def end_images(order: Order) -> dict[str, Any]:
    """The keyframes of a model that takes pictures alone. The engine refuses a generation before this."""
    ends = {"image_url": order.frame0, "last_image_url": order.frame1}
    return {key: frame.url for key, frame in ends.items() if isinstance(frame, ImageFrame)}


def in_original_words(asked: dict[str, Any]) -> dict[str, Any]:
    """The same order as the original paths want it: short model name, "5s", and always a ratio."""
    seconds = asked.get("duration")
    return asked | {
        "model": asked["model"].removeprefix("luma/"),
        "aspect_ratio": asked["aspect_ratio"] or "16:9",
        "duration": f"{seconds}s" if seconds else None,
    }


def report(answer: Any, dialect: str = "") -> Report | None:
    """What an answer says about one generation, or None where it names no id that could be asked again."""
    said_of = mapping(answer)
    provider_id = identifier(said_of.get("id"))
    if not provider_id:
        return None
    reached = stage(said_of.get("status") or said_of.get("state"))
    code, words = failure(said_of) if reached is Stage.FAILED else ("", "")
    return Report(
        provider_id=provider_id,
        stage=reached,
        result_url=film_address(said_of) if reached is Stage.COMPLETED else "",
        failure_code=code,
        failure_words=words,
        cost_usd=cost_usd(said_of, reached),
        dialect=dialect,
    )


def film_address(said_of: dict[str, Any]) -> str:
    """Where the film lies: video.url now, assets.video in the original dialect; "" when not told yet."""
    places = (said_of.get("video"), mapping(said_of.get("assets")).get("video"))
    return next(filter(None, (address(p) or address(mapping(p).get("url")) for p in places)), "")


def failure(said_of: dict[str, Any]) -> tuple[str, str]:
    error = said_of.get("error")
    words = text(said_of.get("failure_reason")) or said(error)
    return failure_code(mapping(error).get("name"), words), words


def cost_usd(said_of: dict[str, Any], reached: Stage) -> Decimal | None:
    """The dollars of meta.usage, else its credits. A zero before the end says only "not counted yet"."""
    usage = mapping(mapping(said_of.get("meta")).get("usage"))
    cost = dollars(usage.get("usd_spent"), usage.get("credits_used"))
    return cost if cost or reached.rank == 2 else None


def dollars(usd: Any, credits: Any) -> Decimal | None:
    stated, counted = amount(usd), amount(credits)
    if stated is not None:
        return stated
    return None if counted is None else counted / CREDITS_PER_USD


def many(answer: Any, dialect: str = ORIGINAL) -> dict[str, Report]:
    """The reports of a many-answer by id: a bare list, {"generations": […]} or {"data": […]}."""
    shapes = (answer, mapping(answer).get("generations"), mapping(answer).get("data"))
    listed = next((shape for shape in shapes if isinstance(shape, list)), [])
    reports = filter(None, (report(row, dialect) for row in listed))
    return {each.provider_id: each for each in reports}


def error_words(answer: Any) -> str:
    """What an error answer says to a person, whatever its shape; "" when it says nothing."""
    return said(answer)


def request_id(answer: Any) -> str:
    return identifier(mapping(answer).get("requestId"))


def log_rows(answer: Any) -> list[dict[str, Any]]:
    """The rows of `/v2/logs` in the words of the engines' LogRow; rows without any id are passed over."""
    read = [log_row(row) for row in rows(mapping(answer).get("data"))]
    return [row for row in read if row["client_request_id"] or row["inference_id"]]


def log_row(row: dict[str, Any]) -> dict[str, Any]:
    cost = row.get("cost")
    spent = mapping(cost)
    usd = next((spent[key] for key in ("usd_spent", "usd", "amount", "total") if key in spent), None)
    return {
        "client_request_id": identifier(row.get("client_request_id")),
        "inference_id": identifier(row.get("inference_id")),
        "succeeded": stage(row.get("status")) is Stage.COMPLETED,
        "created": moment(row.get("created")),
        "model": text(row.get("model"), 100),
        "cost_usd": amount(cost)
        if not spent
        else dollars(usd, spent.get("credits_used", spent.get("credits"))),
    }


def moment(value: Any) -> datetime | None:
    """A moment in UTC from ISO text or seconds since 1970, or None."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        read = datetime.fromisoformat(value)
        return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def log_total(answer: Any) -> int | None:
    """How many rows the log says there are in all, or None where it does not say."""
    total = mapping(mapping(answer).get("pagination")).get("total")
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def balance_usd(answer: Any) -> Decimal | None:
    told = mapping(answer)
    return amount(told.get("current_balance")) if told.get("currency", "USD") == "USD" else None


def pricing(answer: Any, model: str) -> dict[str, Any] | None:
    """The provider's own price rule for a model, from `/v1/models`, or None where it states none."""
    listed = mapping(answer).get("data", answer)
    for row in rows(listed):
        aliases = row.get("aliases")
        if row.get("id") == model or (isinstance(aliases, list) and model in aliases):
            return mapping(row.get("pricing")) or None
    return None
