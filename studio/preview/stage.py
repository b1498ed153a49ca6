"""A scene as a stack of painted plates and a camera that moves over them: painted once, drawn every frame."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from studio.preview import camera, palettes
from studio.preview.camera import View
from studio.preview.lens import lay, zoom
from studio.preview.noise import Key, rng
from studio.preview.planes import Layer, Planes, over, trimmed, views
from studio.preview.words import Sketch

MARGIN_RIGHT, MARGIN_DOWN = 0.12, 0.06  # of the frame, on each side; more costs time, less ends the pans


@dataclass(frozen=True)
class Moment:
    """One frame's place in the clip. phase: 0 to 1, and 1 would be 0 again; all that repeats goes by it."""

    n: int
    count: int
    phase: float
    view: View
    strength: float = 1.0  # below 1 while an effect comes in over a keyframe

    def wave(self, rounds: int, offset: float = 0.0) -> float:
        return math.sin(2 * math.pi * (self.phase * rounds + offset))


Effect = Callable[[Planes, Moment], None]


class Stage:
    """What painters paint on. Sizes in pixels; the wide canvas is the frame plus its margins.

    horizon: its row on the canvas. unit: pixels of something that is one pixel large at 720 lines.
    sun: (column, row) on the canvas. layers may hold effects between the plates; effects are drawn over all
    of them, lens effects after the zoom.
    """

    def __init__(self, sketch: Sketch, key: Key, *, width: int, height: int, count: int, loop: bool):
        self.sketch, self.key, self.loop = sketch, key, loop
        self.width, self.height, self.count = width, height, count
        self.unit = min(width, height) / 720
        self.right = int(MARGIN_RIGHT * width) // 2 * 2
        self.down = int(MARGIN_DOWN * height) // 2 * 2
        self.wide, self.tall = width + 2 * self.right, height + 2 * self.down
        self.palette = palettes.at(sketch.time, sketch.tints, self.chance("palette"))
        self.horizon = int(self.down + 0.6 * height)
        self.sun = (0.0, 0.0)
        self.layers: list[Layer | Effect] = []
        self.effects: list[Effect] = []
        self.lens: list[Effect] = []

    # -- for painters

    def chance(self, *salt: object) -> np.random.Generator:
        return rng(*self.key, *salt)

    def rounds(self, per_second: float) -> int:
        """The whole number of repeats in the clip nearest to a speed: whatever repeats whole, loops."""
        return max(1, round(per_second * self.count / 24))

    def add(self, *layers: Layer | Effect) -> None:
        self.layers += layers

    @property
    def plates(self) -> list[Layer]:
        return [layer for layer in self.layers if isinstance(layer, Layer)]

    @property
    def is_dark(self) -> bool:
        return self.sketch.time in ("night", "neon", "space", "dusk")

    @property
    def sun_side(self) -> float:
        """1 when the sun is right of the middle, -1 when left."""
        return 1.0 if self.sun[0] > self.wide / 2 else -1.0

    def flattened(self) -> Planes:
        """All plates so far as one picture of the wide canvas, as seen by a resting camera."""
        canvas = np.empty((self.tall * 3 // 2, self.wide), np.uint8)
        planes = views(canvas, self.wide, self.tall)
        for plate in self.plates:
            rows = slice(plate.top, min(self.tall, plate.top + plate.y.shape[0]))
            small = slice(rows.start // 2, rows.stop // 2)
            for plane, paint, away, part in (
                (planes.y, plate.y, plate.away, rows),
                (planes.u, plate.u, plate.away_half, small),
                (planes.v, plate.v, plate.away_half, small),
            ):
                count = part.stop - part.start
                if away is None:
                    plane[part] = paint[:count]
                else:
                    over(plane[part], away[:count], paint[:count])
        return planes

    def trim(self) -> None:
        """Cut away what the plates do not show; nothing is painted on them after this."""
        self.layers = [trimmed(one) if isinstance(one, Layer) else one for one in self.layers]

    # -- for the film

    def frame(self, n: int, yuv: np.ndarray) -> None:
        """Draw frame `n` into `yuv`."""
        planes = views(yuv, self.width, self.height)
        moment = self.moment(n)
        for at, plate in enumerate(self.layers):
            if isinstance(plate, Layer):
                self._lay(plate, self.layers[at + 1 :], planes, moment)
            else:
                plate(planes, moment)
        for effect in self.effects:
            effect(planes, moment)
        zoom(planes, moment.view.zoom)
        for effect in self.lens:
            effect(planes, moment)

    def moment(self, n: int) -> Moment:
        phase = n / self.count
        part = phase if self.loop else n / max(1, self.count - 1)
        return Moment(
            n, self.count, phase, camera.view(self.sketch.moves, self.sketch.pace, part, loop=self.loop)
        )

    def offset(self, plate: Layer, moment: Moment) -> tuple[float, float]:
        """How far right and down in the plate the frame's corner lies."""
        view, depth = moment.view, min(1.0, plate.depth)
        sway_right, sway_down, rounds, phase = plate.sway
        swing = moment.wave(rounds, phase) if rounds else self._drift(moment)
        right = self.right + view.right * self.right * 0.92 * depth - sway_right * swing
        down = self.down + view.down * self.down * 0.9 * depth - sway_down * swing
        return right, down - (view.zoom - 1) * self.height * 0.10 * (depth - 0.3)

    def _drift(self, moment: Moment) -> float:
        """-1 to 1 over the clip; there and back where it loops."""
        return moment.wave(1) if self.loop else 2 * moment.phase - 1

    def _lay(self, plate: Layer, nearer: list[Layer | Effect], planes: Planes, moment: Moment) -> None:
        right, down = self.offset(plate, moment)
        if plate.soft:
            right, down = round(right / 2) * 2, round(down / 2) * 2
        hidden = (
            int(p.solid - self.offset(p, moment)[1]) + 6 for p in nearer if isinstance(p, Layer) and p.solid
        )
        first, last = _reach(plate.top - down, plate.y.shape[0], self.height)
        last = min([last, *((row + 1) // 2 * 2 for row in hidden)])
        left, end = _reach(plate.left - right, plate.y.shape[1], self.width)
        if not plate.left:
            left = 0
        if plate.left + plate.y.shape[1] >= self.wide:
            end = self.width
        if last <= first or end <= left:
            return
        solid = last if plate.solid is None else math.ceil(plate.solid - down + 3) // 2 * 2
        cut = min(last, max(first, solid))  # below it there is nothing to be seen through the plate
        for begin, until, away, small in (
            (first, cut, plate.away, plate.away_half),
            (cut, last, None, None),
        ):
            if begin < until:
                x, y = left + right - plate.left, begin + down - plate.top
                box = np.s_[begin // 2 : until // 2, left // 2 : end // 2]
                lay(planes.y[begin:until, left:end], plate.y, away, (x, y))
                lay(planes.u[box], plate.u, small, (x / 2, y / 2))
                lay(planes.v[box], plate.v, small, (x / 2, y / 2))


def _reach(start: float, length: int, side: int) -> tuple[int, int]:
    """The even pixels of a side that something from `start` on covers."""
    return max(0, math.floor(start) // 2 * 2), min(side, int(start + length) // 2 * 2)
