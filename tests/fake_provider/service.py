"""The AI/ML API's service endpoints: the log of calls, the balance, the models and their prices."""

import hashlib
import json
import time
from collections import deque
from datetime import UTC, datetime
from typing import Any

from tests.fake_provider.http import Answer, Refusal, Request, iso, json_answer
from tests.fake_provider.prices import ALIASES, PRICING, credits_of, usd

WINDOW_S = 92 * 86400
_UNITS = {"m": 60, "h": 3600, "d": 86400}


async def logs(world, request: Request) -> Answer:
    """Rows of this key's creates, newest first; each appears only `log_delay` seconds after it happened."""
    key = world.key(request)
    _meter(world, key)
    start, end = _window(request)
    rows = [_log_row(row) for row in world.ledger.log(key, start, end, time.time())]
    for name in ("model", "status"):
        if wanted := request.query.get(name):
            rows = [row for row in rows if row[name] in wanted]
    return json_answer(_paged(rows, *_page(request)))


async def billing(world, request: Request) -> Answer:
    balance = world.balance(world.key(request))
    return json_answer({"current_balance": float(usd(balance)), "currency": "USD"})


async def key(world, request: Request) -> Answer:
    """The caller's key, in the shape of the provider's own schema."""
    settings = world.settings
    world.key(request)
    limit = None if settings.key_limit is None else {"retention": "month", "threshold": settings.key_limit}
    facts = {
        "name": "test",
        "disabled": settings.key_disabled,
        "prefix": request.key[:8],
        "scopes": settings.key_scopes,
        "limit": limit,
        "created_at": "2026-02-18T06:57:29.232Z",
        "updated_at": "2026-02-18T06:57:29.232Z",
        "monthly_usage": settings.key_usage,
    }
    return json_answer({"data": facts})


async def transactions(world, request: Request) -> Answer:
    """The charges, newest first; each stands here only after its clip was made."""
    rows = [_transaction(row) for row in world.ledger.charges(world.key(request))]
    return json_answer(_paged(rows, *_page(request)))


async def models(world, request: Request) -> Answer:
    """Models, with prices where asked for; open to all, with an ETag."""
    wanted = [one for part in request.query.get("id", []) for one in part.split(",")] or list(PRICING)
    priced = "pricing" in ",".join(request.query.get("include", []))
    known = [model for model in PRICING if model in wanted or set(ALIASES[model]) & set(wanted)]
    answer = json_answer({"object": "list", "data": [_model(model, priced=priced) for model in known]})
    answer.headers["ETag"] = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
    if request.headers.get("if-none-match") == answer.headers["ETag"]:
        return Answer(304, headers={"ETag": answer.headers["ETag"]})
    return answer


def _model(model: str, *, priced: bool) -> dict[str, Any]:
    info = {"name": model.removeprefix("luma/"), "developer": "Luma"}
    facts = {"id": model, "aliases": ALIASES[model], "type": "video", "info": info, "tags": []}
    return {**facts, "pricing": json.loads(json.dumps(PRICING[model]))} if priced else facts


def _meter(world, key: str) -> None:
    """Allow at most `logs_per_minute` calls in any 60 seconds."""
    calls: deque[float] = world.log_calls.setdefault(key, deque())
    now = time.monotonic()
    while calls and calls[0] <= now - 60:
        calls.popleft()
    if len(calls) >= world.settings.logs_per_minute:
        raise Refusal(429, "Too many requests")
    calls.append(now)


def _window(request: Request) -> tuple[float, float]:
    start, end, period = request.one("start"), request.one("end"), request.one("period")
    if period and (start or end):
        raise Refusal(400, "Use either period or start and end")
    if period:
        return time.time() - _period(period), time.time()
    until = _moment(end) if end else time.time()
    since = _moment(start) if start else until - 86400
    if not 0 <= until - since <= WINDOW_S:
        raise Refusal(400, "The window must be at most 92 days")
    return since, until


def _period(text: str) -> float:
    if text[-1:] not in _UNITS or not text[:-1].isdigit() or int(text[:-1]) * _UNITS[text[-1]] > WINDOW_S:
        raise Refusal(400, "period must look like 24h and be at most 92 days")
    return int(text[:-1]) * _UNITS[text[-1]]


def _moment(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal(400, f"Not an ISO moment: {text[:40]}") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _page(request: Request) -> tuple[int, int]:
    limit, offset = request.one("limit", "100"), request.one("offset", "0")
    if not (limit.isdigit() and offset.isdigit() and 1 <= int(limit) <= 1000):
        raise Refusal(400, "limit must be 1 to 1000, offset 0 or more")
    return int(limit), int(offset)


def _paged(rows: list[dict[str, Any]], limit: int, offset: int) -> dict[str, Any]:
    more = offset + limit < len(rows)
    pagination = {"limit": limit, "offset": offset, "total": len(rows), "has_more": more}
    return {"data": rows[offset : offset + limit], "pagination": pagination}


def _log_row(row) -> dict[str, Any]:
    cost = row["cost_micros"]
    return {
        "created": iso(row["created"]),
        "status": row["status"],
        "origin": "api",
        "model": row["model"],
        "cost": {"usd": float(usd(cost)), "credits": credits_of(cost)},
        "tokens": {"input": 0, "output": 0, "total": 0},
        "request_id": row["request_id"],
        "inference_id": row["inference_id"],
        "client_request_id": row["client_request_id"],
    }


def _transaction(row) -> dict[str, Any]:
    return {
        "created": iso(row["at"]),
        "type": "charge",
        "amount": -float(usd(row["micros"])),
        "currency": "USD",
        "reference_id": row["generation_id"],
    }
