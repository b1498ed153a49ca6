"""Headers of API requests."""

import re

from django.http import HttpRequest

CLIENT_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)


def client_id_of(request: HttpRequest) -> str:
    """Return X-Client-Request-Id, or "" if it can't be stored; the AI/ML API ignores such values too."""
    client_id = request.headers.get("X-Client-Request-Id", "")
    return client_id if CLIENT_ID.fullmatch(client_id) else ""
