"""Read a prompt: what to draw, when, in which weather and colours, and how the camera moves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from studio.preview import lexicon
from studio.preview.noise import rng

UNSAID_TIMES = ("golden", "sunset", "dawn", "day", "dusk")
ABSTRACT = "abstract"


@dataclass(frozen=True)
class Sketch:
    """What was understood. `scene` is "abstract" where the words name no landscape that can be drawn.

    timed: whether the words name the time. cold: snow lies. pace: 1 is ordinary, below slower.
    tints: what a colour word colours ("sky", "water", "land", "light", "all") to its "#rrggbb".
    """

    scene: str
    time: str
    weather: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    tints: dict[str, str] = field(default_factory=dict)
    pace: float = 1.0
    timed: bool = False
    cold: bool = False


def read(prompt: str, seed: int = 0) -> Sketch:
    """The Sketch of a prompt; `seed` chooses only what the words leave open."""
    text = _plain(prompt)
    words = _words(text)
    scene, time = _scene(words), _time(words)
    weather = _all(lexicon.WEATHER, words)
    if scene in ("sky", "space"):
        weather = tuple(w for w in weather if w in ("aurora", "lightning", "rain", "snow"))
    return Sketch(
        scene=scene,
        time="space" if scene == "space" else time or _unsaid_time(prompt, seed),
        weather=weather,
        moves=moves(text),
        subjects=_all(lexicon.SUBJECTS, words),
        moods=_all(lexicon.MOODS, words),
        tints=_tints(text),
        pace=_pace(words),
        timed=time is not None,
        cold=bool(words & set(lexicon.TIMES["winter"].split())),
    )


def moves(text: str) -> tuple[str, ...]:
    """At most two camera moves that can be made at once, the first named first; () where none is named."""
    found = [(match.start(), name) for name, match in _move_matches(text)]
    named = [name for _, name in sorted(found)]
    if "static" in named:
        return ("static",)
    chosen: list[str] = []
    for name in named:
        if OPPOSITE.get(name) not in chosen:
            chosen.append(name)
    return tuple(chosen[:2])


OPPOSITE = {"push": "pull", "pull": "push", "left": "right", "right": "left", "up": "down", "down": "up"}


def _move_matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for name, pattern in lexicon.MOVES.items():
        match = re.search(rf"\b(?:{pattern})", text.lower())
        if match:
            yield name, match


def _plain(prompt: str) -> str:
    text = prompt.lower()
    for phrase in lexicon.NOT_A_PLACE:
        text = text.replace(phrase, " ")
    return text


def _words(text: str) -> set[str]:
    """The words, and each two neighbours as one with a hyphen and as one without."""
    row = re.findall(r"[a-z0-9]+", text)
    pairs = list(pairwise(row))
    return {*row, *(f"{a}-{b}" for a, b in pairs), *(a + b for a, b in pairs)}


def _scene(words: set[str]) -> str:
    if words & set(lexicon.UNKNOWN.split()):
        return ABSTRACT
    return _best(lexicon.SCENES, words) or ABSTRACT


def _time(words: set[str]) -> str | None:
    """The hour before the weather: a snowy night is a night."""
    hours = {name: known for name, known in lexicon.TIMES.items() if name not in ("storm", "winter", "day")}
    return _best(hours, words) or _best(lexicon.TIMES, words)


def _best(table: dict[str, str], words: set[str]) -> str | None:
    """The entry with most words in the prompt; among equals the one that stands first in the table."""
    counts = {name: len(words & set(known.split())) for name, known in table.items()}
    name = max(counts, key=lambda n: counts[n])
    return name if counts[name] else None


def _all(table: dict[str, str], words: set[str]) -> tuple[str, ...]:
    return tuple(name for name, known in table.items() if words & set(known.split()))


def _unsaid_time(prompt: str, seed: int) -> str:
    return UNSAID_TIMES[int(rng("time", prompt, seed).integers(len(UNSAID_TIMES)))]


def _tints(text: str) -> dict[str, str]:
    """Each colour word, to what it stands before (within three words), else to everything."""
    row = re.findall(r"[a-z]+", text)
    found: dict[str, str] = {}
    for at, word in enumerate(row):
        if word in lexicon.COLOURS:
            found.setdefault(_tinted(row[at + 1 : at + 4]), lexicon.COLOURS[word])
    return found


def _tinted(following: list[str]) -> str:
    for word in following:
        for what, nouns in lexicon.TINTED.items():
            if word in nouns.split():
                return what
    return "all"


def _pace(words: set[str]) -> float:
    if words & {"slow", "slowly", "gentle", "gently", "subtle", "calm"}:
        return 0.6
    return 1.5 if words & {"fast", "quick", "quickly", "rapid", "rapidly", "speeding"} else 1.0
