"""Choose which nouns of a prompt are on the stage: no verbs, figures of speech, scenery or clothes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from studio.preview import grammar, included, meanings, nouns, place_words, toppings
from studio.preview.nouns import UNSEEN, WORD, Mention

NEAR = 80  # letters before and after a noun that say what it is
# Words behind food and plants that are shown as what bears them: a sushi platter, a tulip field.
BEARERS = {"platter", "plate", "dish", "tray", "board", "field", "fields", "garden", "meadow", "bed", "patch"}
BEARERS |= {"fruit", "fruits", "slice", "slices", "pieces", "wedges", "halves"}
LIVING = ("person", "creature", "animal")
OF_SPORTS = ("field", "fields", "court", "pitch", "team", "match", "game")
# What is said to be as many or as tall: a tower of plates, a ring of fire.
HEAPS = (
    "tower",
    "mountain",
    "wall",
    "ring",
    "river",
    "sea",
    "ocean",
    "castle",
    "circle",
    "hill",
    "fountain",
    "cone",
)
# By name: another noun with that name, and the words of a prompt that speak of it.
HOMONYMS = {
    "crane": (
        "crane bird",
        r"(?:birds?|lakes?|rivers?|marsh\w*|ponds?|wetlands?|reeds?|wings?|feathers?|nests?|flocks?|danc\w+)",
    ),
}


@dataclass(frozen=True)
class Cast:
    """subjects: what is to be seen as a thing of its own. left_out: named, but not drawn."""

    subjects: tuple[Mention, ...]
    left_out: tuple[Mention, ...]


def choose(mentions: list[Mention], words: str, place: str) -> Cast:
    """Return who is on the stage, and who was named in vain."""
    subjects: list[Mention] = []
    left_out = []
    person_until = -1
    for mention, follows in _iter_wanted(_read_senses(mentions, words), words):
        before = words[max(0, mention.start - NEAR) : mention.start]
        if person_until >= 0 and mention.word in grammar.ECHOES:
            continue
        if _is_again(mention, before, person_until) or _is_other_word(mention, words, follows):
            continue
        if _is_deed(mention, words, person_until):
            continue
        is_worn = _is_worn(
            mention, words[max(person_until, mention.start - NEAR) : mention.start], person_until
        )
        if (is_worn and mention.noun.name in grammar.PARTS) or not _fits_place(mention, words, place):
            continue
        if is_worn or mention.noun.category == UNSEEN or toppings.is_topping(mention, subjects, words):
            left_out.append(mention)
            continue
        if mention.noun.category in LIVING:
            person_until = mention.end
        subjects.append(mention)
    shown = {name for one in subjects for name in included.INCLUDED.get(one.noun.name, "").split("|")}
    return Cast(tuple(one for one in subjects if one.noun.name not in shown), tuple(left_out))


def _is_deed(mention: Mention, words: str, person_until: int) -> bool:
    """Return whether it is what somebody does: a blacksmith hammers iron, a carpenter planes wood."""
    is_next = mention.is_plural and 0 <= person_until == mention.start - 1
    is_thing = mention.noun.category not in LIVING
    return is_next and is_thing and bool(re.match(OBJECT, words[mention.end :]))


OBJECT = r" (?!(?:on|in|of|and|at|for|from|with|by|or|are|beside|under|near)\b)[a-z]"
NO_ORDERS = (
    "fish",
    "train",
    "fire",
    "light",
    "water",
    "rock",
    "park",
    "duck",
    "flower",
    "lamp",
    "ship",
    "stand",
)
SIZES, IS_NEXT = ("giant", "dwarf"), re.compile(r" (?:[a-z]*[^sgd\W] )?")  # "a giant white wolf"
DOING = ("climbing", "walking", "running", "standing", "swimming")
ONE_OF_THEM = ("man", "woman", "male", "female", "person")


def _read_senses(mentions: list[Mention], words: str) -> list[Mention]:
    return [_tell_apart(mention, words) for mention in meanings.tell_apart(mentions, words)]


def _tell_apart(mention: Mention, words: str) -> Mention:
    """Return the mention of a bird or a machine, as the other words say, or of a woman who cooks."""
    first, _, verb = mention.word.rpartition(" ")
    is_verb = (mention.is_plural and verb in grammar.ALSO_VERBS) or verb in DOING
    if is_verb and first in ONE_OF_THEM:
        noun, _ = nouns.look_up(first)  # "a woman cooks", "a man climbing a ladder"
        assert noun is not None
        return replace(mention, noun=noun, end=mention.start + len(first), is_plural=False, word=first)
    name, signs = HOMONYMS.get(mention.noun.name, ("", ""))
    is_meant = mention.word.removesuffix("s") == mention.noun.name
    if not name or not is_meant or not re.search(rf"\b{signs}\b", words):
        return mention
    return replace(mention, noun=nouns.load_names()[name], word=name)


def _iter_wanted(mentions: list[Mention], words: str) -> Iterator[tuple[Mention, Mention | None]]:
    """Yield each mention that nobody says is absent, with the one after it."""
    denied_until = -1
    for mention, follows in zip(mentions, [*mentions[1:], None], strict=False):
        goes_on = denied_until >= 0 and grammar.AND.fullmatch(words[denied_until : mention.start][:NEAR])
        if is_denied(words[max(0, mention.start - NEAR) : mention.start]) or goes_on:
            denied_until = mention.end
        else:
            yield mention, follows


def is_denied(before: str) -> bool:
    """Return whether the words before a noun say that there is none."""
    return bool(grammar.NEGATION.search(before[-60:]))


def _is_again(mention: Mention, before: str, person_until: int) -> bool:
    """Return whether it is "the man" after somebody was named."""
    return person_until >= 0 and mention.word in grammar.AGAIN and bool(re.search(r"\bthe\s*$", before))


def _is_worn(mention: Mention, since: str, person_until: int) -> bool:
    """Return whether it is part of somebody, or is worn: a man with a hat is a man."""
    if mention.noun.name not in grammar.PARTS and mention.noun.name not in grammar.WORN:
        return False
    return person_until >= 0 and bool(grammar.WEARING.search(since))


def _is_other_word(mention: Mention, words: str, follows: Mention | None) -> bool:
    """Return whether the word is a verb, a color or part of another noun here, or belongs to the sky."""
    name, word = mention.noun.name, words[mention.start : mention.end]
    if (
        name in grammar.SKIES
        or word in grammar.SKIES
        or (word in grammar.SCENERY and name not in grammar.KEPT)
    ):
        return True
    if word in grammar.GROUPS and _follows_thing(words[: mention.start]):
        return True
    if mention.is_foreign:
        return place_words.is_foreign_place(word) and mention.noun.category not in LIVING
    return (
        _is_size(mention, words, follows)
        or _is_verb(
            word,
            words[max(0, mention.start - NEAR) : mention.start],
            words[mention.end : mention.end + NEAR],
        )
        or _describes_next(mention, words, follows)
        or _is_container(mention, words, follows)
    )


def _is_size(mention: Mention, words: str, follows: Mention | None) -> bool:
    """Return whether it says how large the next one is: a giant white wolf."""
    is_next = follows and IS_NEXT.fullmatch(words[mention.end : follows.start])
    return mention.word in SIZES and bool(is_next)


def _follows_thing(before: str) -> bool:
    """Return whether the words before end with a noun: the family of an elephant family."""
    last = re.search(r"(\w+) $", before)
    return last is not None and nouns.is_thing(last[1])


def _is_verb(word: str, before: str, after: str) -> bool:
    """Return whether a word such as "fly" or "watches" is what somebody does."""
    last = WORD.findall(before[-40:])[-1:]
    if not last or re.search(r"[.,;:!?]\s*$", before):
        is_order = re.match(r"\s*(?:a|an|the|his|her|their|through|over|across|in|on|at|by)\b", after)
        return (
            word in grammar.ALL_VERBS and not word.endswith("s") and bool(is_order) and word not in NO_ORDERS
        )
    if last[0] in grammar.DETERMINERS:
        return False
    is_after_noun = nouns.is_thing(last[0]) or last[0] in grammar.SCENERY or last[0] in grammar.GROUPS
    if word in grammar.ACTION_OF or word in grammar.PAST:
        is_base = word in grammar.BASES and not word.endswith("s")  # "a wrist watch"
        is_after_noun = is_after_noun and (not is_base or _agrees(last[0], word))
        return is_after_noun or last[0] in grammar.SUBJECT_WORDS or last[0].endswith("ly")
    if word not in grammar.ALSO_VERBS:
        return False
    return (
        last[0] in grammar.SUBJECT_WORDS
        or last[0].endswith("ly")
        or (is_after_noun and _agrees(last[0], word))
    )


def _agrees(subject: str, verb: str) -> bool:
    """Return whether the two could be a noun and its verb: birds fly, a bird flies."""
    if verb not in grammar.ALL_VERBS:
        return False
    is_plural = (subject.endswith("s") and not subject.endswith("ss")) or nouns.look_up(subject)[1]
    return not verb.endswith("s") if is_plural else verb.endswith("s") and not verb.endswith("ss")


def _describes_next(mention: Mention, words: str, follows: Mention | None) -> bool:
    """Return whether it only says of what kind the next noun is: the stone of a stone bridge."""
    if mention.is_plural or not words[mention.start].isascii():
        return False
    next_word = re.match(r" ([a-z]+)(?:['’]s)?(?= |[.,;:!?)]|$)", words[mention.end : mention.end + NEAR])
    if not next_word or next_word[1] in grammar.LINKS:
        return False
    word = next_word[1]
    if mention.noun.category in ("food", "plant") and word in BEARERS:
        return False
    if mention.noun.category == "sport" and word in OF_SPORTS:
        return True
    is_named = follows and follows.start == mention.end + 1 and " " in follows.word  # "baby sea turtles"
    if word in grammar.ACTION_OF or (word in grammar.GROUPS and not is_named):
        return False
    if mention.noun.category == "animal" and word in grammar.PARENTS:  # "an elephant mother"
        return False
    if mention.noun.category in LIVING and word in grammar.FACES:  # "a woman's face" shows the woman
        return False
    if word in grammar.LIMBS and words[mention.start : mention.end].endswith(("'s", "’s")):
        return mention.noun.category not in LIVING  # "a pirate's shoulder" shows the pirate
    is_noun = follows and follows.start == mention.end + 1 and follows.noun.category in LIVING
    if mention.noun.category in DOERS and not is_noun and _is_said_to_do(mention, word, words):
        return False
    if follows and follows.start == mention.end + 1:
        return not _agrees(mention.word.split()[-1], follows.word.split()[-1])
    after = mention.end + next_word.end()
    has_object = re.match(r" (?:a|an|the|his|her|its|their)\b", words[after : after + NEAR]) or (
        follows and follows.start == after + 1
    )
    if word.endswith("s") and has_object:  # "waters" of "a robot waters plants"
        return False
    is_head = nouns.is_thing(word) or word in grammar.SCENERY
    return is_head and not (word.endswith("s") and word in grammar.ALSO_VERBS)


def _is_said_to_do(mention: Mention, word: str, words: str) -> bool:
    """Return whether the next word is a verb: a firefighter sprays water, sheep block the road."""
    after = words[mention.end + 1 + len(word) :]
    is_doer = mention.noun.category in ("person", "creature") or GOES_ON.match(after)
    if is_doer and re.search(r"[^s]s$", word):
        return True
    return mention.noun.category in LIVING and bool(re.match(r" (?:an?|the|his|her|its|their)\b", after))


DOERS = (*LIVING, "fish", "vehicle", "spacecraft", "dinosaur")
# What follows a verb rather than a noun, which would have a verb behind it.
GOES_ON = re.compile(
    r" (?:an?|the|his|her|its|their|into|out|through|across|over|under|past|toward|towards|at|to|up|down|from"
    r"|off|along|around|between|beneath|above|behind|with|in|on|away|back|forward|\w+ly)\b|$|,? and\b"
)


def _is_container(mention: Mention, words: str, follows: Mention | None) -> bool:
    """Return whether it is only how much there is: a slice of cake, a herd of cows."""
    word = words[mention.start : mention.end]
    of = follows and re.fullmatch(r" of (?:\w+ ){0,2}", words[mention.end : follows.start])
    if not of or not follows:
        return False
    return word in (*grammar.GROUPS, *HEAPS) or (follows.noun.category == "food" and word in grammar.HOLDERS)


def _fits_place(mention: Mention, words: str, place: str) -> bool:
    """Return False for a building that is the place itself: a nurse in a hospital."""
    before = words[max(0, mention.start - 40) : mention.start]
    if mention.noun.category == "building" and grammar.INSIDE.search(before):
        return False
    if mention.noun.category == "building" and mention.noun.name in place.split():
        return False
    if place == "bus interior" and "bus" in mention.noun.name.split():
        return False
    if place == "train" and re.search(r"train|tram|metro", mention.noun.name):
        return not grammar.ON.search(before)
    name = words[mention.start : mention.end]
    parts = grammar.OF_PLACE.get(place, grammar.PLACES.get(place, ""))
    is_place = bool(place and re.fullmatch(rf"(?:{parts})", name)) and mention.noun.category not in LIVING
    return not is_place or mention.noun.category == "furniture"
