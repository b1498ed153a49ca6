"""Put other words for phrases that mean something else than their words: the butterfly of a swimmer."""

import re
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("senses.tsv")


@cache
def load() -> list[tuple[re.Pattern[str], str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(re.compile(pattern), instead) for pattern, instead in rows]


@lru_cache(maxsize=64)
def resolve(text: str) -> str:
    """Return the text in lower case, as it is meant."""
    text = text.lower()
    for pattern, instead in load():
        text = pattern.sub(instead, text)
    return text
