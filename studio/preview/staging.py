"""Read from a prompt who is on the stage: what, how many, where, and what they do.

Rules and word lists (grammar.py), English first; nouns are found in other languages, too. The same prompt
always gives the same staging.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from studio.preview import (
    acts,
    belonging,
    casting,
    color_words,
    counts,
    credible,
    deeds,
    features,
    grammar,
    handing,
    holding,
    nouns,
    place_words,
    relations,
    senses,
    titles,
    underfoot,
    verbs,
)
from studio.preview.nouns import Mention, Noun, find_mentions
from studio.preview.subject import Subject
from studio.preview.wording import MOST_LETTERS, read_words

MOST_SUBJECTS = 6
SEATS = ("bench", "chair", "sofa", "armchair", "throne", "bed")
BEDS = ("bed",)  # on the others, who sleeps sits
CHAIR = (holding.Held("chair", "", "chair"),)  # of whom sits at a table


@dataclass(frozen=True)
class Staging:
    """subjects: in the order of the prompt. shot: the size of the shot, or "" if nobody says it. place: one
    of grammar.PLACES, or "". title: lettering over the picture. tracks: the camera follows the first subject.
    left_out: nouns that are named and not drawn. furniture: what the room has to show. ledge: what is under
    their feet, as in underfoot.WORDS.
    """

    subjects: tuple[Subject, ...] = ()
    shot: str = ""
    tracks: bool = False
    place: str = ""
    title: str = ""
    is_indoors: bool = False
    left_out: tuple[str, ...] = ()
    furniture: frozenset[str] = frozenset()
    ledge: str = ""


@dataclass(frozen=True)
class Line:
    """A mention with the words around it, up to the mentions beside it. act: what they do with others."""

    mention: Mention
    before: str
    after: str
    held: tuple[holding.Held, ...] = ()
    act: acts.Act | None = None

    @property
    def noun(self) -> Noun:
        return self.mention.noun


def read_staging(prompt: str) -> Staging:
    """Return who is on the stage."""
    prompt = prompt[:MOST_LETTERS]
    words = read_words(prompt)
    place = _find_place(senses.resolve(titles.blank_quotes(prompt)))
    cast, held = holding.take(casting.choose(find_mentions(words), words, place), words)
    cast, done = acts.take(cast, held, words)
    lines = [
        replace(line, held=held.get(line.mention.start, ()), act=done.get(line.mention.start))
        for line in _cut_lines(cast.subjects, words)
    ]
    subjects = relations.gather(
        _merge(relations.raise_young(list(_read_subjects(lines, words)), words)), words
    )
    subjects, fallen = credible.sift(subjects, words)
    if re.search(r"\bsurf", words):  # the sea has waves
        subjects = [one for one in subjects if one.noun.name != "breaking wave"]
    if deeds.SHOWS.search(prompt.lower()):
        subjects = _show(subjects)
    crosses = any(one.base == belonging.DECK for one in subjects)
    ledge = "" if crosses else underfoot.find_ledge(words)
    left_out = [nouns.find_name(mention.word, mention.noun) for mention in cast.left_out] + fallen
    left_out += [one.word for one in subjects if one.base == belonging.OUTSIDE]
    left_out += senses.list_lost(titles.blank_quotes(prompt))
    subjects = [one for one in subjects if one.base != belonging.OUTSIDE]
    left_out = [word for word in left_out if not ledge or not re.fullmatch(underfoot.WORDS[ledge], word)]
    return Staging(
        tuple(subjects[:MOST_SUBJECTS]),
        _find_shot(prompt.lower()),
        tracks=bool(re.search(grammar.TRACKING, prompt.lower())),
        place=place,
        title=titles.find_title(prompt),
        is_indoors=place not in ("", "street", "underwater") or bool(grammar.INDOORS.search(words)),
        left_out=tuple(dict.fromkeys([*left_out, *(one.word for one in subjects[MOST_SUBJECTS:])])),
        ledge=ledge,
    )


def _show(subjects: list[Subject]) -> list[Subject]:
    """Return the subjects of a product shot: the first thing turns, if it has nothing else to do."""
    first = next((one for one in subjects if one.noun.category in deeds.SHOWN and not one.action), None)
    return [replace(one, action="turn") if one is first else one for one in subjects]


def _find_place(words: str) -> str:
    """Return the first place that is named, as long as nobody says that it isn't there."""
    found = (
        place
        for place, pattern in grammar.PLACES.items()
        if (match := re.search(rf"\b(?:{pattern})(?!\w)", words))
        and not casting.is_denied(words[: match.start()])
        and not place_words.is_outside(match, words)
    )
    return next(found, "")


def _cut_lines(mentions: tuple[Mention, ...], words: str) -> Iterator[Line]:
    starts = [0, *(mention.end for mention in mentions)]
    ends = [*(mention.start for mention in mentions[1:]), len(words)]
    for mention, start, end in zip(mentions, starts, ends, strict=False):
        yield Line(mention, words[start : mention.start], words[mention.end : end])


def _read_subjects(lines: list[Line], words: str) -> Iterator[Subject]:
    """Yield each subject. One that has nothing to do yet does what the next one does, if "and" joins them."""
    subjects = [_read_subject(line, words, n == 0) for n, line in enumerate(lines)]
    _find_bases(subjects, lines)
    _give_back(subjects, lines)
    is_joined = False
    for n in range(len(lines) - 2, -1, -1):
        joint = grammar.JOINED.match(lines[n].after)
        is_joined = joint is not None and (is_joined or joint[1] != ",")
        other = subjects[n + 1]
        is_alive = subjects[n].noun.category in casting.LIVING
        if is_joined and not subjects[n].action and is_alive == (other.noun.category in casting.LIVING):
            subjects[n] = replace(subjects[n], action=other.action, heading=other.heading, depth=other.depth)
    relations.relate(subjects, [line.after for line in lines])
    relations.face(subjects)
    yield from handing.hand_over(subjects, [line.after for line in lines])


def _find_bases(subjects: list[Subject], lines: list[Line]) -> None:
    """Note on what each one is. Who comes with somebody is where they are."""
    for n in range(len(lines) - 2, -1, -1):
        is_on = verbs.ON.fullmatch(lines[n].after) and not verbs.NOT_ON.search(lines[n].after)
        base = lines[n + 1].noun.name if is_on else ""
        if verbs.WITH.fullmatch(lines[n].after):
            base = subjects[n + 1].base
        subjects[n] = replace(subjects[n], base=base)


def _give_back(subjects: list[Subject], lines: list[Line]) -> None:
    """Let somebody do what is said after something that they wear or hold: a girl with headphones dances."""
    for n, (one, other) in enumerate(pairwise(subjects)):
        is_held = HELD.fullmatch(lines[n].after) and other.noun.category not in casting.LIVING
        if is_held and other.action and not one.action:
            action = deeds.fit(other.verb, one.noun)
            subjects[n] = replace(one, action=action, heading=other.heading, depth=other.depth)
            subjects[n + 1] = replace(other, action="", heading=0, depth=0)


HELD = re.compile(r"\s*(?:with|in|wearing|carrying|holding)(?: [\w'-]+){0,3}\s*")


def _read_subject(line: Line, words: str, is_first: bool) -> Subject:
    goes_on = line.mention.end + len(line.after) < len(words) and line.after[-1:] == " "
    verb = verbs.find_verb(f"{line.after}the" if goes_on else line.after)
    verb = verb or verbs.find_verb_before(line.before, is_first)
    action = line.act.fit(deeds.fit(verb, line.noun)) if line.act else deeds.fit(verb, line.noun)
    noun = holding.find_rider(line.noun) if action in grammar.MOVING else line.noun
    noun = features.find_aged(noun, line.before)
    face = features.find_features(noun, line.before, line.mention.word, line.after)
    hue = color_words.find_hue(line.mention.word, line.before, line.after)
    action = "" if RODE.fullmatch(verb) and noun.category == "person" and not _rides(noun, line) else action
    if action == "swim" and noun.category == "animal" and ON_FOOT.search(line.after):
        action = "walk"
    if action == "swim" and verb in FLOATING and noun.category == "person" and not WET.search(words):
        action = "walk"
    heading = _find_heading(line.after) or (_find_heading(words) if action in grammar.MOVING else 0)
    held = (*line.act.held, *line.held) if line.act else line.held
    if action == "sleep" and any(one.name in SEATS for one in held):  # with empty hands
        held = tuple(one for one in held if one.name in SEATS)
        action = "sleep" if held[0].name in BEDS else "sit"
    seat = (
        () if line.act or any(one.name in SEATS for one in held) or not verbs.AT.match(line.after) else CHAIR
    )
    return Subject(
        noun,
        1 if line.act and line.act.is_single else counts.count(line.mention, line.before, line.after),
        _find_side(line.after),
        action,
        heading,
        _find_depth(line.after) if action in grammar.MOVING else 0,
        "" if features.has_skin(face) and hue in features.OF_SKIN else hue,
        nouns.find_name(line.mention.word, noun),
        verb,
        (*holding.mount(held, noun, verb), *(seat if noun.category == "person" else ()), *face),
        passes=action in grammar.MOVING and bool(re.search(grammar.PASSING, line.after)),
    )


FLOATING = frozenset((*grammar.list_forms("float"), *grammar.list_forms("drift")))
WET = re.compile(
    r"water|sea\b|ocean|lake|river|pool|space|gravity|astronaut|waves?\b|raft|bath|lagoon|pond|boat"
)
ON_FOOT = re.compile(r"\b(?:road|street|sidewalk|path|lawn|garden|grass|highway|crosswalk|yard|beach)\b")
RODE = re.compile(r"rid(?:e|es|ing)|rode|travel\w*|journey\w*")
ON_WHEELS = re.compile(r"cycl|bik|surf|skat|\bski|snowboard|jockey|rider|driver|row|kayak|canoe|sled")


def _rides(noun: Noun, line: Line) -> bool:
    """Return whether somebody has what they ride with them: in a bus, they stand."""
    return bool(line.held or ON_WHEELS.search(f"{line.mention.word} {noun.name}"))


def _find_side(after: str) -> str:
    match = grammar.SIDE.match(after)
    side = next(filter(None, match.groups())) if match else ""
    return side if side in ("", "left", "right") else "center"


def _find_heading(text: str) -> int:
    right, left = (re.search(rf"\b(?:{way})\b", text) for way in (grammar.RIGHT, grammar.LEFT))
    if right and left:
        return 1 if right.start() < left.start() else -1
    return 1 if right else -1 if left else 0


def _find_depth(after: str) -> int:
    if re.search(rf"\b(?:{grammar.NEARER})", after):
        return 1
    return -1 if re.search(rf"\b(?:{grammar.AWAY})", after) else 0


def _merge(subjects: list[Subject]) -> list[Subject]:
    """Stage what is named twice once, unless it stands on two sides."""
    merged: list[Subject] = []
    for subject in subjects:
        same = next((n for n, one in enumerate(merged) if _is_same(one, subject)), None)
        if same is None:
            merged.append(subject)
            continue
        one = merged[same]
        merged[same] = replace(
            one,
            count=max(one.count, subject.count),
            side=one.side or subject.side,
            action=one.action or subject.action,
            heading=one.heading or subject.heading,
            depth=one.depth or subject.depth,
            hue=one.hue or subject.hue,
            held=one.held or subject.held,
        )
    return merged


def _is_same(one: Subject, other: Subject) -> bool:
    sides, hues = {one.side, other.side} - {""}, {one.hue, other.hue} - {""}
    return one.noun == other.noun and one.word == other.word and len(sides) < 2 and len(hues) < 2


def _find_shot(text: str) -> str:
    return next(
        (shot for shot, pattern in grammar.SHOTS.items() if re.search(rf"\b(?:{pattern})\b", text)), ""
    )
