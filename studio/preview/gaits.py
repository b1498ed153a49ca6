"""Move puppets: how each one bobs, leans and crosses the frame at a moment of the clip."""

import math
from dataclasses import dataclass

import numpy as np

from studio.preview import falling, forms, habitats
from studio.preview.marks import Place
from studio.preview.stage import Moment, Stage

QUICKEST = 2.2  # rounds of a gait in a second
RISEN = 0.9  # of the height of its feet above the frame's top, which a rocket has risen at the end
LANDED = 0.8  # the part of the clip after which what lands is down
HOVERING = habitats.list_words(
    "cable balloon zeppelin parachute cloud kite drone helicopter ufo satellite tramway"
)
BEATS = {"butterfly": 3.2, "hummingbird": 5.0, "bee": 5.0, "eagle": 1.1, "vulture": 0.8, "dragon": 1.0}
BEATS |= {"bat": 3.5}


@dataclass(frozen=True)
class Pose:
    """Where a puppet is and how it is bent. column, row: of its feet in the frame, in pixels; row is also the
    ground's. lift: pixels above it. turn: radians about the feet, or about the middle if it floats. wide,
    high: scales. lean: shear. part: of a round of its gait, from 0 to 1."""

    column: float
    row: float
    lift: float = 0.0
    turn: float = 0.0
    wide: float = 1.0
    high: float = 1.0
    lean: float = 0.0
    part: float = 0.0


@dataclass(frozen=True)
class Mover:
    """A subject with its place, its heading and its own time. travel: what it crosses in the clip, in pixels,
    and where it is then at the beginning."""

    stage: Stage
    place: Place
    heading: int
    phase: float
    travel: tuple[float, float]

    def find_pose(self, moment: Moment) -> Pose:
        column, climb = self._find_column(moment)
        right, down = self._follow_camera(moment)
        floats = self.place.on in forms.FLOATING
        row = self._find_ground(column) - down - climb * floats
        swing = SWINGS.get(self.place.subject.action, _rest)
        if self.place.on in forms.FLOATING:
            swing = _hover if self.place.on == "space" or self._hovers() else _flap
            swing = _wriggle if self.place.on == "deep" else _tumble if falling.rains(self.place) else swing
        elif self.place.on == "edge":
            swing = _breathe
        elif self.place.on == "water":
            swing = _float
        if self.place.form.pictures > 1 and self.place.on != "water":
            swing = _drift if self.place.on in forms.FLOATING else _step
        lift, turn, wide, high, lean = swing(self, moment)
        turn = (turn + (self.place.form.upright if self.place.on != "space" else 0.0)) * self.heading
        size = self._find_size(moment)
        row += (row - self._find_horizon()) * (size - 1)
        part = self._find_part(moment)
        lift = lift * self.place.height + self.place.raised + climb * (not floats)
        return Pose(column - right, row, lift, turn, wide * size, high * size, lean, part)

    def _find_part(self, moment: Moment) -> float:
        """Return the part of a round of the gait."""
        return (moment.phase * self.count_rounds() + self.phase) % 1.0

    def count_rounds(self) -> float:
        """Return the rounds of its gait in the clip. Feet stay where they are set down."""
        form, seconds = self.place.form, self.stage.count / 24
        rounds = float(self.stage.count_rounds(form.rate))
        if form.stride and self.travel[0]:
            advance = self._find_speed() * seconds / (form.stride * self.place.height)
            rounds = min(advance, QUICKEST * seconds)
            rounds = max(1.0, round(rounds)) if self.stage.loop else rounds
        return rounds

    def _find_speed(self) -> float:
        """Return the pixels that it advances in a second."""
        seconds = self.stage.count / 24
        return (self.stage.width + 2 * self.place.width if self.stage.loop else self.travel[0]) / seconds

    def _find_size(self, moment: Moment) -> float:
        """Return how large it is by its distance: it comes nearer or goes away."""
        part = 0.5 - 0.5 * math.cos(2 * math.pi * moment.phase) if self.stage.loop else moment.phase
        return float(1.65 ** (self.place.subject.depth * (part - 0.6)))

    def _find_horizon(self) -> float:
        return float(self.stage.horizon - self.stage.down)

    def wave(self, moment: Moment, per_second: float, offset: float = 0.0) -> float:
        return moment.wave(self.stage.count_rounds(per_second), self.phase + offset)

    def _hovers(self) -> bool:
        return bool(HOVERING & set(self.place.subject.noun.name.split()))

    def _find_column(self, moment: Moment) -> tuple[float, float]:
        """Return the column without the camera, in pixels, and how far it has climbed."""
        stage, (distance, start) = self.stage, self.travel
        own, action = self.place.column * stage.width, self.place.subject.action
        part = (0.5 - 0.5 * math.cos(2 * math.pi * moment.phase)) if stage.loop else moment.phase
        if action == "rise":
            return own, self._climb(part)
        if action == "fall":
            return own, falling.find_height(stage, self.place, moment, self.phase)
        if action == "land":
            return own + self.heading * (start + distance * min(1.0, part / LANDED)), self._descend(part)
        if not distance:
            return own, 0.0
        if stage.loop:
            room = stage.width + 2 * self.place.width
            along = (own + self.place.width + self.heading * room * moment.phase) % room
            return along - self.place.width, 0.0
        along = 1 - (1 - moment.phase) ** 2 if self.place.arrives else moment.phase
        return own + self.heading * (start + distance * along), 0.0

    def _descend(self, part: float) -> float:
        """Return how high it still is, until it is down."""
        left = max(0.0, 1 - part / LANDED)
        return 0.45 * self.stage.height * left * left * (self.place.on == "land")

    def _climb(self, part: float) -> float:
        """Return how high it has risen: a rocket out of the frame, after a moment; others gently."""
        if self.place.on == "air":
            return 0.22 * self.stage.height * (part - 0.5)
        late = max(0.0, part - 0.15) / 0.85
        return RISEN * self.place.row * self.stage.height * late * late

    def _find_ground(self, column: float) -> float:
        stage, place = self.stage, self.place
        if place.line is None:
            return place.row * stage.height
        at = np.clip(column + stage.right, 0, stage.wide - 1)
        return float(np.interp(at, np.arange(stage.wide), place.line)) - stage.down + place.row * stage.height

    def _follow_camera(self, moment: Moment) -> tuple[float, float]:
        """Return how far the camera has moved over the puppet's ground."""
        stage, view, depth = self.stage, moment.view, self.place.depth
        down = view.down * stage.down * 0.9 * depth - (view.zoom - 1) * stage.height * 0.10 * (depth - 0.3)
        return view.right * stage.right * 0.92 * depth, down


# -- swings: lift in heights, turn, width, height, lean ------------------------------------------------------

Swing = tuple[float, float, float, float, float]


def _rest(mover: Mover, moment: Moment) -> Swing:
    if mover.place.subject.noun.category not in forms.ALIVE:
        return 0.0, 0.0, 1.0, 1.0, 0.004 * mover.wave(moment, 0.2)
    breath = mover.wave(moment, 0.4)
    return 0.0, 0.010 * mover.wave(moment, 0.2, 0.3), 1.0, 1 + 0.006 * breath, 0.006 * mover.wave(moment, 0.2)


def _walk(mover: Mover, moment: Moment) -> Swing:
    step = mover.wave(moment, 0.9)
    return 0.022 * abs(step), 0.03 + 0.028 * step, 1.0, 1 - 0.012 * abs(step), 0.0


def _run(mover: Mover, moment: Moment) -> Swing:
    stride = mover.wave(moment, 1.8)
    leap = max(0.0, mover.wave(moment, 1.8, 0.2))
    return 0.075 * leap, 0.05 + 0.055 * stride, 1 + 0.02 * leap, 1 - 0.02 * leap, 0.0


def _drive(mover: Mover, moment: Moment) -> Swing:
    bump = mover.wave(moment, 5.0) + 0.6 * mover.wave(moment, 3.1, 0.4)
    return 0.006 * abs(bump), 0.005 * bump, 1.0, 1 + 0.004 * bump, 0.0


def _dance(mover: Mover, moment: Moment) -> Swing:
    beat = mover.wave(moment, 0.8)
    turn = 0.5 - 0.5 * math.cos(2 * math.pi * (moment.phase * mover.stage.count_rounds(0.4) + mover.phase))
    return 0.04 * abs(beat), 0.09 * beat, 1 - 0.32 * turn, 1 - 0.02 * abs(beat), 0.06 * beat


def _jump(mover: Mover, moment: Moment) -> Swing:
    hop = abs(mover.wave(moment, 0.45))
    high = 0.94 + 0.08 * min(1.0, hop * 3)
    return 0.42 * (1 - (1 - hop) ** 2), 0.03 * mover.wave(moment, 0.9), 1.0, high, 0.0


def _float(mover: Mover, moment: Moment) -> Swing:
    swims = mover.place.subject.action == "swim"
    rate, deep = (0.6, 0.030) if swims else (0.3, 0.014)
    return deep * mover.wave(moment, rate), 0.028 * mover.wave(moment, rate, 0.25), 1.0, 1.0, 0.0


def _flap(mover: Mover, moment: Moment) -> Swing:
    words = mover.place.subject.noun.name.split()
    drift = 0.10 * mover.wave(moment, 0.3), 0.03 * mover.wave(moment, 0.3, 0.25)
    if mover.place.subject.noun.category in ("vehicle", "spacecraft"):
        return drift[0], drift[1], 1.0, 1.0, 0.0
    beat = 0.5 + 0.5 * mover.wave(moment, next((BEATS[word] for word in words if word in BEATS), 2.0))
    if "butterfly" in words:
        return drift[0] * 2 + 0.1 * beat, drift[1] * 3, 0.45 + 0.55 * beat, 1.0, 0.0
    return drift[0] + 0.07 * beat, drift[1], 1.0, 1 - 0.20 * beat, 0.03 * beat


def _wriggle(mover: Mover, moment: Moment) -> Swing:
    """Swim under water: the tail beats, the body follows."""
    beat = mover.wave(moment, 0.9)
    return 0.05 * mover.wave(moment, 0.25), 0.03 * beat, 1 + 0.025 * beat, 1.0, 0.05 * beat


def _tumble(mover: Mover, moment: Moment) -> Swing:
    return falling.tumble(mover.stage, mover.place, moment, mover.phase)


def _chop(mover: Mover, moment: Moment) -> Swing:
    down = max(0.0, mover.wave(moment, 0.8))
    return -1.3 * down, 0.10 - 0.16 * down, 1.0, 1.0, 0.0


def _hover(mover: Mover, moment: Moment) -> Swing:
    wide = 0.10 if mover.place.on == "space" else 0.03
    return 0.045 * mover.wave(moment, 0.2), wide * mover.wave(moment, 0.2, 0.3), 1.0, 1.0, 0.0


def _drift(mover: Mover, moment: Moment) -> Swing:
    """Rise and sink a little: the rig beats its wings or its tail."""
    return 0.05 * mover.wave(moment, 0.25), 0.03 * mover.wave(moment, 0.25, 0.25), 1.0, 1.0, 0.0


def _step(mover: Mover, moment: Moment) -> Swing:
    """Stay level: the rig has its own way of bobbing."""
    return 0.0, 0.0, 1.0, 1.0, 0.0


def _breathe(mover: Mover, moment: Moment) -> Swing:
    """Turn a head and shoulders a little, and breathe."""
    look = mover.wave(moment, 0.1)
    return 0.006 * mover.wave(moment, 0.3), 0.012 * look, 1 - 0.03 * look * look, 1.0, 0.035 * look


SWINGS = {"walk": _walk, "run": _run, "drive": _drive, "dance": _dance, "jump": _jump, "chop": _chop}
