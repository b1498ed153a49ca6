"""Leave out what the words of a prompt put where it can't be drawn credibly, and say so.

What does not fit into the scene that was found is left out later, in loose.py.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from studio.preview import casting, grammar
from studio.preview.subject import Subject

SMALL_M = 0.65
FITTING_M = 0.3  # razors and taps, which are furniture by name
PROPS = ("object", "food", "tool", "weapon", "music")
GOODS = (*PROPS, "furniture")
# Small things that stand on the ground by themselves.
GROUNDED = (
    r"pumpkin|lantern|basket|bucket|\bbag|suitcase|luggage|\bbox|barrel|crate|shell|mushroom|skull|chest|snow"
    r"|stone|\brock|trap|cone|hydrant|fire|candle|confetti|balloon|bubble|kite|feather|paper plane|drone"
    r"|\bnet\b|trophy|teddy|toy|cauldron|\bcan\b|\byarn|picnic|blanket|tent"
)
LOADED = re.compile(r"\b(?:carr(?:y|ies|ying)|transport\w*|haul\w*|load\w*|unload\w*|ferr(?:y|ies|ying))\b")
TABLES = re.compile(
    r"\b(?:tables?|counters?|desks?|benches|workbench|tray|bar|pedestal|anvil|(?<!sea )(?<!ocean )floor)\b"
)
# Words before a thing that is near somebody, and in nobody's hands.
NEAR = re.compile(
    r"\b(?:beside|next to|near|by|around|behind|in front of|under|over|above|between|toward|towards|and"
    r"|play\w* with|(?:look|star|gaz|watch|wait|point|play|sniff|admir|approach|pass|chas|jump|leap|see|find"
    r"|found)(?:e|s|es|ing|ed)?(?: (?:at|for|over|on|after|to|past))?)"
    r" (?:an? |the |his |her |its |their |some |two |three )?(?:[\w-]+ ){0,3}$"
)
AROUND = re.compile(r"\b(?:in|inside|into|within) (?:an? |the |his |her )?(?:[\w-]+ ){0,2}$")
# "a man with a jar", and what a place has: a scientist in a laboratory with a microscope
WITH = re.compile(r"^(?:\w* with|.*\b(?:in|at|through|on|by)\b.*\bwith) (?:an? |the )?(?:[\w-]+ ){0,2}$")
MOUNTS = re.compile(r"\b(?:rid(?:e|es|ing)|on (?:the )?(?:back|top|head)|atop|on|clings? to)\b")
POTS = re.compile(r"pot$|bottle$|jug$|pitcher$|kettle$|carafe$|can$|ladle$|spoon$")
POURS = re.compile(r"[\w ]*?\b(?:pour|fill|drizzl|drip)\w*\b")
GEAR_M = 2.5  # what is larger, such as a carriage, an animal may draw
RIDER = 0.75  # of the height of an animal that bears another one
SHOULDER = re.compile(r"\b(?:on|onto)\b[\w ',-]*?\bshoulders?\b")
FACING = re.compile(r"\b(?:in front of|before|through|into|from|to|at|of) (?:an? |the )?(?:\w+ )?$")
CROWDS = ("crowd", "audience", "spectators", "spectator", "onlooker")


def sift(subjects: list[Subject], words: str) -> tuple[list[Subject], list[str]]:
    """Return those who can be placed, and the words for the others."""
    words, kept = " ".join(words.split()), [replace(one) for one in subjects]
    dropped: list[Subject] = []
    for rule in (_list_pots, _list_cargo, _list_blown, _list_ridden, _list_loose, _list_crowds):
        dropped += (few := list(rule(kept, words)))
        kept = [one for one in kept if not any(one is other for other in few)]
    kept, fallen = _mount(kept, words)
    return kept, [one.word or one.noun.name for one in (*dropped, *fallen)]


def _list_pots(subjects: list[Subject], words: str) -> Iterator[Subject]:
    """Yield the teapot whose tea runs into a cup: the stream comes from above the picture."""
    for one, other in pairwise(subjects):
        if POTS.search(one.noun.name) and POURS.match(_find_between(one, other, words)):
            yield one


def _list_cargo(subjects: list[Subject], words: str) -> Iterator[Subject]:
    """Yield what a vehicle carries: it would stand beside it, as large."""
    for one, other in pairwise(subjects):
        between = _find_between(one, other, words)
        is_carrier = one.noun.category in ("vehicle", "spacecraft") and not one.team
        if is_carrier and other.base != one.noun.name and LOADED.search(between) and "," not in between:
            yield other


def _list_blown(subjects: list[Subject], words: str) -> Iterator[Subject]:
    """Yield the scarf or the hat of somebody that flies in the wind."""
    yield from (one for one in subjects[1:] if one.action == "fly" and one.noun.name in grammar.WORN)


def _list_ridden(subjects: list[Subject], words: str) -> Iterator[Subject]:
    """Yield what an animal rides or is wound around: no animal can be drawn so."""
    for one, other in pairwise(subjects):
        if one.noun.category != "animal":
            continue
        rides = re.search(r"\b(?:rid(?:e|es|ing)|driv(?:e|es|ing))\b", _find_between(one, other, words))
        is_gear = other.noun.category in (*PROPS, "sport", "vehicle") and other.noun.height_m < GEAR_M
        is_loose_branch = other.noun.name == "branch" and not any(each.base == "branch" for each in subjects)
        if (rides and is_gear) or is_loose_branch:
            yield other


def _find_between(one: Subject, other: Subject, words: str) -> str:
    start = words.find(one.word or one.noun.name)
    end = words.find(other.word or other.noun.name, start + 1)
    start, end = max(0, start), end if end >= 0 else len(words)  # a corgi is drawn as a dog
    return words[start:end]


def _list_loose(subjects: list[Subject], words: str) -> Iterator[Subject]:
    """Yield small things that somebody handles, and that are not in their hands."""
    if TABLES.search(words):
        return
    first = next((n for n, one in enumerate(subjects) if one.noun.category in casting.LIVING), None)
    start = words.find(subjects[first].word) + len(subjects[first].word) if first is not None else 0
    for one in subjects[first + 1 :] if first is not None else ():
        most = SMALL_M if one.noun.category in PROPS else FITTING_M
        if one.noun.category not in GOODS or one.noun.height_m >= most or one.action or one.base:
            continue
        at = words.find(one.word or one.noun.name)
        is_near = at >= 0 and (NEAR.search(words[:at]) or WITH.search(words[start:at]))
        is_around = at >= 0 and AROUND.search(words[start:at])  # somebody is in it
        is_free = is_near or re.search(GROUNDED, f"{one.word} {one.noun.name}")
        if is_around or not is_free:
            yield one


def _list_crowds(subjects: list[Subject], words: str) -> Iterator[Subject]:
    """Yield a crowd that watches somebody: it would stand beside them."""
    people = [one for one in subjects if one.noun.category == "person"]
    for one in people[1:]:
        at = words.find(one.word)
        if one.word in CROWDS and not FACING.search(words[:at]):
            yield one


def _mount(subjects: list[Subject], words: str) -> tuple[list[Subject], list[Subject]]:
    """Return the subjects with small animals that sit on large ones, and those who are too large."""
    kept, fallen = list(subjects), []
    for n, (one, other) in enumerate(pairwise(subjects)):
        if one.noun.category != "animal" or not MOUNTS.search(_find_between(one, other, words)):
            continue
        if other.noun.category == "person" and SHOULDER.search(words):
            kept[n] = replace(one, base=other.noun.name, action="stand")
        elif other.noun.category == "animal" and one.base == other.noun.name:
            if one.noun.height_m > RIDER * other.noun.height_m or one.count > 1 or other.count > 1:
                fallen.append(one)
            else:
                kept[n] = replace(one, action="sleep" if one.action == "sleep" else "sit")
                kept[n + 1] = replace(other, action=other.action if other.action == "sleep" else "stand")
    return [one for one in kept if not any(one is other for other in fallen)], fallen
