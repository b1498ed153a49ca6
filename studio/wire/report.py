"""What the maker says about one generation, in no vendor's words."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Stage(StrEnum):
    """How far the maker is. Only ever rises: QUEUED < GENERATING < COMPLETED or FAILED.

    An unknown word is GENERATING: still working (docs/providers.md#words-for-progress).
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

    provider_id: the maker's id. result_url: where the film lies, "" until COMPLETED (and sometimes even
    then: ask again). failure_code and failure_words: only when FAILED; the words are the provider's own and
    must be shown escaped. progress: 0 to 1 where the maker tells it. cost_usd: only where the maker told it.
    dialect: which of the provider's dialects accepted the create; asked for again with the same one.
    """

    provider_id: str
    stage: Stage
    result_url: str = ""
    failure_code: str = ""
    failure_words: str = ""
    progress: float | None = None
    cost_usd: Decimal | None = None
    dialect: str = ""
