"""The parts of which rigs draw figures, and their pixels.

Coordinates are in units of the figure's height: x to the right, y up from the ground. Figures look to the
right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from studio.preview.atlas import SUBPIXELS, Mask
from studio.preview.palettes import parse_hex

Pair = Sequence[float] | np.ndarray
Points = Sequence[Pair] | np.ndarray
SMOOTHNESS = 8  # points between two corners of a smooth outline


@dataclass(frozen=True)
class Part:
    """A filled outline. tone: 0 to 1, how light it is beside the figure's other parts. color: its own, or ""
    for the figure's. is_hole: it cuts an opening instead, for what is behind the figure to be seen. glow: 1
    shines by itself in its color, 0.5 like a lit window, only by night. opacity: below 1, it is clear.
    is_paint: it only colors what other parts cover."""

    points: Points
    tone: float = 0.0
    color: str = ""
    is_hole: bool = False
    glow: float = 0.0
    opacity: float = 1.0
    is_paint: bool = False


def make_limb(joints: Points, widths: Sequence[float], tone: float = 0.0, color: str = "") -> list[Part]:
    """Return a line through the joints as parts with round ends. widths: of the line at each joint."""
    parts = [
        make_ellipse(joint, wide / 2, tone=tone, color=color)
        for joint, wide in zip(joints, widths, strict=True)
    ]
    for (start, end), (wide, narrow) in zip(pairwise(joints), pairwise(widths), strict=True):
        along = np.subtract(end, start)
        across = np.array([-along[1], along[0]]) / max(1e-6, float(np.hypot(*along))) / 2
        corners = [start + across * wide, end + across * narrow, end - across * narrow, start - across * wide]
        parts.append(Part(np.array(corners), tone, color))
    return parts


def make_segment(
    start: Pair, end: Pair, widths: Sequence[float], *, tone: float = 0.0, color: str = ""
) -> Part:
    """Return one outline from start to end with round ends. widths: across it, at even distances."""
    along = np.subtract(end, start)
    length = max(1e-6, float(np.hypot(*along)))
    ahead = along / length
    left = np.array([-ahead[1], ahead[0]])
    half = np.array(widths)[:, None] / 2
    middle = start + np.linspace(0, 1, len(widths))[:, None] * along
    caps = [
        point + radius * (np.cos(ARC)[:, None] * side + np.sin(ARC)[:, None] * way)
        for point, radius, side, way in ((end, half[-1], left, ahead), (start, half[0], -left, -ahead))
    ]
    return Part(
        np.concatenate([middle + half * left, caps[0], (middle - half * left)[::-1], caps[1]]), tone, color
    )


ARC = np.linspace(0, np.pi, 9)[1:-1]


def make_ellipse(
    middle: Pair,
    across: float,
    up: float = 0.0,
    *,
    turn: float = 0.0,
    tone: float = 0.0,
    color: str = "",
) -> Part:
    """Return an ellipse with the radii `across` and `up`, or a circle. turn: in radians, counterclockwise."""
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    x, y = across * np.cos(angle), (up or across) * np.sin(angle)
    cos, sin = np.cos(turn), np.sin(turn)
    return Part(np.stack([x * cos - y * sin, x * sin + y * cos], 1) + middle, tone, color)


def make_smooth(points: Points, tone: float = 0.0, color: str = "") -> Part:
    """Return a closed outline that runs through the points without corners (Catmull-Rom)."""
    at = np.asarray(points, float)
    before, after, last = (np.roll(at, shift, 0)[:, None] for shift in (1, -1, -2))
    t = np.linspace(0, 1, SMOOTHNESS, endpoint=False)[None, :, None]
    here = at[:, None]
    curve = here + 0.5 * t * (
        after
        - before
        + t * (2 * before - 5 * here + 4 * after - last + t * (3 * (here - after) + last - before))
    )
    return Part(curve.reshape(-1, 2), tone, color)


def draw_parts(
    parts: Sequence[Part], box: tuple[float, float, float, float], height: int, *, color: str = ""
) -> Mask:
    """Draw the parts, later ones over earlier ones. box: left, bottom, right and top of the picture, which is
    `height` pixels tall. color: of the parts without one of their own."""
    left, bottom, right, top = box
    scale = height / (top - bottom)
    size = (height, max(1, round((right - left) * scale)))
    sheet = Sheet(size, _to_bytes(color or "#808080"))
    for part in parts:
        at = (np.asarray(part.points, float) - (left, top)) * (scale, -scale)
        sheet.fill(part, [(at * 2**SUBPIXELS).round().astype(np.int32)], part.color or color)
    has_colors = bool(color) or any(part.color for part in parts)
    return Mask(
        sheet.alpha.astype(np.float32) / 255,
        sheet.tone.astype(np.float32) / 255,
        colors=sheet.colors.astype(np.float32) / 255 if has_colors else None,
        glow=sheet.glow.astype(np.float32) / 255 if any(part.glow for part in parts) else None,
    )


class Sheet:
    """The pixels of a figure, as bytes. size: its rows and columns."""

    def __init__(self, size: tuple[int, int], color: np.ndarray):
        self.alpha, self.tone, self.glow = (np.zeros(size, np.uint8) for _ in range(3))
        self.colors = np.empty((*size, 3), np.uint8)
        self.colors[:] = color
        self.shines = False

    def fill(self, part: Part, outline: list[np.ndarray], color: str) -> None:
        if part.is_hole:
            _fill(self.alpha, outline, (0,))
        elif part.opacity < 1:
            self._blend(part, outline, color)
        else:
            if not part.is_paint:
                _fill(self.alpha, outline, (255,))
            _fill(self.tone, outline, (round(255 * part.tone),))
            if color:
                _fill(self.colors, outline, _to_bytes(color).tolist())
            if part.glow or self.shines:
                self.shines = True
                _fill(self.glow, outline, (round(255 * part.glow),))

    def _blend(self, part: Part, outline: list[np.ndarray], color: str) -> None:
        """Draw a part that lets through what is behind it."""
        rows, columns = self.alpha.shape
        (left, top), (right, bottom) = (f(outline[0], 0) >> SUBPIXELS for f in (np.min, np.max))
        across = slice(min(columns, max(0, left)), max(0, min(columns, right + 2)))
        down = slice(min(rows, max(0, top)), max(0, min(rows, bottom + 2)))
        shape = np.zeros((max(0, down.stop - down.start), max(0, across.stop - across.start)), np.uint8)
        if not shape.size:
            return
        _fill(shape, [outline[0] - np.array([across.start, down.start]) * 2**SUBPIXELS], (255,))
        own = shape.astype(np.float32) / 255 * part.opacity
        alpha = self.alpha[down, across]
        seen = alpha / 255 * (1 - own) + own
        part_of = own / np.maximum(seen, 1e-6)
        alpha[:] = (255 * seen).round()
        _mix(self.tone[down, across], 255 * part.tone, part_of)
        if color:
            _mix(self.colors[down, across], _to_bytes(color), part_of[..., None])


def _fill(plane: np.ndarray, outline: list[np.ndarray], value: Sequence[float]) -> None:
    cv2.fillPoly(plane, outline, value, cv2.LINE_AA, SUBPIXELS)


def _mix(plane: np.ndarray, value: np.ndarray | float, part: np.ndarray) -> None:
    plane[:] = (plane + (value - plane) * part).round()


def _to_bytes(color: str) -> np.ndarray:
    return (parse_hex(color) * 255).round()
