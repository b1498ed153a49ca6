"""Find the nouns in a prompt that have a shape: the longest name first, in English and 25 other languages."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from studio.preview.atlas import NOUNS, WORDS

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")  # "t-shirt", "ship's"
NO_SPACES = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")  # Thai, Japanese, Chinese
LONGEST = 5  # words of a name
# A text with one of these is English: "gift" is poison in German, and "pan" is bread in Spanish.
ENGLISH = set(re.findall(r"\w+", "the of with and over through under into its his her by from behind across"))
IRREGULAR = {
    "men": "man",
    "women": "woman",
    "people": "person",
    "children": "child",
    "mice": "mouse",
    "geese": "goose",
    "wolves": "wolf",
    "knives": "knife",
    "leaves": "leaf",
    "feet": "foot",
    "teeth": "tooth",
    "oxen": "ox",
}


@dataclass(frozen=True)
class Noun:
    """Something that can be staged. height_m: as tall as it usually is. shapes: by view, which is "body",
    "bust" (head and shoulders) or "head"."""

    name: str
    category: str
    height_m: float
    shapes: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Mention:
    """A noun in a text, from character `start` up to `end`. is_plural: by its form."""

    noun: Noun
    start: int
    end: int
    is_plural: bool = False


@cache
def load() -> list[Noun]:
    """Return all nouns of nouns.tsv."""
    return list({id(noun): noun for noun in load_names().values()}.values())


@cache
def load_names() -> dict[str, Noun]:
    """Return the nouns by each of their English names."""
    named: dict[str, Noun] = {}
    for line in NOUNS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        shape, names, category, height, view = line.split("\t")
        first, *others = names.split("|")
        noun = named.get(first) or Noun(first, category, float(height), {})
        noun.shapes.setdefault(view, shape)
        for name in (first, *others):
            named.setdefault(name, noun)
    return named


@cache
def load_foreign_names() -> dict[str, Noun]:
    """Return the nouns by their names in other languages."""
    lines = gzip.decompress(WORDS.read_bytes()).decode().splitlines()
    return {word: load_names()[name] for word, _, name in (line.partition("\t") for line in lines)}


def find_mentions(text: str) -> list[Mention]:
    """Return the nouns in the order of the text. Their places never overlap."""
    words = list(WORD.finditer(text.lower()))
    is_english = any(word[0] in ENGLISH for word in words)
    found = list(_find_by_words(words, is_english=is_english))
    if NO_SPACES.search(text):
        found += _find_inside(text)
    return sorted(found, key=lambda mention: mention.start)


def _find_by_words(words: list[re.Match[str]], *, is_english: bool) -> Iterator[Mention]:
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            few = words[at : at + length]
            name = " ".join(word[0] for word in few)
            noun, is_plural = look_up(name, is_english=is_english)
            if noun:
                yield Mention(noun, few[0].start(), few[-1].end(), is_plural)
                at += length
                break
        else:
            at += 1


def look_up(name: str, *, is_english: bool = False) -> tuple[Noun | None, bool]:
    """Return the noun of this name, and whether the name is its plural."""
    names = load_names()
    for singular in (name, *_list_singulars(name)):
        if singular in names:
            return names[singular], singular != name
    return (None if is_english else load_foreign_names().get(name)), False


def _list_singulars(name: str) -> Iterator[str]:
    *before, last = name.split(" ")
    first = " ".join([*before, ""])
    if last in IRREGULAR:
        yield first + IRREGULAR[last]
    for end, instead in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
        if last.endswith(end) and len(last) > len(end) + 1:
            yield first + last.removesuffix(end) + instead


def _find_inside(text: str) -> Iterator[Mention]:
    """Find names in scripts that don't put spaces between words."""
    names, at = load_foreign_names(), 0
    while at < len(text):
        for length in range(min(12, len(text) - at), 0, -1):
            noun = names.get(text[at : at + length])
            if noun and NO_SPACES.match(text[at]):
                yield Mention(noun, at, at + length)
                at += length - 1
                break
        at += 1
