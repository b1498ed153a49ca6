"""What people hold and wear: where each thing is, and how the arms hold it."""

from dataclasses import dataclass

from studio.preview.rigs.people.bones import Limb

Arms = tuple[Limb | None, Limb | None]


@dataclass(frozen=True)
class Thing:
    """at: "near" or "far" (hand), "back", "face", "neck", "belly", "feet", or "ground" below the hips.
    arms: far and near, or None as they are. is_behind: the trunk covers it. needs_arms: only where the arms
    are free to hold it, not while swimming or climbing."""

    at: str = "near"
    arms: Arms = (None, None)
    is_behind: bool = False


def _near(*limb: float, far: Limb | None = None) -> Thing:
    return Thing("near", (far, Limb(*limb)))


def _both(*limb: float) -> Thing:
    return Thing("near", (Limb(*limb), Limb(*limb)))


_POLE = _near(0.55, 0.95, 0.12)
_HANGING = Thing("near", (None, Limb(-0.02, 0.10, 0.14)))
_RAISED = _near(0.35, 1.95, 0.04)
_FORWARD = _near(0.70, 0.75, 0.05)
_FIST = _near(0.35, 1.30, 0.12)

THINGS: dict[str, Thing] = {
    **dict.fromkeys(("umbrella", "parasol"), _RAISED),
    **dict.fromkeys(
        ("staff", "wizardstaff", "spear", "trident", "pitchfork", "rake", "scythe", "flag"), _POLE
    ),
    **dict.fromkeys(("briefcase", "suitcase", "bag", "handbag", "bucket", "basket", "wateringcan"), _HANGING),
    **dict.fromkeys(("balloon", "torch", "sword", "katana", "axe", "hammer", "wrench", "racket"), _FIST),
    **dict.fromkeys(("wand", "starwand", "sceptre", "paintbrush", "candle", "drill", "pizza"), _FIST),
    **dict.fromkeys(
        ("flowers", "rose", "cup", "glass", "phone", "teddy", "magnifier", "ladle"), _near(0.30, 1.55)
    ),
    **dict.fromkeys(("shaker", "flask", "syringe", "bread"), _near(0.30, 1.55)),
    **dict.fromkeys(
        ("book", "newspaper", "laptop", "gift", "cake", "box", "clipboard"), _both(0.32, 1.25, 0.04)
    ),
    **dict.fromkeys(("pumpkin", "snowball"), _both(0.32, 1.25, 0.04)),
    "callphone": _near(0.55, 2.35, 0.02),
    "beer": _near(0.45, 1.60, 0.02),
    "baby": _both(0.42, 1.45, 0.02),
    "lantern": _near(0.80, 0.55, 0.08),
    "broom": _near(0.45, 0.75, 0.05, far=Limb(0.70, 0.75)),
    "shovel": _near(0.45, 0.75, 0.05, far=Limb(0.70, 0.75)),
    "pickaxe": _near(0.15, 2.2, 0.1),
    "bat": _near(0.35, 1.9, 0.05, far=Limb(0.8, 1.4, -0.1)),
    "golfclub": _both(0.55, 0.12, -0.08),
    "hockey": _near(0.55, 0.3, far=Limb(0.8, 0.5)),
    "cane": _near(0.22, 0.30, 0.02),
    "tray": _near(0.35, 1.75, 0.10),
    "pan": _near(0.45, 1.0),
    "microphone": _near(0.55, 2.2, 0.0),
    "micstand": Thing("ground"),
    "camera": _both(0.70, 1.95, 0.0),
    "binoculars": _both(0.72, 2.05, 0.0),
    "telescope": _both(0.9, 1.5, 0.0),
    "guitar": Thing("belly", (Limb(0.75, 0.95, 0.30), Limb(0.05, 1.25, 0.28))),
    "electric": Thing("belly", (Limb(0.75, 0.95, 0.30), Limb(0.05, 1.25, 0.28))),
    "violin": Thing("chin", (Limb(1.05, 0.85, 0.10), Limb(0.75, 1.35, 0.16))),
    "cello": Thing("ground", (Limb(0.55, 1.55, 0.1), Limb(0.45, 0.75, 0.15))),
    "saxophone": Thing("mouth", (Limb(0.55, 1.4, 0.0), Limb(0.30, 1.2, 0.05))),
    "trumpet": Thing("mouth", (Limb(0.95, 1.25, 0.02), Limb(0.85, 1.55, 0.05))),
    "flute": Thing("mouth", (Limb(0.95, 1.25, 0.02), Limb(0.85, 1.55, 0.05))),
    "drums": Thing("ground", (Limb(0.60, 0.75, 0.10), Limb(0.45, 0.85, 0.10))),
    "sticks": Thing("near"),
    "piano": Thing("ground", (Limb(0.62, 0.78, 0.05), Limb(0.55, 0.85, 0.05))),
    "harp": Thing("ground", (Limb(0.95, 0.5), Limb(0.75, 0.7))),
    "bow": Thing("near"),
    "turntable": Thing("ground", (Limb(0.75, 0.6), Limb(0.35, 1.2))),
    "bar": Thing("ground"),
    "lectern": Thing("ground", (Limb(0.7, 1.3, 0.2), Limb(0.55, 0.85, 0.1))),
    "anvil": Thing("ground"),
    "easel": Thing("ground", (None, Limb(0.85, 0.65))),
    "telescopestand": Thing("ground", (Limb(0.95, 1.3), Limb(0.75, 1.55))),
    "cart": Thing("ground", (Limb(0.45, 0.75), Limb(0.40, 0.85))),
    "stroller": Thing("ground", (Limb(0.45, 0.75), Limb(0.40, 0.85))),
    "pushedchair": Thing("ground", (Limb(0.45, 0.75), Limb(0.40, 0.85))),
    "stool": Thing("ground", is_behind=True),
    "palette": Thing("far", (Limb(0.35, 1.15), None)),
    "rod": _near(0.60, 0.85, 0.06, far=Limb(0.45, 1.05)),
    "fish": Thing("far", (Limb(0.5, 0.9), None)),
    "rifle": Thing("belly", (Limb(0.65, 0.75, 0.1), Limb(0.0, 1.35, 0.15))),
    "longbow": Thing("far", (Limb(1.55, 0.0, 0.05), Limb(1.45, 2.5, -0.3))),
    "shield": Thing("far", (Limb(0.45, 1.0, 0.2), None)),
    "roundshield": Thing("far", (Limb(0.45, 1.0, 0.2), None)),
    "placard": _near(0.6, 1.75, 0.1, far=Limb(0.6, 1.6)),
    "barbell": Thing("between", (Limb(0.0, 0.15, 2.75), Limb(0.0, 0.15, 2.75))),
    "dumbbell": _near(0.1, 1.9, 0.1),
    "basketball": _near(0.45, 0.55, 0.1),
    "football": _near(0.25, 1.6, 0.1),
    "soccerball": Thing("ground"),
    "tennisball": Thing("ground"),
    "gloves": Thing("both"),
    "lasso": _near(0.3, 1.2, 0.2),
    "skis": Thing("feet"),
    "snowboard": Thing("feet"),
    "surfboard": Thing("feet"),
    "skateboard": Thing("feet"),
    "poles": Thing("both", (Limb(0.45, 1.0, 0.2), Limb(0.35, 1.05, 0.2))),
    "stethoscope": Thing("neck"),
    "scarf": Thing("neck"),
    **dict.fromkeys(("glasses", "sunglasses", "eyepatch"), Thing("face")),
    "facemask": Thing("mask"),
    "flower": Thing("face"),
    **dict.fromkeys(("cross", "hivis", "overalls", "laces"), Thing("neck")),
    "horns": Thing("brow"),
    "halo": Thing("crown"),
    "balls": Thing("near", (Limb(0.5, 1.3, 0.2), Limb(0.5, 1.2, 0.2))),
    "poleacross": Thing("near", (Limb(0.7, 0.9, 0.6), Limb(0.5, 0.9, 0.6))),
    "sack": Thing("back", is_behind=True),
    **dict.fromkeys(
        ("quiver", "airtank", "lifepack", "angelwings", "fairywings", "batwings"),
        Thing("back", is_behind=True),
    ),
    "backpack": Thing("back", is_behind=True),
}
