"""Read what rooms are made of: their words, size, colors, window, lamps and furniture.

A room begins with `= name`. Rooms of one name are choices: each prompt gets one of them. Their lines are

    words REGULAR_EXPRESSION            of the prompts that name it; "<any>" and "<in>" are in SHORT
    hints REGULAR_EXPRESSION            of the prompts that name no place, and belong here
    like NAME                           looks like a room above, but for what is said
    look key=value ...                  as in Room; values with a comma are choices, as are fronts
    draw HIGH DRAWING [#color] PLACE ...
    block WIDExHIGHxDEEP FRONT #color PLACE ...
    light REACH PLACE ...

A place is `right,ahead[,up]`, in meters: right of the middle, in front of the back wall, above the floor. A
drawing is one of rigs/things/drawings, with "_" for spaces, or a shape of the atlas, such as "noto:wheel".
The first room whose words match is the prompt's, in the order of the files and of their rooms.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent / "floorplans"
ANY = r"(?:an? |the |his |her |their |my )?(?:[\w-]+ ){0,2}"
SHORT = {"<any>": ANY, "<in>": r"(?:inside|into|in|at|on|interior of) (?:of )?" + ANY}

BUILT_IN = {"oven": "stove", "books": "bookshelf", "casks": "barrel"}  # by the front of a block
VARIED = ("wall", "floor", "top", "window")  # values that may be choices

Spot = tuple[float, float, float]


@dataclass(frozen=True)
class Piece:
    """A drawing, or a shape of the atlas, `high` meters tall. x: right of the middle. ahead: in front of the
    back wall. y: above the floor. All in meters. color: "#rrggbb", or "" for its own."""

    shape: str
    high: float
    x: float
    ahead: float
    y: float
    color: str = ""


@dataclass(frozen=True)
class Block:
    """A piece of built-in furniture, in meters. front: one of fronts.FRONTS."""

    wide: float
    high: float
    deep: float
    front: str
    color: str
    x: float
    ahead: float
    y: float


@dataclass(frozen=True)
class Room:
    """A room. Lengths are in meters, colors "#rrggbb".

    pattern: of the floor, in surfaces.FLOORS. panels: on the walls, in surfaces.WALLS. top: the ceiling's
    color, or "" for a paler wall. ceiling: how light it is. roof: "" for flat, "vault" or "gable" above
    walls that are `spring` high. ribs: how far apart beams are below it, or 0. window: "" for none, "sash",
    "wide", "small", "tall", "round" or "arched". view: what is behind it, or "" for the sky alone. lamps:
    "pendant", "rows", "spots", "beams" or "none". warm: the color of their light. beams: colors. bright: how
    strong it is. lights: where others are, and how far each reaches. hour: the time of day if the prompt says
    none. closed: its sides are visible in every frame. meter: as in Box. track: how far in front of the back
    wall the middle of a railway track is, or 0. table: the drawing that small things stand on.
    """

    words: str = ""
    hints: str = ""
    wall: str = "#b9a58c"
    floor: str = "#8a5a36"
    pattern: str = "boards"
    panels: str = ""
    top: str = ""
    ceiling: float = 1.0
    roof: str = ""
    spring: float = 0.0
    ribs: float = 0.0
    window: str = "sash"
    view: str = "trees"
    lamps: str = "pendant"
    warm: str = "#ffcc85"
    beams: str = "#ffd9a3 #ffd9a3"
    bright: float = 1.0
    hour: str = ""
    wide: float = 6.4
    tall: float = 2.9
    deep: float = 6.0
    meter: float = 0.185
    closed: bool = True
    track: float = 0.0
    table: str = "table"
    pieces: tuple[Piece, ...] = ()
    blocks: tuple[Block, ...] = ()
    lights: tuple[tuple[float, Spot], ...] = ()


def load_rooms() -> dict[str, tuple[Room, ...]]:
    """Return all rooms by name."""
    rooms: dict[str, tuple[Room, ...]] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n= ")[1:]:
            name, *lines = block.splitlines()
            rooms[name] = (*rooms.get(name, ()), read_room([line.split() for line in lines if line], rooms))
    return rooms


def read_room(lines: list[list[str]], rooms: dict[str, tuple[Room, ...]]) -> Room:
    """Return the room of some lines, which may look like one of others."""
    room = Room()
    said: dict[str, list[str]] = {"words": [], "hints": []}
    for kind, *rest in lines:
        if kind == "like":
            other = rooms[rest[0].replace("_", " ")][0]
            room = replace(other, pieces=(), blocks=(), lights=())
        elif kind in said:
            said[kind].append(" ".join(rest))
        elif kind == "look":
            looks: dict[str, Any] = dict(_read_values(rest))
            room = replace(room, **looks)
        elif kind == "draw":
            room = replace(room, pieces=(*room.pieces, *_read_pieces(rest)))
        elif kind == "block":
            room = replace(room, blocks=(*room.blocks, *_read_blocks(rest)))
        elif kind == "light":
            spots = [(float(rest[0]), _read_spot(one)) for one in rest[1:]]
            room = replace(room, lights=(*room.lights, *spots))
    words, hints = (_spell_out("|".join(lines)) for lines in said.values())
    return replace(room, words=words, hints=hints)


def vary(room: Room, rng: np.random.Generator) -> Room:
    """Return the room with one of the choices of each value."""
    values: dict[str, Any] = {name: str(rng.choice(getattr(room, name).split(","))) for name in VARIED}
    blocks = tuple(replace(one, front=str(rng.choice(one.front.split(",")))) for one in room.blocks)
    return replace(room, blocks=blocks, **values)


def list_furniture(room: Room) -> frozenset[str]:
    """Return the names of what the room shows."""
    built_in = (BUILT_IN.get(one.front, "") for one in room.blocks)
    return frozenset((*(one.shape for one in room.pieces), *built_in)) - {"", "table"}


def _spell_out(words: str) -> str:
    for short, long in SHORT.items():
        words = words.replace(short, long)
    return words


def _read_values(pairs: list[str]) -> Iterator[tuple[str, str | float | bool]]:
    kinds = {one.name: one.type for one in fields(Room)}
    for pair in pairs:
        name, _, value = pair.partition("=")
        kind = kinds[name]
        if kind is str:
            yield name, value.replace("_", " ")
        else:
            yield name, value == "yes" if kind is bool else float(value)


def _read_spot(text: str) -> Spot:
    x, ahead, *up = (float(number) for number in text.split(","))
    return x, ahead, up[0] if up else 0.0


def _read_pieces(words: list[str]) -> Iterator[Piece]:
    high, shape, *rest = words
    color = rest.pop(0) if rest[0].startswith("#") else ""
    for spot in rest:
        yield Piece(shape.replace("_", " "), float(high), *_read_spot(spot), color)


def _read_blocks(words: list[str]) -> Iterator[Block]:
    size, front, color, *rest = words
    wide, high, deep = (float(number) for number in size.split("x"))
    for spot in rest:
        yield Block(wide, high, deep, front, color, *_read_spot(spot))
