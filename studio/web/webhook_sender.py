"""Send signed webhooks as standardwebhooks.com describes.

The receiver checks `webhook-signature` ("v1," and base64 of HMAC-SHA256 over "id.timestamp.body") with the
secret that both know ("whsec_" and base64), and refuses a timestamp that is old.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Iterable

import httpx

from studio.media.deadline import create_transport, within
from studio.media.ssrf_guard import Guard

DEADLINE_S = 10
PREFIX = "whsec_"


class DeliveryFailed(Exception):
    """The receiver could not be reached. The message never says why: that would map a network."""


def create_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, id: str, timestamp: int, body: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def post(url: str, *, secret: str, id: str, body: str, allow_hosts: Iterable[str] = ()) -> int:
    """POST `body` and return the response's status, without following redirects. Raise DeliveryFailed."""
    now = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Dailies",
        "webhook-id": id,
        "webhook-timestamp": str(now),
        "webhook-signature": sign(secret, id, now, body),
    }
    transport = create_transport(Guard(allow_hosts), max_keepalive_connections=0)
    try:
        with (
            within(DEADLINE_S),
            httpx.Client(transport=transport, trust_env=False, timeout=DEADLINE_S) as client,
            client.stream("POST", url, content=body, headers=headers) as answer,
        ):
            return answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL):
        raise DeliveryFailed("This address did not respond, or Dailies is not allowed to reach it.") from None
