"""Put subjects on others: a cup on a table, a cat on a sofa, a captain on a ship."""

from dataclasses import replace

from studio.preview import forms, furnishing, nouns, rooms, sizes
from studio.preview.marks import Place
from studio.preview.stage import Stage
from studio.preview.staging import Staging
from studio.preview.subject import Subject
from studio.preview.underfoot import LEDGE

TABLE = "table"
# By words of a base's name: the part of its height where something stands on it. 0.95 for the others.
TOPS = {"sofa": 0.45, "bed": 0.5, "chair": 0.5, "armchair": 0.45, "bench": 0.5, "throne": 0.45}
TOPS |= {
    "branch": 0.43,
    "leaf": 0.55,
    "abduction": 0.2,
    "rock": 0.8,
    "boulder": 0.8,
    "lily": 0.5,
    "sunflower": 0.86,
}
TOPS |= {"raft": 0.1, "boat": 0.4, "truck": 0.5, "tank": 0.74, "pier": 0.9}
TOPS |= {"animal": 0.66, "person": 0.73}  # by the category of who bears an animal
TOP, SHOULDER = 0.95, 0.095  # and how far a shoulder is from the middle, of somebody's height
LONG = 1.6  # what is longer by its height, such as half a watermelon, is measured by its length
ROOFTOP = ("creature", "animal")  # who may be on top of a building
SEATS = (
    "suitcase",
    "barrel",
    "box",
    "wooden box",
    "crate",
    "table",
    "desk",
    "pedestal",
    "treasure chest",
    "tree stump",
)
BASES = ("furniture", "vehicle", "object", "music")
GOODS, GOODS_M = ("object", "food", "tool", "music", "sport", "weapon"), 0.65  # as high at the most
LIGHT_M = 0.15  # bees and butterflies, which a flower carries
ROCKS, ROCK = ("rock", "boulder", "stone", "cliff", "log", "tree stump"), 0.42  # of their size if laden
LEAST_ALIVE, ON_ROCK, ON_PLANT, ON_PAD, PAD_LOAD_M = 0.2, 0.36, 0.11, 0.2, 0.6
BRANCH_LOAD_M = 1.3
MOST_TALL = 0.88  # of the frame above their feet, of a base with its load
SEATED, SITTERS, BEYOND = 0.26, ("person", "creature"), 1.3  # how far legs hang down from a rock
PADS = ("lily pads", "lily pad")
LARGER, LEAST, LEAST_PERSON = 1.5, 0.05, 0.12  # than it really is; of the frame's height
INSIDE = 0.8  # of the base's width, used by what stands on it
KNIFE, ABOVE = 0.45, 0.95  # height of a knife, and how high it is held, by the height of what it cuts
MOST_LOAD = 1.1  # of the base's height
SITTING = 0.42  # of the frame's height, of somebody on a table


def part(stage: Stage, staging: Staging, subjects: list[Subject]) -> tuple[list[Subject], list[Subject]]:
    """Return who stands on the ground, and who stands on one of them, with a table if it lacks."""
    subjects = _add_table(stage, staging, subjects)
    names = {one.noun.name for one in subjects if _is_base(stage, staging, one)}
    loads = [one for one in subjects if one.base in names and _is_load(stage, staging, one)]
    return [_set_down(one) for one in subjects if one not in loads], loads


def _set_down(subject: Subject) -> Subject:
    """Return somebody who sits on the ground if nothing bears them."""
    is_seated = subject.action == "sit" and subject.noun.category in SITTERS and subject.base != LEDGE
    return replace(subject, base="") if is_seated else subject


def _add_table(stage: Stage, staging: Staging, subjects: list[Subject]) -> list[Subject]:
    """Return the subjects with a table for what is small where somebody stands beside it."""
    if (
        stage.has_counter
        or stage.sketch.scene not in (*rooms.ROOMS, "backdrop")
        or staging.shot in forms.CLOSE
    ):
        return subjects
    small = [one for one in subjects if one.noun.category in GOODS and one.noun.height_m < GOODS_M]
    table = next((one for one in subjects if furnishing.is_table(one)), None)
    if not small or len(small) == len(subjects) or (table is None and not _has_person(subjects)):
        return subjects
    word = rooms.ROOMS[stage.sketch.scene][0].table if stage.sketch.scene in rooms.ROOMS else TABLE
    name = table.noun.name if table else TABLE
    subjects = [replace(one, base=name) if one in small else one for one in subjects]
    return subjects if table else [*subjects, Subject(nouns.load_names()[TABLE], word=word)]


def _has_person(subjects: list[Subject]) -> bool:
    return any(one.noun.category in forms.ALIVE for one in subjects)


def _is_base(stage: Stage, staging: Staging, subject: Subject) -> bool:
    if subject.noun.name == "branch":
        return True
    if subject.noun.category in BEARERS:
        return any(one.base == subject.noun.name and _is_borne(one) for one in staging.subjects)
    if subject.noun.category == "plant":
        return subject.count == 1 and subject.noun.height_m < 2
    if subject.noun.name in ROCKS:
        return True
    if subject.noun.category == "building":
        return subject.count == 1
    is_low = subject.noun.category in BASES and subject.noun.height_m < sizes.BEHIND_M
    return is_low and forms.find_ground(stage, subject, staging.shot) in ("land", "water")


def _is_borne(subject: Subject) -> bool:
    """Return whether it is an animal on another one, or on somebody's shoulder."""
    base = nouns.load_names().get(subject.base)
    is_on_one = base is not None and base.category in BEARERS
    return is_on_one and subject.noun.category == "animal" and subject.action in ("sit", "sleep", "stand")


SADDLED = {"scooter", "bicycle", "motorcycle", "moped", "skateboard"}  # nobody stands on top of them
LEAST_BORNE = 0.16  # of the height of who bears it
BEARERS = ("animal", "person")


def _is_load(stage: Stage, staging: Staging, subject: Subject) -> bool:
    if subject.base == "branch":
        is_light = subject.noun.height_m < (BRANCH_LOAD_M if subject.noun.category == "animal" else GOODS_M)
        return is_light and subject.noun.category not in SITTERS
    if subject.base in nouns.load_names() and nouns.load_names()[subject.base].category == "plant":
        return subject.noun.height_m < (PAD_LOAD_M if subject.base in PADS else LIGHT_M)
    if _is_building(subject.base):
        return subject.noun.category in ROOFTOP and subject.action in ("", "sit", "stand", "fly", "land")
    is_person = subject.noun.category == "person" and subject.base != "abduction"
    if (
        is_person
        and not (subject.action in ("sit", "stand") and subject.base in SEATS)
        and not _bears_people(subject.base)
    ):
        return False
    is_quick = subject.action in ("run", "drive", "fly", "jump", "dance") and subject.base != "abduction"
    return not is_quick and forms.find_ground(stage, subject, staging.shot) not in ("edge", "table")


def _is_building(name: str) -> bool:
    base = nouns.load_names().get(name)
    return base is not None and base.category == "building" and name not in ROCKS


def _bears_people(name: str) -> bool:
    """Return whether somebody could stand or sit on it."""
    base = nouns.load_names().get(name)
    if base and set(base.name.split()) & SADDLED:
        return False
    return bool(base and (base.category == "vehicle" or set(base.name.split()) & TOPS.keys()))


def load(stage: Stage, staging: Staging, places: list[Place], loads: list[Subject]) -> list[Place]:
    """Return the places with those of the loads, each in front of its base."""
    results: list[Place] = []
    for place in places:
        few: list[Subject] = [] if place.n else [one for one in loads if one.base == place.subject.noun.name]
        if not few:
            results.append(place)
            continue
        base = _sink(place)
        loaded = _load_one(stage, staging, base, few)
        tall = max(one.raised + one.height for one in loaded)
        fit = min(1.0, MOST_TALL * base.row * stage.height / tall) if base.line is None else 1.0
        people = [one.height for one in loaded if one.subject.noun.category == "person"]
        if people and place.subject.noun.name in SEATS:  # it shows no more of its size than they do
            fit = min(fit, SITTING * stage.height / max(people))
        if fit < 1:
            base = replace(base, height=round(fit * base.height))
            loaded = _load_one(stage, staging, base, few)
        results += [replace(base, is_laden=True), *loaded]
    return results


def _sink(place: Place) -> Place:
    """Return the place of a rock that is low enough for somebody on it."""
    return replace(place, height=round(ROCK * place.height)) if place.subject.noun.name in ROCKS else place


def _load_one(stage: Stage, staging: Staging, base: Place, loads: list[Subject]) -> list[Place]:
    items = [(subject, n) for subject in loads for n in range(subject.count)]
    is_rock = base.subject.noun.name in ROCKS
    room = (BEYOND if is_rock or base.subject.noun.name in SEATS else INSIDE) * base.width / len(items)
    words = (*base.subject.noun.name.split(), base.subject.noun.category)
    top = next((TOPS[word] for word in words if word in TOPS), TOP)
    results = []
    for at, (subject, n) in enumerate(items):
        is_on_person = base.subject.noun.category == "person"  # where a bird needs no branch of its own
        shown = replace(subject, action="walk") if is_on_person else subject
        form = forms.find_form(shown, staging.shot).vary(n)
        is_free = is_rock or base.subject.base in PADS or base.subject.noun.name in SEATS
        most = 9.0 if is_free else MOST_LOAD
        is_borne = base.subject.noun.category in BEARERS
        real = _measure(stage, base, subject) * (form.size if is_borne else 1.0)
        real *= min(1.0, LONG / form.aspect if _is_good(subject) else 1.0)
        height = min(real, room / form.aspect, most * base.height)
        column = base.column + (at - (len(items) - 1) / 2) * room / stage.width
        if is_on_person:  # beside the head, behind the face
            column -= SHOULDER * base.height * forms.find_heading(base.subject, base.form) / stage.width
        hangs = is_rock or base.subject.noun.category == "vehicle" or base.subject.noun.name in SEATS
        sinks = SEATED if hangs and subject.action == "sit" and subject.noun.category in SITTERS else 0.0
        raised = max(0.0, top * base.height - sinks * height)
        place = Place(subject, n, column, base.row, max(8, round(height)), "table", form)
        results.append(replace(place, line=base.line, depth=base.depth, raised=raised))
    return results


def _is_good(subject: Subject) -> bool:
    return subject.noun.category in GOODS and subject.noun.height_m < GOODS_M


def _measure(stage: Stage, base: Place, subject: Subject) -> float:
    """Return the height of a load in pixels, by its base's."""
    noun = subject.noun
    whole = base.height / (ROCK if base.subject.noun.name in ROCKS else 1.0)
    real = whole / base.form.size * noun.height_m / base.subject.noun.height_m
    if base.subject.noun.name in ROCKS:
        return min(ON_ROCK * stage.height, max(real, LEAST_ALIVE * stage.height))
    if base.subject.noun.category == "plant":
        return max(real, (ON_PLANT if noun.height_m < LIGHT_M else ON_PAD) * stage.height)
    least = LEAST_PERSON if noun.category == "person" else LEAST
    if base.subject.noun.category in BEARERS:
        return max(real, LEAST_BORNE * base.height)
    larger = LARGER if noun.height_m < sizes.BEHIND_M / 10 else 1.0
    return max(real * larger, least * stage.height)


def hold_over(places: list[Place]) -> list[Place]:
    """Return the places with a knife above what it cuts, and in front of it."""
    results = [one for one in places if one.subject.action != "chop"]
    for knife in (one for one in places if one.subject.action == "chop"):
        cut = next((one for one in results if one.subject.noun.name == knife.subject.base), None)
        if cut:
            if len(results) == 1:
                results = [cut := replace(cut, column=0.5)]
            high = max(8, round(min(knife.height, KNIFE * cut.height)))
            moved = replace(knife, column=cut.column, row=cut.row, raised=ABOVE * cut.height, height=high)
            results.append(moved)
    return results
