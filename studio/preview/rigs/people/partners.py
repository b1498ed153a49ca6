"""Two who deal with each other, drawn as one figure: they face each other, or one carries the other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.preview import nouns
from studio.preview.holding import Held
from studio.preview.rigs.animals import find_animal
from studio.preview.rigs.parts import Part, make_ellipse
from studio.preview.rigs.people import body
from studio.preview.rigs.people.bones import Bones, Limb, Stance, set_up
from studio.preview.rigs.people.figure import draw_figure, find_bones
from studio.preview.rigs.people.furnished import TOP, draw_table
from studio.preview.rigs.people.looks import BUILDS, Look
from studio.preview.rigs.people.poses import POSES
from studio.preview.rigs.people.roles import find_look
from studio.preview.rigs.people.seats import SEATS, WOOD
from studio.preview.rigs.people.steps import STRIDES
from studio.preview.rigs.people.things import THINGS
from studio.preview.rigs.people.utensils import fill, frame, hand_of, line, put_thing, sag
from studio.preview.rigs.people.wearing import wear
from studio.preview.rigs.things.finding import make_rig as make_thing
from studio.preview.rigs.things.notation import load as load_drawings
from studio.preview.subject import Subject

PERSON_M = 1.7
OTHER = 1  # the copy of a role who is the other of two
SHORT = 0.85  # beside somebody, of whom one kneels down to
# By build: the height beside a man's.
TALL = {
    "boy": 0.74,
    "girl": 0.74,
    "toddler": 0.52,
    "woman": 0.95,
    "crone": 0.90,
    "elder": 0.96,
    "dwarf": 0.75,
}
TALL |= {"teen": 0.94}
ARMED = ("sword", "katana", "axe", "spear", "trident")  # who has one of these fights with it
SHIELDS = ("shield", "roundshield")


@dataclass(frozen=True)
class Pair:
    """poses: of the one who does it, and of the other. apart: how far they stand from each other."""

    poses: tuple[str, str]
    apart: float


PAIRS = {
    "hug": Pair(("hug", "hug"), 0.19),
    "kiss": Pair(("kiss", "kiss"), 0.19),
    "shake": Pair(("shake", "shake"), 0.62),
    "kneel": Pair(("kneel", "stand"), 0.55),
    "waltz": Pair(("waltz", "waltz"), 0.36),
    "spar": Pair(("box", "box"), 0.58),
    "give": Pair(("give", "take"), 0.62),
    "table": Pair(("desk", "desk"), 1.08),
    "care": Pair(("feed", "slumber"), 0.52),
    "chess": Pair(("desk", "desk"), 1.08),
}


def draw_pair(deed: Held, look: Look, phase: float) -> list[Part]:
    """Return the parts of somebody and of the other one, who looks back."""
    kind = deed.name.partition(":")[0]
    other = dress(deed)
    tall = TALL.get(other.build, 1.0) / TALL.get(look.build, 1.0)
    looks = [_free_hands(one, kind) for one in (look, other)]
    if kind == "give":
        looks[0] = replace(looks[0], things=(*looks[0].things, "flowers"))
    poses = [_choose(kind, n, looks[n], tall) for n in (0, 1)]
    own = draw_figure(looks[0], poses[0], phase)
    theirs = draw_figure(looks[1], poses[1], (phase + 0.5) % 1.0)
    theirs = move(theirs, (PAIRS[kind].apart * (0.5 + 0.5 * tall), 0.0), -tall, tall)
    if kind == "care":
        looks[1] = replace(looks[1], things=(*looks[1].things, "bed"), pose="slumber")
        lying = draw_figure(looks[1], "slumber", 0.0)
        left = min(float(np.asarray(part.points)[:, 0].min()) for part in lying)
        return [*move(lying, (0.24 - left * tall, 0.0), tall, tall), *own]
    if kind in ("table", "chess"):
        bones = find_bones(looks[0], "desk", POSES["desk"](BUILDS[looks[0].build], phase))
        chair, _ = SEATS["chair"](bones, phase, WOOD)
        between = (bones.spine[0][0] + 0.22, PAIRS[kind].apart - 0.22)
        chairs = [*chair, *move(chair, (PAIRS[kind].apart, 0.0), -1.0, 1.0)]
        return [*chairs, *theirs, *own, *draw_table(*between), *_lay_table(deed, between, phase)]
    return [*theirs, *own]


def _lay_table(deed: Held, between: tuple[float, float], phase: float) -> list[Part]:
    """Return what is between two who sit at a table: a game, or two cups and a candle."""
    (left, right), middle = between, sum(between) / 2
    if deed.name.startswith("chess"):
        board = fill(frame(middle - 0.15, TOP, middle + 0.15, TOP + 0.02), 0.7, "#d8c49a")
        men = [(-0.12, 0.06), (-0.08, 0.08), (-0.03, 0.05), (0.03, 0.08), (0.08, 0.05), (0.12, 0.07)]
        return [
            board,
            *(part for n, (x, tall) in enumerate(men) for part in _draw_man(middle + x, tall, n < 3)),
        ]
    return [
        *put_thing("coffee", (left + 0.14, TOP), 0.10, phase),
        *put_thing("candle", (middle, TOP), 0.16, phase),
        *move(put_thing("coffee", (0.0, TOP), 0.10, phase), (right - 0.14, 0.0), -1.0, 1.0),
    ]


def _draw_man(x: float, tall: float, is_white: bool) -> list[Part]:
    color, low = "#efe8d8" if is_white else "#2b2624", TOP + 0.02
    body = fill(
        [(x - 0.018, low), (x + 0.018, low), (x + 0.007, low + tall), (x - 0.007, low + tall)], 0.6, color
    )
    return [body, make_ellipse((x, low + tall), 0.015, tone=0.7, color=color)]


def dress(deed: Held) -> Look:
    """Return the look of the other one, with what they have."""
    names = deed.name.partition(":")[2].split("/")
    role = next((one for one in names if find_look(one)), "person")
    look = find_look(role, OTHER)
    assert look is not None
    look = wear(look, deed.few)
    is_of_thing = not deed.hue or any(one.hue == deed.hue for one in deed.few)
    return look if is_of_thing else replace(look, colors={**look.colors, look.top: deed.hue})


def _free_hands(look: Look, kind: str) -> Look:
    """Return the look without what is in the hands, but a weapon of who fights."""
    in_hands = [one for one in look.things if one in THINGS and any(THINGS[one].arms)]
    dropped = SHIELDS if kind == "spar" else in_hands
    return replace(look, things=tuple(one for one in look.things if one not in dropped))


def _choose(kind: str, n: int, look: Look, tall: float) -> str:
    if kind == "spar" and set(look.things) & set(ARMED):
        return "guard"
    is_taller = tall < SHORT if n == 0 else tall > 1 / SHORT
    return "kneelhug" if is_taller and kind == "hug" else PAIRS[kind].poses[n]


def move(parts: Sequence[Part], at: tuple[float, float], wide: float, tall: float) -> list[Part]:
    return [replace(part, points=np.asarray(part.points) * (wide, tall) + at) for part in parts]


@dataclass(frozen=True)
class Beast:
    """An animal beside somebody, in units of their height. ahead, behind: how far it reaches."""

    parts: list[Part]
    ahead: float
    behind: float
    height: float


def draw_beast(deed: Held, phase: float, action: str = "", size: float = 1.15) -> Beast:
    """Return an animal that looks to the right, with its feet at 0. size: of its real one."""
    word, _, usual = deed.name.partition(":")[2].partition("/")
    noun = nouns.load_names()[usual]
    rig = find_animal(Subject(noun, action=action, word=word), "body")
    assert rig is not None
    left, low, right, top = rig.box
    height = min(1.3, size * noun.height_m / PERSON_M) * rig.size
    scale = height / (top - low)
    rounds = max(1, round(STRIDES["walk"] / (rig.stride * height))) if action == "walk" and rig.stride else 1
    parts = move(rig.pose(phase * rounds % 1.0), (0.0, -low * scale), scale, scale)
    return Beast(parts, right * scale, -left * scale, height)


def draw_leash(deed: Held, bones: Bones, phase: float, *, walks: bool) -> list[Part]:
    """Return a dog that goes ahead, and the leash from the hand to its neck."""
    dog = draw_beast(deed, phase, "walk" if walks else "")
    at = 0.30 + dog.behind
    collar = (at + 0.48 * dog.ahead, 0.76 * dog.height)
    leash = line(sag(hand_of(bones), collar, 0.05), 0.008, 0.8, "#a8322c")
    return [*move(dog.parts, (at, 0.0), 1.0, 1.0), *leash]


def draw_pet(deed: Held, phase: float) -> list[Part]:
    """Return an animal that looks back at somebody."""
    beast = draw_beast(deed, phase)
    return move(beast.parts, (0.20 + 0.75 * beast.ahead, 0.0), -1.0, 1.0)


def draw_armful(deed: Held, bones: Bones, phase: float) -> list[Part]:
    """Return an animal that lies in somebody's arms."""
    beast = draw_beast(deed, phase, "sit", 1.3)
    low = min(hand_of(bones, side)[1] for side in (0, 1)) - 0.03
    scale = min(1.0, 0.42 / (beast.ahead + beast.behind))
    return move(beast.parts, (0.15, low), scale, scale)


LARGER, LEAST, MOST = 1.35, 0.06, 0.36  # of what is held: as it really is, and beside somebody


def draw_prop(deed: Held, bones: Bones, phase: float) -> list[Part]:
    """Return a thing in the near hand, at a size that can be seen."""
    word, _, usual = deed.name.partition(":")[2].partition("/")
    name = word if word in load_drawings() else usual
    height = min(MOST, max(LEAST, LARGER * nouns.load_names()[usual].height_m / PERSON_M))
    rig = make_thing(name, moves=False, color=deed.hue)
    height *= min(1.0, MOST / (height * rig.aspect))
    x, y = hand_of(bones)
    return put_thing(name, (x + 0.3 * height * rig.aspect, y - 0.25 * height), height, phase, color=deed.hue)


ASTRIDE = Stance(
    arms=(Limb(0.7, 0.9), Limb(2.6, 0.25, 0.3)), legs=(Limb(1.2, 1.15, 0.1), Limb(1.1, 1.15, 0.1)), yaw=0.25
)
CLINGING = Stance(
    arms=(Limb(0.75, 0.7), Limb(0.7, 0.8)), legs=(Limb(1.25, 0.9, 0.1), Limb(1.2, 0.9, 0.1)), yaw=0.25
)
CRADLED = Stance(
    arms=(Limb(0.6, 0.9), Limb(0.5, 1.0)), legs=(Limb(1.0, 1.2), Limb(0.85, 1.2)), yaw=0.3, roll=-1.15
)
PERCHED = Stance(
    arms=(Limb(0.95, 0.45), Limb(0.9, 0.5)), legs=(Limb(0.75, 1.0, 0.1), Limb(0.6, 1.0, 0.1)), yaw=0.3
)
FLYING = Stance(
    arms=(Limb(1.5, 0.2, 0.7), Limb(1.45, 0.2, 0.7)),
    legs=(Limb(0.5, 0.5, 0.3), Limb(0.15, 0.6, 0.3)),
    yaw=0.7,
)
YOUNG = ("boy", "girl", "toddler")
GRIP = 0.18  # from the hips in a wheelchair back to its grips
MOST_CARRIED = 0.6  # of the adult's height, of a child in their arms


def draw_rider(deed: Held, bones: Bones) -> tuple[list[Part], list[Part]]:
    """Return a child on the shoulders or on the back: what is behind the head, and the leg in front."""
    on_back = deed.name.startswith("piggyback")
    look = _free_hands(dress(deed), "")
    tall = min(MOST_CARRIED, TALL.get(look.build, MOST_CARRIED))
    (x, y), low = bones.spine[0 if on_back else 2], 0.12 if on_back else 0.015
    x -= 0.11 if on_back else 0.07
    stance = replace(CLINGING if on_back else ASTRIDE, seat=(y + low) / tall)
    child = move(draw_figure(look, "stand", 0.0, stance), (x, 0.0), tall, tall)
    leg = list(body.draw_leg(look, set_up(BUILDS[look.build], stance), 1))
    return child, move(leg, (x, 0.0), tall, tall)


def draw_carried(deed: Held, bones: Bones) -> list[Part]:
    """Return somebody in the arms of another one: a child sits up and looks back, others lie."""
    look = _free_hands(dress(deed), "")
    tall, hand = TALL.get(look.build, 1.0), hand_of(bones)
    if look.build in YOUNG:
        return _hold_up(look, (hand[0] + 0.01, hand[1] + 0.02), min(MOST_CARRIED, tall), PERCHED)
    lying = draw_figure(look, "stand", 0.0, CRADLED)
    low = float(np.concatenate([np.asarray(part.points) for part in lying])[:, 1].min())
    return move(lying, (hand[0] + 0.02, hand[1] - 0.03 - low * tall), tall, tall)


def draw_tossed(deed: Held, bones: Bones, phase: float) -> list[Part]:
    """Return a child above both hands, who flies up and comes back."""
    look, hand = _free_hands(dress(deed), ""), hand_of(bones)
    up = 0.10 * (1 - math.cos(2 * math.pi * phase))
    return _hold_up(
        look, (hand[0] + 0.03, hand[1] + 0.03 + up), min(MOST_CARRIED, TALL.get(look.build, 1.0)), FLYING
    )


def draw_wheeled(deed: Held, bones: Bones, phase: float) -> list[Part]:
    """Return somebody in a wheelchair, whose grips are in the hands."""
    look, x = _free_hands(dress(deed), ""), hand_of(bones)[0]
    look = replace(look, things=(*(one for one in look.things if one != "wheelchair"), "wheelchair"))
    return move(draw_figure(look, "roll", phase), (x + GRIP, 0.0), 0.94, 0.94)


def _hold_up(look: Look, seat: tuple[float, float], tall: float, stance: Stance) -> list[Part]:
    """Return somebody small who sits at a point, and looks back."""
    figure = draw_figure(look, "stand", 0.0, replace(stance, seat=seat[1] / tall))
    return move(figure, (seat[0], 0.0), -tall, tall)
