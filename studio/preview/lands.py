"""Mountains, deserts and meadows."""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

from studio.preview import terrain, trees
from studio.preview.hands import together
from studio.preview.noise import clouds, f32, line, smooth
from studio.preview.palettes import dyed
from studio.preview.planes import Layer, layer, layer_of, yuv_of
from studio.preview.stage import Stage
from studio.preview.terrain import Colours, Ground, band, mixed, sunlit

# near, far, height, depth, relief: four bands of dunes, from the horizon to the camera
DUNES = (
    (9.0, 26.0, 1.35, 0.14, 2.4),
    (4.6, 8.6, 1.05, 0.34, 2.2),
    (2.4, 4.4, 0.80, 0.62, 2.0),
    (1.5, 2.3, 0.50, 0.95, 1.9),
)
HILLS = ((8.0, 20.0, 2.2, 0.14), (4.0, 7.6, 0.95, 0.32), (1.1, 3.8, 0.30, 0.62))  # the same, of a meadow
ROCK, SNOW = np.array([0.40, 0.36, 0.34], f32), np.array([0.96, 0.97, 1.0], f32)
GRASS, DRY = np.array([0.34, 0.46, 0.15], f32), np.array([0.62, 0.56, 0.26], f32)
SAND, WOODS = np.array([0.93, 0.66, 0.40], f32), np.array([0.13, 0.20, 0.12], f32)


def mountains(stage: Stage) -> None:
    """Three ranges, snow on the far one (on all in winter), firs before them."""
    chance = stage.chance("mountains")
    rough = terrain.field(clouds(1024, 1024, chance, 4, octaves=7, gain=0.43, ridged=True), 48, chance)
    broad = terrain.field(clouds(512, 512, chance, 4, octaves=3, gain=0.5), 22, chance)
    cold = stage.sketch.cold
    paint: list[Callable[[], Layer]] = []
    for near, far, high, snowline, depth in (
        (9.0, 17.0, 8.6, 0.60 if cold else 2.9, 0.16),
        (5.2, 8.6, 3.0, 0.35 if cold else 2.0, 0.30),
        (2.7, 4.8, 1.15, 0.05 if cold else 9.0, 0.46),
    ):

        def heights(
            x: np.ndarray, z: np.ndarray, *, near: float = near, far: float = far, high: float = high
        ) -> np.ndarray:
            rise = smooth(near * 0.95, near + (far - near) * 0.75, z)
            mass = 0.30 + 0.70 * broad(x, z)
            peaks = (rough(x, z, 2.2 / near**0.62) * mass) ** 1.2 * (0.2 + 0.8 * rise)
            return high * peaks + 0.05 * rough(x, z, 5.0)

        colours = alpine(stage, rough, snowline)
        paint.append(partial(band, stage, near, far, heights, colours=colours, depth=depth, haze=air(stage)))
        paint.append(partial(mist, stage, depth))
    stage.add(*together(*paint))
    firs(stage, cold)


def air(stage: Stage) -> float:
    """How thick the air is."""
    base = {"dawn": 0.055, "storm": 0.075, "golden": 0.045, "sunset": 0.040, "winter": 0.036, "day": 0.028}
    return base.get(stage.sketch.time, 0.035) * (1.6 if "fog" in stage.sketch.weather else 1.0)


def alpine(stage: Stage, rough: terrain.Field, snowline: float) -> Colours:
    """Woods below, rock above, snow where it is high and not too steep."""
    rock, woods = _dyed(stage, ROCK), _dyed(stage, WOODS * 1.6)

    def colours(g: Ground) -> np.ndarray:
        grain = rough(g.x, g.z, 4.3)
        colour = mixed(woods, rock, smooth(0.25, 0.8, g.height + 0.5 * (grain - 0.5)))
        cover = smooth(snowline - 0.25, snowline + 0.35, g.height + 1.3 * (grain - 0.5)) * smooth(
            2.6, 1.1, g.steep
        )
        return sunlit(stage, mixed(colour, SNOW, cover) * (0.82 + 0.36 * grain[..., None]), g)

    return colours


def _dyed(stage: Stage, colour: np.ndarray, part: float = 0.8) -> np.ndarray:
    return colour if stage.palette.ground is None else dyed(colour, stage.palette.ground, part)


def mist(stage: Stage, depth: float) -> Layer:
    """Mist that lies in the valleys between two ranges."""
    p = stage.palette
    amount = {"dawn": 0.7, "golden": 0.5, "sunset": 0.42, "winter": 0.5, "storm": 0.55}.get(
        stage.sketch.time, 0.34
    )
    amount = min(0.95, amount * (1.7 if "fog" in stage.sketch.weather else 1.0))
    chance = stage.chance("mist", depth)
    top = int(stage.horizon - 0.16 * stage.height) // 2 * 2
    tall = min(stage.tall - top, int(0.40 * stage.height)) // 2 * 2
    rows = np.linspace(0, 1, tall // 2, dtype=f32)[:, None]
    body = clouds(tall // 2, stage.wide // 2, chance, 3, octaves=5, gain=0.5, stretch=2.2)
    middle = 0.30 + 0.35 * depth
    edge = smooth(0, 0.2, rows) * smooth(1, 0.8, rows)
    small = np.exp(-(((rows - middle) / 0.26) ** 2)) * edge * (0.35 + 0.75 * body) * amount
    cover = cv2.resize(np.clip(small, 0, 1).astype(f32), (stage.wide, tall), interpolation=cv2.INTER_LINEAR)
    y, u, v = yuv_of(p.haze * 0.82 + p.light * (0.0 if stage.is_dark else 0.18))
    flat = np.ones((tall // 2, stage.wide // 2), f32)
    drift = float(chance.uniform(10, 26) * chance.choice([-1, 1])) * stage.unit
    luma = np.full((tall, stage.wide), y, f32)
    more = {"sway": (drift, 0, 0, 0), "soft": True}
    return layer_of(luma, flat * u, flat * v, cover, depth=depth, top=top, **more)


def firs(stage: Stage, cold: bool) -> None:
    """A wooded slope in front."""
    chance = stage.chance("firs")
    ground = stage.down + stage.height * (0.99 - 0.10 * line(stage.wide, chance, 1.4, 4, gain=0.45))
    stage.add(trees.stand(stage, chance, ground, (26, 74), density=1.5, depth=0.72, far=0.72, snowy=cold))
    ground = stage.down + stage.height * (1.07 - 0.13 * line(stage.wide, chance, 1.2, 4, gain=0.45))
    stage.add(trees.stand(stage, chance, ground, (50, 150), density=0.85, depth=0.98, far=0.94, snowy=cold))


def desert(stage: Stage) -> None:
    """Dunes with sharp crests, ripples in the near ones."""
    chance = stage.chance("desert")
    soft = terrain.field(clouds(1024, 1024, chance, 4, octaves=2, gain=0.30), 84, chance)
    bend = terrain.field(clouds(512, 512, chance, 3, octaves=3, gain=0.5), 30, chance)
    sand = _dyed(stage, SAND, 0.9)

    def dunes(x: np.ndarray, z: np.ndarray, high: float) -> np.ndarray:
        n = soft(x + 1.6 * bend(x, z), z * 1.25)
        crest = np.clip(1 - np.sqrt((2 * n - 1) ** 2 + 0.004), 0, 1)  # sharp, but not a cliff
        return (high * crest**1.35 + 0.12 * bend(x, z, 2.0)) * smooth(20, 11, z)

    def colours(g: Ground) -> np.ndarray:
        near = np.clip(1.6 / g.z, 0, 1) ** 1.5
        ripple = (
            np.sin((g.x * 0.5 + g.z * 1.1 + 1.4 * bend(g.x, g.z, 1.5) + g.height * 2.4) * 46) * near * 0.10
        )
        return sunlit(stage, np.broadcast_to(sand, (*g.x.shape, 3)), g) * (1 + ripple)[..., None]

    haze = air(stage) * 0.9
    stage.add(
        *together(
            *(
                partial(
                    band,
                    stage,
                    near,
                    far,
                    partial(dunes, high=high),
                    colours=colours,
                    depth=depth,
                    eye=1.5,
                    haze=haze,
                    relief=relief,
                    fine=2.0,
                )
                for near, far, high, depth, relief in DUNES
            )
        )
    )


def meadow(stage: Stage) -> None:
    """Rolling hills with rows of trees, grass in front, flowers where it is light."""
    chance = stage.chance("meadow")
    roll = terrain.field(clouds(512, 512, chance, 4, octaves=3, gain=0.4), 26, chance)
    fine = terrain.field(clouds(512, 512, chance, 24, octaves=4, gain=0.6), 40, chance)
    green = _dyed(stage, DRY if stage.sketch.time in ("golden", "sunset") else GRASS)
    if stage.sketch.cold:
        green = SNOW * 0.9

    def colours(g: Ground) -> np.ndarray:
        patch, blades = smooth(0.3, 0.7, roll(g.x, g.z, 2.3)), fine(g.x, g.z, 3.0)
        colour = mixed(green, green * np.array([0.62, 0.80, 0.62], f32), patch)
        return sunlit(stage, colour * (0.72 + 0.5 * blades[..., None]), g)

    def hills(x: np.ndarray, z: np.ndarray, high: float) -> np.ndarray:
        return high * roll(x, z)

    slopes = together(
        *(
            partial(
                band,
                stage,
                near,
                far,
                partial(hills, high=high),
                colours=colours,
                depth=depth,
                eye=0.9,
                haze=air(stage),
                relief=1.5,
            )
            for near, far, high, depth in HILLS
        )
    )
    for last in slopes:
        stage.add(last)
        if (depth := last.depth) < 0.5:
            ground = _skyline(last.away, last.top) + (0.012 + 0.03 * depth) * stage.height
            trees.copse(
                stage, chance, ground, depth=depth + 0.01, tall=15 + 60 * depth, far=0.62 + 0.8 * depth
            )
    _grass(stage, green, chance)


def _skyline(away: np.ndarray, top: int) -> np.ndarray:
    """The row where a plate begins, per column."""
    return np.argmax(away < 128, axis=0).astype(f32) + top


def _grass(stage: Stage, green: np.ndarray, chance: np.random.Generator) -> None:
    """Blades before the lens, out of the light."""
    tall = int(0.26 * stage.height) // 2 * 2
    top = stage.tall - tall
    cover, tone = np.zeros((tall, stage.wide), np.uint8), np.zeros((tall, stage.wide), np.uint8)
    for _ in range(int(1300 * stage.wide / (1590 * stage.unit))):
        _blade(cover, tone, chance, stage.unit)
    dark, bright = (
        green * (stage.palette.ambient * 0.9),
        green * (stage.palette.ambient + stage.palette.sunlight * 0.75),
    )
    part = (tone.astype(f32) / 255)[..., None] * (1 - np.linspace(0, 0.85, tall, dtype=f32)[:, None, None])
    sway = (5 * stage.unit, 0, stage.rounds(0.3), 0.0)
    stage.add(
        layer(np.clip(dark + (bright - dark) * part, 0, 1), cover.astype(f32) / 255, 1.0, top, sway=sway)
    )


def _blade(cover: np.ndarray, tone: np.ndarray, chance: np.random.Generator, unit: float) -> None:
    tall, wide = cover.shape
    foot, length = chance.uniform(0, wide), chance.uniform(0.25, 1) ** 1.3 * 0.92 * tall
    lean = chance.normal(0, 0.28) * length
    t = np.linspace(0, 1, 7)[:, None]
    points = np.array([[foot, tall], [foot + lean * 0.3, tall - length * 0.55], [foot + lean, tall - length]])
    curve = (1 - t) ** 2 * points[0] + 2 * t * (1 - t) * points[1] + t**2 * points[2]
    thick = max(1, round(chance.uniform(0.8, 3.0) * unit))
    for plane, value in ((cover, 255), (tone, int(chance.integers(20, 255)))):
        cv2.polylines(plane, [(curve * 8).astype(np.int32)], False, value, thick, cv2.LINE_AA, 3)
