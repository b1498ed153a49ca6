"""Define one row of a provider's log."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class LogRow:
    """Proof that a create arrived, and its outcome. prompt: "" where the log doesn't carry it."""

    client_request_id: str
    inference_id: str
    succeeded: bool
    created: datetime | None = None
    model: str = ""
    cost_usd: Decimal | None = None
    prompt: str = ""
