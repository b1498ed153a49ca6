"""Seas and lakes: water that mirrors everything above it, glitters towards the sun, and moves."""

from functools import partial

import cv2
import numpy as np

from studio.preview import terrain, trees
from studio.preview.hands import together
from studio.preview.lands import air, alpine, mist
from studio.preview.noise import clouds, f32, line, smooth
from studio.preview.palettes import dyed
from studio.preview.planes import Layer, Planes, bytes_of, layer, layer_of, scaled, yuv_of
from studio.preview.stage import Moment, Stage
from studio.preview.terrain import Ground, band, sunlit

LEVELS = np.arange(256, dtype=f32)
RISING, FALLING = (
    bytes_of(LEVELS - 128),
    bytes_of((128 - LEVELS) * 1.3),
)  # how wave slopes brighten and darken
SPARKING = bytes_of((LEVELS - 146) * 8)
STORM_WATER = np.array([0.16, 0.34, 0.36], f32)
STONE = np.array([0.30, 0.27, 0.25], f32)


def sea(stage: Stage) -> None:
    """An open horizon with islands; in a storm the swell stands up before the camera."""
    chance = stage.chance("sea")
    if stage.sketch.time != "storm":
        _islands(stage, chance)
    water(stage, choppy=1.0, seen=0.13 if stage.sketch.time == "storm" else 1.0)
    if stage.sketch.time == "storm":
        _swell(stage, chance)
    else:
        _rocks(stage, chance)


def lake(stage: Stage) -> None:
    """Still water between mountains and woods."""
    chance = stage.chance("lake")
    rough = terrain.field(clouds(1024, 1024, chance, 4, octaves=7, gain=0.43, ridged=True), 46, chance)
    cold = stage.sketch.cold
    paint = []
    for near, far, high, snowline, depth in (
        (9, 16, 7.4, 0.6 if cold else 2.7, 0.12),
        (5.5, 8.6, 2.6, 0.4 if cold else 1.9, 0.17),
    ):

        def heights(
            x: np.ndarray, z: np.ndarray, *, near: float = near, far: float = far, high: float = high
        ) -> np.ndarray:
            rise = smooth(near * 0.9, near + (far - near) * 0.7, z)
            return high * rough(x, z, 2.4 / near**0.6) ** 1.5 * rise + 0.04 * rough(x, z, 5.0)

        colours = alpine(stage, rough, snowline)
        paint.append(
            partial(band, stage, near, far, heights, colours=colours, depth=depth, eye=0.2, haze=air(stage))
        )
    stage.add(*together(*paint, partial(mist, stage, 0.12)))
    shore = stage.horizon + 2 - stage.height * 0.015 * line(stage.wide, chance, 2, 4)
    stage.add(trees.stand(stage, chance, shore, (12, 42), density=1.4, depth=0.19, far=0.72, snowy=cold))
    water(stage, choppy=0.35)
    _rocks(stage, chance)


def _islands(stage: Stage, chance: np.random.Generator) -> None:
    rough = terrain.field(clouds(512, 512, chance, 5, octaves=6, gain=0.5, ridged=True), 40, chance)
    where = terrain.field(clouds(512, 512, chance, 5, octaves=2, gain=0.4), 13, chance)
    stone = STONE if stage.palette.ground is None else dyed(STONE, stage.palette.ground, 0.8)

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        rise = np.sin(np.clip((z - 9) / 7, 0, 1) * np.pi)
        return 3.4 * np.clip(where(x, z * 0.2) - 0.56, 0, 1) * (0.35 + rough(x, z)) * rise - 0.06

    def colours(g: Ground) -> np.ndarray:
        return sunlit(stage, stone * (0.6 + 0.8 * rough(g.x, g.z, 3)[..., None]), g)

    stage.add(band(stage, 9, 16, heights, colours=colours, depth=0.12, eye=0.02, haze=air(stage) * 1.3))


def _rocks(stage: Stage, chance: np.random.Generator) -> None:
    """Dark stones at the lower edge, a place to stand."""
    rough = terrain.field(clouds(512, 512, chance, 6, octaves=6, gain=0.55, ridged=True), 190, chance)
    skyline = np.clip(line(stage.wide, chance, 2.2, 7, gain=0.5) - 0.60, 0, 1) * 2.2
    ground = stage.tall + 4 - stage.height * 0.26 * skyline
    top = int(ground.min() - 2) // 2 * 2
    if top >= stage.tall - 8:
        return
    rows = np.arange(top, stage.tall, dtype=f32)[:, None]
    x = np.broadcast_to(np.arange(stage.wide, dtype=f32)[None] / stage.height, (len(rows), stage.wide))
    face = rough(x, np.broadcast_to(rows / stage.height, x.shape))
    lit = np.clip((face - np.roll(face, (2, int(-3 * stage.sun_side)), (0, 1))) * 5 + 0.35, 0, 1)[..., None]
    p = stage.palette
    picture = STONE * (p.ambient * 0.42 + p.sunlight * lit * 0.42) + p.land * 0.10
    cover = np.clip(rows - ground[None] + 0.5, 0, 1)
    stage.add(layer(np.clip(picture, 0, 1), cover, 1.0, top))


def water(stage: Stage, *, choppy: float, seen: float = 1.0) -> None:
    """From the horizon down: a blurred mirror of what is painted so far, darker and bluer towards the camera.

    On top of it, every frame, moving waves. choppy: how much they break the light.
    seen: how much of it, in heights of the frame, something before it leaves to be seen.
    """
    top = stage.horizon // 2 * 2
    tall = stage.tall - top
    mirror = _mirror(stage, tall)
    near = np.linspace(0, 1, tall, dtype=f32)[:, None]
    part, dim = _depth_of_colour(stage, near), 0.92 - 0.30 * near
    small = part[::2][: tall // 2]
    y, u, v = yuv_of(_deep(stage))
    cover = np.repeat(np.clip((np.arange(tall, dtype=f32)[:, None] - 0.5) / 1.5, 0, 1), stage.wide, 1)
    luma = (mirror[0] * (1 - part) + y * part) * dim
    blue, red = (
        plane[: tall // 2] * (1 - small) + tone * small
        for plane, tone in zip(mirror[1:], (u, v), strict=True)
    )
    stage.add(layer_of(luma, blue, red, cover, depth=0.2, top=top, solid=top + 4))
    stage.add(Waves(stage, choppy, seen).draw)


def _mirror(stage: Stage, tall: int) -> list[np.ndarray]:
    """What stands above the horizon, upside down and drawn out."""
    above = stage.flattened()
    rows = np.clip(stage.horizon - 1 - (np.arange(tall) * 1.12).astype(int), 0, stage.horizon - 1)
    return [
        _smeared(above.y[rows], stage),
        *(_smeared(plane[rows[::2] // 2], stage) for plane in (above.u, above.v)),
    ]


def _deep(stage: Stage) -> np.ndarray:
    """The water's own colour."""
    p = stage.palette
    deep = p.zenith * 0.5 + p.land * 0.3
    return deep if p.water is None else dyed(deep * 0.5 + p.middle * 0.35, p.water, 0.95)


def _depth_of_colour(stage: Stage, near: np.ndarray) -> np.ndarray:
    """How much of its own colour water shows: little far away, where it mirrors; more if words name it."""
    return 0.10 + 0.56 * near if stage.palette.water is None else 0.42 + 0.43 * near


def _smeared(plane: np.ndarray, stage: Stage) -> np.ndarray:
    """Reflections are drawn out downwards."""
    return cv2.GaussianBlur(plane, (0, 0), sigmaX=1.6 * stage.unit, sigmaY=7 * stage.unit).astype(f32)


class Waves:
    """Two wave textures that run over one another in perspective: shade everywhere, sparks under the sun."""

    SIDE = 1024

    def __init__(self, stage: Stage, choppy: float, seen: float):
        self.top = max(2, (stage.horizon - stage.down) // 2 * 2 + 2)
        self.tall = max(8, stage.height - self.top)
        self.stage = stage
        chance = stage.chance("waves")
        self.tiles = [self._tile(chance) for _ in range(2)]
        rows = min(self.tall, int(seen * stage.height) // 2 * 2)
        across, down = self._ground()
        self.maps = cv2.convertMaps(across[:rows], down[:rows], cv2.CV_16SC2)
        t = np.linspace(0, 1, self.tall, dtype=f32)[:, None]
        shade = np.broadcast_to(255 * choppy * (0.10 + 0.45 * t), (self.tall, stage.width))
        self.shade = bytes_of(shade[:rows])
        self.sparks = self._path(t, choppy)[:rows]
        self.end = self.top + rows
        self.runs = [(stage.rounds(0.05), stage.rounds(0.16)), (-stage.rounds(0.07), stage.rounds(0.11))]

    def _tile(self, chance: np.random.Generator) -> np.ndarray:
        """A wave texture that tiles, laid out four times so that any part of it is one piece."""
        body = clouds(self.SIDE, self.SIDE, chance, 40, octaves=5, gain=0.60, stretch=2.2)
        body = (body - body.mean()) / body.std()
        return np.pad(np.tile(bytes_of(128 + 42 * body), (2, 2)), ((0, 2), (0, 2)), mode="wrap")

    def _ground(self) -> tuple[np.ndarray, np.ndarray]:
        """Where on the texture each second pixel of the water looks: waves are wide."""
        stage = self.stage
        t = np.linspace(0, 1, self.tall, dtype=f32)[:, None]
        z = 1 / (t + 0.055)
        columns = (np.arange(stage.width // 2, dtype=f32)[None] * 2 - stage.width / 2) / (720 * stage.unit)
        x = columns * np.minimum(z, 7) * 250 + self.SIDE / 2
        rows = np.log1p(15 * t) * 170 * np.ones_like(columns)
        return np.mod(x, self.SIDE).astype(f32), np.mod(rows, self.SIDE).astype(f32)

    def _path(self, t: np.ndarray, choppy: float) -> np.ndarray:
        """How bright sparks are: a path towards the sun, wider near the camera, and a little everywhere."""
        stage = self.stage
        strength = {"day": 0.75, "storm": 0.0, "night": 0.75, "winter": 0.5, "dusk": 0.6}.get(
            stage.sketch.time, 1.0
        )
        columns = np.arange(stage.width, dtype=f32)[None] - (stage.sun[0] - stage.right)
        wide = 720 * stage.unit * (0.07 + 0.30 * t)
        path = np.exp(-((columns / wide) ** 2)) * strength + 0.10
        return bytes_of(255 * np.clip(path, 0, 1) * min(1.0, 0.55 + 0.5 * choppy))

    def draw(self, planes: Planes, moment: Moment) -> None:
        a, b = (self._run(tile, run, moment) for tile, run in zip(self.tiles, self.runs, strict=True))
        both = cv2.remap(cv2.addWeighted(a, 0.5, b, 0.5, 0), self.maps[0], self.maps[1], cv2.INTER_LINEAR)
        slope = cv2.resize(both, self.shade.shape[::-1])
        below = planes.y[self.top : self.end]
        cv2.add(below, cv2.multiply(cv2.LUT(slope, RISING), self.shade, scale=1 / 255), below)
        cv2.subtract(below, cv2.multiply(cv2.LUT(slope, FALLING), self.shade, scale=1 / 255), below)
        light = cv2.multiply(cv2.LUT(slope, SPARKING), self.sparks, scale=1 / 255)
        cv2.add(below, light, below)
        small = cv2.resize(
            light, (light.shape[1] // 2, self.end // 2 - self.top // 2), interpolation=cv2.INTER_AREA
        )
        self._whiten(planes, small)

    def _whiten(self, planes: Planes, light: np.ndarray) -> None:
        """Bright sparks lose the water's colour."""
        away = cv2.bitwise_not(light)
        _, u, v = yuv_of(self.stage.palette.light)
        for plane, colour in ((planes.u, u), (planes.v, v)):
            part = plane[self.top // 2 : self.end // 2]
            cv2.multiply(part, away, part, scale=1 / 255)
            cv2.add(part, scaled(light, colour / 255), part)

    def _run(self, tile: np.ndarray, run: tuple[int, int], moment: Moment) -> np.ndarray:
        side = self.SIDE
        if self.stage.loop:  # the tile is too large to run through whole in one clip: it swings instead
            ahead, aside = 46 * moment.wave(1, 0.25 * run[0]), 30 * moment.wave(1, 0.25 + 0.25 * run[1])
        else:
            ahead, aside = moment.phase * run[0] * side / 4, -moment.phase * run[1] * side / 4
        right = int(ahead + moment.view.right * self.stage.right * 0.3) % side
        down = int(aside) % side
        beyond = side + 2  # the last pixel has a neighbour
        return tile[down : down + beyond, right : right + beyond]


def _swell(stage: Stage, chance: np.random.Generator) -> None:
    """Great waves behind one another, each rising and falling in its own time, foam on their backs."""
    stage.add(*together(*(partial(_great_wave, stage, row, chance.random()) for row in range(4))))


def _great_wave(stage: Stage, row: int, phase: float) -> Layer:
    chance, near = stage.chance("swell", row), row / 3
    ground = _crests(stage, chance, near)
    top = max(0, int(ground.min() - 4)) // 2 * 2
    rows = np.arange(top, top + (stage.tall - top + 40) // 2 * 2, dtype=f32)[:, None]
    picture = _wave_face(stage, chance, (rows - ground[None]) / stage.height, near)
    cover = np.clip(rows - ground[None] + 0.5, 0, 1)
    right, down = (18 + 46 * near) * stage.unit, (7 + 20 * near) * stage.unit
    sway = (right, down, stage.rounds(0.22 + 0.05 * row), float(phase))
    solid = int(ground.max()) + 3
    return layer(np.clip(picture, 0, 1), cover, 0.3 + 0.6 * near, top, sway=sway, solid=solid)


def _crests(stage: Stage, chance: np.random.Generator, near: float) -> np.ndarray:
    """The row of the wave's back, per column: round valleys, pointed tops."""
    valley = np.abs(2 * line(stage.wide, chance, 3.2 - near, 2, gain=0.4) - 1) ** 1.15
    valley = cv2.GaussianBlur(valley[None].astype(f32), (0, 0), 5 * stage.unit)[0]
    valley += 0.05 * line(stage.wide, chance, 14, 4)
    base = stage.horizon + stage.height * (0.05 + 0.36 * near**1.2)
    return base - stage.height * (0.06 + 0.12 * near) * (1 - valley)


def _wave_face(stage: Stage, chance: np.random.Generator, below: np.ndarray, near: float) -> np.ndarray:
    """Light through the crest, foam in veins beneath it, darkness below."""
    p, below = stage.palette, np.clip(below, 0, 9)
    veins = clouds(
        below.shape[0], below.shape[1], chance, 9 + 4 * near, octaves=6, gain=0.6, stretch=1.8, ridged=True
    )
    green = dyed(p.haze * 0.55, STORM_WATER if p.water is None else p.water, 0.8)
    dark = green * (0.55 - 0.18 * near)
    through = np.exp(-below / (0.018 + 0.03 * near))[..., None]
    picture = dark + (green * 1.25 - dark) * through + (veins[..., None] - 0.35) * 0.10
    foam = np.clip(smooth(0.55, 0.85, veins) * np.exp(-below / (0.03 + 0.05 * near)) * 1.4, 0, 1)
    return picture + (p.light * 0.86 - picture) * foam[..., None] * 0.85
