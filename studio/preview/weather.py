"""What falls, floats and flashes before the lens. Everything returns to where it began when the clip ends."""

from collections.abc import Callable

import cv2
import numpy as np

from studio.preview.noise import clouds, f32
from studio.preview.palettes import rgb
from studio.preview.planes import Colour, Planes, bytes_of, scaled, shine, yuv_of
from studio.preview.stage import Effect, Moment, Stage


def effects(stage: Stage) -> list[Effect]:
    """The effects of the weather in the words, farthest first."""
    makers: dict[str, Callable[[Stage], list[Effect]]] = {
        "aurora": aurora,
        "fog": fog,
        "lightning": lightning,
        "snow": snow,
        "rain": rain,
        "fireflies": fireflies,
        "embers": embers,
        "dust": dust,
        "petals": petals,
    }
    return [effect for name, make in makers.items() if name in stage.sketch.weather for effect in make(stage)]


def rain(stage: Stage) -> list[Effect]:
    """Streaks at two distances."""
    tall = "storm" in stage.sketch.time
    near = _streaks(stage, "near", length=34, count=int(150 * (1.6 if tall else 1)), bright=74)
    far = _streaks(stage, "far", length=15, count=int(430 * (1.6 if tall else 1)), bright=40)
    return [_falling(stage, far, 2.1), _falling(stage, near, 3.4)]


def _streaks(stage: Stage, name: str, *, length: float, count: int, bright: float) -> np.ndarray:
    chance = stage.chance("rain", name)
    sheet = np.zeros((stage.height, stage.width), np.uint8)
    for _ in range(int(count * stage.width / (1280 * stage.unit))):
        x, y = chance.integers(0, stage.width), chance.integers(0, stage.height)
        reach, light = length * stage.unit * chance.uniform(0.7, 1.6), int(bright * chance.uniform(0.4, 1.2))
        for wrap in (0, -stage.height):  # what leaves below comes in above
            ends = (int(x), int(y + wrap)), (int(x - reach * 0.17), int(y + reach + wrap))
            cv2.line(sheet, *ends, light, max(1, round(1.1 * stage.unit)), cv2.LINE_AA)
    return np.concatenate([sheet, sheet], 0)


def snow(stage: Stage) -> list[Effect]:
    """Flakes at three distances; the near ones large, soft and few."""
    storm = 1.8 if "storm" in stage.sketch.time else 1.0
    made = []
    for name, radius, count, bright, speed, sway in (
        ("far", 1.1, 480, 130, 0.11, 10),
        ("middle", 2.1, 190, 175, 0.2, 22),
        ("near", 5.2, 40, 110, 0.4, 46),
    ):
        sheet = _flakes(stage, name, radius=radius, count=int(count * storm), bright=bright)
        made.append(_falling(stage, sheet, speed, sway * stage.unit))
    return made


def _flakes(stage: Stage, name: str, *, radius: float, count: int, bright: float) -> np.ndarray:
    chance = stage.chance("snow", name)
    pad = int(12 * stage.unit) + 4
    sheet: np.ndarray = np.zeros((stage.height + 2 * pad, stage.width + 2 * pad), f32)
    for _ in range(int(count * stage.width * stage.height / (921600 * stage.unit**2))):
        x, y = chance.uniform(pad, stage.width + pad), chance.uniform(pad, stage.height + pad)
        size, light = (
            max(8, int(radius * stage.unit * chance.uniform(0.6, 1.3) * 8)),
            bright * chance.uniform(0.5, 1),
        )
        cv2.circle(sheet, (int(x * 8), int(y * 8)), size, light, -1, cv2.LINE_AA, 3)
    sheet = cv2.GaussianBlur(sheet, (0, 0), (0.4 if radius < 4 else 2.2) * max(stage.unit, 0.5))
    return np.tile(bytes_of(_folded(sheet, pad)), (2, 2))


def _folded(sheet: np.ndarray, pad: int) -> np.ndarray:
    """The sheet without its border, which is added to the opposite side: it tiles."""
    sheet[pad : 2 * pad] += sheet[-pad:]
    sheet[-2 * pad : -pad] += sheet[:pad]
    sheet[:, pad : 2 * pad] += sheet[:, -pad:]
    sheet[:, -2 * pad : -pad] += sheet[:, :pad]
    return sheet[pad:-pad, pad:-pad]


def _falling(stage: Stage, sheet: np.ndarray, per_second: float, sway: float = 0.0) -> Effect:
    """The sheet runs down through the frame, a whole number of times."""
    runs, tall, wide = stage.rounds(per_second), stage.height, stage.width

    def fall(planes: Planes, moment: Moment) -> None:
        down = int(tall - (moment.phase * runs % 1) * tall) % tall
        right = 0
        if sway:
            right = int(sway * moment.wave(2) + moment.view.right * stage.right * 0.5) % wide
        _add(planes.y, sheet[down : down + tall, right : right + wide], moment.strength)

    return fall


def _add(plane: np.ndarray, light: np.ndarray, strength: float) -> None:
    cv2.add(plane, light if strength >= 1 else scaled(light, strength), plane)


def fog(stage: Stage) -> list[Effect]:
    """A bank that drifts through the lower half."""
    wide, tall = stage.width // 2, stage.height // 2
    body = clouds(tall, wide, stage.chance("fog"), 3, octaves=5, gain=0.5, stretch=1.8)
    rows = np.linspace(0, 1, tall, dtype=f32)[:, None]
    cover = np.clip(body * 1.3 - 0.2, 0, 1) * np.exp(-(((rows - 0.74) / 0.22) ** 2)) * 0.62
    cover = np.tile(cover, (1, 2)).astype(f32)
    p = stage.palette
    y, u, v = yuv_of(p.haze * 0.85 + p.light * (0.02 if stage.is_dark else 0.15))
    turns = stage.rounds(0.04) * int(stage.chance("wind").choice([-1, 1]))
    sheet = bytes_of(255 * cover)

    def drift(planes: Planes, moment: Moment) -> None:
        at = int(moment.phase * turns * wide) % wide
        piece = np.ascontiguousarray(sheet[:, at : at + wide])
        if moment.strength < 1:
            piece = scaled(piece, moment.strength)
        large = cv2.resize(piece, (stage.width, stage.height), interpolation=cv2.INTER_LINEAR)
        for plane, part, tone in ((planes.y, large, y), (planes.u, piece, u), (planes.v, piece, v)):
            cv2.multiply(plane, cv2.bitwise_not(part), plane, scale=1 / 255)
            cv2.add(plane, scaled(part, tone / 255), plane)

    return [drift]


def lightning(stage: Stage) -> list[Effect]:
    """Two flashes far away, each flickering."""
    chance = stage.chance("lightning")
    starts = sorted(chance.uniform(0.15, 0.85, 2) * stage.count)
    rows = np.linspace(1, 0.15, stage.height, dtype=f32)[:, None]
    columns = np.arange(stage.width, dtype=f32)[None] / stage.width
    sheet = bytes_of(150 * rows * np.exp(-(((columns - chance.uniform(0.2, 0.8)) / 0.4) ** 2)))
    shape = (0, 1, 0.4, 0.9, 0.6, 0.35, 0.2, 0.1)

    def flash(planes: Planes, moment: Moment) -> None:
        for start in starts:
            since = moment.n - int(start)
            if 0 <= since < len(shape):
                _add(planes.y, sheet, shape[since] * moment.strength)

    return [flash]


def aurora(stage: Stage) -> list[Effect]:
    """Curtains of green light that wave over the sky."""
    chance = stage.chance("aurora")
    wide, tall = stage.width // 4, stage.height // 4
    columns, rows = np.arange(wide, dtype=f32)[None] / tall, np.arange(tall, dtype=f32)[:, None] / tall
    waves = [(chance.uniform(1.2, 5), int(chance.integers(1, 3)), chance.random()) for _ in range(4)]
    green, violet = yuv_of(rgb("#4dffb0")), yuv_of(rgb("#b06bff"))
    fine = clouds(4, 2 * wide, chance, 60, octaves=3, gain=0.6)[0]
    shift = chance.uniform(0, 1)

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
        _tinted(planes, bytes_of(light * 150 * moment.strength), green, violet, rows=rows)

    return [curtains]


def _tinted(planes: Planes, light: np.ndarray, low: Colour, high: Colour, *, rows: np.ndarray) -> None:
    """Add light that changes colour upwards."""
    tall, wide = planes.y.shape
    cv2.add(planes.y, cv2.resize(light, (wide, tall), interpolation=cv2.INTER_CUBIC), planes.y)
    small = cv2.resize(light, (wide // 2, tall // 2), interpolation=cv2.INTER_LINEAR)
    part = np.clip(
        cv2.resize(np.broadcast_to(rows, light.shape).astype(f32), (wide // 2, tall // 2)) * 2.6, 0, 1
    )
    away = cv2.bitwise_not(small)
    for plane, a, b in ((planes.u, low[1], high[1]), (planes.v, low[2], high[2])):
        cv2.multiply(plane, away, plane, scale=1 / 255)
        cv2.add(plane, bytes_of((b + (a - b) * part) * (small / 255)), plane)


def fireflies(stage: Stage) -> list[Effect]:
    return [_motes(stage, "fireflies", count=46, radius=9, colour="#e8ff8a", rise=0.0, low=0.35, blink=True)]


def embers(stage: Stage) -> list[Effect]:
    return [_motes(stage, "embers", count=60, radius=6, colour="#ff9a3c", rise=1.0, low=0.0, blink=True)]


def dust(stage: Stage) -> list[Effect]:
    return [
        _motes(
            stage, "dust", count=60, radius=5, colour="#fff0cf", rise=0.15, low=0.0, blink=True, bright=0.45
        )
    ]


def petals(stage: Stage) -> list[Effect]:
    return [
        _motes(
            stage,
            "petals",
            count=46,
            radius=8,
            colour="#ffc4d6",
            rise=-0.35,
            low=0.0,
            blink=False,
            bright=0.85,
        )
    ]


def _motes(
    stage: Stage,
    name: str,
    *,
    count: int,
    radius: float,
    colour: str,
    rise: float,
    low: float,
    blink: bool,
    bright: float = 1.0,
) -> Effect:
    """Small lights on closed curves; with `rise` they also travel up (or down) through the frame."""
    chance = stage.chance(name)
    tone = yuv_of(rgb(colour))
    sprites = [_mote(radius * stage.unit * size) for size in (0.6, 1.0, 1.7)]
    lots = [
        (*chance.random(6), sprites[int(chance.integers(3))], int(chance.integers(1, 4)))
        for _ in range(count)
    ]
    runs = round(rise * stage.count / 24 / 5 * 2) or int(np.sign(rise))

    def float_by(planes: Planes, moment: Moment) -> None:
        for a, b, c, d, e, f, sprite, rounds in lots:
            column = (a + 0.05 * moment.wave(rounds, c)) * stage.width
            row = (
                (b - runs * moment.phase + 0.04 * moment.wave(rounds, d)) % 1
                if runs
                else b + 0.05 * moment.wave(rounds, d)
            )
            light = (0.5 + 0.5 * moment.wave(1 + rounds, e)) if blink else 0.6 + 0.4 * f
            light *= bright * moment.strength * (min(1, 8 * row, 8 * (1 - row)) if runs else 1)
            if light > 0.06:
                shine(
                    planes,
                    sprite,
                    column,
                    (low + (1 - low) * row) * stage.height,
                    colour=tone,
                    strength=light,
                )

    return float_by


def _mote(radius: float) -> np.ndarray:
    reach = max(3, int(radius * 2.4)) | 1
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(f32)
    far = np.hypot(rows, columns) / max(radius, 1.0)
    return bytes_of(190 * np.exp(-((far / 0.28) ** 2)) + 60 * np.exp(-((far / 0.9) ** 2)))
