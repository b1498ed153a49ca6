"""Draw one figure with another: prey in its jaws, a fish in its bowl, a bee at its blossom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.preview import habitats
from studio.preview.belonging import AT, INSIDE, MOUTH, UP, WATCHING, WINDOW_SEAT
from studio.preview.deeds import FLIERS
from studio.preview.nouns import load_names
from studio.preview.rigs import Rig
from studio.preview.rigs.animals.boxes import measure
from studio.preview.rigs.parts import Part
from studio.preview.subject import Subject

CLEAR = ("fishbowl", "fish tank", WINDOW_SEAT)  # who is in it is in front of its panes
NEARER = 2.0  # a window with somebody on its seat, beside other furniture
Find = Callable[[Sequence[Part]], "Spot"]
Finder = Callable[[Subject, str], Rig | None]
CHEST = 0.42  # of a figure's height: paws and hooves below it are no jaws
PREY = (0.30, 0.55)  # the length of prey, at least and at the most, of who has it
TALONS, CAUGHT = (0.02, -0.22), 0.55  # of a bird in the air, whose body is 1 long; and the length of its prey
BLOSSOM, EDGE = 0.80, 0.20  # of a flower's height: the middle of its blossom, and how far that reaches
VISITOR = {"hummingbird": 0.52}  # of a flower's height, with spread wings
CLIMBER, HEAD_UP = (0.26, 0.36), 1.5  # the length of who climbs, of a tree's height; radians
BEE = 0.36  # of the others
# By container: where the floor inside is and how wide and tall it is, of the container's height and width.
# Of one that is not clear, the floor is so high that who is in it looks over its rim.
ROOMS = {
    "fishbowl": (0.24, 0.48, 0.62),
    "fish tank": (0.24, 0.46, 0.5),
    "birdcage": (0.16, 0.46, 0.56),
    "basket": (0.30, 0.95, 0.90),
    "cardboard box": (0.55, 0.85, 1.0),
    "bathtub": (0.66, 0.60, 0.85),
    "bucket": (0.60, 0.90, 1.3),
    WINDOW_SEAT: (0.205, 0.40, 0.40),
}


@dataclass(frozen=True)
class Spot:
    """Where a second figure is. at: its middle. length: its longer side. turn: radians.
    is_behind: it is behind the first one."""

    at: tuple[float, float]
    length: float
    turn: float = 0.0
    is_behind: bool = False


def join(rig: Rig, subject: Subject, find: Finder) -> Rig:
    """Return the rig with what it has in its jaws, in it or at it, if there is a rig of that."""
    few = [held for held in subject.held if held.name.partition(":")[0] in SPOTS]
    first = rig
    for n, held in enumerate(few):
        way, _, names = held.name.partition(":")
        other = _make_other(way, names, held.hue, subject)
        if second := find(other, "body"):
            spot = SPOTS[way](first, second, subject, other)
            rig = _draw_both(rig, second, _spread(spot, n, len(few)))
            rig = replace(rig, size=NEARER * rig.size) if way == WATCHING else rig
    return rig


def _make_other(way: str, names: str, hue: str, subject: Subject) -> Subject:
    """Return who is drawn with a subject, doing what suits it."""
    word, _, name = names.partition("/")
    noun = load_names()[name]
    looks_out = way == INSIDE and subject.noun.name not in (*CLEAR, "birdcage")
    action = "fly" if way == AT else "sit" if way == WATCHING or looks_out else "walk" if way == UP else ""
    if not action and noun.category == "animal" and set(noun.name.split()) & FLIERS:
        action = "stand"
    return Subject(noun, word=word, hue=hue, action=action)


def _spread(spot: Find, n: int, count: int) -> Find:
    """Return where copy n of several is: beside the others, and smaller."""
    if count == 1:
        return spot

    def find(parts: Sequence[Part]) -> Spot:
        one = spot(parts)
        aside = (n - (count - 1) / 2) * one.length * (0.34 if one.is_behind else 0.56)
        up = 0.0 if one.is_behind else 0.16 * one.length * (1 if n % 2 else -1)
        return replace(one, at=(one.at[0] + aside, one.at[1] + up), length=one.length * 0.62)

    return find


def _draw_both(first: Rig, second: Rig, spot: Find) -> Rig:
    left, low, right, high = second.box
    middle = np.array([(left + right) / 2, (low + high) / 2])
    longer = max(right - left, high - low)

    def pose(phase: float) -> list[Part]:
        parts = [replace(one, color=one.color or first.color) for one in first.pose(phase)]
        where = spot(parts)
        cos, sin = np.cos(where.turn), np.sin(where.turn)
        matrix = np.array([[cos, sin], [-sin, cos]]) * where.length / longer
        more = [
            replace(
                one,
                points=(np.asarray(one.points, float) - middle) @ matrix + where.at,
                color=one.color or second.color,
            )
            for one in second.pose(phase)
        ]
        return [*more, *parts] if where.is_behind else [*parts, *more]

    pictures = max(first.pictures, second.pictures)
    box = measure(pose, pictures)
    taller = (box[3] - box[1]) / (first.box[3] - first.box[1])
    stride, rate = first.stride / taller, first.rate if first.pictures > 1 else second.rate
    return replace(
        first,
        pose=pose,
        box=box,
        pictures=pictures,
        size=first.size * taller,
        stride=stride,
        rate=rate,
        copy=None,
    )


def _bite(rig: Rig, second: Rig, subject: Subject, other: Subject) -> Find:
    """Return where prey is: across the jaws, or in the talons of who flies."""
    low, tall = rig.box[1], rig.box[3] - rig.box[1]
    real = other.noun.height_m / subject.noun.height_m * max(1.0, second.aspect) * tall / rig.size
    length = float(np.clip(real, PREY[0] * tall / rig.size, PREY[1] * tall / rig.size))

    if habitats.is_airborne(subject):
        return lambda parts: Spot(TALONS, CAUGHT)

    def find(parts: Sequence[Part]) -> Spot:
        points = np.concatenate([np.asarray(one.points, float) for one in parts if not one.is_hole])
        ahead = points[points[:, 1] > low + CHEST * tall]
        nose = ahead[ahead[:, 0].argmax()]
        return Spot((float(nose[0] + 0.10 * length), float(nose[1] - 0.06 * length)), length, 0.5)

    return find


def _inhabit(rig: Rig, second: Rig, subject: Subject, other: Subject) -> Find:
    """Return where somebody is in a container."""
    left, low, right, high = rig.box
    floor, tall, wide = ROOMS[subject.noun.name]
    height = min(tall * (high - low), wide * (right - left) / second.aspect)
    middle = ((left + right) / 2, low + floor * (high - low) + height / 2)
    length = height * max(1.0, second.aspect)
    is_behind = subject.noun.name not in CLEAR
    return lambda parts: Spot(middle, length, 0.0, is_behind)


def _visit(rig: Rig, second: Rig, subject: Subject, other: Subject) -> Find:
    """Return where somebody hovers who is at a blossom."""
    left, low, right, high = rig.box
    tall = high - low
    length = VISITOR.get(other.noun.name, BEE) * tall
    wide = length * min(1.0, second.aspect)
    at = ((left + right) / 2 - EDGE * tall - 0.46 * wide, low + BLOSSOM * tall)
    return lambda parts: Spot(at, length)


def _climb(rig: Rig, second: Rig, subject: Subject, other: Subject) -> Find:
    """Return where somebody climbs a trunk, with the head up and the belly at the bark."""
    left, low, right, high = rig.box
    tall = high - low
    real = other.noun.height_m / subject.noun.height_m * max(1.0, second.aspect) * tall
    length = float(np.clip(real, CLIMBER[0] * tall, CLIMBER[1] * tall))
    thick = length / max(1.0, second.aspect)
    at = ((left + right) / 2 - 0.04 * tall - 0.40 * thick, low + 0.06 * tall + 0.5 * length)
    return lambda parts: Spot(at, length, HEAD_UP)


SPOTS = {MOUTH: _bite, INSIDE: _inhabit, WATCHING: _inhabit, AT: _visit, UP: _climb}
