"""Find what the words around a noun say that it does, and on what it is."""

import re

from studio.preview import grammar, nouns
from studio.preview.nouns import VERBAL, WORD

# "a cat sits on the roof of a car", "a vase on a small table"
ON = re.compile(
    r"(?! (?:tries|trying|try|puts|putting|put|slips|turns|switches) on\b)"
    r"\s*(?!lean)(?:[\w'-]+ ){0,3}?(?:on|upon|atop|aboard)(?: top of)?(?: (?:a|an|the|his|her|its|their))?"
    r""
    r"(?: (?!next|near|beside|by|with|and|in|at|under|behind|while)[\w'-]+){0,4}\s*"
)
# "sprays water on a fire"
NOT_ON = re.compile(
    r"\b(?:spray|pour|throw|shin|knock|bark|step|work|focus|shoot|fir|hammer|spit|beat|bang|drum|pound|paint|writ|draw"
    r"|scratch|chew|gnaw|nibbl|suck|prey|attack|hunt|put|plac|stick|wrap)(?:e|es|s|ing|ed|ting)? "
    r"|\bon (?:its|his|her|their) (?:back|belly|side|stomach|knees|hind)\b"
)
AT = re.compile(r"\s*(?:[\w'-]+ ){0,2}?(?:sit|sat)\w*(?: down)? (?:at|behind) (?:a|the|his|her|their|an)\b")
WITH = re.compile(r"\s*(?:and|with)(?: [\w'-]+){0,3}\s*")
TAKEOFF = re.compile(
    r"\b(?:take|takes|taking|took|lift|lifts|lifting) off\b(?! (?:his|her|their|its|a|an)\b)"
)
RUSH_HOUR = re.compile(r"\brush hour\b|\brose (?=petals?|bush|garden|gold|water|tint)")  # no verbs
CLAUSE = re.compile(
    r"[.;:!?]| (?:while|when|as) (?!(?:it|he|she|they)\b)"
    r"|,(?! ?(?:which|who|that|and|then|slowly|gently|\w+ing)\b)"
)


def find_verb(after: str) -> str:
    """Return the verb of what the words after a noun say that it does, within its clause."""
    words = WORD.findall(TAKEOFF.sub("takeoff", RUSH_HOUR.sub("", CLAUSE.split(after)[0])))[:9]
    pairs = zip(["", *words], words, strict=False)
    return next(
        (
            word
            for n, (last, word) in enumerate(pairs)
            if word in grammar.ACTION_OF
            and not _is_adjective(last, word)
            and not _is_noun(last, word, n)
            and not _has_object(word, words[n + 1 : n + 2])
        ),
        "",
    )


def _is_noun(last: str, word: str, at: int) -> bool:
    """Return whether it is a thing: the box of somebody who is trapped in a glass box."""
    return at > 1 and word in AMBIGUOUS and last not in BEFORE_VERBS and not last.endswith("ly")


def _has_object(word: str, follows: list[str]) -> bool:
    """Return whether somebody does it to a thing: passersby who drop coins don't fall."""
    if word not in TRANSITIVE or not follows or follows[0] in grammar.LINKS or follows[0].endswith("ly"):
        return False
    return follows[0] in grammar.DETERMINERS or nouns.is_thing(follows[0])


TRANSITIVE = frozenset(
    form
    for verb in ("drop", "spin", "twirl", "lift", "launch", "whirl", "collapse", "bounce", "float", "burn")
    for form in grammar.list_forms(verb)
)
AMBIGUOUS = (grammar.VERBS_TOO | {"race", "rest", "rush", "march", "charge", "drift", "bolt"}) & grammar.BASES
BEFORE_VERBS = ("to", "and", "who", "that", "they", "then", "or", "can", "will")


def _is_adjective(last: str, word: str) -> bool:
    """Return whether it is said of another noun: a glowing lamp, with melting cheese, on a wave."""
    is_participle = VERBAL.search(word) is not None
    return last in grammar.DETERMINERS or (is_participle and last in ("with", "of", "in", "under", "by"))


def find_verb_before(before: str, is_first: bool) -> str:
    """Return the verb of "running horses", "there runs a fox" and "walking through snow, a man"."""
    near = BEFORE.search(before if is_first else "_" + before)
    if near and near[1] in grammar.ACTION_OF:
        return near[1]
    words = WORD.findall(before)
    first = words[0] if is_first and words else ""
    return first if first in grammar.ACTION_OF and first.endswith("ing") and "," in before else ""


# "a running horse", "running wild horses", "here comes a fox"
BEFORE = re.compile(
    r"(?:^|[,.;:]|\b(?:and|with|of|a|an|the|two|three|four|five|some|several|many|there|here))\s*"
    r"(?:\b[a-z-]+ (?=[a-z]+ing\b))?\b([a-z]+(?:ing|s))(?: [a-z]+)?\s*$"
)
