"""Make the files shapes, colors and words of the atlas: `python -m studio.preview.bake_atlas FOLDER`.

FOLDER holds the unpacked npm packages @iconify-json/game-icons 1.2.4, @iconify-json/noto 1.2.9 and
emojibase-data 17.0.0 as game-icons, noto and emojibase-data. Only developers run this, after a change of
nouns.tsv.
"""

import gzip
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import resvg_py

from studio.preview import nouns
from studio.preview.atlas import COLORS, SHAPES, WORDS

PACKAGES = {"game": "game-icons", "noto": "noto"}
SIDE_PX = 512
SMALLEST_PX = 30  # area of a part that is kept
OUTLINE_PX, TONE_PX = 0.9, 1.3  # how far a polygon may be off
LIGHT = (90, 170)  # from which gray on a part is lighter, and lighter still
PLACES = set("雪山海空夜森林川町街中上下光水風风雨月日的")  # one letter, and no subject by itself
ALIVE = ("animal", "fish", "creature")
LABEL = 8  # how much more the name of an emoji says than one of its tags
GAP_PX = 13  # between the parts of one silhouette that are closed
# The first of those with as many known words in a prompt wins.
GRID = 12  # cells of a shape's colors, across and down
LANGUAGES = "es fr de pt it ja zh zh-hant ko ru hi nl pl uk vi th sv da nb fi hu bn ms et lt"


def main(folder: Path) -> None:
    icons = {name: read_json(folder / package / "icons.json") for name, package in PACKAGES.items()}
    shapes = [shape for noun in nouns.load() for shape in noun.shapes.values()]
    write_shapes({shape: trace(icons, shape) for shape in dict.fromkeys(shapes)})
    write_colors({shape: sample(icons, shape) for shape in dict.fromkeys(shapes) if shape.startswith("noto")})
    write_words(folder)


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


# -- shapes ------------------------------------------------------------------------------------------------

Polygons = list[np.ndarray]


def trace(icons: dict[str, Any], shape: str) -> list[Polygons]:
    """Return the polygons of the shape's silhouette, and of the lighter parts inside."""
    package, _, name = shape.partition(":")
    image = render(icons[package], name)
    solid = (image[..., 3] > 127).astype(np.uint8)
    if package == "game":  # one color: what is left out inside it is a line, not a hole
        return [find_polygons(fill(solid), OUTLINE_PX), find_polygons(solid, TONE_PX)]
    gray = cv2.GaussianBlur(cv2.cvtColor(image[..., :3], cv2.COLOR_BGR2GRAY), (0, 0), 2)
    lighter = [((gray > light) & (solid > 0)).astype(np.uint8) for light in LIGHT]
    return [find_polygons(solid, OUTLINE_PX), *(find_polygons(part, TONE_PX) for part in lighter)]


def render(icons: dict[str, Any], name: str) -> np.ndarray:
    icon = icons["icons"][name]
    width = icon.get("width", icons["width"])
    height = icon.get("height", icons.get("height", icons["width"]))
    box = f"{icon.get('left', 0)} {icon.get('top', 0)} {width} {height}"
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    svg = f'<svg {spaces} color="#fff" fill="#fff" viewBox="{box}">{icon["body"]}</svg>'
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=SIDE_PX, height=SIDE_PX))
    image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    assert image is not None
    return np.asarray(image)


def fill(solid: np.ndarray) -> np.ndarray:
    """Close the gaps and holes of a silhouette."""
    room = GAP_PX + 3
    round_brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (GAP_PX, GAP_PX))
    wide = cv2.copyMakeBorder(solid, room, room, room, room, cv2.BORDER_CONSTANT)
    closed = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, round_brush)[room:-room, room:-room]
    outer, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(np.zeros_like(solid), outer, -1, (1,), -1)


def find_polygons(mask: np.ndarray, off_px: float) -> Polygons:
    found, _ = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    large = (one for one in found if cv2.contourArea(one) >= SMALLEST_PX)
    polygons = (cv2.approxPolyDP(one, off_px, True)[:, 0].astype(np.int16) for one in large)
    return [one for one in polygons if len(one) > 2]


def write_shapes(traced: dict[str, list[Polygons]]) -> None:
    polygons = [(level, one) for levels in traced.values() for level, few in enumerate(levels) for one in few]
    points = np.concatenate([one for _, one in polygons])
    outlines = [np.concatenate(levels[0]) for levels in traced.values()]
    np.savez_compressed(
        SHAPES,
        names=np.array(list(traced)),
        deltas=np.ascontiguousarray(np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int16)).T),
        ends=np.cumsum([0, *(len(one) for _, one in polygons)], dtype=np.int32),
        levels=np.array([level for level, _ in polygons], np.uint8),
        shapes=np.cumsum([0, *(sum(map(len, levels)) for levels in traced.values())], dtype=np.int32),
        boxes=np.array([[*one.min(axis=0), *(one.max(axis=0) + 1)] for one in outlines], np.int16),
    )


# -- colors --------------------------------------------------------------------------------------------------


def sample(icons: dict[str, Any], shape: str) -> np.ndarray:
    """Return the colors of a shape on a coarse grid over its box, as RGB."""
    package, _, name = shape.partition(":")
    image = render(icons[package], name).astype(np.float32)
    alpha = image[..., 3:] / 255
    rows, columns = (np.nonzero(alpha[..., 0].max(axis) > 0.5)[0] for axis in (1, 0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    colors, weight = image[box][..., :3] * alpha[box], alpha[box][..., 0]
    small = cv2.resize(colors, (GRID, GRID), interpolation=cv2.INTER_AREA)
    share = cv2.resize(weight, (GRID, GRID), interpolation=cv2.INTER_AREA)
    near, most = (cv2.GaussianBlur(one, (0, 0), GRID / 5) * 1e-3 for one in (small, share))
    mixed = (small + near) / np.maximum(share + most, 1e-9)[..., None]
    return np.clip(mixed[..., ::-1], 0, 255).round().astype(np.uint8) & 0xF8


def write_colors(sampled: dict[str, np.ndarray]) -> None:
    np.savez_compressed(COLORS, names=np.array(list(sampled)), colors=np.stack(list(sampled.values())))


# -- names in other languages --------------------------------------------------------------------------------


def write_words(folder: Path) -> None:
    """Write "language<tab>word<tab>noun" for the names in other languages that mean one noun only."""
    known = find_nouns_by_emoji(folder)
    alive = {noun.name for noun in nouns.load() if noun.category in ALIVE}  # "cara de zorro": a fox's face
    lines: list[str] = []
    for language in LANGUAGES.split():
        means: dict[str, Counter[str]] = {}
        for one in read_json(folder / f"emojibase-data/{language}/data.json"):
            if (noun := known.get(one["hexcode"])) and "label" in one:
                label = one["label"].lower()
                means.setdefault(label, Counter())[noun] += LABEL
                names = label.split() if noun in alive else label.split()[:1]
                for tag in {tag.lower() for tag in one.get("tags", ())} - {label}:
                    means.setdefault(tag, Counter())[noun] += LABEL // 2 if is_like(tag, names) else 1
        lines += sorted(
            f"{language}\t{word}\t{of.most_common(1)[0][0]}\n"
            for word, of in means.items()
            if word not in PLACES and (max(of.values()) > 1 or (len(of) == 1 and nouns.NO_SPACES.match(word)))
        )
    WORDS.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))


def is_like(tag: str, names: list[str]) -> bool:
    """Return True if the tag is one of the names, in some form."""
    return any(tag[:3] == name[:3] and abs(len(tag) - len(name)) <= 2 for name in names)


def find_nouns_by_emoji(folder: Path) -> dict[str, str]:
    """Return the nouns by the hexadecimal code of the emoji whose shape they have."""
    shapes = {shape: noun.name for noun in nouns.load() for shape in noun.shapes.values()}
    codes = read_json(folder / "noto/chars.json")
    named = {code.replace("-fe0f", ""): f"noto:{name}" for code, name in codes.items()}
    found = {}
    for one in read_json(folder / "emojibase-data/en/data.json"):
        shape = named.get(one["hexcode"].lower().replace("-fe0f", ""))
        if shape in shapes and not one["label"].startswith("snowman"):  # named after the snow around it
            found[one["hexcode"]] = shapes[shape]
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
