"""Headers of a program's request, read with care."""

import re

from django.http import HttpRequest

CLIENT_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)


def client_id_of(request: HttpRequest) -> str:
    """Return X-Client-Request-Id if it can be stored, else "", silently, as the AI/ML API does."""
    said = request.headers.get("X-Client-Request-Id", "")
    return said if CLIENT_ID.fullmatch(said) else ""
