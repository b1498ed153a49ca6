"""Tell which prompts are seen as a map, from high above."""

from studio.preview.prompts import Sketch
from studio.preview.rooms import ROOMS
from studio.preview.staging import Staging

SCENIC = ("nature", "plant", "sky", "building")  # what the land from above shows itself


def is_map(sketch: Sketch, staging: Staging) -> bool:
    """Return whether only land is seen, from above."""
    is_land = all(one.noun.category in SCENIC for one in staging.subjects)
    return staging.shot == "aerial" and bool(sketch.above) and sketch.scene not in ROOMS and is_land
