"""Read what the AI/ML API says about a key (docs/providers.md#keys)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from studio.wire.reading import as_mapping, clean_text, read_amount

VIDEO = "model:video"


@dataclass(frozen=True)
class KeyProblem:
    """Why a key can't order videos. hold: "key" or "credits"."""

    hold: str
    message: str


def find_key_problem(answer: Any) -> KeyProblem | None:
    """Return why this key can't order videos, or None. What can't be read is no reason against it."""
    key = as_mapping(as_mapping(answer).get("data"))
    if key.get("disabled") is True:
        return KeyProblem("key", "This key is disabled at the provider. Enable it there, or use another one.")
    if (scopes := _read_scopes(key.get("scopes"))) and VIDEO not in scopes:
        may = clean_text(", ".join(scopes), 120)
        return KeyProblem("key", f"This key may not make videos, only {may}. It needs {VIDEO}.")
    limit_usd = _read_monthly_limit(key)
    if limit_usd is not None and (read_amount(key.get("monthly_usage")) or 0) >= limit_usd:
        return KeyProblem("credits", f"This key's monthly limit of ${limit_usd:.2f} is used up.")
    return None


def _read_scopes(value: Any) -> list[str]:
    """Return the key's scopes; [] if it has none, which means that it may do everything."""
    return [scope for scope in value if isinstance(scope, str)] if isinstance(value, list) else []


def _read_monthly_limit(key: dict[str, Any]) -> Decimal | None:
    """Return the limit for a calendar month: of other periods the answer doesn't say what was used."""
    limit = as_mapping(key.get("limit"))
    return read_amount(limit.get("threshold")) if limit.get("retention") == "month" else None
