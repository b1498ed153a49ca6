"""Hold a scene as a stack of plates, painted once, and draw it for every frame with a moving camera."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from studio.preview import camera, palettes
from studio.preview.camera import View
from studio.preview.lens import composite_at, zoom
from studio.preview.noise import Key, make_rng
from studio.preview.planes import Layer, Planes, composite, split_planes, trim
from studio.preview.prompts import Sketch

MARGIN_RIGHT, MARGIN_DOWN = 0.12, 0.06  # of the frame, on each side; more costs time, less stops pans early


@dataclass(frozen=True)
class Moment:
    """A frame's position in the clip. phase: 0 to just below 1; everything that repeats follows it."""

    n: int
    count: int
    phase: float
    view: View
    strength: float = 1.0  # below 1 while effects fade in after a keyframe

    def wave(self, rounds: int, offset: float = 0.0) -> float:
        return math.sin(2 * math.pi * (self.phase * rounds + offset))


Effect = Callable[[Planes, Moment], None]


class Stage:
    """The layers of a scene and their camera. Sizes are in pixels; the canvas is the frame plus margins.

    horizon: its row on the canvas. unit: the size of what is one pixel at 720 lines. sun: (column, row) on
    the canvas. layers: plates, and effects between them. effects are drawn over all layers, and lens effects
    after the zoom. front: how many plates are nearer than the subjects. line: the row on which they stand, by
    column of the canvas, where the painter has made one. has_counter: what is small stands on it in a room.
    surface: of the table, as tabletops.py names it. is_near: the camera is close to what is small.
    floor_m: how many meters wide the floor of a room is, or 0. track: the row of a railway track on the
    canvas, and the pixels of a meter there. staged: what is staged, which the place needs not show.
    furniture: what it has to show. ledge: what is under their feet, as in ledges.LEDGES, or "".
    """

    def __init__(self, sketch: Sketch, key: Key, *, width: int, height: int, count: int, loop: bool):
        self.sketch, self.key, self.loop = sketch, key, loop
        self.width, self.height, self.count = width, height, count
        self.unit = min(width, height) / 720
        self.right = int(MARGIN_RIGHT * width) // 2 * 2
        self.down = int(MARGIN_DOWN * height) // 2 * 2
        self.wide, self.tall = width + 2 * self.right, height + 2 * self.down
        self.palette = palettes.make_palette(sketch.time, sketch.tints, self.make_rng("palette"))
        self.horizon = int(self.down + 0.6 * height)
        self.sun = (0.0, 0.0)
        self.layers: list[Layer | Effect] = []
        self.effects: list[Effect] = []
        self.lens: list[Effect] = []
        self.front = 1
        self.line: np.ndarray | None = None
        self.has_counter = False
        self.surface = ""
        self.is_near = False
        self.floor_m = 0.0
        self.track: tuple[float, float] | None = None
        self.staged: frozenset[str] = frozenset()
        self.ledge = ""
        self.furniture: frozenset[str] = frozenset()

    # -- called by painters

    def make_rng(self, *salt: object) -> np.random.Generator:
        return make_rng(*self.key, *salt)

    def count_rounds(self, per_second: float) -> int:
        """Return the whole number of cycles in the clip nearest to a speed. Whole cycles loop."""
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
        """1 if the sun is right of the center, -1 if left."""
        return 1.0 if self.sun[0] > self.wide / 2 else -1.0

    def flatten(self) -> Planes:
        """Return all plates so far as one picture of the canvas, seen by a resting camera."""
        canvas = np.empty((self.tall * 3 // 2, self.wide), np.uint8)
        planes = split_planes(canvas, self.wide, self.tall)
        for plate in self.plates:
            rows = slice(plate.top, min(self.tall, plate.top + plate.y.shape[0]))
            columns = slice(plate.left, min(self.wide, plate.left + plate.y.shape[1]))
            whole = (rows, columns)
            small = (slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2))
            for plane, paint, inverse, part in (
                (planes.y, plate.y, plate.inverse, whole),
                (planes.u, plate.u, plate.inverse_half, small),
                (planes.v, plate.v, plate.inverse_half, small),
            ):
                below = plane[part]
                tall, wide = below.shape
                if inverse is None:
                    below[:] = paint[:tall, :wide]
                else:
                    composite(below, inverse[:tall, :wide], paint[:tall, :wide])
        return planes

    def trim(self) -> None:
        """Crop the plates to what is visible. Nothing may be painted on them afterward."""
        self.layers = [trim(one) if isinstance(one, Layer) else one for one in self.layers]

    # -- called for each frame

    def draw_frame(self, n: int, yuv: np.ndarray) -> None:
        """Draw frame `n` into `yuv`."""
        planes = split_planes(yuv, self.width, self.height)
        moment = self.make_moment(n)
        for at, plate in enumerate(self.layers):
            if isinstance(plate, Layer):
                self._composite(plate, self.layers[at + 1 :], planes, moment)
            else:
                plate(planes, moment)
        for effect in self.effects:
            effect(planes, moment)
        zoom(planes, moment.view.zoom)
        for effect in self.lens:
            effect(planes, moment)

    def make_moment(self, n: int) -> Moment:
        phase = n / self.count
        part = phase if self.loop else n / max(1, self.count - 1)
        return Moment(
            n,
            self.count,
            phase,
            camera.compute_view(self.sketch.moves, self.sketch.pace, part, loop=self.loop),
        )

    def find_offset(self, plate: Layer, moment: Moment) -> tuple[float, float]:
        """Return how far right and down in the plate the frame's corner is."""
        view, depth = moment.view, min(1.0, plate.depth)
        sway_right, sway_down, rounds, phase = plate.sway
        swing = moment.wave(rounds, phase) if rounds else self._compute_drift(moment)
        right = self.right + view.right * self.right * 0.92 * depth - sway_right * swing
        down = self.down + view.down * self.down * 0.9 * depth - sway_down * swing
        return right, down - (view.zoom - 1) * self.height * 0.10 * (depth - 0.3)

    def _compute_drift(self, moment: Moment) -> float:
        """Move from -1 to 1 over the clip, or there and back if it loops."""
        return moment.wave(1) if self.loop else 2 * moment.phase - 1

    def _composite(self, plate: Layer, nearer: list[Layer | Effect], planes: Planes, moment: Moment) -> None:
        right, down = self.find_offset(plate, moment)
        if plate.soft:
            right, down = round(right / 2) * 2, round(down / 2) * 2
        first, last = _clip_to_even(plate.top - down, plate.y.shape[0], self.height)
        last = min(last, self._find_hidden_row(nearer, moment))
        left, end = self._find_columns(plate, right)
        if last <= first or end <= left:
            return
        solid = last if plate.solid is None else math.ceil(plate.solid - down + 3) // 2 * 2
        cut = min(last, max(first, solid))  # below this row the plate is opaque
        for begin, until, inverse, small in (
            (first, cut, plate.inverse, plate.inverse_half),
            (cut, last, None, None),
        ):
            if begin < until:
                x, y = left + right - plate.left, begin + down - plate.top
                box = np.s_[begin // 2 : until // 2, left // 2 : end // 2]
                composite_at(planes.y[begin:until, left:end], plate.y, inverse, (x, y))
                composite_at(planes.u[box], plate.u, small, (x / 2, y / 2))
                composite_at(planes.v[box], plate.v, small, (x / 2, y / 2))

    def _find_hidden_row(self, nearer: list[Layer | Effect], moment: Moment) -> int:
        """Return the first row of the frame that a nearer plate hides, or the frame's height."""
        rows = (
            int(plate.solid - self.find_offset(plate, moment)[1]) + 6
            for plate in nearer
            if isinstance(plate, Layer) and plate.solid
        )
        return min([self.height, *((row + 1) // 2 * 2 for row in rows)])

    def _find_columns(self, plate: Layer, right: float) -> tuple[int, int]:
        """Return the columns of the frame that the plate covers; a plate as wide as the canvas covers all."""
        left, end = _clip_to_even(plate.left - right, plate.y.shape[1], self.width)
        is_last = plate.left + plate.y.shape[1] >= self.wide
        return left if plate.left else 0, self.width if is_last else end


def _clip_to_even(start: float, length: int, side: int) -> tuple[int, int]:
    """Return the even pixels of a side between which something from `start` on is visible."""
    return max(0, math.floor(start) // 2 * 2), min(side, int(start + length) // 2 * 2)
