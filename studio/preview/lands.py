"""Paint mountains, deserts and meadows."""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

from studio.preview import terrain, trees
from studio.preview.noise import f32, make_noise, make_noise_line, smoothstep
from studio.preview.palettes import tint_color
from studio.preview.parallel import run_parallel
from studio.preview.planes import Layer, make_layer, make_yuv_layer, to_yuv
from studio.preview.stage import Stage
from studio.preview.terrain import Band, Ground, GroundColors, light_ground, make_band, mix

# near, far, height, depth and relief of four bands of dunes, from the horizon to the camera
DUNES = (
    (9.0, 26.0, 1.35, 0.14, 2.4),
    (4.6, 8.6, 1.05, 0.34, 2.2),
    (2.4, 4.4, 0.80, 0.62, 2.0),
    (1.5, 2.3, 0.50, 0.95, 1.9),
)
# near, far, height and depth of three bands of hills
HILLS = ((8.0, 20.0, 2.2, 0.14), (4.0, 7.6, 0.95, 0.32), (1.1, 3.8, 0.30, 0.62))
ROCK, SNOW = np.array([0.40, 0.36, 0.34], f32), np.array([0.96, 0.97, 1.0], f32)
GRASS, DRY = np.array([0.34, 0.46, 0.15], f32), np.array([0.62, 0.56, 0.26], f32)
SAND, WOODS = np.array([0.93, 0.66, 0.40], f32), np.array([0.13, 0.20, 0.12], f32)


def paint_mountains(stage: Stage) -> None:
    """Paint three ranges behind firs, with snow on the far one, or on all in winter."""
    rng = stage.make_rng("mountains")
    rough = terrain.make_field(make_noise(1024, 1024, rng, 4, octaves=7, gain=0.43, ridged=True), 48, rng)
    broad = terrain.make_field(make_noise(512, 512, rng, 4, octaves=3, gain=0.5), 22, rng)

    def heights(x: np.ndarray, z: np.ndarray, *, near: float, far: float, high: float) -> np.ndarray:
        rise = smoothstep(near * 0.95, near + (far - near) * 0.75, z)
        mass = 0.30 + 0.70 * broad(x, z)
        peaks = (rough(x, z, 2.2 / near**0.62) * mass) ** 1.2 * (0.2 + 0.8 * rise)
        return high * peaks + 0.05 * rough(x, z, 5.0)

    cold = stage.sketch.cold
    paint: list[Callable[[], Layer]] = []
    for near, far, high, snowline, depth in (
        (9.0, 17.0, 8.6, 0.60 if cold else 2.9, 0.16),
        (5.2, 8.6, 3.0, 0.35 if cold else 2.0, 0.30),
        (2.7, 4.8, 1.15, 0.05 if cold else 9.0, 0.46),
    ):
        range_heights = partial(heights, near=near, far=far, high=high)
        colors = make_alpine_colors(stage, rough, snowline)
        paint.append(
            partial(make_band, stage, Band(near, far, depth, haze=get_haze(stage)), range_heights, colors)
        )
        paint.append(partial(make_mist, stage, depth))
    stage.add(*run_parallel(*paint))
    add_firs(stage, cold)


def get_haze(stage: Stage) -> float:
    """Return how much the air dims distant ground."""
    base = {
        "dawn": 0.055,
        "morning": 0.04,
        "overcast": 0.055,
        "storm": 0.075,
        "golden": 0.045,
        "sunset": 0.040,
        "winter": 0.036,
        "day": 0.028,
    }
    return base.get(stage.sketch.time, 0.035) * (1.6 if "fog" in stage.sketch.weather else 1.0)


def make_alpine_colors(stage: Stage, rough: terrain.Field, snowline: float) -> GroundColors:
    """Return colors for woods below, rock above, and snow where it is high and not too steep."""
    rock, woods = tint_ground(stage, ROCK), tint_ground(stage, WOODS * 1.6)

    def colors(g: Ground) -> np.ndarray:
        grain = rough(g.x, g.z, 4.3)
        color = mix(woods, rock, smoothstep(0.25, 0.8, g.height + 0.5 * (grain - 0.5)))
        alpha = smoothstep(snowline - 0.25, snowline + 0.35, g.height + 1.3 * (grain - 0.5)) * smoothstep(
            2.6, 1.1, g.steep
        )
        return light_ground(stage, mix(color, SNOW, alpha) * (0.82 + 0.36 * grain[..., None]), g)

    return colors


def make_ranges(stage: Stage, rng: np.random.Generator) -> list[Layer]:
    """Return two far ranges of mountains, seen from the water or a plain, and the mist at their foot."""
    rough = terrain.make_field(make_noise(1024, 1024, rng, 4, octaves=7, gain=0.43, ridged=True), 46, rng)

    def heights(x: np.ndarray, z: np.ndarray, *, near: float, far: float, high: float) -> np.ndarray:
        rise = smoothstep(near * 0.9, near + (far - near) * 0.7, z)
        return high * rough(x, z, 2.4 / near**0.6) ** 1.5 * rise + 0.04 * rough(x, z, 5.0)

    cold = stage.sketch.cold
    paint: list[Callable[[], Layer]] = []
    for near, far, high, snowline, depth in (
        (9, 16, 7.4, 0.6 if cold else 2.7, 0.12),
        (5.5, 8.6, 2.6, 0.4 if cold else 1.9, 0.17),
    ):
        range_heights = partial(heights, near=near, far=far, high=high)
        colors = make_alpine_colors(stage, rough, snowline)
        band = Band(near, far, depth, eye=0.2, haze=get_haze(stage))
        paint.append(partial(make_band, stage, band, range_heights, colors))
    return run_parallel(*paint, partial(make_mist, stage, 0.12))


def tint_ground(stage: Stage, color: np.ndarray, part: float = 0.8) -> np.ndarray:
    return color if stage.palette.ground is None else tint_color(color, stage.palette.ground, part)


def make_mist(stage: Stage, depth: float) -> Layer:
    """Return mist in the valley between two ranges."""
    p = stage.palette
    amount = {
        "dawn": 0.7,
        "morning": 0.45,
        "overcast": 0.5,
        "golden": 0.5,
        "sunset": 0.42,
        "winter": 0.5,
        "storm": 0.55,
    }.get(stage.sketch.time, 0.34)
    amount = min(0.95, amount * (1.7 if "fog" in stage.sketch.weather else 1.0))
    rng = stage.make_rng("mist", depth)
    top = int(stage.horizon - 0.16 * stage.height) // 2 * 2
    tall = min(stage.tall - top, int(0.40 * stage.height)) // 2 * 2
    rows = np.linspace(0, 1, tall // 2, dtype=f32)[:, None]
    body = make_noise(tall // 2, stage.wide // 2, rng, 3, octaves=5, gain=0.5, stretch=2.2)
    middle = 0.30 + 0.35 * depth
    edge = smoothstep(0, 0.2, rows) * smoothstep(1, 0.8, rows)
    small = np.exp(-(((rows - middle) / 0.26) ** 2)) * edge * (0.35 + 0.75 * body) * amount
    alpha = cv2.resize(np.clip(small, 0, 1).astype(f32), (stage.wide, tall), interpolation=cv2.INTER_LINEAR)
    y, u, v = to_yuv(p.haze * 0.82 + p.light * (0.0 if stage.is_dark else 0.18))
    flat = np.ones((tall // 2, stage.wide // 2), f32)
    drift = float(rng.uniform(10, 26) * rng.choice([-1, 1])) * stage.unit
    luma = np.full((tall, stage.wide), y, f32)
    more = {"sway": (drift, 0, 0, 0), "soft": True}
    return make_yuv_layer(luma, flat * u, flat * v, alpha, depth=depth, top=top, **more)


def add_firs(stage: Stage, cold: bool) -> None:
    """Add a wooded slope in front."""
    rng = stage.make_rng("firs")
    ground = stage.down + stage.height * (0.99 - 0.10 * make_noise_line(stage.wide, rng, 1.4, 4, gain=0.45))
    stage.add(trees.make_firs(stage, rng, ground, (26, 74), density=1.5, depth=0.72, far=0.72, snowy=cold))
    ground = stage.down + stage.height * (1.07 - 0.13 * make_noise_line(stage.wide, rng, 1.2, 4, gain=0.45))
    stage.add(trees.make_firs(stage, rng, ground, (50, 150), density=0.85, depth=0.98, far=0.94, snowy=cold))


def paint_desert(stage: Stage) -> None:
    """Paint dunes with sharp crests, and ripples on the near ones."""
    rng = stage.make_rng("desert")
    soft = terrain.make_field(make_noise(1024, 1024, rng, 4, octaves=2, gain=0.30), 84, rng)
    bend = terrain.make_field(make_noise(512, 512, rng, 3, octaves=3, gain=0.5), 30, rng)
    sand = tint_ground(stage, SAND, 0.9)

    def dunes(x: np.ndarray, z: np.ndarray, high: float) -> np.ndarray:
        n = soft(x + 1.6 * bend(x, z), z * 1.25)
        crest = np.clip(1 - np.sqrt((2 * n - 1) ** 2 + 0.004), 0, 1)  # sharp, but not a cliff
        return (high * crest**1.35 + 0.12 * bend(x, z, 2.0)) * smoothstep(20, 11, z)

    def colors(g: Ground) -> np.ndarray:
        near = np.clip(1.6 / g.z, 0, 1) ** 1.5
        ripple = (
            np.sin((g.x * 0.5 + g.z * 1.1 + 1.4 * bend(g.x, g.z, 1.5) + g.height * 2.4) * 46) * near * 0.10
        )
        return light_ground(stage, np.broadcast_to(sand, (*g.x.shape, 3)), g) * (1 + ripple)[..., None]

    stage.add(
        *run_parallel(
            *(
                partial(make_band, stage, _make_dune_band(stage, dune), partial(dunes, high=dune[2]), colors)
                for dune in DUNES
            )
        )
    )


def _make_dune_band(stage: Stage, dune: tuple[float, float, float, float, float]) -> Band:
    near, far, _, depth, relief = dune
    return Band(near, far, depth, eye=1.5, haze=get_haze(stage) * 0.9, relief=relief, fine=2.0)


def paint_meadow(stage: Stage) -> None:
    """Paint rolling hills with groups of trees, and grass in front."""
    rng = stage.make_rng("meadow")
    roll = terrain.make_field(make_noise(512, 512, rng, 4, octaves=3, gain=0.4), 26, rng)
    fine = terrain.make_field(make_noise(512, 512, rng, 24, octaves=4, gain=0.6), 40, rng)
    green = tint_ground(stage, DRY if stage.sketch.time in ("golden", "sunset") else GRASS)
    shaded = np.array([0.62, 0.80, 0.62], f32)
    if stage.sketch.cold:
        green, shaded = SNOW * 0.9, np.array([0.84, 0.90, 0.98], f32)

    def colors(g: Ground) -> np.ndarray:
        patch, blades = smoothstep(0.3, 0.7, roll(g.x, g.z, 0.9)), terrain.find_grain(fine, g)
        color = mix(green, green * shaded, patch)
        return light_ground(stage, color * (0.72 + 0.5 * blades[..., None]), g)

    def hills(x: np.ndarray, z: np.ndarray, *, high: float, near: float) -> np.ndarray:
        foot = smoothstep(0.5 * near, 1.3 * near, z)  # else its first slice would be smeared down
        return high * roll(x, z) * (foot if high > 0.5 else 1)

    haze = get_haze(stage)
    slopes = run_parallel(
        *(
            partial(
                make_band,
                stage,
                Band(near, far, depth, eye=0.9, haze=haze, relief=1.5),
                partial(hills, high=high, near=near),
                colors,
            )
            for near, far, high, depth in HILLS
        )
    )
    for slope in slopes:
        stage.add(slope)
        if slope.depth < 0.5:
            _add_copses(stage, rng, slope)
    _add_grass(stage, green, rng)


def _add_copses(stage: Stage, rng: np.random.Generator, slope: Layer) -> None:
    assert slope.inverse is not None  # a band of ground leaves the sky open
    depth = slope.depth
    ground = _find_skyline(slope.inverse, slope.top) + (0.012 + 0.03 * depth) * stage.height
    trees.add_copses(stage, rng, ground, depth=depth + 0.01, tall=15 + 60 * depth, far=0.62 + 0.8 * depth)


def _find_skyline(inverse: np.ndarray, top: int) -> np.ndarray:
    """Return the first visible row of each column."""
    return np.argmax(inverse < 128, axis=0).astype(f32) + top


def _add_grass(stage: Stage, green: np.ndarray, rng: np.random.Generator) -> None:
    """Add blades of grass close to the camera, darker toward the ground."""
    tall = int(0.26 * stage.height) // 2 * 2
    top = stage.tall - tall
    alpha, tone = np.zeros((tall, stage.wide), np.uint8), np.zeros((tall, stage.wide), np.uint8)
    for _ in range(int(1300 * stage.wide / (1590 * stage.unit))):
        _draw_blade(alpha, tone, rng, stage.unit)
    dark, bright = (
        green * (stage.palette.ambient * 0.9),
        green * (stage.palette.ambient + stage.palette.sunlight * 0.75),
    )
    part = (tone.astype(f32) / 255)[..., None] * (1 - np.linspace(0, 0.85, tall, dtype=f32)[:, None, None])
    sway = (5 * stage.unit, 0, stage.count_rounds(0.3), 0.0)
    stage.add(
        make_layer(np.clip(dark + (bright - dark) * part, 0, 1), alpha.astype(f32) / 255, 1.0, top, sway=sway)
    )


def _draw_blade(alpha: np.ndarray, tone: np.ndarray, rng: np.random.Generator, unit: float) -> None:
    tall, wide = alpha.shape
    foot, length = rng.uniform(0, wide), rng.uniform(0.25, 1) ** 1.3 * 0.92 * tall
    lean = rng.normal(0, 0.28) * length
    t = np.linspace(0, 1, 7)[:, None]
    points = np.array([[foot, tall], [foot + lean * 0.3, tall - length * 0.55], [foot + lean, tall - length]])
    curve = (1 - t) ** 2 * points[0] + 2 * t * (1 - t) * points[1] + t**2 * points[2]
    thick = max(1, round(rng.uniform(0.8, 3.0) * unit))
    for plane, value in ((alpha, 255), (tone, int(rng.integers(20, 255)))):
        cv2.polylines(plane, [(curve * 8).astype(np.int32)], False, value, thick, cv2.LINE_AA, 3)
