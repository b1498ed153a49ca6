"""Paint the facades of a street: houses with windows, doors, shops, awnings and signs."""

from dataclasses import dataclass

import numpy as np

from studio.preview.noise import f32, make_noise
from studio.preview.palettes import parse_hex
from studio.preview.passage import LAMPLIGHT
from studio.preview.perspective import SIDE, Sight, look_up, rule
from studio.preview.stage import Stage

HOUSE_M, FLOOR_M, BAY_M = 9.0, 3.3, 2.25  # a house's width, a floor's height, from window to window
HOUSES = 32  # before they repeat
STORE_M, BOARD_M, ABOVE_M = 2.9, 3.65, 4.2  # heights: of shop windows, of the board above them, of the shop
NEON = ("#ff4fa8", "#3fd8ff", "#ffb14a", "#a06bff", "#ff5a4a", "#57e6b0")
WALLS = ("#b08a6a", "#a3735a", "#c2ab8a", "#8d8f92", "#9a6a5a", "#b9b2a0", "#7f8a86")
CLOTHS = ("#a8423a", "#3f6f5a", "#3a5a86", "#b98a3a", "#7a4a6a", "#8a8f92")
DOORS = ("#4a3226", "#2f4a42", "#5a2a2a", "#2c3a52")


@dataclass(frozen=True)
class Row:
    """What was chosen for each house of a street. luck: of each window, 0 to 1."""

    floors: np.ndarray
    walls: np.ndarray
    cloths: np.ndarray
    doors: np.ndarray
    has_awning: np.ndarray
    luck: np.ndarray
    tile: np.ndarray


def choose_row(rng: np.random.Generator, *, is_low: bool = False) -> Row:
    def pick(colors: tuple[str, ...]) -> np.ndarray:
        return np.stack([parse_hex(colors[int(n)]) for n in rng.integers(0, len(colors), HOUSES)])

    return Row(
        rng.integers(*((2, 4) if is_low else (3, 7)), HOUSES).astype(f32),
        pick(WALLS),
        pick(CLOTHS),
        pick(DOORS),
        rng.random(HOUSES) < 0.6,
        rng.random((HOUSES, 16, 64)).astype(f32),
        make_noise(256, 256, rng, 8, octaves=4, gain=0.6),
    )


def paint_facades(stage: Stage, sight: Sight, row: Row) -> tuple[np.ndarray, np.ndarray]:
    """Return the picture of what is seen of the houses, and its alpha."""
    number = (sight.z / HOUSE_M).astype(np.int32) % (HOUSES // 2) + HOUSES // 2 * (sight.x > 0)
    roof = (row.floors * FLOOR_M + 1.2)[number]
    soft = f32(0.0016) * sight.z
    alpha = np.where(sight.surface == SIDE, np.clip((roof - sight.y) / (2.5 * soft) + 0.5, 0, 1), 0)
    sunny = 1 + 0.22 * np.where(np.sign(sight.x) == -stage.sun_side, f32(1), f32(-1))
    grain = look_up(row.tile, sight.y * 20, sight.z * 20)
    color = row.walls[number] * (get_shine(stage) * ((0.86 + 0.24 * grain) * sunny)[..., None])
    cornice = rule(sight.y - roof + 0.5, 999, 0.22) + 0.6 * rule(sight.y - ABOVE_M + 0.15, 999, 0.12)
    color *= (1 + 0.25 * np.clip(cornice, 0, 1))[..., None]
    bay = np.floor(sight.z / BAY_M).astype(np.int32)
    house = House(stage, sight, row, number, bay, roof, soft)
    color = _add_windows(house, color)
    color = _add_shops(house, color)
    return _spill_light(house, color), alpha.astype(f32)


def get_shine(stage: Stage) -> np.ndarray:
    """Return the light on what stands in a street."""
    p = stage.palette
    return np.asarray(p.ambient * 0.9 + p.sunlight * 0.42 * (0.5 if stage.is_dark else 1.0) + 0.03, f32)


@dataclass(frozen=True)
class House:
    """For each pixel: the number of its house and of its bay, its roof's height, and how soft edges are."""

    stage: Stage
    sight: Sight
    row: Row
    number: np.ndarray
    bay: np.ndarray
    roof: np.ndarray
    soft: np.ndarray

    @property
    def across(self) -> np.ndarray:
        """Meters from the middle of the bay."""
        return ((self.sight.z / BAY_M) % 1 - 0.5) * BAY_M

    @property
    def glow(self) -> np.ndarray:
        """The color of the light inside: warm, or of all colors of neon signs."""
        if self.stage.sketch.time != "neon":
            return np.broadcast_to(LAMPLIGHT, (*self.bay.shape, 3))
        colors = np.stack([parse_hex(one) for one in NEON])
        return np.asarray(colors[(self.number * 7 + self.bay // 2) % len(NEON)], f32)

    @property
    def glass(self) -> np.ndarray:
        p = self.stage.palette
        return (p.zenith * 0.35 + p.middle * 0.25) * (0.35 if self.stage.is_dark else 0.8) + 0.02

    def find_band(self, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
        """Return 1 between two heights."""
        y = self.sight.y
        return np.clip((y - low) / self.soft, 0, 1) * np.clip((high - y) / self.soft, 0, 1)

    def find_part(self, half: float) -> np.ndarray:
        """Return 1 up to `half` a width around the middle of the bay."""
        return np.clip((half - np.abs(self.across)) / self.soft, 0, 1)


def _add_windows(house: House, color: np.ndarray) -> np.ndarray:
    """Return the facades with rows of windows above the shops, some of them lit."""
    night, y = house.stage.is_dark, house.sight.y
    floor = np.floor((y - 0.9) / FLOOR_M).astype(np.int32)
    up = (((y - 0.9) / FLOOR_M) % 1 - 0.42) * FLOOR_M
    pane = house.find_part(0.53) * np.clip((0.89 - np.abs(up)) / house.soft, 0, 1)
    pane = pane * (y > ABOVE_M) * (y < house.roof - 1.0)
    luck = house.row.luck[house.number, np.clip(floor, 0, 15), house.bay % 64]
    lit = (luck < (0.42 if night else 0.06)) * (0.45 + 0.55 * (luck * 37 % 1)) * (0.95 if night else 0.5)
    bars = 1 - 0.55 * np.maximum(rule(house.across, 9, 0.03 + house.soft * 0.3), rule(up - 0.2, 9, 0.03))
    inside = house.glass + house.glow * lit[..., None]
    return _cover(color, inside * bars[..., None], pane)


def _add_shops(house: House, color: np.ndarray) -> np.ndarray:
    """Return the facades with shop windows, doors, boards with letters, and awnings of striped cloth."""
    night, row, number = house.stage.is_dark, house.row, house.number
    luck = row.luck[number, 0, house.bay % 64]
    store = house.glass * 0.8 + house.glow * ((0.35 + 0.65 * luck) * (0.95 if night else 0.30))[..., None]
    goods = rule(house.across + luck, 0.38, 0.12) * house.find_band(0.6, 0.75 + 0.9 * luck)
    store = store * (1 - 0.55 * goods)[..., None]
    color = _cover(color, store, house.find_part(0.96) * house.find_band(0.6, STORE_M))
    is_door = house.bay % 4 == number % 4
    shine = get_shine(house.stage)
    color = _cover(
        color, row.walls[number] * shine, is_door * house.find_part(0.98) * house.find_band(0.0, STORE_M)
    )
    color = _cover(
        color, row.doors[number] * shine, is_door * house.find_part(0.52) * house.find_band(0.0, 2.3)
    )
    lamp = is_door * house.find_part(0.40) * house.find_band(1.5, 2.1)
    color = _cover(color, house.glass + house.glow * (0.8 if night else 0.15), lamp)
    color = _cover(color, row.cloths[number] * shine * 0.62, house.find_band(STORE_M + 0.15, BOARD_M))
    letters = rule(house.sight.z, 0.34, 0.10) * (
        row.luck[number, 1, (house.sight.z / 0.34).astype(np.int32) % 64] < 0.72
    )
    letters = (
        letters
        * house.find_band(STORE_M + 0.30, BOARD_M - 0.16)
        * (np.abs((house.sight.z / HOUSE_M) % 1 - 0.5) < 0.3)
    )
    color = _cover(color, house.glow * (1.1 if night else 0.55) + 0.25 * shine, letters)
    stripes = np.where((house.sight.z / 0.45) % 2 < 1, f32(1), f32(1.7))[..., None]
    scallop = 0.10 * np.abs(np.sin(house.sight.z * np.pi / 0.45))
    cloth = house.find_band(2.05 - scallop, STORE_M + 0.1) * row.has_awning[number] * ~is_door
    return _cover(color, np.clip(row.cloths[number] * stripes, 0, 1) * shine * 0.95, cloth)


def _spill_light(house: House, color: np.ndarray) -> np.ndarray:
    if not house.stage.is_dark:
        return color
    return color + np.clip(1 - house.sight.y / 7, 0, 1)[..., None] * house.glow * f32(0.16)


def _cover(color: np.ndarray, paint: np.ndarray, part: np.ndarray) -> np.ndarray:
    color += (paint - color) * part.astype(f32, copy=False)[..., None]
    return color
