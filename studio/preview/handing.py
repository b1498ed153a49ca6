"""Read whether somebody or what they handle does what is said: a boy flies a kite, a woman drives a car."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from studio.preview import deeds, grammar
from studio.preview.nouns import Noun
from studio.preview.subject import Subject

HANDLING = re.compile(
    r"\s*(?:\w+ ){0,2}?(\w+)(?: (?:away|off|around|along|back|past|up|down))?"
    r"(?: (?:a|an|the|his|her|their|on|in))+(?: \w+){0,3}\s*"
)
OPEN = re.compile(
    r"cycl|sled|sleigh|chair|board|ski|carriage|wagon|cart|chariot|boat|canoe|raft"
)  # who is seen
CARS_M, LEAST_AIRCRAFT_M = 4.0, 2.0


def hand_over(subjects: list[Subject], afters: Sequence[str]) -> Iterator[Subject]:
    """Yield who does what: a boy flies a kite, and it flies. afters: the words after each."""
    skipped = False
    for n, (subject, after) in enumerate(zip(subjects, afters, strict=True)):
        if skipped:
            skipped = False
            continue
        other = subjects[n + 1] if n + 1 < len(subjects) else None
        verb = HANDLING.fullmatch(after)
        if other is None or verb is None or subject.noun.category != "person":
            yield subject
        elif _drives(other.noun, verb[1]):
            skipped = True
            yield replace(subject, noun=other.noun, count=other.count, word=other.word)
        elif subject.action in grammar.HANDLED and grammar.ACTION_OF.get(verb[1]) in grammar.HANDLED:
            subjects[n + 1] = replace(other, action=subject.action, heading=subject.heading)
            yield replace(subject, action="stand")
        else:
            yield subject


def _drives(noun: Noun, verb: str) -> bool:
    """Return whether somebody who does this sits in it, so that they are not seen."""
    is_car = noun.category == "vehicle" and noun.height_m < CARS_M and not OPEN.search(noun.name)
    is_car = is_car or noun.name in grammar.DRIVEN
    is_aircraft = noun.category == "vehicle" and bool(deeds.FLIERS & set(noun.name.split()))
    return bool(
        (is_car and re.match(r"dr[io]v|rid|speed|rac|steer", verb))
        or (
            is_aircraft
            and noun.height_m > LEAST_AIRCRAFT_M
            and re.match(r"fl(?:y|ies|ew)|pilot|land|steer", verb)
        )
    )
