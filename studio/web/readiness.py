"""Whether this studio can do its work: what a load balancer asks before it sends somebody here."""

import os
from collections.abc import Callable
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

QUEUE_WITHIN_S = 2


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Respond with 200 if every part works, and otherwise with 503. The body says which of them does."""
    works = {name: check() for name, check in PARTS.items()}
    return JsonResponse(
        {name: "ok" if fine else "unavailable" for name, fine in works.items()},
        status=200 if all(works.values()) else 503,
        headers={"Cache-Control": "no-store"},
    )


def has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()  # so that the next one who asks gets a new one
        return False
    return True


def has_queue() -> bool:
    """Return True if tasks can be queued. Without Redis, they are rows of the database."""
    if not settings.REDIS_URL:
        return has_database()
    try:
        with redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=QUEUE_WITHIN_S, socket_timeout=QUEUE_WITHIN_S
        ) as queue:
            return bool(queue.ping())
    except redis.RedisError:
        return False


def has_media() -> bool:
    """Return True if films can be written. Before the first one, their folder doesn't exist."""
    folder = Path(settings.MEDIA_ROOT)
    return os.access(folder if folder.exists() else settings.DATA, os.W_OK | os.X_OK)


PARTS: dict[str, Callable[[], bool]] = {"database": has_database, "queue": has_queue, "media": has_media}
