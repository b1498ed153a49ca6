"""Stage subjects as shadow puppets: cut out of paper, toned by the scene, lit on the edge by its light."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from studio.preview import atlas
from studio.preview.noise import f32, make_noise
from studio.preview.planes import Layer, Planes, composite, make_layer, to_bytes
from studio.preview.shapes import find_foreground
from studio.preview.stage import Moment, Stage
from studio.preview.staging import Staging, Subject

CAMERA_M = 1.6  # height of the camera above the ground
# Height of the tallest subject in the frame, by the size of the shot.
SHARES = {"aerial": 0.14, "wide": 0.26, "": 0.36, "medium": 0.62, "close-up": 0.88, "extreme close-up": 1.25}
NEAREST, FARTHEST = 0.93, 0.05  # where feet may stand: of the frame's height, and below the horizon
SMALLEST = 0.045  # of the frame's height: a smaller subject would not be recognized
SPEED = {"walk": 0.5, "run": 1.5, "swim": 0.4, "fly": 1.2, "drive": 1.8, "sail": 0.35}  # own heights a second
AIRBORNE = (
    "bird",
    "airplane",
    "helicopter",
    "hot air balloon",
    "butterfly",
    "bee",
    "drone",
    "kite",
    "balloon",
)
WATERY, AFLOAT = ("sea", "lake"), 0.1  # a boat's part below the water


@dataclass(frozen=True)
class Place:
    """Where a puppet stands: column and row of its feet in the frame, 0 to 1, and its height in pixels."""

    column: float
    row: float
    height: int


def add_puppets(stage: Stage, staging: Staging) -> None:
    """Put the subjects on the stage, the farthest first."""
    puppets = [
        Puppet(stage, subject, place, n)
        for subject, places in zip(staging.subjects, arrange(stage, staging), strict=True)
        for n, place in enumerate(places)
    ]
    for puppet in sorted(puppets, key=lambda one: one.place.row):
        stage.layers.insert(find_foreground(stage), puppet)


def arrange(stage: Stage, staging: Staging) -> list[list[Place]]:
    """Return a place for each of a subject's copies, so that all keep their relative sizes."""
    if not staging.subjects:
        return []
    horizon = (stage.horizon - stage.down) / stage.height
    tallest = max(subject.noun.height_m for subject in staging.subjects)
    meter = SHARES[staging.shot] * stage.height / tallest
    rng = stage.make_rng("places")
    columns = _spread(staging.subjects)
    places = []
    for subject, column in zip(staging.subjects, columns, strict=True):
        few = []
        for n in range(subject.count):
            near = 1.0 if subject.count == 1 else float(rng.uniform(0.82, 1.05))
            height = max(SMALLEST * stage.height, meter * subject.noun.height_m * near)
            row = horizon + CAMERA_M * meter * near / stage.height
            row = min(
                NEAREST + (0.04 if subject.count > 1 else 0) * (near - 0.9), max(horizon + FARTHEST, row)
            )
            if is_airborne(subject):
                row = float(rng.uniform(0.28, 0.42))
            gap = 0.16 * (n - (subject.count - 1) / 2)
            few.append(Place(column + gap + float(rng.uniform(-0.03, 0.03)), row, round(height)))
        places.append(few)
    return places


def _spread(subjects: tuple[Subject, ...]) -> list[float]:
    """Return the column of each subject's middle: where it is said to be, or beside the others."""
    said = {"left": 0.27, "center": 0.5, "right": 0.73}
    free = {1: (0.46,), 2: (0.36, 0.66), 3: (0.5, 0.24, 0.77)}
    open_places = list(free.get(len(subjects), np.linspace(0.14, 0.86, max(2, len(subjects))).tolist()))
    return [said.get(subject.side) or open_places.pop(0) for subject in subjects]


def is_airborne(subject: Subject) -> bool:
    return subject.action == "fly" or (subject.noun.name in AIRBORNE and subject.action in ("", "rise"))


class Puppet:
    """One subject. It is an effect of the stage: it draws itself where it is at that moment."""

    def __init__(self, stage: Stage, subject: Subject, place: Place, n: int):
        self.stage, self.subject, self.place = stage, subject, place
        self.phase = float(stage.make_rng("puppet", subject.noun.name, n).random())
        self.depth = min(1.0, place.height / (0.5 * stage.height))
        self.floats = stage.sketch.scene in WATERY and not is_airborne(subject)
        views = subject.noun.shapes
        shape = views.get("body") or next(iter(views.values()))
        mask = atlas.draw_shape(shape, place.height, mirrored=subject.heading > 0)
        self.sprite = paint(stage, mask, place)
        self.rows, self.columns = mask.alpha.shape
        self.shadow = None if self.floats or is_airborne(subject) else _make_shadow(self.columns, self.rows)

    def __call__(self, planes: Planes, moment: Moment) -> None:
        column, row, lean = self.find_pose(moment)
        if self.shadow is not None:
            self._draw_shadow(planes, column, self.place.row * self.stage.height + row[1])
        turn = np.array([[1, -lean, 0], [0, 1, 0]], np.float64)
        turn[0, 2] = column - self.columns / 2 + lean * self.rows
        turn[1, 2] = row[0] - self.rows
        _draw(planes, self.sprite, turn)

    def find_pose(self, moment: Moment) -> tuple[float, tuple[float, float], float]:
        """Return the column of the feet, their row and the ground's offset, and the lean to one side."""
        stage, subject = self.stage, self.subject
        right, down = self._follow_camera(moment)
        seconds = (moment.phase - 0.5) * moment.count / 24
        heading = subject.heading or -1
        speed = SPEED.get(subject.action, 0) * self.place.height
        travel = heading * speed * (stage.count / 48 * moment.wave(1) if stage.loop else seconds)
        rate = stage.count_rounds({"run": 2.6, "walk": 1.7}.get(subject.action, 0.35))
        bob = {"run": 0.05, "walk": 0.018, "dance": 0.04, "jump": 0.3}.get(subject.action, 0.004)
        swing = moment.wave(rate, self.phase)
        lean = heading * {"run": 0.10, "drive": 0.0}.get(subject.action, 0.0) + 0.012 * swing
        if self.floats or is_airborne(subject):
            bob, lean = 0.02, 0.04 * swing
        column = self.place.column * stage.width + travel - right
        row = self.place.row * stage.height - down - abs(swing) * bob * self.place.height
        return column, (row + (AFLOAT * self.rows if self.floats else 0), -down), lean

    def _follow_camera(self, moment: Moment) -> tuple[float, float]:
        view = moment.view
        return (
            view.right * self.stage.right * 0.92 * self.depth,
            view.down * self.stage.down * 0.9 * self.depth,
        )

    def _draw_shadow(self, planes: Planes, column: float, row: float) -> None:
        shadow = self.shadow
        assert shadow is not None
        tall, wide = shadow.shape
        left, top = round(column - wide / 2), round(row - tall / 2)
        a, b = max(0, top), min(planes.y.shape[0], top + tall)
        c, d = max(0, left), min(planes.y.shape[1], left + wide)
        if b > a and d > c:
            part = planes.y[a:b, c:d]
            cv2.multiply(part, shadow[a - top : b - top, c - left : d - left], part, scale=1 / 255)


def _make_shadow(columns: int, rows: int) -> np.ndarray:
    """Return the contact shadow: what is left of the light around the feet."""
    wide, tall = max(4, round(columns * 1.1)), max(4, round(rows * 0.09))
    x, y = np.linspace(-1, 1, wide, dtype=f32), np.linspace(-1, 1, tall, dtype=f32)[:, None]
    return to_bytes(255 * (1 - 0.55 * np.exp(-3.2 * (x * x + y * y))))


def paint(stage: Stage, mask: atlas.Mask, place: Place) -> Layer:
    """Return the puppet's picture: dark paper, its parts in the colors of the scene, a lit edge, haze."""
    p, alpha = stage.palette, mask.alpha
    high = alpha.shape[0]
    dark = p.land * (0.25 + 0.5 * float(np.mean(p.ambient)))
    tone = dark + (p.middle * 0.32 - dark * 0.2) * mask.tone[..., None]
    rng = stage.make_rng("paper")
    grain = make_noise(alpha.shape[0], alpha.shape[1], rng, 6, octaves=3, gain=0.6) if high > 40 else 0.5
    tone = tone * (0.93 + 0.14 * np.asarray(grain)[..., None] if high > 40 else 1)
    tone = tone + p.light * find_edge(stage, alpha, place)[..., None] * (0.5 if stage.is_dark else 0.85)
    haze = float(np.clip(0.42 * (1 - place.height / (0.30 * stage.height)), 0, 0.42))
    color = tone * (1 - haze) + p.haze * haze
    return make_layer(_pad(np.clip(color, 0, 1)), _pad(alpha), 0)


def find_edge(stage: Stage, alpha: np.ndarray, place: Place) -> np.ndarray:
    """Return how much of the scene's light the edge gets, on the side toward it."""
    sun_column = (stage.sun[0] - stage.right) / stage.width
    side = 1.0 if sun_column >= place.column else -1.0
    soft = cv2.GaussianBlur(alpha, (0, 0), max(0.8, alpha.shape[0] / 110))
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3) * side
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3)
    facing = np.clip(-across * 0.9 + down * 0.55, 0, None)
    return np.clip(facing * alpha.shape[0] / 420, 0, 1) * alpha


def _pad(picture: np.ndarray) -> np.ndarray:
    """Add a border, so that the sides are even and an edge can move between pixels."""
    rows, columns = picture.shape[:2]
    more = ((0, rows % 2), (0, columns % 2), *((0, 0),) * (picture.ndim - 2))
    return np.pad(picture, more).astype(f32)


def _draw(planes: Planes, sprite: Layer, turn: np.ndarray) -> None:
    """Composite the sprite, moved and sheared by `turn`, a 2 x 3 matrix."""
    rows, columns = sprite.y.shape
    corners = np.array([[0, 0, 1], [columns, 0, 1], [0, rows, 1], [columns, rows, 1]], np.float64) @ turn.T
    height, width = planes.y.shape
    left, top = (max(0, math.floor(v) // 2 * 2) for v in corners.min(axis=0))
    right, bottom = corners.max(axis=0)
    right, bottom = min(width, math.ceil(right / 2) * 2), min(height, math.ceil(bottom / 2) * 2)
    if right <= left or bottom <= top:
        return
    inverse, half = sprite.inverse, sprite.inverse_half
    assert inverse is not None and half is not None
    moved = turn.copy()
    moved[:, 2] -= (left, top)
    small = moved.copy()
    small[:, 2] /= 2
    for plane, paint_plane, see_through, matrix, part in (
        (planes.y, sprite.y, inverse, moved, 1),
        (planes.u, sprite.u, half, small, 2),
        (planes.v, sprite.v, half, small, 2),
    ):
        target = plane[top // part : bottom // part, left // part : right // part]
        size = (target.shape[1], target.shape[0])
        paper = cv2.warpAffine(paint_plane, matrix, size, flags=cv2.INTER_LINEAR)
        hole = cv2.warpAffine(see_through, matrix, size, flags=cv2.INTER_LINEAR, borderValue=255)
        composite(target, hole, paper)
