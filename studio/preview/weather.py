"""Draw weather in front of the lens. All motion ends where it began, so that clips can loop."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from studio.preview.noise import f32, make_noise
from studio.preview.palettes import parse_hex
from studio.preview.planes import Planes, YuvColor, add_light, scale, to_bytes, to_yuv
from studio.preview.stage import Effect, Moment, Stage


def make_effects(stage: Stage) -> list[Effect]:
    """Return the effects of the weather that the prompt names, farthest first."""
    makers: dict[str, Callable[[Stage], list[Effect]]] = {
        "aurora": make_aurora,
        "fog": make_fog,
        "lightning": make_lightning,
        "snow": make_snow,
        "rain": make_rain,
        "sand": make_sand,
    }
    makers |= {name: partial(make_motes, name=name) for name in MOTES}
    return [effect for name, make in makers.items() if name in stage.sketch.weather for effect in make(stage)]


def make_rain(stage: Stage) -> list[Effect]:
    """Return streaks at two distances."""
    tall = "storm" in stage.sketch.time
    near = _draw_streaks(stage, "near", length=34, count=int(150 * (1.6 if tall else 1)), bright=74)
    far = _draw_streaks(stage, "far", length=15, count=int(430 * (1.6 if tall else 1)), bright=40)
    return [_make_fall(stage, far, 2.1), _make_fall(stage, near, 3.4)]


def _draw_streaks(stage: Stage, name: str, *, length: float, count: int, bright: float) -> np.ndarray:
    rng = stage.make_rng("rain", name)
    sheet = np.zeros((stage.height, stage.width), np.uint8)
    for _ in range(int(count * stage.width / (1280 * stage.unit))):
        x, y = rng.integers(0, stage.width), rng.integers(0, stage.height)
        reach, light = length * stage.unit * rng.uniform(0.7, 1.6), int(bright * rng.uniform(0.4, 1.2))
        for wrap in (0, -stage.height):  # what leaves at the bottom enters at the top
            ends = (int(x), int(y + wrap)), (int(x - reach * 0.17), int(y + reach + wrap))
            cv2.line(sheet, *ends, light, max(1, round(1.1 * stage.unit)), cv2.LINE_AA)
    return np.concatenate([sheet, sheet], 0)


def make_snow(stage: Stage) -> list[Effect]:
    """Return flakes at three distances; the near ones are large, soft and few."""
    storm = 1.8 if "storm" in stage.sketch.time else 1.0
    effects = []
    for name, radius, count, bright, speed, sway in (
        ("far", 1.1, 480, 130, 0.11, 10),
        ("middle", 2.1, 190, 175, 0.2, 22),
        ("near", 5.2, 40, 110, 0.4, 46),
    ):
        sheet = _draw_flakes(stage, name, radius=radius, count=int(count * storm), bright=bright)
        effects.append(_make_fall(stage, sheet, speed, sway * stage.unit))
    return effects


def _draw_flakes(stage: Stage, name: str, *, radius: float, count: int, bright: float) -> np.ndarray:
    rng = stage.make_rng("snow", name)
    pad = int(12 * stage.unit) + 4
    sheet: np.ndarray = np.zeros((stage.height + 2 * pad, stage.width + 2 * pad), f32)
    for _ in range(int(count * stage.width * stage.height / (921600 * stage.unit**2))):
        x, y = rng.uniform(pad, stage.width + pad), rng.uniform(pad, stage.height + pad)
        size, light = (
            max(8, int(radius * stage.unit * rng.uniform(0.6, 1.3) * 8)),
            bright * rng.uniform(0.5, 1),
        )
        cv2.circle(sheet, (int(x * 8), int(y * 8)), size, light, -1, cv2.LINE_AA, 3)
    sheet = cv2.GaussianBlur(sheet, (0, 0), (0.4 if radius < 4 else 2.2) * max(stage.unit, 0.5))
    return np.tile(to_bytes(_wrap_border(sheet, pad)), (2, 2))


def _wrap_border(sheet: np.ndarray, pad: int) -> np.ndarray:
    """Return the sheet without its border, which is added to the opposite side so that it tiles."""
    sheet[pad : 2 * pad] += sheet[-pad:]
    sheet[-2 * pad : -pad] += sheet[:pad]
    sheet[:, pad : 2 * pad] += sheet[:, -pad:]
    sheet[:, -2 * pad : -pad] += sheet[:, :pad]
    return sheet[pad:-pad, pad:-pad]


def _make_fall(stage: Stage, sheet: np.ndarray, per_second: float, sway: float = 0.0) -> Effect:
    """Scroll the sheet down through the frame a whole number of times."""
    runs, tall, wide = stage.count_rounds(per_second), stage.height, stage.width

    def fall(planes: Planes, moment: Moment) -> None:
        down = int(tall - (moment.phase * runs % 1) * tall) % tall
        right = 0
        if sway:
            right = int(sway * moment.wave(2) + moment.view.right * stage.right * 0.5) % wide
        _add_light(planes.y, sheet[down : down + tall, right : right + wide], moment.strength)

    return fall


def _add_light(plane: np.ndarray, light: np.ndarray, strength: float) -> None:
    cv2.add(plane, light if strength >= 1 else scale(light, strength), plane)


def make_fog(stage: Stage) -> list[Effect]:
    """Return a bank of fog that drifts through the lower half."""
    wide, tall = stage.width // 2, stage.height // 2
    body = make_noise(tall, wide, stage.make_rng("fog"), 3, octaves=5, gain=0.5, stretch=1.8)
    rows = np.linspace(0, 1, tall, dtype=f32)[:, None]
    alpha = np.clip(body * 1.3 - 0.2, 0, 1) * np.exp(-(((rows - 0.74) / 0.22) ** 2)) * 0.62
    p = stage.palette
    color = p.haze * 0.85 + p.light * (0.02 if stage.is_dark else 0.15)
    return [_make_veil(stage, alpha, color, 0.04)]


def make_sand(stage: Stage) -> list[Effect]:
    """Return sand that drives across the whole frame, near and far."""
    wide, tall = stage.width // 2, stage.height // 2
    effects = []
    for name, cells, thick, rate in (("far", 4, 0.62, 0.12), ("near", 9, 0.42, 0.4)):
        body = make_noise(tall, wide, stage.make_rng("sand", name), cells, octaves=5, gain=0.6, stretch=3.0)
        body = np.clip(body * 1.5 - 0.15, 0, 1) * thick + 0.12
        effects.append(_make_veil(stage, body, parse_hex("#d9a562") * (0.35 if stage.is_dark else 0.9), rate))
    return effects


def _make_veil(stage: Stage, alpha: np.ndarray, color: np.ndarray, rate: float) -> Effect:
    """Let a half-size picture of haze drift across the frame. rate: rounds a second."""
    wide = stage.width // 2
    y, u, v = to_yuv(color)
    turns = stage.count_rounds(rate) * int(stage.make_rng("wind").choice([-1, 1]))
    sheet = to_bytes(255 * np.tile(alpha, (1, 2)).astype(f32))

    def drift(planes: Planes, moment: Moment) -> None:
        at = int(moment.phase * turns * wide) % wide
        piece = np.ascontiguousarray(sheet[:, at : at + wide])
        if moment.strength < 1:
            piece = scale(piece, moment.strength)
        large = cv2.resize(piece, (stage.width, stage.height), interpolation=cv2.INTER_LINEAR)
        for plane, part, tone in ((planes.y, large, y), (planes.u, piece, u), (planes.v, piece, v)):
            cv2.multiply(plane, cv2.bitwise_not(part), plane, scale=1 / 255)
            cv2.add(plane, scale(part, tone / 255), plane)

    return drift


def make_lightning(stage: Stage) -> list[Effect]:
    """Return two distant, flickering flashes."""
    rng = stage.make_rng("lightning")
    starts = sorted(rng.uniform(0.15, 0.85, 2) * stage.count)
    rows = np.linspace(1, 0.15, stage.height, dtype=f32)[:, None]
    columns = np.arange(stage.width, dtype=f32)[None] / stage.width
    sheet = to_bytes(150 * rows * np.exp(-(((columns - rng.uniform(0.2, 0.8)) / 0.4) ** 2)))
    shape = (0, 1, 0.4, 0.9, 0.6, 0.35, 0.2, 0.1)

    def flash(planes: Planes, moment: Moment) -> None:
        for start in starts:
            since = moment.n - int(start)
            if 0 <= since < len(shape):
                _add_light(planes.y, sheet, shape[since] * moment.strength)

    return [flash]


def make_aurora(stage: Stage) -> list[Effect]:
    """Return curtains of green light that wave across the sky."""
    rng = stage.make_rng("aurora")
    wide, tall = stage.width // 4, stage.height // 4
    columns, rows = np.arange(wide, dtype=f32)[None] / tall, np.arange(tall, dtype=f32)[:, None] / tall
    waves = [(rng.uniform(1.2, 5), int(rng.integers(1, 3)), rng.random()) for _ in range(4)]
    green, violet = to_yuv(parse_hex("#4dffb0")), to_yuv(parse_hex("#b06bff"))
    fine = make_noise(4, 2 * wide, rng, 60, octaves=3, gain=0.6)[0]
    shift = rng.uniform(0, 1)

    def curtains(planes: Planes, moment: Moment) -> None:
        light = np.zeros((tall, wide), f32)
        for band in range(2):
            edge = 0.42 + 0.12 * band
            for size, rounds, phase in waves:
                turn = 2 * np.pi * (moment.phase * rounds * (-1) ** band + phase + shift * band)
                edge = edge + 0.05 * np.sin(columns * size + turn)
            up = edge - rows
            at = int((0.5 + 0.5 * moment.wave(1, band * 0.5)) * wide * 0.5)
            rays = 0.45 + 0.75 * fine[at : at + wide][None]
            light += np.where(up > 0, np.exp(-up / 0.17), np.exp(up / 0.015)) * rays * (0.75 - 0.25 * band)
        light *= np.clip(1.3 - np.abs(columns - columns.mean()) / columns.max() * 1.2, 0, 1)
        _add_gradient_light(planes, to_bytes(light * 150 * moment.strength), green, violet, rows=rows)

    return [curtains]


def _add_gradient_light(
    planes: Planes, light: np.ndarray, low: YuvColor, high: YuvColor, *, rows: np.ndarray
) -> None:
    """Add light whose color changes with the height."""
    tall, wide = planes.y.shape
    cv2.add(planes.y, cv2.resize(light, (wide, tall), interpolation=cv2.INTER_CUBIC), planes.y)
    small = cv2.resize(light, (wide // 2, tall // 2), interpolation=cv2.INTER_LINEAR)
    part = np.clip(
        cv2.resize(np.broadcast_to(rows, light.shape).astype(f32), (wide // 2, tall // 2)) * 2.6, 0, 1
    )
    inverse = cv2.bitwise_not(small)
    for plane, a, b in ((planes.u, low[1], high[1]), (planes.v, low[2], high[2])):
        cv2.multiply(plane, inverse, plane, scale=1 / 255)
        cv2.add(plane, to_bytes((b + (a - b) * part) * (small / 255)), plane)


@dataclass(frozen=True)
class MoteStyle:
    """The look of small floating lights. radius: pixels at 720 lines. low: the top of their region, 0 to 1.

    rise: how far up they travel in five seconds; negative is down, 0 only floats.
    """

    count: int
    radius: float
    color: str
    rise: float = 0.0
    low: float = 0.0
    blink: bool = True
    bright: float = 1.0


MOTES = {
    "fireflies": MoteStyle(count=46, radius=9, color="#e8ff8a", low=0.35),
    "embers": MoteStyle(count=60, radius=6, color="#ff9a3c", rise=1.0),
    "dust": MoteStyle(count=60, radius=5, color="#fff0cf", rise=0.15, bright=0.45),
    "petals": MoteStyle(count=46, radius=8, color="#ffc4d6", rise=-0.35, blink=False, bright=0.85),
}


@dataclass(frozen=True)
class Mote:
    """One light on a closed curve around its place. The phases and `shade` are 0 to 1."""

    column: float
    row: float
    column_phase: float
    row_phase: float
    blink_phase: float
    shade: float
    sprite: np.ndarray
    rounds: int

    def find_column(self, moment: Moment) -> float:
        return self.column + 0.05 * moment.wave(self.rounds, self.column_phase)

    def find_row(self, moment: Moment, runs: int) -> float:
        """Return the row, 0 to 1. runs: how often the light travels up through its region in the clip."""
        if runs:
            return (self.row - runs * moment.phase + 0.04 * moment.wave(self.rounds, self.row_phase)) % 1
        return self.row + 0.05 * moment.wave(self.rounds, self.row_phase)

    def find_light(self, moment: Moment, *, blink: bool) -> float:
        return 0.5 + 0.5 * moment.wave(1 + self.rounds, self.blink_phase) if blink else 0.6 + 0.4 * self.shade


def make_motes(stage: Stage, name: str) -> list[Effect]:
    """Return the small lights of one of `MOTES`."""
    style, rng = MOTES[name], stage.make_rng(name)
    sprites = [_draw_mote(style.radius * stage.unit * size) for size in (0.6, 1.0, 1.7)]
    motes = [_make_mote(rng, sprites) for _ in range(style.count)]
    runs = round(style.rise * stage.count / 24 / 5 * 2) or int(np.sign(style.rise))
    color = to_yuv(parse_hex(style.color))

    def draw(planes: Planes, moment: Moment) -> None:
        for mote in motes:
            column, row = mote.find_column(moment), mote.find_row(moment, runs)
            fade = min(1, 8 * row, 8 * (1 - row)) if runs else 1
            light = mote.find_light(moment, blink=style.blink) * (style.bright * moment.strength * fade)
            if light > 0.06:
                at = column * stage.width, (style.low + (1 - style.low) * row) * stage.height
                add_light(planes, mote.sprite, *at, color=color, strength=light)

    return [draw]


def _make_mote(rng: np.random.Generator, sprites: list[np.ndarray]) -> Mote:
    column, row, column_phase, row_phase, blink_phase, shade = rng.random(6)
    sprite, rounds = sprites[int(rng.integers(len(sprites)))], int(rng.integers(1, 4))
    return Mote(column, row, column_phase, row_phase, blink_phase, shade, sprite, rounds)


def _draw_mote(radius: float) -> np.ndarray:
    reach = max(3, int(radius * 2.4)) | 1
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(f32)
    far = np.hypot(rows, columns) / max(radius, 1.0)
    return to_bytes(190 * np.exp(-((far / 0.28) ** 2)) + 60 * np.exp(-((far / 0.9) ** 2)))
