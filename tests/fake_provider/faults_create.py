"""Faults of creates: the ones that may cost money twice."""

import json
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

from tests.fake_provider.errors import error
from tests.fake_provider.http import Answer, Request
from tests.fake_provider.twists import HTML, Fault, Twist, gateway, half, instead, says, send_as

MODERATION = "Prompt was rejected by moderation: <script>alert('moderated')</script> contains forbidden words"


def _without_id(answer: Answer) -> bytes:
    return json.dumps({name: value for name, value in answer.data.items() if name != "id"}).encode()


_BODIES: dict[str, tuple[Any, str]] = {
    "broken_json": (half, "application/json"),
    "no_id": (_without_id, "application/json"),
    "wrong_type": (b'["queued", 17, null]', "application/json"),
    "html_200": (HTML, "text/html"),
    "empty_200": (b"", "application/json"),
}


def _too_many(retry_after: Callable[[Any], str] | None) -> Twist:
    def twist(answer: Answer, request: Request, world) -> Answer:
        headers = {"Retry-After": retry_after(world)} if retry_after else {}
        return error(request, 429, "Too many requests", headers=headers)

    return twist


def _flip(attribute: str, status: int, message: str) -> Twist:
    def twist(answer: Answer, request: Request, world) -> Answer:
        getattr(world, attribute)[request.key] = time.monotonic() + world.settings.flip_s
        return error(request, status, message)

    return twist


def _not_echoed(answer: Answer, request: Request, world) -> Answer:
    kept = {name: value for name, value in answer.headers.items() if name.lower() != "x-client-request-id"}
    return Answer(answer.status, answer.body, kept, generation_id=answer.generation_id)


def create_faults() -> list[Fault]:
    def accepted(name: str, twist: Twist, **more: Any) -> Fault:
        return Fault(name, "create", twist, **more)

    def not_accepted(name: str, twist: Twist, **more: Any) -> Fault:
        return Fault(name, "create", twist, accepts=False, **more)

    broken = "Internal server error"
    return [
        not_accepted("refuse_connection", send_as("reset"), unread=True),
        not_accepted("reset_before_accept", send_as("reset")),
        not_accepted("close_before_accept", send_as("close")),
        accepted("reset_after_accept", send_as("reset")),
        accepted("close_after_accept", send_as("close")),
        accepted("half_headers", send_as("half_headers")),
        accepted("hang_after_accept", send_as("hang")),
        accepted("drip_after_accept", send_as("drip")),
        accepted("500_accepted", says(500, broken)),
        *(accepted(f"{status}_accepted", gateway(status)) for status in (502, 503, 504)),
        not_accepted("500_refused", says(500, broken), logged=True),
        *(not_accepted(f"{status}_refused", gateway(status), logged=True) for status in (502, 503, 504)),
        *(accepted(name, instead(body, header=True, kind=kind)) for name, (body, kind) in _BODIES.items()),
        *(
            accepted(f"{name}_no_header", instead(body, header=False, kind=kind))
            for name, (body, kind) in _BODIES.items()
        ),
        accepted("client_id_not_echoed", _not_echoed),
        accepted("client_id_lost", _not_echoed),
        accepted("generation_fails", send_as("whole"), fate="failed"),
        accepted("generation_stuck", send_as("whole"), fate="stuck"),
        not_accepted("429_seconds", _too_many(lambda world: str(world.settings.retry_after))),
        not_accepted("429_date", _too_many(lambda world: formatdate(time.time() + 2, usegmt=True))),
        not_accepted("429_negative", _too_many(lambda world: "-5")),
        not_accepted("429_huge", _too_many(lambda world: "1000000000")),
        not_accepted("429_absent", _too_many(None)),
        not_accepted("401_flip", _flip("shut_until", 401, "Invalid API key or the key has been revoked")),
        not_accepted("403_credits", _flip("broke_until", 403, "You've run out of credits"), logged=True),
        not_accepted("402_unpaid", says(402, "Payment required"), logged=True),
        not_accepted("413_large", says(413, "Request entity too large")),
        not_accepted("400_moderation", says(400, MODERATION), logged=True),
        *(
            not_accepted(f"{status}_gone", says(status, "This model is no longer here"))
            for status in (404, 405, 410)
        ),
    ]
