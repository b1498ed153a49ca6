"""Read what a color word describes: a thing on the stage, or the light and the place around it."""

import re
from collections.abc import Iterator

from studio.preview import grammar, lexicon, nouns

# Colors that only a thing has. A place in them would be one of another time or weather.
HUES = lexicon.COLORS | {
    "golden": "#e2b04a",
    "gray": "#8c9096",
    "grey": "#8c9096",
    "beige": "#d8c6a4",
    "cream": "#efe4c8",
    "maroon": "#6d1f2c",
    "burgundy": "#6d1f2c",
    "bronze": "#9a6b3a",
    "tan": "#c09a6c",
    "ginger": "#c8742e",
    "blonde": "#dcbf86",
}
COLOR = re.compile(rf"\b(?:{'|'.join(HUES)})(?![\w-])")
# Colors in a name of what is of another color, or holds it.
NATURAL = re.compile(
    r"blue whale|red panda|gr[ae]y wolf|red fox|red squirrel|red deer|(?:red|white|rose) wine|white shark"
    r"|(?:green|black|white) tea|orange juice|black coffee|golden gate"
)
# Of these, a color fills the picture.
SURFACE_WORDS = """
background backdrop wall walls marble velvet silk satin curtain fog mist smoke haze gradient ink liquid dust
sparks paint powder tones palette mood shade hues fabric cloth surface particles wave waves swirl swirls
ribbons lighting hour
"""
SURFACES = frozenset(SURFACE_WORDS.split())
CLOTHES = re.compile(
    r"(?:dress|gown|coat|overcoat|raincoat|suit|jacket|shirt|t-shirt|kimono|robe|sari|sweater|hoodie|jumpsuit"
    r"|uniform|cloak|cape|overalls|spacesuit|costume|blouse|outfit|clothes|armor|tutu|abaya|tunic)s?"
)
FAR = 4  # words between a color and its noun


def blank_things(text: str) -> str:
    """Return a text in lower case without the color words that describe a thing."""
    return COLOR.sub(lambda match: " " * len(match[0]) if _is_of_thing(match) else match[0], text)


def find_tints(text: str) -> dict[str, str]:
    """Map what each color word of the place describes ("sky", for example, or "all") to its color."""
    found: dict[str, str] = {}
    for match in COLOR.finditer(text):
        if match[0] in lexicon.COLORS:
            part = next(filter(None, map(_find_part, _list_phrase(text[match.end() :]))), "all")
            found.setdefault(part, lexicon.COLORS[match[0]])
    return found


def list_colors(text: str) -> tuple[str, ...]:
    """Return each color that a text names, once."""
    return tuple(dict.fromkeys(HUES[match[0]] for match in COLOR.finditer(text)))


def find_hue(word: str, before: str, after: str) -> str:
    """Return the color of a thing: a red car, a black cat, a woman in a white dress. word: as written."""
    near = PHRASE.split(" " + before)[-1]
    named = COLOR.search(near) or COLOR.match(word)
    if not named:
        return _find_worn_hue(re.split(r"[.;:!?]", after)[0])
    is_natural = named[0] == word or NATURAL.search(f"{near.strip()} {word}")
    return "" if is_natural else HUES[named[0]]


PHRASE = re.compile(r"[.,;:!?]|\b(?:in|on|at|of|by|with|from|under|over|to|the|a|an|is)\b")


def _find_worn_hue(after: str) -> str:
    """Return the color of the clothes of somebody, or of what is said to be in a color."""
    for match in COLOR.finditer(after):
        phrase = _list_phrase(after[match.end() :])
        if any(map(CLOTHES.fullmatch, phrase)):
            return HUES[match[0]]
        if not phrase and re.match(rf"(?:[^,]* )??(?:{WORN}) $", after[: match.start()]):
            return HUES[match[0]]
    return ""


WORN = r"(?:dressed in|in|is|are|wearing|painted)(?: all| dark| bright)?"


def _is_of_thing(color: re.Match[str]) -> bool:
    before, phrase = color.string[: color.start()], _list_phrase(color.string[color.end() :])
    if not phrase:
        worn = re.search(rf"(\w+) (?:{WORN}) $", before)
        is_noun = re.search(rf"\b(?:an?|the|two|three|{'|'.join(HUES)}) $", before) and nouns.is_thing(
            color[0]
        )
        return bool(is_noun or (worn and nouns.is_thing(worn[1]) and worn[1] not in grammar.SCENERY))
    for word in phrase:
        if _find_part(word) or word in SURFACES:
            return False
        if nouns.is_thing(word):
            return True
    return False


def _find_part(word: str) -> str:
    return next((part for part, known in lexicon.TINTED.items() if word in known.split()), "")


def _list_phrase(after: str) -> list[str]:
    """Return the next words up to the end of the phrase."""
    return list(_iter_phrase(re.split(r"[^a-z' -]", after)[0].split()))


def _iter_phrase(words: list[str]) -> Iterator[str]:
    for word, follows in zip(words[:FAR], [*words[1:], ""], strict=False):
        is_joint = word == "and" and follows in HUES
        is_last = not follows or follows in grammar.LINKS
        if word in grammar.LINKS and not is_joint:
            return
        if not is_joint and (word not in HUES or is_last):
            yield word
