"""`/v2/logs`: a key's own creates, as a client needs them that lost an answer. A row is there at once."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from projects.api.errors import Trouble
from projects.api.retries import GIVEN_UP
from projects.models import ApiKey, ApiRequest, State
from studio.wire.serializers import serialize_usage

LONGEST = timedelta(days=92)
USUAL = timedelta(days=1)
UNMADE = (State.FAILED, State.REFUSED, State.CANCELLED)
AT_WORK = Q(status=None, generation=None)


def window(start: str | None, end: str | None, period: str | None) -> tuple[datetime, datetime]:
    """Raises Trouble 400 with the part of it that is wrong."""
    now = timezone.now()
    if period:
        if start or end:
            raise Trouble(400, "Either a period, or start and end.", field="period")
        number, unit = int(period[:-1]), period[-1]
        since, until = now - timedelta(**{"h": {"hours": number}, "d": {"days": number}}[unit]), now
    else:
        until = moment(end, "end") if end else now
        since = moment(start, "start") if start else until - USUAL
    if since > until or until - since > LONGEST:
        raise Trouble(400, f"At most {LONGEST.days} days, and not backwards.", field="start")
    return since, until


def moment(text: str, field: str) -> datetime:
    """Of ISO text; a "+" that a client left as it is comes in as a space."""
    try:
        read = datetime.fromisoformat(re.sub(r" (\d\d:?\d\d)$", r"+\1", text.strip()))
        return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Trouble(400, "A moment such as 2026-11-25T03:00:00Z.", field=field) from None


def told(
    key: ApiKey, between: tuple, *, models: Sequence[str], statuses: Sequence[str], limit: int, offset: int
) -> dict:
    """What a request is at work on is not told yet: it is neither the one nor the other. What was given up
    without an answer (this process died) made nothing."""
    rows = key.requests.filter(at__range=between, what__startswith="POST", dialect__in=("aimlapi", "luma"))
    rows = rows.exclude(AT_WORK & Q(at__gt=timezone.now() - GIVEN_UP))
    if models:
        plain = {name.removeprefix("luma/") for name in models}
        rows = rows.filter(model__in=plain | {f"luma/{name}" for name in plain})
    failed = Q(generation=None) | Q(generation__state__in=UNMADE)
    if len(set(statuses)) == 1:
        rows = rows.filter(failed) if statuses[0] == "failed" else rows.exclude(failed)
    total = rows.count()
    page = rows.select_related("generation").prefetch_related("generation__attempts").order_by("-at", "-pk")
    data = [row_of(row) for row in page[offset : offset + limit]]
    return {"data": data, "pagination": {"limit": limit, "offset": offset, "total": total}}


def row_of(row: ApiRequest) -> dict:
    clip = row.generation
    failed = clip is None or clip.state in UNMADE
    cost = clip.cost_usd if clip else None
    model = (
        row.model if row.model.startswith("luma/") or not row.model.startswith("ray") else f"luma/{row.model}"
    )
    return {
        "created": row.at.isoformat(),
        "status": "failed" if failed else "succeeded",
        "origin": "api",
        "model": model,
        "cost": serialize_usage(cost if cost is not None else Decimal(0)),
        "tokens": None,
        "request_id": str(row.pk),
        "inference_id": str(clip.pk if clip else row.pk),
        "client_request_id": row.client_request_id or None,
        "http_status": row.status,
        "error": row.error or None,
    }
