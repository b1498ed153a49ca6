"""Paint puppets: cut out of paper, toned by the scene, lit on the edge by its light, in its air."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from studio.preview import atlas, hues
from studio.preview.forms import ALIVE
from studio.preview.marks import Place
from studio.preview.moved import make_cutout
from studio.preview.noise import Key, f32, make_noise, make_rng
from studio.preview.planes import LUMA
from studio.preview.prompts import AIRLESS
from studio.preview.stage import Stage

NEARNESS = 1.0  # how much a puppet keeps its own brightness
LIFTED = 0.15  # how much it costs to be lighter: puppets are dark where they can be
# The least of its own brightness, so that its parts stay visible: by what it is on, or by what it is.
DARKEST = {"table": 0.92, "space": 0.8}
DARK_ALIVE, DARK_THING = 0.68, 0.8
BRIGHTER = 2.2  # at most, before a puppet takes the color of the air
CONTRAST = 0.17  # of the full range, at least, between a puppet and what is behind it
CLOTHED = 0.84  # the same of people, whose clothes say who they are
TURNED_AWAY, TURNED_TO = 0.55, 1.6  # brightness of the sides of a face, away from the light and to it
# Brightness of the light on a product, on a face, and on others, at least.
PRODUCT, FACE, LEAST, LEAST_THING = 0.78, 0.62, 0.25, 0.34
TINTED = 0.42  # and on those whose color the prompt names
LAMPLIGHT = np.array([1.0, 0.82, 0.48], f32)
SAMPLES = 3000  # of the brightness behind a puppet
COARSE = 4  # what is very soft is blurred this many times smaller
PAD = 0.11  # of the height, around the puppet, for its glow
NAMED = 0.9  # of the color that the prompt names, which is seen in any light
HAZE_FROM = 0.34  # of the frame's height: smaller puppets are farther, in the haze


@dataclass(frozen=True)
class Sprite:
    """A painted puppet. rows, columns: of its shape, which begins `pad` pixels from each border."""

    cutout: np.ndarray
    alpha: np.ndarray
    rows: int
    columns: int
    pad: int


def paint(stage: Stage, mask: atlas.Mask, place: Place, behind: np.ndarray) -> Sprite:
    """Return the puppet's picture. behind: the brightness behind it, as a picture of the canvas."""
    rows, columns = mask.alpha.shape
    pad = max(4, round(PAD * min(rows, columns))) // 2 * 2
    cutout = np.zeros((rows + 2 * pad + rows % 2, columns + 2 * pad + columns % 2, 4), np.uint8)
    cutout[..., 1] = 255
    back = _crop_behind(stage, place, behind, mask.alpha)
    ink = find_ink(mask.alpha)
    painted = _paint_ink(stage, mask, place, ink=ink, back=back, pad=pad)
    top, left = ink[0].start, ink[1].start
    cutout[top : top + painted.shape[0], left : left + painted.shape[1]] = painted
    return Sprite(cutout, mask.alpha, rows, columns, pad)


def find_ink(alpha: np.ndarray) -> tuple[slice, slice]:
    """Return the rows and the columns that are not empty, from even ones: a gait's box is half empty."""
    spans = []
    for axis, length in ((1, alpha.shape[0]), (0, alpha.shape[1])):
        filled = np.flatnonzero(alpha.max(axis))
        first, last = (filled[0], filled[-1] + 1) if filled.size else (0, length)
        spans.append(slice(int(first) // 2 * 2, min(length, int(last + 1) // 2 * 2)))
    return spans[0], spans[1]


def _paint_ink(
    stage: Stage,
    mask: atlas.Mask,
    place: Place,
    *,
    ink: tuple[slice, slice],
    back: np.ndarray,
    pad: int,
) -> np.ndarray:
    """Return the cutout of the part of the mask that has ink, `pad` pixels wider on each side."""
    rows, columns = mask.alpha.shape
    part = mask.crop(ink)
    own = hues.find_colors(place.subject, part, is_dyed=place.form.is_dyed)
    rise = np.linspace(1.12, 0.9, rows, dtype=f32)[ink[0], None, None]
    tone = _paint_tones(stage, part, own, place) * rise
    grain = _make_paper(stage, rows, columns)
    tone = tone * (grain[ink] if grain.size > 1 else grain)
    if place.on == "edge":
        tone = tone * _shade_side(stage, place, columns)[:, ink[1]]
    tone = _keep_contrast(stage, tone, part.alpha, back, place=place)
    tone = tone + stage.palette.light * _find_edge(stage, part.alpha, place, rows=rows)[..., None]
    haze = _compute_haze(stage, place)
    color = _shine(stage, np.clip(tone * (1 - haze) + stage.palette.haze * haze, 0, 1), part, own)
    return _add_glow(stage, color, part.alpha, pad, is_dark=float(back.mean()) < 0.3)


def _crop_behind(stage: Stage, place: Place, behind: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Return the brightness of some pixels behind the puppet."""
    low = place.row * stage.height + stage.down - place.raised
    if place.line is not None:
        low += float(place.line.mean()) - stage.down
    top, bottom = max(0, int(low - alpha.shape[0])), max(1, min(stage.tall, int(low)))
    middle, half = stage.right + place.column * stage.width, alpha.shape[1] / 2
    left, right = max(0, int(middle - half)), min(stage.wide, int(middle + half) + 1)
    part = behind[min(top, bottom - 1) : bottom, min(left, stage.wide - 2) : max(right, 1)]
    step = max(3, int((part.size / SAMPLES) ** 0.5))
    return (part[::step, ::step].reshape(-1).astype(f32) - 16) / 219 if part.size else np.full(1, 0.5, f32)


def _paint_tones(stage: Stage, mask: atlas.Mask, own: np.ndarray, place: Place) -> np.ndarray:
    """Return dark paper with lighter parts and the thing's own colors."""
    p = stage.palette
    dark = p.land * (0.25 + 0.5 * float(np.mean(p.ambient)))
    light = p.middle * 0.42 + p.haze * 0.12
    part = _find_own_part(stage, place)
    here = _find_light(stage, place)
    dims = 0.4 * (1 - part)  # how much the light colors it
    lit = own * ((here * dims + float(here @ LUMA) * (1 - dims)) * part).astype(f32)
    lit *= (0.5 + 0.8 * mask.tone)[..., None]
    tone = ((light - dark) * (1 - part)).astype(f32) * mask.tone[..., None]
    tone += (dark * (1 - part)).astype(f32) + lit
    return np.asarray(tone, f32)


def _find_own_part(stage: Stage, place: Place) -> float:
    """Return how much of a thing's own color is seen: less in little light."""
    if place.subject.hue:
        return NAMED
    if place.on in ("table", "space") or stage.sketch.scene == "table":
        return 0.85
    if place.subject.noun.category not in ALIVE:
        return 0.76
    if place.form.is_dyed:
        return 0.74 if stage.is_dark else 0.84
    return 0.55 if stage.is_dark else 0.66


def _find_light(stage: Stage, place: Place) -> np.ndarray:
    """Return the light on a thing: nothing dims the sun in space, and a product has a lamp for itself."""
    p = stage.palette
    if place.on == "space" or stage.sketch.scene in AIRLESS:
        return p.light * f32(0.62)
    here = p.ambient * 0.55 + p.sunlight * 0.28 + p.haze * 0.12
    usual = LEAST if place.subject.noun.category in ALIVE else LEAST_THING
    on = "table" if stage.sketch.scene == "table" else place.on
    least = {"table": PRODUCT, "edge": FACE}.get(on, TINTED if place.subject.hue else usual)
    return np.asarray(here * max(1.0, least / max(0.05, float(here @ LUMA))), f32)


def _shade_side(stage: Stage, place: Place, columns: int) -> np.ndarray:
    """Return how bright each column of a face is: the side to the light is, the other one lies in shadow."""
    to_right = (stage.sun[0] - stage.right) / stage.width >= place.column
    ramp = np.linspace(0, 1, columns, dtype=f32)
    part = np.clip(((ramp if to_right else 1 - ramp) - 0.2) / 0.6, 0, 1)
    part = part * part * (3 - 2 * part)
    return np.asarray((TURNED_AWAY + (TURNED_TO - TURNED_AWAY) * part)[None, :, None], f32)


def _make_paper(stage: Stage, rows: int, columns: int) -> np.ndarray:
    """Return the grain of the paper, around 1."""
    return np.ones((1, 1, 1), f32) if rows < 40 else _draw_grain(stage.key, rows, columns)


@lru_cache(maxsize=4)  # the pictures of a round are of one size
def _draw_grain(key: Key, rows: int, columns: int) -> np.ndarray:
    grain = make_noise(rows, columns, make_rng(*key, "paper"), 7, octaves=4, gain=0.7)
    return np.asarray(0.90 + 0.2 * grain[..., None], f32)


def _keep_contrast(
    stage: Stage, tone: np.ndarray, alpha: np.ndarray, back: np.ndarray, *, place: Place
) -> np.ndarray:
    """Return the tones darker than what is behind them, or lighter where that is dark itself."""
    own = float(((tone @ LUMA) * alpha).sum() / (alpha.sum() + 1e-6))
    goal = max(_choose_luma(own, back), _find_darkest(place) * own)
    if goal <= own:
        return np.asarray(tone * (goal / max(own, 0.02)), f32)
    tone, own = tone * min(BRIGHTER, goal / max(own, 0.02)), min(goal, own * BRIGHTER)
    p = stage.palette
    air = p.haze * 0.4 + p.light * 0.3 + p.middle * 0.15
    part = np.clip((goal - own) / max(0.05, float(air @ LUMA) - own), 0, 0.28 if place.form.is_dyed else 0.6)
    own_parts = np.clip(tone @ LUMA / max(0.03, own), 0.4, 2.0)[..., None]
    return np.asarray(tone * (1 - part) + air * part * (0.35 + 0.65 * own_parts), f32)


def _find_darkest(place: Place) -> float:
    is_alive = place.subject.noun.category in ALIVE
    if is_alive and place.form.is_dyed:
        return CLOTHED
    return DARKEST.get(place.on, DARK_ALIVE if is_alive else DARK_THING)


def _choose_luma(own: float, back: np.ndarray) -> float:
    """Return the brightness that most of what is behind differs from, not far from the puppet's own."""
    choices = np.append(np.arange(0.03, 0.62, 0.02), own)
    seen = np.clip(np.abs(choices[:, None] - back[None]), 0, CONTRAST).mean(1) / CONTRAST
    cost = NEARNESS * np.abs(choices - own) + LIFTED * (choices > own)
    return float(choices[np.argmax(seen - cost)])


def _find_edge(stage: Stage, alpha: np.ndarray, place: Place, *, rows: int) -> np.ndarray:
    """Return how much of the scene's light the edge gets: a thin rim on the side toward it.

    rows: of the whole puppet.
    """
    sun_column = (stage.sun[0] - stage.right) / stage.width
    side = 1.0 if sun_column >= place.column else -1.0
    soft = cv2.GaussianBlur(np.pad(alpha, 4), (0, 0), max(0.8, rows / 110))
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3)[4:-4, 4:-4] * side
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3)[4:-4, 4:-4]
    facing = np.clip(-across * 0.9 + down * 0.55, 0, None) * max(1.0, rows / 420 + 0.35)
    return np.asarray(np.clip(facing, 0, 1) * alpha * (0.55 if stage.is_dark else 0.8), f32)


def _shine(stage: Stage, color: np.ndarray, mask: atlas.Mask, own: np.ndarray) -> np.ndarray:
    """Return the picture with its flames, and with its lamps and windows lit if it is dark."""
    if mask.glow is None or not (stage.is_dark or mask.glow.max() > 0.5):
        return color
    always = np.clip(2 * mask.glow - 1, 0, 1)[..., None]
    by_night = np.where(mask.glow < 0.6, 2 * mask.glow, 0)[..., None] if stage.is_dark else 0.0
    shining = color + (np.clip(own * 1.08, 0, 1) - color) * always
    return np.asarray(shining + (LAMPLIGHT - shining) * (by_night * 0.9), f32)


def _compute_haze(stage: Stage, place: Place) -> float:
    if place.on in ("edge", "table", "space") or stage.sketch.scene == "table":
        return 0.0
    fog = 1.6 if "fog" in stage.sketch.weather else 1.0
    return float(np.clip(0.40 * fog * (1 - place.height / (HAZE_FROM * stage.height)), 0, 0.5))


def _add_glow(stage: Stage, color: np.ndarray, alpha: np.ndarray, pad: int, *, is_dark: bool) -> np.ndarray:
    """Return the puppet in a little lit air, which parts it from what is behind."""
    rows, columns = alpha.shape
    wide = np.pad(alpha, ((pad, pad + rows % 2), (pad, pad + columns % 2)))
    border = np.clip(np.minimum.outer(_ramp(wide.shape[0], pad), _ramp(wide.shape[1], pad)), 0, 1)
    strength = 0.30 if is_dark else 0.16
    glow = (np.clip(_blur(wide, pad / 2.6) * strength, 0, 1) * border * (1 - wide)).astype(f32)
    air = (stage.palette.haze * 0.7 + stage.palette.light * 0.3).astype(f32)
    picture = air * glow[..., None]
    picture[pad : pad + rows, pad : pad + columns] += color * alpha[..., None]
    return make_cutout(picture, wide + glow)


def _blur(plane: np.ndarray, radius: float) -> np.ndarray:
    """Return the plane blurred; if it is to be very soft, a small one is."""
    if radius < 4 * COARSE:
        return cv2.GaussianBlur(plane, (0, 0), radius)
    small = cv2.resize(plane, None, fx=1 / COARSE, fy=1 / COARSE, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), radius / COARSE)
    return cv2.resize(soft, plane.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _ramp(length: int, pad: int) -> np.ndarray:
    """Return the distance from the nearer end in units of the border."""
    steps = np.arange(length, dtype=f32)
    return np.minimum(steps, length - 1 - steps) / max(1, pad)
