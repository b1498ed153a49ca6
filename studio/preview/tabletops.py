"""Choose and paint the top of a table: wood, marble, stone, a checked cloth, or polished black."""

import re

import cv2
import numpy as np

from studio.preview.noise import f32, make_noise, smoothstep
from studio.preview.palettes import parse_hex
from studio.preview.stage import Stage
from studio.preview.staging import Staging

# Regular expressions by surface. The first one that matches wins; without one it is polished.
SURFACES = {
    "marble": r"marble",
    "cloth": r"picnic|gingham|che(?:ck|quer)ed|tablecloth|blanket",
    "stone": r"slate|concrete|stone (?:table|counter|slab|plate|surface)|granite|cement"
    r"|(?:on|upon) (?:\w+ ){0,2}(?:stone|rock)",
    "wood": r"wood\w*|rustic|oak|walnut|(?:cutting|chopping) board|farmhouse|bakery|kitchen|counter"
    r"|breakfast|desk|workbench|vintage|old",
    "polished": r"black|dark|studio|turntable|product|packshot|glossy|pedestal|commercial|luxury|neon",
}
FOOD = ("food",)
DULL = ("wood", "cloth", "stone")  # in which nothing is mirrored
COLORS = {"wood": "#8a5b36", "marble": "#f4f1ec", "cloth": "#f1e9dc", "stone": "#6d6f72"}
RED = "#b8342c"
BOARDS, CHECKS = 4.0, 9.0


def find_surface(prompt: str, staging: Staging) -> str:
    """Return the surface that the prompt names, or wood for what is eaten."""
    text = prompt.lower()
    named = next((name for name, words in SURFACES.items() if re.search(rf"\b(?:{words})\b", text)), "")
    is_food = any(one.noun.category in FOOD for one in staging.subjects)
    return named or ("wood" if is_food else "polished")


def paint_surface(stage: Stage, ramp: list[np.ndarray], tall: int, pool: np.ndarray) -> np.ndarray:
    """Return the top, from its far edge down. pool: how bright each pixel is in the light of the wall."""
    down = np.linspace(0, 1, tall, dtype=f32)[:, None]
    near = f32(0.42) + f32(0.58) * down  # how large a thing is there
    across = (np.arange(stage.wide, dtype=f32)[None] - stage.wide / 2) / (720 * stage.unit) / near
    deep = np.repeat((f32(1) - f32(0.42) / near) / f32(0.58), stage.wide, 1)
    body = PAINT[stage.surface](stage, across, deep)
    light = (ramp[3] * f32(0.55) + f32(0.45)) * (f32(0.4) + f32(0.8) * pool)[..., None]
    if stage.is_dark:
        light = light * f32(0.6)
    return np.asarray(body * light, f32)


def _paint_wood(stage: Stage, across: np.ndarray, deep: np.ndarray) -> np.ndarray:
    """Return boards that run from left to right."""
    rng = stage.make_rng("wood")
    rows = deep * f32(BOARDS)
    board = np.clip(rows.astype(np.int32), 0, int(BOARDS) - 1)
    tones, shifts = (
        rng.uniform(0.82, 1.12, int(BOARDS)).astype(f32),
        rng.uniform(0, 1, int(BOARDS)).astype(f32),
    )
    grain = make_noise(512, 512, rng, 3, octaves=5, gain=0.62, stretch=9.0)
    at = ((across * f32(0.22) + shifts[board]) * f32(512)).astype(f32), (deep * f32(512 * 1.4)).astype(f32)
    streaks = cv2.remap(grain, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    gap = np.minimum(rows % 1.0, 1 - rows % 1.0)
    joint = smoothstep(0.0, 0.045, gap)
    tone = tones[board] * (f32(0.72) + f32(0.5) * streaks) * (f32(0.45) + f32(0.55) * joint)
    return parse_hex(COLORS["wood"]) * tone[..., None]


def _paint_marble(stage: Stage, across: np.ndarray, deep: np.ndarray) -> np.ndarray:
    rng = stage.make_rng("marble")
    veins, cloud = (make_noise(512, 512, rng, cells, octaves=5, ridged=cells == 2) for cells in (2, 3))
    at = ((across * 0.3 + deep * 0.2) * 512).astype(f32), ((deep * 0.55 - across * 0.08) * 512).astype(f32)
    lines = cv2.remap(veins, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    soft = cv2.remap(cloud, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    dark = np.clip(smoothstep(0.62, 0.9, lines) * 0.5 + 0.16 * soft, 0, 0.7)
    color = parse_hex("#161618") if re.search(r"black|dark", str(stage.key[0]).lower()) else None
    if color is not None:
        return color + (parse_hex("#b9b4a8") - color) * (dark * 0.8)[..., None]
    return parse_hex(COLORS["marble"]) * (1 - dark)[..., None]


def _paint_cloth(stage: Stage, across: np.ndarray, deep: np.ndarray) -> np.ndarray:
    """Return white cloth with red checks."""
    stripes = [smoothstep(-0.06, 0.06, np.sin(part)) for part in (across * CHECKS * 2, deep * CHECKS * 1.5)]
    red = (0.5 * (stripes[0] + stripes[1]))[..., None]
    white = parse_hex(COLORS["cloth"])
    return np.asarray(white + (parse_hex(RED) - white) * red * 0.9, f32)


def _paint_stone(stage: Stage, across: np.ndarray, deep: np.ndarray) -> np.ndarray:
    grain = make_noise(512, 512, stage.make_rng("stone"), 6, octaves=6, gain=0.7)
    at = (across * 256).astype(f32), (deep * 300).astype(f32)
    tone = 0.75 + 0.5 * cv2.remap(grain, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    return parse_hex(COLORS["stone"]) * tone[..., None]


PAINT = {"wood": _paint_wood, "marble": _paint_marble, "cloth": _paint_cloth, "stone": _paint_stone}
