"""Things that stand in a scene when they are named: small, dark against the light, in their right place."""

import math

import cv2
import numpy as np

from studio.engines.preview import trees
from studio.engines.preview.city import glow
from studio.engines.preview.noise import f32
from studio.engines.preview.palettes import rgb
from studio.engines.preview.planes import Layer, Planes, bytes_of, layer, scaled, yuv_of
from studio.engines.preview.stage import Effect, Moment, Stage

WATERY = ("sea", "lake")


def place(stage: Stage) -> None:
    """Put the named subjects where they belong; what has no place in this scene is left out."""
    for name in stage.sketch.subjects:
        if stage.sketch.scene in PLACES.get(name, ()):
            MAKERS[name](stage, stage.chance("subject", name))


class Shape:
    """Polygons on a canvas of the scene's size; tone 0 is the dark of the land, 1 is the light."""

    def __init__(self, stage: Stage):
        self.stage = stage
        self.cover = np.zeros((stage.tall, stage.wide), np.uint8)
        self.tone = np.zeros_like(self.cover)

    def add(self, points, at: tuple[float, float], size: float, tone: float = 0.0) -> None:
        """points: in units of `size`, right and down from `at`."""
        fixed = np.round((np.asarray(points, np.float64) * size + at) * 16).astype(np.int32)
        cv2.fillPoly(self.cover, [fixed], 255, cv2.LINE_AA, 4)
        cv2.fillPoly(self.tone, [fixed], int(255 * tone), cv2.LINE_AA, 4)

    def layer(self, depth: float, sway=(0.0, 0.0, 0, 0.0), dark: np.ndarray | None = None) -> Layer:
        """What was drawn, cut to its rows."""
        rows = np.nonzero(self.cover.any(1))[0]
        top = max(0, int(rows[0]) - 6) // 2 * 2
        bottom = min(self.stage.tall, int(rows[-1]) + 8) // 2 * 2
        p = self.stage.palette
        dark = p.land * (0.25 + 0.6 * p.ambient) + p.haze * 0.10 if dark is None else dark
        bright = p.light * (0.55 if self.stage.is_dark else 0.92)
        tone = self.tone[top:bottom, :, None].astype(f32) / 255
        picture = dark + (bright - dark) * tone
        return layer(np.clip(picture, 0, 1), self.cover[top:bottom].astype(f32) / 255, depth, top, sway=sway)


def lighthouse(stage: Stage, chance: np.random.Generator) -> None:
    """A tower on a rock, its lamp, and the beam that goes round."""
    side = -stage.sun_side
    column = stage.right + stage.width * (0.5 + side * chance.uniform(0.16, 0.26))
    foot = stage.horizon + 0.03 * stage.height
    high = 0.34 * min(stage.height, stage.width)
    shape = Shape(stage)
    rock = [
        (-1.1, 0.16),
        (-0.74, -0.02),
        (-0.5, -0.09),
        (-0.22, -0.17),
        (0.1, -0.19),
        (0.34, -0.11),
        (0.62, -0.04),
        (1.2, 0.16),
    ]
    shape.add(rock, (column, foot), high * 0.8)
    shape.add([(-0.085, -0.1), (-0.052, -0.86), (0.052, -0.86), (0.085, -0.1)], (column, foot), high, 0.34)
    for at in (0.28, 0.55):  # painted bands
        wide = 0.085 - 0.033 * (at - 0.1) / 0.76
        shape.add(
            [(-wide, -at), (-wide + 0.006, -at - 0.13), (wide - 0.006, -at - 0.13), (wide, -at)],
            (column, foot),
            high,
            0.06,
        )
    lit = 0.085 * stage.sun_side
    shape.add(
        [(lit, -0.1), (lit * 0.62, -0.86), (lit * 0.40, -0.86), (lit * 0.60, -0.1)],
        (column, foot),
        high,
        0.72,
    )
    shape.add([(-0.085, -0.86), (-0.085, -0.885), (0.085, -0.885), (0.085, -0.86)], (column, foot), high)
    shape.add(
        [(-0.042, -0.885), (-0.042, -0.965), (0.042, -0.965), (0.042, -0.885)], (column, foot), high, 1.0
    )
    shape.add([(-0.060, -0.965), (0, -1.04), (0.060, -0.965)], (column, foot), high)
    _behind_water(stage, shape.layer(0.19))
    stage.effects.append(_beam(stage, (column, foot - 0.925 * high), 0.19))


def _behind_water(stage: Stage, plate: Layer) -> None:
    """Insert a plate before the foreground rocks, after the water."""
    at = next((i for i, one in enumerate(stage.layers) if not isinstance(one, Layer)), len(stage.layers) - 1)
    stage.layers.insert(at + 1, plate)


def _beam(stage: Stage, lamp: tuple[float, float], depth: float) -> Effect:
    """Two beams opposite one another; long when they point sideways, a flash when they meet the eye."""
    turns, quarter = stage.rounds(0.2), 4
    wide, tall = stage.width // quarter, stage.height // quarter
    tone = yuv_of(np.clip(stage.palette.light * 0.5 + 0.5, 0, 1))
    halo = _halo(int(64 * stage.unit))
    strength = 120 if stage.is_dark else 84

    def sweep(planes: Planes, moment: Moment) -> None:
        column = lamp[0] - stage.right - moment.view.right * stage.right * 0.92 * depth
        row = lamp[1] - stage.down - moment.view.down * stage.down * 0.9 * depth
        turn = 2 * math.pi * (moment.phase * turns + 0.13)
        light = np.zeros((tall, wide), np.uint8)
        for half in (0, math.pi):
            across, toward = math.cos(turn + half), math.sin(turn + half)
            reach, spread = (
                across * 1.25 * stage.width,
                (0.030 + 0.05 * max(0, toward)) * stage.width * abs(across),
            )
            tip = (column + reach, row - 0.02 * abs(reach) + 0.05 * toward * stage.height)
            points = np.array(
                [(column, row - 2), (tip[0], tip[1] - spread), (tip[0], tip[1] + spread), (column, row + 2)]
            )
            bright = int(strength * (0.25 + 0.75 * abs(across)))
            cv2.fillPoly(light, [np.round(points / quarter * 16).astype(np.int32)], bright, cv2.LINE_AA, 4)
        light = cv2.GaussianBlur(light, (0, 0), 2.2 * stage.unit)
        light = cv2.multiply(light, _fade(column / quarter, wide, tall), scale=1 / 255)
        cv2.add(
            planes.y, cv2.resize(light, (stage.width, stage.height), interpolation=cv2.INTER_LINEAR), planes.y
        )
        flash = max(0.0, math.sin(turn)) ** 10 + max(0.0, -math.sin(turn)) ** 10
        glow(planes, halo, column, row, tone, 0.5 + 0.9 * flash)

    return sweep


def _fade(column: float, wide: int, tall: int) -> np.ndarray:
    """Light gets weaker with the distance from a column."""
    far = np.abs(np.arange(wide, dtype=f32) - column) / wide
    return np.broadcast_to(bytes_of(255 * np.exp(-far / 0.42)), (tall, wide))


def _halo(radius: int) -> np.ndarray:
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1].astype(f32)
    far = np.hypot(rows, columns) / max(radius, 1)
    return bytes_of(200 * np.exp(-((far / 0.07) ** 2)) + 110 * np.exp(-far / 0.16) * np.clip(1 - far, 0, 1))


def boat(stage: Stage, chance: np.random.Generator) -> None:
    """A sailing boat that rocks on the water."""
    column = stage.right + stage.width * (0.5 - stage.sun_side * chance.uniform(0.02, 0.14))
    at, size = (column, stage.horizon + 0.062 * stage.height), 0.15 * min(stage.height, stage.width)
    shape = Shape(stage)
    shape.add([(-0.44, 0), (0.48, -0.03), (0.33, 0.13), (-0.32, 0.13)], at, size, 0.05)
    shape.add([(0.015, -0.05), (0.0, -1.04), (-0.015, -0.05)], at, size, 0.1)
    shape.add([(0.03, -0.08), (0.03, -1.0), (0.22, -0.62), (0.42, -0.10)], at, size, 0.85)
    shape.add([(-0.035, -0.08), (-0.03, -0.86), (-0.20, -0.5), (-0.36, -0.08)], at, size, 0.60)
    mirror = [(x, 0.16 - y * 0.55) for x, y in ((-0.36, -0.04), (0.02, -1.0), (0.42, -0.04))]
    _behind_water(
        stage, shape.layer(0.22, sway=(1.5 * stage.unit, 3.0 * stage.unit, stage.rounds(0.35), 0.0))
    )
    shadow = Shape(stage)
    shadow.add(mirror, at, size, 0.35)
    plate = shadow.layer(0.22, sway=(2.5 * stage.unit, 0, stage.rounds(0.5), 0.3))
    plate.away = cv2.addWeighted(plate.away, 0.30, np.full_like(plate.away, 255), 0.70, 0)
    plate.away_half = cv2.addWeighted(plate.away_half, 0.30, np.full_like(plate.away_half, 255), 0.70, 0)
    for name in ("y", "u", "v"):
        setattr(plate, name, scaled(getattr(plate, name), 0.30))
    _behind_water(stage, plate)


def birds(stage: Stage, chance: np.random.Generator) -> None:
    """A loose flock that crosses the sky, wings beating."""
    heading = float(chance.choice([-1, 1]))
    middle = (chance.uniform(0.3, 0.7), chance.uniform(0.18, 0.36))
    lots = [
        (*(chance.normal(0, 1, 2) * (0.11, 0.055)), chance.uniform(0.008, 0.017), chance.random())
        for _ in range(11)
    ]
    beats = stage.rounds(1.6)
    dark = yuv_of(stage.palette.land * (0.3 + 0.5 * stage.palette.ambient))[0]

    def fly(planes: Planes, moment: Moment) -> None:
        travel = 0.10 * moment.wave(1, -0.25) if stage.loop else 0.22 * (moment.phase - 0.5)
        ink = np.zeros_like(planes.y)
        for right, down, size, phase in lots:
            column = (middle[0] + right + heading * travel - 0.03 * moment.view.right) * stage.width
            row = (middle[1] + down + 0.006 * moment.wave(2, phase)) * stage.height
            _bird(ink, column, row, size * 720 * stage.unit, 0.5 + 0.5 * moment.wave(beats, phase))
        top, bottom = int(stage.height * 0.0), int(stage.height * 0.62)
        part = planes.y[top:bottom]
        cv2.multiply(part, cv2.bitwise_not(ink[top:bottom]), part, scale=1 / 255)
        cv2.add(part, scaled(ink[top:bottom], dark / 255), part)

    stage.effects.append(fly)


def _bird(ink: np.ndarray, column: float, row: float, size: float, beat: float) -> None:
    lift = 0.75 * beat - 0.25
    wing = [(-1, -lift), (-0.45, -0.30 - lift * 0.45), (0, 0), (0.45, -0.30 - lift * 0.45), (1, -lift)]
    under = [(0.42, -0.16 - lift * 0.4), (0, 0.20), (-0.42, -0.16 - lift * 0.4)]
    points = np.array([*wing, *under]) * size + (column, row)
    cv2.fillPoly(ink, [np.round(points * 16).astype(np.int32)], 225, cv2.LINE_AA, 4)


def balloons(stage: Stage, chance: np.random.Generator) -> None:
    """Hot-air balloons, striped, each rising and sinking in its own time."""
    count = 5
    places = chance.permutation(count)
    for n in range(count):
        size = (0.045 + 0.085 * ((n + 0.5) / count) ** 1.6) * min(stage.height, stage.width)
        column = stage.right + stage.width * (0.12 + 0.76 * (places[n] + chance.uniform(0.2, 0.8)) / count)
        row = stage.down + stage.height * chance.uniform(0.14, 0.40)
        stage.add(_balloon(stage, chance, (float(column), float(row)), size, 0.12 + 0.05 * n))


def _balloon(
    stage: Stage, chance: np.random.Generator, at: tuple[float, float], size: float, depth: float
) -> Layer:
    p = stage.palette
    hue = rgb(str(chance.choice(["#d2452f", "#e0a030", "#2f7fa8", "#c85a86", "#3f8f62", "#7c55b0"])))
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
    plate = shape.layer(
        depth,
        (4 * stage.unit, 9 * stage.unit, 1, float(chance.random())),
        hue * (p.ambient * 0.75 + p.sunlight * 0.35),
    )
    return plate


def tree(stage: Stage, chance: np.random.Generator) -> None:
    """One great tree on the near hill."""
    column = stage.right + stage.width * (0.5 - stage.sun_side * chance.uniform(0.10, 0.22))
    height = 0.36 * min(stage.height, stage.width)
    shape = Shape(stage)
    foot = stage.down + stage.height * 0.80
    for _ in range(3):
        trees.crown(
            shape.cover,
            chance,
            column + chance.normal(0, height * 0.05),
            foot,
            height * chance.uniform(0.85, 1.05),
        )
    shape.add([(-0.035, 0.02), (-0.018, -0.5), (0.018, -0.5), (0.04, 0.02)], (column, foot), height)
    mound = [(-1.6, 0.20), (-0.7, 0.04), (0, -0.01), (0.7, 0.04), (1.6, 0.20)]
    shape.add(mound, (column, foot), height)
    stage.layers.insert(_before_last(stage), shape.layer(0.62))


def cabin(stage: Stage, chance: np.random.Generator) -> None:
    """A small house with light in its windows."""
    column = stage.right + stage.width * (0.5 - stage.sun_side * chance.uniform(0.08, 0.2))
    foot, size = stage.down + stage.height * 0.80, 0.13 * min(stage.height, stage.width)
    shape = Shape(stage)
    shape.add([(-0.7, 0.06), (-0.7, -0.5), (0.7, -0.5), (0.7, 0.06)], (column, foot), size, 0.06)
    shape.add([(-0.9, -0.44), (-0.42, -1.02), (0.42, -1.02), (0.9, -0.44)], (column, foot), size, 0.0)
    shape.add([(0.25, -0.9), (0.25, -1.25), (0.40, -1.25), (0.40, -0.9)], (column, foot), size)
    shape.add([(-2.6, 0.30), (-0.9, 0.02), (0.9, 0.02), (2.6, 0.30)], (column, foot), size)
    plate = shape.layer(0.62)
    panes = Shape(stage)
    for x in (-0.42, 0.16):
        panes.add([(x, -0.16), (x, -0.36), (x + 0.24, -0.36), (x + 0.24, -0.16)], (column, foot), size, 1.0)
    windows = panes.layer(0.62)
    y, u, v = yuv_of(rgb("#ffc76a"))
    inside = 255 - windows.away.astype(f32)
    windows.y = bytes_of(inside / 255 * y)
    small = 255 - windows.away_half.astype(f32)
    windows.u, windows.v = bytes_of(small / 255 * u), bytes_of(small / 255 * v)
    at = _before_last(stage)
    stage.layers[at:at] = [plate, windows]
    stage.effects.append(_lamp(stage, (column - 0.05 * size, foot - 0.26 * size), 0.62, "#ffb85a", 90))


def _lamp(stage: Stage, at: tuple[float, float], depth: float, colour: str, radius: float) -> Effect:
    """A warm halo that flickers a little."""
    sprite, tone = _halo(int(radius * stage.unit)), yuv_of(rgb(colour))

    def shine(planes: Planes, moment: Moment) -> None:
        column = at[0] - stage.right - moment.view.right * stage.right * 0.92 * depth
        row = at[1] - stage.down - moment.view.down * stage.down * 0.9 * depth
        glow(planes, sprite, column, row, tone, 0.45 + 0.06 * moment.wave(7) + 0.04 * moment.wave(11, 0.3))

    return shine


def pier(stage: Stage, chance: np.random.Generator) -> None:
    """A wooden pier that runs out from the lower edge."""
    side = -stage.sun_side
    end = (stage.right + stage.width * (0.5 + side * 0.06), stage.horizon + 0.10 * stage.height)
    start = (stage.right + stage.width * (0.5 + side * 0.40), stage.tall + 0.02 * stage.height)
    shape = Shape(stage)
    near, far = 0.15 * stage.width, 0.012 * stage.width
    deck = [
        (end[0] - far, end[1]),
        (end[0] + far, end[1]),
        (start[0] + near, start[1]),
        (start[0] - near, start[1]),
    ]
    shape.add(deck, (0, 0), 1, 0.10)
    for n in range(9):
        part = (n / 8) ** 2.0
        thick = (0.002 + 0.014 * part) * stage.width
        row = end[1] + (start[1] - end[1]) * part
        for wing in (-1, 1):
            column = end[0] + (start[0] - end[0]) * part + wing * (far + (near - far) * part)
            tall = (0.020 + 0.16 * part) * stage.height
            shape.add(
                [(-0.5, -tall / thick), (0.5, -tall / thick), (0.5, 1.6), (-0.5, 1.6)], (column, row), thick
            )
    _behind_water(stage, shape.layer(0.6))


def camels(stage: Stage, chance: np.random.Generator) -> None:
    """A caravan on a crest, far away."""
    size = 0.035 * min(stage.height, stage.width)
    column = stage.right + stage.width * chance.uniform(0.2, 0.4)
    shape = Shape(stage)
    for n in range(5):
        _camel(shape, (column + n * size * 2.5, stage.horizon + stage.height * (0.045 + 0.004 * n)), size)
    stage.layers.insert(_before_last(stage), shape.layer(0.34, sway=(-14 * stage.unit, 0.0, 0, 0.0)))


def _camel(shape: Shape, at: tuple[float, float], size: float) -> None:
    body = [
        (-0.7, -0.2),
        (-0.6, -0.55),
        (-0.3, -0.6),
        (-0.1, -0.95),
        (0.12, -0.6),
        (0.5, -0.5),
        (0.72, -0.62),
        (0.8, -1.02),
    ]
    body += [(1.04, -1.02), (1.08, -0.9), (0.9, -0.86), (0.8, -0.4), (0.6, -0.2)]
    shape.add(body, at, size)
    for leg in (-0.6, -0.38, 0.34, 0.52):
        shape.add([(leg, -0.25), (leg + 0.1, -0.25), (leg + 0.07, 0.5), (leg + 0.01, 0.5)], at, size)


def figure(stage: Stage, chance: np.random.Generator) -> None:
    """Somebody who stands there and looks, seen from behind."""
    low = 0.955 if stage.sketch.scene in WATERY else 0.88
    column = stage.right + stage.width * (0.5 - stage.sun_side * chance.uniform(0.04, 0.14))
    at, size = (column, stage.down + stage.height * low), 0.20 * min(stage.height, stage.width)
    shape = Shape(stage)
    coat = [
        (-0.11, -0.80),
        (-0.15, -0.74),
        (-0.18, -0.36),
        (-0.12, -0.34),
        (-0.11, 0.0),
        (-0.015, 0.0),
        (0.0, -0.30),
    ]
    shape.add(coat + [(-x, y) for x, y in reversed(coat[:-1])], at, size, 0.02)
    angle = np.linspace(0, 2 * np.pi, 24)
    shape.add(np.stack([0.062 * np.cos(angle), 0.078 * np.sin(angle) - 0.90], 1), at, size, 0.02)
    shape.add([(-0.03, -0.86), (0.03, -0.86), (0.04, -0.78), (-0.04, -0.78)], at, size, 0.02)
    mound = [(-2.4, 0.75), (-1.2, 0.10), (-0.3, -0.02), (0.4, -0.02), (1.3, 0.12), (2.6, 0.75)]
    shape.add(mound, at, size)
    shape.add([(-2.4, 0.74), (2.6, 0.74), (2.9, 3), (-2.7, 3)], at, size)
    stage.add(shape.layer(0.85))


def comet(stage: Stage, chance: np.random.Generator) -> None:
    """A shooting star, once in the clip."""
    start = int(stage.count * chance.uniform(0.25, 0.5))
    path = np.array([chance.uniform(0.15, 0.4), chance.uniform(0.08, 0.2)]), np.array([0.5, 0.22])
    tone, sprite = yuv_of(rgb("#eaf2ff")), _halo(int(26 * stage.unit))

    def fall(planes: Planes, moment: Moment) -> None:
        part = (moment.n - start) / 20
        if not 0 <= part <= 1:
            return
        size = np.array([stage.width, stage.height])
        for back in range(14):
            at = (path[0] + path[1] * max(0.0, part - 0.022 * back)) * size
            glow(planes, sprite, at[0], at[1], tone, (1 - back / 14) * math.sin(math.pi * part) * 0.7)

    stage.effects.append(fall)


def _before_last(stage: Stage) -> int:
    """Under the nearest plate, which is grass, rocks or firs."""
    return max(1, len(stage.layers) - 1)


LANDS = ("mountain", "meadow", "forest", "desert", "lake")
OPEN = (*LANDS, "sea", "city", "sky")
PLACES = {
    "lighthouse": ("sea",), "boat": WATERY, "birds": OPEN, "balloons": ("meadow", "mountain", "desert", "sky"),
    "tree": ("meadow",), "cabin": ("mountain", "meadow"), "pier": WATERY, "camels": ("desert",),
    "figure": ("mountain", "meadow", "desert", "sea", "lake", "sky"), "comet": ("sky", "space", "mountain", "sea"),
}  # fmt: skip
MAKERS = {
    "lighthouse": lighthouse, "boat": boat, "birds": birds, "balloons": balloons, "tree": tree, "cabin": cabin,
    "pier": pier, "camels": camels, "figure": figure, "comet": comet,
}  # fmt: skip
