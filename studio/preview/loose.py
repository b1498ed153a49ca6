"""Leave out what has no credible place: small things that nobody holds, and what the place shows already."""

import re
from dataclasses import replace

from studio.preview import forms, habitats
from studio.preview.credible import GROUNDED, PROPS, SMALL_M
from studio.preview.prompts import Sketch
from studio.preview.rooms import ROOMS
from studio.preview.staging import Staging
from studio.preview.subject import Subject
from studio.preview.subjects import PLACES

POTTED_M, INDOORS_M = 1.2, 3.5
# Places with a top to put things on, or where things float.
TABLED = (*ROOMS, "table", "backdrop", "space", "underwater", "sky", "clouds")
# What a place shows by itself, if it is named in the plural or as a crowd.
SHOWN = {
    "greenhouse": r"(?:potted |tropical |exotic )*plants?|palms?|palm trees?|ferns?",
    "classroom": r"desks?|chairs?|tables?|(?:black|chalk|white) ?boards?",
    "library": r"books?|book ?shel(?:f|ves)|book ?cases?|shel(?:f|ves)",
    **dict.fromkeys(("restaurant", "cafe", "bar", "dining room"), r"tables?|chairs?|stools?"),
    "church": r"pews?|benches|bench",
    **dict.fromkeys(
        ("boxing ring", "stadium", "theater", "cinema", "nightclub"), r"crowds?|audience|spectators?|fans?"
    ),
}
PILES = ("books",)  # nouns whose shape is of several
# What it shows even if there is only one.
FITTED = {
    "bathroom": r"mirror|sink|bath ?tub|toilet|shower|wash ?basin",
    "barber shop": r"mirror",
    "gym": r"punching bag|treadmill|mirrors?",
    "museum": r"(?:\w+ )?(?:paintings?|portraits?|pictures?)",
}
# What it shows beside others.
AROUND = dict.fromkeys(("street", "city"), "skyscraper|office building|apartment building|wall")
AROUND["harbor"] = "pier|dock|quay"
NONE = r"(?!)"
BUILT = ("building",)
PARKED_M = 2.2  # what is taller is in none of the other rooms
PARKING = (
    "garage",
    "parking garage",
    "tunnel",
    "museum",
    "workshop",
    "store",
    "railway station",
    "subway station",
)
WATERY = ("pool", "museum", "supermarket", "restaurant")
TABLES, SEATS = re.compile(r"(?:chess|table)(?::|$)"), ("bench", "chair", "sofa", "bed")
ALOFT = ("space", "sky", "clouds", "underwater")  # where no house stands
RUINS = re.compile(r"ruin|temple|city|castle|island|statue|station|base\b")
IN_POTS = re.compile(r"\b(?:pot|potted|vase|bouquet|basket|bonsai|cact\w+|tree|palm|plant|pumpkin|mushroom)")
FIRES = ("fire", "campfire")
LETTERS = ("letter", "envelope")  # of a title


def drop(staging: Staging, sketch: Sketch) -> Staging:
    """Return the staging without what can't be placed credibly; it is left out, and said to be."""
    shown = [one for one in staging.subjects if _is_shown(one, sketch)]
    if len(staging.subjects) > 1:
        around = AROUND.get(sketch.scene, NONE)
        shown += [one for one in staging.subjects if re.search(around, one.noun.name)]
    if len(shown) == len(staging.subjects) and sketch.scene not in ROOMS:
        shown = []
    staging = replace(staging, subjects=tuple(one for one in staging.subjects if one not in shown))
    loose = [one for one in staging.subjects if _has_no_place(one, staging, sketch)]
    loose += [one for one in _list_props(staging, sketch) if one not in loose]
    gone = {one.noun.name for one in loose}
    rest = tuple(
        replace(one, base="") if one.base in gone else one for one in staging.subjects if one not in loose
    )
    words = [one.word or one.noun.name for one in loose]
    return replace(staging, subjects=rest, left_out=tuple(dict.fromkeys([*staging.left_out, *words])))


def _is_shown(subject: Subject, sketch: Sketch) -> bool:
    """Return whether the place itself draws it."""
    is_many = subject.count > 1 or "crowd" in subject.noun.name or subject.noun.name in PILES
    name = subject.word or subject.noun.name
    if re.fullmatch(FITTED.get(sketch.scene, NONE), name):
        return not subject.held
    if subject.held or subject.base:
        return False
    return is_many and bool(re.fullmatch(SHOWN.get(sketch.scene, NONE), name))


def _has_no_place(subject: Subject, staging: Staging, sketch: Sketch) -> bool:
    noun, scene, name = subject.noun, sketch.scene, f"{subject.word} {subject.noun.name}"
    if noun.category in BUILT and scene in ALOFT:
        return not RUINS.search(name) and len(staging.subjects) > 1
    if noun.category in BUILT and scene == "street":  # it would stand on the pavement
        return any(one.noun.category not in BUILT for one in staging.subjects)
    if noun.category in BUILT and scene in ROOMS and noun.height_m > INDOORS_M:
        return noun.name not in habitats.ROCKS
    if scene in ROOMS and noun.category != "object" and _is_outside(subject, scene):
        return True
    if noun.name == "branch" and any(one.base == "branch" and _has_legs(one) for one in staging.subjects):
        return True
    if noun.name == "rainbow" and scene not in PLACES["rainbow"]:
        return True
    if noun.name in SEATS and any(one.base == noun.name and _has_table(one) for one in staging.subjects):
        return True
    if noun.name in LETTERS and staging.title:
        return True
    if scene == "table":  # it is a slab of that stone
        return noun.name in habitats.ROCKS and any(one.base == noun.name for one in staging.subjects)
    if scene in ROOMS and noun.category == "plant":
        return noun.height_m < POTTED_M and not subject.base and not IN_POTS.search(name)
    if noun.name in FIRES and subject.word.startswith("flame") and scene in (*ROOMS, "street"):
        return any(one.noun.category in forms.ALIVE for one in staging.subjects)
    return False


def _is_outside(subject: Subject, scene: str) -> bool:
    """Return whether it would never be in a room: a submarine, a salmon that nobody has."""
    noun = subject.noun
    if noun.category in ("vehicle", "spacecraft"):
        return noun.height_m > PARKED_M and scene not in PARKING
    return noun.category == "fish" and scene not in WATERY and not subject.base


def _has_legs(subject: Subject) -> bool:
    """Return whether it is too heavy for a branch."""
    return subject.noun.category in ("person", "creature")


def _has_table(subject: Subject) -> bool:
    """Return whether a table is drawn with them, with its own seats."""
    return any(TABLES.match(one.name) for one in subject.held)


def _list_props(staging: Staging, sketch: Sketch) -> list[Subject]:
    """Return the props that somebody is named with and nobody has.

    A thing that is named before everybody is what the shot is about, and stays.
    """
    is_bare = sketch.scene == "backdrop" and staging.shot in forms.CLOSE
    if (sketch.scene in TABLED or staging.shot in forms.CLOSE) and not is_bare:
        return []
    people = [n for n, one in enumerate(staging.subjects) if one.noun.category == "person"]
    if not people:
        return []
    return [one for one in staging.subjects[people[0] :] if _is_loose(one)]


def _is_loose(subject: Subject) -> bool:
    """Return whether it is a small thing that neither moves nor is on anything."""
    noun = subject.noun
    is_prop = noun.category in PROPS and noun.height_m < SMALL_M
    return is_prop and not (
        subject.action or subject.base or re.search(GROUNDED, f"{subject.word} {noun.name}")
    )
