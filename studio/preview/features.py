"""Read what somebody's face is like: hair, skin, age, a smile, tears, freckles."""

import re
from collections.abc import Iterator

from studio.preview import nouns
from studio.preview.holding import Held
from studio.preview.nouns import Noun

LOOK = "look:"  # before the name of a feature among what somebody has
# "#rrggbb" by words for the color of hair, and of skin by where somebody's family is from.
HAIR_COLORS = {
    "red|ginger|auburn|copper": "#9c4420",
    "blond|blonde|golden|strawberry blonde|fair": "#d3a962",
    "brown|brunette|chestnut": "#5a3a22",
    "black|dark|raven": "#191412",
    "gr[ae]y|silver|graying": "#9a9894",
    "white|snow-white": "#dedbd5",
    "pink": "#d9749f",
    "blue": "#3f6fc0",
    "purple|violet": "#7a4aa8",
    "green": "#4f9a54",
}
SKINS = {
    "black|african|african[- ]american|nigerian|ethiopian|kenyan|ghanaian|senegalese|somali"
    "|sudanese|congolese"
    "|ugandan|jamaican|haitian|maasai|masai|zulu|dark-skinned": "#6a452e",
    "indian|south asian|pakistani|bangladeshi|sri lankan|nepali|nepalese|bengali|tamil|sikh": "#946240",
    "latino|latina|hispanic|mexican|brazilian|peruvian|colombian|cuban|chilean|bolivian|native american"
    "|indigenous|maori|polynesian|hawaiian|aboriginal|filipino|filipina": "#a8744c",
    "arab|arabic|middle eastern|persian|iranian|moroccan|egyptian|turkish|berber|tuareg|israeli": "#b98a62",
    "asian|east asian|japanese|chinese|korean|thai|vietnamese|mongolian|tibetan|taiwanese": "#d6ab80",
    "white|caucasian|european|scandinavian|irish|scottish|english|german|russian|ukrainian|polish|swedish"
    "|norwegian|french|american|pale": "#e2b999",
}
FAIR = "#e2b999"
OF_SKIN = ("#15161a", "#e9e9e6", "#80573a")  # what black, white and brown are of things
DARK_HAIRED = tuple(SKINS)[:5]
STYLES = {
    "afro": r"afro|dreadlocks|dreads|cornrows",
    "curly": r"(?:curly|curled|frizzy|wavy)(?:[ ,-]\w+){0,2}?[ -]hair(?:ed)?|curls",
    "bald": r"bald|shaved head|hairless",
    "ponytail": r"pony ?tail|braids?|braided|plaits?",
    "pigtails": r"pigtails",
    "bun": r"(?:hair )?(?:in a )?bun\b",
    "bob": r"bob(?: cut)?|shoulder-length hair|chin-length hair",
    "wild": r"(?:wild|messy|tousled|unkempt)(?:[ ,-]\w+){0,2}?[ -]hair(?:ed)?",
    "buzz": r"buzz ?cut|crew ?cut|shaven|(?:very )?short(?:[ ,-]\w+){0,2}?[ -]hair(?:ed)?",
    "long": r"long(?:[ ,-]\w+){0,2}?[ -]hair(?:ed)?|long (?:flowing |straight )?locks",
}
MARKS = {
    "smile": r"smil(?:e|es|ing)|laugh(?:s|ing)?|grin(?:s|ning)?|joyful|happy|happily|giggl(?:es|ing)",
    "tears": r"tears?|cry(?:ing)?|cries|weep(?:s|ing)?|sobb(?:ing)?|teary",
    "freckles": r"freckles|freckled",
    "earrings": r"earrings?",
    "wrinkles": r"wrinkles?|wrinkled|weathered|lined face",
    "tattoos": r"tattoo(?:s|ed)?",
    "mustache": r"mo?ustache",
    "longbeard": r"(?:long|bushy|big|full)(?: \w+)? beard",
    "beard": r"(?<!long )(?<!bushy )beard(?:ed)?",
}
OLD = re.compile(r"\b(?:old|elderly|aged|senior|ancient|aging|ageing|(?:7|8|9)0-year-old)\b")
AGES = {"man": "old man", "woman": "old woman", "person": "old man", "lady": "old woman"}


def find_features(noun: Noun, before: str, word: str, after: str) -> tuple[Held, ...]:
    """Return what the words around somebody say of their face."""
    if noun.category != "person":
        return ()
    near = re.split(r"[.;:]", before)[-1][-60:]
    rest = re.split(r"[.;]", after)[0][:120]
    return tuple(_list_features(f"{near}{word}", f"{near}{word}{rest}"))


def _list_features(called: str, text: str) -> Iterator[Held]:
    """Yield the features. called: the words up to the noun's last one. text: these and what follows."""
    for words, skin in SKINS.items():
        if found := re.search(rf"\b({words})(?: [\w-]+){{0,2}}$", called):
            yield Held(f"{LOOK}skin", skin, found[1])
            if words in DARK_HAIRED:
                yield Held(f"{LOOK}dark", "#1c1613", "")
            break
    is_dark = re.search(rf"\b(?:{'|'.join(SKINS)})\b", called)
    for words, color in HAIR_COLORS.items():
        named = rf"\b(?:{words})(?:[ ,-]+(?!and\b)[\w]+){{0,2}}?[ -]hair(?:ed)?\b"
        alone = r"|\b(?:blonde?|brunette|redhead)\b" if words.startswith(("blond", "brown", "red")) else ""
        found = re.search(named + alone, text)
        if found and (not alone or re.search(words.replace("red|", "red|redhead|"), found[0])):
            yield Held(f"{LOOK}hair", color, found[0])
            if words.startswith(("red", "blond")) and not is_dark:
                yield Held(f"{LOOK}skin", FAIR, "")
            break
    for style, words in STYLES.items():
        if found := re.search(rf"\b(?:{words})\b", text):
            yield Held(f"{LOOK}style={style}", "", found[0])
            break
    for mark, words in MARKS.items():
        if found := re.search(rf"\b(?:{words})\b", text):
            yield Held(f"{LOOK}mark={mark}", "", found[0])


def find_aged(noun: Noun, before: str) -> Noun:
    """Return the old man for an "elderly Korean man"."""
    phrase = re.split(r"[.,;:]|\b(?:and|with|of the)\b", before)[-1]
    name = AGES.get(noun.name, "")
    return nouns.load_names()[name] if name and OLD.search(phrase) else noun


def has_skin(features: tuple[Held, ...]) -> bool:
    """Return whether a color word before somebody is said of the skin rather than of the clothes."""
    return any(one.name == f"{LOOK}skin" for one in features)
