"""Read from a prompt what to draw, at what time, in what weather and colors, and how the camera moves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from studio.preview import (
    color_words,
    grammar,
    lexicon,
    nouns,
    pattern_words,
    place_words,
    rooms,
    senses,
    titles,
)
from studio.preview.noise import make_rng

DEFAULT_TIMES = (*("day", "morning") * 5, *("golden",) * 3, "overcast")
DARK = re.compile(r"\b(?:dark|darkened|dim|gloomy|candle ?lit)\b")
ABSTRACT = "abstract"
SANDY = ("desert", "desert road", "mars")
GROUND = re.compile(
    r"\b(?:black|white|dark|gr[ae]y) back(?:ground|drop)\b|\b(?:on|against) (?:pure )?(?:black|white)\b"
)
SCENIC = re.compile(
    r"\b(?:scenic|picturesque|scenery|outdoors?|in nature|of nature|natural landscape|landscapes?|pathways?"
    r"|(?:hiking|walking|dirt|nature) (?:trail|path)s?|hillsides?|grasslands?)\b"
)
STORMS = {"storm", "sandstorm", "sandstorms", "storms", "sand-storm", "dust-storm", "duststorm"}
CRASHING = re.compile(
    r"\b(?:waves?|surf|sea|ocean) (?:\w+ly )?(?:crash|break|pound|smash|batter|slam|roll|hit)\w*"
    r"|\b(?:crashing|breaking|huge|giant|towering|mighty|monster|rogue|high) waves?"
    r"|\b(?:rough|raging|wild) seas?"
)
LAKES = {"lake", "loch", "pond", "tarn", "lagoon"}
AIRLESS = ("space", "moon", "spaceship bridge")


@dataclass(frozen=True)
class Sketch:
    """The contents of a prompt. `scene` is "abstract" if it names no landscape that we can draw.

    timed: the prompt names a time. cold: the ground is covered with snow. pace: 1 is normal, less is slower.
    named: the words that name the place, if they do. is_near: they name another one, which is not drawn.
    above: the land, if the prompt names one that can be seen from above. is_autumn: leaves are colored.
    has_swell: the sea is high, as in a storm. is_crossed: the road runs from left to right.
    is_old: nobody has paved it with asphalt. hint: the room where what is named belongs, or "".
    has_moon: a large one is behind the subject. cover: what grows in front of legs, by flora.STALKS, or "".
    pattern: what is to be seen in pure light or matter in motion, as pattern_words.py names it, or "".
    dyes: "#rrggbb" of each color that it names for that, in order.
    tints: "#rrggbb" by what a color word describes ("sky", "water", "land", "light" or "all").
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
    named: str = ""
    is_near: bool = False
    pattern: str = ""
    dyes: tuple[str, ...] = ()
    has_swell: bool = False
    above: str = ""
    is_autumn: bool = False
    is_crossed: bool = False
    is_old: bool = False
    hint: str = ""
    has_moon: bool = False
    cover: str = ""


def read_prompt(prompt: str, seed: int = 0) -> Sketch:
    """Return the sketch of a prompt. `seed` chooses only what the prompt leaves open."""
    prompt = senses.resolve(prompt)
    text = _normalize(prompt)
    words = _split_words(text)
    foreign_time = _find_foreign(place_words.FOREIGN_TIMES, text)
    (scene, named), time = find_scene(text, words), _find_time(words) or foreign_time
    is_autumn = bool(words & {"autumn", "autumnal"})
    if scene in ("park", "forest") and is_autumn:
        scene = "autumn wood"
    weather = _find_all(lexicon.WEATHER, words)
    if not weather and (foreign := _find_foreign(place_words.FOREIGN_WEATHER, text)):
        weather = (foreign,)
    if scene in SANDY and words & STORMS:
        weather, time = ("sand", "dust"), "golden"
    if scene in ("sky", *AIRLESS):
        weather = tuple(w for w in weather if w in ("aurora", "lightning", "rain", "snow"))
    return Sketch(
        scene=scene,
        time="space" if scene in AIRLESS else time or _choose_time((scene, named), text, seed),
        weather=weather,
        moves=find_moves(text),
        subjects=_find_all(lexicon.SUBJECTS, words),
        moods=_find_all(lexicon.MOODS, words),
        tints=color_words.find_tints(text),
        pace=_find_pace(words),
        timed=time is not None,
        named=named,
        is_crossed=bool(grammar.TRAFFIC.search(text)),
        has_swell=bool(CRASHING.search(text)),
        has_moon=bool(lexicon.LARGE_MOON.search(text)),
        is_near=bool(named) and _find_first(place_words.NEAREST, text) == (scene, named),
        cold=scene in place_words.COLD
        or foreign_time == "winter"
        or bool(words & set(lexicon.TIMES["winter"].split())),
        above=next((name for name, known in place_words.ABOVE.items() if _match_place(known, text)), ""),
        is_autumn=is_autumn,
        is_old=bool(re.search(place_words.OLD, text)),
        pattern=pattern_words.find_pattern(_simplify(prompt)),
        dyes=color_words.list_colors(GROUND.sub(" ", prompt.lower())),
        hint=find_hint(text),
        cover=next((name for name, words in place_words.COVER.items() if _match_place(words, text)), ""),
    )


def find_moves(text: str) -> tuple[str, ...]:
    """Return up to two camera moves that go together, in the order of the prompt, or ()."""
    found = [(match.start(), name) for name, match in _match_moves(text)]
    named = [name for _, name in sorted(found)]
    if "static" in named:
        return ("static",)
    chosen: list[str] = []
    for name in named:
        if OPPOSITE.get(name) not in chosen:
            chosen.append(name)
    return tuple(chosen[:2])


OPPOSITE = {"push": "pull", "pull": "push", "left": "right", "right": "left", "up": "down", "down": "up"}


def _match_moves(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for name, pattern in lexicon.MOVES.items():
        match = re.search(rf"\b(?:{pattern})", text.lower())
        if match:
            yield name, match


def _simplify(text: str) -> str:
    """Return the text without titles, with single spaces."""
    return " ".join(titles.blank_quotes(text).lower().split())


def _normalize(prompt: str) -> str:
    text = prompt.lower()
    for phrase in lexicon.NOT_A_PLACE:
        text = text.replace(phrase, " ")
    return color_words.blank_things(text)


def _split_words(text: str) -> set[str]:
    """Return the words, and each pair of neighbors joined with and without a hyphen.

    A short word needs the hyphen: "past a lighthouse" is no "pasta".
    """
    row = re.findall(r"[a-z0-9]+", text)
    pairs = list(pairwise(row))
    return {*row, *(f"{a}-{b}" for a, b in pairs), *(a + b for a, b in pairs if len(b) > 2)}


def find_scene(text: str, words: set[str]) -> tuple[str, str]:
    """Return the place that a prompt names, or "abstract", and its words, if they are more than a noun.

    A room wins over what is outside its window.
    """
    if words & {"abstract"} or pattern_words.is_strong(_simplify(text)):
        return ABSTRACT, ""
    if found := _find_first(place_words.NEAREST, text):
        return found
    for name, pattern in place_words.ROOMS.items():
        match = _match_place(pattern, text)
        is_outside = match and name != "underwater" and place_words.is_outside(match, text)
        if match and is_outside and name in ("cafe", "bakery", "restaurant", "store"):
            return "street", ""
        if match and not is_outside:
            return name, match[0]
    if found := _find_first(place_words.LANDS, text):
        return found
    land = _find_best(lexicon.SCENES, words) or _find_foreign(place_words.FOREIGN, text)
    if land in ("mountain", "forest") and words & LAKES:  # they are on its shore
        land = "lake"
    if land in (None, "city") and (match := _match_place(place_words.BRIDGE, text)):
        return "rooftop", match[0]
    if land is None and SCENIC.search(text):
        return "meadow", ""
    return land or ABSTRACT, ""


def find_hint(text: str) -> str:
    """Return the room where what is named belongs, or ""."""
    hints = ((name, choices[0].hints) for name, choices in rooms.ROOMS.items())
    return next((name for name, words in hints if words and _match_place(words, text)), "")


def _find_first(table: dict[str, str], text: str) -> tuple[str, str] | None:
    """Return the entry whose words end first, and these words. The first of equals wins: a desert road."""
    matches = ((name, _match_place(pattern, text)) for name, pattern in table.items())
    found = [(name, match) for name, match in matches if match]
    name, match = min(found, key=lambda one: one[1].end(), default=("", None))
    return (name, match[0]) if match else None


def _match_place(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(rf"\b(?:{pattern})(?!\w)", text)


def _find_foreign(table: dict[str, str], text: str) -> str | None:
    """Return the first entry that the text names in another language than English."""
    words = [word[0] for word in nouns.WORD.finditer(text)]
    if not nouns.choose_language(text, words):
        return None
    return next(
        (name for name, known in table.items() if place_words.compile_foreign(known).search(text)), None
    )


def _find_time(words: set[str]) -> str | None:
    """Return the time of day. An hour wins over weather: a snowy night is a night."""
    hours = {name: known for name, known in lexicon.TIMES.items() if name not in ("storm", "winter", "day")}
    return _find_best(hours, words) or _find_best(lexicon.TIMES, words)


def _find_best(table: dict[str, str], words: set[str]) -> str | None:
    """Return the entry with the most words in the prompt, or None. The first of equals wins."""
    counts = {name: len(words & set(known.split())) for name, known in table.items()}
    name = max(counts, key=lambda n: counts[n])
    return name if counts[name] else None


def _find_all(table: dict[str, str], words: set[str]) -> tuple[str, ...]:
    return tuple(name for name, known in table.items() if words & set(known.split()))


def _choose_time(place: tuple[str, str], text: str, seed: int) -> str:
    """Return the place's own time of day, or one that suits the prompt: mostly clear light."""
    scene, named = place
    own = rooms.ROOMS[scene][0].hour if scene in rooms.ROOMS else ""
    if own or DARK.search(named):
        return "night" if DARK.search(named) else own
    times = next(
        (known for known, words in lexicon.SUITABLE_TIMES.items() if _match_place(words, text)), DEFAULT_TIMES
    )
    return times[int(make_rng("time", text, seed).integers(len(times)))]


def _find_pace(words: set[str]) -> float:
    if words & {"slow", "slowly", "gentle", "gently", "subtle", "calm"}:
        return 0.6
    return 1.5 if words & {"fast", "quick", "quickly", "rapid", "rapidly", "speeding"} else 1.0
