"""Find where feet are: on which plate of a stage, on which lane of a road, or how high above the land."""

import re

from studio.preview import forms
from studio.preview.planes import Layer
from studio.preview.stage import Stage
from studio.preview.subject import Subject

PAVED, LANE_FAR = 0.82, 3.2  # the row of a street's road, and the distance of a road's farther lane
OVER = re.compile(r"\b(?:over|above|across)\b")
CLEAR, HEADROOM, LOWEST = 0.05, 0.05, 0.3  # of the frame's height: over the horizon, at the top, and at least
HIGH = (*forms.ALIVE, "vehicle", "spacecraft")


def find_depth(stage: Stage, column: float, row: float) -> float:
    """Return the depth of the plate that is seen below the feet, so that they stay on it."""
    across, down = round(stage.right + column * stage.width), round(stage.down + row * stage.height)
    for plate in reversed(stage.layers[:-1]):
        if isinstance(plate, Layer) and _is_opaque(plate, across, down):
            return min(0.9, plate.depth)
    return 0.6


def _is_opaque(plate: Layer, across: int, down: int) -> bool:
    if plate.inverse is None:
        return True
    rows, columns = plate.inverse.shape
    x, y = across - plate.left, down - plate.top
    return 0 <= x < columns and 0 <= y < rows and int(plate.inverse[y, x]) < 64


def find_lane(stage: Stage) -> float:
    """Return the row of the farther lane."""
    if stage.sketch.scene == "street":
        return PAVED
    focal = 0.9 if stage.height < stage.width else 0.75
    return (stage.horizon - stage.down) / stage.height + focal / LANE_FAR


def lift_over(stage: Stage, subject: Subject, row: float, height: int) -> tuple[float, int]:
    """Return the row and the height of who flies: no part is below the horizon if it is over something."""
    if subject.noun.category not in HIGH or not OVER.search(str(stage.key[0]).lower()):
        return row, height
    lowest = max(LOWEST, (stage.horizon - stage.down) / stage.height - CLEAR)
    return min(row, lowest), min(height, round((lowest - HEADROOM) * stage.height))
