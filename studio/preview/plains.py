"""Paint flat ground to the horizon: roads, runways, dry grass, fields, ice, a stadium, the Moon and Mars."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from studio.preview import crops, flora, lands, shores, space, stands, terrain
from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.palettes import blend, parse_hex
from studio.preview.parallel import run_parallel
from studio.preview.planes import Layer
from studio.preview.stage import Stage
from studio.preview.terrain import Band, Ground, light_ground, make_band, mix

LANE = 1.75  # half of a road's width, in units of the camera's height
CROSSING, CROSSING_HALF = 3.0, 1.3  # the distance of a road that is seen from its side, and half its width
REACH = 46.0  # how far the ground goes before it ends at the horizon


@dataclass(frozen=True)
class Plain:
    """ground, patches: colors, "#rrggbb". rough: the height of bumps. path: what runs to the horizon. far:
    what stands at the horizon. front: what grows in front. craters: their depth.
    """

    ground: str
    patches: str
    rough: float = 0.05
    path: str = ""
    far: str = ""
    front: str = ""
    craters: float = 0.0


PLAINS = {
    "road": Plain("#6f8a3c", "#8f9a50", path="road", far="hills"),
    "desert road": Plain("#c9935c", "#b27c4a", path="road", far="dunes"),
    "mountain road": Plain("#66753f", "#7f7a58", path="road", far="ranges"),
    "forest road": Plain("#4c5a2c", "#65633a", path="road", far="woods"),
    "runway": Plain("#7c8a52", "#8f955f", 0.01, path="runway", far="hills"),
    "launch pad": Plain("#8b8577", "#79736a", 0.02, path="pad", far="woods"),
    "savanna": Plain("#b89a4e", "#94843f", 0.07, far="acacias", front="dry grass"),
    "farm": Plain("#c79d45", "#a8853a", 0.03, path="track", far="hills", front="wheat"),
    "vineyard": Plain("#a98a5a", "#8f7a48", 0.03, path="vines", far="hills"),
    "lavender": Plain("#8a7a52", "#7a7048", 0.02, path="lavender", far="hills"),
    "tulips": Plain("#6f8a42", "#64803c", 0.02, path="tulips", far="woods"),
    "salt": Plain("#efe9e0", "#e2dcd4", 0.0, path="cracks", far="ranges"),
    "lawn": Plain("#6f9a44", "#7fa650", 0.0, path="avenue", far="town"),
    "village": Plain("#6f8f40", "#86994a", 0.04, path="lane to town", far="village"),
    "ice": Plain("#e6eef5", "#c4d6e4", 0.09, far="ranges"),
    "stadium": Plain("#4e8a3a", "#4e8a3a", 0.0, path="stripes", far="stands"),
    "moon": Plain("#8f8d8a", "#77756f", 0.06, craters=0.34),
    "mars": Plain("#b5653a", "#8e4a2c", 0.08, far="dunes", craters=0.12),
}
ACROSS = ("crossing", "lane")  # seen from the side
SNOW = parse_hex("#e8eef4")


def paint_plain(stage: Stage) -> None:
    """Paint the plain that the sketch names."""
    plain, rng = PLAINS[stage.sketch.scene], stage.make_rng("plain")
    if stage.sketch.scene == "moon":
        space.paint_night_of_the_moon(stage, rng)
    FAR[plain.far](stage, rng)
    stage.add(_make_ground(stage, plain, rng))
    if plain.path == "pad":
        stands.add_floodlights(stage, rng)
    if plain.far == "acacias":
        flora.add_acacias(stage, rng)
    if plain.front:
        flora.add_stalks(stage, rng, plain.front)
    stage.front = 1 if plain.front else 0


def _make_ground(stage: Stage, plain: Plain, rng: np.random.Generator) -> Layer:
    roll = terrain.make_field(make_noise(512, 512, rng, 6, octaves=3, gain=0.45), 24, rng)
    fine = terrain.make_field(make_noise(512, 512, rng, 24, octaves=4, gain=0.65), 40, rng)
    holes = terrain.make_field(_make_craters(rng), 26, rng)
    bend = float(rng.choice([-1, 1])) * 0.011 * (plain.path in ("road", "track"))
    path = plain.path
    if path == "road" and stage.sketch.is_crossed:
        path = "lane" if stage.sketch.is_old else "crossing"
    cold = stage.sketch.cold
    ground, patches = (
        SNOW if cold else lands.tint_ground(stage, parse_hex(one)) for one in (plain.ground, plain.patches)
    )

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        away, half = (z - CROSSING, CROSSING_HALF) if path in ACROSS else (x - bend * z * z, LANE)
        bumps = plain.rough * (roll(x, z, 2.0) - 0.5) * smoothstep(half, half + 1.5, np.abs(away))
        if path in crops.CROPS:
            bumps = bumps + crops.raise_rows(path, x, z)
        return bumps + plain.craters * (holes(x, z) - 0.5) if plain.craters else bumps

    def colors(g: Ground) -> np.ndarray:
        grain = terrain.find_grain(fine, g)[..., None]
        color = mix(ground, patches, smoothstep(0.35, 0.7, roll(g.x, g.z, 0.9))) * (0.74 + 0.5 * grain)
        if path:
            color = PATHS[path](color, g.x - bend * g.z * g.z, g.z, grain=grain, is_cold=cold)
        return light_ground(stage, color, g) + color * lamps

    lamps = {"moon": 0.55, "stadium": 0.30, "launch pad": 0.34}.get(stage.sketch.scene, 0.0) * stage.is_dark
    haze = 0.0 if stage.sketch.scene == "moon" else lands.get_haze(stage) * 0.7
    return make_band(stage, Band(1.2, REACH, 0.5, haze=haze, relief=1.2, fine=1.6), heights, colors)


def _make_craters(rng: np.random.Generator) -> np.ndarray:
    """Return a tile with round hollows and their rims, around 0.5."""
    tile = np.zeros((512, 512), f32)
    rows, columns = np.mgrid[0:512, 0:512].astype(f32)
    for _ in range(46):
        at, radius = rng.uniform(0, 512, 2), float(rng.uniform(4, 13) * (1 + 2 * rng.random() ** 6))
        away = [np.abs(side - middle) for side, middle in zip((rows, columns), at, strict=True)]
        far = np.hypot(*(np.minimum(one, 512 - one) for one in away)) / radius
        hollow = -np.clip(1 - far**2, 0, 1) + 0.5 * np.exp(-(((far - 1.0) / 0.22) ** 2))
        tile += hollow.astype(f32) * f32(radius / 30)
    return np.clip(0.5 + tile, 0, 1)


# -- what runs to the horizon. x: to the right of its middle


def _lay_road(
    color: np.ndarray, x: np.ndarray, z: np.ndarray, *, grain: np.ndarray, is_cold: bool
) -> np.ndarray:
    """Return the ground with a road of two lanes."""
    soft = 0.004 * z + 0.01
    asphalt = (parse_hex("#aab4c0") if is_cold else parse_hex("#5a5a5e")) * (0.8 + 0.35 * grain)
    color = _cover(color, asphalt, np.clip((LANE - np.abs(x)) / soft, 0, 1))
    color = _cover(color, parse_hex("#9a8f80"), 0.6 * np.exp(-(((np.abs(x) - LANE - 0.12) / 0.14) ** 2)))
    if is_cold:
        return color
    dashes = np.clip((0.05 - np.abs(x)) / soft + 0.5, 0, 1) * ((z / 2.6) % 1 < 0.5)
    sides = np.clip((0.04 - np.abs(np.abs(x) - LANE + 0.16)) / soft + 0.5, 0, 1)
    return _cover(color, parse_hex("#e8e2cc"), 0.8 * np.maximum(dashes, sides) * smoothstep(40, 12, z))


def _lay_crossing(
    color: np.ndarray, x: np.ndarray, z: np.ndarray, *, grain: np.ndarray, is_cold: bool
) -> np.ndarray:
    """Return the ground with a road from left to right, for who is seen from the side."""
    away, soft = z - CROSSING, 0.03
    asphalt = (parse_hex("#aab4c0") if is_cold else parse_hex("#5a5a5e")) * (0.8 + 0.35 * grain)
    color = _cover(color, asphalt, np.clip((CROSSING_HALF - np.abs(away)) / soft, 0, 1))
    verge = np.exp(-(((np.abs(away) - CROSSING_HALF - 0.1) / 0.12) ** 2))
    color = _cover(color, parse_hex("#9a8f80"), 0.6 * verge)
    if is_cold:
        return color
    dashes = np.clip((0.045 - np.abs(away)) / soft + 0.5, 0, 1) * ((x / 1.5) % 1 < 0.5)
    sides = np.clip((0.04 - np.abs(np.abs(away) - CROSSING_HALF + 0.14)) / soft + 0.5, 0, 1)
    return _cover(color, parse_hex("#e8e2cc"), 0.8 * np.maximum(dashes, sides))


def _lay_lane(
    color: np.ndarray, x: np.ndarray, z: np.ndarray, *, grain: np.ndarray, is_cold: bool
) -> np.ndarray:
    """Return the ground with a country lane from left to right, worn by wheels."""
    away, half = z - CROSSING, 0.8 * CROSSING_HALF
    earth = (parse_hex("#cfd6de") if is_cold else parse_hex("#a98d63")) * (0.7 + 0.5 * grain)
    edge = np.abs(away) + 0.25 * (grain[..., 0] - 0.5)
    color = _cover(color, earth, smoothstep(half + 0.12, half - 0.12, edge))
    ruts = np.exp(-(((np.abs(away) - 0.4) / 0.1) ** 2))
    return _cover(color, earth * 0.72, 0.6 * ruts)


def _lay_runway(
    color: np.ndarray, x: np.ndarray, z: np.ndarray, *, grain: np.ndarray, is_cold: bool
) -> np.ndarray:
    """Return the ground with a wide runway."""
    soft, half = 0.004 * z + 0.01, 5.6
    asphalt = parse_hex("#6a6b70") * (0.82 + 0.3 * grain)
    color = _cover(color, asphalt, np.clip((half - np.abs(x)) / soft, 0, 1))
    dashes = np.clip((0.16 - np.abs(x)) / soft + 0.5, 0, 1) * ((z / 5) % 1 < 0.55)
    sides = np.clip((0.1 - np.abs(np.abs(x) - half + 0.4)) / soft + 0.5, 0, 1)
    return _cover(color, parse_hex("#eeeae0"), 0.85 * np.maximum(dashes, sides))


def _lay_pad(
    color: np.ndarray, x: np.ndarray, z: np.ndarray, *, grain: np.ndarray, is_cold: bool
) -> np.ndarray:
    """Return the ground with concrete slabs, which end before the horizon."""
    concrete = parse_hex("#8f8d88") * (0.85 + 0.3 * grain)
    seams = np.maximum(*(np.abs((side / 2.2) % 1 - 0.5) > 0.485 for side in (x, z)))
    concrete = concrete * (1 - 0.25 * (seams * smoothstep(14, 5, z))[..., None])
    return _cover(color, concrete, np.clip((13 - z) / 0.3, 0, 1) * np.clip((9 - np.abs(x)) / 0.2, 0, 1))


def _lay_track(
    color: np.ndarray, x: np.ndarray, z: np.ndarray, *, grain: np.ndarray, is_cold: bool
) -> np.ndarray:
    """Return the ground with two ruts of wheels, and rows of what was sown beside them."""
    rows = 0.5 + 0.5 * np.sin(x * 9)
    color = color * (1 - 0.22 * (rows * smoothstep(20, 4, z))[..., None])
    ruts = np.exp(-(((np.abs(x) - 0.62) / 0.22) ** 2))
    return _cover(color, parse_hex("#8d7148") * (0.8 + 0.4 * grain), 0.85 * ruts)


def _lay_stripes(
    color: np.ndarray, x: np.ndarray, z: np.ndarray, *, grain: np.ndarray, is_cold: bool
) -> np.ndarray:
    """Return a lawn that was mown in stripes, with white lines."""
    color = color * np.where((z / 2.4) % 2 < 1, 1.0, 0.84)[..., None]
    line = np.clip((0.07 - np.abs(z - 7)) / (0.01 * z) + 0.5, 0, 1)
    circle = np.abs(np.hypot(x, z - 7) - 3.4)
    line = np.maximum(line, np.clip((0.07 - circle) / (0.004 * z) + 0.5, 0, 1))
    return _cover(color, parse_hex("#f2f4ee"), 0.85 * line)


def _cover(color: np.ndarray, paint: np.ndarray, part: np.ndarray) -> np.ndarray:
    return blend(color, paint, part[..., None])


# -- what stands at the horizon


def _add_ranges(stage: Stage, rng: np.random.Generator) -> None:
    stage.add(*lands.make_ranges(stage, rng))


def _add_hills(stage: Stage, rng: np.random.Generator) -> None:
    """Add soft hills, far away."""
    roll = terrain.make_field(make_noise(512, 512, rng, 4, octaves=3, gain=0.4), 26, rng)
    green = lands.tint_ground(stage, parse_hex("#5f7038")) if not stage.sketch.cold else SNOW

    def paint(near: float, far: float, high: float) -> Layer:
        band = Band(near, far, 0.12, eye=0.25, haze=lands.get_haze(stage) * 1.5)
        return make_band(
            stage,
            band,
            lambda x, z: high * roll(x, z, 0.5) * smoothstep(near, far * 0.8, z),
            lambda g: light_ground(stage, green * (0.8 + 0.4 * roll(g.x, g.z, 1.2)[..., None]), g),
        )

    stage.add(*run_parallel(partial(paint, 12, 20, 2.4), partial(paint, 8, 12, 1.1)))


def _add_dunes(stage: Stage, rng: np.random.Generator) -> None:
    """Add ridges of sand or rock, far away."""
    soft = terrain.make_field(make_noise(512, 512, rng, 4, octaves=5, gain=0.45, ridged=True), 30, rng)
    sand = lands.tint_ground(stage, parse_hex("#b58252" if stage.sketch.scene != "mars" else "#a55a34"))

    def paint(near: float, far: float, high: float) -> Layer:
        band = Band(near, far, 0.12, eye=0.2, haze=lands.get_haze(stage) * 1.6)
        return make_band(
            stage,
            band,
            lambda x, z: high * soft(x, z, 0.4) * smoothstep(near, far * 0.8, z),
            lambda g: light_ground(stage, sand, g),
        )

    stage.add(*run_parallel(partial(paint, 10, 17, 2.6), partial(paint, 7, 10, 0.9)))


def _add_woods(stage: Stage, rng: np.random.Generator) -> None:
    flora.add_wood_line(stage, rng)


def _add_village(stage: Stage, rng: np.random.Generator) -> None:
    """Add houses before mountains."""
    _add_ranges(stage, rng)
    shores.add_town(stage, rng, is_low=True)


def _add_nothing(stage: Stage, rng: np.random.Generator) -> None:
    pass


FAR: dict[str, Callable[[Stage, np.random.Generator], None]] = {
    "": _add_nothing,
    "acacias": _add_nothing,
    "dunes": _add_dunes,
    "hills": _add_hills,
    "ranges": _add_ranges,
    "stands": stands.add_stands,
    "woods": _add_woods,
    "town": shores.add_town,
    "village": _add_village,
}
PATHS: dict[str, crops.Lay] = {
    "road": _lay_road,
    "crossing": _lay_crossing,
    "lane": _lay_lane,
    "runway": _lay_runway,
    "pad": _lay_pad,
    "track": _lay_track,
    "stripes": _lay_stripes,
    "cracks": crops.lay_cracks,
    "avenue": partial(crops.lay_gravel, half=2.2),
    "lane to town": partial(crops.lay_gravel, half=1.0),
    **crops.LAYERS,
}
