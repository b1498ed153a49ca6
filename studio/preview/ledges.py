"""Paint what people stand and sit on in front of land and water: a pier, a wall, a fence, a roof's edge."""

from dataclasses import dataclass, replace

import numpy as np

from studio.preview import forms, habitats
from studio.preview.knoll import DEPTH
from studio.preview.noise import f32, make_noise
from studio.preview.palettes import parse_hex
from studio.preview.planes import make_layer
from studio.preview.rooms import ROOMS
from studio.preview.stage import Stage
from studio.preview.staging import Staging
from studio.preview.subject import Subject
from studio.preview.underfoot import LEDGE

ROW = 0.79  # of its upper edge, in the frame
RAIL, BARS = 0.20, 0.11  # height of a railing, and how far its bars are from each other
LIP = 0.022  # the height of the boards' ends, of the frame's height
PIERS = ("pier", "bridge", "stone bridge", "rope bridge", "suspension bridge")  # nouns of what it stands for


@dataclass(frozen=True)
class Ledge:
    """color: "#rrggbb". top: how much is seen of its upper side, of the frame's height. front: "posts",
    "planks", "blocks" or "pales". place: where it is if the prompt names none. rail: the height of
    a railing on its far side, of the frame's height."""

    color: str
    top: float
    front: str
    place: str
    rail: float = 0.0


LEDGES = {
    "pier": Ledge("#8a6a4a", 0.040, "posts", "sea"),
    "deck": Ledge("#8a6a4a", 0.040, "posts", "meadow"),
    "ship": Ledge("#8a6a4a", 0.060, "planks", "sea", RAIL),
    "quay": Ledge("#8f8a80", 0.040, "blocks", "sea"),
    "bridge": Ledge("#8f8a80", 0.045, "blocks", "lake", RAIL),
    "wall": Ledge("#8f8a80", 0.028, "blocks", "meadow"),
    "roof": Ledge("#7d7a78", 0.030, "blocks", "city"),
    "fence": Ledge("#8a6a4a", 0.008, "pales", "meadow"),
}


def use_ledge(staging: Staging, scene: str, others: list[Subject]) -> tuple[str, list[Subject]]:
    """Return what those who live stand on here, or "", and the subjects without it."""
    if not staging.ledge or scene in (*ROOMS, *SOLID) or not any(map(_stands, others)):
        return "", others
    on_ship = staging.ledge == "ship"
    if staging.ledge == "roof":  # of that house
        others = [one for one in others if one.noun.category != "building"]
    kept = [one for one in others if one.noun.name not in PIERS and not (on_ship and habitats.is_boat(one))]
    return staging.ledge, [_climb(one) for one in kept]


SOLID = ("table", "space", "underwater", "sky", "clouds", "aerial", "street")


def _stands(subject: Subject) -> bool:
    return subject.noun.category in forms.ALIVE and subject.action not in ("fly", "swim", "sail", "drive")


def _climb(subject: Subject) -> Subject:
    if not _stands(subject):
        return subject
    has_legs = subject.noun.category in ("person", "creature")
    return replace(subject, base=LEDGE if has_legs and subject.action == "sit" else "")


def add_ledge(stage: Stage, name: str, *, has_people: bool) -> np.ndarray:
    """Add a ledge across the frame, and return the row of its edge for each column of the canvas."""
    ledge, rng = LEDGES[name], stage.make_rng("ledge")
    if ledge.rail and has_people:  # a dog would look like a giant beside it
        _add_railing(stage, ledge)
    top = int(stage.down + ROW * stage.height) // 2 * 2
    below = np.arange(stage.tall - top, dtype=f32)[:, None] / stage.height
    across = np.arange(stage.wide, dtype=f32)[None] / stage.height
    shade, alpha = _shape_front(ledge, across, below)
    light = stage.palette.ambient * 0.6 + stage.palette.sunlight * 0.42
    fall = np.where(below < ledge.top, 1.0, np.clip(0.62 - 1.2 * (below - ledge.top), 0.22, 1.0))
    grain = make_noise(below.size, stage.wide, rng, 30, octaves=4, gain=0.6, stretch=6)
    tone = (shade * fall * (0.78 + 0.44 * grain))[..., None]
    picture = parse_hex(ledge.color) * light * tone * 1.35 + stage.palette.haze * 0.04
    stage.add(make_layer(np.clip(picture, 0, 1).astype(f32), alpha.astype(f32), DEPTH, top))
    return np.full(stage.wide, top, f32)


def _add_railing(stage: Stage, ledge: Ledge) -> None:
    high = int(ledge.rail * stage.height) // 2 * 2
    top = int(stage.down + ROW * stage.height) // 2 * 2 - high
    below = np.arange(high, dtype=f32)[:, None] / stage.height
    across = np.arange(stage.wide, dtype=f32)[None] / stage.height
    rails = np.maximum(below < 0.014, np.abs(below - 0.5 * ledge.rail) < 0.004)
    alpha = np.maximum(rails, _cut(across, BARS, 0.10)).astype(f32)
    light = stage.palette.ambient * 0.6 + stage.palette.sunlight * 0.42
    tone = np.where(below < 0.005, 1.3, 0.62)[..., None] * np.ones((1, stage.wide, 1), f32)
    picture = parse_hex(ledge.color) * light * tone + stage.palette.haze * 0.04
    stage.add(make_layer(np.clip(picture, 0, 1).astype(f32), alpha, DEPTH, top))


def _shape_front(ledge: Ledge, across: np.ndarray, below: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the tone of each point and how opaque it is. across, below: in heights of the frame."""
    is_top, is_lip = below < ledge.top, below < ledge.top + LIP
    middle = across - float(across.mean())
    boards = _cut(middle / (1 + 2.2 * np.clip(below, 0, ledge.top)), 0.075, 0.035)
    rim = np.where(is_top, 1 - 0.45 * boards * (ledge.front != "blocks"), 0.95)
    if ledge.front == "pales":
        gaps = _cut(across, 0.06, 0.10)
        return np.where(is_top, 1.0, 1 - 0.2 * _cut(across, 0.12, 0.5)), np.where(is_top, 1.0, 1 - gaps)
    if ledge.front == "planks":
        return np.where(is_top, rim, 0.8 - 0.3 * _cut(below - ledge.top, 0.04, 0.08)), np.ones_like(rim)
    if ledge.front == "posts":
        post = _cut(across, 0.34, 0.12)
        return np.where(is_lip, rim, 0.75), np.where(is_lip, 1.0, post)
    course = np.floor((below - ledge.top) / 0.05)
    joints = np.maximum(_cut(below - ledge.top, 0.05, 0.07), _cut(across + 0.06 * (course % 2), 0.12, 0.03))
    return np.where(is_top, rim, 1 - 0.4 * joints), np.ones_like(rim)


def _cut(at: np.ndarray, every: float, part: float) -> np.ndarray:
    """Return 1 in a part of each period, and 0 in the rest."""
    return np.asarray((np.mod(at / every, 1.0) < part).astype(f32))
