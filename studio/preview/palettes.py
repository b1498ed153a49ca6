"""Choose colors by the time of day and the prompt's color words."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from studio.preview.noise import f32
from studio.preview.planes import LUMA

# Colors of zenith, middle, horizon, haze, land, light, lit cloud and dark cloud;
# then the strength of the ambient light and of the sun, and the sun's height and size.
TIMES = {
    "day": "#1f5fae #6fb0e2 #dff0f6 #bcd6e8 #2a4630 #fff6df #ffffff #9db4c9 .62 .95 .13 .000",
    "morning": "#5f93c6 #a9cfe6 #fff0d2 #e4dfd2 #33452f #fff0cf #fff6ea #b9bfce .58 .80 .36 .040",
    "overcast": "#8fa2b1 #b9c6ce #e2e6e4 #c9d1d4 #2f3d34 #f7f5ee #eef0ee #97a3ac .85 .26 .20 .000",
    "golden": "#35598f #d99a5c #ffe2a0 #f3bd7e #33261c #ffe9b8 #ffe6bd #b06a48 .46 .95 .34 .042",
    "sunset": "#23406f #c07a5c #ffbb68 #e8a270 #221c28 #ffdca0 #ffbe84 #6a4450 .40 .80 .44 .052",
    "dawn": "#33578f #9aa6bd #ffdcae #e6cdb8 #2b3748 #fff0d6 #ffe2b8 #8a8698 .48 .62 .42 .046",
    "dusk": "#0b1736 #2f4674 #d99a72 #75768f #0f1528 #ffd9a8 #a8949a #27325a .40 .22 .50 .030",
    "night": "#03061a #0b1a40 #27487a #1b3358 #050a14 #dfe9ff #3a5484 #0a132c 1.15 .26 .19 .040",
    "storm": "#1b2229 #47545d #93a3a8 #7f9097 #161d22 #e4ebea #8f9ea3 #2b343b .62 .16 .20 .000",
    "neon": "#04071a #131c4a #6a3a8e #3a2a6a #080a18 #ffc6e4 #5a4a92 #10163a .46 .30 .36 .170",
    "space": "#02020a #090a1e #17132f #1e1a3c #05050c #fff4e4 #6a4aa8 #120d28 .50 .60 .20 .000",
    "winter": "#5f88b0 #aac6dc #f3f4f2 #dae6ef #3c5064 #fff4e2 #ffffff #aebfce .70 .62 .20 .000",
}

# Five colors each, dark to bright, for pictures of pure light.
MOODS = {
    "candle": "#120603 #4a1708 #a8480f #f0952b #ffe2a6",
    "kitchen": "#1d120a #5b3a1c #b07a3c #e8c28a #fff4dd",
    "steel": "#060b12 #16303f #3a7088 #9cc9cf #ffb061",
    "deep": "#020c18 #06364c #0d7a86 #4fd0c0 #dcfff0",
    "rose": "#1b0712 #5a1a38 #c2506f #f3a8a4 #fff0dc",
    "blood": "#060203 #2b0508 #7a0d14 #c8352c #ffb39a",
    "leaf": "#06100a #1b3d20 #4f8037 #b5c858 #fff6c4",
    "dream": "#1c1a44 #5a55a8 #b48bd0 #f5bdd4 #fff3e0",
    "neon": "#070318 #3a0f6e #d4249a #2fc4e8 #fdf2ff",
    "noir": "#050607 #1c1f23 #565b60 #a9aba8 #f5f0e4",
    "bath": "#27343d #6b8590 #a9c3c6 #dfe9e4 #fffaf0",
    "royal": "#070a24 #1d2f7c #3d6ad0 #92bdf2 #f4faff",
    "aurora": "#04121a #0d4a4c #1f8f70 #86dca6 #f2ffe9",
    "gold": "#140b04 #55330d #b9842a #f0cf78 #fff6da",
    "smoke": "#08090c #24272e #5b626e #a9b2bd #f4f6f8",
    "spectrum": "#12062e #5a1e9c #e0356f #f7a23a #7fe3d0",
    "retro": "#0a0420 #3b0f6e #ff2d95 #ffb347 #9af3ff",
    "matrix": "#010402 #05301a #12a04a #6bf09a #eafff0",
    "jewels": "#0c0420 #4a1a9c #d8265f #f4a228 #35d0c4",
    "nebula": "#05061a #23258a #c03a8a #f7a94a #fff6d8",
    "eye": "#120b08 #6a4230 #d9a583 #4f86b8 #f6f3ee",
    "pond": "#04121c #0d3a52 #2f7f9c #9fd3de #f6fdff",
    "dusk": "#0b0d24 #33305f #8b4f74 #e58a63 #ffe0b0",
}
# How much a color word tints each part of the sky: clouds stay mostly white.
SKY_TINT_SHARES = {
    "zenith": 1,
    "middle": 1,
    "horizon": 0.8,
    "haze": 0.7,
    "cloud_dark": 0.4,
    "cloud_lit": 0.25,
}
DEFAULT_MOODS = ("dusk", "candle", "deep", "rose", "dream", "steel", "royal", "aurora", "gold", "leaf")


GROUNDS = ("#15161a",)  # gold on black is golden
COLOR_NAMES = ("zenith", "middle", "horizon", "haze", "land", "light", "cloud_lit", "cloud_dark")


@dataclass(frozen=True)
class Palette:
    """The light of a scene. Colors are RGB in 0..1."""

    zenith: np.ndarray
    middle: np.ndarray
    horizon: np.ndarray
    haze: np.ndarray
    land: np.ndarray
    light: np.ndarray
    cloud_lit: np.ndarray
    cloud_dark: np.ndarray
    ambient: np.ndarray
    sunlight: np.ndarray
    sun_height: float
    sun_size: float
    water: np.ndarray | None = None
    ground: np.ndarray | None = None


def parse_hex(text: str) -> np.ndarray:
    """Return "#rrggbb" as three floats."""
    return np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)], f32)


def blend(a: np.ndarray, b: np.ndarray, part: float | np.ndarray) -> np.ndarray:
    return (a + (b - a) * part).astype(f32)


def make_palette(time: str, tints: dict[str, str], rng: np.random.Generator) -> Palette:
    """Return the palette of a time of day, tinted by the color words and slightly different each take."""
    fields = TIMES[time].split()
    colors = [np.clip(parse_hex(c) + rng.normal(0, 0.014, 3), 0, 1).astype(f32) for c in fields[:8]]
    ambient, sun, height, size = map(float, fields[8:])
    palette = Palette(
        **dict(zip(COLOR_NAMES, colors, strict=True)),
        ambient=blend(colors[0], colors[2], 0.45) * f32(ambient),
        sunlight=colors[5] * f32(sun),
        sun_height=height,
        sun_size=size,
    )
    return _tint_palette(palette, {what: parse_hex(color) for what, color in tints.items()})


def make_ramp(names: tuple[str, ...], tints: dict[str, str], rng: np.random.Generator) -> list[np.ndarray]:
    """Return five colors from dark to bright for a picture of light."""
    name = names[0] if names else DEFAULT_MOODS[int(rng.integers(len(DEFAULT_MOODS)))]
    ramp = [parse_hex(c) for c in MOODS[name].split()]
    dyes = [parse_hex(color) for color in tints.values() if not (names and color in GROUNDS)]
    for n in range(1, 4) if dyes else ():
        ramp[n] = tint_color(ramp[n], dyes[n % len(dyes)], 0.8)
    return ramp


def make_dyed_ramp(dyes: tuple[str, ...]) -> list[np.ndarray]:
    """Return five colors from dark to bright that are those of a prompt, such as blue and gold, or gray."""
    colors = sorted(map(parse_hex, dyes), key=lambda one: float(one @ LUMA))
    if not colors:
        return [parse_hex(color) for color in MOODS["noir"].split()]
    low, high, white = colors[0], colors[-1], np.ones(3, f32)
    middle = colors[1:-1] or [low]
    ramp = [low * 0.07, low * 0.5, middle[0], high, blend(high, white, 0.75)]
    if len(colors) == 1:
        ramp[1:4] = [low * 0.32, low * 0.78, blend(low, white, 0.15)]
    return [np.asarray(color, f32) for color in ramp]


def tint_color(color: np.ndarray, dye: np.ndarray, part: float) -> np.ndarray:
    """Move the color toward the tint's hue, keeping its own brightness."""
    bright, own = float(color @ LUMA), float(dye @ LUMA)
    same = (
        dye * (bright / max(own, 0.05))
        if own > bright
        else blend(dye, np.ones(3, f32), (bright - own) / (1.001 - own))
    )
    return np.clip(blend(color, np.clip(same, 0, 1), part), 0, 1)


def _tint_palette(palette: Palette, dyes: dict[str, np.ndarray]) -> Palette:
    changes: dict[str, Any] = {}
    for what, part in (("all", 0.45), ("sky", 0.75)):
        for name, share in SKY_TINT_SHARES.items() if what in dyes else ():
            changes[name] = tint_color(changes.get(name, getattr(palette, name)), dyes[what], part * share)
    if "light" in dyes:
        changes["light"] = tint_color(palette.light, dyes["light"], 0.8)
        changes["sunlight"] = tint_color(palette.sunlight, dyes["light"], 0.7)
    return replace(palette, **changes, water=dyes.get("water"), ground=dyes.get("land"))
