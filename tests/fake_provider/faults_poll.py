"""Faults of polls."""

import gzip
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tests.fake_provider.http import Answer, Request, json_answer
from tests.fake_provider.twists import HTML, Fault, Twist, gateway, half, instead, says, send_as


def _each(change: Callable[[dict[str, Any], Any], dict[str, Any] | None]) -> Twist:
    """Change every generation in the answer, whatever its shape. Return None if none could be changed."""

    def twist(answer: Answer, request: Request, world) -> Answer | None:
        if answer.status >= 400:
            return None
        data = answer.data
        rows = (
            data
            if isinstance(data, list)
            else next((data[n] for n in ("generations", "data") if n in data), [data])
        )
        changed = [change(row, world) for row in rows]
        if not any(changed):
            return None
        for row, other in zip(rows, changed, strict=True):
            if other is not None:
                row.update(other)
        return json_answer(data, answer.status, headers=answer.headers, generation_id=answer.generation_id)

    return twist


def _word(word: str) -> Twist:
    return _each(lambda row, world: {_name(row): word})


def _name(row: dict[str, Any]) -> str:
    return "status" if "status" in row else "state"


def _backwards(row: dict[str, Any], world) -> dict[str, Any] | None:
    return None if row[_name(row)] == "queued" else {_name(row): "queued", **_no_assets(row)}


def _no_assets(row: dict[str, Any]) -> dict[str, Any]:
    return {"video": None} if "video" in row else {"assets": None}


def _no_url(row: dict[str, Any], world) -> dict[str, Any] | None:
    return _no_assets(row) if row[_name(row)] == "completed" else None


def _error_first(row: dict[str, Any], world) -> dict[str, Any] | None:
    if row["id"] in world.faults.erred or row[_name(row)] in ("error", "failed"):
        return None
    world.faults.erred.add(row["id"])
    if "status" in row:
        return {
            "status": "error",
            "video": None,
            "error": {"name": "internal_error", "message": "Temporary failure"},
        }
    return {"state": "failed", "assets": None, "failure_reason": "Temporary failure"}


def poll_faults() -> list[Fault]:
    twists: dict[str, Twist] = {
        "404": says(404, "Generation not found"),
        "backwards": _each(_backwards),
        **{
            f"word_{word}": _word(word)
            for word in ("dreaming", "streaming", "waiting", "active", "succeeded")
        },
        "no_url": _each(_no_url),
        "error_first": _each(_error_first),
        "500": says(500, "Internal server error"),
        "502": gateway(502),
        "503": gateway(503),
        "429": says(429, "Too many requests"),
        "broken_json": instead(half, header=True),
        "html_200": instead(HTML, header=True, kind="text/html"),
        "reset": send_as("reset"),
        "hang": send_as("hang"),
        "huge_body": _huge_body,
        "gzip_bomb": _gzip_bomb,
        "drip": send_as("drip"),
        "huge_header": _huge_header,
    }
    return [Fault(f"poll_{name}", "poll", twist) for name, twist in twists.items()]


def _huge_body(answer: Answer, request: Request, world) -> Answer | None:
    if answer.status >= 400 or not isinstance(answer.data, dict):
        return None
    return json_answer({**answer.data, "padding": "x" * (world.settings.huge_mb << 20)})


def _gzip_bomb(answer: Answer, request: Request, world) -> Answer:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    return Answer(200, bomb(world.settings.bomb_mb), headers)


@lru_cache(maxsize=2)
def bomb(megabytes: int) -> bytes:
    """Return a small gzip that expands to `megabytes` of JSON."""
    return gzip.compress(b'{"status":"' + b"A" * (megabytes << 20) + b'"}', compresslevel=6)


def _huge_header(answer: Answer, request: Request, world) -> Answer:
    return Answer(200, answer.body, {**answer.headers, "X-Filler": "f" * (world.settings.header_mb << 20)})
