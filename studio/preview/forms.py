"""Choose the form of a subject: which of its shapes, on what it stands, which way it looks."""

from studio.preview import atlas
from studio.preview.stage import Stage
from studio.preview.staging import Subject

WATERY = ("sea", "lake")
FLOATING = ("air", "space", "deep")
CLOSE = ("medium", "close-up", "extreme close-up")
ALIVE = ("person", "animal", "creature", "fish", "dinosaur")


def list_words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words in names. A name is that of a flier, for example, if one of its words is here.
FLIERS = list_words(
    "bird songbird blackbird crow raven eagle dove seagull swallow hummingbird vulture parrot sparrow bat"
    " bee butterfly dragonfly fly mosquito wasp flock airplane plane jetliner biplane bomber jet glider"
    " hang helicopter drone balloon parachute zeppelin ufo kite satellite dragon fairy phoenix pterodactyl"
    " harpy ghost superhero cloud comet meteor starfighter interceptor cicada griffin wyvern tramway"
)
FLOATERS = list_words(
    "boat sailboat ship canoe kayak ferry yacht galleon galley caravel carrier raft schooner submarine"
    " dinghy submersible trawler trireme motorboat speedboat steamer warship rower surfer swimmer whale"
    " dolphin orca shark seal fish swan duck goose turtle iceberg buoy wave rowboat cruiser mermaid"
    " octopus squid gondola otter walrus jellyfish ray plesiosaur island shipwreck crocodile hippo"
)
DEEP = list_words("whale dolphin orca shark seal hippo octopus squid jellyfish plesiosaur fish ray")
AFLOAT, SUNKEN, WADING = 0.08, 0.30, 0.45  # the part below the water: of boats, of whales, of other animals
PEOPLE = list_words("man woman person boy girl child people teenager adult figure")
FEMALE = list_words("woman girl")
POSES = {"walk": "walking", "run": "running", "swim": "swimming", "dance": "dancing"}
# By nature, shapes of Noto look left and those of Game Icons look right; these don't.
TURNED = list_words(
    "noto:airplane noto:airplane-arrival noto:airplane-departure noto:small-airplane noto:rocket"
    " game:scooter game:rattlesnake game:seahorse game:koala"
)
UPRIGHT = {"noto:rocket": -0.72}  # radians that make a shape stand
CRAWLERS = list_words("crab lobster starfish shell coral anchor shipwreck chest snail seaweed treasure")
GROUNDED = ("walk", "run", "stand", "sit", "swim", "drive")


def find_ground(stage: Stage, subject: Subject, shot: str) -> str:
    """Return on what the subject is: "land", "water", "table", "edge", or one of FLOATING."""
    scene = stage.sketch.scene
    if is_cropped(subject, shot):
        return "edge"
    if scene == "space":
        return "space"
    if scene == "table":
        return "table"
    if scene == "underwater":
        return "land" if set(subject.noun.name.split()) & CRAWLERS else "deep"
    if is_airborne(subject):
        return "air"
    return "water" if scene in WATERY and is_afloat(subject) else "land"


def is_cropped(subject: Subject, shot: str) -> bool:
    """Tell if the subject rises from the frame's lower edge."""
    is_close = shot in CLOSE and subject.noun.category in ALIVE
    return is_close or (find_view(subject, shot) != "body" and not _find_pose(subject, shot))


def find_view(subject: Subject, shot: str) -> str:
    """Return "bust" or "head" for the living in close shots, and for what has no "body"."""
    views = subject.noun.shapes
    is_close = shot in CLOSE and subject.noun.category in ALIVE
    order = ("bust", "head", "body") if is_close or "body" not in views else ("body",)
    return next(view for view in order if view in views)


def find_shape(stage: Stage, subject: Subject, shot: str) -> str:
    return _find_pose(subject, shot) or subject.noun.shapes[find_view(subject, shot)]


def _find_pose(subject: Subject, shot: str) -> str:
    """Return the shape of somebody who walks, runs, swims or dances, or ""."""
    pose, name = POSES.get(subject.action, ""), subject.noun.name
    if shot in CLOSE or not pose or subject.depth or not PEOPLE & set(name.split()):
        return ""
    found = f"noto:{'woman' if FEMALE & set(name.split()) else 'man'}-{pose}"
    return found if found in atlas.load().numbers else ""


def is_airborne(subject: Subject) -> bool:
    words = set(subject.noun.name.split())
    return subject.action == "fly" or (
        bool(words & FLIERS) and subject.action not in ("walk", "stand", "sit")
    )


def is_afloat(subject: Subject) -> bool:
    words = set(subject.noun.name.split())
    return subject.action in ("swim", "sail") or bool(words & FLOATERS) or subject.noun.category == "fish"


def compute_draft(subject: Subject) -> float:
    """Return the part of the subject that is below the water."""
    words = set(subject.noun.name.split())
    if subject.noun.category == "fish" or words & DEEP:
        return SUNKEN
    return WADING if not words & FLOATERS and subject.noun.category == "animal" else AFLOAT


def looks_right(shape: str) -> bool:
    return shape.startswith("game:") != (shape in TURNED)


def find_heading(stage: Stage, subject: Subject, shape: str) -> int:
    """Return 1 if the subject looks to the right, -1 if to the left: as it is said, or by nature."""
    return subject.heading or (1 if looks_right(shape) else -1)


def draw(shape: str, height: int, heading: int) -> atlas.Mask:
    return atlas.draw_shape(shape, height, mirrored=looks_right(shape) != (heading > 0))
