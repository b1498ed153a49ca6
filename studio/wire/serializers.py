"""The other side of the wire: one clip told in each provider's words, as their clients read it.

What is written here, `aimlapi.report` and `luma.report` read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from studio.wire.aimlapi import CREDITS_PER_USD
from studio.wire.report import Stage

LUMA_WORDS = {Stage.GENERATING: "dreaming"}
CURRENT_WORDS = {Stage.FAILED: "error"}


@dataclass(frozen=True)
class GenerationView:
    """model: as it was asked for. engine: who makes it. request: the settings in the wire's words.

    files: addresses by name ("video", "image", "first_frame", "last_frame"), empty until it is completed.
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
    failure_words: str = ""
    cost_usd: Decimal | None = None


def serialize_luma(told: GenerationView) -> dict[str, Any]:
    """Luma's Generation, which the AI/ML API's original paths answer with too."""
    return {
        "id": told.id,
        "generation_type": "video",
        "state": LUMA_WORDS.get(told.stage, told.stage.value),
        "failure_reason": told.failure_words or None,
        "created_at": told.created_at.isoformat(),
        "assets": {"image": None, "progress_video": None, **told.files} if told.files else None,
        "model": told.model,
        "version": told.model,
        "request": dict(told.request),
        "engine": told.engine,
    }


def serialize_current(told: GenerationView) -> dict[str, Any]:
    """The AI/ML API's answer at `/v2/video/generations`."""
    video = {"url": told.files["video"], "duration": told.seconds} if told.files else None
    failed = told.stage is Stage.FAILED
    return {
        "id": told.id,
        "status": CURRENT_WORDS.get(told.stage, told.stage.value),
        "video": video,
        "error": {"name": told.failure_code, "message": told.failure_words} if failed else None,
        "duration": told.seconds,
        "meta": {"usage": serialize_usage(told.cost_usd)} if told.cost_usd is not None else None,
        "model": told.model,
        "engine": told.engine,
    }


def serialize_usage(cost_usd: Decimal) -> dict[str, Any]:
    return {"credits_used": int(cost_usd * CREDITS_PER_USD), "usd_spent": float(cost_usd)}


def rank_state(word: str) -> int | None:
    """How far a state is: queued < dreaming < completed = failed; None for no such word."""
    return {"queued": 0, "dreaming": 1, "generating": 1, "completed": 2, "failed": 2, "error": 2}.get(word)
