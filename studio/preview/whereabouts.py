"""Find where somebody is whose prompt names no place, by what they do and who is beside them."""

from studio.preview import acts
from studio.preview.staging import Staging
from studio.preview.subject import Subject

BESIDE_M = 0.9  # from this height on, what is beside somebody decides
# Where somebody is who sits or lies on these, or rides them.
SEATED = {
    "lake": {"rowboat"},
    "forest": {"unicorn", "wolf", "reindeer"},
    "desert": {"camel"},
    "savanna": {"elephant", "zebra"},
    "meadow": {"horse", "bench", "donkey", "pegasus", "dragon"},
    "bedroom": {"bed"},
    "living room": {"sofa", "armchair"},
    "room": {"chair"},
    "throne room": {"throne"},
}


# Where somebody is who is named with one of these.
BESIDE = {"vehicle": "street", "building": "meadow", "plant": "park", "nature": "meadow", "animal": "meadow"}


def find_scene(person: Subject, staging: Staging) -> str:
    if place := acts.find_place(person.held):
        return place
    beside = {one.noun.category for one in staging.subjects if one.noun.height_m > BESIDE_M}
    if beside & BESIDE.keys():
        return next(place for kind, place in BESIDE.items() if kind in beside)
    held = {one.name for one in person.held}
    for place, things in SEATED.items():
        if held & things:
            return place
    if any(one.noun.category == "food" for one in staging.subjects) and person.action not in ("walk", "run"):
        return "cafe"  # where there is a table for it
    on_the_way = person.action in ("walk", "run", "drive") or person.count > 1
    return "street" if on_the_way or held & {"bicycle", "motorcycle", "umbrella"} else "backdrop"
