"""Draw clips that start or end on a keyframe: exactly that picture, and a move to or from it."""

import cv2
import numpy as np
from cv2.typing import MatLike
from PIL import Image

from studio.preview import weather
from studio.preview.noise import f32, smoothstep
from studio.preview.planes import Planes, split_planes, to_planes, to_yuv
from studio.preview.slate import TextOverlay, make_mark
from studio.preview.stage import Effect, Moment, Stage

SMALLEST_PX = 180  # of a picture that may be a frame of a Preview clip
MIN_AGREEMENT = 0.30  # share of the picture where the motion forward and backward agree
BRIGHTNESS = {"night": 0.55, "dusk": 0.75, "storm": 0.78, "neon": 0.80, "winter": 1.05, "space": 0.6}


def cover_crop(image: Image.Image, width: int, height: int) -> Image.Image:
    """Return the middle of the picture at this size, filling the frame."""
    scale = max(width / image.width, height / image.height)
    size = (max(width, round(image.width * scale)), max(height, round(image.height * scale)))
    image = image.resize(size, Image.Resampling.LANCZOS) if size != image.size else image
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return image.crop((left, top, left + width, top + height))


class Plate:
    """A keyframe as planes, as it is (`shown`) and without the Preview's mark (`clean`)."""

    def __init__(self, image: Image.Image, width: int, height: int, mark: TextOverlay):
        image = image.convert("RGB")
        self.shown = _crop_to_planes(image, width, height)
        self.marked = mark.is_visible_on(self.shown)
        if self.marked:
            self.clean = Planes(*(plane.copy() for plane in self.shown))
            mark.remove(self.clean)
        else:
            self.clean = _crop_to_planes(_remove_own_mark(image), width, height)


def _crop_to_planes(image: Image.Image, width: int, height: int) -> Planes:
    return to_planes(np.asarray(cover_crop(image, width, height), f32) / 255)


def _remove_own_mark(image: Image.Image) -> Image.Image:
    """Return the picture without the mark of a Preview clip of another size than this one."""
    width, height = image.size
    if width % 2 or height % 2 or min(width, height) < SMALLEST_PX:
        return image
    mark, yuv = make_mark(width, height), np.empty((height * 3 // 2, width), np.uint8)
    planes = split_planes(yuv, width, height)
    for plane, own in zip(planes, to_planes(np.asarray(image, f32) / 255), strict=True):
        plane[:] = own
    if not mark.is_visible_on(planes):
        return image
    mark.remove(planes)
    return Image.fromarray(cv2.cvtColor(yuv, cv2.COLOR_YUV2RGB_I420))


class Transition:
    """Draw the frames from, to or between keyframes."""

    def __init__(self, stage: Stage, first: Plate | None, last: Plate | None):
        self.stage, self.first, self.last = stage, first, last
        self.path = _choose_path(stage, first, last)
        self.effects = weather.make_effects(stage)

    def draw_frame(self, n: int, yuv: np.ndarray) -> None:
        planes = split_planes(yuv, self.stage.width, self.stage.height)
        kept = self.first if n == 0 else self.last if n == self.stage.count - 1 else None
        if kept:
            for plane, shown in zip(planes, kept.shown, strict=True):
                plane[:] = shown
            return
        moment = self.stage.make_moment(n)
        self.path(planes, moment)
        strength = self._compute_weather_strength(n)
        _grade(self.stage, planes, strength)
        self._draw_effects(planes, moment, strength)

    def compute_fade(self, n: int, frames: int = 12) -> float:
        """Return how visible grain and slate may be: 0 on a keyframe, 1 from `frames` away on."""
        since = n if self.first else frames
        until = self.stage.count - 1 - n if self.last else frames
        return float(smoothstep(0, frames, np.float64(min(since, until))))

    def compute_mark_strength(self, n: int) -> float:
        """Fade the mark in, unless the keyframe has it already. Draw nothing on a keyframe itself."""
        if (n == 0 and self.first) or (n == self.stage.count - 1 and self.last):
            return 0.0
        start = 1.0 if not self.first or self.first.marked else float(smoothstep(0, 12, np.float64(n)))
        left = self.stage.count - 1 - n
        return start * (
            1.0 if not self.last or self.last.marked else float(smoothstep(0, 12, np.float64(left)))
        )

    def _compute_weather_strength(self, n: int) -> float:
        """Return how far the prompt's light and weather have faded in, from 0 to 1."""
        part = n / (self.stage.count - 1)
        come = 1.0 if not self.first else float(smoothstep(0.04, 0.6, np.float64(part)))
        go = 1.0 if not self.last else float(smoothstep(0.96, 0.4, np.float64(part)))
        back = float(smoothstep(1.0, 0.7, np.float64(part))) if self.stage.loop else 1.0
        return come * go * back

    def _draw_effects(self, planes: Planes, moment: Moment, strength: float) -> None:
        if strength > 0.01:
            soft = Moment(moment.n, moment.count, moment.phase, moment.view, strength)
            for effect in self.effects:
                effect(planes, soft)


def _choose_path(stage: Stage, first: Plate | None, last: Plate | None) -> Effect:
    if first and last:
        return _make_path_between(stage, first, last)
    plate = first or last
    assert plate is not None  # a transition has at least one keyframe
    drift = _Parallax(stage, plate.clean)

    def go(planes: Planes, moment: Moment) -> None:
        part = moment.n / (moment.count - 1)
        if stage.loop and first:
            drift.draw(planes, 0.5 - 0.5 * np.cos(2 * np.pi * moment.phase))
        else:
            drift.draw(planes, _ease_in(part if first else 1 - part))

    return go


def _ease_in(part: float) -> float:
    """Map 0..1 to 0..1 with zero speed at the start, so that the picture rests before it moves."""
    return 0.35 * part * part * (3 - 2 * part) + 0.65 * part * part * (2 - part)


class _Parallax:
    """Move into a still picture as if it had depth: low or sharp areas are near and move more."""

    def __init__(self, stage: Stage, plate: Planes):
        self.plate = plate
        rows, columns = plate.y.shape
        self.y, self.x = np.mgrid[0:rows, 0:columns].astype(f32)
        self.half = [np.ascontiguousarray(a[: rows // 2, : columns // 2]) for a in (self.x, self.y)]
        self.right, self.down = _make_displacement(stage, _guess_depth(plate.y), self.x, self.y)
        self.small = [
            cv2.resize(a, (columns // 2, rows // 2), interpolation=cv2.INTER_AREA) / 2
            for a in (self.right, self.down)
        ]

    def draw(self, planes: Planes, part: float) -> None:
        maps = cv2.scaleAdd(self.right, part, self.x), cv2.scaleAdd(self.down, part, self.y)
        _remap(self.plate.y, maps, planes.y)
        right, down = (cv2.scaleAdd(move, part, at) for move, at in zip(self.small, self.half, strict=True))
        maps = right, down
        _remap(self.plate.u, maps, planes.u)
        _remap(self.plate.v, maps, planes.v)


def _guess_depth(y: np.ndarray) -> np.ndarray:
    """Return a smooth guess at the depth, from 0 (far) to 1 (near)."""
    rows, columns = y.shape
    small = cv2.resize(y, (columns // 4, rows // 4), interpolation=cv2.INTER_AREA).astype(f32)
    tall = small.shape[0]
    dark = 1 - cv2.GaussianBlur(small, (0, 0), tall / 40) / 255
    detail = cv2.GaussianBlur(np.abs(cv2.Laplacian(small, cv2.CV_32F)), (0, 0), tall / 20)
    low = (np.arange(tall, dtype=f32)[:, None] / tall) ** 1.5
    depth = 0.62 * low + 0.18 * dark + 0.20 * detail / max(1e-3, float(detail.max()))
    return cv2.resize(
        cv2.GaussianBlur(depth, (0, 0), tall / 24), (columns, rows), interpolation=cv2.INTER_LINEAR
    )


def _make_displacement(
    stage: Stage, near: np.ndarray, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return how far right and down of itself each pixel samples at the end of the move."""
    rows, columns = near.shape
    moves = stage.sketch.moves
    side = float(stage.make_rng("drift").choice([-1, 1]))
    reach = 0.55 + 0.45 * stage.sketch.pace
    if moves == ("static",):
        return np.zeros_like(near), np.zeros_like(near)
    into = -0.35 if "pull" in moves else 1.0
    side = {"left": -1.6, "right": 1.6}.get(
        next((m for m in moves if m in ("left", "right")), ""), side * 0.8
    )
    rise = {"up": -1.0, "down": 1.0}.get(next((m for m in moves if m in ("up", "down")), ""), 0.0)
    closer = -into * (0.055 + 0.11 * near) * reach
    right = (x - columns / 2) * closer + side * 0.035 * columns * (near - 0.25) * reach
    down = (y - rows / 2) * closer + rise * 0.05 * rows * (0.4 + near) * reach
    return right.astype(f32), down.astype(f32)


def _make_path_between(stage: Stage, first: Plate, last: Plate) -> Effect:
    """Morph along the motion between two pictures if there is one; otherwise dissolve with a push in."""
    a, b = first.clean, last.clean
    flows = _find_flow(a.y, b.y)
    return _Morph(a, b, *flows).draw if flows else _Dissolve(a, b).draw


def _find_flow(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the motion forward and backward, or None if the two don't agree."""
    scale = min(0.5, 640 / max(a.shape))
    small = [cv2.resize(p, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) for p in (a, b)]
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    # OpenCV's stubs don't know that the initial flow may be None.
    there = flow.calc(small[0], small[1], None)  # type: ignore[call-overload]
    back = flow.calc(small[1], small[0], None)  # type: ignore[call-overload]
    there, back = cv2.GaussianBlur(there, (0, 0), 4), cv2.GaussianBlur(back, (0, 0), 4)
    rows, columns = small[0].shape
    y, x = np.mgrid[0:rows, 0:columns].astype(f32)
    returned = there + cv2.remap(back, x + there[..., 0], y + there[..., 1], cv2.INTER_LINEAR)
    allowed = 1.5 + 0.05 * np.hypot(there[..., 0], there[..., 1])
    agree = float((np.hypot(returned[..., 0], returned[..., 1]) < allowed).mean())
    return (there / scale, back / scale) if agree > MIN_AGREEMENT else None


class _Morph:
    """Move both pictures along the flow while one fades into the other."""

    def __init__(self, a: Planes, b: Planes, there: np.ndarray, back: np.ndarray):
        self.a, self.b = a, b
        rows, columns = a.y.shape
        self.fields = []
        for size, share in (((columns, rows), 1.0), ((columns // 2, rows // 2), 0.5)):
            y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(f32)
            flows = [
                cv2.split(cv2.resize(f, size, interpolation=cv2.INTER_LINEAR) * share) for f in (there, back)
            ]
            self.fields.append((x, y, *flows))

    def draw(self, planes: Planes, moment: Moment) -> None:
        part = moment.n / (moment.count - 1)
        way, mix = 0.5 * part + 0.5 * _ease(part), _ease(part)
        for plane, a, b, field in zip(planes, self.a, self.b, (0, 1, 1), strict=True):
            x, y, there, back = self.fields[field]
            one = _remap(a, (cv2.scaleAdd(there[0], -way, x), cv2.scaleAdd(there[1], -way, y)))
            two = _remap(b, (cv2.scaleAdd(back[0], way - 1, x), cv2.scaleAdd(back[1], way - 1, y)))
            cv2.addWeighted(one, 1 - mix, two, mix, 0, plane)


class _Dissolve:
    """Push into one picture, dissolve, and settle back on the other, unrelated one."""

    def __init__(self, a: Planes, b: Planes):
        self.a, self.b = a, b

    def draw(self, planes: Planes, moment: Moment) -> None:
        part = moment.n / (moment.count - 1)
        mix = _ease(float(np.clip((part - 0.24) / 0.52, 0, 1)))
        rest = 1 - part
        into, out = 1 + 0.16 * part * part * (2 - part), 1 + 0.16 * rest * rest * (2 - rest)
        for plane, a, b in zip(planes, self.a, self.b, strict=True):
            if mix < 1:
                plane[:] = _enlarge(a, into)
            if mix > 0:
                cv2.addWeighted(plane, 1 - mix, _enlarge(b, out), mix, 0, plane)


def _enlarge(plane: np.ndarray, factor: float) -> np.ndarray:
    rows, columns = plane.shape
    rest = (1 - 1 / factor) / 2
    matrix = np.array([[1 / factor, 0, (columns - 1) * rest], [0, 1 / factor, (rows - 1) * rest]], f32)
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(plane, matrix, (columns, rows), flags=how, borderMode=cv2.BORDER_REFLECT)


def _remap(plane: np.ndarray, maps: tuple[MatLike, MatLike], target: np.ndarray | None = None) -> MatLike:
    return cv2.remap(plane, maps[0], maps[1], cv2.INTER_LINEAR, dst=target, borderMode=cv2.BORDER_REFLECT)


def _ease(part: float) -> float:
    return part * part * part * (part * (part * 6 - 15) + 10)


def _grade(stage: Stage, planes: Planes, strength: float) -> None:
    """Shift the picture toward the light that the prompt names."""
    if strength < 0.01 or not (stage.sketch.timed or stage.sketch.tints):
        return
    p = stage.palette
    level = np.arange(256, dtype=f32)
    bright = 1 + (BRIGHTNESS.get(stage.sketch.time, 1.0) - 1) * strength
    cv2.LUT(planes.y, np.clip(16 + (level - 16) * bright, 0, 255).astype(np.uint8), dst=planes.y)
    _, u, v = to_yuv(p.middle * 0.5 + p.horizon * 0.5)
    for plane, tone in ((planes.u, u), (planes.v, v)):
        moved = level + (tone - 128) * 0.40 * strength - (level - 128) * 0.22 * strength
        cv2.LUT(plane, np.clip(moved, 0, 255).astype(np.uint8), dst=plane)
