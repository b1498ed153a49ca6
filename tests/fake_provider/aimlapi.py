"""The AI/ML API's two dialects for Luma video: the current one, and the original Luma paths."""

import asyncio
import sqlite3
import time
from typing import Any

from tests.fake_provider import rules
from tests.fake_provider.http import Answer, Refusal, Request, json_answer
from tests.fake_provider.luma import luma_view
from tests.fake_provider.prices import credits_of, usd

CURRENT = "/v2/video/generations"
ORIGINAL = "/v2/generate/video/luma-ai/generation"
MANY = "/v2/generate/video/luma-ai/generations"

_WORDS = {"queued": "queued", "making": "generating", "completed": "completed", "failed": "error"}
_RANKS = {"queued": 0, "dreaming": 1, "making": 1, "completed": 2, "failed": 3}
FAILURE = "The clip could not be made from this prompt"


async def create(world, request: Request) -> Answer:
    """POST of the current dialect."""
    row = await _order(world, request, rules.read_current_order, "current")
    return _accepted(
        world, request, row, {"id": row["id"], "status": "queued", "video": None, "error": None}, 200
    )


async def create_original(world, request: Request) -> Answer:
    """POST of the original dialect."""
    _original_is_there(world)
    row = await _order(world, request, rules.read_original_order, "original")
    return _accepted(world, request, row, luma_view(world, row), 201)


async def fetch(world, request: Request) -> Answer:
    """GET of the current dialect."""
    row = _wanted(world, request)
    return _told(world, request, row, current_view(world, row))


async def fetch_original(world, request: Request) -> Answer:
    """GET of the original dialect; `state` (or `status`) waits in the server, at most `wait_s` seconds."""
    _original_is_there(world)
    row = _wanted(world, request)
    state = request.one("state") or request.one("status")
    if state:
        row = await _wait_for(world, row, state)
    return _told(world, request, row, luma_view(world, row))


async def fetch_many(world, request: Request) -> Answer:
    """GET of several: `generation_ids=A,B` or `generation_ids[]=A` repeated; an unknown id is left out."""
    key = world.key(request)
    if world.settings.many == "off":
        raise Refusal(404, "Cannot GET " + request.path)
    asked = [*request.query.get("generation_ids[]", []), *request.query.get("generation_ids", [])]
    ids = [one for part in asked for one in part.split(",") if one]
    if not ids:
        raise Refusal(400, "generation_ids is required")
    found = (world.ledger.generation(one) for one in dict.fromkeys(ids))
    views = [luma_view(world, row) for row in found if row and row["key"] == key and row["home"] == "aimlapi"]
    shape = world.settings.many
    return json_answer(views if shape == "list" else {shape: views})


def current_view(world, row: sqlite3.Row) -> dict[str, Any]:
    """Return a generation in the shape of the current dialect."""
    stage = world.stage(row)
    video = {"url": world.result_url(row), "duration": row["seconds"]} if stage == "completed" else None
    error = {"name": "generation_failed", "message": FAILURE} if stage == "failed" else None
    cost = row["cost_micros"]
    usage = {"usage": {"credits_used": credits_of(cost), "usd_spent": float(usd(cost))}}
    return {
        "id": row["id"],
        "status": _WORDS[stage],
        "video": video,
        "error": error,
        "meta": usage if stage == "completed" else None,
    }


async def _order(world, request: Request, understand, dialect: str) -> sqlite3.Row:
    world.key(request)
    body = request.data
    try:
        order = understand(body)
    except Refusal as refusal:
        model = body.get("model") if isinstance(body, dict) else None
        world.log_refusal(request, str(model or ""), refusal)
        raise
    return await world.accept(request, order, home="aimlapi", dialect=dialect)


def _accepted(world, request: Request, row: sqlite3.Row, view: dict[str, Any], status: int) -> Answer:
    headers = {"x-inference-id": row["id"], **world.money_headers(row)}
    if world.settings.echo and (client_id := world.client_id(request)):
        headers["X-Client-Request-Id"] = client_id
    return json_answer(view, status, headers=headers, generation_id=row["id"])


def _told(world, request: Request, row: sqlite3.Row, view: dict[str, Any]) -> Answer:
    headers = {"x-inference-id": row["id"]}
    if row["state"] == "completed":
        headers |= world.money_headers(row)
    return json_answer(view, headers=headers, generation_id=row["id"])


def _wanted(world, request: Request) -> sqlite3.Row:
    key = world.key(request)
    generation_id = request.one("generation_id")
    if not generation_id:
        raise Refusal(400, "generation_id is required")
    return world.find(key, generation_id, home="aimlapi")


async def _wait_for(world, row: sqlite3.Row, state: str) -> sqlite3.Row:
    if state not in ("queued", "dreaming", "completed"):
        raise Refusal(400, f"One cannot wait for the state {state[:40]!r}")
    end = time.monotonic() + world.settings.wait_s
    while _RANKS[world.stage(row)] < _RANKS[state] and time.monotonic() < end:
        await asyncio.sleep(0.02)
        row = world.ledger.generation(row["id"])
    return row


def _original_is_there(world) -> None:
    if not world.settings.original:
        raise Refusal(404, "Not found")
