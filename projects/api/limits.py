"""Requests per minute of each API key, counted in this process: there is one web process.

Not ninja's throttling; DECISIONS.md says why.
"""

import threading
import time
import uuid

from django.conf import settings
from django.http import HttpRequest

from projects.api.errors import ApiError

MINUTE = 60
MOST_KEYS = 10_000
counts: dict[uuid.UUID, tuple[int, int]] = {}  # of each key: the minute, and its requests in it
lock = threading.Lock()


def count_request(request: HttpRequest, key_id: uuid.UUID) -> None:
    """Count one request, and put the headers that say what is left in `request.limits`. Raise 429 if over."""
    limit = settings.API_A_MINUTE
    if not limit:
        return
    now = time.time()
    resets_s = int(MINUTE - now % MINUTE) + 1
    used = increment(key_id, int(now // MINUTE))
    headers = {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(max(0, limit - used)),
        "RateLimit-Reset": str(resets_s),
    }
    request.limits = headers  # type: ignore[attr-defined]  # for urls.accept_keys
    if used > limit:
        message = f"More than {limit} requests a minute. Try again in {resets_s} seconds."
        raise ApiError(429, message, Retry_After=resets_s)


def increment(key_id: uuid.UUID, minute: int) -> int:
    with lock:
        if len(counts) > MOST_KEYS:
            counts.clear()
        counted_in, used = counts.get(key_id, (minute, 0))
        used = used + 1 if counted_in == minute else 1
        counts[key_id] = (minute, used)
        return used
