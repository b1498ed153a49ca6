"""Draw what puppets leave on the ground: shadows, reflections, wakes, dust and lines of speed."""

import math

import cv2
import numpy as np

from studio.preview.gaits import Mover, Pose
from studio.preview.moved import darken, draw_cutout, find_box, make_cutout
from studio.preview.noise import f32
from studio.preview.paper import Sprite
from studio.preview.planes import Planes, add_light, composite, to_bytes, to_yuv
from studio.preview.stage import Moment, Stage

PUFFS = 7
FIRE = (1.0, 0.5, 0.12)
BOLTS = ((1.0, 0.32, 0.22), (0.36, 1.0, 0.5))


class Shadow:
    """Darken the ground around the feet, and away from a low sun."""

    def __init__(self, stage: Stage, sprite: Sprite, reach: float):
        self.contact = _make_contact(sprite.columns, sprite.rows)
        self.rows, self.columns = sprite.rows, sprite.columns
        self.reach = reach  # the length of the cast shadow, of the height
        low = np.pad(sprite.alpha[::-1], ((0, 0), (4, 4)))
        fade = np.linspace(1, 0.15, sprite.rows, dtype=f32)[:, None]
        soft = cv2.GaussianBlur(low * fade, (0, 0), max(0.8, sprite.rows / 70))
        self.cast = to_bytes(255 * (1 - (0.22 if stage.is_dark else 0.42) * soft))
        self.aside = -stage.sun_side * 0.55

    def draw(self, planes: Planes, pose: Pose, moment: Moment) -> None:
        near = max(0.35, 1 - pose.lift / (0.4 * self.rows))
        if self.reach:
            flat = np.array(
                [
                    [1, self.aside * self.reach, pose.column - self.columns / 2 - 4],
                    [0, self.reach, pose.row - 0.008 * self.rows],
                ]
            )
            darken(planes.y, self.cast, flat)
        tall, wide = self.contact.shape
        shift = np.array([[near, 0, pose.column - near * wide / 2], [0, near, pose.row - near * tall / 2]])
        darken(planes.y, self.contact, shift)


def _make_contact(columns: int, rows: int) -> np.ndarray:
    wide, tall = max(4, round(columns * 1.05)), max(4, round(min(rows, columns) * 0.11))
    x, y = np.linspace(-1.2, 1.2, wide, dtype=f32), np.linspace(-1.6, 1.6, tall, dtype=f32)[:, None]
    return to_bytes(255 * (1 - 0.58 * np.exp(-3.0 * (x * x + y * y))))


class Reflection:
    """Mirror a puppet in water, with ripples, or in a polished table."""

    def __init__(self, sprite: Sprite, draft: float, *, strength: float, ripple: float):
        rows = round(sprite.rows * (1 - draft))
        fade = strength * np.linspace(1, 0.1, rows, dtype=f32)[:, None]
        pad = sprite.pad
        part = np.s_[pad : pad + rows, pad : pad + sprite.columns]
        alpha = sprite.alpha[:rows]
        color = sprite.cutout[..., 0][part].astype(f32) * alpha * fade[::-1]
        self.paint = to_bytes(color)[::-1].copy()
        self.hole = to_bytes(255 * (1 - alpha * fade[::-1]))[::-1].copy()
        self.ripple, self.rows, self.columns = ripple * sprite.rows, rows, sprite.columns
        self.squash = 0.6 if ripple else 0.85
        self.across = np.arange(self.columns + 2 * self._margin, dtype=f32)[None] - self._margin

    @property
    def _margin(self) -> int:
        return math.ceil(self.ripple) + 1

    def draw(self, planes: Planes, pose: Pose, moment: Moment) -> None:
        left, top = math.floor(pose.column - self.columns / 2) - self._margin, round(pose.row + pose.lift)
        squash = self.squash
        tall = int(self.rows * squash)
        box = np.array([[1.0, 0, left], [0, 1.0, top]])
        wide = self.across.shape[1]
        seen = find_box((tall, wide), box, planes.y.shape)
        if seen is None:
            return
        a, b, c, d = seen
        rows = (np.arange(b, d, dtype=f32) - top) / squash
        swing = (
            self.ripple
            * (rows / self.rows + 0.15)
            * np.sin(
                rows * (26 / self.rows) - 2 * np.pi * moment.phase * max(1, round(0.8 * moment.count / 24))
            )
        )
        offset = pose.column - self.columns / 2 - left - self._margin
        maps = (
            np.arange(a, c, dtype=f32)[None] - left - self._margin - f32(offset) + swing[:, None].astype(f32),
            np.broadcast_to(rows[:, None], (d - b, c - a)).astype(f32),
        )
        hole = cv2.remap(self.hole, *maps, cv2.INTER_LINEAR, borderValue=(255,))
        paint = cv2.remap(self.paint, *maps, cv2.INTER_LINEAR)
        composite(planes.y[b:d, a:c], hole, paint)


class Wake:
    """Draw foam along the waterline, and behind what moves."""

    def __init__(self, stage: Stage, mover: Mover, sprite: Sprite):
        moves = mover.travel[0] > 0.1 * stage.width
        self.wide = round(sprite.columns * (1.9 if moves else 1.15))
        tall = max(6, round(0.05 * sprite.rows + 3 * stage.unit))
        x, y = np.linspace(-1, 1, self.wide, dtype=f32), np.linspace(-1, 1, tall, dtype=f32)[:, None]
        rng = stage.make_rng("wake", mover.place.n)
        foam = cv2.resize(rng.random((tall, max(4, self.wide // 6))).astype(f32), (self.wide, tall))
        shape = np.exp(-((y / 0.5) ** 2)) * np.clip(1.15 - np.abs(x) ** 2, 0, 1)
        alpha = np.clip(shape * (0.25 + 0.75 * foam), 0, 1) * (0.55 if moves else 0.4)
        even = alpha[: tall // 2 * 2, : self.wide // 2 * 2]
        white = np.clip(stage.palette.light * 0.75 + stage.palette.haze * 0.2, 0, 1)
        self.cutout = make_cutout(white * even[..., None], even)
        self.shift = -mover.heading * sprite.columns * 0.42 if moves else 0.0

    def draw(self, planes: Planes, pose: Pose, moment: Moment) -> None:
        tall, wide = self.cutout.shape[:2]
        pulse = 1 + 0.04 * moment.wave(max(1, round(0.5 * moment.count / 24)))
        at = np.array(
            [
                [pulse, 0, pose.column + self.shift - pulse * wide / 2],
                [0, 1.0, pose.row - tall * 0.45],
            ]
        )
        draw_cutout(planes, self.cutout, at)


class Dust:
    """Raise puffs of dust, snow or spray behind what runs or drives."""

    def __init__(self, stage: Stage, mover: Mover, sprite: Sprite):
        self.stage, self.mover, self.sprite = stage, mover, sprite
        side = max(4, round(0.34 * min(sprite.rows, sprite.columns))) // 2 * 2
        x = np.linspace(-1, 1, side, dtype=f32)
        self.puff = to_bytes(235 * np.clip(1 - np.hypot(x[None], x[:, None]), 0, 1) ** 1.6)
        p = stage.palette
        ground = p.haze * 0.75 + p.light * 0.15 if p.ground is None else p.ground * 0.5 + p.haze * 0.5
        self.color = to_yuv(np.clip(ground, 0, 1))
        self.rate = stage.count_rounds(1.1)

    def draw(self, planes: Planes, pose: Pose, moment: Moment) -> None:
        for n in range(PUFFS):
            age = (moment.phase * self.rate + n / PUFFS + 0.37 * (n % 2)) % 1.0
            back = self.sprite.columns * (0.30 + 0.65 * age + 0.1 * (n % 3))
            row = pose.row - self.sprite.rows * (0.02 + 0.10 * age * (0.5 + 0.5 * (n % 2)))
            strength = 0.42 * (1 - age) * min(1.0, age * 6)
            column = pose.column - self.mover.heading * back
            add_light(planes, self.puff, column, row, color=self.color, strength=strength, dims=1.0)


class Shots:
    """Send bolts of light out of what fights from afar, or a dragon's fire out of its mouth."""

    def __init__(self, stage: Stage, mover: Mover, sprite: Sprite, *, is_fire: bool = False):
        self.mover, self.sprite = mover, sprite
        self.is_fire = is_fire
        side = max(6, round((0.30 if is_fire else 0.16) * min(sprite.rows, 0.7 * stage.height))) // 2 * 2
        x = np.linspace(-1, 1, side, dtype=f32)
        self.spark = to_bytes(255 * np.clip(1 - np.hypot(x[None], x[:, None]), 0, 1))
        self.color = to_yuv(np.array(FIRE if is_fire else BOLTS[mover.place.n % 2], f32))
        self.rate, self.reach = stage.count_rounds(1.3), (0.22 if is_fire else 0.5) * stage.width

    def draw(self, planes: Planes, pose: Pose, moment: Moment) -> None:
        nose = pose.column + self.mover.heading * (0.42 if self.is_fire else 0.5) * self.sprite.columns
        row = pose.row - pose.lift - 0.5 * self.sprite.rows
        puffs = 5 if self.is_fire else 3
        for n in range(puffs):
            age = (moment.phase * self.rate + n / puffs + self.mover.phase) % 1.0
            row += 0.03 * age * self.sprite.rows * self.is_fire
            for back in range(6):
                far = age * self.reach + back * 0.35 * self.spark.shape[0]
                at = nose + self.mover.heading * far
                add_light(planes, self.spark, at, row, color=self.color, strength=0.95 * (1 - age), dims=1.0)


class Rails:
    """Lay a track from side to side: ballast, sleepers and a rail, or in a street only rails."""

    def __init__(self, stage: Stage, mover: Mover, sprite: Sprite, *, is_paved: bool):
        self.depth, self.row = mover.place.depth, mover.place.row
        tall = max(4, round(0.10 * sprite.rows))
        size = (tall, stage.wide + 2 * stage.right)
        y, x = np.linspace(0, 1, tall, dtype=f32)[:, None], np.arange(size[1], dtype=f32)[None]
        alpha = np.zeros(size, f32) + (0.0 if is_paved else 1.0)
        color = np.zeros(size, f32) + 0.34
        if not is_paved:
            grain = cv2.resize(stage.make_rng("ballast").random((tall, size[1] // 2)).astype(f32), size[::-1])
            color = 0.26 + 0.30 * grain * (1 - 0.4 * y)
            edge = 0.12 * cv2.blur(stage.make_rng("edge").random((1, size[1])).astype(f32), (9, 1))
            alpha = np.clip((0.94 - y - edge) / 0.12, 0, 1)
            sleepers = ((x / max(4.0, 0.9 * tall)) % 1 < 0.45) & (y > 0.16) & (y < 0.42)
            color = np.where(sleepers, f32(0.20), color)
        for at in (0.1, 0.62) if is_paved else (0.1,):
            is_rail = np.abs(y - at) < max(0.075, 0.6 / tall)
            color, alpha = np.where(is_rail, f32(0.62), color), np.where(is_rail, f32(0.9), alpha)
        p = stage.palette
        light = np.clip(p.ambient * 0.8 + p.sunlight * 0.4 + 0.05, 0, 1)
        warm = np.array([1.0, 0.94, 0.86], f32)
        self.cutout = make_cutout(color[..., None] * warm * light * alpha[..., None], alpha)
        self.right = stage.right

    def draw(self, planes: Planes, pose: Pose, moment: Moment) -> None:
        aside = moment.view.right * self.right * 0.92 * self.depth
        rise = 0.12 * self.cutout.shape[0]
        at = np.array([[1.0, 0, -self.right - aside], [0, 1.0, pose.row - rise]])
        draw_cutout(planes, self.cutout, at)


class SpeedLines:
    """Draw streaks of air behind what is fast."""

    def __init__(self, stage: Stage, mover: Mover, sprite: Sprite):
        rng = stage.make_rng("streaks", mover.place.n)
        tall, wide = sprite.rows // 2 * 2, max(8, round(sprite.columns * 1.1) // 2 * 2)
        alpha = np.zeros((tall, wide), f32)
        fade = np.linspace(0, 1, wide, dtype=f32) ** 1.5
        thick = max(1, round(1.5 * stage.unit))
        for _ in range(9):
            row, start = int(rng.integers(tall // 8, max(tall // 8 + 1, tall - 6))), rng.uniform(0, 0.6)
            line = fade * (np.linspace(0, 1, wide) > start) * rng.uniform(0.12, 0.34)
            alpha[row : row + thick] = np.maximum(alpha[row : row + thick], line)
        alpha = alpha if mover.heading > 0 else alpha[:, ::-1]
        picture = np.broadcast_to(stage.palette.haze * 0.4 + stage.palette.light * 0.6, (tall, wide, 3))
        self.cutout = make_cutout(picture * alpha[..., None], np.ascontiguousarray(alpha))
        self.shift = -mover.heading * (sprite.columns * 0.5 + wide * 0.5) - wide / 2
        self.phase = mover.phase

    def draw(self, planes: Planes, pose: Pose, moment: Moment) -> None:
        jitter = (
            moment.wave(max(1, round(4 * moment.count / 24)), self.phase) * 0.05 * self.cutout.shape[:2][1]
        )
        at = np.array(
            [[1.0, 0, pose.column + self.shift + jitter], [0, 1.0, pose.row - self.cutout.shape[:2][0]]]
        )
        draw_cutout(planes, self.cutout, at)
