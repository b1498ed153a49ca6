"""Read untrusted JSON: each function returns a valid value, or an empty one."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from studio.text import one_line

IMPLAUSIBLE_AMOUNT = Decimal(10) ** 9  # nothing in these answers costs or counts that many dollars
ID_PATTERN = re.compile(r"[\x21-\x7e]{1,200}")


def as_mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def as_rows(value: Any) -> list[dict[str, Any]]:
    """Return the objects in a list, without its other items."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def clean_text(value: Any, limit: int = 400) -> str:
    """Return one line that a database stores and a page can escape, without control characters."""
    if not isinstance(value, str):
        return ""
    whole = value[: limit * 4].encode("utf-8", "replace").decode()
    plain = one_line("".join(c if c.isprintable() else " " for c in whole))
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def clean_id(value: Any) -> str:
    """Return an ID that can be sent back, or ""."""
    return value if isinstance(value, str) and ID_PATTERN.fullmatch(value) else ""


def clean_url(value: Any) -> str:
    """Return an http(s) URL, or ""."""
    if not isinstance(value, str) or len(value) > 8000:
        return ""
    plain = value.strip()
    return plain if re.match(r"https?://[^\s/]", plain, re.IGNORECASE) else ""


def read_amount(value: Any) -> Decimal | None:
    """Return an amount of zero or more from a number or text, or None (for true, NaN, "12 €")."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        read = Decimal(str(value).strip())
    except (InvalidOperation, ValueError):
        return None
    return read if read.is_finite() and 0 <= read < IMPLAUSIBLE_AMOUNT else None


def read_error_text(answer: Any, depth: int = 4) -> str:
    """Return the message of an error in any shape: message, detail, msg and hints, in their order."""
    found: list[str] = []
    _collect_text(answer, depth, found)
    return clean_text("; ".join(dict.fromkeys(found)))


TEXT_KEYS = (
    "message",
    "detail",
    "msg",
    "description",
    "error",
    "errors",
    "expected",
    "received",
    "hint",
    "meta",
)


def _collect_text(value: Any, depth: int, found: list[str]) -> None:
    if depth < 0 or len(found) > 12:
        return
    if isinstance(value, str):
        found.extend(filter(None, [clean_text(value)]))
    elif isinstance(value, list):
        for part in value[:8]:
            _collect_text(part, depth - 1, found)
    elif isinstance(value, dict):
        for key in TEXT_KEYS:
            _collect_text(value.get(key) or value.get(key.capitalize()), depth - 1, found)
