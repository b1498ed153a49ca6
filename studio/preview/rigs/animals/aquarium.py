"""Make the rigs of what lives in water, below its surface and at it, and of what crawls."""

from collections.abc import Callable, Sequence
from functools import cache, partial

from studio.preview.rigs import Rig
from studio.preview.rigs.animals import swimmers
from studio.preview.rigs.animals.boxes import dip, measure
from studio.preview.rigs.animals.crawlers import CRAWLERS
from studio.preview.rigs.animals.depths import DEPTHS
from studio.preview.rigs.animals.shoals import SHOALS
from studio.preview.rigs.parts import Part

CREATURES = DEPTHS | CRAWLERS
ALIASES = {
    "serpent": "snake",
    "python": "snake",
    "viper": "snake",
    "tarantula": "spider",
    "humpback": "whale",
    "humpback whale": "whale",
    "killer whale": "orca",
    "porpoise": "dolphin",
    "great white": "shark",
    "sea lion": "seal",
    "moray": "eel",
    "blowfish": "pufferfish",
    "ray": "stingray",
    "giant squid": "squid",
    "turtle": "sea turtle",
    "shoal": "fish",
    "carp": "koi",
}
BLOWING = ("whale", "blue whale", "sperm whale")
LEAPING = ("dolphin", "orca", "fish", "salmon", "trout", "tuna", "goldfish", "koi", "tropical fish")
WATERLINES = {"shark": 0.06, "seal": 0.0, "walrus": 0.0, "sea turtle": 0.02}  # on the body, of its length
FIN = 0.5  # of a shark's height: what is seen above the water
DEEP, SHALLOW = 0.30, 0.08  # the part of a picture that is below the water: as in habitats.py


def find_swimmer(*names: str) -> str:
    """Return the first of the names that is in one of the tables, as they call it, or ""."""
    known = (ALIASES.get(name, name) for name in names)
    return next((name for name in known if name in SHOALS or name in CREATURES), "")


@cache
def make_swimming(name: str, action: str) -> Rig:
    """Return the animal under water, with the one at the surface."""
    pose: Callable[[float], Sequence[Part]]
    if name in CREATURES:
        creature = CREATURES[name]
        pose, rate = partial(_draw_creature, name), creature.rate
    else:
        pose, rate = partial(swimmers.draw, SHOALS[name]), 0.9
    box = measure(pose, 12)
    return Rig(pose, box, 12, rate=rate, afloat=_make_afloat(name, action))


def _draw_creature(name: str, phase: float) -> list[Part]:
    return list(CREATURES[name].draw(phase))


def _make_afloat(name: str, action: str) -> Rig | None:
    if name in LEAPING or (name in BLOWING and action in ("jump", "rise")):
        pose = partial(swimmers.draw_leap, SHOALS[name])
        return Rig(pose, dip(measure(pose, 30), 0.0, DEEP), 30, rate=0.4, size=2.0)
    if name in BLOWING:
        pose = partial(swimmers.draw_surfaced, SHOALS[name])
        return Rig(pose, dip(measure(pose, 16), 0.0, DEEP), 16, rate=0.3, size=1.3)
    if name not in WATERLINES:
        return None
    under = partial(_draw_creature, name) if name in CREATURES else partial(swimmers.draw, SHOALS[name])
    draft = SHALLOW if name in CREATURES else DEEP
    size = FIN if name == "shark" else 1.0
    return Rig(under, dip(measure(under, 12), WATERLINES[name], draft), 12, rate=0.6, size=size)
