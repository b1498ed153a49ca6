"""What a room is made of: its size, colors, window, lamps and furniture."""

from dataclasses import dataclass

from studio.preview.perspective import Box

WindowBox = tuple[float, float, float, float, int]


@dataclass(frozen=True)
class Piece:
    """A shape of the atlas, or a drawing ("draw:…"), `high` meters tall. x: right of the middle.
    ahead: in front of the back wall. y: above the floor. All in meters."""

    shape: str
    high: float
    x: float
    ahead: float = 0.35
    y: float = 0.0
    color: str = "#8a6a4c"


@dataclass(frozen=True)
class Block:
    """A piece of built-in furniture, in meters. front: "plain", "doors", "drawers", "books" or "bottles"."""

    wide: float
    high: float
    x: float
    ahead: float = 0.5
    y: float = 0.0
    deep: float = 0.5
    color: str = "#7a5638"
    front: str = "doors"


@dataclass(frozen=True)
class Room:
    """A room. Lengths are in meters, colors "#rrggbb".

    pattern: of the floor, "boards", "tiles", "stone" or "carpet". panels: on the walls. window: "" for none,
    "sash", "wide", "small" or "arched". lamps: "pendant", "rows", "spots" or "none". closed: its sides are
    visible in every frame. meter: as in Box. bright: how strong the lamps are. view: what is behind the
    window, or "" for the sky alone.
    """

    wall: str
    floor: str
    pieces: tuple[Piece, ...] = ()
    blocks: tuple[Block, ...] = ()
    pattern: str = "boards"
    panels: str = ""
    window: str = "sash"
    lamps: str = "pendant"
    view: str = "trees"
    wide: float = 6.4
    tall: float = 2.9
    deep: float = 6.0
    meter: float = 0.185
    ceiling: float = 1.0
    bright: float = 1.0
    closed: bool = True
    cold: bool = False

    def get_window(self, box: Box) -> WindowBox:
        """Return the window's middle, width, height and number of panes."""
        if self.window == "wide":
            return (0.0, 1.65, box.wide * 0.86, 1.5, 4)
        if self.window == "small":
            return (0.0, self.tall * 0.76, 0.9, 0.6, 5)
        if self.window == "arched":
            return (0.0, self.tall * 0.60, min(2.0, box.wide * 0.36), self.tall * 0.5, 3)
        return (-box.wide * 0.16, 1.62, min(1.9, box.wide * 0.4), 1.45, 2)

    def list_lamps(self, box: Box) -> list[tuple[float, float, float, float]]:
        """Return where the lamps are, and how far each reaches."""
        if self.lamps == "rows":
            return [(0.0, self.tall - 0.1, z, 1.7) for z in (2.2, 4.4, 6.6, 8.8, 11.0, 13.2) if z < self.deep]
        if self.lamps == "spots":
            return [(x, 0.6, box.deep - 1.6, 1.5) for x in (-1.4, 0.2, 1.5)]
        return [(box.wide * 0.24, self.tall - 0.9, box.deep - 0.9, 1.9)]
