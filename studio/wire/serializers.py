"""Write a generation in each provider's JSON, as its clients read it.

`aimlapi.read_report` and `luma.read_report` read what is written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from studio.wire.aimlapi import CREDITS_PER_USD
from studio.wire.report import Stage

LUMA_MODELS = ("ray-2", "ray-flash-2")  # the names that Luma's SDKs know
LUMA_STATES = {Stage.GENERATING: "dreaming"}
CURRENT_STATES = {Stage.FAILED: "error"}


@dataclass(frozen=True)
class GenerationView:
    """A generation as providers' clients see it. request: its settings in the wire's terms.

    files: URLs by name ("video", "image", "first_frame", "last_frame"), empty until it is completed.
    """

    id: str
    stage: Stage
    model: str
    engine: str
    created_at: datetime
    request: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None
    failure_code: str = ""
    failure_message: str = ""
    cost_usd: Decimal | None = None


def serialize_luma(view: GenerationView) -> dict[str, Any]:
    """Return Luma's Generation, which the AI/ML API's original paths use too."""
    return {
        "id": view.id,
        "generation_type": "video",
        "state": LUMA_STATES.get(view.stage, view.stage.value),
        "failure_reason": view.failure_message or None,
        "created_at": view.created_at.isoformat(),
        "assets": {"image": None, "progress_video": None, **view.files} if view.files else None,
        "model": view.model,
        "version": view.model,
        "request": dict(view.request),
        "engine": view.engine,
    }


def serialize_for_sdk(view: GenerationView) -> dict[str, Any]:
    """Return Luma's Generation for its SDKs, which know only Luma's models: others carry no request."""
    body = serialize_luma(view)
    if view.request.get("model") not in LUMA_MODELS:
        del body["request"]
    return body


def serialize_current(view: GenerationView) -> dict[str, Any]:
    """Return the AI/ML API's answer at `/v2/video/generations`."""
    video = {"url": view.files["video"], "duration": view.seconds} if view.files else None
    failed = view.stage is Stage.FAILED
    return {
        "id": view.id,
        "status": CURRENT_STATES.get(view.stage, view.stage.value),
        "video": video,
        "error": {"name": view.failure_code, "message": view.failure_message} if failed else None,
        "duration": view.seconds,
        "meta": {"usage": serialize_usage(view.cost_usd)} if view.cost_usd is not None else None,
        "model": view.model,
        "engine": view.engine,
    }


def serialize_usage(cost_usd: Decimal) -> dict[str, Any]:
    return {"credits_used": int(cost_usd * CREDITS_PER_USD), "usd_spent": float(cost_usd)}


def serialize_cost(cost_usd: Decimal) -> dict[str, Any]:
    """Return a cost as `/v2/logs` has it."""
    return {"usd": float(cost_usd), "credits": int(cost_usd * CREDITS_PER_USD)}


def rank_state(state: str) -> int | None:
    """Return a state's rank: queued < dreaming < completed = failed; None for an unknown state."""
    return {"queued": 0, "dreaming": 1, "generating": 1, "completed": 2, "failed": 2, "error": 2}.get(state)
