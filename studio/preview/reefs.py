"""Paint rocks at a shore: a dark mass that reaches into the water, a few stacks before it, the spray."""

import math

import numpy as np

from studio.preview.noise import f32, make_noise, make_noise_line, smoothstep
from studio.preview.palettes import tint_color
from studio.preview.planes import Layer, Planes, add_light, make_layer, to_bytes, to_yuv
from studio.preview.stage import Moment, Stage

STONE = np.array([0.24, 0.22, 0.21], f32)
# Of each stack: how far from the middle toward the mass, half its width, and its height, of the frame.
STACKS = ((0.06, 0.075, 0.15), (-0.20, 0.035, 0.06), (-0.52, 0.11, 0.10), (0.33, 0.10, 0.24))
FOOT, BEACH_FOOT = 0.74, 0.70  # rows where the stacks stand in the water
MASS, REACH = 0.46, (-0.05, 0.95)  # the height of the mass, of the frame, and from where to where it rises
STILL = 0.55  # of their height, of rocks in a lake
HIGH, LOW = 0.26, 0.09  # how high spray flies, of the frame's height
# Of a burst: the size of its drops, of the frame's height, how many there are, and how dense they are.
DROPS = ((0.075, 10, 0.42), (0.034, 26, 0.6), (0.013, 60, 1.0))


def add_rocks(stage: Stage, rng: np.random.Generator) -> None:
    """Add the rocks behind the nearest wave, and waves that break on them."""
    side = -stage.sun_side
    ridge = 0.55 + 0.9 * make_noise_line(stage.wide, rng, 9, 5, gain=0.6)
    across = np.linspace(-1, 1, stage.wide, dtype=f32) * side
    size = STILL if stage.sketch.scene == "lake" else 1.0
    far, feet = _make_stacks(stage, rng, across, size * ridge)
    plates: list[Layer | Spray] = [far]
    if stage.sketch.scene == "sea":
        plates.append(_make_mass(stage, rng, across, ridge))
        feet += [(0.5 + side * 0.10, 0.83), (0.5 + side * 0.19, 0.86)]
    if stage.sketch.scene != "lake":
        plates.append(Spray(stage, feet))
    at = len(stage.layers) - (1 if stage.sketch.has_swell or stage.sketch.time == "storm" else 0)
    stage.layers[at:at] = plates


def _make_stacks(
    stage: Stage, rng: np.random.Generator, across: np.ndarray, ridge: np.ndarray
) -> tuple[Layer, list[tuple[float, float]]]:
    """Return rocks that stand in the water, and where their feet are in the frame."""
    foot, side = (BEACH_FOOT if stage.sketch.scene == "beach" else FOOT), -stage.sun_side
    rise = np.zeros_like(across)
    for middle, half, high in STACKS:
        at = middle + float(rng.uniform(-0.05, 0.05))
        rise = np.maximum(rise, high * np.clip(1.1 - np.abs((across - at) / half) ** 2.4, 0, 1))
    base = stage.down + stage.height * (foot + 0.012 * make_noise_line(stage.wide, rng, 14, 3))
    plate = _paint(stage, rng, (base - stage.height * rise * ridge, base), depth=0.45)
    return plate, [(0.5 + side * middle / 2, foot) for middle, _, high in STACKS if high > 0.1]


def _make_mass(stage: Stage, rng: np.random.Generator, across: np.ndarray, ridge: np.ndarray) -> Layer:
    rise = smoothstep(*REACH, across)
    steps = rise * (0.35 + 0.75 * ridge) * MASS
    base = stage.down + stage.height * (0.84 + 0.5 * smoothstep(0.0, 0.8, across) + 0.02 * ridge)
    return _paint(stage, rng, (base - stage.height * (steps + 0.5 * rise), base), depth=0.9)


def _paint(
    stage: Stage, rng: np.random.Generator, span: tuple[np.ndarray, np.ndarray], *, depth: float
) -> Layer:
    """Return the rock between two lines of rows by column, lit from the sun's side, wet and foaming below."""
    high, low = span
    top, end = int(high.min() - 4) // 2 * 2, min(stage.tall, int(low.max()) + 6) // 2 * 2
    top = max(0, top)
    rows = np.arange(top, end, dtype=f32)[:, None]
    shape = (len(rows), stage.wide)
    face = make_noise(*shape, rng, 11, octaves=6, gain=0.62, ridged=True)
    step = max(1, round(4 * stage.unit))
    lit = np.clip((face - np.roll(face, (step, round(-2 * step * stage.sun_side)), (0, 1))) * 3.2 + 0.3, 0, 1)
    p = stage.palette
    stone = STONE if p.ground is None else tint_color(STONE, p.ground, 0.7)
    wet = smoothstep(0.10, 0.0, (low[None] - rows) / stage.height)[..., None]
    light = p.ambient * 0.55 + p.sunlight * lit[..., None] * 0.75
    picture = stone * light * (1.0 - 0.45 * wet) + p.haze * 0.05
    foam = smoothstep(0.022, 0.0, (low[None] - rows) / stage.height + 0.022 * (face - 0.4))[..., None]
    picture = picture + ((p.ambient + p.sunlight * 0.6) * 0.9 - picture) * foam * 0.85
    foot = np.clip((low[None] - rows) / (3 * stage.unit) + 0.5, 0, 1)
    there = np.clip((low - high) / (5 * stage.unit) - 0.4, 0, 1)[None]
    alpha = np.clip(rows - high[None] + 0.5, 0, 1) * foot * there
    return make_layer(np.clip(picture, 0, 1).astype(f32), alpha.astype(f32), depth, top)


class Spray:
    """Draw bursts of water that fly up where waves break, each at its own time."""

    def __init__(self, stage: Stage, feet: list[tuple[float, float]]):
        self.stage, self.feet = stage, feet
        self.puffs = [_make_puff(size * stage.height) for size, _, _ in DROPS]
        self.color = to_yuv(np.clip(stage.palette.light * 0.78 + stage.palette.haze * 0.2, 0, 1))
        self.high = HIGH if stage.sketch.has_swell or stage.sketch.time == "storm" else LOW
        self.strength = (0.75 if self.high == HIGH else 0.45) * (0.6 if stage.is_dark else 1.0)
        rng = stage.make_rng("spray")
        self.drops = [rng.uniform((-1, 0.0), (1, 1.0), (len(feet), count, 2)) for _, count, _ in DROPS]
        self.rate = stage.count_rounds(0.42)

    def __call__(self, planes: Planes, moment: Moment) -> None:
        stage, view = self.stage, moment.view
        right, down = 0.5 * view.right * stage.right, 0.5 * view.down * stage.down
        for n, (column, row) in enumerate(self.feet):
            age = (moment.phase * self.rate + n * 0.37) % 1.0
            up = 4 * self.high * age * (1 - age)
            strength = self.strength * math.sin(math.pi * min(1.0, age * 1.15)) ** 0.7
            for puff, drops, (_, _, dense) in zip(self.puffs, self.drops, DROPS, strict=True):
                for aside, lift in drops[n]:
                    at = column * stage.width + 0.10 * aside * (1.4 - lift) * (0.5 + age) * stage.height
                    height = (lift * up * (1.1 - 0.5 * abs(aside)) - 0.01) * stage.height
                    place = (at - right, row * stage.height - height - down)
                    add_light(planes, puff, *place, color=self.color, strength=strength * dense, dims=1.0)


def _make_puff(size: float) -> np.ndarray:
    x = np.linspace(-1, 1, max(4, round(size)) // 2 * 2, dtype=f32)
    return to_bytes(255 * np.clip(1 - np.hypot(x[None], x[:, None]), 0, 1) ** 1.1)
