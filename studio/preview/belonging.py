"""Join animals to what they catch, live in, drink from and look through: it is drawn with them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from studio.preview.deeds import FLIERS
from studio.preview.holding import Held
from studio.preview.nouns import load_names
from studio.preview.subject import Subject

Finder = Callable[[Subject, str], object]
MOUTH, INSIDE, AT, WATCHING, UP = "mouth", "inside", "at", "watching", "up"  # how Held.name begins
WINDOW_SEAT = "window seat"
DECK = "deck"  # the base of who crosses a bridge
GONE, OUTSIDE = "gone", "outside"  # the bases of what is drawn with another one, and of what is not drawn
WINDOW = re.compile(
    r"\b(?:watch|look|gaz|star(?:e|ing)|sit|wait|stand|l(?:ie|ying)|sleep|nap|perch|peer|relax|curl|stretch|groom|lick"
    r"|purr|yawn|play|bask|meow)\w*\b"
    r"[\w ']*"  # within one clause: of "a cat on the rug, snow outside the window" nobody watches
    r"\b(?:through|out(?: of)?|outside|at|by|on|in|from) (?:\w+ ){0,3}?window(?: ?sill| ?ledge| seat)?\b"
)
WATCHER_M = 1.0
CATCHING = re.compile(
    r"\b(?:catch|caught|snatch|grab|fetch|retriev|bring|carr(?:y|ies)|hold|eat|devour|chew|bit|gnaw)\w*\b"
    r"|\b(?:leap|jump)\w* (?:for|at|after|to catch)\b"
)
JAWS = re.compile(
    r"\s*(?:held )?(?:in|between) (?:its|his|her|the|their) (?:\w+ )?"
    r"(?:mouth|beak|bill|jaws?|teeth|talons|claws|paws?)"
)
WITH = re.compile(r"\s*(?:\w+ ){0,3}with (?:a|an|its|his|her|the)(?: \w+){0,2}\s*")
PREY_KINDS, PREY_M = ("sport", "toy", "object", "food", "fish", "animal", "body"), 0.7
LARGEST = 0.75  # of who has it
# Containers by the words for them, and who is in them.
CONTAINERS = {
    "bowl of soup": "fishbowl",
    "fishbowl": "fishbowl",
    "crystal ball": "fishbowl",
    "aquarium": "fish tank",
    "fish tank": "fish tank",
    "birdcage": "birdcage",
    "basket": "basket",
    "cardboard box": "cardboard box",
    "crate": "cardboard box",
    "gift": "cardboard box",
    "bathtub": "bathtub",
    "bucket": "bucket",
    "tank": "fish tank",
}
MOST_INSIDE = 3
INTO = re.compile(
    r"(?:\s*[\w'-]+){0,4}?\s*(?:in|inside|into|within|out of|from|around|trapped in)"
    r"(?: (?:a|an|the|its|his|her))?(?: \w+){0,2}\s*"
)
CONTAINED_M = 0.75
DRINKING = re.compile(
    r"(?:\s*[\w'-]+){0,3}?\s*"
    r"(?:drink|sip|suck|feed|hover|visit|pollinat|collect|gather|fl(?:y|ies)|flutter|approach|buzz)\w*\b"
    r"(?: [\w'-]+){0,4}\s*"
)
VISITORS = frozenset(
    ("hummingbird", "bee", "bumblebee", "honeybee", "butterfly", "dragonfly", "moth", "wasp")
)
VISITOR_M = 0.3
FLOWER_M = 1.8
BRIDGES = ("stone bridge", "suspension bridge")
CROSSING, ACROSS = ("walk", "run", "drive"), re.compile(r"\b(?:cross\w*|over|across|on)\b")


def join(subjects: list[Subject], afters: Sequence[str], find_rig: Finder) -> None:
    """Note who is drawn with whom, by the words after each: only what has a rig."""
    for n, (one, other) in enumerate(pairwise(list(subjects))):
        after, later = afters[n], afters[n + 1]
        if not all(find_rig(replace(side, action=""), "body") for side in (one, other)):
            continue
        if _is_prey(one, other) and (CATCHING.search(after) or (WITH.fullmatch(after) and JAWS.match(later))):
            _join(subjects, (n, n + 1), MOUTH)
        elif _fits_in(one, other) and INTO.fullmatch(after):
            container = load_names()[CONTAINERS[other.noun.name]]
            subjects[n + 1] = replace(other, noun=container, word=container.name)
            _join(subjects, (n + 1, n), INSIDE)
        elif _visits(one, other) and DRINKING.fullmatch(after):
            subjects[n + 1] = replace(other, count=1)
            _join(subjects, (n + 1, n), AT)
        elif _climbs(one, other):
            _join(subjects, (n + 1, n), UP)
        elif _crosses(other, one) and re.search(
            r"\b(?:cross\w*|across)\b", later
        ):  # "a bridge, somebody walks across"
            subjects[n] = replace(one, base=GONE)
            subjects[n + 1] = replace(other, base=DECK, held=(*other.held, Held("", "", one.word)))
        elif _crosses(one, other) and ACROSS.search(after):
            bridge = Held("", "", other.word)
            subjects[n] = replace(one, base=DECK, held=(*one.held, bridge))
            subjects[n + 1] = replace(other, base=GONE)


def _climbs(one: Subject, other: Subject) -> bool:
    is_climber = one.noun.category == "animal" and one.action == "climb" and one.count == 1
    return is_climber and "tree" in other.noun.name.split() and other.count == 1


def _crosses(one: Subject, other: Subject) -> bool:
    return other.noun.name in BRIDGES and one.action in CROSSING and other.count == 1


def look_out(subjects: list[Subject], words: str) -> list[Subject]:
    """Return the subjects with an animal on the seat of the window through which it looks."""
    at = next((n for n, one in enumerate(subjects) if _watches(one)), None)
    if at is None or not WINDOW.search(words) or any(one.noun.category == "person" for one in subjects):
        return subjects
    watcher, noun = subjects[at], load_names()[WINDOW_SEAT]
    name = f"{WATCHING}:{watcher.word or watcher.noun.name}/{watcher.noun.name}"
    held = [Held(name, watcher.hue, watcher.word)]
    birds = [Held("", "", one.word) for one in subjects if one is not watcher and FLIERS & {one.noun.name}]
    word = f"{WINDOW_SEAT} with birds" if birds else WINDOW_SEAT
    seat = Subject(noun, word=word, held=(*held, *birds))
    others = [replace(one, base=OUTSIDE) for one in subjects[at + 1 :] if not FLIERS & {one.noun.name}]
    return [*subjects[:at], seat, *others]


def _watches(one: Subject) -> bool:
    return one.noun.category == "animal" and one.count == 1 and one.noun.height_m < WATCHER_M


def drop(subjects: list[Subject]) -> list[Subject]:
    """Return the subjects without what is drawn with another one."""
    return [one for one in subjects if one.base != GONE]


def _join(subjects: list[Subject], pair: tuple[int, int], way: str) -> None:
    """Draw the second of a pair with the first."""
    one, other = (subjects[n] for n in pair)
    name, copies = f"{way}:{other.word or other.noun.name}/{other.noun.name}", min(MOST_INSIDE, other.count)
    held = [Held(name, other.hue, "" if n else other.word) for n in range(copies)]
    action = {"eat": "stand", "work": "stand"}.get(one.action, one.action)
    subjects[pair[0]] = replace(one, held=(*one.held, *held), action=action)
    subjects[pair[1]] = replace(other, base=GONE)


def _is_prey(one: Subject, other: Subject) -> bool:
    """Return whether somebody might have the other in its jaws."""
    is_small = other.noun.height_m < min(PREY_M, LARGEST * one.noun.height_m + 0.1)
    return (
        one.noun.category == "animal" and other.noun.category in PREY_KINDS and is_small and other.count == 1
    )


def _fits_in(one: Subject, other: Subject) -> bool:
    return (
        one.noun.category in ("animal", "fish")
        and one.noun.height_m < CONTAINED_M
        and other.noun.name in CONTAINERS
        and (other.noun.name != "bowl of soup" or one.noun.category == "fish")
    )


def _visits(one: Subject, other: Subject) -> bool:
    is_flower = other.noun.category == "plant" and other.noun.height_m < FLOWER_M
    return is_flower and bool(VISITORS & set(one.noun.name.split())) and one.noun.height_m < VISITOR_M
