"""Relate subjects to each other: who chases, meets or pulls whom, and whose young one is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from studio.preview import casting, deeds, grammar
from studio.preview.nouns import load_names
from studio.preview.subject import Subject

MEETING = re.compile(
    r"\b(?:fight|battl|attack|fac(?:e|es|ing)\b|duel|meet|confront|argu|kiss|hug|embrac|greet|feed|pet\b|pets\b"
    r"|petting|strok|bark\w* at|look\w* at|star(?:e|es|ing) at|talk\w* (?:to|with)|play\w* with"
    r"|kneel\w* before|bow\w* (?:to|before)|defend)"
)
TOGETHER = ("play", "fight", "talk")  # two of a kind who do this look at each other
CHASING = ("chas", "pursu", "hunt", "stalk")
CATCHING = re.compile(r"\b(?:catch|fetch|snatch|grab|leap|jump)\w*\b")
THROWN = ("sport", "toy", "object")
ANIMALS = ("animal", "fish")
# What is pulled, with the animals that pull it if nobody says which.
PULLED = {
    "carriage": ("horse",),
    "cart": ("horse",),
    "wagon": ("horse", "horse"),
    "sleigh": ("reindeer", "reindeer"),
    "dog sled": ("husky",) * 4,
}
PULLERS = (
    "horse|pony|donkey|mule|ox|oxen|cow|bull|buffalo|reindeer|camel|goat|llama|husky|dog|wolf|zebra|unicorn"
    "|moose|elk|deer|polar bear|lion|swan"
)
SINGULAR = {"oxen": "ox", "dogs": "husky", "dog": "husky", "mule": "donkey", "huskies": "husky"}
MOST_IN_TEAM, PAIRED = 4, 2
SLOW, QUICK = "walk", "run"
DRIVING = re.compile(r"\b(?:rid|rode|driv|drove|steer|sit|sat|in\b|on\b|aboard|travel|with\b)")
DRIVERS = {"carriage": "gentleman with a top hat", "sleigh": "gentleman with a top hat", "dog sled": "musher"}
STOPPED = ("stand", "sit")
YOUNG = re.compile(r"\b(?:her|its|their|his|a|two|three|the|baby|and)(?: \w+)?\s*$")
YOUNG_NAMES = (
    "calf",
    "cub",
    "pup",
    "foal",
    "joey",
    "baby",
    "toddler",
    "child",
    "fawn",
    "infant",
    "chick",
    "calves",
)
YOUNG_SIZE = 0.52  # of its mother


PERCHED = re.compile(
    r"\b(?:in|up|on|through|among|from) (?:\w+ ){0,3}?(?:trees?|branch\w*|twig|vines?|canopy|lianas?)\b"
)
HANGING = ("monkey", "chimpanzee", "orangutan", "gibbon", "lemur", "spider monkey")
SWINGING = re.compile(r"\b(?:swing|hang|leap)\w*")
PERCHERS = (
    "parrot",
    "owl",
    "macaw",
    "toucan",
    "eagle",
    "songbird",
    "bird",
    "crow",
    "raven",
    "hawk",
    "falcon",
)
ABDUCTING = re.compile(r"\b(?:abduct|beam|tractor|suck)")
BATTLING = re.compile(r"\b(?:fight(?:s|ing)?\b|battl|duel|shoot|fir(?:e|es|ing)\b|attack|dogfight)")
EATING_NUT = re.compile(r"\b(?:nuts?|acorns?|hazelnuts?|walnuts?)\b")
FIGHTERS = ("spaceship", "starship", "starfighter", "interceptor", "fighter jet", "scout ship")
NESTED = ("tree", "branch", "eucalyptus", "deciduous tree")


def settle(subjects: list[Subject], words: str) -> list[Subject]:
    """Return the subjects with what is drawn with the place where it is: in a tree, on a vine, in a beam."""
    results = []
    names = load_names()
    for one in subjects:
        name = one.noun.name
        if name in ("koala", "sloth", *HANGING) and PERCHED.search(words):
            subjects = [other for other in subjects if other.noun.name not in NESTED]
        if name in HANGING and SWINGING.search(words) and PERCHED.search(words):
            one = replace(one, noun=names["swinging monkey"], action="", word="swinging monkey")
        elif name == "squirrel" or (name == "chipmunk" and one.word == "squirrel"):
            if EATING_NUT.search(words):
                one = replace(one, noun=names["squirrel with a nut"], action="", word="squirrel with a nut")
        elif name in PERCHERS and PERCHED.search(words) and one.action in ("", "stand"):
            one = replace(one, action="sit")
        elif name == "ufo" and ABDUCTING.search(words):
            one = replace(one, noun=names["abduction"], action="", word="ufo beam")
        elif name == "frog" and one.base in ("lily pad", "lily pads"):
            one = replace(
                one, noun=names["frog on a lily pad"], action="", word="frog on a lily pad", base=""
            )
            subjects = [other for other in subjects if "lily pad" not in other.noun.name]
        elif one.noun.name in FIGHTERS and BATTLING.search(words):
            one = replace(one, action="fight", heading=1, meets=one.count > 1)
        results.append(one)
    kept = [one for one in results if one.noun.name not in NESTED or one in subjects]
    kept = [
        one
        for one in kept
        if "lily pad" not in one.noun.name or one in subjects or one.word.startswith("frog")
    ]
    return _lift(kept)


def _lift(subjects: list[Subject]) -> list[Subject]:
    """Return the subjects with who is abducted in the beam."""
    beam = any(one.noun.name == "abduction" for one in subjects)
    return [
        replace(one, base="abduction", action="") if beam and one.noun.category in casting.LIVING else one
        for one in subjects
    ]


def relate(subjects: list[Subject], afters: Sequence[str]) -> None:
    """Let two look at each other, flee or be caught, as the words after each say."""
    for n, (one, other) in enumerate(pairwise(list(subjects))):
        if one.verb.startswith(CHASING):
            if not other.action:
                subjects[n] = replace(one, heading=one.heading or 1)
                subjects[n + 1] = replace(other, action=_flee(other), heading=subjects[n].heading)
        elif _plays(one, other) and CATCHING.search(afters[n]):
            subjects[n] = replace(one, action="run", heading=1)
            subjects[n + 1] = replace(other, action="fly", heading=1)
        elif _meet(one, other) and MEETING.search(afters[n]):
            subjects[n] = replace(one, heading=1)
            subjects[n + 1] = _stand_up(replace(other, heading=-1))
    for n, one in enumerate(subjects):
        if one.count == PAIRED and one.action in TOGETHER:
            subjects[n] = replace(one, heading=1, meets=True)


def face(subjects: list[Subject]) -> None:
    """Let those who live and stay look at each other, and eat what somebody feeds them."""
    alive = [n for n, one in enumerate(subjects) if one.noun.category in casting.LIVING]
    for n, other in pairwise(alive):
        if any(one.name.startswith("seeds") for one in subjects[n].held) and not subjects[other].action:
            flies = deeds.FLIERS & set(subjects[other].noun.name.split())
            subjects[other] = replace(subjects[other], action="stand" if flies else "eat")
    if len(alive) < 2 or any(subjects[n].action in grammar.MOVING or subjects[n].heading for n in alive):
        return
    for n, heading in ((alive[0], 1), (alive[-1], -1)):
        subjects[n] = replace(subjects[n], heading={"left": 1, "right": -1}.get(subjects[n].side, heading))


def _flee(subject: Subject) -> str:
    return deeds.fit("run", subject.noun) if subject.noun.category in casting.LIVING else "drive"


def _plays(one: Subject, other: Subject) -> bool:
    return one.noun.category == "animal" and other.noun.category in THROWN and other.noun.height_m < 0.5


def _meet(one: Subject, other: Subject) -> bool:
    kinds = (*casting.LIVING, "dinosaur", "fish", "spacecraft")
    return all(side.noun.category in kinds and not side.heading for side in (one, other))


def _stand_up(subject: Subject) -> Subject:
    """Return a dragon that meets somebody on the ground."""
    return (
        replace(subject, action="stand") if subject.noun.name == "dragon" and not subject.action else subject
    )


def raise_young(subjects: list[Subject], words: str) -> list[Subject]:
    """Return the subjects with an animal's young as small ones of its kind, and no person as its mother."""
    results: list[Subject] = []
    adult: Subject | None = None
    for one in subjects:
        name = one.word or one.noun.name
        if adult and name in grammar.PARENTS and re.search(rf"{re.escape(adult.word)} {name}\b", words):
            results[-1] = replace(adult, action=adult.action or one.action, verb=adult.verb or one.verb)
        elif adult and (name in YOUNG_NAMES and _is_of(adult, name, words)):
            small = replace(adult.noun, height_m=YOUNG_SIZE * adult.noun.height_m)
            action = one.action or adult.action
            young = replace(one, noun=small, word=adult.word, action=action, heading=adult.heading)
            results.append(young)
        else:
            results.append(one)
            adult = one if one.noun.category in ANIMALS else adult
            if one.noun.category in ANIMALS and re.search(r"\b(?:famil|herd)", words) and one.count > PAIRED:
                results[-1] = replace(one, has_young=True)
    return _drop_mothers(results, words)


def _is_of(adult: Subject, name: str, words: str) -> bool:
    at = words.find(name, words.find(adult.word))
    return adult.word != name and at > 0 and bool(YOUNG.search(words[:at]))


def _drop_mothers(subjects: list[Subject], words: str) -> list[Subject]:
    """Return the subjects without the person that a mother elephant would be."""
    names = "|".join(re.escape(one.word) for one in subjects if one.noun.category in ANIMALS and one.word)
    if not names:
        return subjects
    return [
        one
        for one in subjects
        if one.word not in grammar.PARENTS
        or not re.search(rf"\b{one.word} (?:{names})|(?:{names}) {one.word}\b", words)
    ]


def gather(subjects: list[Subject], words: str) -> list[Subject]:
    """Return the subjects with what is drawn together as one of them."""
    return settle(hitch(subjects, words), words)


def hitch(subjects: list[Subject], words: str) -> list[Subject]:
    """Return the subjects with the animals and the driver of what is pulled drawn with it."""
    at = next((n for n, one in enumerate(subjects) if one.noun.name in PULLED), None)
    if at is None:
        return subjects
    pulled = subjects[at]
    others = [one for n, one in enumerate(subjects) if n != at]
    animals = [one for one in others if re.fullmatch(PULLERS, one.noun.name)]
    team = [one.word or one.noun.name for one in animals for _ in range(one.count)]
    team = team or _find_named(f"{pulled.word} {words}") or list(PULLED[pulled.noun.name])
    if pulled.noun.name == "dog sled":
        team = ["husky"] * max(PAIRED, len(team) if animals else len(PULLED["dog sled"]))
    drivers = [one for one in others if one.noun.category in ("person", "creature") and _drives(one, words)]
    rest = [one for one in others if one not in animals and one not in drivers]
    driver = drivers[0].word if drivers else DRIVERS.get(pulled.noun.name, "farmer")
    actions = [one.action for one in (pulled, *animals, *drivers) if one.action]
    hitched = replace(
        pulled,
        count=1 if animals or pulled.noun.name == "dog sled" else pulled.count,
        action=_choose_pace(actions, pulled.noun.name),
        team=tuple(team[:MOST_IN_TEAM]),
        driver=driver,
        base="",
    )
    return [hitched, *rest]


def _find_named(words: str) -> list[str]:
    """Return the animal of an ox cart or a horse-drawn sleigh."""
    named = re.search(
        rf"\b({PULLERS})(?: and |[ -](?:drawn )?)(?:\w+ )?(?:cart|wagon|sleigh|carriage|buggy)", words
    )
    return [SINGULAR.get(named[1], named[1])] if named else []


def _drives(one: Subject, words: str) -> bool:
    after = words[words.find(one.word) + len(one.word) :]
    return bool(one.word) and bool(DRIVING.search(after[:40]))


def _choose_pace(actions: list[str], name: str) -> str:
    if any(action in (QUICK, "jump", "fly") for action in actions) or name == "dog sled":
        return QUICK
    return "stand" if actions and all(action in STOPPED for action in actions[:1]) else SLOW
