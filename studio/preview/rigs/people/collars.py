"""Draw what is around the neck in close shots: an open throat, a shirt's collar, and lapels."""

from collections.abc import Iterator

import numpy as np

from studio.preview.rigs.parts import Part, Points, make_smooth
from studio.preview.rigs.people.bones import Bones
from studio.preview.rigs.people.looks import TOPS, Look

# Outlines in hundredths of the trunk's length: right of the throat, and up from it.
THROAT: Points = ((-5.6, 9), (5.6, 9), (4.8, -1), (1.0, -8), (-4.2, -1))
NECKLINE: Points = ((-7.4, 3), (-4.4, 1), (1.0, -10), (5.4, 1), (7.4, 3), (5.8, -3), (1.0, -14), (-5.6, -4))
SHIRT: Points = ((-8, 3), (8, 3), (2.0, -46), (1.0, -46))
FLAPS = (((-5.6, 7), (-8.4, 1), (-5.0, -11), (0.6, -7)), ((5.6, 7), (8.0, 1), (5.4, -11), (1.2, -7)))
LAPELS = (
    ((-7.6, 6), (-13, -1), (-14, -17), (-10, -18), (-11, -22), (1.0, -47), (-5.4, -8)),
    ((7.4, 6), (11.4, -1), (11.6, -17), (8.4, -18), (9, -22), (1.6, -47), (5.6, -8)),
)
TIE: Points = ((-0.6, -7), (2.6, -7), (2.0, -12), (3.2, -44), (-0.6, -44), (0.2, -12))


def draw_collar(look: Look, bones: Bones) -> Iterator[Part]:
    """Yield the collar of the look's top, with the throat that it shows."""
    (hip, _, neck), skin = bones.spine, look.get("skin", "#c79a78")
    length = float(np.hypot(*np.subtract(neck, hip)))
    color = look.get(look.top, "#56606e")

    def put(points: Points) -> np.ndarray:
        return np.array(points) / 100 * length + neck

    if not TOPS[look.top].is_open:
        yield make_smooth(put(THROAT), 0.5, skin)
        yield Part(put(NECKLINE), 0.44, color)
        return
    shirt = look.get("under", "#d9d3c7")
    yield Part(put(SHIRT), 0.58, shirt)
    if "tie" in look.things:
        yield Part(put(TIE), 0.5, look.get("tie", "#5a2a2c"))
    else:
        yield make_smooth(put(THROAT), 0.48, skin)
    for n, (flap, lapel) in enumerate(zip(FLAPS, LAPELS, strict=True)):
        yield Part(put(lapel), 0.46 + 0.12 * n, color)
        yield Part(put(flap), 0.62 + 0.1 * n, shirt)
