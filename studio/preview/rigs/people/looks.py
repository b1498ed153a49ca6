"""What somebody looks like: the build, clothes, hair, hat and things that a role has."""

from dataclasses import dataclass, field

from studio.preview.rigs.people.bones import Build


@dataclass(frozen=True)
class Top:
    """What covers the trunk. sleeve: 0 bare, 1 to the elbow, 2 to the wrist. hem: 0 at the waist, 1 at the
    knees, 2 at the ankles. flare: how far the hem stands off. loose: of the sleeves. padded: of all of it.
    low: how far the neckline is open. collar: it has one, in front of a shirt."""

    sleeve: float = 2.0
    hem: float = 0.0
    flare: float = 0.0
    loose: float = 0.010
    padded: float = 0.0
    is_open: bool = False
    belt: bool = False


@dataclass(frozen=True)
class Legs:
    """What covers the legs. length: 0 bare, 1 to the knees, 2 to the ankles. loose: how wide."""

    length: float = 2.0
    loose: float = 0.012
    boots: bool = False


BUILDS = {
    "man": Build(),
    "woman": Build(7.4, (0.098, 0.062, 0.092), (0.066, 0.046, 0.070), 0.86),
    "boy": Build(5.7, (0.098, 0.072, 0.078), (0.062, 0.060, 0.062), 0.92),
    "girl": Build(5.7, (0.092, 0.066, 0.080), (0.060, 0.056, 0.064), 0.86),
    "teen": Build(6.8, (0.102, 0.068, 0.080), (0.060, 0.052, 0.060), 0.88),
    "toddler": Build(4.6, (0.105, 0.090, 0.095), (0.075, 0.080, 0.080), 1.15),
    "elder": Build(7.0, (0.106, 0.084, 0.090), (0.066, 0.068, 0.062), 0.92, 0.26),
    "crone": Build(6.9, (0.094, 0.080, 0.094), (0.066, 0.064, 0.070), 0.86, 0.30),
    "heavy": Build(7.0, (0.128, 0.118, 0.116), (0.086, 0.108, 0.080), 1.16),
    "strong": Build(7.6, (0.142, 0.086, 0.088), (0.084, 0.058, 0.066), 1.24),
    "slim": Build(7.9, (0.104, 0.062, 0.074), (0.058, 0.046, 0.054), 0.80),
    "dwarf": Build(4.8, (0.150, 0.130, 0.120), (0.100, 0.110, 0.090), 1.5),
}
FEMALE = ("woman", "girl", "crone")
TOPS = {
    "tee": Top(sleeve=0.9, hem=0.18),
    "shirt": Top(hem=0.12),
    "sweater": Top(hem=0.16, loose=0.020, padded=0.006),
    "jacket": Top(hem=0.24, loose=0.015, padded=0.005, is_open=True),
    "suit": Top(hem=0.30, loose=0.012, padded=0.003, is_open=True),
    "coat": Top(hem=0.95, flare=0.022, loose=0.017, padded=0.007, is_open=True),
    "trench": Top(hem=1.15, flare=0.03, loose=0.018, padded=0.007, is_open=True, belt=True),
    "parka": Top(hem=0.42, loose=0.030, padded=0.020),
    "dress": Top(sleeve=0.5, hem=1.02, flare=0.045),
    "summer": Top(sleeve=0.0, hem=1.05, flare=0.055),
    "gown": Top(sleeve=0.0, hem=1.97, flare=0.13),
    "longdress": Top(sleeve=2.0, hem=1.93, flare=0.07),
    "robe": Top(hem=1.95, flare=0.045, loose=0.038, padded=0.008, belt=True),
    "kimono": Top(hem=1.88, flare=0.012, loose=0.060, padded=0.004, belt=True),
    "tunic": Top(sleeve=0.8, hem=0.62, flare=0.025, belt=True),
    "gi": Top(hem=0.40, flare=0.02, loose=0.026, padded=0.004, belt=True),
    "labcoat": Top(hem=0.90, flare=0.014, loose=0.016, padded=0.005, is_open=True),
    "armor": Top(hem=0.42, flare=0.025, loose=0.026, padded=0.016, belt=True),
    "spacesuit": Top(hem=0.10, loose=0.052, padded=0.038),
    "wetsuit": Top(loose=0.004),
    "leotard": Top(sleeve=0.0),
    "tutu": Top(sleeve=0.0),
    "vest": Top(sleeve=0.0, hem=0.12, is_open=True),
    "bare": Top(sleeve=0.0, hem=-1),
    "hoodie": Top(hem=0.2, loose=0.024, padded=0.010),
    "blouse": Top(hem=0.05, loose=0.018),
    "cassock": Top(hem=1.93, flare=0.02, loose=0.016),
    "bikini": Top(sleeve=0.0, hem=-1),
    "shroud": Top(hem=2.12, flare=0.06, loose=0.045, padded=0.012),
    "bones": Top(sleeve=0.0, hem=-1),
    "metal": Top(loose=0.022, padded=0.012),
}
LEGS = {
    "trousers": Legs(),
    "jeans": Legs(loose=0.009),
    "baggy": Legs(loose=0.026),
    "boots": Legs(loose=0.014, boots=True),
    "shorts": Legs(1.0, 0.018),
    "trunks": Legs(0.55, 0.012),
    "tights": Legs(2.0, 0.002),
    "barelegs": Legs(0.0, 0.0),
    "nolegs": Legs(-1.0),
    "fishtail": Legs(-1.0),
    "hakama": Legs(2.0, 0.05),
    "padded": Legs(2.0, 0.038, boots=True),
    "greaves": Legs(2.0, 0.020, boots=True),
}
# Colors of what has none in a look.
DEFAULTS = {
    "skin": "#c79a78",
    "hair": "#3a2a20",
    "band": "#2a2320",
    "lamp": "#ffe7a8",
    "badge": "#d8b45a",
    "plume": "#a83a34",
    "horn": "#d9ccb0",
    "fur": "#f0ece4",
    "visor": "#20262e",
    "glint": "#ffffff",
    "visor2": "#20262e",
    "nose": "#c23a32",
    "shoe": "#2e2a28",
    "boot": "#2e2622",
    "belt": "#3a2c24",
    "lips": "#a5655a",
    "under": "#d9d3c7",
    "glove": "#3a322c",
    "tie": "#5a2a2c",
    "turban": "#b04a2c",
}


@dataclass(frozen=True)
class Look:
    """A role. Names are of the tables here and beside; colors are "#rrggbb" by the same names, and by
    "skin". things: held, worn on the back, or put on."""

    build: str = "man"
    top: str = "shirt"
    legs: str = "trousers"
    hair: str = "short"
    hat: str = ""
    things: tuple[str, ...] = ()
    pose: str = ""
    colors: dict[str, str] = field(default_factory=dict)

    def get(self, name: str, default: str) -> str:
        return self.colors.get(name) or default
