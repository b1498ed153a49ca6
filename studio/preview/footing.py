"""Find which plate of a stage is seen at a place."""

from studio.preview.planes import Layer
from studio.preview.stage import Stage


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
