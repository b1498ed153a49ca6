"""`/v2/logs`: the creates of an API key, for clients that lost a response. A row appears at once."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from django.db.models import Q, QuerySet
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from projects.api.errors import ApiError
from projects.api.retries import GIVEN_UP
from projects.models import ApiKey, ApiRequest, State
from studio.wire.serializers import serialize_cost

LONGEST = timedelta(days=92)
USUAL = timedelta(days=1)
NOT_CREATED = (State.FAILED, State.REFUSED, State.CANCELLED)
IN_PROGRESS = Q(status=None, generation=None)


class LogQuery(Schema):
    """The query parameters. Either `start` and `end`, or a period such as 24h."""

    start: str | None = None
    end: str | None = None
    period: str | None = Field(None, pattern=r"^[0-9]{1,4}[hd]$")
    model: Annotated[list[str], Field(max_length=50)] = []
    status: list[Literal["succeeded", "failed"]] = []
    limit: int = Field(100, ge=1, le=100)
    offset: int = Field(0, ge=0, le=10**9)


def time_range(start: str | None, end: str | None, period: str | None) -> tuple[datetime, datetime]:
    """Return the first and last moment of the rows to list. Raise ApiError 400."""
    now = timezone.now()
    if period:
        if start or end:
            raise ApiError(400, "Use either a period, or start and end.", field="period")
        number, unit = int(period[:-1]), period[-1]
        since, until = now - timedelta(**{"h": {"hours": number}, "d": {"days": number}}[unit]), now
    else:
        until = parse_moment(end, "end") if end else now
        since = parse_moment(start, "start") if start else until - USUAL
    if since > until or until - since > LONGEST:
        raise ApiError(
            400, f"The range must be positive and at most {LONGEST.days} days long.", field="start"
        )
    return since, until


def parse_moment(text: str, field: str) -> datetime:
    """Return the moment of ISO 8601 text, also if its "+" was not escaped and arrives as a space."""
    try:
        moment = datetime.fromisoformat(re.sub(r" (\d\d:?\d\d)$", r"+\1", text.strip()))
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ApiError(400, "Use a time such as 2026-11-25T03:00:00Z.", field=field) from None


def list_creates(key: ApiKey, query: LogQuery) -> dict:
    """Return a page of the key's creates, newest first. Raise ApiError 400."""
    rows = filter_creates(key, query)
    total = rows.count()
    page = rows.select_related("generation").prefetch_related("generation__attempts").order_by("-at", "-pk")
    data = [serialize_create(row) for row in page[query.offset : query.offset + query.limit]]
    more = query.offset + len(data) < total
    pagination = {"limit": query.limit, "offset": query.offset, "total": total, "has_more": more}
    return {"data": data, "pagination": pagination}


def filter_creates(key: ApiKey, query: LogQuery) -> QuerySet[ApiRequest]:
    """Return the creates that the query asks for.

    Leave out those in progress, which are neither succeeded nor failed yet. After GIVEN_UP without a
    response (the process died) they count as failed.
    """
    span = time_range(query.start, query.end, query.period)
    rows = key.requests.filter(at__range=span, what__startswith="POST", dialect__in=("aimlapi", "luma"))
    rows = rows.exclude(IN_PROGRESS & Q(at__gt=timezone.now() - GIVEN_UP))
    if query.model:
        names = {name.removeprefix("luma/") for name in query.model}
        rows = rows.filter(model__in=names | {f"luma/{name}" for name in names})
    failed = Q(generation=None) | Q(generation__state__in=NOT_CREATED)
    if len(set(query.status)) == 1:
        rows = rows.filter(failed) if query.status[0] == "failed" else rows.exclude(failed)
    return rows


def serialize_create(row: ApiRequest) -> dict:
    """Return a row in the AI/ML API's format."""
    generation = row.generation
    failed = generation is None or generation.state in NOT_CREATED
    cost = generation.cost_usd if generation else None
    is_short = row.model.startswith("ray")
    model = f"luma/{row.model}" if is_short else row.model
    return {
        "created": row.at.isoformat(),
        "status": "failed" if failed else "succeeded",
        "origin": "api",
        "model": model,
        "cost": serialize_cost(cost if cost is not None else Decimal(0)),
        "tokens": {"input": 0, "output": 0, "total": 0},
        "request_id": str(row.pk),
        "inference_id": str(generation.pk if generation else row.pk),
        "client_request_id": row.client_request_id or None,
        "http_status": row.status,
        "error": row.error or None,
    }
