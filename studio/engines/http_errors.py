"""Turn a provider's HTTP status into an EngineError, by the table in docs/money.md#what-an-answer-proves.

The status decides; the body only supplies the message. A 5xx proves nothing: the order may be accepted.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from studio.engines.base import Busy, EngineError, Refused, Unreachable, Unsure
from studio.engines.http import Answer
from studio.wire import GenerationFrame, ImageFrame, Order
from studio.wire.reading import read_error_text
from studio.wire.stages import MODERATED

SHORTEST_S, LONGEST_S = 1.0, 900.0
REFUSED = (400, 413, 414, 415, 422, 431)  # the request itself was not accepted, or not even read
GONE = (404, 405, 410)
WAIT = (401, 402, 403, 429)

OF_MONEY = re.compile(r"credit|balance|funds|billing|payment|top.?up", re.IGNORECASE)
NOT_FETCHED = re.compile(
    r"(could|can) ?not|can't|couldn't|fail(ed|ure)? to|unable to|unreachable|inaccessible|not accessible"
    r"|not reachable|timed? ?out",
    re.IGNORECASE,
)
OF_PICTURES = re.compile(r"image|picture|keyframe|frame[01]|url|download|fetch", re.IGNORECASE)
UNUSABLE = re.compile(
    r"not found|unknown|(does|did) not exist|doesn't exist|no such|invalid|not belong"
    r"|not (yet )?(completed|finished|ready)",
    re.IGNORECASE,
)


OF_UUIDS = re.compile(r"\buuid\b", re.IGNORECASE)


def create_error(answer: Answer, order: Order) -> EngineError:
    """Return why a create brought no ID. Only Refused and Busy prove that nothing was charged."""
    message, status = read_error_text(answer.json), answer.status
    if status in REFUSED:
        code = _classify_refusal(message, order)
        return Refused(_format_refusal(message), code=code, status=status, quote=message)
    if status in GONE:
        return _classify_not_found(message, order, status)
    if status in WAIT:
        return wait_error(answer)
    return Unsure(
        "The request was sent, but the answer could not be read. It may have been accepted and charged.",
        inference_id=answer.inference_id,
        code=f"http_{status}",
        status=status,
    )


def wait_error(answer: Answer) -> Busy:
    """Return why every request with this key has to wait: the key, the credits or the rate."""
    message, status = read_error_text(answer.json), answer.status
    if status == 429:
        wait_s = parse_retry_after(answer.headers.get("retry-after"), answer.headers.get("date"))
        return Busy(
            "The provider's rate limit is reached. Nothing was charged.",
            hold="rate",
            wait_s=wait_s,
            status=status,
        )
    if status == 402 or (status == 403 and OF_MONEY.search(message)):
        return Busy(
            "The provider account has no credits left. Nothing was charged.",
            hold="credits",
            status=status,
        )
    return Busy("The provider did not accept the key. Nothing was charged.", hold="key", status=status)


def query_error(answer: Answer) -> EngineError:
    """Return why a free request failed."""
    if answer.status in WAIT:
        return wait_error(answer)
    if answer.status >= 500:
        return Busy("The provider has an outage.", hold="outage", status=answer.status)
    if answer.status >= 400:
        gone = answer.status in GONE
        message = "The provider does not support this call (any more)."
        return Refused(message, code="endpoint_gone" if gone else "bad_request", status=answer.status)
    return Unreachable("The provider's answer could not be read.", code="answer_unread", status=answer.status)


def _format_refusal(message: str) -> str:
    their = (
        f"The provider refused this order: {message.rstrip('.')}."
        if message
        else "The provider refused this order."
    )
    return f"{their} Nothing was charged."


def _classify_refusal(message: str, order: Order) -> str:
    kinds = {type(order.frame0), type(order.frame1)}
    if MODERATED.search(message):
        return "moderation"
    if ImageFrame in kinds and NOT_FETCHED.search(message) and OF_PICTURES.search(message):
        return "keyframe_unreachable"
    if GenerationFrame in kinds and _is_about_a_clip(message):
        return "keyframe_refused"
    return "bad_request"


def _is_about_a_clip(message: str) -> bool:
    """Return True if the message says that a keyframe's generation or the form of its ID is unknown."""
    unknown = "generation" in message.lower() and UNUSABLE.search(message)
    return bool(unknown or OF_UUIDS.search(message))


def _classify_not_found(message: str, order: Order, status: int) -> Refused:
    """Return the error for a 404: the model's endpoint is gone, unless the message is about a keyframe."""
    if _classify_refusal(message, order) == "keyframe_refused":
        return Refused(_format_refusal(message), code="keyframe_refused", status=status, quote=message)
    gone = "The provider no longer offers this model here. Nothing was charged."
    return Refused(gone, code="endpoint_gone", status=status)


def parse_retry_after(header: str | None, date: str | None = None) -> float | None:
    """Return the seconds to wait from Retry-After, between 1 s and 15 min, or None if it says nothing.

    A date is compared with the answer's own Date header, so that a wrong clock here does no harm.
    """
    value = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,9})?", value):
        return min(max(float(value), SHORTEST_S), LONGEST_S)
    until = _parse_http_date(value)
    if until is None:
        return None
    wait_s = (until - (_parse_http_date(date or "") or datetime.now(UTC))).total_seconds()
    return None if wait_s < 0 else min(max(wait_s, SHORTEST_S), LONGEST_S)


def _parse_http_date(value: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return read.replace(tzinfo=read.tzinfo or UTC)
