"""Make the rigs of what has wings: in the air, on its feet, afloat, or its head."""

from dataclasses import replace
from functools import cache, partial

import numpy as np

from studio.preview.rigs import Rig
from studio.preview.rigs.animals import fliers, standing
from studio.preview.rigs.animals.boxes import cut, measure
from studio.preview.rigs.animals.flight import RHYTHMS
from studio.preview.rigs.animals.flocks import BIRDS_ALOFT
from studio.preview.rigs.animals.fowl import FOWL
from studio.preview.rigs.animals.perched import PERCHED_BIRDS
from studio.preview.rigs.animals.standing import STILL, Manner
from studio.preview.rigs.animals.swarms import SWARMS
from studio.preview.rigs.parts import Part, make_smooth

ON_BELLY, LOW = 1.42, 0.05  # radians from upright; heights from its lowest point to where its tail begins
HEAD, AHEAD = 0.74, 1.2  # of its height, from where on it is the head, which is turned back to look ahead
FLIERS, BIRDS = BIRDS_ALOFT | SWARMS, FOWL | PERCHED_BIRDS

ALIASES = {
    "bird": "songbird",
    "robin": "songbird",
    "finch": "songbird",
    "swallow bird": "swallow",
    "golden eagle": "eagle",
    "kestrel": "falcon",
    "raven": "crow",
    "black bird": "crow",
    "rook": "crow",
    "seagull": "gull",
    "bald eagle": "eagle",
    "barn owl": "owl",
    "macaw": "parrot",
    "condor": "vulture",
    "buzzard": "hawk",
    "honeybee": "bee",
    "bumblebee": "bee",
    "hornet": "wasp",
    "ladybird": "ladybug",
    "lady beetle": "ladybug",
    "wyvern": "dragon",
    "pterosaur": "pterodactyl",
    "chicken": "hen",
    "cockerel": "rooster",
    "baby chick": "chick",
    "mallard": "duck",
    "canadian goose": "goose",
    "emu": "ostrich",
    "shoebill": "stork",
    "ibis": "egret",
}
BURNING = ("phoenix",)
SPREAD = 1.7  # how large a flier is shown beside its height on the ground
BUST = 2.9  # of its radius below the middle of a head, where a bust ends


def find_bird(*names: str) -> str:
    """Return the first of the names that is in one of the tables, as they call it, or ""."""
    known = (ALIASES.get(name, name) for name in names)
    return next((name for name in known if name in FLIERS or name in BIRDS), "")


@cache
def make_flying(name: str) -> Rig | None:
    if name not in FLIERS:
        return None
    flier = FLIERS[name]
    rhythm, pose = RHYTHMS[flier.rhythm], partial(_draw_flier, name)
    box = measure(pose, rhythm.pictures)
    return Rig(pose, box, rhythm.pictures, rate=rhythm.rate, size=SPREAD * (box[3] - box[1]))


def _draw_flier(name: str, phase: float) -> list[Part]:
    parts = fliers.draw(FLIERS[name], phase)
    return [replace(part, glow=0.9) for part in parts] if name in BURNING else list(parts)


@cache
def make_standing(name: str, action: str) -> Rig | None:
    if name not in BIRDS:
        return None
    if action == "slide":
        return _make_sliding(name)
    bird, walks, pecks = BIRDS[name], action in ("walk", "run"), action == "eat"
    manner = Manner(walks, pecks, perches=bird.perch and not walks and not pecks)
    pose = partial(standing.draw, bird, manner)
    box, usual = measure(pose, 12), measure(partial(standing.draw, bird, STILL), 1)
    tall = box[3] - box[1]
    stride = standing.find_stride(bird) / tall if walks else 0.0
    size, afloat = tall / (usual[3] - usual[1]), make_floating(name)
    return Rig(pose, box, 12, stride, 0.35, size=size, afloat=afloat)


def _make_sliding(name: str) -> Rig:
    """Return a bird on its belly, its tail drawn out behind it."""
    pose = partial(_slide, standing.draw(BIRDS[name], Manner(floats=True), 0.0))
    box, usual = measure(pose, 12), measure(partial(standing.draw, BIRDS[name], STILL), 1)
    return Rig(pose, box, 12, rate=0.6, size=(box[3] - box[1]) / (usual[3] - usual[1]))


def _slide(upright: list[Part], phase: float) -> list[Part]:
    """Return the parts of an upright bird laid forward onto its belly, rocking a little."""
    angle = ON_BELLY + 0.015 * float(np.sin(2 * np.pi * phase))
    body = max(upright, key=_measure_area)
    points = np.asarray(body.points, float)
    low = points[points[:, 1] < points[:, 1].min() + LOW]
    left, right, foot = low[:, 0].min(), low[:, 0].max(), low[:, 1].min()
    middle, half = (left + right) / 2, (right - left) / 2
    tail = make_smooth(
        [(left, foot + half), (left, foot), (middle, foot - half), (right, foot), (right, foot + half)],
        tone=body.tone,
        color=body.color,
    )
    top = max(float(np.asarray(one.points, float)[:, 1].max()) for one in upright)
    head = [one for one in upright if float(np.mean(np.asarray(one.points, float)[:, 1])) > HEAD * top]
    at = np.mean(np.asarray(max(head, key=_measure_area).points, float), axis=0)
    raised = [_turn(one, -AHEAD, at) if any(one is other for other in head) else one for one in upright]
    return [_turn(one, angle, np.zeros(2)) for one in (tail, *raised)]


def _turn(part: Part, angle: float, about: np.ndarray) -> Part:
    """Return the part turned clockwise."""
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return replace(part, points=(np.asarray(part.points, float) - about) @ matrix + about)


def _measure_area(part: Part) -> float:
    return float(np.prod(np.ptp(np.asarray(part.points, float), axis=0)))


@cache
def make_bust(name: str) -> Rig | None:
    """Return the head and the breast, which rise from the frame's lower edge."""
    if name not in BIRDS:
        return None
    pose = partial(standing.draw, BIRDS[name], STILL)
    head = standing.find_head(BIRDS[name])
    return Rig(pose, cut(pose(0), head[1] - BUST * max(BIRDS[name].head, 0.13)))


@cache
def make_floating(name: str) -> Rig:
    pose = partial(standing.draw, BIRDS[name], Manner(floats=True))
    box = measure(pose, 12)
    return Rig(pose, box, 12, rate=0.35)
