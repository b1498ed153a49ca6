"""Tell which of its meanings a word has, by the words around it: a ring to wear, or one to box in."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from studio.preview.nouns import UNSEEN, Mention, Noun, load_names

TABLE = Path(__file__).with_name("meanings.tsv")
SAID, MANY, SMALL = "-", "*", "~"  # marks of meanings.tsv
REAL, TOY_M = ("vehicle", "spacecraft"), 0.15  # what is drawn small if it is a toy, and how small


@cache
def load_meanings() -> list[tuple[str, re.Pattern[str]]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(name, re.compile(rf"\b(?:{pattern})(?!\w)")) for name, pattern in rows]


def tell_apart(mentions: list[Mention], words: str) -> list[Mention]:
    """Return the mentions as what they mean here, without those that are figures of speech."""
    meant = {
        match.span(match.lastindex or 0): name
        for name, pattern in reversed(load_meanings())
        for match in pattern.finditer(words)
    }
    if not meant:
        return mentions
    results: list[Mention] = []
    used: set[tuple[int, int]] = set()
    for mention in mentions:
        span = next(
            (one for one in reversed(meant) if one[0] <= mention.start and mention.end <= one[1]), None
        )
        if span is None or mention.is_foreign:
            results.append(mention)
        elif meant[span] == SMALL:
            results += [_mean(mention, SMALL, span)] if mention.noun.category in REAL else []
        elif meant[span] and (span not in used or meant[span] == SAID):
            results.append(_mean(mention, meant[span], span))
            used.add(span)
    return results


def _mean(mention: Mention, name: str, span: tuple[int, int]) -> Mention:
    if name == SAID:
        return replace(mention, noun=Noun(mention.word, UNSEEN, 1, {}))
    if name == SMALL:
        return replace(mention, noun=replace(mention.noun, height_m=TOY_M, category="object"))
    noun = load_names()[name.removesuffix(MANY)]
    start, end = span
    is_plural = name.endswith(MANY)
    return replace(mention, noun=noun, start=start, end=end, word=noun.name, is_plural=is_plural)
