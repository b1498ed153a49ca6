"""What people do with things, with animals and with each other: the pose, and what is drawn around them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from studio.preview.holding import Held
from studio.preview.rigs.parts import Part
from studio.preview.rigs.people import body, partners
from studio.preview.rigs.people.bones import Bones, Limb
from studio.preview.rigs.people.chores import CHORES, swing
from studio.preview.rigs.people.figure import draw_figure, find_bones
from studio.preview.rigs.people.furnished import FURNISHED
from studio.preview.rigs.people.gear import GEAR
from studio.preview.rigs.people.loads import COLORS as LOAD_COLORS
from studio.preview.rigs.people.loads import LOADS, UNDER_ARM
from studio.preview.rigs.people.looks import BUILDS, Look
from studio.preview.rigs.people.poses import POSES
from studio.preview.rigs.people.seats import Layers
from studio.preview.rigs.people.things import Arms

DRAWN = FURNISHED | GEAR | CHORES | LOADS
# What somebody does who deals with one of these, and where their arms are if they do something else as well.
POSE_OF = {
    "bubbles": "blow",
    "rabbithat": "conjure",
    **dict.fromkeys(("rockface", "ladder", "climbrope", "climbtree"), "ascend"),
    "kickball": "kick",
    "throwball": "throw",
    "catchball": "catch",
    "sweeping": "sweep",
    "seeds": "feed",
    "watering": "feed",
    "fishing": "feed",
    "cooking": "stir",
    "pouring": "pour",
    "cakecandles": "puff",
    "dooropen": "push",
    "window": "gaze",
    "desk": "desk",
    "desk:nap": "nap",
    "pet": "petting",
    "boardwriting": "reachup",
    "chopping": "stir",
    "baking": "stir",
    "chopwood": "chop",
    "jumprope": "jump",
    "swing": "swing",
    "kneeling": "kneel",
    "mend": "petting",
    **{name: name for name in ("weep", "scream", "cheer", "pray", "point", "salute", "shove")},
}
ARMS: dict[str, Arms] = {
    "kite": (Limb(1.35, 0.55, 0.05), Limb(1.15, 0.95, 0.05)),
    "leash": (None, Limb(0.42, 0.35, 0.05)),
    "seeds": (None, Limb(0.72, 0.55, 0.04)),
    "prop": (None, Limb(0.42, 1.30, 0.04)),
    "bite": (None, Limb(0.55, 1.90, 0.02)),
    "armful": (Limb(0.42, 1.25, 0.04), Limb(0.30, 1.35, 0.04)),
    "selfie": (None, Limb(1.45, 0.25, 0.02)),
    "blaze": (None, None),
    "lift": (Limb(0.60, 0.85, 0.04), Limb(0.50, 0.95, 0.04)),
    "shoulders": (Limb(0.25, 2.30, 0.1), Limb(0.15, 2.40, 0.1)),
    "piggyback": (Limb(-0.15, 1.55, 0.1), Limb(-0.25, 1.65, 0.1)),
    "toss": (Limb(2.35, 0.35, 0.1), Limb(2.25, 0.45, 0.1)),
    "wheeled": (Limb(0.45, 0.75), Limb(0.40, 0.85)),
    "carry": (None, Limb(0.55, 2.35, 0.04)),
    **dict.fromkeys((f"carry:{name}" for name in UNDER_ARM), (None, Limb(-0.05, 0.45, 0.08))),
    "beside": (None, None),
    "push": (Limb(0.75, 0.55, 0.05), Limb(0.65, 0.65, 0.05)),
    "flagpole": (None, Limb(0.85, 0.75, 0.06)),
    "placard": (None, None),
    "ashore": (None, None),
}
COLORS = {"kite": "#c8402f", "rabbithat": "#ece7dc", "dooropen": "#6a4630", "window": "#a8604a"}
COLORS |= {"throwball": "#e0602f", "catchball": "#e0602f", "flagpole": "#b8352c", "bicycle": "#a8382c"}
COLORS |= LOAD_COLORS


def find_deed(held: Sequence[Held]) -> Held | None:
    """Return what somebody deals with, if anything."""
    return next((one for one in held if get_kind(one) in {*POSE_OF, *ARMS, *partners.PAIRS}), None)


def get_kind(deed: Held) -> str:
    return deed.name.partition(":")[0]


def needs_room(held: Sequence[Held]) -> bool:
    """Return whether what somebody deals with would not be seen beside a face."""
    deed = find_deed(held)
    return deed is not None and (is_mutual(deed) or get_kind(deed) in DRAWN or deed.name in DRAWN)


def is_mutual(deed: Held) -> bool:
    """Return whether two do it with each other."""
    return get_kind(deed) in partners.PAIRS


def make_drawer(look: Look, pose: str, deed: Held) -> Callable[[float], Sequence[Part]]:
    """Return what draws somebody with what they deal with, at a phase of the pose."""
    kind = get_kind(deed)
    if is_mutual(deed):
        return lambda phase: partners.draw_pair(deed, look, phase)

    def draw(phase: float) -> list[Part]:
        stance = POSES[pose](BUILDS[look.build], phase)
        far, near = ARMS.get(deed.name) or ARMS.get(kind, (None, None))
        stance = replace(stance, arms=(far or stance.arms[0], near or stance.arms[1]))
        bones = find_bones(look, pose, stance)
        behind, before = _surround(deed, look, bones, phase, walks=pose == "walk")
        parts = [*behind, *draw_figure(look, pose, phase, stance), *before]
        return swing(parts, phase) if kind == "swing" else parts

    return draw


def _surround(deed: Held, look: Look, bones: Bones, phase: float, *, walks: bool) -> Layers:
    """Return what is behind somebody, and in front."""
    kind = get_kind(deed)
    if kind == "leash":
        return [], partners.draw_leash(deed, bones, phase, walks=walks)
    if kind in ("prop", "bite"):
        return [], [*partners.draw_prop(deed, bones, phase), *body.draw_arm(look, bones, 1)]
    if kind == "pet":
        return partners.draw_pet(deed, phase), []
    if kind == "armful":
        return [], [*partners.draw_armful(deed, bones, phase), *body.draw_arm(look, bones, 1)]
    if kind == "lift":
        return [], [*partners.draw_carried(deed, bones), *body.draw_arm(look, bones, 1)]
    if kind in ("shoulders", "piggyback"):
        return partners.draw_rider(deed, bones)
    if kind == "wheeled":
        return partners.draw_wheeled(deed, bones, phase), []
    if kind == "toss":
        return [], [*partners.draw_tossed(deed, bones, phase), *body.draw_arm(look, bones, 1)]
    draw = DRAWN.get(deed.name) or DRAWN.get(kind)
    if draw is None:  # the pose says it
        return [], []
    color = deed.hue or COLORS.get(kind) or COLORS.get(deed.name.partition(":")[2], "#8a7048")
    behind, before = draw(bones, phase, color)
    return behind, [*before, *body.draw_arm(look, bones, 1)] if deed.name in LOADS else before


def choose_pose(deed: Held, said: str) -> str:
    """Return the pose of somebody who deals with something. said: the pose of what they do, or ""."""
    kind = get_kind(deed)
    if is_mutual(deed):
        return partners.PAIRS[kind].poses[0]
    if kind == "seeds" and said in ("sit", "settle"):
        return said
    return POSE_OF.get(deed.name) or POSE_OF.get(kind, said or "stand")
