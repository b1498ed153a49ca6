"""Find a setting for subjects whose prompt names no place, and a camera that suits them."""

import re
from dataclasses import replace

from studio.preview import (
    acts,
    color_words,
    following,
    forms,
    furnishing,
    habitats,
    ledges,
    mapping,
    pattern_words,
    whereabouts,
)
from studio.preview.ashore import is_ashore
from studio.preview.belonging import DECK, MOUTH
from studio.preview.belongings import (
    ANYWAY,
    BELONGS,
    GROUNDS,
    HINTED,
    MAIN,
    NIGHTLY,
    OUTSIDE,
    PETS,
)
from studio.preview.prompts import ABSTRACT, AIRLESS, Sketch
from studio.preview.rooms import ROOMS
from studio.preview.staging import Staging
from studio.preview.subject import Subject

BARE = ("table", "backdrop")  # places without anything of their own
SLABS = ("rock", "boulder", "stone")  # on which products are shown
HALLS = ("ballroom", "theater")  # where nobody is who dances in the rain
GROUNDED = ("building", "animal", "plant", "furniture")  # no ship is in space that they are with
SMALL_M, TALL_M = 0.9, 12.0  # what is smaller stands on a table; houses from here have a city around them
TREE_M = 3.0  # a plant of this height is not in a room


def find_setting(sketch: Sketch, staging: Staging) -> Sketch:
    """Return the sketch with a place for the subjects, and with the camera that tracks them."""
    if mapping.is_map(sketch, staging):
        return replace(sketch, scene="aerial")
    if sketch.scene == "table" and staging.shot not in forms.CLOSE and _is_at_table(staging):
        sketch = replace(sketch, scene="room")
    elif (
        (sketch.scene == "backdrop" or "picnic" in sketch.named)
        and staging.subjects
        and all(map(furnishing.is_small, staging.subjects))
    ):
        sketch = replace(sketch, scene="table")
    elif sketch.scene in (ABSTRACT, *BARE) and _is_pattern(sketch, staging):
        sketch = replace(sketch, scene=ABSTRACT)
    elif sketch.scene == ABSTRACT:
        sketch = _settle(sketch, staging)
    elif (
        sketch.scene in ("city", "sky")
        and staging.shot != "aerial"
        and staging.ledge != "roof"
        and _has_grounded(staging)
    ):
        sketch = replace(sketch, scene="street") if sketch.scene == "city" else _settle_below(sketch, staging)
    if staging.ledge == "bridge" and sketch.scene in ("street", "city", "rooftop"):
        sketch = replace(sketch, scene="harbor")
    if sketch.scene == "harbor" and staging.ledge == "pier":  # it has no quay in front
        sketch = replace(sketch, scene="lake" if "lake" in sketch.named else "sea")
    if sketch.scene == ABSTRACT and staging.title and sketch.pattern in ("", "plain"):
        sketch = replace(sketch, pattern="title")
    if any(map(habitats.is_seen_from_the_side, staging.subjects)):
        is_old = sketch.is_old or any(one.team for one in staging.subjects)
        sketch = replace(sketch, is_crossed=True, is_old=is_old)
    if sketch.scene == "rooftop" and any(
        one.base == DECK and habitats.is_on_rails(one) for one in staging.subjects
    ):
        sketch = replace(sketch, scene="lake")
    if sketch.scene in ("street", "city") and any(one.base == DECK for one in staging.subjects):
        sketch = replace(sketch, scene="harbor")
    if sketch.scene == "street" and any(map(habitats.is_boat, staging.subjects)):
        sketch = replace(sketch, scene="harbor")  # houses on the water
    if sketch.scene == "ice" and any(map(habitats.is_boat, staging.subjects)):
        sketch = replace(sketch, scene="sea")
    if sketch.scene in DRY and any(map(_needs_water, staging.subjects)):
        sketch = replace(
            sketch, scene="sea" if any("surf" in one.noun.name for one in staging.subjects) else "lake"
        )
    if not sketch.timed and any(re.search(NIGHTLY, one.word or one.noun.name) for one in staging.subjects):
        sketch = replace(sketch, time="night" if sketch.time != "space" else "space")
    has_landmark = sketch.scene == "street" and any(map(_is_landmark, staging.subjects))
    if (sketch.scene in ("city", "street") and _is_any(staging, BELONGS["lawn"])) or (
        has_landmark and staging.ledge != "roof"
    ):
        sketch = replace(sketch, scene="lawn")  # a known tower, not in the water
    if sketch.scene == "canyon" and any(map(habitats.is_boat, staging.subjects)):
        sketch = replace(sketch, scene="wide canyon")
    if any(re.search("surf", one.noun.name) and not is_ashore(one.held) for one in staging.subjects):
        sketch = replace(sketch, has_swell=True)
    return replace(sketch, moves=following.follow(sketch, staging)) if staging.tracks else sketch


def _is_landmark(subject: Subject) -> bool:
    """Return whether it stands by itself, and not in the row of a street's houses."""
    return subject.count == 1 and bool(LANDMARKS.search(subject.noun.name))


def _is_pattern(sketch: Sketch, staging: Staging) -> bool:
    """Return whether the picture is a pattern: nobody is in it, and nothing, unless the pattern is clear."""
    if sketch.pattern in pattern_words.CLEAR:
        return not _has_main(staging)
    return bool(sketch.pattern) and all(one.word in color_words.HUES for one in staging.subjects)


def _is_at_table(staging: Staging) -> bool:
    """Return whether somebody is beside a table."""
    return any(map(furnishing.is_table, staging.subjects)) and any(
        one.noun.category == "person" for one in staging.subjects
    )


def _has_main(staging: Staging) -> bool:
    return any(one.noun.category in MAIN for one in staging.subjects)


def _settle_below(sketch: Sketch, staging: Staging) -> Sketch:
    """Return the sketch with a place below the open sky."""
    settled = _settle(sketch, staging)
    return replace(settled, scene="meadow") if settled.scene == "backdrop" else settled


def _has_grounded(staging: Staging) -> bool:
    """Return whether somebody or a vehicle stands on the ground: in a city, on a street."""
    return any(
        one.noun.category in (*forms.ALIVE, "vehicle")
        and not (habitats.is_airborne(one) or (habitats.is_afloat(one) and one.noun.category == "vehicle"))
        for one in staging.subjects
    )


def _settle(sketch: Sketch, staging: Staging) -> Sketch:
    if not staging.subjects:
        return _move(sketch, _find_empty_scene(sketch, staging))
    scene = _find_scene(staging, sketch.hint)
    if staging.shot not in forms.CLOSE and _is_in_the_open(scene, sketch, staging):
        scene = "snow" if sketch.cold else "street"
    if scene in HALLS and set(sketch.weather) & {"rain", "snow"}:
        scene = "street"
    if scene in ("snow", "ice") or (sketch.cold and scene == "forest"):
        ground = "ice" if scene == "ice" else "meadow"
        return replace(sketch, scene=ground, time="winter" if not sketch.timed else sketch.time, cold=True)
    if scene in ("table", "backdrop") and not sketch.moves:
        sketch = replace(sketch, moves=("push",), pace=min(0.6, sketch.pace))
    return _move(sketch, scene)


def _move(sketch: Sketch, scene: str) -> Sketch:
    """Return the sketch in another place, at the hour that this place has."""
    own = ROOMS[scene][0].hour if scene in ROOMS and not sketch.timed else ""
    return replace(sketch, scene=scene, time="space" if scene in AIRLESS else own or sketch.time)


def _find_empty_scene(sketch: Sketch, staging: Staging) -> str:
    """Return the place of what can't be drawn: a room if it is indoors, a backdrop, or pure light."""
    if sketch.hint:
        return sketch.hint
    if staging.is_indoors:
        return "room"
    if "rain" in sketch.weather and not (sketch.pattern or staging.title):
        return "street"
    if staging.shot in forms.CLOSE:
        return "table"
    return "meadow" if sketch.cold else "backdrop" if staging.left_out else ABSTRACT


def _find_scene(staging: Staging, hint: str) -> str:
    """Return the place of the largest subject, because the others fit there, too. hint: the room that words
    of the prompt hint at."""
    main = max(staging.subjects, key=lambda one: (one.noun.category in MAIN, one.noun.height_m))
    noun = main.noun
    if forms.find_view(main, staging.shot) != "body" or staging.shot in forms.CLOSE:
        if noun.category == "fish" and not forms.is_cropped(main, staging.shot):
            return "underwater"
        return "backdrop" if noun.category in forms.ALIVE else "table"
    if any(one.noun.category == "food" for one in staging.subjects) and all(
        map(_is_served, staging.subjects)
    ):
        return "table"
    if main.base == DECK:
        return "lake"
    below = tuple(one for one in staging.subjects if one.noun.category in GROUNDED)
    if noun.category == "spacecraft" and below:
        return _find_scene(replace(staging, subjects=below), hint)
    if noun.category == "spacecraft" and main.action in ("rise", "stand"):
        return "launch pad"
    if any(one.name.startswith(f"{MOUTH}:") and FISHY.search(one.name) for one in main.held):
        return "lake"
    if main.action == "jump" and habitats.is_afloat(main):
        return "sea"
    if any(map(furnishing.is_table, staging.subjects)) and all(
        furnishing.is_small(one) or furnishing.is_table(one) for one in staging.subjects
    ):
        return "table"
    if staging.ledge and noun.category in forms.ALIVE:
        return ledges.LEDGES[staging.ledge].place
    if any(one.base in SLABS and furnishing.is_small(one) for one in staging.subjects):
        return "table"
    for one in staging.subjects:
        if one.base in habitats.ROCKS and one.noun.category in forms.ALIVE and one.noun.height_m >= SMALL_M:
            return "sea" if habitats.is_afloat(one) else "mountain"
    held = {one.name for one in main.held}
    if "bench" in held and not hint:
        return "park"
    is_outside = (
        main.action in ("run", "drive") or bool(held & OUTSIDE) or any(map(_is_tree, staging.subjects))
    )
    if hint and not is_outside and (noun.category in HINTED or noun.name in PETS):
        return hint
    if any(map(furnishing.is_indoor, staging.subjects)):
        names = {furnishing.name_thing(one) for one in staging.subjects}
        return next((room for name, room in FURNISHED.items() if name in names), "room")
    if main.noun.category == "plant" and any(
        one.noun.category in ("object", "food") for one in staging.subjects
    ):
        return "table"
    if held & INSTRUMENTS:
        return "theater"
    if (is_ashore(main.held) or "rowboat" in held) and (place := acts.find_place(main.held)):
        return place
    for place, pattern in BELONGS.items():
        if is_outside and place in ROOMS and place != "theater":
            continue
        if re.search(pattern, f"{main.word} {noun.name}") or (place in ANYWAY and _is_any(staging, pattern)):
            return place
    if habitats.is_airborne(main):
        return "sky" if noun.height_m > 1 else "meadow"
    if noun.category == "vehicle" and habitats.is_afloat(main):
        return "sea" if noun.height_m > SMALL_M else "lake"  # a paper boat
    if noun.category == "animal" and habitats.is_afloat(main):
        return "underwater" if main.action == "swim" else "sea"
    if noun.category == "person":
        herd = [one for one in staging.subjects if one.noun.category == "animal" and not is_pet(one)]
        if herd and not acts.find_place(main.held) and not habitats.is_airborne(herd[0]):
            return _find_scene(replace(staging, subjects=tuple(herd)), hint)
        return whereabouts.find_scene(main, staging)
    if noun.height_m < SMALL_M and noun.category not in (*forms.ALIVE, "nature", "sky", "plant"):
        return "table"
    if noun.category == "building" and noun.height_m > TALL_M and "tower" in noun.name:
        return "lawn"
    return GROUNDS.get(noun.category, "table")


def _is_tree(subject: Subject) -> bool:
    return subject.noun.category == "plant" and subject.noun.height_m > TREE_M


def is_pet(subject: Subject) -> bool:
    return bool(re.search(r"\bcat\b|kitten|\bdog\b|puppy|hamster|parrot|fish", subject.noun.name))


SEAFOOD = re.compile(
    r"oyster|mussel|clam|lobster|crab|shrimp|prawn|scallop|squid|octopus|fish|salmon|tuna|sardine"
)


def _is_in_the_open(scene: str, sketch: Sketch, staging: Staging) -> bool:
    """Return whether nobody is in front of a backdrop, and nothing on a table, because of the weather."""
    if scene == "table":
        return bool(set(sketch.weather) & {"rain", "snow"}) and not all(map(_is_served, staging.subjects))
    # A candle and motes in the light are no weather.
    return scene == "backdrop" and bool(sketch.cold or set(sketch.weather) - {"embers", "dust"})


def _is_served(subject: Subject) -> bool:
    """Return whether it may be on a plate."""
    return subject.noun.category == "food" or (not subject.action and bool(SEAFOOD.search(subject.noun.name)))


DRY = ("backdrop", "meadow", "sky", "road", "underwater", "park", "forest", "room")


def _needs_water(subject: Subject) -> bool:
    """Return whether it is on the surface of water: in a boat, or on a surfboard."""
    is_in_boat = any(one.name == "rowboat" for one in subject.held)
    return is_in_boat or ("surfer" in subject.noun.name and not is_ashore(subject.held))


def _is_any(staging: Staging, pattern: str) -> bool:
    return any(re.search(pattern, one.noun.name) for one in staging.subjects)


LANDMARKS = re.compile(
    r"\b(?:church|castle|mosque|temple|pagoda|skyscraper|palace|capitol|observatory|ferris)\b"
)
FISHY = re.compile(r"fish|salmon|trout")
INSTRUMENTS = frozenset(("piano", "drums", "cello", "harp"))
FURNISHED = {"bed": "bedroom", **dict.fromkeys(("sofa", "armchair", "fireplace"), "living room")}
