"""Count the copies of a noun, by the words around it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from studio.preview import grammar
from studio.preview.nouns import Mention

SAME_IN_PLURAL = ("sheep", "deer", "bison", "reindeer", "moose")
SINGLE = re.compile(r"\b(?:a|an|the|one|this|his|her|its|white|black)\b")
LOVERS = ("lovers", "newlyweds")  # who are two, as one figure
HUGE_M, MOST_HUGE = 3.0, 4  # more of them would be too small to be recognized


def count(mention: Mention, before: str, after: str) -> int:
    """Return how many there are: the number before the noun, a group, or a few if it is a plural."""
    words = re.findall(r"\w+", re.split(r"[.,;:!?]", before)[-1])[-5:]
    digits = next((int(word) for word in reversed(words) if word.isascii() and word.isdecimal()), 0)
    if mention.noun.name in grammar.IN_PAIRS or mention.word in LOVERS:
        return min(grammar.MOST, max(1, digits))
    if mention.word in SAME_IN_PLURAL and not SINGLE.search(before[-24:]):
        mention = replace(mention, is_plural=True)
    said = digits or next((number for number in _list_numbers(words)), 0) or _count_group(mention, after)
    several = 2 if mention.noun.name in grammar.PAIRED else grammar.SEVERAL
    is_huge = mention.noun.category == "animal" and mention.noun.height_m > HUGE_M
    most = MOST_HUGE if is_huge else grammar.MOST
    return min(most, max(1, said or (several if mention.is_plural else 1)))


def _count_group(mention: Mention, after: str) -> int:
    """Return how many there are in "an elephant family" and in "a crowd"."""
    follows = re.match(r" (\w+)", after)
    names = (mention.word, follows[1] if follows else "")
    groups = [name for name in names if name in grammar.GROUPS and name != mention.noun.name]
    return grammar.NUMBERS.get(groups[0], 0) if groups else 0


def _list_numbers(words: list[str]) -> Iterator[int]:
    """Yield the numbers among the words. A group is a number only as in "a herd of"."""
    for word, follows in zip(words, [*words[1:], ""], strict=False):
        if word in grammar.NUMBERS and (word not in grammar.GROUPS or follows == "of"):
            yield grammar.NUMBERS[word]
