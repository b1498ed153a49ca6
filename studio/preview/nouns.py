"""Find the nouns in a prompt that have a shape: the longest name first, in English and 25 other languages."""

import gzip
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache

from studio.preview import languages
from studio.preview.atlas import NOUNS, THINGS, WORDS

MARKS = "\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e"  # such as the vowels of Hindi, which are no letters to \\w
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}]|['’-](?=[^\W_]))*")  # "t-shirt", "ship's"
SPACED = re.compile(r"[^.,;:!?()\"]*")  # words of one phrase
NO_SPACES = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")  # Thai, Japanese, Chinese
LONGEST = 5  # words of a name
LOANWORD, LONG = 5, 6  # letters from which an English name counts, and from which stems are compared
# A word of these kinds stands for narrower ones: not every container is a box.
WIDER_KINDS = """
animal person creature fish food plant vehicle building furniture music spacecraft dinosaur
"""
WIDER = frozenset(WIDER_KINDS.split())
NO_SHAPE, UNSEEN = "-", "unseen"  # in nouns.tsv and things.tsv.gz, and the category of the latter
VERBAL = re.compile(r"(?:ing|ed)$")
# English words that no list has for what they usually are in a shot.
SYNONYMS = {
    "person": "audience spectator passerby skater paraglider bystander onlooker gamer tailor jeweler"
    " glassblower barber tattooist stuntman trucker influencer vlogger medic",
    "cookie": "macaron macaroon",
    "car": "vehicle automobile motorcar sedan",
    "soldier": "army troops infantry squad",
    "woman": "model",
    "ballerina": "ballet",
    "wedding couple": "wedding",
    "boy": "kid lad grandson nephew",
    "girl": "granddaughter niece",
    "songbird": "canary finch starling",
}
# Things that are also somebody who does something: a trailer, a tumbler.
THINGS_IN_ER = """
trailer tumbler cutter roaster shaker washer loader crawler spoiler wiper plotter scanner transmitter
"""
NOBODY = frozenset(THINGS_IN_ER.split())
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
    "bust" (head and shoulders) or "head"; none of what only a rig draws."""

    name: str
    category: str
    height_m: float
    shapes: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Mention:
    """A noun in a text, from character `start` up to `end`. is_plural: by its form. word: as written.
    is_foreign: it is in a text in another language than English."""

    noun: Noun
    start: int
    end: int
    is_plural: bool = False
    word: str = ""
    is_foreign: bool = False


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
        if shape != NO_SHAPE:  # a rig draws it
            noun.shapes.setdefault(view, shape)
        for name in (first, *others):
            named.setdefault(name, noun)
    for name, words in SYNONYMS.items():
        for other in words.split():
            named.setdefault(other, named[name])
    return named


@cache
def load_foreign_names() -> dict[str, dict[str, Noun]]:
    """Return the nouns by language and by their names."""
    found: dict[str, dict[str, Noun]] = {}
    for line in gzip.decompress(WORDS.read_bytes()).decode().splitlines():
        language, word, name = line.split("\t")
        found.setdefault(language, {})[word] = load_names()[name]
    for language, named in found.items():
        named |= {word: load_names()[name] for word, name in languages.list_usual_names(language).items()}
    return found


@cache
def load_stems(language: str) -> dict[str, Noun]:
    """Return the nouns by the stems of their names: words end in many ways."""
    stems: dict[str, Noun] = {}
    for word, noun in sorted(load_foreign_names()[language].items(), key=lambda item: len(item[0])):
        for stem in _list_stems(word):
            stems.setdefault(stem, noun)
    return stems


@cache
def load_things() -> dict[str, str]:
    """Return English words for what can be seen, with the name of the noun that stands for each.

    It is NO_SHAPE for a thing that can't be drawn, and "" for what isn't a thing of its own.
    """
    lines = gzip.decompress(THINGS.read_bytes()).decode().splitlines()
    return {word: name for word, _, name in (line.partition("\t") for line in lines)}


def is_thing(word: str) -> bool:
    """Return whether an English word is usually something that can be seen."""
    few = (word, *_list_singulars(word))
    return any(one in load_names() or one in load_things() for one in few if not VERBAL.search(one))


def find_name(word: str, noun: Noun) -> str:
    """Return the noun's name as it was written, in the singular, or its usual one if the word is none."""
    few = (*_list_singulars(word), word)
    return next((one for one in few if load_names().get(one) is noun), noun.name)


def find_mentions(text: str) -> list[Mention]:
    """Return the nouns in the order of the text. Their places never overlap.

    An English one without a shape is UNSEEN.
    """
    text = text.lower()
    words = list(WORD.finditer(text))
    language = choose_language(text, [word[0] for word in words])
    found = list(_find_by_words(words, language))
    if language and NO_SPACES.search(text):
        found += _find_inside(text, load_foreign_names()[language], languages.PARTICLES.get(language, ()))
    return sorted(found, key=lambda mention: mention.start)


def choose_language(text: str, words: list[str]) -> str:
    """Return the language that knows most of the words, or "" if that is English."""
    known = {language: _count_known(text, words, language) for language in load_foreign_names()}
    best = max(known, key=lambda language: known[language])
    english = 2 * languages.count_particles(text, words, "")
    english += sum(
        2 if load_names().keys() & {word, *_list_singulars(word)} else is_thing(word) for word in words
    )
    return best if known[best] > english else ""


def _count_known(text: str, words: list[str], language: str) -> int:
    names = load_foreign_names()[language]
    inside = sum(1 for _ in _find_inside(text, names)) if NO_SPACES.search(text) else 0
    found = sum(2 if word in names else _find_foreign(word, language) is not None for word in words)
    return inside + found + 2 * languages.count_particles(text, words, language)


def _find_foreign(word: str, language: str) -> Noun | None:
    if word in languages.PARTICLES.get(language, ()):
        return None
    names, stems = load_foreign_names()[language], _list_stems(word)
    forms = (word, *languages.cut_ending(word, language), *stems)
    found = next((names[form] for form in forms if form in names), None)
    if found or len(word) < LONG:
        return found
    return next((load_stems(language)[stem] for stem in stems if stem in load_stems(language)), None)


def _find_by_words(words: list[re.Match[str]], language: str) -> Iterator[Mention]:
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            few = words[at : at + length]
            name = " ".join(word[0] for word in few)
            if not SPACED.fullmatch(words[0].string[few[0].start() : few[-1].end()]):
                continue
            noun, is_plural = look_up(name, language)
            if noun:
                yield Mention(noun, few[0].start(), few[-1].end(), is_plural, name, bool(language))
                at += length
                break
        else:
            at += 1


def look_up(name: str, language: str = "") -> tuple[Noun | None, bool]:
    """Return the noun of this name, and whether the name is its English plural."""
    if language and (found := _find_foreign(name, language)):
        return found, False
    if language and len(name) < LOANWORD:
        return None, False
    name = name.removesuffix("'s").removesuffix("’s")
    few = [load_names()[form] for form in (name, *_list_singulars(name)) if form in load_names()]
    if few and name in load_names():
        return few[0], few.count(few[0]) > 1  # "birds" is another name of bird, but "candles" is one shape
    if few or language:
        return (few[0], True) if few else (None, False)
    return _find_wider(name)


def _find_wider(name: str) -> tuple[Noun | None, bool]:
    """Return the noun that stands for a word without a shape of its own: a dog for a spaniel."""
    things = load_things()
    known = next((one for one in (name, *_list_singulars(name)) if one in things), None)
    if known is None or VERBAL.search(name) or not things[known]:
        return None, False
    noun = load_names().get(things[known])
    if noun and noun.category == "person" and known in NOBODY:
        noun = None
    return (noun if noun and noun.category in WIDER else Noun(known, UNSEEN, 1, {})), known != name


def _list_singulars(name: str) -> Iterator[str]:
    *before, last = name.split(" ")
    first = " ".join([*before, ""])
    if last in IRREGULAR:
        yield first + IRREGULAR[last]
    if last.endswith("men"):
        yield first + last.removesuffix("men") + "man"
    for end, instead in (("ies", "y"), ("ves", "f"), ("s", ""), ("es", "")):
        if last.endswith(end) and len(last) > len(end) + 1:
            yield first + last.removesuffix(end) + instead


def _list_stems(word: str) -> list[str]:
    """Return what is left of a word without its last letters: of "chevaux" it is "chevau" and "cheva"."""
    return [] if " " in word else [word[:-cut] for cut, least in ((1, 5), (2, 7)) if len(word) >= least]


def _find_inside(text: str, names: dict[str, Noun], particles: Collection[str] = ()) -> Iterator[Mention]:
    """Find names in scripts that don't put spaces between words. particles: words that are no names."""
    at = 0
    while at < len(text):
        for length in range(min(12, len(text) - at), 0, -1):
            word = text[at : at + length]
            if word in particles or (word in names and NO_SPACES.match(word)):
                if word not in particles:
                    yield Mention(names[word], at, at + length, word=word, is_foreign=True)
                at += length - 1
                break
        at += 1
