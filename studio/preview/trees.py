"""Trees as silhouettes: firs with ragged branches, round crowns for the fields."""

import cv2
import numpy as np

from studio.preview.noise import f32
from studio.preview.planes import Layer, layer_of, yuv_of
from studio.preview.stage import Stage

SHIFT = 4  # polygons are given in sixteenths of a pixel


def stand(
    stage: Stage,
    chance: np.random.Generator,
    ground: np.ndarray,
    tall: tuple[float, float],
    *,
    density: float,
    depth: float,
    far: float,
    snowy: bool = False,
) -> Layer:
    """A plate of firs on the line `ground` (row per column).

    tall: smallest and greatest height at 720 lines. far: 0 is lost in haze, 1 is the foreground.
    """
    unit = stage.unit
    top = max(0, int(ground.min() - tall[1] * unit * 1.15)) // 2 * 2
    cover = np.zeros((stage.tall - top, stage.wide), np.uint8)
    count = int(stage.wide / (tall[0] * 0.26 * unit) * density)
    for column in chance.uniform(0, stage.wide, count):
        height = unit * (tall[0] + (tall[1] - tall[0]) * chance.random() ** 1.7)
        foot = float(ground[int(column)]) - top + 0.03 * height
        cv2.fillPoly(cover, [_fixed(fir(chance, column, foot, height))], 255, cv2.LINE_AA, SHIFT)
    rows = np.arange(cover.shape[0], dtype=f32)[:, None] + top
    solid = np.clip(rows - ground[None] + 0.5, 0, 1)
    body = np.maximum(cover.astype(f32) / 255, solid)
    light_from = float(ground.mean() - tall[1] * unit * 0.6)
    return _coloured(
        stage,
        body,
        top=top,
        depth=depth,
        far=far,
        light_from=light_from,
        snowy=snowy,
        solid=int(ground.max()) + 3,
    )


def _coloured(
    stage: Stage,
    body: np.ndarray,
    *,
    top: int,
    depth: float,
    far: float,
    light_from: float,
    snowy: bool,
    solid: int | None,
) -> Layer:
    """Colour a silhouette: darker when near, misty at its foot, rimmed by light from the sun's side."""
    p = stage.palette
    dark = p.haze + (p.land * (p.ambient * 0.8 + 0.35) - p.haze) * far
    foot = p.haze + (dark - p.haze) * (0.45 + 0.5 * far**2)
    rows = np.arange(body.shape[0], dtype=f32)[:, None] + top
    down = np.clip((rows - light_from) / (0.30 * stage.height), 0, 1) ** 1.4
    paint = [(down, foot - dark)]
    if solid is not None:
        strength = (0.20 if not stage.is_dark else 0.12) * (0.15 + 0.85 * far)
        paint.append((_rim(stage, body), p.sunlight * strength))
    if snowy:
        paint.append((_snow(stage, body), (p.ambient + p.sunlight * 0.5) * (0.10 + 0.45 * far)))
    y, u, v = _painted(dark, paint, body.shape)
    return layer_of(y, u, v, body, depth=depth, top=top, solid=solid)


def _painted(
    ground: np.ndarray, paint: list[tuple[np.ndarray, np.ndarray]], shape: tuple[int, ...]
) -> list[np.ndarray]:
    """Luma, and chroma at half size, of a colour with others added to it, each by its part per pixel."""
    base = [float(tone) for tone in yuv_of(ground)]
    made = []
    for at, tone in enumerate(base):
        size = shape if at == 0 else (shape[0] // 2, shape[1] // 2)
        plane = np.full(size, tone, f32)
        for part, colour in paint:
            change = f32(float(yuv_of(ground + colour)[at]) - tone)
            plane += change * (part if at == 0 else _halved(part))
        made.append(plane)
    return made


def _halved(part: np.ndarray) -> np.ndarray:
    size = (max(1, part.shape[1] // 2), part.shape[0] // 2)
    return cv2.resize(part.astype(f32, copy=False), size, interpolation=cv2.INTER_AREA).reshape(size[::-1])


def _rim(stage: Stage, body: np.ndarray) -> np.ndarray:
    """Where the silhouette ends towards the sun."""
    step = max(1, round(1.6 * stage.unit))
    beside = np.roll(body, int(-stage.sun_side * step), 1)
    return np.clip(body - beside, 0, 1)


def _snow(stage: Stage, body: np.ndarray) -> np.ndarray:
    """Snow on whatever faces up."""
    above = np.roll(body, max(2, round(5 * stage.unit)), 0)
    return cv2.GaussianBlur(np.clip(body - above, 0, 1), (0, 0), 0.8 * max(stage.unit, 0.5))


def fir(chance: np.random.Generator, column: float, foot: float, height: float) -> np.ndarray:
    """The outline of a conifer: tiers of drooping branches of uneven length, wider downwards."""
    tiers = int(min(15, max(5, height / 7)))
    wide = height * chance.uniform(0.13, 0.20)
    lean = chance.normal(0, 0.012) * height
    part = np.arange(1, tiers + 1) / tiers
    middle, row = column + lean * (1 - part), foot - height * (1 - part * 0.93)
    reach = wide * part**0.85 * chance.uniform(0.72, 1.12, (2, tiers))
    side = np.empty((2, 2 * tiers + 2, 2))
    for half, sign in zip(side, (0, 1), strict=True):
        out = reach[sign] * (1 - 2 * sign)
        half[:-2:2, 0], half[:-2:2, 1] = middle + out, row + height * 0.022
        half[1:-2:2, 0], half[1:-2:2, 1] = middle + out * 0.42, row - height * 0.010
        half[-2] = column + (1 - 2 * sign) * wide * 0.10, foot - height * 0.06
        half[-1] = column + (1 - 2 * sign) * wide * 0.09, foot + height * 0.03
    return np.concatenate([[(column + lean, foot - height)], side[0], side[1, ::-1]])


def copse(
    stage: Stage, chance: np.random.Generator, ground: np.ndarray, *, depth: float, tall: float, far: float
) -> None:
    """Groups of round trees along a hill."""
    unit = stage.unit
    cover = np.zeros((stage.tall, stage.wide), np.uint8)
    for middle in chance.uniform(0, stage.wide, int(4 + 5 * chance.random())):
        for _ in range(int(chance.integers(2, 9))):
            column = float(np.clip(middle + chance.normal(0, tall * 1.6 * unit), 2, stage.wide - 3))
            crown(
                cover,
                chance,
                column=column,
                foot=float(ground[int(column)]),
                height=tall * unit * chance.uniform(0.5, 1.1),
            )
    rows = np.nonzero(cover.any(1))[0]
    if not len(rows):
        return
    top = max(0, int(rows[0]) - 2) // 2 * 2
    bottom = min(stage.tall, int(rows[-1]) + 4) // 2 * 2
    body = cover[top:bottom].astype(f32) / 255
    stage.add(
        _coloured(
            stage,
            body,
            top=top,
            depth=depth,
            far=min(0.9, far),
            light_from=float(top),
            snowy=stage.sketch.cold,
            solid=None,
        )
    )


def crown(
    cover: np.ndarray, chance: np.random.Generator, *, column: float, foot: float, height: float
) -> None:
    """A leafy tree: a trunk and a heap of round leaves."""
    trunk = [
        (column - height * 0.035, foot + 2),
        (column, foot - height * 0.6),
        (column + height * 0.035, foot + 2),
    ]
    cv2.fillPoly(cover, [_fixed(np.array(trunk, f32))], 255, cv2.LINE_AA, SHIFT)
    for _ in range(16):
        angle, out = chance.uniform(0, 2 * np.pi), chance.random() ** 0.5
        at = (
            column + np.cos(angle) * out * height * 0.27,
            foot - height * (0.62 - np.sin(angle) * out * 0.27),
        )
        centre = (int(at[0] * 16), int(at[1] * 16))
        cv2.circle(
            cover, centre, max(8, int(16 * height * chance.uniform(0.08, 0.16))), 255, -1, cv2.LINE_AA, SHIFT
        )


def _fixed(points: np.ndarray) -> np.ndarray:
    return np.round(points * (1 << SHIFT)).astype(np.int32)
