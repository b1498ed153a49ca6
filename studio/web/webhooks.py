"""Telling another machine what happened: one signed POST, as standardwebhooks.com describes it.

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

from studio.media.deadline import timed_transport, within
from studio.media.guard import Guard

DEADLINE_S = 15
PREFIX = "whsec_"


class NotTold(Exception):
    """Nobody took it; the words are for a person and never tell why a machine could not be reached."""


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, id: str, timestamp: int, body: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def post(url: str, *, secret: str, id: str, body: str, allow_hosts: Iterable[str] = ()) -> int:
    """The status that the receiver answered with; redirects are not followed. Raises NotTold."""
    now = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Dailies",
        "webhook-id": id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(secret, id, now, body),
    }
    transport = timed_transport(Guard(allow_hosts), max_keepalive_connections=0)
    try:
        with (
            within(DEADLINE_S),
            httpx.Client(transport=transport, trust_env=False, timeout=DEADLINE_S) as client,
            client.stream("POST", url, content=body, headers=headers) as answer,
        ):
            return answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL):
        raise NotTold("Nobody answered at this address, or it may not be opened from here.") from None
