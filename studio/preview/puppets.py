"""Stage subjects as shadow puppets: each stands in the scene, moves as the prompt says, and leaves traces."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from studio.preview import (
    bases,
    blaze,
    courses,
    crowds,
    dishes,
    forms,
    gaits,
    habitats,
    marks,
    paper,
    plinths,
    tabletops,
    traces,
)
from studio.preview.deeds import RAILED
from studio.preview.gaits import Pose
from studio.preview.moved import draw_cutout
from studio.preview.paper import Sprite
from studio.preview.parallel import run_parallel
from studio.preview.planes import Layer, Planes
from studio.preview.pouring import Stream
from studio.preview.rigs import Rig
from studio.preview.rigs.turning import Turned
from studio.preview.shapes import find_foreground
from studio.preview.stage import Effect, Moment, Stage
from studio.preview.staging import Staging
from studio.preview.subject import Subject

REACH = {
    "golden": 0.34,
    "sunset": 0.38,
    "dawn": 0.36,
    "morning": 0.32,
    "dusk": 0.30,
    "winter": 0.20,
    "day": 0.12,
    "night": 0.2,
}
PICTURES_S, THING_PICTURES_S, FEWEST = 12, 8, 6  # pictures of a gait a second, and in a round
WHEELED = habitats.list_words(
    "car cars truck bus taxi motorcycle bicycle van jeep suv tractor train wagon bike"
)


def add_puppets(
    stage: Stage, staging: Staging, subjects: list[Subject], knoll: np.ndarray | None = None
) -> None:
    """Put the subjects on the stage, the farthest first. knoll: the row of the ground in front, by column."""
    grounded, loads = bases.part(stage, staging, subjects)
    places = bases.load(stage, staging, marks.arrange(stage, staging, grounded, knoll), loads)
    places = plinths.raise_up(stage, bases.hold_over(places))
    strangers = crowds.gather(stage, places)
    if not places and not strangers:
        return
    behind = stage.flatten().y
    first = len(stage.layers) - stage.front
    stage.layers[first:first] = [Puppet(mover, behind) for mover in strangers]
    at = _find_layer(stage, has_knoll=knoll is not None)
    movers = [courses.make_mover(stage, place, places, tracks=staging.tracks) for place in places]
    puppets = [Puppet(mover, behind) for mover in movers]
    stage.layers += [puppet for puppet in puppets if puppet.place.on == "edge"]
    stage.layers[at:at] = [puppet for puppet in puppets if puppet.place.on != "edge"]
    stage.layers += _pour(stage, puppets)


def _pour(stage: Stage, puppets: list["Puppet"]) -> Iterator[Effect]:
    """Yield the stream of what is poured on a table."""
    color = dishes.find_poured(str(stage.key[0]))
    fit = [puppet for puppet in puppets if puppet.place.on == "table"] if color else []
    target = dishes.find_target([puppet.place.subject for puppet in fit])
    if puppet := next((one for one in fit if one.place.subject is target), None):
        yield Stream(stage, puppet.mover, puppet.sprite.alpha, color)


def _find_layer(stage: Stage, *, has_knoll: bool) -> int:
    """Return the index of the first layer in front of the subjects: grass, rocks or a near wave."""
    if has_knoll or stage.sketch.scene in ("table", "space"):
        return len(stage.layers)
    if stage.sketch.scene in (*forms.WATERY, "city"):
        last = len(stage.layers) - 1
        waves = next((n for n, one in enumerate(stage.layers) if not isinstance(one, Layer)), last)
        swells = len(stage.layers) - waves - 1
        return waves + 1 + (2 if swells > 3 else 0)
    return find_foreground(stage)


@dataclass(frozen=True)
class Picture:
    """One picture of a puppet's gait, with what lies below it."""

    sprite: Sprite
    ground: tuple[traces.Shadow | traces.Reflection, ...]


class Puppet:
    """One subject. It is an effect of the stage: it draws itself where it is at that moment."""

    def __init__(self, mover: gaits.Mover, behind: np.ndarray):
        self.mover, self.stage, self.place = mover, mover.stage, mover.place
        place = self.place
        self.draft = forms.compute_draft(place.subject) if place.on == "water" else 0.0
        self.pictures: list[Picture] = run_parallel(
            *(partial(self._paint, n, behind) for n in range(_count_pictures(self.mover)))
        )
        self.sprite = self.pictures[0].sprite
        self.rails = list(self._lay_rails())
        self.fire, self.roof = list(self._make_fire()), blaze.find_roof(self.sprite.alpha)
        self.streaks, self.spray = list(self._make_streaks()), list(self._make_spray())

    def _paint(self, n: int, behind: np.ndarray) -> Picture:
        form, pictures = self.place.form, _count_pictures(self.mover)
        form = replace(form, pictures=pictures) if isinstance(form, Rig | Turned) else form
        mask = form.draw(self.place.height, self.mover.heading, n)
        sprite = paper.paint(self.stage, mask, self.place, behind)
        return Picture(sprite, tuple(self._make_ground(sprite)))

    def _make_ground(self, sprite: Sprite) -> Iterator[traces.Shadow | traces.Reflection]:
        stage, place = self.stage, self.place
        if place.raised:
            return
        if place.on == "land" and stage.sketch.scene != "city":
            yield traces.Shadow(stage, sprite, REACH.get(stage.sketch.time, 0.0))
        elif place.on in ("land", "table"):
            yield traces.Shadow(stage, sprite, 0.0)
        if place.on == "table" and stage.surface in tabletops.DULL:
            return
        if place.on in ("water", "table") or (place.on == "land" and stage.sketch.scene == "city"):
            ripple = 0.0 if place.on == "table" else 0.03
            yield traces.Reflection(sprite, self.draft, strength=0.42, ripple=ripple)

    def _lay_rails(self) -> Iterator[traces.Rails]:
        place = self.place
        if set(place.subject.noun.name.split()) & RAILED and place.on == "land" and not place.raised:
            is_paved = self.stage.sketch.scene == "street"
            yield traces.Rails(self.stage, self.mover, self.sprite, is_paved=is_paved)

    def _make_streaks(self) -> Iterator[traces.SpeedLines]:
        subject = self.place.subject
        is_wheeled = set(subject.noun.name.split()) & WHEELED or subject.noun.category == "vehicle"
        if is_wheeled and self._is_quick():
            yield traces.SpeedLines(self.stage, self.mover, self.sprite)

    def _make_spray(self) -> Iterator[traces.Wake | traces.Dust | traces.Shots]:
        subject = self.place.subject
        if subject.action == "fight" and subject.noun.category in ("spacecraft", "vehicle"):
            yield traces.Shots(self.stage, self.mover, self.sprite)
        elif subject.noun.name == "dragon" and subject.verb == "breathes":
            yield traces.Shots(self.stage, self.mover, self.sprite, is_fire=True)
        if self.place.on == "water":
            yield traces.Wake(self.stage, self.mover, self.sprite)
        if self._is_quick():
            yield traces.Dust(self.stage, self.mover, self.sprite)

    def _is_quick(self) -> bool:
        return self.place.on == "land" and self.place.subject.action in ("run", "drive")

    def __call__(self, planes: Planes, moment: Moment) -> None:
        pose = self.find_pose(moment)
        picture = self.pictures[int(pose.part * len(self.pictures))]
        for trace in (*self.rails, *picture.ground, *self.streaks):
            trace.draw(planes, pose, moment)
        until = pose.row if self.place.on == "water" else None
        draw_cutout(planes, picture.sprite.cutout, self._make_matrix(pose), until)
        for drops in self.spray:
            drops.draw(planes, pose, moment)
        for fire in self.fire:
            size = self.sprite.columns, self.sprite.rows
            box = blaze.Box(pose.column, pose.row - pose.lift, *size, self.roof)
            fire.draw(planes, box, moment)

    def _make_fire(self) -> Iterator[blaze.Blaze]:
        if self.place.subject.action == "burn" and self.place.subject.noun.category in blaze.FUEL:
            yield blaze.Blaze(self.stage, 0.7 * self.sprite.rows, self.place.n)

    def find_pose(self, moment: Moment) -> Pose:
        return self.mover.find_pose(moment)

    def _make_matrix(self, pose: Pose) -> np.ndarray:
        """Return the matrix that puts the sprite into the frame."""
        sprite = self.sprite
        pivot = 0.5 * sprite.rows if self.place.on in forms.FLOATING else sprite.rows * (1 - self.draft)
        cos, sin = np.cos(pose.turn), np.sin(pose.turn)
        bend = np.array([[pose.wide, -pose.lean], [0, pose.high]])
        linear = np.array([[cos, -sin], [sin, cos]]) @ bend
        middle = np.array([sprite.pad + sprite.columns / 2, sprite.pad + pivot])
        foot = np.array([pose.column, pose.row - pose.lift])
        if self.place.on in forms.FLOATING:
            foot[1] -= 0.5 * sprite.rows
        return np.column_stack([linear, foot - linear @ middle])


def _count_pictures(mover: gaits.Mover) -> int:
    """Return how many pictures of a round are worth painting: fewer of the quick and of things."""
    place = mover.place
    a_second = PICTURES_S if place.subject.noun.category in forms.ALIVE else THING_PICTURES_S
    rounds_s = max(0.1, mover.count_rounds()) / (mover.stage.count / 24)
    return min(place.form.pictures, max(FEWEST, math.ceil(a_second / rounds_s)))
