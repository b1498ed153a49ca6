"""The same create asked twice is one create.

A client that names it (Idempotency-Key, else X-Client-Request-Id) gets what the first one made. The SDKs name
nothing and repeat blindly after a time-out, telling only that they do (x-stainless-retry-count): such a
request shares the row of one with the same key and body within ten minutes. It may even overtake the first
one; then the first one finds its row and shares it.
"""

import hashlib
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from projects.api.errors import Trouble, dialect_of
from projects.api.headers import client_id_of
from projects.api.request import KeyRequest
from projects.models import ApiKey, ApiRequest

WINDOW = timedelta(minutes=10)
GIVEN_UP = timedelta(seconds=100)  # a request without an answer for so long is not at work any more
NAME_LENGTH = 255


def claim(request: KeyRequest, *, model: str, callback: str) -> ApiRequest:
    """This request's row: with `generation` where it was made before. Raises Trouble 409."""
    key, body = request.auth, hashlib.sha256(request.path.encode() + b"\0" + request.body).hexdigest()
    about = {
        "dialect": dialect_of(request.path),
        "what": f"POST {request.path}"[:120],
        "model": model[:60],
        "body": body,
        "client_request_id": client_id_of(request),
        "callback": callback,
        "base": f"{request.scheme}://{request.get_host()}",
        "at": timezone.now(),
    }
    name = name_of(request)
    with transaction.atomic():
        ApiKey.objects.select_for_update(no_key=True).get(pk=key.pk)
        return named(key, name, about) if name else nameless(key, is_retry(request), about)


def name_of(request: KeyRequest) -> str:
    if own := request.headers.get("Idempotency-Key", ""):
        if len(own) > NAME_LENGTH:
            raise Trouble(400, f"At most {NAME_LENGTH} characters.", field="Idempotency-Key", again=False)
        return f"own:{own}"
    client_id = client_id_of(request)
    return f"client:{client_id}" if client_id else ""


def is_retry(request: KeyRequest) -> bool:
    return request.headers.get("x-stainless-retry-count", "0").strip() not in ("", "0")


def named(key: ApiKey, name: str, about: dict) -> ApiRequest:
    token = "api-" + hashlib.sha256(f"{key.pk}:{name}".encode("utf-8", "replace")).hexdigest()[:48]
    row, new = ApiRequest.objects.get_or_create(key=key, token=token, defaults=about)
    if new:
        return row
    at_work = row.generation_id or (row.status is None and row.at > about["at"] - GIVEN_UP)
    if row.body != about["body"] and at_work:
        words = "This Idempotency-Key or X-Client-Request-Id was already used for another request."
        raise Trouble(409, words, again=False)
    return row if row.generation_id else taken_up(row, about)


def taken_up(row: ApiRequest, about: dict) -> ApiRequest:
    """Nothing has come of it so far: it is at work (again)."""
    for field, value in about.items():
        setattr(row, field, value)
    row.status, row.error = None, ""
    row.save()
    return row


def nameless(key: ApiKey, is_retry: bool, about: dict) -> ApiRequest:
    """A retry shares the newest row of the same body; a first request the row of a retry that overtook it."""
    alike = ApiRequest.objects.filter(key=key, body=about["body"], at__gt=about["at"] - WINDOW)
    row = (alike if is_retry else alike.filter(retry=True)).order_by("-at").first()
    if row is None:
        return ApiRequest.objects.create(key=key, token=f"api-{uuid.uuid4().hex}", retry=is_retry, **about)
    if not is_retry:
        row.retry = False
        row.save(update_fields=["retry"])
    return row if row.generation_id else taken_up(row, about)


def settle(row: ApiRequest, status: int, message: str = "", generation=None) -> None:
    """The request's answer, for whoever asks again and for the log."""
    rows = ApiRequest.objects.filter(pk=row.pk)
    if generation is None:
        rows = rows.filter(generation=None)
    rows.update(status=status, error=message[:300], generation=generation)
