"""Build the stage of a sketch."""

from dataclasses import replace

import cv2
import numpy as np

from studio.preview import (
    aerial,
    bases,
    belonging,
    blaze,
    city,
    deck,
    flora,
    forms,
    furnishing,
    groves,
    interiors,
    knoll,
    lands,
    ledges,
    limbo,
    nearness,
    plains,
    puppets,
    sea,
    shores,
    sky,
    space,
    street,
    subjects,
    tabletops,
    underwater,
    vistas,
    weather,
    woods,
)
from studio.preview.noise import Key, f32
from studio.preview.planes import Planes, to_bytes
from studio.preview.prompts import Sketch
from studio.preview.rooms import ROOMS
from studio.preview.stage import Effect, Moment, Stage
from studio.preview.staging import Staging

PAINTERS = {
    "mountain": (lands.paint_mountains, 0.66),
    "desert": (lands.paint_desert, 0.50),
    "meadow": (lands.paint_meadow, 0.54),
    "forest": (woods.paint_forest, 0.60),
    "sea": (sea.paint_sea, 0.56),
    "lake": (sea.paint_lake, 0.58),
    "city": (city.paint_city, 0.74),
    "sky": (space.paint_open_sky, 0.96),
    "clouds": (space.paint_open_sky, 0.72),
    "space": (space.paint_space, 1.0),
    "street": (street.paint_street, 0.60),
    "underwater": (underwater.paint_underwater, 0.70),
    "table": (limbo.paint_table, 0.72),
    "backdrop": (limbo.paint_backdrop, 0.72),
    "beach": (shores.paint_beach, 0.50),
    "harbor": (shores.paint_harbor, 0.52),
    "rooftop": (shores.paint_rooftop, 0.86),
    "aerial": (aerial.paint_aerial, 0.0),
    **dict.fromkeys(vistas.GORGES, (vistas.paint_gorge, 0.50)),
    "terraces": (vistas.paint_terraces, 0.36),
    "waterfall": (vistas.paint_waterfall, 0.72),
    "cave": (shores.paint_cave, 0.58),
    "jungle": (groves.paint_jungle, 0.60),
    **dict.fromkeys(groves.GROVES, (groves.paint_grove, 0.56)),
    **dict.fromkeys(plains.PLAINS, (plains.paint_plain, 0.54)),
    **dict.fromkeys(ROOMS, (interiors.paint_room, 0.52)),
}
# These can be seen from above. A lake could not mirror its mountains then.
WIDE_OPEN = ("desert", "meadow", "sea", *plains.PLAINS)
HIGH_HORIZON = 0.26
GRASSY = ("meadow", *plains.PLAINS)  # with blades in front, which nobody sees from above
EMPTY = Staging()
# In front of all others a counter may stand.
HALLS = {"theater", "church", "corridor", "tunnel", "parking garage", "elevator"}
HALLS |= {"subway station", "railway station"}
COUNTERS = set(ROOMS) - HALLS
SKYLESS = ("aerial", "space", "moon", "table", "backdrop", "underwater")
SHELTERED = (*ROOMS, "table", "backdrop", "underwater")  # nothing falls from above
GROUNDLESS = ("mountain", "forest", "jungle", "sky", "clouds")  # there the subjects stand on a knoll in front


def build_stage(
    sketch: Sketch,
    key: Key,
    staging: Staging = EMPTY,
    *,
    width: int,
    height: int,
    count: int,
    loop: bool,
) -> Stage:
    """Return the stage of a landscape.

    All painters share the horizon, so it is set before the sky is painted.
    """
    stage = Stage(sketch, key, width=width, height=height, count=count, loop=loop)
    paint, horizon = PAINTERS[sketch.scene]
    if staging.shot == "aerial" and sketch.scene in SHELTERED:
        staging = replace(staging, shot="")
    if staging.shot == "aerial" and sketch.scene in WIDE_OPEN:
        horizon = HIGH_HORIZON
    stage.horizon = int(stage.down + horizon * height)
    if sketch.scene == "table":
        stage.surface = tabletops.find_surface(str(key[0]), staging)
    if sketch.scene not in SKYLESS:
        sky.paint_sky(stage)
    stage.staged = frozenset(map(furnishing.name_thing, staging.subjects)) | furnishing.list_brought(staging)
    stage.furniture = staging.furniture
    paint(stage)
    if staging.shot == "aerial" and sketch.scene in GRASSY and stage.front:
        stage.layers, stage.front = stage.layers[: -stage.front], 0
    _add_subjects(stage, staging)
    falling = [] if sketch.scene in SHELTERED else weather.make_effects(stage)
    stage.trim()
    stage.lens += [*falling, _make_vignette(width, height)]
    return stage


def _add_subjects(stage: Stage, staging: Staging) -> None:
    """Add the subjects that are drawn by hand for this scene, and the others as puppets."""
    by_hand, others = subjects.sort_out(stage.sketch, staging)
    stage.ledge, others = ledges.use_ledge(staging, stage.sketch.scene, others)
    if stage.ledge:
        by_hand = [name for name in by_hand if name not in ledges.PIERS]
    if stage.sketch.scene in COUNTERS and others and all(map(furnishing.is_small, others)):
        limbo.add_counter(stage)
    subjects.add_subjects(stage, by_hand)
    blaze.add_fires(stage)
    stage.is_near = not by_hand and nearness.is_near(stage.sketch.scene, staging, others)
    if stage.is_near:
        nearness.blur(stage)
    grounded, _ = bases.part(stage, staging, others)
    grounds = {forms.find_ground(stage, subject, staging.shot) for subject in grounded}
    needs_knoll = stage.sketch.scene in GROUNDLESS or stage.sketch.scene in forms.WATERY
    line = stage.line if "land" in grounds else None
    if "land" in grounds and any(one.base == belonging.DECK for one in others):
        line = deck.add_deck(stage)
    elif stage.ledge and "land" in grounds:
        line = ledges.add_ledge(
            stage, stage.ledge, has_people=any(one.noun.category == "person" for one in others)
        )
    elif line is None and needs_knoll and "land" in grounds:
        line = knoll.add_knoll(stage)
    puppets.add_puppets(stage, staging, others, line)
    if stage.sketch.cover and "land" in grounds and staging.shot not in forms.CLOSE:
        flora.add_stalks(stage, stage.make_rng("cover"), stage.sketch.cover)


def _make_vignette(width: int, height: int) -> Effect:
    """Darken the corners a little, as a lens does."""
    rows = (np.arange(height, dtype=f32)[:, None] / height - 0.5) ** 2 * 1.2
    columns = (np.arange(width, dtype=f32)[None] / width - 0.5) ** 2 * 1.2
    sheet = to_bytes(255 * np.clip(1.04 - 0.42 * (rows + columns), 0, 1))

    def darken(planes: Planes, moment: Moment) -> None:
        cv2.multiply(planes.y, sheet, planes.y, scale=1 / 255)

    return darken
