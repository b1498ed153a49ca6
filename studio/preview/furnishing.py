"""Leave out what the place itself shows: its furniture, and the nouns of its own name."""

import re
from dataclasses import replace

from studio.preview import dishes, forms, habitats, place_words
from studio.preview.prompts import Sketch
from studio.preview.rigs.things import notation
from studio.preview.rooming import list_furniture
from studio.preview.rooms import ROOMS
from studio.preview.staging import Staging
from studio.preview.subject import Subject

SMALL_M = 0.45  # what is lower than that would be lost in a room
LAID = ("restaurant", "dining room")  # where the tables are laid
DECOR = ("potted plant", "painting", "floor lamp")
# Furniture of streets, parks and gardens.
OUTDOORS = (
    r"bench|bus stop|mailbox|street l|traffic light|pier|swing|bee|bird ?house|doghouse|wind pump|vending"
    r"|barrel|basketball|picnic"
)
# Furniture is not staged again where the room has some.
SHOWN = {
    **{name: frozenset().union(*map(list_furniture, choices)) for name, choices in ROOMS.items()},
    "table": frozenset(("table", "round table", "desk")),
    "underwater": frozenset(("coral", "seaweed")),
}
# Nor does a room show what a deed brings, by what is held.
BROUGHT = {
    "cooking": "stove|oven|saucepan",
    "wheelchair": "noto:manual-wheelchair|wheelchair",
    "pushedchair": "noto:manual-wheelchair|wheelchair",
    "wheeled": "noto:manual-wheelchair|wheelchair",
    "piano": "piano",
    "easel": "easel",
    "bathtub": "bathtub",
    "care": "bed",
    "desk": "desk|table",
    "table": "table",
    "haircut": "barber chair",
    "boardwriting": "blackboard",
}
# Nor is what the place or its weather shows anyway, by name.
SCENERY = {
    "village": r"cottage|houses?|dome|village",
    "waterfall": r"waterfall|cliff|tree|rock",
    "canyon": r"canyon|cliff|rock|mountain",
    "lavender": r"flower bed|flower|lavender",
    "tulips": r"tulip|flower bed|flower",
    "vineyard": r"grapes|vine|cup of coffee|green tea|teacup",
    "terraces": r"sheaf of rice|rice|cup of coffee|green tea|teacup",
    "underwater": r"aquarium|fish ?bowl|fish tank|reef|coral reef",
    "table": r"stove|oven|plate|(?:cutting )?board|tray|dish|saucer|pedestal|napkin|drop of water",
    **dict.fromkeys(LAID, r"meal|plate|fork|knife|fork and knife with plate"),
    "bathroom": r"shower|toilet|sink|soap",
    "library": r"books?",
    "laboratory": r"test tubes?|flask|beaker",
    "bar": r"bottle|beer bottle|wine bottle",
    "space": r"saturn|planet|ringed planet|earth|galaxy|milky way",
    "mountain": r"mountain",
    "street": r"shop|market|lantern|paper lantern|lampion|street lamp|street lights",
    "city": r"skyscrapers?|office building",
    "orchard": r"cherry blossom|blossom|flower|tree|deciduous tree",
    "autumn wood": r"tree|deciduous tree|leaf|maple leaf|autumn leaves|fallen leaf",
    "park": r"tree|deciduous tree|park",
    "beach": r"palm tree|palm|beach|beach with umbrella",
    "jungle": r"palm tree|tree|fern|jungle",
    "stadium": r"stadium",
    "farm": r"wheat|sheaf of rice",
    "petals": r"cherry blossom|autumn leaves|leaf|blossom|maple leaf|falling leaf",
}


def is_small(subject: Subject) -> bool:
    """Return whether it would be lost in a room, and stands on a table."""
    kinds = (*forms.ALIVE, "furniture", "vehicle")
    is_low = subject.noun.height_m < SMALL_M and subject.noun.category not in kinds
    return is_low and not habitats.is_hung(subject)


def is_table(subject: Subject) -> bool:
    return name_thing(subject) in SHOWN["table"]


def list_brought(staging: Staging) -> frozenset[str]:
    """Return the names of what people bring along: of what they hold, and of the furniture of their deeds."""
    held = {one.name.partition(":")[0] for subject in staging.subjects for one in subject.held}
    return frozenset(held).union(*(BROUGHT.get(name, "").split("|") for name in held))


def name_thing(subject: Subject) -> str:
    """Return the name of its drawing, or that of its noun."""
    drawing = notation.load().get(subject.word) or notation.load().get(subject.noun.name)
    return drawing.name if drawing else subject.noun.name


def leave_out_furniture(staging: Staging, sketch: Sketch) -> Staging:
    """Return the staging without what the place itself shows, such as the table that a cup stands on."""
    if sketch.scene == "aerial":
        return replace(staging, subjects=())
    shown = SHOWN.get(sketch.scene, frozenset()) | list_brought(staging)
    has_parts = any(is_indoor(one) for one in staging.subjects)
    if sketch.scene in ROOMS and all(is_small(one) or is_table(one) for one in staging.subjects):
        shown |= SHOWN["table"]  # a counter stands in front
    names = [SCENERY[one] for one in (sketch.scene, *sketch.weather) if one in SCENERY]
    if any(one.action == "sit" and one.noun.category == "animal" for one in staging.subjects):
        names.append("branch")  # birds that sit have one
    if sketch.cover and sketch.scene not in (*ROOMS, "table") and any(map(_is_alive, staging.subjects)):
        names.append(place_words.COVERING)
    bases = {one.base for one in staging.subjects if not is_small(one) and sketch.scene != "table"}
    if sketch.scene in ROOMS:  # nobody stands on the bus that they are in
        bases -= {one.noun.name for one in staging.subjects if one.noun.category == "vehicle"}
    others = tuple(
        one
        for one in staging.subjects
        if (
            one.noun.name in bases
            or name_thing(one) not in shown
            or not _is_furniture(one, sketch)
            or one.held
        )
        and not any(re.fullmatch(pattern, one.noun.name) for pattern in names)
        and (one.noun.name in bases or not _is_place(one, sketch))
        and not (has_parts and sketch.scene in ROOMS and one.noun.category == "building")
    )
    are_small = sketch.scene not in LAID and all(map(is_small, staging.subjects))
    if not others and (sketch.scene == "table" or (sketch.scene in ROOMS and are_small)):
        return staging
    left = frozenset(name_thing(one) for one in staging.subjects if one not in others)
    others = habitats.lower_rocks(others, {one.base for one in others if is_small(one)})
    staged = tuple(dishes.pick(one, sketch.scene) for one in others)
    return replace(staging, subjects=staged, furniture=left)


def _is_alive(subject: Subject) -> bool:
    return subject.noun.category in (*forms.ALIVE, "vehicle")


def _is_furniture(subject: Subject, sketch: Sketch) -> bool:
    """Return whether it may be left to the place to show it."""
    if sketch.scene not in ROOMS:
        return True
    return not subject.held and (subject.noun.category == "furniture" or name_thing(subject) in DECOR)


def _is_at_station(subject: Subject, sketch: Sketch) -> bool:
    return sketch.scene in ROOMS and ROOMS[sketch.scene][0].track > 0 and habitats.is_on_rails(subject)


def _is_place(subject: Subject, sketch: Sketch) -> bool:
    """Return whether the noun is the place itself, such as a cave or a stadium."""
    words = subject.word or subject.noun.name
    if subject.held and subject.noun.category not in forms.ALIVE:
        return False
    if words in ("crowd", "audience"):
        return sketch.scene == "stadium"
    is_thing = subject.noun.category not in forms.ALIVE and not _is_at_station(subject, sketch)
    if (sketch.is_near or (sketch.scene in ROOMS and is_thing)) and words in sketch.named:
        return True
    return bool(words in sketch.named and subject.noun.category in ("building", "nature", "plant", "sky"))


def is_indoor(subject: Subject) -> bool:
    """Return whether it shows that the prompt is about a room."""
    name = subject.noun.name
    return (subject.noun.category == "furniture" and not re.search(OUTDOORS, name)) or name == "piano"
