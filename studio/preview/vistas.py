"""Paint steep land: a canyon, a fjord, terraces on a slope, and a fall of water from a cliff."""

from dataclasses import dataclass, replace

import numpy as np

from studio.preview import lands, sea, terrain, trees
from studio.preview.noise import f32, make_noise, make_noise_line, smoothstep
from studio.preview.palettes import parse_hex
from studio.preview.planes import Layer, Planes, make_layer
from studio.preview.stage import Effect, Moment, Stage
from studio.preview.terrain import Band, Ground, light_ground, make_band, mix


@dataclass(frozen=True)
class Gorge:
    """Walls beside water.

    river, foot: half the width of the water, and where the walls begin. high: of the walls. slope: how wide
    they rise. strata: their colors from below, "#rrggbb". steps: how many there are. bank: color of the
    ground.
    """

    river: float
    foot: float
    high: float
    slope: float
    strata: tuple[str, ...]
    steps: float
    bank: str


RED_ROCK = ("#9c4a2c", "#c8713f", "#b55a35", "#dc9458", "#a8502f", "#d08a55")
GORGES = {
    "canyon": Gorge(
        0.42,
        1.0,
        2.7,
        1.15,
        RED_ROCK,
        5.0,
        "#b98a5a",
    ),
    "wide canyon": Gorge(2.0, 2.3, 3.4, 1.15, RED_ROCK, 5.0, "#b98a5a"),
    "fjord": Gorge(
        2.2, 2.3, 5.4, 3.6, ("#4a5a3c", "#5f6a48", "#6d6f66", "#7d7d78", "#8f8f8c"), 1.2, "#55603f"
    ),
}
FALL = 0.10  # half the width of a waterfall, of the frame's height
CLIFF, MOSS = parse_hex("#9a8d7e"), parse_hex("#6a8a46")


def paint_gorge(stage: Stage) -> None:
    """Paint two walls with a river, or an arm of the sea, between them."""
    gorge, rng = GORGES[stage.sketch.scene], stage.make_rng("gorge")
    stage.add(*lands.make_ranges(stage, rng))
    for near, far, depth in ((7.0, 22.0, 0.2), (1.5, 7.2, 0.45)):
        stage.add(_make_walls(stage, gorge, Band(near, far, depth, haze=lands.get_haze(stage), fine=1.6)))
    stage.front = 0


def _make_walls(stage: Stage, gorge: Gorge, band: Band) -> Layer:
    rng = stage.make_rng("walls")
    rough = terrain.make_field(make_noise(512, 512, rng, 5, octaves=6, gain=0.5, ridged=True), 34, rng)
    soft = terrain.make_field(make_noise(512, 512, rng, 4, octaves=3, gain=0.4), 20, rng)
    strata = np.stack([lands.tint_ground(stage, parse_hex(one)) for one in gorge.strata])
    swing, phase = 0.45 * min(1.0, gorge.river / 0.4), float(rng.uniform(0, 6))
    p = stage.palette

    def find_away(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        return np.abs(x - swing * np.sin(z * 0.55 + phase) * smoothstep(1.5, 6, z))

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        rise = np.clip((find_away(x, z) - gorge.foot - 0.7 * (soft(x, z, 1.4) - 0.5)) / gorge.slope, 0, 1.6)
        step = np.floor(rise * gorge.steps) + smoothstep(0.45, 0.95, rise * gorge.steps % 1)
        wall = np.minimum(step / gorge.steps, 1.0 + 0.12 * rise) * (0.75 + 0.5 * soft(x, z, 0.6))
        return np.asarray(gorge.high * wall + 0.16 * rough(x, z) * smoothstep(0.0, 0.3, rise), f32)

    def colors(g: Ground) -> np.ndarray:
        at = np.clip(g.height / gorge.high, 0, 1.2) * (len(strata) * 1.4) + 0.8 * rough(g.x, g.z, 0.5)
        if gorge.steps < 2:
            at = at * 0.55
        rock = strata[at.astype(np.int32) % len(strata)] * (0.7 + 0.5 * rough(g.x, g.z, 2.0))[..., None]
        ground = mix(parse_hex(gorge.bank) * np.ones_like(rock), rock, smoothstep(0.03, 0.14, g.height))
        if gorge.steps < 2:
            ground = mix(
                ground,
                lands.SNOW * np.ones_like(rock),
                smoothstep(4.4, 5.4, g.height + 0.8 * rough(g.x, g.z, 1.0)),
            )
        land = light_ground(stage, ground, replace(g, lit=np.maximum(g.lit, 0.24)))
        wave = soft(g.x * 2, g.z * 5, 3.0)[..., None]
        deep = (p.zenith * 0.45 + p.land * 0.25) if p.water is None else p.water * 0.8
        far = smoothstep(1.5, 12, g.z)[..., None]
        water = deep * (1 - far) + p.horizon * 0.75 * far + p.middle * 0.28 * wave + p.light * 0.10 * wave**6
        river = smoothstep(gorge.river + 0.05, gorge.river, find_away(g.x, g.z))
        return mix(land, water * np.ones_like(land), river * (g.height < 0.05))

    return make_band(stage, band, heights, colors)


def paint_terraces(stage: Stage) -> None:
    """Paint slopes that are cut into steps, each with its own field."""
    rng = stage.make_rng("terraces")
    stage.add(*lands.make_ranges(stage, rng))
    roll = terrain.make_field(make_noise(512, 512, rng, 4, octaves=2, gain=0.35), 24, rng)
    fine = terrain.make_field(make_noise(512, 512, rng, 24, octaves=4, gain=0.6), 40, rng)
    greens = np.stack([lands.tint_ground(stage, parse_hex(one)) for one in FIELDS])
    p = stage.palette

    for near, far, high, step, depth in ((4.2, 11.0, 2.6, 0.17, 0.3), (1.2, 4.4, 0.95, 0.085, 0.6)):

        def heights(
            x: np.ndarray, z: np.ndarray, *, high: float = high, step: float = step, near: float = near
        ) -> np.ndarray:
            slope = high * roll(x, z) * smoothstep(0.5 * near, 1.6 * near, z)
            part = slope / step
            return np.asarray((np.floor(part) + smoothstep(0.72, 1.0, part % 1)) * step, f32)

        def colors(g: Ground, *, step: float = step) -> np.ndarray:
            number = np.floor(g.height / step + 0.02).astype(np.int32)
            field = greens[(number * 7 + (roll(g.x, g.z, 3.0) * 5).astype(np.int32)) % len(greens)]
            riser = smoothstep(0.05, 0.35, (g.height / step + 0.02) % 1)
            land = light_ground(stage, field * (0.7 + 0.5 * terrain.find_grain(fine, g))[..., None], g)
            is_wet = (number * 5 % 3 == 0) & (riser < 0.1)
            land = mix(land, (p.middle * 0.5 + p.horizon * 0.4) * np.ones_like(land), is_wet * 0.85)
            return mix(land, EARTH * (p.ambient * 0.8 + p.sunlight * 0.3) * np.ones_like(land), riser * 0.75)

        band = Band(near, far, depth, eye=1.5, haze=lands.get_haze(stage), relief=0.7, fine=2.0)
        stage.add(make_band(stage, band, heights, colors))
    stage.front = 0


FIELDS = ("#86a93c", "#6f9a38", "#a3b84a", "#5d8a36", "#93a844", "#7aa83e")
EARTH = parse_hex("#5a4a30")


def paint_waterfall(stage: Stage) -> None:
    """Paint water that falls from a cliff into a pool, with trees above it."""
    rng = stage.make_rng("cliff")
    middle = stage.wide / 2 + stage.sun_side * -0.06 * stage.width
    line = make_noise_line(stage.wide, rng, 3, 6, gain=0.5)
    away = np.abs(np.arange(stage.wide, dtype=f32) - middle) / stage.height
    top = stage.down + stage.height * (0.17 - 0.09 * line * smoothstep(0.06, 0.2, away) - 0.03)
    cold = stage.sketch.cold
    back = top - 0.012 * stage.height
    stage.add(trees.make_firs(stage, rng, back, (26, 80), density=1.2, depth=0.2, far=0.8, snowy=cold))
    stage.add(_make_cliff(stage, rng, top, middle))
    sea.add_water(stage, choppy=0.5)
    stage.layers.append(_make_fall(stage, middle, float(top[int(middle)])))
    stage.add(_make_spray(stage, middle))
    aside = away * stage.height / stage.width
    ground = stage.down + stage.height * (1.34 - 0.46 * smoothstep(0.25, 0.5, aside) - 0.05 * line)
    stage.add(trees.make_firs(stage, rng, ground, (90, 260), density=0.35, depth=0.9, far=0.95, snowy=cold))


def _make_cliff(stage: Stage, rng: np.random.Generator, top: np.ndarray, middle: float) -> Layer:
    """Return a wall of rock with ledges, mossy at its edge, that bends away beside the fall."""
    first = int(top.min() - 2) // 2 * 2
    tall = (stage.horizon + 4 - first) // 2 * 2
    rows = np.arange(first, first + tall, dtype=f32)[:, None]
    below = (rows - top[None]) / stage.height
    rock = make_noise(tall, stage.wide, rng, 9, octaves=6, gain=0.58, stretch=0.35, ridged=True)
    ledge = make_noise(tall, stage.wide, rng, 4, octaves=4, gain=0.5, stretch=3.5)
    relief = rock * 0.6 + 0.5 * ledge
    lit = np.clip((relief - np.roll(relief, (3, int(-5 * stage.sun_side)), (0, 1))) * 4 + 0.42, 0.05, 1.2)
    p = stage.palette
    away = np.abs(np.arange(stage.wide, dtype=f32)[None] - middle) / stage.height
    moss = smoothstep(0.09, 0.0, below) + 0.6 * smoothstep(0.55, 0.8, ledge)
    color = mix(lands.tint_ground(stage, CLIFF) * np.ones((*rock.shape, 3), f32), MOSS, np.clip(moss, 0, 0.9))
    color = mix(color, color * 0.42, np.exp(-((away / 0.17) ** 2)))  # wet rock behind the fall
    picture = color * (p.ambient * 0.72 + p.sunlight * 0.62 * lit[..., None]) * (0.8 + 0.5 * rock)[..., None]
    return make_layer(np.clip(picture, 0, 1), np.clip(rows - top[None] + 0.5, 0, 1), 0.2, first)


def _make_fall(stage: Stage, middle: float, top: float) -> Effect:
    """Return streaks of white water that fall without end, wider toward the pool."""
    wide = int(2.6 * FALL * stage.height) // 2 * 2
    tall = int(stage.horizon + 0.02 * stage.height - top) // 2 * 2
    rng = stage.make_rng("fall")
    streaks = make_noise(tall, wide, rng, 22, octaves=4, gain=0.65, stretch=0.12)
    rows = np.linspace(0, 1, tall, dtype=f32)[:, None]
    away = np.abs(np.linspace(-1.3, 1.3, wide, dtype=f32)[None]) / (0.72 + 0.28 * rows)
    edge = smoothstep(1.0, 0.72, away + 0.35 * (streaks - 0.5))
    cover = (255 * edge * smoothstep(0, 0.02, rows) * (0.80 + 0.2 * rows)).astype(np.uint8)
    bright = 0.35 + 0.65 * float(np.mean(stage.palette.ambient + 0.6 * stage.palette.sunlight))
    rounds = stage.count_rounds(0.9)

    def fall(planes: Planes, moment: Moment) -> None:
        moved = np.roll(streaks, int(moment.phase * rounds * tall) % tall, 0)
        left = int(middle - wide / 2 - stage.right * (1 + 0.92 * 0.2 * moment.view.right)) // 2 * 2
        first = int(top - stage.down * (1 + 0.9 * 0.2 * moment.view.down)) // 2 * 2
        a, b = max(0, left), min(stage.width, left + wide)
        c, d = max(0, first), min(stage.height, first + tall)
        if b <= a or d <= c:
            return
        part = np.s_[c - first : d - first, a - left : b - left]
        shade = np.clip((118 + 150 * moved[part]) * bright, 16, 240)
        alpha = cover[part].astype(f32) / 255
        planes.y[c:d, a:b] = (planes.y[c:d, a:b] * (1 - alpha) + shade * alpha).astype(np.uint8)
        small = alpha[::2, ::2] * 0.85
        for plane, tone in ((planes.u, 133), (planes.v, 124)):
            box = plane[c // 2 : d // 2, a // 2 : b // 2]
            box[:] = (box * (1 - small) + tone * small).astype(np.uint8)

    return fall


def _make_spray(stage: Stage, middle: float) -> Layer:
    """Return the mist where the water lands."""
    rng, p = stage.make_rng("spray"), stage.palette
    top, tall = int(stage.horizon - 0.20 * stage.height) // 2 * 2, int(0.34 * stage.height) // 2 * 2
    rows = (np.arange(tall, dtype=f32)[:, None] - 0.20 * stage.height) / stage.height
    columns = (np.arange(stage.wide, dtype=f32)[None] - middle) / stage.height
    body = make_noise(tall, stage.wide, rng, 6, octaves=5, gain=0.55)
    cloud = np.exp(-((columns / 0.17) ** 2) - ((rows / 0.065) ** 2)) * (0.35 + 0.9 * body)
    picture = np.broadcast_to(p.ambient * 0.9 + p.sunlight * 0.5, (tall, stage.wide, 3)).astype(f32)
    sway = (6 * stage.unit, 3 * stage.unit, stage.count_rounds(0.3), 0.0)
    alpha = np.clip(cloud, 0, 0.92).astype(f32)
    return make_layer(np.clip(picture, 0, 1), alpha, 0.2, top, sway=sway, soft=True)
