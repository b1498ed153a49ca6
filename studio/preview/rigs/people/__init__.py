"""People: a rig for every role, in every pose, in full and as a bust."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from studio.preview.holding import Held
from studio.preview.rigs import Rig
from studio.preview.rigs.animals import gaits
from studio.preview.rigs.parts import Part
from studio.preview.rigs.people import deeds
from studio.preview.rigs.people.figure import SEATED, draw_figure
from studio.preview.rigs.people.groups import draw_group, list_names
from studio.preview.rigs.people.looks import BUILDS, TOPS, Look
from studio.preview.rigs.people.portraits import draw_bust, find_bust_box
from studio.preview.rigs.people.poses import POSES, RATES
from studio.preview.rigs.people.riders import MOUNTS, choose_gait, find_mount, make_rider
from studio.preview.rigs.people.roles import GROUPS, find_look
from studio.preview.rigs.people.seats import SEATS
from studio.preview.rigs.people.steps import STRIDES
from studio.preview.rigs.people.wearing import wear
from studio.preview.subject import Subject
from studio.preview.underfoot import LEDGE

PICTURES = 12
MARGIN = 0.03
ANYONE = "person"
# Who is drawn as one figure of two, and who each of more of them is.
ONE_OF = {"friends": "person", "brothers": "man", "sisters": "woman", "couple": "person"}
CATEGORIES = ("person", "creature")
# What somebody does, by action. Others stand.
POSE_OF = {
    "walk": "walk",
    "run": "run",
    "dance": "dance",
    "sit": "sit",
    "swim": "swim",
    "jump": "jump",
    "fall": "fall",
    "sleep": "sleep",
    "climb": "walk",  # with something under hands and feet it is a deed
    "wave": "wave",
    "sing": "sing",
    "play": "play",
    "talk": "talk",
    "cook": "work",
    "work": "work",
    "fight": "guard",
    "eat": "work",
    "fly": "soar",
    "meditate": "lotus",
}
OWN = ("ballet", "pedal", "ride", "row", "roll", "surf", "skate", "float", "box", "lotus", "sleep", "slumber")
WINGED = ("angelwings", "fairywings", "batwings")


def find_person(subject: Subject, view: str) -> Rig | None:
    """Return the rig for somebody, or None if it is nobody that is known."""
    if subject.noun.category not in CATEGORIES:
        return None
    names = (subject.word, subject.noun.name, ANYONE if subject.noun.category == "person" else "")
    name = next((one for one in names if one and find_look(one)), "")
    if subject.count > 1:
        name = ONE_OF.get(name, name)
    if not name:
        return None
    is_of_thing = any(one.hue == subject.hue and one.name not in TOPS for one in subject.held)
    hue = "" if is_of_thing else subject.hue
    return make_rig(name, view, _choose_pose(subject, name), hue=hue, held=subject.held)


def _choose_pose(subject: Subject, name: str) -> str:
    look = _get_look(name, 0, subject.held)
    own, said = look.pose, POSE_OF.get(subject.action, "")
    if mount := find_mount(look):
        return choose_gait(mount, subject.action)
    if said == "sit" and subject.base == LEDGE:
        said = "perch"
    elif said == "sit" and not (subject.base or {"stool", *SEATS} & {*look.things}):
        said = "settle"
    if (deed := deeds.find_deed(subject.held)) and (pose := deeds.choose_pose(deed, said)):
        return pose
    if own in SEATED and said in ("work", "talk", "play", "sing", "wave") and set(look.things) & set(SEATS):
        return "sit"
    if (said == "play" and own) or own == "slumber":
        return own
    if said == "soar" and ("broom" in look.things or look.hat == "witchhat"):
        return "broom"
    if said == "sing" and look.hat == "wolfhead":
        return "howl"
    if said == "soar" and set(look.things) & {*WINGED, "broom"}:
        return "float"
    if subject.depth and said in ("walk", "run"):
        return "come" if subject.depth > 0 else "go"
    if "rowboat" in look.things:
        return "row"
    if own in OWN and said not in ("walk", "sit", "settle", "perch", "sleep", "jump", "wave"):
        return own
    own = "" if own == "climb" else own  # nobody climbs thin air
    return said or own or "stand"


def _get_look(name: str, n: int, held: tuple[Held, ...]) -> Look:
    look = find_look(name, n)
    assert look is not None
    return wear(look, held)


@lru_cache(maxsize=256)
def make_rig(
    name: str, view: str, pose: str, *, n: int = 0, hue: str = "", held: tuple[Held, ...] = ()
) -> Rig:
    """Return the rig of copy n of a role. hue: of the clothes, "#rrggbb", or "" for the role's own."""
    look = _dye(_get_look(name, n, held), hue)
    if pose == "broom":
        kept = tuple(one for one in look.things if one != "broom")
        look = replace(look, things=(*kept, "flyingbroom"))
    if find_mount(look) and view == "body":
        return _make_riding(look, pose)

    def others(other: int) -> Rig:
        return make_rig(name, view, pose, n=other, hue=hue, held=held)

    if view == "bust":
        return Rig(lambda _: draw_bust(look), find_bust_box(look), is_dyed=True, copy=others)
    deed = deeds.find_deed(held)
    draw = _make_drawer(look, pose, deed)
    moves = pose in RATES or pose in ("come", "go") or (deed is not None and _moves(draw))
    pictures = PICTURES if moves else 1
    box = _find_box(draw, pictures, is_even=not deed)
    stride = STRIDES.get(pose, 0.0) / box[3]
    return Rig(draw, box, pictures, stride, RATES.get(pose, 0.95), size=box[3], is_dyed=True, copy=others)


def _make_riding(look: Look, gait: str) -> Rig:
    draw, played = make_rider(look, gait), gaits.ACTIONS[gait]
    box = _find_box(draw, played.pictures)
    stride = played.stride * MOUNTS[find_mount(look)] / box[3]
    return Rig(draw, box, played.pictures, stride, played.rate, size=box[3], is_dyed=True)


def _make_drawer(look: Look, pose: str, deed: Held | None) -> Callable[[float], Sequence[Part]]:
    group = _find_group(look)
    if group and deed and deeds.is_mutual(deed):
        one, *others = list_names(group)
        both = find_look(one)
        assert both is not None
        return deeds.make_drawer(both, pose, replace(deed, name=f"{deed.name}:{others[0]}"))
    if deed and not group:
        return deeds.make_drawer(look, pose, deed)
    if group:
        return lambda phase: draw_group(group, pose, phase)
    if pose in ("come", "go"):
        return lambda phase: draw_figure(
            look,
            "stomp",
            phase,
            replace(POSES["stomp"](BUILDS[look.build], phase), yaw=1.35 if pose == "come" else -1.35),
        )
    if pose == "walk" and BUILDS[look.build].stoop:
        return lambda phase: draw_figure(look, "hobble", phase)
    return lambda phase: draw_figure(look, pose, phase)


def _find_group(look: Look) -> str:
    """Return what the look is of, if it is of more than one."""
    return next((one for one in look.things if one.partition(":")[0] in GROUPS), "")


def _dye(look: Look, hue: str) -> Look:
    return replace(look, colors={**look.colors, look.top: hue}) if hue else look


def _moves(draw: Callable[[float], Sequence[Part]]) -> bool:
    """Return whether the parts move. One picture is enough of two who kneel and stand."""
    one, other = (np.concatenate([np.asarray(part.points) for part in draw(phase)]) for phase in (0.0, 0.37))
    return one.shape != other.shape or not np.allclose(one, other)


def _find_box(
    draw: Callable[[float], Sequence[Part]], pictures: int, *, is_even: bool = True
) -> tuple[float, float, float, float]:
    """Return the box around all pictures. It stands on the ground. is_even: its middle is the figure's."""
    points = [np.asarray(part.points) for n in range(pictures) for part in draw(n / pictures)]
    every = np.concatenate(points)
    left, right, top = float(every[:, 0].min()), float(every[:, 0].max()), float(every[:, 1].max())
    half = max(-left, right)
    left, right = (-half, half) if is_even else (left, right)
    return left - MARGIN, 0.0, right + MARGIN, top + MARGIN
