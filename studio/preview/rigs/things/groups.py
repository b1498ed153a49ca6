"""Draw all lines of a drawing: its parts, and the groups that turn, swing and repeat some of them."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from studio.preview.rigs.parts import Part
from studio.preview.rigs.things import lively, solids
from studio.preview.rigs.things.notation import INKS, Line, load
from studio.preview.rigs.things.solids import Kind, View, change, rotate


def make_parts(lines: Sequence[Line], view: View) -> list[Part]:
    return [part for line in lines for part in KINDS[line.kind](line, view)]


def _spin(line: Line, view: View) -> list[Part]:
    """Turn about a point, by a part of a circle in each round; 1 is a whole one, clockwise."""
    about, (turns,) = line.points
    return rotate(make_parts(line.inner, view), about, -2 * math.pi * turns * view.phase)


def _swing(line: Line, view: View) -> list[Part]:
    about, (degrees,), *offset = line.points
    angle = math.radians(degrees) * view.wave(1, offset[0][0] if offset else 0)
    return rotate(make_parts(line.inner, view), about, angle)


def _slide(line: Line, view: View) -> list[Part]:
    """Move to a point in each round, and start again."""
    (shift,) = line.points
    return change(make_parts(line.inner, view), (0, 0), np.eye(2), np.multiply(shift, view.phase).tolist())


def _mirror(line: Line, view: View) -> list[Part]:
    """Draw the parts, and their mirror image about a column."""
    about = (line.points[0][0] if line.points else 0.0, 0.0)
    parts = make_parts(line.inner, view)
    return [*change(parts, about, np.diag([-1.0, 1.0]), (0, 0)), *parts]


def _repeat(line: Line, view: View) -> list[Part]:
    (times,), shift = line.points
    parts = make_parts(line.inner, view)
    return [
        part
        for n in range(int(times))
        for part in change(parts, (0, 0), np.eye(2), np.multiply(shift, n).tolist())
    ]


def _at(line: Line, view: View) -> list[Part]:
    """Scale by the second numbers, turn by the third and move to the first point."""
    shift, *more = line.points
    size = more[0] if more else (1.0,)
    parts = change(make_parts(line.inner, view), (0, 0), np.diag([size[0], abs(size[-1])]), (0, 0))
    return change(
        rotate(parts, (0, 0), math.radians(more[1][0]) if len(more) > 1 else 0.0), (0, 0), np.eye(2), shift
    )


def _use(line: Line, view: View) -> list[Part]:
    """Draw another drawing at a point, in this one's color, or in its own if it says "itself"."""
    other = load()[line.words[0].replace("_", " ")]
    parts = _at(replace(line, inner=other.lines), view)
    if "itself" in line.words:
        return [replace(part, color=part.color or INKS[other.values["color"]]) for part in parts]
    return parts


def _moving(line: Line, view: View) -> list[Part]:
    return make_parts(line.inner, view) if view.moves else []


def _still(line: Line, view: View) -> list[Part]:
    return [] if view.moves else make_parts(line.inner, view)


KINDS: dict[str, Kind] = {
    **solids.KINDS,
    **lively.KINDS,
    "spin": _spin,
    "swing": _swing,
    "slide": _slide,
    "mirror": _mirror,
    "repeat": _repeat,
    "at": _at,
    "use": _use,
    "moving": _moving,
    "still": _still,
}
