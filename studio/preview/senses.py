"""Put other words for phrases that mean something else than their words: the butterfly of a swimmer."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("senses.tsv")


class Sense(NamedTuple):
    """A row of the table. lost: what is not drawn, with commas between and \\1 for a group."""

    phrase: re.Pattern[str]
    instead: str
    lost: str = ""


@cache
def load() -> list[Sense]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [Sense(re.compile(phrase), *others) for phrase, *others in rows]


def resolve(text: str) -> str:
    """Return the text in lower case, as it is meant."""
    return _read(text)[0]


def list_lost(text: str) -> list[str]:
    """Return the words of the text that stand for something to see, but not in what it is resolved to."""
    return list(_read(text)[1])


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[str, tuple[str, ...]]:
    text = text.lower()
    lost: list[str] = []
    for sense in load():
        lost += _expand(sense, text) if sense.lost else []
        text = sense.phrase.sub(sense.instead, text)
    return text, tuple(lost)


def _expand(sense: Sense, text: str) -> Iterator[str]:
    for match in sense.phrase.finditer(text):
        yield from filter(None, match.expand(sense.lost).split(","))
