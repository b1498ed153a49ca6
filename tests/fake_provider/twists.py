"""Faults, and the twists that faults of several places share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fake_provider.errors import error
from tests.fake_provider.http import Answer, Request

Twist = Callable[
    [Answer, Request, Any], Answer | None
]  # Any is the World; None means that there is nothing to twist

HTML = b"<!doctype html><title>Just a moment...</title><h1>Checking your browser</h1>"


@dataclass(frozen=True)
class Fault:
    """One fault. logged: a refusal that still makes a failed row in the provider's log."""

    name: str
    place: str
    twist: Twist
    accepts: bool = True
    unread: bool = False
    logged: bool = False
    fate: str = ""


def send_as(manner: str) -> Twist:
    return lambda answer, request, world: Answer(
        answer.status, answer.body, answer.headers, manner, answer.generation_id
    )


def says(status: int, message: str, **headers: str) -> Twist:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda answer, request, world: error(request, status, message, headers=named)


def gateway(status: int) -> Twist:
    page = f"<html><body><h1>{status}</h1>the gateway has no answer</body></html>".encode()
    return lambda answer, request, world: Answer(status, page, {"Content-Type": "text/html"})


def instead(
    body: bytes | Callable[[Answer], bytes], *, header: bool, kind: str = "application/json"
) -> Twist:
    """Return a 200 with another body, with or without the header that has the ID."""

    def twist(answer: Answer, request: Request, world) -> Answer:
        headers = {"Content-Type": kind}
        if header and "x-inference-id" in answer.headers:
            headers["x-inference-id"] = answer.headers["x-inference-id"]
        return Answer(
            200, body(answer) if callable(body) else body, headers, generation_id=answer.generation_id
        )

    return twist


def half(answer: Answer) -> bytes:
    return answer.body[: len(answer.body) // 2]
