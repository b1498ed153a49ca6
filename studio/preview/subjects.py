"""Add the subjects that a prompt names, small and dark against the light."""

import math
import re

import cv2
import numpy as np

from studio.preview import lexicon
from studio.preview.landmarks import add_lighthouse, add_pier
from studio.preview.palettes import parse_hex
from studio.preview.planes import Layer, Planes, add_light, scale, to_yuv
from studio.preview.prompts import Sketch
from studio.preview.rainbow import add_rainbow
from studio.preview.reefs import add_rocks
from studio.preview.shapes import Shape, make_halo
from studio.preview.stage import Effect, Moment, Stage
from studio.preview.staging import Staging
from studio.preview.subject import Subject

WATERY = ("sea", "lake")
CLOSE = ("medium", "close-up", "extreme close-up")
# By drawing: the nouns that it shows, and what they may do.
BY_HAND = {
    "lighthouse": ("lighthouse", ("",)),
    "birds": ("bird|seagull|blackbird|flock|goose", ("", "fly")),
    "balloons": ("hot air balloon|balloon", ("", "rise", "fly", "swim")),
    "comet": ("comet|shooting star", ("", "fly", "fall")),
    "pier": ("pier|jetty|dock", ("", "stand")),
    "rainbow": ("rainbow", ("", "rise", "stand")),
    "rocks": ("rock|boulder|stone|cliff|reef|rocky coast", ("", "stand")),
}
ANY_COUNT = ("rocks",)


def sort_out(sketch: Sketch, staging: Staging) -> tuple[list[str], list[Subject]]:
    """Return the names of what is drawn by hand, and the subjects that are staged as puppets.

    Nothing is drawn twice. What moves, is counted or is seen closely is a puppet.
    """
    by_hand = [name for name in sketch.subjects if sketch.scene in PLACES.get(name, ())]
    if staging.shot in CLOSE:
        return [], list(staging.subjects)
    bases = {one.base for one in staging.subjects}
    still = {one: find_hand(one) if one.noun.name not in bases else "" for one in staging.subjects}
    others = [subject for subject, hand in still.items() if hand not in by_hand]
    taken = {name for subject in others for name in _list_kin(subject)}
    return [name for name in by_hand if name not in taken], others


def find_hand(subject: Subject) -> str:
    """Return the name of the drawing that shows this subject as it is said, or ""."""
    for name, (nouns, actions) in BY_HAND.items():
        if subject.noun.name in nouns.split("|") and subject.action in actions:
            plural = name in ("birds", "balloons")
            return name if name in ANY_COUNT or (plural == (subject.count > 1) and not subject.side) else ""
    return ""


def _list_kin(subject: Subject) -> list[str]:
    """Return the drawings that would show the subject again."""
    words = set(subject.noun.name.split())
    kin = [name for name, known in lexicon.SUBJECTS.items() if words & set(known.split())]
    return kin + [name for name, (nouns, _) in BY_HAND.items() if subject.noun.name in nouns.split("|")]


def add_subjects(stage: Stage, names: list[str]) -> None:
    """Add what is drawn by hand."""
    for name in names:
        PAINTERS[name](stage, stage.make_rng("subject", name))


def add_birds(stage: Stage, rng: np.random.Generator) -> None:
    """Add a loose flock that crosses the sky."""
    heading = float(rng.choice([-1, 1]))
    middle = (rng.uniform(0.3, 0.7), rng.uniform(0.18, 0.36))
    flock = [
        (*(rng.normal(0, 1, 2) * (0.11, 0.055)), rng.uniform(0.008, 0.017), rng.random()) for _ in range(11)
    ]
    beats, low = stage.count_rounds(1.6), int(stage.height * 0.62)
    dark = to_yuv(stage.palette.land * (0.3 + 0.5 * stage.palette.ambient))[0]

    def fly(planes: Planes, moment: Moment) -> None:
        travel = 0.10 * moment.wave(1, -0.25) if stage.loop else 0.22 * (moment.phase - 0.5)
        for right, down, size, phase in flock:
            column = (middle[0] + right + heading * travel - 0.03 * moment.view.right) * stage.width
            row = (middle[1] + down + 0.006 * moment.wave(2, phase)) * stage.height
            beat = 0.5 + 0.5 * moment.wave(beats, phase)
            _draw_bird(planes.y[:low], column, row, size=size * 720 * stage.unit, beat=beat, dark=dark)

    stage.effects.append(fly)


def _draw_bird(
    sky: np.ndarray, column: float, row: float, *, size: float, beat: float, dark: np.ndarray
) -> None:
    """Draw the part of a bird that is inside the sky."""
    lift, reach = 0.75 * beat - 0.25, math.ceil(size) + 2
    wing = [(-1, -lift), (-0.45, -0.30 - lift * 0.45), (0, 0), (0.45, -0.30 - lift * 0.45), (1, -lift)]
    under = [(0.42, -0.16 - lift * 0.4), (0, 0.20), (-0.42, -0.16 - lift * 0.4)]
    left, top = max(0, int(column) - reach), max(0, int(row) - reach)
    part = sky[top : max(0, int(row) + reach), left : max(0, int(column) + reach)]
    if not part.size:
        return
    ink = np.zeros(part.shape, np.uint8)
    points = np.array([*wing, *under]) * size + (column - left, row - top)
    cv2.fillPoly(ink, [np.round(points * 16).astype(np.int32)], 225, cv2.LINE_AA, 4)
    cv2.multiply(part, cv2.bitwise_not(ink), part, scale=1 / 255)
    cv2.add(part, scale(ink, dark / 255), part)


def add_balloons(stage: Stage, rng: np.random.Generator) -> None:
    """Add striped hot-air balloons, each rising and sinking at its own time."""
    count = 5
    places = rng.permutation(count)
    for n in range(count):
        size = (0.045 + 0.085 * ((n + 0.5) / count) ** 1.6) * min(stage.height, stage.width)
        column = stage.right + stage.width * (0.12 + 0.76 * (places[n] + rng.uniform(0.2, 0.8)) / count)
        row = stage.down + stage.height * rng.uniform(0.14, 0.40)
        stage.add(_make_balloon(stage, rng, (float(column), float(row)), size=size, depth=0.12 + 0.05 * n))


def _make_balloon(
    stage: Stage, rng: np.random.Generator, at: tuple[float, float], *, size: float, depth: float
) -> Layer:
    p = stage.palette
    hue = parse_hex(str(rng.choice(["#d2452f", "#e0a030", "#2f7fa8", "#c85a86", "#3f8f62", "#7c55b0"])))
    angle = np.linspace(-np.pi, np.pi, 72)
    pinch = 1 - 0.46 * np.clip(np.sin(angle), 0, 1) ** 1.7
    shape = Shape(stage)
    for stripe in range(6, 0, -1):
        wide = 0.56 * stripe / 6
        outline = np.stack([wide * np.cos(angle) * pinch, 0.64 * np.sin(angle)], 1)
        shape.add(outline, at, size, (0.46, 0.16)[stripe % 2])
    shape.add([(-0.09, 0.84), (0.09, 0.84), (0.075, 0.98), (-0.075, 0.98)], at, size, 0.0)
    for x in (-1, 1):
        shape.add([(x * 0.17, 0.60), (x * 0.08, 0.85), (x * 0.07, 0.85), (x * 0.155, 0.60)], at, size, 0.0)
    plate = shape.make_layer(
        depth,
        (4 * stage.unit, 9 * stage.unit, 1, float(rng.random())),
        hue * (p.ambient * 0.75 + p.sunlight * 0.35),
    )
    return plate


def add_comet(stage: Stage, rng: np.random.Generator) -> None:
    """Add one shooting star, or a shower of them."""
    sprite = make_halo(int(26 * stage.unit))
    shower = SHOWER.search(str(stage.key[0]).lower())
    for begins in np.linspace(0.05, 0.85, FALLING) + rng.uniform(0, 0.1, FALLING) if shower else [0.35]:
        start = int(stage.count * begins)
        stage.effects.append(_make_fall(stage, start, rng.uniform((0.1, 0.06), (0.5, 0.24)), sprite))


SHOWER = re.compile(r"\b(?:showers?|meteors|comets|stars|perseids|meteorites)\b")
FALLING, LASTS, TAIL = 12, 20, 14  # how many fall, for how many frames, and how long what they trail is


def _make_fall(stage: Stage, start: int, origin: np.ndarray, sprite: np.ndarray) -> Effect:
    tone, way = to_yuv(parse_hex("#eaf2ff")), np.array([0.5, 0.22])
    size = np.array([stage.width, stage.height])

    def fall(planes: Planes, moment: Moment) -> None:
        part = (moment.n - start) / LASTS
        if not 0 <= part <= 1:
            return
        bright = math.sin(math.pi * part) * 0.7
        for back in range(TAIL):
            column, row = (origin + way * max(0.0, part - 0.022 * back)) * size
            add_light(planes, sprite, column, row, color=tone, strength=(1 - back / TAIL) * bright)

    return fall


LANDS = ("mountain", "meadow", "forest", "desert", "lake")
OPEN = (*LANDS, "sea", "city", "sky")
FAR = (
    "farm",
    "village",
    "park",
    "beach",
    "harbor",
    "lawn",
    "road",
    "vineyard",
    "lavender",
    "tulips",
    "savanna",
)
PLACES = {
    "lighthouse": ("sea",),
    "birds": OPEN,
    "balloons": ("meadow", "mountain", "desert", "sky"),
    "pier": WATERY,
    "comet": ("sky", "space", "mountain", "sea"),
    "rainbow": (*OPEN, *FAR),
    "rocks": ("sea", "lake", "beach"),
}
PAINTERS = {
    "lighthouse": add_lighthouse,
    "birds": add_birds,
    "balloons": add_balloons,
    "pier": add_pier,
    "comet": add_comet,
    "rainbow": add_rainbow,
    "rocks": add_rocks,
}
