"""Make the rigs of what has wings: in the air, on its feet, afloat, or its head."""

from dataclasses import replace
from functools import cache, partial

from studio.preview.rigs import Rig
from studio.preview.rigs.animals import fliers, standing
from studio.preview.rigs.animals.boxes import cut, measure
from studio.preview.rigs.animals.flight import RHYTHMS
from studio.preview.rigs.animals.flocks import BIRDS_ALOFT
from studio.preview.rigs.animals.fowl import FOWL
from studio.preview.rigs.animals.perched import PERCHED_BIRDS
from studio.preview.rigs.animals.standing import STILL, Manner
from studio.preview.rigs.animals.swarms import SWARMS
from studio.preview.rigs.parts import Part

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
    bird, walks, pecks = BIRDS[name], action in ("walk", "run"), action == "eat"
    manner = Manner(walks, pecks, perches=bird.perch and not walks and not pecks)
    pose = partial(standing.draw, bird, manner)
    box, usual = measure(pose, 12), measure(partial(standing.draw, bird, STILL), 1)
    tall = box[3] - box[1]
    stride = standing.find_stride(bird) / tall if walks else 0.0
    size, afloat = tall / (usual[3] - usual[1]), make_floating(name)
    return Rig(pose, box, 12, stride, 0.35, size=size, afloat=afloat)


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
