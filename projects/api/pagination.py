"""Lists page by page, newest first.

A cursor is a signed position in the order of one list, so that rows created between two requests are neither
repeated nor skipped. Not ninja's CursorPagination; DECISIONS.md says why.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from projects.api.errors import ApiError

SALT = "projects.api.pages"


def paginate(rows: QuerySet, serialize: Callable, *, limit: int, cursor: str | None) -> dict[str, Any]:
    """Return {"items", "next"}: up to `limit` serialized rows, and the next page's cursor or None."""
    salt = f"{SALT}.{rows.model.__name__}"
    if cursor:
        at, pk = read_cursor(cursor, salt)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    found = list(rows.order_by("-created_at", "-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return {"items": [serialize(row) for row in found[:limit]], "next": last and make_cursor(last, salt)}


def make_cursor(row: Any, salt: str) -> str:
    return signing.dumps([row.created_at.isoformat(), str(row.pk)], salt=salt)


def read_cursor(cursor: str, salt: str) -> tuple[datetime | None, str]:
    try:
        at, pk = signing.loads(cursor, salt=salt)
        return parse_datetime(at), pk
    except (signing.BadSignature, ValueError, TypeError):
        raise ApiError(
            400, "This isn't the cursor of an earlier page of this list.", field="cursor"
        ) from None
