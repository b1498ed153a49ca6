"""Lists page by page. A cursor is a signed place in the order, so that rows which come in between are neither
shown twice nor missed; what a client may read out of it is nothing that it may build on."""

from collections.abc import Callable

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from projects.api.errors import ApiError

SALT = "projects.api.pages"


def page(rows: QuerySet, tell: Callable, *, limit: int, cursor: str | None) -> dict:
    """The newest first: {"items", "next"}; `next` is the following page's cursor, null on the last."""
    if cursor:
        at, pk = place(cursor)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    found = list(rows.order_by("-created_at", "-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = last and signing.dumps([last.created_at.isoformat(), str(last.pk)], salt=SALT)
    return {"items": [tell(row) for row in found[:limit]], "next": following}


def place(cursor: str) -> tuple:
    try:
        at, pk = signing.loads(cursor, salt=SALT)
        return parse_datetime(at), pk
    except (signing.BadSignature, ValueError, TypeError):
        raise ApiError(400, "This is no cursor of an earlier page.", field="cursor") from None
