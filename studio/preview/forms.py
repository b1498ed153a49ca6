"""Choose the form of a subject: a rig or one of its shapes, on what it stands, which way it looks."""

from dataclasses import dataclass

from studio.preview import atlas, dishes, grammar
from studio.preview.habitats import CRAWLERS, FLOATERS, ON_VINES, is_afloat, is_airborne, is_hung, list_words
from studio.preview.rigs import Rig
from studio.preview.rigs.finding import find_rig
from studio.preview.rigs.people.deeds import needs_room
from studio.preview.rigs.turning import DEPTH, FLAT, PICTURES, Turned
from studio.preview.rooms import ROOMS
from studio.preview.stage import Stage
from studio.preview.subject import Subject

WATERY = ("sea", "lake", "beach", "harbor", "fjord", "canyon", "wide canyon", "waterfall")
FLOATING = ("air", "space", "deep")
CLOSE = ("medium", "close-up", "extreme close-up")
ALIVE = ("person", "animal", "creature", "fish", "dinosaur")


# Words in names.
DEEP = list_words("whale dolphin orca shark seal hippo octopus squid jellyfish plesiosaur fish ray")
AFLOAT, SUNKEN, WADING = 0.08, 0.30, 0.45  # the part below the water: of boats, of whales, of other animals
SWIMMING, POOL = 0.34, "pool"  # of people, who swim in a lake, at sea and in this room
# By nature, shapes of Noto look left and those of Game Icons look right; these don't.
TURNED = list_words(
    "noto:airplane noto:airplane-arrival noto:airplane-departure noto:small-airplane noto:rocket"
    " game:scooter game:rattlesnake game:seahorse game:koala"
)
UPRIGHT = {"noto:rocket": -0.72}  # radians that make a shape stand
ROCKS = ("rock", "boulder", "stone", "reef")
TINY_M = 0.15  # insects and spiders are seen whole
GROUNDED = ("walk", "run", "stand", "sit", "swim", "drive")


@dataclass(frozen=True)
class Icon:
    """A shape of the atlas. It has one picture, which moves as a whole."""

    shape: str
    pictures = 1
    stride = 0.0
    rate = 1.0
    size = 1.0
    is_dyed = False
    afloat = None

    @property
    def aspect(self) -> float:
        """Its width by its height."""
        return atlas.compute_aspect(self.shape)

    @property
    def looks_right(self) -> bool:
        """By nature. It is mirrored to look the other way."""
        return self.shape.startswith("game:") != (self.shape in TURNED)

    @property
    def upright(self) -> float:
        """The radians that make it stand."""
        return UPRIGHT.get(self.shape, 0.0)

    def vary(self, n: int) -> "Icon":
        return self

    def draw(self, height: int, heading: int, n: int = 0) -> atlas.Mask:
        return atlas.draw_shape(self.shape, height, mirrored=self.looks_right != (heading > 0))


Form = Icon | Rig | Turned
TURNED_WHOLE = ("object", "food", "tool", "music", "sport", "weapon", "vehicle")
THIN = list_words(
    "smartphone phone watch wristwatch coin card tablet letter envelope ring medal key necklace"
)
TURNING = list_words(
    "record vinyl turntable player gears gear cog fan windmill wheel carousel globe propeller ball clock reel"
    " projector mill turbine top machine dryer phonograph gramophone weathervane"
)


def find_ground(stage: Stage, subject: Subject, shot: str) -> str:
    """Return on what the subject is: "land", "water", "table", "edge", or one of FLOATING."""
    scene = stage.sketch.scene
    if is_cropped(subject, shot):
        return "edge"
    if scene == "space":
        return "space"
    if is_hung(subject) and (scene in (*ROOMS, "table", "backdrop") or subject.noun.name in ON_VINES):
        return "air"
    if scene == "table" and dishes.rains(subject):
        return "air"
    if scene == "table" or stage.has_counter:
        return "table"
    if scene == "underwater":
        return "land" if set(subject.noun.name.split()) & CRAWLERS else "deep"
    if is_airborne(subject):
        return "air"
    if scene in ("sea", "lake") and subject.noun.name in ROCKS:
        return "water"
    is_wet = scene in WATERY or (scene == POOL and subject.action == "swim")
    return "water" if is_wet and is_afloat(subject) else "land"


def is_cropped(subject: Subject, shot: str) -> bool:
    """Tell if the subject rises from the frame's lower edge."""
    is_whole = find_view(subject, shot) == "body"
    if is_whole and subject.noun.category == "animal" and subject.noun.height_m < TINY_M:
        return False
    return not is_whole or (_is_close(subject, shot) and not _is_held_up(subject))


def _is_held_up(subject: Subject) -> bool:
    """Tell if the air or the water holds it up."""
    return is_airborne(subject) or (subject.noun.category == "fish" and is_afloat(subject))


def find_view(subject: Subject, shot: str) -> str:
    """Return "bust" or "head" for the living in close shots, and for what has no "body"."""
    return _choose(subject, shot)[0]


def find_form(subject: Subject, shot: str) -> Form:
    """Return the form. A thing that turns, and has no turning parts, turns as a whole."""
    form = _choose(subject, shot)[1]
    turns = subject.action == "turn" and subject.noun.category in TURNED_WHOLE
    turns = turns and form.pictures != PICTURES and not set(subject.noun.name.split()) & TURNING
    is_flat = set(subject.noun.name.split()) & THIN
    return Turned(form, FLAT if is_flat else DEPTH) if turns else form


def _choose(subject: Subject, shot: str) -> tuple[str, Form]:
    """Return the view of the subject that is shown, and its form: a rig, if there is one."""
    is_close, views = _is_close(subject, shot), subject.noun.shapes
    for view in ("bust", "body") if is_close else ("body",):
        if rig := find_rig(subject, view):
            return view, rig
        if view in views and is_close:
            break
    order = ("bust", "head", "body") if is_close or "body" not in views else ("body",)
    view = next(view for view in order if view in views)
    return view, Icon(views[view])


def _is_close(subject: Subject, shot: str) -> bool:
    return shot in CLOSE and subject.noun.category in ALIVE and not needs_room(subject.held)


def compute_draft(subject: Subject) -> float:
    """Return the part of the subject that is below the water."""
    words = set(subject.noun.name.split())
    if "surfer" in words or any(one.name == "surfboard" for one in subject.held):
        return 0.0
    if subject.noun.category == "fish" or words & DEEP:
        return SUNKEN
    if subject.noun.category == "person" and subject.action == "swim":
        return SWIMMING
    return WADING if not words & FLOATERS and subject.noun.category == "animal" else AFLOAT


def find_heading(subject: Subject, form: Form, n: int = 0) -> int:
    """Return 1 if copy n of the subject looks to the right, -1 if to the left: as it is said, or by nature.

    The last of two or three people who stay where they are looks at the others.
    """
    stays = subject.noun.category == "person" and subject.action not in grammar.MOVING
    if stays and not subject.heading and subject.count in (2, 3) and n == subject.count - 1:
        return -1
    return subject.heading or (1 if form.looks_right else -1)
