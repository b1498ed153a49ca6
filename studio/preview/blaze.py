"""Set on fire what burns: flames, a glow around them, and smoke above."""

import math
from dataclasses import dataclass

import numpy as np

from studio.preview import grammar
from studio.preview.noise import f32
from studio.preview.planes import Planes, add_light, to_bytes, to_yuv
from studio.preview.stage import Moment, Stage

FUEL = ("building", "vehicle", "plant", "nature")
SCENES = ("village", "forest", "jungle", "city", "meadow", "farm", "savanna", "mountain", "harbor")
FLAME, CORE, SMOKE = (
    np.array(one, f32) for one in ((1.0, 0.42, 0.08), (1.0, 0.80, 0.34), (0.16, 0.15, 0.15))
)
TONGUES, STEPS, PUFFS = 15, 5, 9
FEWER = 11  # tongues of each of many fires, at the horizon
RISE, SMOKE_RISE = 0.7, 2.2  # how high flames and smoke rise, in heights of what burns
ROOF, SUNK = 25, 0.88  # columns; and flames begin below the edge
REACH = 0.84  # the part of its width on which it burns
WOODS = ("forest", "jungle")
TALLER, LOWER = 2.2, 0.1  # the size of fires in woods, and how far below the horizon, of the frame's height
PARALLAX = 0.2  # of what burns at the horizon
HEARTHS = ((0.14, 0.11), (0.36, 0.15), (0.55, 0.10), (0.72, 0.14), (0.90, 0.11))  # where, and how large


@dataclass(frozen=True)
class Box:
    """What burns: the column and the row of its feet, its width and its height, in pixels of the frame.

    roof: the parts of its height from which the flames rise, from its left to its right.
    """

    column: float
    row: float
    wide: float
    high: float
    roof: tuple[float, ...] = (0.1,)


def find_roof(alpha: np.ndarray) -> tuple[float, ...]:
    """Return the parts of the height at which the picture of something ends, at some columns.

    Ropes and chimney smoke don't count: it is how much of a column is filled.
    """
    columns = np.linspace(0, alpha.shape[1] - 1, ROOF).astype(int)
    return tuple((SUNK * (alpha[:, columns] > 0.5).mean(0)).tolist())


class Blaze:
    """Draw the fire of one thing, wherever it is at the moment."""

    def __init__(self, stage: Stage, high: float, n: int, *, tongues: int = TONGUES):
        self.rng = stage.make_rng("blaze", n)
        asides = np.linspace(-1, 1, tongues) + self.rng.uniform(-0.08, 0.08, tongues)
        self.tongues = np.column_stack([asides, self.rng.uniform((0.5, 0), (1, 1), (tongues, 2))])
        self.rate, self.slow = stage.count_rounds(1.5), stage.count_rounds(0.3)
        self.flame, self.smoke = _make_puff(0.34 * high, 1.3), _make_puff(0.9 * high, 0.9)
        self.halo = _make_puff(3.0 * high, 2.0)
        self.colors = [to_yuv(one) for one in (FLAME, CORE, SMOKE)]

    def draw(self, planes: Planes, box: Box, moment: Moment) -> None:
        flame, core, smoke = self.colors
        for n in range(PUFFS):
            age = (moment.phase * self.slow + n / PUFFS) % 1.0
            column = box.column + box.wide * (0.25 * math.sin(2.4 * n) + 0.35 * age)
            row = box.row - box.high * (0.6 + SMOKE_RISE * age)
            strength = 0.7 * min(1.0, 5 * age) * (1 - age)
            add_light(planes, self.smoke, column, row, color=smoke, strength=strength, dims=1.0)
        pulse = 0.30 + 0.05 * moment.wave(self.rate * 2)
        add_light(planes, self.halo, box.column, box.row - 0.5 * box.high, color=flame, strength=pulse)
        places = np.linspace(-1, 1, len(box.roof))
        for aside, size, phase in self.tongues:
            base = float(np.interp(REACH * aside, places, box.roof))
            for step in range(STEPS):
                age = (moment.phase * self.rate + phase + step / STEPS) % 1.0
                column = box.column + REACH / 2 * box.wide * aside * (1 - 0.35 * age)
                row = box.row - box.high * (base + size * RISE * age)
                color = core if age < 0.35 else flame
                add_light(planes, self.flame, column, row, color=color, strength=1 - age * age, dims=0.8)


def _make_puff(radius: float, power: float) -> np.ndarray:
    x = np.linspace(-1, 1, max(4, round(radius)) // 2 * 2 + 1, dtype=f32)
    return to_bytes(255 * np.clip(1 - np.hypot(x[None], x[:, None]), 0, 1) ** power)


def add_fires(stage: Stage) -> None:
    """Add fires along the horizon where a whole place burns."""
    if stage.sketch.scene not in SCENES or not grammar.WILDFIRE.search(str(stage.key[0]).lower()):
        return
    in_woods = stage.sketch.scene in WOODS
    larger = TALLER if in_woods else 1.7
    fires = [
        (Blaze(stage, larger * size * stage.height, n, tongues=FEWER), at, larger * size * stage.height)
        for n, (at, size) in enumerate(HEARTHS)
    ]
    foot = stage.horizon - stage.down + (LOWER if in_woods else 0.03) * stage.height

    def burn(planes: Planes, moment: Moment) -> None:
        right = moment.view.right * stage.right * PARALLAX
        down = moment.view.down * stage.down * PARALLAX
        for fire, at, high in fires:
            fire.draw(planes, Box(at * stage.width - right, foot - down, 1.4 * high, high), moment)

    stage.layers.insert(len(stage.layers) - stage.front, burn)
