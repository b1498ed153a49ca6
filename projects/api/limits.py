"""So many requests a minute with one key: counted in this process, for there is one web process."""

import threading
import time

from django.conf import settings
from django.http import HttpRequest

from projects.api.errors import ApiError

MINUTE = 60
counted: dict[object, list[int]] = {}  # a key's id to [its minute, its requests in it]
lock = threading.Lock()


def count(request: HttpRequest, key_id) -> None:
    """Count one, and leave what is left in `request.limits` for the answer's headers. Raises ApiError 429."""
    most = settings.API_A_MINUTE
    if not most:
        return
    now = time.time()
    minute, resets_s = int(now // MINUTE), int(MINUTE - now % MINUTE) + 1
    with lock:
        if len(counted) > 10_000:
            counted.clear()
        row = counted.setdefault(key_id, [minute, 0])
        if row[0] != minute:
            row[:] = [minute, 0]
        row[1] += 1
        used = row[1]
    limits = {
        "RateLimit-Limit": str(most),
        "RateLimit-Remaining": str(max(0, most - used)),
        "RateLimit-Reset": str(resets_s),
    }
    request.limits = limits  # type: ignore[attr-defined]  # for urls.accept_keys
    if used > most:
        raise ApiError(429, f"More than {most} requests a minute. Ask again later.", Retry_After=resets_s)
