"""Tell which subjects fly or float, by the words in their names and by what they do."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from studio.preview.ashore import is_ashore
from studio.preview.deeds import FLIERS
from studio.preview.subject import Subject


def list_words(words: str) -> frozenset[str]:
    return frozenset(words.split())


EARTHBOUND = ("land", "walk", "stand", "sit", "run", "sleep", "eat")  # what those do who don't fly now
# Words in names. A name is that of a flier, for example, if one of its words is here.
FLOATERS = list_words(
    "boat sailboat ship canoe kayak ferry yacht galleon galley caravel carrier raft schooner submarine"
    " dinghy submersible trawler trireme motorboat speedboat steamer warship rower surfer swimmer whale"
    " dolphin orca shark seal fish swan duck goose turtle iceberg buoy wave rowboat cruiser mermaid"
    " octopus squid gondola otter walrus jellyfish ray plesiosaur island shipwreck coast"
)

CRAWLERS = list_words("crab lobster starfish shell coral anchor shipwreck chest snail seaweed treasure")


STRANDED = list_words("turtle seal walrus whale dolphin shark fish")  # rest on their belly on land
HUNG = frozenset(("mirror ball", "chandelier", "paper lantern", "lampion", "wind chime", "swinging monkey"))
ON_VINES = ("swinging monkey",)


ROCKS = frozenset(("rock", "boulder", "log", "tree stump", "stump"))
ROCK_M = 0.2


def lower_rocks(subjects: Sequence[Subject], laden: Collection[str]) -> tuple[Subject, ...]:
    """Return the subjects with rocks of a size that something small stands on. laden: names of bases."""
    return tuple(
        replace(one, noun=replace(one.noun, height_m=ROCK_M, category="object"))
        if one.noun.name in ROCKS & set(laden)
        else one
        for one in subjects
    )


def is_hung(subject: Subject) -> bool:
    """Return whether it hangs from a ceiling."""
    return subject.noun.name in HUNG and not subject.action


def is_airborne(subject: Subject) -> bool:
    words = set(subject.noun.name.split())
    return subject.action == "fly" or (bool(words & FLIERS) and subject.action not in EARTHBOUND)


def is_afloat(subject: Subject) -> bool:
    words = set(subject.noun.name.split())
    if words & CRAWLERS or is_ashore(subject.held):
        return False
    if any(one.name == "rowboat" for one in subject.held):
        return True
    if subject.noun.category == "animal" and subject.action in ("walk", "run"):
        return False
    return subject.action in ("swim", "sail") or bool(words & FLOATERS) or subject.noun.category == "fish"


RAILED = list_words("train locomotive subway metro tram")


def is_on_rails(subject: Subject) -> bool:
    """Return whether it needs a track."""
    return subject.noun.category == "vehicle" and bool(RAILED & set(subject.noun.name.split()))


def is_scattered(subject: Subject) -> bool:
    """Return whether there are several of what nature has made, no two of which are alike."""
    return subject.count > 1 and subject.noun.category == "nature"


def is_boat(subject: Subject) -> bool:
    return subject.noun.category == "vehicle" and is_afloat(subject)


def is_seen_from_the_side(subject: Subject) -> bool:
    """Return whether it has wheels and passes, or stands, from side to side."""
    has_wheels = subject.noun.category == "vehicle" or subject.action == "drive"
    return has_wheels and not subject.depth and not is_airborne(subject)
