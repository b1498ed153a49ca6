"""Paint woods of leafy trees: a jungle, a park, an autumn wood, an orchard in bloom."""

from dataclasses import dataclass, replace

import numpy as np

from studio.preview import flora, lands, woods
from studio.preview.noise import f32, make_noise, make_noise_line
from studio.preview.palettes import parse_hex, tint_color
from studio.preview.planes import make_layer
from studio.preview.stage import Stage


@dataclass(frozen=True)
class Grove:
    """crowns: colors of leaves. ground: of what is below, "#rrggbb". trunk: a color."""

    crowns: tuple[str, ...]
    ground: str
    trunk: str = "#3a2a20"


GROVES = {
    "park": Grove(("#4f7f3a", "#628f42", "#3f6f3a"), "#6a9a44"),
    "autumn wood": Grove(("#c8662a", "#d8962f", "#a8442a", "#e0b040"), "#9a6a34"),
    "orchard": Grove(("#ff9dbb", "#ffb7cc", "#f47fa8"), "#7fa04a", "#4a3430"),
}


def paint_grove(stage: Stage) -> None:
    """Paint three rows of round trees on a lawn, with the largest at both sides."""
    grove, rng = GROVES[stage.sketch.scene], stage.make_rng("grove")
    _add_lawn(stage, grove, rng)
    for count, tall, row, depth, far in ((26, 0.17, 0.03, 0.14, 0.35), (11, 0.30, 0.08, 0.28, 0.62)):
        places = [(rng.uniform(0, stage.wide), row + rng.uniform(0, 0.02), tall) for _ in range(count)]
        _add_trees(stage, grove, rng, places, depth=depth, far=far)
    sides = [(0.5 + side * rng.uniform(0.40, 0.48), 0.17, 0.66) for side in (-1, 1)]
    sides = [(stage.right + stage.width * x, row, tall) for x, row, tall in sides]
    _add_trees(stage, grove, rng, sides, depth=0.45, far=0.95)
    stage.front = 0
    if not stage.is_dark and stage.sketch.time not in ("storm", "overcast"):
        stage.effects.append(woods.make_light_shafts(stage))


def _add_lawn(stage: Stage, grove: Grove, rng: np.random.Generator) -> None:
    """Add the ground with the shade of leaves on it and a path."""
    p, top = stage.palette, int(stage.horizon) // 2 * 2
    rows = np.arange(top, stage.tall, dtype=f32)[:, None]
    z = 1 / ((rows - top) / stage.height + 0.02)
    x = (np.arange(stage.wide, dtype=f32)[None] - stage.wide / 2) / stage.height * z
    grain = make_noise(len(rows), stage.wide, rng, 90, octaves=4, gain=0.7, stretch=3)
    shade = make_noise(len(rows), stage.wide, rng, 5, octaves=4, gain=0.6, stretch=3.2)
    ground = np.full(3, 0.92, f32) if stage.sketch.cold else lands.tint_ground(stage, parse_hex(grove.ground))
    path = np.exp(-(((x - 0.014 * z * z) / 0.62) ** 8))[..., None]
    color = ground + (parse_hex("#b8a582") - ground) * path * (0.0 if stage.sketch.cold else 0.8)
    lit = p.ambient * 0.75 + p.sunlight * 0.5 * np.clip(shade * 1.9 - 0.45, 0.1, 1)[..., None]
    picture = color * lit * (0.72 + 0.5 * grain)[..., None]
    part = np.exp(-(rows - top) / (0.05 * stage.height))[..., None] * 0.6
    picture = picture * (1 - part) + p.haze * part
    alpha = np.repeat(np.clip((rows - stage.horizon) / 3 + 0.5, 0, 1), stage.wide, 1)
    stage.add(make_layer(np.clip(picture, 0, 1).astype(f32), alpha.astype(f32), 0.4, top))


def _add_trees(
    stage: Stage,
    grove: Grove,
    rng: np.random.Generator,
    places: list[tuple[float, float, float]],
    *,
    depth: float,
    far: float,
) -> None:
    """Add trees of one row, in the colors of their leaves. places: column, row below the horizon, height."""
    alpha, shade = np.zeros((stage.tall, stage.wide), np.uint8), np.zeros((stage.tall, stage.wide), np.uint8)
    color = np.zeros((stage.tall, stage.wide), np.uint8)
    for column, row, tall in sorted(places, key=lambda place: place[1]):
        foot, height = stage.horizon + row * stage.height, tall * stage.height * rng.uniform(0.8, 1.1)
        flora.draw_leafy(
            (alpha, shade, color), rng, (column, foot), height, hue=1 + int(rng.integers(len(grove.crowns)))
        )
    rows = np.nonzero(alpha.any(1))[0]
    top, bottom = max(0, int(rows[0]) - 2) // 2 * 2, min(stage.tall, int(rows[-1]) + 4) // 2 * 2
    hues = np.stack([parse_hex(one) for one in (grove.trunk, *grove.crowns)])
    if stage.sketch.cold:
        hues[1:] = hues[1:] * 0.2 + 0.72
    p = stage.palette
    light = p.ambient * 0.85 + 0.06 + p.sunlight * 0.85 * (shade[top:bottom].astype(f32) / 255)[..., None]
    picture = hues[color[top:bottom]] * light * far + p.haze * (1 - far)
    stage.add(make_layer(np.clip(picture, 0, 1).astype(f32), alpha[top:bottom].astype(f32) / 255, depth, top))


def paint_jungle(stage: Stage) -> None:
    """Paint trunks with lianas, palms and large leaves, with mist between them."""
    rng = stage.make_rng("jungle")
    _make_green(stage)
    for near in (0.0, 0.34, 0.67, 1.0):
        foot = stage.horizon + stage.height * (0.02 + 0.34 * near)
        far, depth = 0.42 + 0.52 * near, 0.16 + 0.76 * near
        bumps = make_noise_line(stage.wide, stage.make_rng("floor", near), 3, 4) - 0.5
        plants = [
            (
                draw,
                _choose_column(stage, rng, near),
                foot + rng.uniform(0.01, 0.03) * stage.height,
                tall * rng.uniform(0.7, 1.1),
            )
            for draw, count, tall in (
                (flora.draw_liana, round(13 - 8 * near), 0.9 + 0.5 * near),
                (flora.draw_palm, round(6 - 5 * near), 0.34 + 0.4 * near),
                (flora.draw_broadleaf, round(24 - 12 * near), 0.12 + 0.22 * near),
            )
            for _ in range(count)
        ]
        ground = (foot + 0.03 * stage.height * bumps).astype(f32)
        stage.add(flora.plant(stage, rng, plants, depth=depth, far=far, ground=ground))
        if near < 1:
            stage.add(lands.make_mist(stage, depth))
    if not stage.is_dark:
        stage.effects.append(woods.make_light_shafts(stage))


def _make_green(stage: Stage) -> None:
    """Let the air and the leaves be green, and hide most of the sky."""
    p = stage.palette
    air, leaf = parse_hex("#a9c47c"), parse_hex("#2f6a34")
    haze, land = tint_color(p.haze, air, 0.6), tint_color(p.land, leaf, 0.7)
    stage.palette = replace(p, haze=haze, land=land)
    rows = np.linspace(0.55, 1, stage.tall, dtype=f32)[:, None]
    canopy = np.broadcast_to(haze * 0.9, (stage.tall, stage.wide, 3)).astype(f32)
    stage.add(make_layer(canopy, np.repeat(rows * 0.9, stage.wide, 1).astype(f32), 0.1, soft=True))


def _choose_column(stage: Stage, rng: np.random.Generator, near: float) -> float:
    """Return a column, which leaves the middle free where it is near."""
    column = float(rng.uniform(0, stage.wide))
    if near < 0.6:
        return column
    side = 1 if column > stage.wide / 2 else -1
    return stage.wide / 2 + side * stage.width * rng.uniform(0.28, 0.62)
