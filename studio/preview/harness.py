"""Harness animals to what they pull, with somebody who drives it."""

import re
from dataclasses import replace

from studio.preview.subject import Subject

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
