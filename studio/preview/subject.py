"""A noun on the stage, with what it is and does there."""

from dataclasses import dataclass, field

from studio.preview.holding import Held
from studio.preview.nouns import Noun


@dataclass(frozen=True)
class Subject:
    """One noun on the stage. side: "left", "center", "right" or "". heading: 1 to the right, -1 to the left,
    0 unsaid; it is where a subject that stays looks. depth: 1 comes nearer, -1 goes away, 0 neither.
    hue: "#rrggbb" if the prompt names a color of it, or of its clothes. word: the noun's name as it was
    written, in the singular. verb: as written. held: what they hold, wear or ride, which is drawn with them.
    passes: it enters or leaves the frame. base: the name of the noun that it is on. team: the animals that
    pull it. driver: the role of who drives it. meets: every second copy looks the other way. has_young: one
    of the copies is small.
    """

    noun: Noun
    count: int = 1
    side: str = ""
    action: str = ""
    heading: int = 0
    depth: int = 0
    hue: str = ""
    word: str = field(default="", compare=False)
    verb: str = field(default="", compare=False)
    held: tuple[Held, ...] = ()
    passes: bool = False
    base: str = ""
    team: tuple[str, ...] = ()
    driver: str = ""
    meets: bool = False
    has_young: bool = False
