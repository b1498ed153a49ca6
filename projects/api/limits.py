"""Requests per minute of each API key, counted together by all web processes of this machine.

Not ninja's throttling; DECISIONS.md says why.
"""

import logging
import time
import uuid

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from projects.api.errors import ApiError
from studio.processes.locks import hold

log = logging.getLogger(__name__)
MINUTE = 60


def count_request(request: HttpRequest, key_id: uuid.UUID) -> None:
    """Count one request, and put the headers that say what is left in `request.limits`. Raise 429 if over."""
    limit = settings.API_A_MINUTE
    if not limit:
        return
    now = time.time()
    resets_s = int(MINUTE - now % MINUTE) + 1
    used = increment(f"requests-{key_id.hex}", int(now // MINUTE))
    headers = {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(max(0, limit - used)),
        "RateLimit-Reset": str(resets_s),
    }
    request.limits = headers  # type: ignore[attr-defined]  # for urls.accept_keys
    if used > limit:
        message = f"More than {limit} requests a minute. Try again in {resets_s} seconds."
        raise ApiError(429, message, Retry_After=resets_s)


def increment(name: str, minute: int) -> int:
    """Return how many there are in this minute; 0 if a full disk keeps the count from being written."""
    counts = caches["counts"]
    try:
        with hold(name):
            counted_in, used = counts.get(name, (minute, 0))
            used = used + 1 if counted_in == minute else 1
            counts.set(name, (minute, used))
            return used
    except OSError as error:
        log.warning("Can't count requests: %s", error)
        return 0
