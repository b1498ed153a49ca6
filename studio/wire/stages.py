"""The providers' words for how far a generation is, and for why one failed: the same for every dialect."""

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
    """The stage that a provider's word means; an unknown word is GENERATING: still working."""
    known = word.strip().lower() if isinstance(word, str) else ""
    if known in WAITING:
        return Stage.QUEUED
    if known in DONE:
        return Stage.COMPLETED
    return Stage.FAILED if known in ENDED else Stage.GENERATING


def read_failure_code(name: Any, words: str) -> str:
    """A short code for the ledger: "moderation" where the words say so, else the provider's name for it."""
    plain = clean_text(name, 60)
    return "moderation" if MODERATED.search(f"{plain} {words}") else plain or "failed"
