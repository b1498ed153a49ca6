"""What quadrupeds differ in: their build, their head and their coat.

Lengths are in heights at the withers, angles in degrees, counterclockwise from where the animal looks.
"""

from dataclasses import dataclass

from studio.preview.rigs.animals.wings import Wing

Point = tuple[float, float]


@dataclass(frozen=True)
class Coat:
    """Colors. points: of the lower legs, tail_tip and so on, or "" for the coat's. pattern: one of
    patterns.PATTERNS, in the color `marks`."""

    main: str
    belly: str = ""
    points: str = ""
    tail: str = ""
    tip: str = ""
    mane: str = ""
    pattern: str = ""
    marks: str = "#2a2220"
    face: str = ""
    ear: str = ""
    eye: str = "#b8842e"
    rings: str = ""


@dataclass(frozen=True)
class Build:
    """Proportions. length: from hip to shoulder. chest, flank: depths. tops: heights of the tail's root, the
    croup, the back and the withers. neck: length, angle, and its depth at the shoulder and at the head.
    head: a name of heads.HEADS, its length and angle. legs: widths of thigh, shank and cannon, and the length
    of the foot. tail: length, angle at the root and at the tip, and the radii from root to tip."""

    length: float = 0.95
    chest: float = 0.46
    flank: float = 0.36
    tops: tuple[float, float, float, float] = (0.92, 1.0, 0.96, 1.0)
    neck: tuple[float, float, float, float] = (0.55, 50, 0.36, 0.24)
    head: tuple[str, float, float] = ("horse", 0.56, -45)
    legs: tuple[float, float, float, float] = (0.26, 0.11, 0.065, 0.09)
    tail: tuple[float, float, float, tuple[float, ...]] = (0.6, 200, 275, (0.03, 0.07, 0.02))
    foot: str = "hoof"
    humps: tuple[tuple[float, float, float], ...] = ()
    mane: str = ""
    horns: str = ""
    hock: float = 0.22  # radians that the hind cannon leans back
    coat_length: float = 0.0  # how shaggy the lower line is
    arms: float = 0.0  # the length of forelegs that don't reach the ground, or 0


@dataclass(frozen=True)
class Species:
    """run, rest: the actions of gaits.ACTIONS in which it runs and in which it stays. wing: or None; its
    lengths are in heights at the withers. glow: of all of its parts."""

    build: Build
    coat: Coat
    run: str = "run"
    rest: str = "stand"
    wing: Wing | None = None
    glow: float = 0.0
