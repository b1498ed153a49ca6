"""Make the rigs of quadrupeds: a species in an action, or its head and neck."""

from functools import cache, lru_cache

from studio.preview.rigs import Rig
from studio.preview.rigs.animals import gaits, quadruped
from studio.preview.rigs.animals.boxes import cut, dip, measure
from studio.preview.rigs.animals.hoofed import HOOFED
from studio.preview.rigs.animals.pawed import PAWED
from studio.preview.rigs.animals.wild import WILD
from studio.preview.rigs.parts import Part

SPECIES = HOOFED | PAWED | WILD
# Other names of species, as they are written.
ALIASES = {
    "gryphon": "griffin",
    "hippogriff": "griffin",
    "dinosaurs": "sauropod",
    "stallion": "horse",
    "mare": "horse",
    "mule": "donkey",
    "stag": "deer",
    "buck": "deer",
    "antelope": "gazelle",
    "impala": "gazelle",
    "caribou": "reindeer",
    "wapiti": "elk",
    "cattle": "cow",
    "water buffalo": "buffalo",
    "wallaby": "kangaroo",
    "ape": "gorilla",
    "baboon": "monkey",
    "dinosaur": "t-rex",
    "tyrannosaurus": "t-rex",
    "tyrannosaurus rex": "t-rex",
    "raptor": "velociraptor",
    "brontosaurus": "sauropod",
    "diplodocus": "sauropod",
    "brachiosaurus": "sauropod",
    "long-necked dinosaur": "sauropod",
    "winged horse": "pegasus",
    "yak": "bison",
    "ewe": "sheep",
    "flock of sheep": "sheep",
    "mountain goat": "ibex",
    "wild boar": "boar",
    "alpaca": "llama",
    "dromedary": "camel",
    "labrador": "dog",
    "golden retriever": "dog",
    "hound": "dog",
    "german shepherd": "shepherd",
    "guide dog": "dog",
    "service dog": "dog",
    "coyote": "wolf",
    "jackal": "wolf",
    "howling wolf": "wolf",
    "kitty": "kitten",
    "pup": "puppy",
    "lion cub": "cub",
    "bear cub": "black bear",
    "baby elephant": "elephant",
    "snow hare": "rabbit",
    "white fox": "arctic fox",
    "mountain lion": "lioness",
    "chimp": "chimpanzee",
    "foal": "pony",
    "tigress": "tiger",
    "jaguar": "leopard",
    "puma": "lioness",
    "cougar": "lioness",
    "black panther": "panther",
    "brown bear": "bear",
    "grizzly bear": "bear",
    "grizzly": "bear",
    "rhinoceros": "rhino",
    "hippopotamus": "hippo",
    "bunny": "rabbit",
    "hare": "rabbit",
    "hamster": "mouse",
    "guinea pig": "mouse",
    "gerbil": "mouse",
    "chipmunk": "squirrel",
    "weasel": "otter",
    "ermine": "otter",
    "alligator": "crocodile",
    "iguana": "lizard",
    "gecko": "lizard",
    "porcupine": "hedgehog",
}
DONE = {
    "play": "play",
    "fight": "play",
    "eat": "eat",
    "sleep": "sleep",
    "jump": "jump",
    "swim": "swim",
    "walk": "walk",
    "climb": "walk",
    "slide": "lie",
    "roll": "play",
    "dig": "eat",
    "pounce": "jump",
    "stretch": "play",
}
APES = ("gorilla", "chimpanzee", "orangutan")
TRUNKED = ("elephant", "mammoth")
DRAFTS = {"crocodile": 0.08, "hippo": 0.16, "otter": 0.08, "beaver": 0.45}  # below the water, of a picture
SADDLE = 0.47  # of the way from a horse's tail to its head


def find_species(*names: str) -> str:
    """Return the first of the names that has a species, as the table calls it, or ""."""
    known = (ALIASES.get(name, name) for name in names)
    return next((name for name in known if name in SPECIES), "")


def choose_action(name: str, action: str, verb: str) -> str:
    """Return the one of gaits.ACTIONS that shows what the animal does. verb: as the prompt has it."""
    species = SPECIES[name]
    if species.build.foot == "pillar" and (
        action in ("sit", "sleep") or (action == "eat" and name in TRUNKED)
    ):
        return "stand"
    if verb.startswith("roar"):
        return "roar"
    if species.build.foot == "pillar" and DONE.get(action) == "play":
        return "stand"
    if action == "sing" and species.build.foot == "paw":
        return "howl"
    if verb.startswith(("trot", "jog")) and species.run == "run":
        return "trot"
    if action in ("run", "drive"):
        return species.run
    if action == "sit" and name in APES:
        return "stand"
    if action == "sit":
        return "sit" if species.build.foot == "paw" else "lie"
    return DONE.get(action, species.rest if not action else "stand")


@lru_cache(maxsize=128)
def make_rig(name: str, action: str) -> Rig:
    species, played = SPECIES[name], gaits.ACTIONS[action]

    def pose(phase: float) -> list[Part]:
        return quadruped.draw(species, played.find_stance(phase))

    box = measure(pose, played.pictures)
    usual = measure(lambda _: quadruped.draw(species, gaits.stand(0)), 1)
    tall = box[3] - box[1]
    size, afloat = tall / (usual[3] - usual[1]), _make_afloat(name)
    return Rig(pose, box, played.pictures, played.stride / tall, played.rate, size=size, afloat=afloat)


@cache
def _make_afloat(name: str) -> Rig | None:
    """Return the animal in deep water, if it is one that lives there."""
    if name not in DRAFTS:
        return None
    build = SPECIES[name].build

    def pose(phase: float) -> list[Part]:
        return quadruped.draw(SPECIES[name], gaits.ACTIONS["swim"].find_stance(phase))

    box = dip(measure(pose, 12), build.tops[3] - 0.42 * build.chest, DRAFTS[name])
    return Rig(pose, box, 12, rate=0.6, size=0.6)


@cache
def make_bust(name: str) -> Rig:
    """Return the head and the neck, which rise from the frame's lower edge."""
    species = SPECIES[name]

    def pose(phase: float) -> list[Part]:
        return quadruped.draw_bust(species.build, species.coat)

    return Rig(pose, cut(pose(0), quadruped.find_bust_line(species.build)))


def find_saddle(name: str, action: str, phase: float) -> tuple[float, float]:
    """Return where a rider sits on the animal that make_rig() draws, in the coordinates of its box."""
    frame = quadruped.Frame(SPECIES[name].build, gaits.ACTIONS[action].find_stance(phase))
    x, y = frame.find_surface(SADDLE, 0.0)
    return float(x), float(y)
