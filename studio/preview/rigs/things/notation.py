"""Read drawings: blocks of lines that name the parts of a thing.

A drawing begins with `= name|another name; key=value ...`. color: the ink of its parts in ink "own". roll:
the radius of its wheels. rate: rounds a second. Units are free: the drawing is as tall as its parts.

A line is `kind ink x,y x,y ...`. The ink is a name of INKS with a digit for the tone, 0 dark to 9 light; "*"
behind it makes the part shine, "+" shine a little, "~" shine by night, and "%" makes it half clear. Groups
end with `end`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "drawings"
GROUPS = frozenset(["spin", "swing", "slide", "mirror", "repeat", "at", "moving", "still"])
INK = re.compile(r"([a-z]+)([0-9])([*~%+]?)")
NUMBERS = re.compile(r"-?[\d.]+(?:[,/]-?[\d.]+)*")
INKS = {
    "own": "",
    "black": "#1c1c20",
    "dark": "#3a3a40",
    "gray": "#85888c",
    "stone": "#a39a8c",
    "steel": "#b4bcc6",
    "white": "#f4f2ec",
    "glass": "#a8c8d8",
    "water": "#5f9fc4",
    "ice": "#cfe6f0",
    "red": "#c4281f",
    "wine": "#7a1428",
    "pink": "#e58aa6",
    "orange": "#e0762a",
    "yellow": "#f0bd2c",
    "gold": "#d9a636",
    "brass": "#b98a3c",
    "green": "#4f8a3c",
    "leaf": "#6a9a3e",
    "pine": "#2f5f45",
    "olive": "#6b6f42",
    "teal": "#2f8a8a",
    "blue": "#2f62b0",
    "navy": "#24365f",
    "sky": "#8fc0e0",
    "violet": "#7a52a8",
    "brown": "#7a4a28",
    "wood": "#a36d3c",
    "bark": "#5f4530",
    "tan": "#cba26a",
    "sand": "#dcc08c",
    "brick": "#a3563c",
    "crust": "#c88a42",
    "cream": "#f2e2bc",
    "cocoa": "#4a2a1a",
    "skin": "#e0a884",
    "flame": "#ff9a2c",
    "glow": "#ffd982",
    "lava": "#ff6a22",
    "neon": "#7ae4ff",
}


@dataclass(frozen=True)
class Ink:
    """color: as "#rrggbb", or "" for the thing's own. tone: 0 to 1. flag: "*", "+", "~", "%" or ""."""

    color: str = ""
    tone: float = 0.0
    flag: str = ""


@dataclass(frozen=True)
class Line:
    """One part or group. points: all its numbers. words: all others, such as the style of a wheel."""

    kind: str
    ink: Ink = Ink()
    points: tuple[tuple[float, ...], ...] = ()
    words: tuple[str, ...] = ()
    inner: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Drawing:
    """The lines of a thing. values: by key, as written behind its names."""

    name: str
    lines: tuple[Line, ...]
    values: dict[str, str] = field(hash=False, default_factory=dict)


@cache
def load() -> dict[str, Drawing]:
    """Return all drawings by each of their names."""
    drawings: dict[str, Drawing] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for block in re.split(r"^= ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            names, drawing = read_drawing(block)
            drawings |= dict.fromkeys(names, drawing)
    return drawings


def read_drawing(block: str) -> tuple[list[str], Drawing]:
    """Return the names and the drawing of a block without its first sign."""
    head, *rest = block.splitlines()
    called, _, values = head.partition(";")
    names = called.strip().split("|")
    lines = iter(line.split() for line in rest if line.strip() and not line.startswith("#"))
    return names, Drawing(names[0], tuple(_read_lines(lines)), dict(re.findall(r"(\w+)=(\S+)", values)))


def _read_lines(lines: Iterator[list[str]]) -> Iterator[Line]:
    for kind, *tokens in lines:
        if kind == "end":
            return
        has_ink = bool(tokens and INK.fullmatch(tokens[0]))
        numbers = [_read_numbers(token) for token in tokens if NUMBERS.fullmatch(token)]
        words = [token for token in tokens[1 if has_ink else 0 :] if not NUMBERS.fullmatch(token)]
        inner = tuple(_read_lines(lines)) if kind in GROUPS else ()
        yield Line(kind, read_ink(tokens[0]) if has_ink else Ink(), tuple(numbers), tuple(words), inner)


def read_ink(text: str) -> Ink:
    found = INK.fullmatch(text)
    if found is None:
        raise ValueError(f"no ink: {text}")
    return Ink(INKS[found[1]], int(found[2]) / 9, found[3])


def _read_numbers(token: str) -> tuple[float, ...]:
    return tuple(float(number) for number in re.split("[,/]", token))
