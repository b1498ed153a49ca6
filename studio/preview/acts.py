"""Read what people do with things and with each other: both are drawn as one figure.

A boy who blows bubbles has them at his mouth, and a knight kneels in front of the queen.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from studio.preview import ashore, color_words, grammar, nouns
from studio.preview.casting import Cast
from studio.preview.holding import HOLDERS, Held
from studio.preview.nouns import Mention
from studio.preview.rigs.things import notation

# The words between what somebody does and to whom: not what is only near.
TO = (
    r"(?: with| against| to)?"
    r"(?: (?!in|on|at|before|for|near|behind|from|over|by|like|of|into|and|while|as)[a-z'-]+){0,3}?"
)
SIGNS = {"~": r"(?: [a-z0-9'-]+){0,4}? ", "D": "(?P<who>D+)", "A": "(?P<who>[AD]+)", "P": "(?P<who>P+)"}
SIGNS["Q"] = "P+"
TABLE = Path(__file__).with_name("acts.tsv")
TO_ONE, EACH_OTHER = "to", "both"
OWN = ("arms", "digs", "hand", "hands", "pet", "pets")  # words that name nothing beside somebody in a deed
SEATS = ("bench", "sofa", "armchair")
KEPT = ("walk", "run", "sit", "dance", "stand")  # who does something with another thing may do these
# Where somebody is who does this, if nobody says it, by the names of what is drawn with them.
PLACES = {
    "throne room": r"kneel:.*(?:king|queen|prince|emperor|empress|sultan|pharaoh).*",
    "ballroom": r"waltz.*",
    "cafe": r"pouring|desk:cup|table.*",
    "hospital": r"care.*",
    "forest": r"chopwood",
    "workshop": r"anvil",
    "park": r"climbtree"
    r"|(?:bubbles|leash|seeds|shoulders|piggyback|toss|lift|give|kickball|throwball|catchball|watering|kneel|hug|kiss"
    r"|pet|chess|jumprope|swing|shovel)(?::.*)?|stroller",
    "meadow": r"kite|telescopestand",
    "mountain": r"rockface",
    "lake": r"fishing|carry:kayak|rowboat",
    "snow": r"(?:carry|beside):(?:skis|snowboard)",
    "office": r"desk:laptop|shake(?::.*)?",
    "library": r"desk|desk:paper|desk:typewriter",
    "kitchen": r"cooking|chopping|baking.*|sweeping",
    "dining room": r"desk:meal|cakecandles",
    "art studio": r"easel",
    "living room": r"window|armful.*",
    "room": r"dooropen|ladder",
    "street": r"callphone|box|blaze|shove|carry:skateboard|push:bicycle|placard",
    "beach": r"(?:carry|beside):surfboard",
    "bar": r"beer",
}
FED = ("seeds",)  # those are staged by themselves
CLAUSE = re.compile(r"[.;:!?]")
NEAR = 40  # letters before a noun that may name its color
# What somebody does with a thing that is in their hands, and verbs that say so neither of small things.
HANDLED = re.compile(
    r"(?: [a-z'-]+){0,1}? (?P<verb>[a-z]+(?:s|ing|ed)|[a-z]+(?= (?:an?|the|his|her|their|some)))"
    r"(?: (?:up|out|on|down|off|into|from|with))?"
    r"(?: (?:an?|the|his|her|their|its|some|two|three|fresh))?"
    r"(?: (?!(?:at|by|in|near|beside|behind|over|around|on) )[a-z'-]+){0,2}? "
)
UNHANDLED = re.compile(
    r"(?:watch|look|see|saw|star|gaz|find|found|discover|pass|approach|enter|dream|want|lose|lost|near|beside|and|with"
    r"|in|on|by|of|behind|at|from|under|over|is|are|has|have|hid|chas|follow|leav|left|admir|observ|face)(?:s|es|ing|ed)?"
)
CLIMBERS = ("climber", "rock climber", "mountain climber")  # who is on a rock, unless they are on top of it
SUMMIT = re.compile(r"\b(?:peak|summit|top|camp|tent|ridge|sits?|sitting|walks?|rests?)\b")
HIT = re.compile(
    r"(?:punch|hit|kick|beat|strik|smash|break|crush|destroy|burn|ring|toll|hammer)(?:e|s|es|ing)?"
)
MOUTHED = re.compile(r"(?:eat|drink|sip|tast|bit|smell|sniff|smok|lick|suck|devour|enjoy)(?:e|s|es|ing|ed)?")
AFOOT = ("walk", "run", "stand", "sit", "dance", "jump", "fall", "sleep", "swim", "drive", "climb")
GOODS, HANDY_M = ("food", "object", "tool", "sport", "weapon", "music"), 0.7
CROWDS = ("crowd", "audience", "band", "orchestra", "family")
GROUPS = ("couple", "lovers", "newlyweds", "elderly couple", "old couple", "wedding couple", "friends")
LIFTING = ("lift", "shoulders", "piggyback", "toss")
CARRIED = r"child|baby|boy|girl|toddler|son|daughter|woman|bride|princess|kid|infant|newborn"
DOGS = (
    "dog|puppy|husky|poodle|corgi|dalmatian|shepherd|bulldog|labrador|retriever|terrier|dachshund|greyhound"
)
PUSHED = ("stroller", "strollers")  # which WordNet calls a person


@dataclass(frozen=True)
class Act:
    """held: what is drawn with somebody, the deed first. action: what they do then, or "" as it is read.
    is_single: of two who do it, the other one is drawn with the first."""

    held: tuple[Held, ...]
    action: str = ""
    is_single: bool = False

    def fit(self, action: str) -> str:
        """Return what somebody does who was read to do `action`."""
        return self.action or (action if action in KEPT else "")


@dataclass(frozen=True)
class Rule:
    """A row of acts.tsv. does: an action, "" as it is read, TO_ONE or EACH_OTHER. to: the words with the
    other one behind, if it is one of these."""

    name: str
    does: str
    words: re.Pattern[str]
    to: re.Pattern[str] | None = None


@cache
def load() -> list[Rule]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [_read_rule(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def _read_rule(name: str, does: str, words: str) -> Rule:
    to = _compile(rf"(?:{words}){TO} P") if does in (TO_ONE, EACH_OTHER) else None
    return Rule(name, does.strip("-"), _compile(words), to)


def _compile(pattern: str) -> re.Pattern[str]:
    text = re.sub("[~DAPQ]", lambda sign: SIGNS[sign[0]], pattern)
    return re.compile(rf"(?:[ ,]+[a-z'-]+){{0,5}}?[ ,]+(?:{text})(?![a-z])")


def find_place(held: tuple[Held, ...]) -> str:
    """Return where somebody is who deals with these, or ""."""
    return next(
        (place for place, names in PLACES.items() for one in held if re.fullmatch(names, one.name)), ""
    )


def take(cast: Cast, held: dict[int, tuple[Held, ...]], words: str) -> tuple[Cast, dict[int, Act]]:
    """Return the cast without what belongs to a deed, and what each one does, by the start of their mention.

    held: what each one has.
    """
    reader = _Reader(cast, held, words)
    people = [one for one in cast.subjects if one.noun.category in HOLDERS and not one.is_foreign]
    for one, before in zip(people, [None, *people], strict=False):
        if one.start not in reader.taken:
            reader.read(one, before)
    rest = (
        tuple(one for one in few if one.start not in reader.taken) for few in (cast.subjects, cast.left_out)
    )
    subjects, left_out = rest
    return Cast(subjects, (*left_out, *reader.missing)), reader.acts


def _tag(cast: Cast, words: str) -> str:
    """Return the words with capitals, as in acts.tsv, in place of who lives."""
    tagged = words
    for one in (*cast.subjects, *cast.left_out):
        if letter := _find_letter(one):
            tagged = tagged[: one.start] + letter * (one.end - one.start) + tagged[one.end :]
    return tagged


def _find_letter(mention: Mention) -> str:
    if mention.noun.category == "person" and mention.word not in PUSHED:
        return "P"
    if mention.noun.category not in ("animal", "fish"):
        return ""
    return "D" if re.search(rf"\b(?:{DOGS})s?\b", f"{mention.word} {mention.noun.name}") else "A"


def find_word(mention: Mention) -> str:
    return nouns.find_name(mention.word, mention.noun)


def _find_start(mention: Mention) -> int:
    return mention.start


class _Reader:
    """Reads what people do, one after the other."""

    def __init__(self, cast: Cast, held: dict[int, tuple[Held, ...]], words: str):
        self.cast, self.held, self.words = cast, held, words
        self.tagged = _tag(cast, words)
        self.acts: dict[int, Act] = {}
        self.taken: set[int] = set()
        self.missing: list[Mention] = []

    def read(self, one: Mention, before: Mention | None) -> None:
        """Note what somebody does. before: who is named before them."""
        for rule in load():
            match = rule.to.match(self.tagged, one.end) if rule.to else None
            if match and self._join(rule.name, one, self._find_at(match)):
                self._swallow(one, match)
                return
            if rule.does == TO_ONE or not (match := rule.words.match(self.tagged, one.end)):
                continue
            if rule.does != EACH_OTHER:
                self._do(rule, one, match)
                return
            if self._join_both(rule.name, one, before):
                self._swallow(one, match)
                return
        self._handle(one)

    def _handle(self, one: Mention) -> None:
        """Note what small thing somebody does something with. It is in their hands, or not drawn at all."""
        if ashore_now := ashore.find_gear(find_word(one), CLAUSE.split(self.words[one.end :])[0]):
            gear, action = ashore_now
            self.acts[one.start] = Act((gear,), action)
            return
        if one.word in CLIMBERS and not SUMMIT.search(self.words):
            self.acts[one.start] = Act((Held("rockface", "", ""),), "climb")
            return
        thing = next((other for other in self.cast.subjects if other.start >= one.end), None)
        if (
            thing is None
            or thing.noun.category not in GOODS
            or thing.noun.height_m > HANDY_M
            or thing.is_plural
        ):
            return
        said = HANDLED.fullmatch(self.tagged[one.end : thing.start])
        if not said or UNHANDLED.fullmatch(said["verb"]) or grammar.ACTION_OF.get(said["verb"]) in AFOOT:
            return
        self.taken.add(thing.start)
        if HIT.fullmatch(said["verb"]) or not {find_word(thing), thing.noun.name} & notation.load().keys():
            self.missing.append(thing)
            return
        name = "bite" if MOUTHED.fullmatch(said["verb"]) else "prop"
        self.acts[one.start] = Act((self._make(name, thing),))

    def _join(self, name: str, one: Mention, other: Mention | None) -> bool:
        """Note what one does to another."""
        if other is None or other.is_plural or other.noun.name in CROWDS or one.is_plural:
            return False
        is_light = re.search(rf"\b(?:{CARRIED})\b", f"{other.word} {other.noun.name}")
        if name in LIFTING and not is_light:
            return False
        self.taken.add(other.start)
        self.acts[one.start] = Act(
            (self._make(name, other),), "" if name in (*LIFTING, "wheeled") else "stand"
        )
        return True

    def _join_both(self, name: str, one: Mention, before: Mention | None) -> bool:
        """Note what two do with each other: a man and a woman, two men, or a couple."""
        between = self.words[before.end : one.start] if before else ""
        if before and re.fullmatch(r"\s*(?:and|with)(?: [a-z'-]+){0,3}\s*", between):
            return before.start not in self.acts and self._join(name, before, one)
        if one.is_plural and re.search(
            r"\b(?:two|both|couple of|pair of)(?: \w+){0,2} $", self.words[: one.start]
        ):
            self.acts[one.start] = Act((self._make(name, one),), "stand", is_single=True)
            return True
        if one.word in GROUPS:
            self.acts[one.start] = Act((Held(name, "", ""),), "stand", is_single=True)
            return True
        return False

    def _make(self, name: str, other: Mention) -> Held:
        word = find_word(other)
        few = self.held.get(other.start, ())
        return Held(f"{name}:{word}/{other.noun.name}", self._find_hue(other), word, few)

    def _swallow(self, one: Mention, match: re.Match[str]) -> list[Mention]:
        """Return what is named among the words of a deed. It is not staged by itself."""
        named = (*self.cast.subjects, *self.cast.left_out)
        inside = sorted((other for other in named if one.end <= other.start < match.end()), key=_find_start)
        self.taken |= {other.start for other in inside}
        return inside

    def _do(self, rule: Rule, one: Mention, match: re.Match[str]) -> None:
        who = self._find_at(match)
        inside = self._swallow(one, match)
        if who and rule.name in FED:
            self.taken.discard(who.start)
            inside.remove(who)
        others = [other for other in inside if other is not who and other.word not in OWN]
        first = who or next(iter(others), None)
        held = self._make(rule.name, first) if first else Held(rule.name, "", "")
        held = held if who else replace(held, name=rule.name)
        more = tuple(
            Held(word if word in SEATS else "", self._find_hue(other), word)
            for other, word in zip(others, map(find_word, others), strict=True)
            if other is not first
        )
        word = held.word if first in inside else ""
        self.acts[one.start] = Act((replace(held, word=word), *more), rule.does)

    def _find_at(self, match: re.Match[str]) -> Mention | None:
        """Return whom the words name as the one to whom something is done."""
        if "who" not in match.re.groupindex or match["who"] is None:
            return None
        return next(one for one in self.cast.subjects if one.start == match.start("who"))

    def _find_hue(self, mention: Mention) -> str:
        start = max(0, mention.start - NEAR)
        return color_words.find_hue(
            mention.word, self.words[start : mention.start], self.words[mention.end :]
        )
