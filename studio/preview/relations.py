"""Relate subjects to each other: who chases, meets or pulls whom, and whose young one is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from studio.preview import belonging, casting, deeds, grammar, harness
from studio.preview.nouns import load_names
from studio.preview.rigs.finding import find_rig
from studio.preview.subject import Subject

MEETING = re.compile(
    r"\b(?:fight|battl|attack|fac(?:e|es|ing)\b|duel|meet|confront|argu|kiss|hug|embrac|greet|feed|pet\b|pets\b"
    r"|petting|strok|bark\w* at|look\w* at|star(?:e|es|ing) at|talk\w* (?:to|with)|play\w* with"
    r"|kneel\w* before|bow\w* (?:to|before)|defend)"
)
TOWARD = re.compile(r"\b(?:towards?|up to|into the arms of)\b[^.,;]*$")
TOGETHER = ("play", "fight", "talk")  # two of a kind who do this look at each other
CHASING = ("chas", "pursu", "hunt", "stalk")
ANIMALS = ("animal", "fish")
PAIRED = 2
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
ADULTS = {
    "duckling": "duck",
    "kitten": "cat",
    "puppy": "dog",
    "foal": "horse",
    "lamb": "sheep",
    "calf": "cow",
}
ADULTS |= {"chick": "hen", "piglet": "pig", "fawn": "deer", "cub": "lioness", "cygnet": "swan"}
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
STILL = ("spider web", "squirrel with a nut", "swinging monkey", "frog on a lily pad")
INSECT_M = 0.2
FOOD_M = 0.35  # what an animal eats is lost in its mouth
BREATH = re.compile(r"\b(?:breath|spit|spew|spout|blow)\w* (?:\w+ )?(?:fire|flames?)|fire-breathing")
BURNING, IN_FLAMES = r"(?:burn\w*|blazing|flaming)", r"on fire|in flames|ablaze"
FUEL, FIRES = ("building", "vehicle", "plant", "nature"), ("fire", "campfire")
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
        elif name in STILL:
            one = replace(one, action="", base="")
        elif name == "falling leaf" and one.noun.height_m < 1 and _has_insect(subjects):
            one = replace(one, noun=names["broad leaf"], action="")
        if one.base == "falling leaf" and one.noun.height_m < INSECT_M:
            one = replace(one, base="broad leaf")
        results.append(one)
    kept = [one for one in results if one.noun.name not in NESTED or one in subjects]
    kept = [
        one
        for one in kept
        if "lily pad" not in one.noun.name or one in subjects or one.word.startswith("frog")
    ]
    return _lift(kept)


def _has_insect(subjects: list[Subject]) -> bool:
    return any(one.noun.category == "animal" and one.noun.height_m < INSECT_M for one in subjects)


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
        elif _meet(one, other) and one.action in grammar.MOVING and TOWARD.search(afters[n]):
            subjects[n] = replace(one, heading=1)
            subjects[n + 1] = replace(other, heading=-1)
        elif _meet(one, other) and MEETING.search(afters[n]):
            subjects[n] = replace(one, heading=1)
            subjects[n + 1] = _stand_up(replace(other, heading=-1))
    belonging.join(subjects, afters, find_rig)
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
    return _drop_mothers([_name_mother(one, results, words) for one in results], words)


def _name_mother(one: Subject, subjects: list[Subject], words: str) -> Subject:
    """Return a duck for the mother of ducklings."""
    if one.word not in grammar.PARENTS or not re.search(rf"\b(?:their|its) {one.word}\b", words):
        return one
    young = next((other.noun.name for other in subjects if other.noun.name in ADULTS), "")
    return replace(one, noun=load_names()[ADULTS[young]], word=ADULTS[young]) if young else one


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
    return settle(harness.hitch(_feed(_kindle(_ignite(_join(subjects, words), words), words)), words), words)


def _join(subjects: list[Subject], words: str) -> list[Subject]:
    return belonging.look_out(belonging.drop(subjects), words)


def _ignite(subjects: list[Subject], words: str) -> list[Subject]:
    """Return the subjects with those that are on fire, and without that fire beside them."""
    if grammar.WILDFIRE.search(words):
        subjects = [one for one in subjects if one.noun.name not in FIRES]
    lit = [_is_lit(one, words) for one in subjects]
    return [
        replace(one, action="burn") if is_lit and not one.action else one
        for one, is_lit in zip(subjects, lit, strict=True)
        if not (any(lit) and one.noun.name in FIRES)
    ]


def _is_lit(subject: Subject, words: str) -> bool:
    if subject.noun.category not in FUEL:
        return False
    name = re.escape(subject.word or subject.noun.name)
    before, after = rf"{BURNING} (?:\w+ )?{name}", rf"{name}(?:e?s)? (?:\w+ )?(?:{BURNING}|{IN_FLAMES})"
    return bool(re.search(rf"\b(?:{before}|{after})", words))


def _kindle(subjects: list[Subject], words: str) -> list[Subject]:
    """Return the subjects with a dragon's fire in its breath, not on the ground."""
    if not BREATH.search(words) or not any(one.noun.name == "dragon" for one in subjects):
        return subjects
    return [
        replace(one, verb="breathes") if one.noun.name == "dragon" else one
        for one in subjects
        if one.noun.name not in FIRES
    ]


def _feed(subjects: list[Subject]) -> list[Subject]:
    """Return the subjects without the food that an animal eats: it would be as large as the animal."""
    eats = any(one.noun.category == "animal" and one.action == "eat" for one in subjects)
    return [
        one for one in subjects if not (eats and one.noun.category == "food" and one.noun.height_m < FOOD_M)
    ]
