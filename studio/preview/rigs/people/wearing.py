"""Change a look by what the prompt says that somebody holds, wears or rides."""

from collections.abc import Iterable
from dataclasses import replace

from studio.preview.features import LOOK
from studio.preview.holding import Held
from studio.preview.rigs.people.looks import TOPS, Look
from studio.preview.rigs.people.outlines import load
from studio.preview.rigs.people.rides import RIDES
from studio.preview.rigs.people.roles import WORN
from studio.preview.rigs.people.seats import SEATS
from studio.preview.rigs.people.things import THINGS

# Who has one of these is in this pose. The musicians among them have a stool.
POSES = {
    "piano": "sit",
    "drums": "sit",
    "cello": "sit",
    "harp": "sit",
    "longbow": "aim",
    "microphone": "sing",
}
POSES |= {
    "rowboat": "row",
    "bicycle": "pedal",
    "motorcycle": "ride",
    "wheelchair": "roll",
    "skateboard": "surf",
}
POSES |= {"bed": "slumber", **dict.fromkeys(("bench", "chair", "sofa", "armchair", "throne"), "sit")}
POSES |= {"snowboard": "surf", "surfboard": "surf", "skis": "surf"}
BARE_ARMS = {"woman": "summer", "girl": "summer"}  # by build, or a vest: where tattoos are seen
WITH = {"violin": ("bow",), "easel": ("paintbrush",), "drums": ("sticks",)}


def wear(look: Look, few: Iterable[Held]) -> Look:
    """Return the look with what somebody has. Who deals with something (deeds.py) has free hands for it."""
    for one in few:
        if one.name.startswith(LOOK):
            look = _change(look, one.name.removeprefix(LOOK), one.hue)
        elif _is_part(one.name):
            look = _add(look, one.name, one.hue)
        elif one.name:
            look = replace(look, things=tuple(thing for thing in look.things if not _is_in_the_way(thing)))
    return look


def _change(look: Look, name: str, hue: str) -> Look:
    """Return the look with a feature of the face, its hair or its skin."""
    kind, _, value = name.partition("=")
    if kind == "dark":  # hair, unless it is white with age
        kind = "hair" if look.build not in ("elder", "crone") else ""
    if kind in ("hair", "skin"):
        return replace(look, colors={**look.colors, kind: hue})
    if kind == "style":
        return replace(look, hair=value, hat="" if value == "bald" else look.hat)
    if value == "tattoos":
        look = replace(look, top=BARE_ARMS.get(look.build, "vest"))
    return replace(look, things=(*look.things, value)) if value else look


def _is_part(name: str) -> bool:
    return name in {*THINGS, *RIDES, *TOPS, *WORN} or ("hat", name) in load()


def _add(look: Look, name: str, hue: str) -> Look:
    if hue:
        look = replace(look, colors={**look.colors, name: hue})
    if name in TOPS:
        return replace(look, top=name)
    if ("hat", name) in load():
        return replace(look, hat=name)
    things = look.things
    if (name in RIDES and name not in SEATS) or (name in THINGS and any(THINGS[name].arms)):
        things = tuple(one for one in things if not _is_in_the_way(one))
    more = (*WITH.get(name, ()), *(("stool",) if POSES.get(name) == "sit" and name not in SEATS else ()))
    return replace(look, things=(*things, name, *more), pose=POSES.get(name, look.pose))


def _is_in_the_way(name: str) -> bool:
    """Tell if one has no hand left for another thing beside this one."""
    if name in RIDES:
        return name not in (*SEATS, "wheelchair")
    return name in THINGS and (any(THINGS[name].arms) or THINGS[name].at in ("ground", "feet"))
