"""Read from a prompt who is on the stage: what, how many, where, and what they do.

Rules and word lists, English first; nouns are found in other languages, too. The same prompt always gives
the same staging.
"""

import re
from dataclasses import dataclass

from studio.preview.nouns import Mention, Noun, find_mentions

NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
NUMBERS |= {"eight": 8, "nine": 9, "ten": 10, "dozen": 9, "several": 4, "many": 7, "some": 3, "pair": 2}
SEVERAL, MOST = 3, 9  # a plural without a number; as many as are staged at once
NONE = frozenset(("no", "without", "not"))
# What the words after a noun, up to the next one, say that it does.
ACTIONS = {
    "walk": "walk walks walking stroll strolls strolling wander wanders wandering hike hikes hiking march",
    "run": "run runs running gallop gallops galloping sprint sprints jog jogs race races racing chase chases"
    " chasing flee flees trot trots",
    "fly": "fly flies flying soar soars soaring hover hovers hovering glide glides gliding",
    "swim": "swim swims swimming dive dives diving float floats floating drift drifts drifting",
    "drive": "drive drives driving ride rides riding speed speeds speeding overtake overtakes roll rolls",
    "sail": "sail sails sailing cruise cruises",
    "dance": "dance dances dancing twirl twirls spin spins spinning",
    "jump": "jump jumps jumping leap leaps leaping hop hops",
    "fall": "fall falls falling drop drops",
    "rise": "rise rises rising lift lifts takeoff launch launches",
}
ACTION_OF = {word: action for action, words in ACTIONS.items() for word in words.split()}
MOVING = frozenset(("walk", "run", "fly", "swim", "drive", "sail"))
TO_RIGHT = re.compile(r"\bleft to right\b|\b(to|from) the (right|left)\b|\brightwards?\b")
TRACKING = re.compile(r"\b(track(s|ing)?|follow(s|ing)?)\b(?! (left|right))")
SHOTS = {
    "extreme close-up": r"extreme close[- ]?up|macro",
    "close-up": r"close[- ]?up|portrait|headshot",
    "medium": r"medium shot|mid shot|waist[- ]up|cowboy shot",
    "aerial": r"aerial|bird'?s[- ]eye|drone shot|from above|top[- ]down",
    "wide": r"wide|establishing|panorama|landscape shot",
}


@dataclass(frozen=True)
class Subject:
    """One noun on the stage. side: "left", "center", "right" or "". heading: 1 to the right, -1 to the left,
    0 unsaid."""

    noun: Noun
    count: int = 1
    side: str = ""
    action: str = ""
    heading: int = 0


@dataclass(frozen=True)
class Staging:
    """subjects: in the order of the prompt. shot: the size of the shot, or "" if it is not said. tracks: the
    camera moves with the subjects."""

    subjects: tuple[Subject, ...] = ()
    shot: str = ""
    tracks: bool = False


def read_staging(prompt: str) -> Staging:
    """Return who is on the stage."""
    text = re.sub(r'"[^"]*"|“[^”]*”', lambda quoted: " " * len(quoted[0]), prompt)  # a title is no subject
    mentions = find_mentions(text)
    ends = [*(mention.start for mention in mentions[1:]), len(text)]
    starts = [0, *(mention.end for mention in mentions)]
    subjects: list[Subject] = []
    for mention, start, end in zip(mentions, starts, ends, strict=False):
        before, after = text[start : mention.start].lower(), text[mention.end : end].lower()
        if not NONE & set(re.findall(r"\w+", before)[-3:]):
            subjects.append(_read_subject(mention, before, after, text.lower()))
    return Staging(
        tuple(dict.fromkeys(subjects)), _find_shot(text.lower()), bool(TRACKING.search(text.lower()))
    )


def _read_subject(mention: Mention, before: str, after: str, text: str) -> Subject:
    words = re.findall(r"[\w'-]+", after)
    action = next((ACTION_OF[word] for word in words[:6] if word in ACTION_OF), "")
    return Subject(
        mention.noun,
        _count(before, is_plural=mention.is_plural),
        _find_side(after),
        action,
        _find_heading(text) if action in MOVING else 0,
    )


def _count(before: str, *, is_plural: bool) -> int:
    words = re.findall(r"\w+", before)[-3:]
    said = next((NUMBERS[word] for word in reversed(words) if word in NUMBERS), None)
    digits = next((int(word) for word in reversed(words) if word.isdecimal()), None)
    number = digits or said or 1
    return min(MOST, max(number, SEVERAL if is_plural and number == 1 else 1))


def _find_side(after: str) -> str:
    match = re.match(r"[^.,;]{0,24}\b(?:on|at|in|to) the (left|right|center|centre|middle)\b", after)
    if not match:
        return ""
    return match[1] if match[1] in ("left", "right") else "center"


def _find_heading(text: str) -> int:
    if re.search(r"right to left|to the left\b|leftwards?|from the right", text):
        return -1
    return 1 if TO_RIGHT.search(text) else 0


def _find_shot(text: str) -> str:
    return next((shot for shot, pattern in SHOTS.items() if re.search(rf"\b(?:{pattern})\b", text)), "")
