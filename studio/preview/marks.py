"""Arrange subjects on the stage: where each one is, how tall, and on what it stands."""

from dataclasses import dataclass, replace

import numpy as np

from studio.preview import footing, forms, grammar, habitats, sizes
from studio.preview.forms import Form
from studio.preview.stage import Stage
from studio.preview.staging import Staging
from studio.preview.subject import Subject
from studio.preview.underfoot import LEDGE

CAMERA_M, DRONE_M = 1.6, 4.0  # heights of the camera above the ground; higher, shapes would look too flat
NEAREST, FARTHEST = 0.90, 0.045  # where feet may be: of the frame's height, and below the horizon
TINY_M = 0.15  # a bee flies in front of a flower
WIDEST_IN_SPACE, WIDEST_BOAT = 0.5, 0.46
WIDEST = 0.72  # of the frame
CENTERED, ASIDE = 0.06, 0.22  # of the frame: how far from the middle a row is
ON_CREST = 0.05  # of the frame's height, above the level of the sea: a surfer is
PAVEMENT = 0.31  # from the middle of a street, of the frame's width
ON_KNOLL, ON_LEDGE = 0.022, 0.012  # of the frame's height, below its edge
HANGING = 0.36  # of their height: the legs of who sits on a ledge
BED_ROW = 0.93  # of many flowers beside something large: they are in front
HEADROOM = 0.05  # of the frame's height, above what is tall
WIDEST_ON_TABLE, WIDEST_BUST = 0.56, 1.5
LONG, LONGEST = 3.5, 1.0  # width by height of a train, and as wide it may be in the frame as it passes
LONGEST_TRAIN, STOP = 1.7, 0.36  # of the frame's width; and how far from its middle a nose stops
CROWD = 0.72  # the part of its width that one of many needs beside the next
FULL, RACING = 0.9, 0.62  # of the frame's width, used by all subjects, and by those who cross it
MEETING, LEAPING = 0.2, 0.62  # of the usual gap, and of the width of each
FLOATING_M = 1.5  # how much nearer icebergs are than their size says, so that they are not all far away
STRANDED = 0.24  # of their height, by which flippers are in the sand
ABOVE = 0.04  # of the frame's height, over who flies over a house
SCATTERED = (0.62, 1.0, 0.4, 0.74, 0.5)  # the sizes of icebergs and islands, one after the other
YOUNG = 0.52  # of the size of the others
AFLOAT, FLOATING = ("swim", "fly"), 0.12  # what floats over a table, and how high: of the frame's height
SAID = {"left": 0.27, "center": 0.5, "right": 0.73}


@dataclass(frozen=True)
class Place:
    """One subject's place. column, row: of its feet in the frame, 0 to 1. height: in pixels.

    on: "land", "water", "air", "space", "table" or "edge" (of the frame). line: the ground's row on the
    canvas by column, where it is uneven; then `row` is added to it. depth: as of the plate below the feet.
    raised: pixels above the row, of what stands on something. is_laden: something stands on it.
    arrives: it comes into the frame and stops.
    """

    subject: Subject
    n: int
    column: float
    row: float
    height: int
    on: str
    form: Form
    line: np.ndarray | None = None
    depth: float = 0.6
    raised: float = 0.0
    is_laden: bool = False
    arrives: bool = False

    @property
    def width(self) -> float:
        return self.height * self.form.aspect


def arrange(stage: Stage, staging: Staging, subjects: list[Subject], knoll: np.ndarray | None) -> list[Place]:
    """Return a place for each copy of the subjects, the farthest first.

    They keep their order of size, don't cover each other, and fit into the frame.
    """
    places = [
        place
        for subject, height in zip(subjects, sizes.measure(stage, staging.shot, subjects), strict=True)
        for place in _copy(stage, staging.shot, subject, height)
    ]
    placed = []
    aloft, behind, front = _list_rows(places)
    for row in (aloft, behind, front):
        spread = _spread(stage, row, aside=_find_aside(row, aloft, behind, front))
        meter = _find_meter(spread)
        placed += [_put(stage, staging.shot, place, meter=meter, knoll=knoll) for place in spread]
        if row is aloft and any(place.subject.noun.category == "building" for place in places):
            placed = [replace(one, row=min(one.row, ABOVE + one.height / stage.height)) for one in placed]
    return sorted(placed, key=_find_order)


def _find_order(place: Place) -> tuple[int, float]:
    """Return a key that is greater in front: what floats is behind those on the ground, but a bee is not."""
    if place.on == "air" and place.subject.noun.category in (*forms.ALIVE, "vehicle", "spacecraft"):
        return 2, place.row
    if place.on not in forms.FLOATING:
        nearer = 0.01 * (place.subject.noun.category in forms.ALIVE)  # nobody is hidden by a car
        return 1, place.row + nearer + (place.line is not None)  # a knoll is in front of the water
    return (0 if place.subject.noun.height_m > TINY_M else 2), place.row


def _list_rows(places: list[Place]) -> list[list[Place]]:
    """Return those aloft, those behind and those in front."""
    grounded = [place for place in places if place.on not in forms.FLOATING]
    behind = [
        place for place in grounded if sizes.is_behind(place.subject, [one.subject for one in grounded])
    ]
    front = [place for place in grounded if place not in behind]
    return [[place for place in places if place.on in forms.FLOATING], behind, front]


def _find_aside(row: list[Place], aloft: list[Place], behind: list[Place], front: list[Place]) -> float:
    """Return how far from the middle a row is: nobody hides what stands behind them."""
    if row is front and behind:
        return ASIDE
    if row is behind and front:
        return -2 * CENTERED
    return -ASIDE if row is aloft and (behind or front) else CENTERED


def _copy(stage: Stage, shot: str, subject: Subject, height: float) -> list[Place]:
    """Return the subject's copies, of slightly different sizes, all at the same place."""
    rng, form = stage.make_rng("copies", subject.noun.name), forms.find_form(subject, shot)
    on = forms.find_ground(stage, subject, shot)
    form = (form.afloat if on == "water" else None) or form
    sizes = rng.uniform(0.86, 1.04, subject.count) if subject.count > 1 else [1.0]
    if habitats.is_scattered(subject):
        sizes = [SCATTERED[n % len(SCATTERED)] * size for n, size in enumerate(sizes)]
    if subject.has_young:
        sizes[-1] = YOUNG
    height = min(height * form.size, _find_widest(subject, form, on) * stage.width / form.aspect)
    return [
        Place(subject, n, SAID.get(subject.side, 0.5), 0, round(height * size), on, form.vary(n))
        for n, size in enumerate(sizes)
    ]


def _find_widest(subject: Subject, form: Form, on: str) -> float:
    """Return the part of the frame's width that it may take: more if it is long and passes."""
    if on == "table":
        return WIDEST_ON_TABLE
    if on == "water" and form.aspect > LONG and subject.noun.height_m < 4:
        return WIDEST_BOAT
    if on == "space":
        return WIDEST_IN_SPACE
    if on == "edge" and form.is_dyed:
        return WIDEST_BUST
    passes = subject.action in grammar.MOVING and not subject.depth and subject.count == 1
    return min(LONGEST, WIDEST * form.aspect / LONG) if passes and form.aspect > LONG else WIDEST


def _spread(stage: Stage, places: list[Place], aside: float) -> list[Place]:
    """Return the places side by side in the frame, smaller if there is no room for all.

    aside: how far from the middle they are, away from the sun, of the frame.
    """
    if not places:
        return []
    order = {"left": 0, "": 1, "center": 1, "right": 2}
    places = sorted(places, key=lambda place: order.get(place.subject.side, 1))
    room = [place.width * _find_share(place) for place in places]
    full = _find_room(stage, places)
    fit = min(1.0, max([full, *(place.width for place in places)]) / sum(room))
    room = [width * fit for width in room]
    gaps = max(0, len(places) - 1)
    closer = MEETING if any(place.subject.meets for place in places) else 1.0
    gap = closer * min(0.1 * stage.width, (full - sum(room)) / (gaps + 1))
    left = _find_start(stage, places, sum(room) + gap * gaps, aside=aside)
    results = []
    for place, width in zip(places, room, strict=True):
        column = (left + width / 2) / stage.width
        results.append(replace(place, column=column, height=max(8, round(place.height * fit))))
        left += width + gap
    return results


def _find_room(stage: Stage, places: list[Place]) -> float:
    """Return the width that the row may fill: no more than the floor of a room, where they stand on it."""
    races = all(place.subject.action in ("run", "drive") for place in places)
    full = (RACING if races and len(places) > 1 else FULL) * stage.width
    if not stage.floor_m or places[0].on != "land":
        return full
    return min(full, stage.floor_m * (NEAREST * stage.height - stage.horizon + stage.down) / CAMERA_M)


def _find_wall(stage: Stage, places: list[Place]) -> float:
    """Return how far from the frame's edge the floor begins where they stand, at least."""
    return (stage.width - _find_room(stage, places)) / 2 if stage.floor_m and places[0].on == "land" else 0.0


def _find_share(place: Place) -> float:
    """Return the part of its width that it needs. Those that leap are not all out of the water."""
    if place.on == "water" and place.subject.action == "jump" and place.subject.count > 1:
        return LEAPING
    return CROWD if place.subject.count > 4 else 1.08


def _find_start(stage: Stage, places: list[Place], total: float, *, aside: float) -> float:
    """Return the left end of a row: centered where it is said to be, or a little away from the sun."""
    sides = {place.subject.side for place in places}
    middle = SAID.get(next(iter(sides)), 0.0) if len(sides) == 1 else 0.5
    if places[0].on == "space" and not middle:
        middle = 0.5 + 0.24 * _find_free_side(stage)
    elif not middle and stage.sketch.has_moon and stage.sketch.time == "night" and len(places) == 1:
        middle = (stage.sun[0] - stage.right) / stage.width
    elif not middle and stage.sketch.scene == "street" and all(map(_is_beside, places)):
        middle = 0.5 - PAVEMENT * stage.sun_side
    elif not middle:
        middle = 0.5 - aside * stage.sun_side * (places[0].on not in ("edge", "table"))
    if total > stage.width:  # a face in an upright frame, whose shoulders are outside of it
        return (stage.width - total) / 2
    margin = max(0.03 * stage.width, _find_wall(stage, places))
    return min(max(margin, middle * stage.width - total / 2), max(margin, stage.width - margin - total))


def _is_beside(place: Place) -> bool:
    """Return whether it stands on the pavement of a street."""
    return place.subject.noun.category not in (*forms.ALIVE, "vehicle", "spacecraft") and place.on == "land"


def _find_free_side(stage: Stage) -> float:
    """Return the side without the planet: -1 or 1."""
    hole = stage.plates[1].inverse if len(stage.plates) > 1 else None
    if hole is None:
        return 1.0
    return -1.0 if float(np.nonzero(hole < 64)[1].mean()) > stage.wide / 2 else 1.0


def _find_meter(places: list[Place]) -> float:
    """Return how many pixels a meter has at the distance of the tallest."""
    tallest = max(places, key=lambda place: place.height, default=None)
    if tallest is None:
        return 0.0
    return tallest.height / tallest.form.size / tallest.subject.noun.height_m


def _put(stage: Stage, shot: str, place: Place, *, meter: float, knoll: np.ndarray | None) -> Place:
    """Return the place with its row, on its ground."""
    rng = stage.make_rng("row", place.subject.noun.name, place.n)
    part, many = place.height / stage.height, place.subject.count > 1
    if place.on == "edge":
        is_whole = forms.find_view(place.subject, shot) == "body"
        return replace(place, row=1.05 + 0.38 * part * is_whole, depth=0.9)
    if place.on == "air" and habitats.is_hung(place.subject):
        return replace(place, row=part - 0.05, depth=0.5)
    if place.on == "air" and stage.sketch.has_moon and stage.sketch.time == "night":
        return replace(place, row=(stage.sun[1] - stage.down) / stage.height + part / 2, depth=0.06)
    if place.on == "air":
        row = max(0.07 + part, float(rng.uniform(0.24, 0.40)) + 0.1 * (place.n % 2))
        row, height = footing.lift_over(stage, place.subject, row, place.height)
        return replace(place, row=row, height=height, depth=min(0.6, 0.1 + part))
    if place.on in ("space", "deep"):
        return replace(place, row=0.5 + part / 2 + float(rng.uniform(-0.12, 0.12)) * many, depth=0.35)
    if stage.track and habitats.is_on_rails(place.subject):
        return _put_on_track(stage, place)
    step = float(rng.uniform(0.0, 0.035)) * many
    if place.on == "table":
        raised = FLOATING * stage.height if place.subject.action in AFLOAT else 0.0
        return replace(place, row=max(0.80, 0.52 + part / 2) + step, depth=0.6, raised=raised)
    horizon = (stage.horizon - stage.down) / stage.height
    if place.on == "land" and set(place.subject.noun.name.split()) & habitats.STRANDED:
        place = replace(place, raised=-STRANDED * place.height)
    if place.on == "land" and knoll is not None:
        lowest = (float(knoll.mean()) - stage.down) / stage.height
        height = min(place.height, round((lowest - HEADROOM) * stage.height))
        sinks = HANGING * height if place.subject.base == LEDGE else 0.0
        row = ON_LEDGE if stage.ledge else ON_KNOLL + step
        return replace(place, row=row, height=height, line=knoll, depth=0.9, raised=-sinks)
    lowest = horizon + (0.26 if shot != "aerial" else 0.4) if place.on == "water" else NEAREST
    above = DRONE_M if shot == "aerial" else CAMERA_M
    if place.on == "water" and habitats.is_scattered(place.subject):
        meter, step = _find_meter([place]) * FLOATING_M, 0.0
    row = min(lowest, max(horizon + FARTHEST, horizon + above * meter / stage.height)) + step
    row = max(row, footing.find_lane(stage)) if _is_on_road(stage, place) else row
    row -= ON_CREST if stage.sketch.has_swell and "surfer" in place.subject.noun.name else 0
    row = max(row, BED_ROW + step) if sizes.is_bed(place.subject) else row
    height = min(place.height, round((row - HEADROOM) * stage.height))
    return replace(place, row=row, height=height, depth=footing.find_depth(stage, place.column, row))


def _is_on_road(stage: Stage, place: Place) -> bool:
    """Return whether it is on a road that runs from side to side."""
    is_road = stage.sketch.scene == "street" or stage.sketch.scene.endswith("road")
    return place.on == "land" and is_road and stage.sketch.is_crossed and _runs(place.subject)


def _runs(subject: Subject) -> bool:
    return subject.noun.category == "vehicle" or subject.action == "drive"


def _put_on_track(stage: Stage, place: Place) -> Place:
    """Return the place of a train on the track of a station, its nose where it stops."""
    row, meter = stage.track or (0.0, 0.0)
    height = min(
        place.subject.noun.height_m * meter * place.form.size, LONGEST_TRAIN * stage.width / place.form.aspect
    )
    heading = forms.find_heading(place.subject, place.form)
    column = 0.5 + heading * (STOP - 0.5 * height * place.form.aspect / stage.width)
    arrives = not place.subject.verb or place.subject.action not in ("run", "drive")
    row = (row - stage.down) / stage.height
    return replace(place, column=column, row=row, height=round(height), depth=0.42, arrives=arrives)
