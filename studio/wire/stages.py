"""Read the providers' states and failure reasons, which are the same in every dialect."""

import re
from typing import Any

from studio.wire.reading import clean_text
from studio.wire.report import Stage

# docs/providers.md#words-for-progress. "dreaming", "streaming", "active" and every other word: working.
WAITING = {"queued", "waiting", "pending"}
DONE = {"completed", "succeeded"}
ENDED = {"error", "failed"}

MODERATED = re.compile(
    r"moderat|content.{0,3}polic|safety|nsfw|inappropriate|prohibited|violat", re.IGNORECASE
)


def read_stage(word: Any) -> Stage:
    """Return the stage for a provider's state; an unknown state is GENERATING."""
    known = word.strip().lower() if isinstance(word, str) else ""
    if known in WAITING:
        return Stage.QUEUED
    if known in DONE:
        return Stage.COMPLETED
    return Stage.FAILED if known in ENDED else Stage.GENERATING


def read_failure_code(name: Any, message: str) -> str:
    """Return a short code for the ledger: "moderation" if the text says so, otherwise the provider's own."""
    plain = clean_text(name, 60)
    return "moderation" if MODERATED.search(f"{plain} {message}") else plain or "failed"
