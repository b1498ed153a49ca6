"""Refusals in the shape of the API that was called."""

import time
import uuid
from typing import Any

from tests.fake_provider.http import Answer, Refusal, Request, json_answer

LUMA = "/dream-machine/"


def refused(request: Request, refusal: Refusal) -> Answer:
    return error(request, refusal.status, refusal.message, **refusal.more)


def error(
    request: Request, status: int, message: str, *, headers: dict[str, str] | None = None, **more: Any
) -> Answer:
    """Return `{"detail"}` for Luma's own API, else the longer object, whose statusCode may be a string."""
    if request.path.startswith(LUMA):
        return json_answer({"detail": message}, status, headers=headers or {})
    request_id, inference_id = str(uuid.uuid4()), more.pop("inference_id", str(uuid.uuid4()))
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    body = {"message": message, "path": request.path, "requestId": request_id, "timestamp": stamp, **more}
    body["statusCode"] = str(status) if int(request_id[0], 16) % 2 else status
    return json_answer(body, status, headers={"x-inference-id": inference_id, **(headers or {})})
