"""Luma's own API, as its SDKs speak it."""

import json
import sqlite3
from typing import Any

from tests.fake_provider import rules
from tests.fake_provider.http import Answer, Refusal, Request, iso, json_answer

BASE = "/dream-machine/v1"
CREATES = (f"{BASE}/generations", f"{BASE}/generations/video")
CONCEPTS = ["orbit_left", "orbit_right", "pan_left", "pan_right", "push_in", "pull_out", "crane_up", "static"]

_WORDS = {"queued": "queued", "making": "dreaming", "completed": "completed", "failed": "failed"}
FAILURE = "The clip could not be made from this prompt"


def luma_view(world, row: sqlite3.Row) -> dict[str, Any]:
    """Return a generation as Luma's object, which the AI/ML API's original dialect passes on."""
    stage = world.stage(row)
    return {
        "id": row["id"],
        "generation_type": "video",
        "state": _WORDS[stage],
        "failure_reason": FAILURE if stage == "failed" else None,
        "created_at": iso(row["created"]),
        "assets": {"video": world.result_url(row)} if stage == "completed" else None,
        "model": row["model"].removeprefix("luma/"),
        "version": "v1.6" if row["model"].endswith("1-6") else "v2",
        "request": json.loads(row["body"]),
    }


async def create(world, request: Request) -> Answer:
    world.key(request)
    row = await world.accept(request, rules.read_luma_order(request.data), home="luma", dialect="luma")
    return json_answer(luma_view(world, row), 201, generation_id=row["id"])


async def generation(world, request: Request) -> Answer:
    """GET or DELETE of one."""
    row = world.find(world.key(request), request.path.rsplit("/", 1)[1], home="luma")
    if request.method == "DELETE":
        world.ledger.forget(row["id"])
        return Answer(204, generation_id=row["id"])
    return json_answer(luma_view(world, row), generation_id=row["id"])


async def listing(world, request: Request) -> Answer:
    key = world.key(request)
    limit, offset = _number(request, "limit", 100), _number(request, "offset", 0)
    rows = world.ledger.generations(key=key, home="luma")
    page = [luma_view(world, row) for row in rows[offset : offset + limit]]
    more = offset + len(page) < len(rows)
    return json_answer(
        {"has_more": more, "count": len(rows), "limit": limit, "offset": offset, "generations": page}
    )


async def concepts(world, request: Request) -> Answer:
    world.key(request)
    return json_answer(CONCEPTS)


async def ping(world, request: Request) -> Answer:
    world.key(request)
    return json_answer({"message": "pong"})


async def credit(world, request: Request) -> Answer:
    return json_answer({"credit_balance": world.balance(world.key(request)) // 10_000})


def _number(request: Request, name: str, usual: int) -> int:
    text = request.one(name, str(usual))
    if not text.isdigit():
        raise Refusal(422, f"{name} must be a number")
    return int(text)
