"""Paint seas and lakes: moving water that reflects the scene above and glitters under the sun."""

from functools import partial

import cv2
import numpy as np

from studio.preview import terrain, trees
from studio.preview.lands import get_haze, make_ranges
from studio.preview.noise import f32, make_noise, make_noise_line, smoothstep
from studio.preview.palettes import tint_color
from studio.preview.parallel import run_parallel
from studio.preview.planes import Layer, Planes, make_layer, make_yuv_layer, scale, to_bytes, to_yuv
from studio.preview.stage import Moment, Stage
from studio.preview.terrain import Band, Ground, light_ground, make_band

LEVELS = np.arange(256, dtype=f32)
# How the slopes of waves brighten and darken the water.
RISING, FALLING = to_bytes(LEVELS - 128), to_bytes((128 - LEVELS) * 1.3)
SPARKING = to_bytes((LEVELS - 146) * 8)
STORM_WATER = np.array([0.16, 0.34, 0.36], f32)
STONE = np.array([0.30, 0.27, 0.25], f32)


def paint_sea(stage: Stage) -> None:
    """Paint an open horizon with islands, or a high swell in a storm."""
    rng = stage.make_rng("sea")
    is_high = stage.sketch.time == "storm" or stage.sketch.has_swell
    if not is_high:
        add_islands(stage, rng)
    add_water(stage, choppy=1.0, seen=0.13 if is_high else 1.0)
    if is_high:
        _add_swell(stage, rng)
    else:
        _add_rocks(stage, rng)


def paint_lake(stage: Stage) -> None:
    """Paint still water between mountains and woods."""
    rng = stage.make_rng("lake")
    stage.add(*make_ranges(stage, rng))
    shore = stage.horizon + 2 - stage.height * 0.015 * make_noise_line(stage.wide, rng, 2, 4)
    cold = stage.sketch.cold
    stage.add(trees.make_firs(stage, rng, shore, (12, 42), density=1.4, depth=0.19, far=0.72, snowy=cold))
    add_water(stage, choppy=0.35)
    _add_rocks(stage, rng)


def add_islands(stage: Stage, rng: np.random.Generator) -> None:
    rough = terrain.make_field(make_noise(512, 512, rng, 5, octaves=6, gain=0.5, ridged=True), 40, rng)
    where = terrain.make_field(make_noise(512, 512, rng, 5, octaves=2, gain=0.4), 13, rng)
    stone = STONE if stage.palette.ground is None else tint_color(STONE, stage.palette.ground, 0.8)

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        rise = np.sin(np.clip((z - 9) / 7, 0, 1) * np.pi)
        return 3.4 * np.clip(where(x, z * 0.2) - 0.56, 0, 1) * (0.35 + rough(x, z)) * rise - 0.06

    def colors(g: Ground) -> np.ndarray:
        return light_ground(stage, stone * (0.6 + 0.8 * rough(g.x, g.z, 3)[..., None]), g)

    band = Band(9, 16, depth=0.12, eye=0.02, haze=get_haze(stage) * 1.3)
    stage.add(make_band(stage, band, heights, colors))


def _add_rocks(stage: Stage, rng: np.random.Generator) -> None:
    """Add dark rocks at the lower edge."""
    rough = terrain.make_field(make_noise(512, 512, rng, 6, octaves=6, gain=0.55, ridged=True), 190, rng)
    skyline = np.clip(make_noise_line(stage.wide, rng, 2.2, 7, gain=0.5) - 0.45, 0, 1) * 1.8
    aside = np.abs(np.linspace(-1, 1, stage.wide, dtype=f32))
    ground = (
        stage.tall + 4 - stage.height * 0.24 * skyline * smoothstep(0.45, 0.8, aside)
    )  # in the middle it is a fin
    top = int(ground.min() - 2) // 2 * 2
    if top >= stage.tall - 8:
        return
    rows = np.arange(top, stage.tall, dtype=f32)[:, None]
    x = np.broadcast_to(np.arange(stage.wide, dtype=f32)[None] / stage.height, (len(rows), stage.wide))
    face = rough(x, np.broadcast_to(rows / stage.height, x.shape))
    lit = np.clip((face - np.roll(face, (2, int(-3 * stage.sun_side)), (0, 1))) * 5 + 0.35, 0, 1)[..., None]
    p = stage.palette
    picture = STONE * (p.ambient * 0.42 + p.sunlight * lit * 0.42) + p.land * 0.10
    alpha = np.clip(rows - ground[None] + 0.5, 0, 1)
    stage.add(make_layer(np.clip(picture, 0, 1), alpha, 1.0, top))


def add_water(stage: Stage, *, choppy: float, seen: float = 1.0) -> None:
    """Add water below the horizon: a blurred reflection of the layers so far, bluer toward the camera.

    Waves move on it in every frame. choppy: how much they break the light. seen: how far down it is visible
    in front of other layers, as a fraction of the frame's height.
    """
    top = stage.horizon // 2 * 2
    tall = stage.tall - top
    mirror = _make_mirror(stage, tall)
    near = np.linspace(0, 1, tall, dtype=f32)[:, None]
    part, dim = _compute_color_share(stage, near), 0.92 - 0.30 * near
    small = part[::2][: tall // 2]
    y, u, v = to_yuv(_mix_water_color(stage))
    alpha = np.repeat(np.clip((np.arange(tall, dtype=f32)[:, None] - 0.5) / 1.5, 0, 1), stage.wide, 1)
    luma = (mirror[0] * (1 - part) + y * part) * dim
    blue, red = (
        plane[: tall // 2] * (1 - small) + tone * small
        for plane, tone in zip(mirror[1:], (u, v), strict=True)
    )
    stage.add(make_yuv_layer(luma, blue, red, alpha, depth=0.2, top=top, solid=top + 4))
    stage.add(Waves(stage, choppy, seen).draw)


def _make_mirror(stage: Stage, tall: int) -> list[np.ndarray]:
    """Return what is above the horizon, upside down and stretched."""
    above = stage.flatten()
    rows = np.clip(stage.horizon - 1 - (np.arange(tall) * 1.12).astype(int), 0, stage.horizon - 1)
    return [
        _smear(above.y[rows], stage),
        *(_smear(plane[rows[::2] // 2], stage) for plane in (above.u, above.v)),
    ]


def _mix_water_color(stage: Stage) -> np.ndarray:
    """Return the water's own color."""
    p = stage.palette
    deep = p.zenith * 0.5 + p.land * 0.3
    return deep if p.water is None else tint_color(deep * 0.5 + p.middle * 0.35, p.water, 0.95)


def _compute_color_share(stage: Stage, near: np.ndarray) -> np.ndarray:
    """Return how much of its own color the water shows: more when near, and if the prompt names a color."""
    return 0.10 + 0.56 * near if stage.palette.water is None else 0.42 + 0.43 * near


def _smear(plane: np.ndarray, stage: Stage) -> np.ndarray:
    """Blur a reflection, mostly vertically."""
    return cv2.GaussianBlur(plane, (0, 0), sigmaX=1.6 * stage.unit, sigmaY=7 * stage.unit).astype(f32)


class Waves:
    """Draw two wave textures that move across each other in perspective, with glitter under the sun."""

    SIDE = 1024

    def __init__(self, stage: Stage, choppy: float, seen: float):
        self.top = max(2, (stage.horizon - stage.down) // 2 * 2 + 2)
        self.tall = max(8, stage.height - self.top)
        self.stage = stage
        rng = stage.make_rng("waves")
        self.tiles = [self._make_tile(rng) for _ in range(2)]
        rows = min(self.tall, int(seen * stage.height) // 2 * 2)
        across, down = self._map_ground()
        self.maps = cv2.convertMaps(across[:rows], down[:rows], cv2.CV_16SC2)
        t = np.linspace(0, 1, self.tall, dtype=f32)[:, None]
        shade = np.broadcast_to(255 * choppy * (0.10 + 0.45 * t), (self.tall, stage.width))
        self.shade = to_bytes(shade[:rows])
        self.sparks = self._make_sun_path(t, choppy)[:rows]
        self.end = self.top + rows
        self.runs = [
            (stage.count_rounds(0.05), stage.count_rounds(0.16)),
            (-stage.count_rounds(0.07), stage.count_rounds(0.11)),
        ]

    def _make_tile(self, rng: np.random.Generator) -> np.ndarray:
        """Return a tiling wave texture, repeated 2 by 2 so that any crop of it is contiguous."""
        body = make_noise(self.SIDE, self.SIDE, rng, 40, octaves=5, gain=0.60, stretch=2.2)
        body = (body - body.mean()) / body.std()
        return np.pad(np.tile(to_bytes(128 + 42 * body), (2, 2)), ((0, 2), (0, 2)), mode="wrap")

    def _map_ground(self) -> tuple[np.ndarray, np.ndarray]:
        """Return where every second pixel of the water samples the texture; waves are wide enough."""
        stage = self.stage
        t = np.linspace(0, 1, self.tall, dtype=f32)[:, None]
        z = 1 / (t + 0.055)
        columns = (np.arange(stage.width // 2, dtype=f32)[None] * 2 - stage.width / 2) / (720 * stage.unit)
        x = columns * np.minimum(z, 7) * 250 + self.SIDE / 2
        rows = np.log1p(15 * t) * 170 * np.ones_like(columns)
        return np.mod(x, self.SIDE).astype(f32), np.mod(rows, self.SIDE).astype(f32)

    def _make_sun_path(self, t: np.ndarray, choppy: float) -> np.ndarray:
        """Return the strength of glitter: a path toward the sun, wider when near, and a little everywhere."""
        stage = self.stage
        strength = {
            "day": 0.75,
            "storm": 0.0,
            "overcast": 0.1,
            "morning": 0.8,
            "night": 0.75,
            "winter": 0.5,
            "dusk": 0.6,
        }.get(stage.sketch.time, 1.0)
        columns = np.arange(stage.width, dtype=f32)[None] - (stage.sun[0] - stage.right)
        wide = 720 * stage.unit * (0.07 + 0.30 * t)
        path = np.exp(-((columns / wide) ** 2)) * strength + 0.10
        return to_bytes(255 * np.clip(path, 0, 1) * min(1.0, 0.55 + 0.5 * choppy))

    def draw(self, planes: Planes, moment: Moment) -> None:
        a, b = (self._crop_tile(tile, run, moment) for tile, run in zip(self.tiles, self.runs, strict=True))
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
        """Shift bright glitter from the water's color to the light's."""
        inverse = cv2.bitwise_not(light)
        _, u, v = to_yuv(self.stage.palette.light)
        for plane, color in ((planes.u, u), (planes.v, v)):
            part = plane[self.top // 2 : self.end // 2]
            cv2.multiply(part, inverse, part, scale=1 / 255)
            cv2.add(part, scale(light, color / 255), part)

    def _crop_tile(self, tile: np.ndarray, run: tuple[int, int], moment: Moment) -> np.ndarray:
        side = self.SIDE
        if self.stage.loop:  # the tile is too large to scroll through in one clip, so it swings
            ahead, aside = 46 * moment.wave(1, 0.25 * run[0]), 30 * moment.wave(1, 0.25 + 0.25 * run[1])
        else:
            ahead, aside = moment.phase * run[0] * side / 4, -moment.phase * run[1] * side / 4
        right = int(ahead + moment.view.right * self.stage.right * 0.3) % side
        down = int(aside) % side
        beyond = side + 2  # so that the last pixel has a neighbor
        return tile[down : down + beyond, right : right + beyond]


def _add_swell(stage: Stage, rng: np.random.Generator) -> None:
    """Add four large waves with foam, each rising and falling at its own time."""
    stage.add(*run_parallel(*(partial(_make_great_wave, stage, row, rng.random()) for row in range(4))))


def _make_great_wave(stage: Stage, row: int, phase: float) -> Layer:
    rng, near = stage.make_rng("swell", row), row / 3
    ground = _make_crests(stage, rng, near)
    top = max(0, int(ground.min() - 4)) // 2 * 2
    rows = np.arange(top, top + (stage.tall - top + 40) // 2 * 2, dtype=f32)[:, None]
    picture = _paint_wave(stage, rng, (rows - ground[None]) / stage.height, near)
    alpha = np.clip(rows - ground[None] + 0.5, 0, 1)
    right, down = (18 + 46 * near) * stage.unit, (7 + 20 * near) * stage.unit
    sway = (right, down, stage.count_rounds(0.22 + 0.05 * row), float(phase))
    solid = int(ground.max()) + 3
    return make_layer(np.clip(picture, 0, 1), alpha, 0.3 + 0.6 * near, top, sway=sway, solid=solid)


def _make_crests(stage: Stage, rng: np.random.Generator, near: float) -> np.ndarray:
    """Return the row of the wave's crest for each column: round valleys, pointed tops."""
    valley = np.abs(2 * make_noise_line(stage.wide, rng, 3.2 - near, 2, gain=0.4) - 1) ** 1.15
    valley = cv2.GaussianBlur(valley[None].astype(f32), (0, 0), 5 * stage.unit)[0]
    valley += 0.05 * make_noise_line(stage.wide, rng, 14, 4)
    base = stage.horizon + stage.height * (0.05 + 0.36 * near**1.2)
    return base - stage.height * (0.06 + 0.12 * near) * (1 - valley)


def _paint_wave(stage: Stage, rng: np.random.Generator, below: np.ndarray, near: float) -> np.ndarray:
    """Return the picture of a wave: light through the crest, veins of foam, darkness below."""
    p, below = stage.palette, np.clip(below, 0, 9)
    veins = make_noise(
        below.shape[0], below.shape[1], rng, 9 + 4 * near, octaves=6, gain=0.6, stretch=1.8, ridged=True
    )
    green = tint_color(p.haze * 0.55, STORM_WATER if p.water is None else p.water, 0.8)
    dark = green * (0.55 - 0.18 * near)
    through = np.exp(-below / (0.018 + 0.03 * near))[..., None]
    picture = dark + (green * 1.25 - dark) * through + (veins[..., None] - 0.35) * 0.10
    foam = np.clip(smoothstep(0.55, 0.85, veins) * np.exp(-below / (0.03 + 0.05 * near)) * 1.4, 0, 1)
    return picture + (p.light * 0.86 - picture) * foam[..., None] * 0.85
