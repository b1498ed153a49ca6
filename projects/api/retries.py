"""Make retries of a create safe: a request that is sent again creates nothing new.

A client that sends Idempotency-Key, or else X-Client-Request-Id, gets the clip of its first request. The SDKs
send neither. They retry after a timeout and only mark it as a retry (x-stainless-retry-count). Such a retry
shares the row of a request with the same key and body within the last ten minutes. It may even arrive before
the first request, which then shares the retry's row.
"""

import hashlib
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from projects.api.errors import ApiError, dialect_of
from projects.api.headers import client_id_of
from projects.api.request import KeyRequest
from projects.models import ApiKey, ApiRequest

WINDOW = timedelta(minutes=10)
GIVEN_UP = timedelta(seconds=100)  # a request without a response for this long has ended
NAME_LENGTH = 255


def claim(request: KeyRequest, *, model: str, callback: str) -> ApiRequest:
    """Return this request's row, with `generation` if it was created before. Raise ApiError 409."""
    key, body = request.auth, hashlib.sha256(request.path.encode() + b"\0" + request.body).hexdigest()
    fields = {
        "dialect": dialect_of(request.path),
        "what": f"POST {request.path}"[:120],
        "model": model[:60],
        "body": body,
        "client_request_id": client_id_of(request),
        "callback": callback,
        "base": f"{request.scheme}://{request.get_host()}",
        "at": timezone.now(),
    }
    name = idempotency_name(request)
    with transaction.atomic():
        ApiKey.objects.select_for_update(no_key=True).get(pk=key.pk)
        return claim_named(key, name, fields) if name else claim_unnamed(key, is_retry(request), fields)


def idempotency_name(request: KeyRequest) -> str:
    """Return the name that the client gave this request, or ""."""
    if own := request.headers.get("Idempotency-Key", ""):
        if len(own) > NAME_LENGTH:
            raise ApiError(
                400, f"Use at most {NAME_LENGTH} characters.", field="Idempotency-Key", should_retry=False
            )
        return f"own:{own}"
    client_id = client_id_of(request)
    return f"client:{client_id}" if client_id else ""


def is_retry(request: KeyRequest) -> bool:
    return request.headers.get("x-stainless-retry-count", "0").strip() not in ("", "0")


def claim_named(key: ApiKey, name: str, fields: dict) -> ApiRequest:
    token = "api-" + hashlib.sha256(f"{key.pk}:{name}".encode("utf-8", "replace")).hexdigest()[:48]
    row, is_new = ApiRequest.objects.get_or_create(key=key, token=token, defaults=fields)
    if is_new:
        return row
    is_used = row.generation_id or (row.status is None and row.at > fields["at"] - GIVEN_UP)
    if row.body != fields["body"] and is_used:
        message = "This Idempotency-Key or X-Client-Request-Id was already used for another request."
        raise ApiError(409, message, should_retry=False)
    return row if row.generation_id else restart(row, fields)


def restart(row: ApiRequest, fields: dict) -> ApiRequest:
    """Reset a row that created nothing to a new try."""
    for field, value in fields.items():
        setattr(row, field, value)
    row.status, row.error = None, ""
    row.save()
    return row


def claim_unnamed(key: ApiKey, is_retry: bool, fields: dict) -> ApiRequest:
    """Return the newest row with the same body for a retry; for others, that of a retry that came earlier."""
    same_body = ApiRequest.objects.filter(key=key, body=fields["body"], at__gt=fields["at"] - WINDOW)
    row = (same_body if is_retry else same_body.filter(retry=True)).order_by("-at").first()
    if row is None:
        return ApiRequest.objects.create(key=key, token=f"api-{uuid.uuid4().hex}", retry=is_retry, **fields)
    if not is_retry:
        row.retry = False
        row.save(update_fields=["retry"])
    return row if row.generation_id else restart(row, fields)


def record_response(row: ApiRequest, status: int, message: str = "", generation=None) -> None:
    """Record the response, for retries and for the key's log."""
    rows = ApiRequest.objects.filter(pk=row.pk)
    if generation is None:
        rows = rows.filter(generation=None)
    rows.update(status=status, error=message[:300], generation=generation)
