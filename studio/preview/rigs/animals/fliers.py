"""Birds, bats and insects in the air."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from studio.preview.rigs.animals import beaks, wings
from studio.preview.rigs.animals.flight import RHYTHMS
from studio.preview.rigs.animals.outlines import make_tube
from studio.preview.rigs.animals.wings import Wing
from studio.preview.rigs.parts import Part, make_ellipse

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Flier:
    """An animal whose body is about 1 long. body: radii from tail to breast. neck: its points from the breast
    to the head. head: its radius. beak: one of beaks.BEAKS, its length and color. tail: its length, width and
    kind. legs: how far they trail behind. rhythm: one of RHYTHMS.
    stripes: their color, or ""."""

    wing: Wing
    color: str
    belly: str = ""
    head_color: str = ""
    head: float = 0.11
    neck: Line = ((0.36, 0.03), (0.46, 0.08))
    neck_wide: float = 0.09
    beak: tuple[str, float, str] = ("short", 0.12, "#3a3330")
    tail: tuple[str, float, float] = ("fan", 0.34, 0.16)
    tail_color: str = ""
    legs: float = 0.0
    leg_color: str = "#8a5a3c"
    body: tuple[float, ...] = (0.05, 0.13, 0.16, 0.13, 0.09)
    rhythm: str = "flap"
    stripes: str = ""
    second: Wing | None = field(default=None)


TAILS: dict[str, Line] = {
    "fan": ((0, 0.5), (-0.8, 1.0), (-1.0, 0.35), (-1.0, -0.35), (-0.8, -1.0), (0, -0.5)),
    "fork": ((0, 0.5), (-1.0, 1.15), (-0.55, 0.0), (-1.0, -1.15), (0, -0.5)),
    "wedge": ((0, 0.6), (-0.75, 0.7), (-1.0, 0.0), (-0.75, -0.7), (0, -0.6)),
    "dragonfly": ((0, 1), (-1, 1), (-1, -1), (0, -1)),
    "dragon": (
        (0.2, 0.5),
        (-0.5, 0.18),
        (-0.86, 0.08),
        (-0.84, 0.3),
        (-1.05, 0),
        (-0.84, -0.3),
        (-0.86, -0.08),
        (-0.5, -0.18),
        (0.2, -0.5),
    ),
    "long": ((0, 0.5), (-0.6, 0.45), (-1.0, 0.1), (-1.0, -0.2), (-0.6, -0.55), (0, -0.5)),
}


def draw(flier: Flier, phase: float) -> list[Part]:
    """Return the parts of the animal in the air."""
    raised, bent, high = RHYTHMS[flier.rhythm].beat(phase)
    pairs = [wing for wing in (flier.second, flier.wing) if wing]
    far = [part for wing in pairs for part in wings.draw(wing, (raised * 0.96, bent), is_far=True)]
    near = [part for wing in pairs for part in wings.draw(wing, (raised, bent), is_far=False)]
    parts = [*far, *_draw_body(flier), *near]
    return [_lift(part, high) for part in parts]


def _lift(part: Part, high: float) -> Part:
    return Part(
        np.add(np.asarray(part.points), (0, high)),
        part.tone,
        part.color,
        is_paint=part.is_paint,
        opacity=part.opacity,
    )


def _draw_body(flier: Flier) -> Iterator[Part]:
    kind, long, wide = flier.tail
    if long:
        fan = np.array(TAILS[kind]) * (long, wide)
        yield Part(
            wings.project(fan[:, 0] - 0.40, 0.02 + 0.1 * fan[:, 0], -fan[:, 1], 0.4),
            0.35,
            flier.tail_color or flier.color,
        )
    if flier.legs:
        for side in (0.0, 0.04):
            yield make_tube(
                [(-0.2, -0.1), (-0.38, -0.10 - side), (-0.36 - flier.legs, -0.05 - side)],
                (0.03, 0.018, 0.02),
                0.3,
                flier.leg_color,
            )
    back = [(-0.46, 0.03), (-0.22, 0.01), (0.02, 0.0), (0.22, 0.01), flier.neck[0]]
    yield make_tube(_flat(back), flier.body, 0.42, flier.color, count=20)
    if flier.belly:
        low = np.array(back) - (0, 0.06)
        paint = make_tube(_flat(low), [radius * 0.62 for radius in flier.body], 0.7, flier.belly, count=16)
        yield Part(paint.points, 0.7, flier.belly, is_paint=True)
    if flier.stripes:
        for x in (-0.3, -0.12, 0.06):
            yield Part(
                _flat([(x - 0.05, 0.3), (x + 0.04, 0.3), (x + 0.04, -0.3), (x - 0.05, -0.3)]),
                0.2,
                flier.stripes,
                is_paint=True,
            )
    neck_color = flier.head_color or flier.color
    yield make_tube(
        _flat(flier.neck),
        (flier.neck_wide * 1.15, flier.head * 0.8),
        0.46,
        neck_color,
    )
    head = _flat(flier.neck)[-1]
    yield make_ellipse(head, flier.head * 1.12, flier.head, tone=0.5, color=neck_color)
    yield from beaks.draw(flier.beak, head, flier.head)
    yield make_ellipse(
        np.add(head, (flier.head * 0.42, flier.head * 0.25)), flier.head * 0.17, tone=0.95, color="#16120f"
    )


def _flat(points: Line | list[tuple[float, float]] | np.ndarray) -> np.ndarray:
    """Return points of the body's middle plane as points of the picture."""
    at = np.asarray(points, float)
    return wings.project(at[:, 0], at[:, 1], np.zeros(len(at)))
