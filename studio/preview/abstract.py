"""What the Preview paints when it does not know the subject: light, out of focus, in the words' colours.

Folds of silk far behind, discs of light before them, a slow leak of colour from the edge of the lens.
"""

import cv2
import numpy as np

from studio.preview import palettes, weather
from studio.preview.lens import zoom
from studio.preview.noise import f32
from studio.preview.planes import Planes, bytes_of, shine, views, yuv_of
from studio.preview.stage import Moment, Stage

COARSE = 5  # the silk is soft: it is computed this many times smaller
TURN = 2 * np.pi


class Light:
    """A stage without plates: every frame is computed."""

    def __init__(self, stage: Stage):
        self.stage = stage
        chance = stage.chance("light")
        self.ramp = palettes.mood(stage.sketch.moods, stage.sketch.tints, chance)
        if stage.sketch.time in ("night", "dusk") and stage.sketch.timed:
            self.ramp = [c * f for c, f in zip(self.ramp, (0.5, 0.6, 0.75, 0.9, 1.0), strict=True)]
        self.silk = _Silk(stage, self.ramp, chance)
        self.discs = _discs(stage, self.ramp, chance)
        self.falling = weather.effects(stage)
        if not self.falling:
            self.falling = weather.dust(stage)

    def frame(self, n: int, yuv: np.ndarray) -> None:
        planes = views(yuv, self.stage.width, self.stage.height)
        moment = self.stage.moment(n)
        self.silk.draw(planes, moment)
        for disc in self.discs:
            disc.draw(planes, moment)
        zoom(planes, moment.view.zoom)
        for effect in self.falling:
            effect(planes, moment)


class _Silk:
    """Folds of cloth in a soft light: waves bent by waves, each with a whole number of rounds in the clip."""

    def __init__(self, stage: Stage, ramp: list[np.ndarray], chance: np.random.Generator):
        self.stage = stage
        self.small = (stage.width // COARSE, stage.height // COARSE)
        rows, columns = np.mgrid[0 : self.small[1], 0 : self.small[0]].astype(f32)
        scale = COARSE / (720 * stage.unit)
        angle = chance.uniform(-0.7, 0.7)
        x, y = (columns - columns.mean()) * scale, (rows - rows.mean()) * scale
        self.x = (x * np.cos(angle) + y * np.sin(angle)).astype(f32)
        self.y = (y * np.cos(angle) - x * np.sin(angle)).astype(f32)
        self.bends = [
            (chance.uniform(0.9, 2.4), chance.random(), int(chance.choice([-1, 1]))) for _ in range(4)
        ]
        self.folds = chance.uniform(3.2, 5.0)
        self.key = self._key(chance, x, y)
        self.table = [bytes_of(p) for p in yuv_of(_gradient(ramp))]

    def _key(self, chance: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Where the light is: a window off the middle, darkness in the far corner."""
        at = (chance.choice([-1, 1]) * chance.uniform(0.15, 0.4), chance.uniform(-0.2, 0.05))
        return np.exp(-(((x - at[0]) / 0.75) ** 2) - ((y - at[1]) / 0.55) ** 2).astype(f32)

    def draw(self, planes: Planes, moment: Moment) -> None:
        shift = moment.view.right * 0.10
        turns = [TURN * (moment.phase * sign + phase) for _, phase, sign in self.bends]
        sizes = [size for size, _, _ in self.bends]
        x, y = self.x + f32(shift), self.y
        bent = (
            y + 0.16 * np.sin(x * sizes[0] * 2 + turns[0]) + 0.09 * np.sin((x + y) * sizes[1] * 3 + turns[1])
        )
        across = x + 0.20 * np.sin(bent * sizes[2] * 2.4 + turns[2])
        fold = np.sin(bent * self.folds * 1.5 + 1.3 * np.sin(across * sizes[3] * 1.7 + turns[3]))
        crease = np.sin(
            bent * self.folds * 3.7 + 2.1 * np.sin(across * sizes[1] * 2.3 - turns[0]) + 1.2 * fold
        )
        sheen = (0.5 + 0.5 * fold) ** 1.5 * (0.72 + 0.28 * crease)
        glint = np.clip(crease * fold - 0.55, 0, 1)
        value = (
            0.06
            + (0.20 + 0.56 * self.key) * (0.26 + 0.74 * sheen)
            + 0.10 * self.key
            + 0.16 * glint * self.key
        )
        index = bytes_of(value * 255)
        full = (self.stage.width, self.stage.height)
        for plane, table in zip(planes, self.table, strict=True):
            size = full if plane is planes.y else (full[0] // 2, full[1] // 2)
            cv2.resize(cv2.LUT(index, table), size, dst=plane, interpolation=cv2.INTER_CUBIC)


def _gradient(ramp: list[np.ndarray]) -> np.ndarray:
    """256 colours through the five of the mood."""
    places = np.array([0, 0.26, 0.52, 0.80, 1.0])
    at = np.linspace(0, 1, 256)
    return np.stack([np.interp(at, places, [c[i] for c in ramp]) for i in range(3)], -1).astype(f32)


class _Disc:
    """One light out of focus, on a closed path, breathing."""

    def __init__(self, stage: Stage, chance: np.random.Generator, sprite: np.ndarray, colour: np.ndarray):
        self.stage, self.sprite, self.tone = stage, sprite, yuv_of(colour)
        self.at = (chance.random() * 1.1 - 0.05, np.clip(chance.normal(0.52, 0.26), -0.05, 1.05))
        self.path = (chance.uniform(0.01, 0.05), chance.uniform(0.01, 0.04), chance.random(), chance.random())
        self.breath = (int(chance.integers(1, 3)), chance.random(), chance.uniform(0.10, 0.42))
        self.depth = sprite.shape[0] / (180 * stage.unit)

    def draw(self, planes: Planes, moment: Moment) -> None:
        right, down, a, b = self.path
        column = (
            self.at[0] + right * moment.wave(1, a) - moment.view.right * 0.06 * self.depth
        ) * self.stage.width
        row = (
            self.at[1] + down * moment.wave(1, b) - moment.view.down * 0.05 * self.depth
        ) * self.stage.height
        rounds, phase, bright = self.breath
        shine(
            planes,
            self.sprite,
            column,
            row,
            colour=self.tone,
            strength=bright * (0.72 + 0.28 * moment.wave(rounds, phase)),
            dims=0.55,
        )


def _discs(stage: Stage, ramp: list[np.ndarray], chance: np.random.Generator) -> list[_Disc]:
    """Some twenty lights, the large ones faint, the small ones clear; drawn from large to small."""
    made = []
    for size, count in ((0.26, 3), (0.16, 5), (0.09, 9), (0.05, 9)):
        sprite = _bokeh(int(size * 720 * stage.unit))
        for _ in range(count):
            part = chance.random() ** 0.8
            colour = np.clip(
                palettes.blend(ramp[2 + int(part > 0.5)], ramp[3 + int(part > 0.5)], (2 * part) % 1), 0, 1
            )
            disc = _Disc(stage, chance, sprite, colour)
            disc.breath = (*disc.breath[:2], disc.breath[2] * (0.55 + 0.05 / size))
            made.append(disc)
    return made


def _bokeh(side: int) -> np.ndarray:
    """A disc with a soft edge and a slightly brighter rim, as a lens makes it."""
    side = max(9, side) // 2 * 2 + 1
    rows, columns = np.mgrid[0:side, 0:side].astype(f32) - side // 2
    far = np.hypot(rows, columns) / (side * 0.42)
    soft = 0.05 + 1.2 / side
    body = np.clip((1 - far) / soft, 0, 1)
    return bytes_of(255 * body * (0.70 + 0.30 * np.clip(far, 0, 1) ** 4))
