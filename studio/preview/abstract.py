"""Paint patterns, or out-of-focus light, for prompts that name no landscape we can draw.

Where they name no pattern, either, discs of light float in front of folds of silk.
"""

import cv2
import numpy as np

from studio.preview import palettes, weather
from studio.preview.lens import zoom
from studio.preview.noise import f32
from studio.preview.patterns import PATTERNS
from studio.preview.patterns.eyes import SLIT
from studio.preview.patterns.sheet import Sheet
from studio.preview.planes import Planes, add_light, split_planes, to_bytes, to_yuv
from studio.preview.stage import Effect, Moment, Stage

COARSE = 5  # the silk is soft, so it is computed this many times smaller
TURN = 2 * np.pi
AMBER = "#c9a227"  # of the eyes of cats
INKY = ("ink", "liquid", "smoke", "silk")  # which may be black themselves


class AbstractScene:
    """Draw the pattern that the prompt names, or folds of silk, and the weather. Nothing is painted ahead."""

    def __init__(self, stage: Stage):
        self.stage = stage
        rng, pattern = stage.make_rng("light"), stage.sketch.pattern
        self.ramp = _choose_ramp(stage, rng)
        if pattern in PATTERNS:
            self.ground: _Pattern | _Silk = _Pattern(stage, self.ramp, rng)
            self.discs, self.effects = list[_Disc](), list[Effect]()
            return
        self.ground = _Silk(stage, self.ramp, rng)
        self.discs = _make_discs(stage, self.ramp, rng)
        self.effects = weather.make_effects(stage) or weather.make_motes(stage, "dust")

    def draw_frame(self, n: int, yuv: np.ndarray) -> None:
        planes = split_planes(yuv, self.stage.width, self.stage.height)
        moment = self.stage.make_moment(n)
        self.ground.draw(planes, moment)
        for disc in self.discs:
            disc.draw(planes, moment)
        zoom(planes, moment.view.zoom)
        for effect in self.effects:
            effect(planes, moment)


def _choose_ramp(stage: Stage, rng: np.random.Generator) -> list[np.ndarray]:
    """Return five colors: those that are named, of the pattern, of the mood, or any."""
    sketch = stage.sketch
    dyes = tuple(dye for dye in sketch.dyes if dye not in palettes.GROUNDS)
    if sketch.pattern == "eye":
        ramp = [palettes.parse_hex(color) for color in palettes.MOODS["eye"].split()]
        amber = AMBER if SLIT.search(str(stage.key[0]).lower()) else None
        iris = dyes[0] if dyes else amber
        return [*ramp[:3], palettes.parse_hex(iris) if iris else ramp[3], ramp[4]]
    is_gold = sketch.moods[:1] == ("gold",) and len(dyes) < 2
    if sketch.pattern and sketch.dyes and (dyes or sketch.pattern in INKY) and not is_gold:
        return palettes.make_dyed_ramp(dyes)
    has_own = sketch.pattern in PATTERNS and "spectrum" not in sketch.moods
    own = PATTERNS[sketch.pattern][2] if has_own else ""
    ramp = palettes.make_ramp((own,) if own else sketch.moods, sketch.tints, rng)
    if sketch.time in ("night", "dusk") and sketch.timed and not own:
        ramp = [c * f for c, f in zip(ramp, (0.5, 0.6, 0.75, 0.9, 1.0), strict=True)]
    return ramp


class _Pattern:
    """Draw a pattern small, color it and enlarge it."""

    def __init__(self, stage: Stage, ramp: list[np.ndarray], rng: np.random.Generator):
        make, longest, _ = PATTERNS[stage.sketch.pattern]
        scale = min(1.0, longest / max(stage.width, stage.height))
        size = round(stage.width * scale), round(stage.height * scale)
        self.draw_sheet = make(Sheet(stage, *size, rng))
        self.table = [to_bytes(p) for p in to_yuv(_make_gradient(ramp))]

    def draw(self, planes: Planes, moment: Moment) -> None:
        index = self.draw_sheet(moment)
        for plane, table in zip(planes, self.table, strict=True):
            cv2.resize(cv2.LUT(index, table), plane.shape[::-1], dst=plane, interpolation=cv2.INTER_LINEAR)


class _Silk:
    """Draw folds of cloth in soft light: waves bent by waves, each with whole cycles in the clip."""

    def __init__(self, stage: Stage, ramp: list[np.ndarray], rng: np.random.Generator):
        self.stage = stage
        self.small = (stage.width // COARSE, stage.height // COARSE)
        rows, columns = np.mgrid[0 : self.small[1], 0 : self.small[0]].astype(f32)
        scale = COARSE / (720 * stage.unit)
        angle = rng.uniform(-0.7, 0.7)
        x, y = (columns - columns.mean()) * scale, (rows - rows.mean()) * scale
        self.x = (x * np.cos(angle) + y * np.sin(angle)).astype(f32)
        self.y = (y * np.cos(angle) - x * np.sin(angle)).astype(f32)
        self.bends = [(rng.uniform(0.9, 2.4), rng.random(), int(rng.choice([-1, 1]))) for _ in range(4)]
        self.folds = rng.uniform(3.2, 5.0)
        self.key = self._make_key_light(rng, x, y)
        self.table = [to_bytes(p) for p in to_yuv(_make_gradient(ramp))]

    def _make_key_light(self, rng: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the brightness of a window off center; the far corner is dark."""
        at = (rng.choice([-1, 1]) * rng.uniform(0.15, 0.4), rng.uniform(-0.2, 0.05))
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
        index = to_bytes(value * 255)
        full = (self.stage.width, self.stage.height)
        for plane, table in zip(planes, self.table, strict=True):
            size = full if plane is planes.y else (full[0] // 2, full[1] // 2)
            cv2.resize(cv2.LUT(index, table), size, dst=plane, interpolation=cv2.INTER_CUBIC)


def _make_gradient(ramp: list[np.ndarray]) -> np.ndarray:
    """Return 256 colors through the five of the ramp."""
    places = np.array([0, 0.26, 0.52, 0.80, 1.0])
    at = np.linspace(0, 1, 256)
    return np.stack([np.interp(at, places, [c[i] for c in ramp]) for i in range(3)], -1).astype(f32)


class _Disc:
    """Draw one out-of-focus light that follows a closed path and pulses slowly."""

    def __init__(self, stage: Stage, rng: np.random.Generator, sprite: np.ndarray, color: np.ndarray):
        self.stage, self.sprite, self.tone = stage, sprite, to_yuv(color)
        self.at = (rng.random() * 1.1 - 0.05, np.clip(rng.normal(0.52, 0.26), -0.05, 1.05))
        self.path = (rng.uniform(0.01, 0.05), rng.uniform(0.01, 0.04), rng.random(), rng.random())
        self.breath = (int(rng.integers(1, 3)), rng.random(), rng.uniform(0.10, 0.42))
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
        add_light(
            planes,
            self.sprite,
            column,
            row,
            color=self.tone,
            strength=bright * (0.72 + 0.28 * moment.wave(rounds, phase)),
            dims=0.55,
        )


def _make_discs(stage: Stage, ramp: list[np.ndarray], rng: np.random.Generator) -> list[_Disc]:
    """Return some twenty lights, from large and faint to small and clear."""
    discs = []
    for size, count in ((0.26, 3), (0.16, 5), (0.09, 9), (0.05, 9)):
        sprite = _draw_bokeh(int(size * 720 * stage.unit))
        for _ in range(count):
            part = rng.random() ** 0.8
            color = np.clip(
                palettes.blend(ramp[2 + int(part > 0.5)], ramp[3 + int(part > 0.5)], (2 * part) % 1), 0, 1
            )
            disc = _Disc(stage, rng, sprite, color)
            disc.breath = (*disc.breath[:2], disc.breath[2] * (0.55 + 0.05 / size))
            discs.append(disc)
    return discs


def _draw_bokeh(side: int) -> np.ndarray:
    """Return a disc with a soft edge and a slightly brighter rim, like a lens makes."""
    side = max(9, side) // 2 * 2 + 1
    rows, columns = np.mgrid[0:side, 0:side].astype(f32) - side // 2
    far = np.hypot(rows, columns) / (side * 0.42)
    soft = 0.05 + 1.2 / side
    body = np.clip((1 - far) / soft, 0, 1)
    return to_bytes(255 * body * (0.70 + 0.30 * np.clip(far, 0, 1) ** 4))
