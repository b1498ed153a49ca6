"""Define what a provider says about one generation, independently of providers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """A stage of the provider's work. Stages never move back: QUEUED < GENERATING < COMPLETED or FAILED.

    An unknown state is GENERATING (docs/providers.md#words-for-progress).
    """

    QUEUED = "queued"
    GENERATING = "generating"
    COMPLETED = "completed"
    FAILED = "failed"

    @property
    def rank(self) -> int:
        return {"queued": 0, "generating": 1}.get(self.value, 2)


@dataclass(frozen=True)
class Report:
    """One answer about one generation.

    provider_id: the provider's ID. result_url: where the video is, "" until COMPLETED, and sometimes even
    then: poll again. failure_code and failure_message: only if FAILED; the message is the provider's text and
    must be escaped. progress: 0 to 1 if known. cost_usd: only if the provider reports it.
    dialect: the provider's dialect that accepted the create; use the same one for polling.
    prompt: the prompt of the request, "" where the answer doesn't repeat it.
    drawn: what an engine that draws by rules shows, as studio/preview/reporting.py says it; else empty.
    """

    provider_id: str
    stage: Stage
    result_url: str = ""
    failure_code: str = ""
    failure_message: str = ""
    progress: float | None = None
    cost_usd: Decimal | None = None
    dialect: str = ""
    prompt: str = ""
    drawn: Mapping[str, Any] = field(default_factory=dict)
