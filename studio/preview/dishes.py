"""Read what is poured over food and into glasses, what is cut, and what falls in numbers."""

import re
from dataclasses import replace

from studio.preview import nouns
from studio.preview.staging import Staging
from studio.preview.subject import Subject

POURS = re.compile(
    r"\b(?:pour(?:s|ed|ing)?|drizzl(?:es|ed|ing)|drip(?:s|ped|ping)?|trickl(?:es|ed|ing)|flow(?:s"
    r"|ing)? (?:over|into|onto)"
    r"|stream(?:s|ing)? (?:over|into|onto|down)|fill(?:s|ed|ing)? (?:a|an|the|up))\b"
)
THICK = re.compile(
    r"\b(?:honey|syrup|chocolate|caramel|sauce|batter|cream|custard|ketchup|lava|paint"
    r"|yogurt)\b"
)
# "#rrggbb" of what is poured, by the words for it.
LIQUIDS = {
    "hot chocolate|chocolate|cocoa|fudge": "#4a2a1a",
    "maple syrup|syrup|caramel|molasses|toffee": "#a85f1c",
    "honey": "#dd9a24",
    "espresso|coffee|cola|soda|coke": "#3d2216",
    "milk|cream|yogurt|batter|custard|milkshake": "#f2ead8",
    "red wine|wine|blood|berry juice": "#6d1226",
    "champagne|white wine|prosecco|sparkling wine": "#ecd79a",
    "beer|whiske?y|bourbon|rum|brandy|tea|cider": "#c98a30",
    "olive oil|oil": "#c9b83a",
    "orange juice|juice|lemonade|smoothie": "#f0a02c",
    "ketchup|tomato sauce|sauce|gravy|hot sauce": "#a8321e",
    "molten gold|liquid gold|gold": "#e2b04a",
    "water|vodka|gin|sake": "#b8d8e6",
}
INTO = re.compile(
    r"\b(?:in|into|fill(?:s|ed|ing)?) (?:an? |the )?(?:\w+ ){0,2}?(glass|tumbler|jar|mug"
    r"|cup|teacup|bowl)\b"
)
CUTS = re.compile(r"\b(?:slic|cut|chop|dic|carv|minc)(?:e|es|s|ed|ing|ting|ping|ps)?\b")
SOURCE_NAMES = "bottle teapot pot jug pitcher kettle carafe spoon ladle can jar person"
SOURCES = frozenset(SOURCE_NAMES.split())
GLASSES = ("wine glass", "champagne glass", "beer")  # which are drawn full
KNIFE, PAN = "kitchen knife", "saucepan"
SINGLES = {"coin": "one coin", "dice": "one die", "strawberries": "strawberry", "coffee beans": "coffee bean"}
HEAPS = frozenset((*SINGLES, "popcorn", "cherries", "grapes", "leaves", "pearls", "blueberries"))
RAINING, LEAST = 9, 3  # copies of what falls; from this number on, things keep falling


def find_poured(prompt: str) -> str:
    """Return the color of what is poured, or "" if nothing is."""
    text = prompt.lower()
    if not POURS.search(text):
        return ""
    found = [
        (match.start(), color)
        for words, color in LIQUIDS.items()
        if (match := re.search(rf"\b(?:{words})\b", text))
    ]
    return min(found)[1] if found else ""


def is_thick(prompt: str) -> bool:
    return THICK.search(prompt.lower()) is not None


def rains(subject: Subject) -> bool:
    """Return whether copies of it keep falling."""
    are_many = subject.count >= LEAST or subject.noun.name in HEAPS
    return subject.action == "fall" and are_many and subject.noun.height_m < 1


def serve(staging: Staging, prompt: str) -> Staging:
    """Return the staging on a table: glasses are filled, and a knife is over what it cuts."""
    subjects, color = _choose_shown(staging.subjects), find_poured(prompt)
    if color:
        subjects = _fill(subjects, color, prompt.lower())
    if CUTS.search(prompt.lower()):
        subjects = _cut(subjects)
    return replace(staging, subjects=tuple(subjects))


def _choose_shown(subjects: tuple[Subject, ...]) -> list[Subject]:
    """Return the subjects without hands and eyes, if there is anything else to see.

    Nor with a pan beside food: an egg is in the one that is drawn.
    """
    whole = [one for one in subjects if one.noun.category != "body"]
    if all(one.noun.category == "furniture" for one in whole):
        return list(subjects)
    solid = [one for one in whole if one.noun.name != PAN]
    has_food = any(one.noun.category == "food" for one in solid)
    return solid if has_food else whole or list(subjects)


def _fill(subjects: list[Subject], color: str, text: str) -> list[Subject]:
    """Return the subjects with the vessel into which something is poured, instead of what is poured."""
    into = INTO.search(text)
    rest = [one for one in subjects if not _is_liquid(one)]
    if not into or len(rest) == len(subjects) > 0:
        return subjects
    if into[1] in ("mug", "cup", "teacup"):
        vessel = Subject(nouns.load_names()["cup of coffee"], word="cup")
    else:
        vessel = Subject(nouns.load_names()["glass of juice"], word="filled glass", hue=color)
    wine = next((one for one in subjects if one.noun.name in GLASSES), vessel)
    return [*[one for one in rest if one.noun.name != "glass of water"], wine]


def _is_liquid(subject: Subject) -> bool:
    names = f"{subject.word} {subject.noun.name}"
    is_named = any(re.search(rf"\b(?:{words})\b", names) for words in LIQUIDS)
    return (
        subject.noun.category == "food"
        and is_named
        and not re.search(
            r"bottle of|teapot"
            r"|cake",
            subject.word,
        )
    )


def _cut(subjects: list[Subject]) -> list[Subject]:
    """Return the subjects with the knife over the first thing that is no knife."""
    foods = [one for one in subjects if one.noun.category in ("food", "plant")]
    cut = next((one for one in foods if one.noun.name != KNIFE), None)
    knife = nouns.load_names()[KNIFE]
    if cut is None or any(one.noun.category == "person" for one in subjects):
        return subjects
    others = [one for one in subjects if one.noun.name not in (KNIFE, "knife")]
    return [*others, Subject(knife, action="chop", word="cutting knife", base=cut.noun.name)]


def pick(subject: Subject, scene: str) -> Subject:
    """Return flowers as they are on a table, and many of what keeps falling there."""
    if scene != "table":
        return subject
    if subject.noun.name == "hand":  # a pair of arms
        return replace(subject, count=1)
    if rains(subject):
        return replace(subject, count=RAINING, word=SINGLES.get(subject.noun.name, subject.word))
    if subject.noun.name == "flower bed":
        return replace(subject, noun=nouns.load_names()["bouquet"], word="bouquet", count=1)
    return subject


def find_target(subjects: list[Subject]) -> Subject | None:
    """Return over which of the subjects something is poured."""
    fit = [one for one in subjects if not set(one.noun.name.split()) & SOURCES]
    solid = [one for one in fit if not _is_liquid(one)]
    return next(iter(solid or fit or subjects), None)
