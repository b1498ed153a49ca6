"""Give each subject a hint of its own colors."""

import numpy as np

from studio.preview.atlas import Mask
from studio.preview.palettes import parse_hex
from studio.preview.planes import LUMA
from studio.preview.subject import Subject

# By words of the name, for shapes that are of one color.
HUES = {"fox": "#d4682c", "bear": "#7a5236", "polar": "#e6e6e2", "heron": "#8d9aa8", "sheep": "#d8d2c4"}
HUES |= {"ostrich": "#5a4a40", "turtle": "#6f8f4a", "frog": "#5f9a3c", "boar": "#5a4636", "hen": "#b5793c"}
HUES |= {"koala": "#8f8f94", "perfume": "#c79ac8", "balloon": "#c8452f", "car": "#b83a30", "drone": "#4a4e55"}
HUES |= {
    "archer": "#5a6a3a",
    "knight": "#8a8f98",
    "farmer": "#7a6a45",
    "hiker": "#7c5a3c",
    "miner": "#6a6258",
}
HUES |= {
    "astronaut": "#dfe3e8",
    "wolf": "#7d8087",
    "robot": "#8f9aa3",
    "whale": "#4f6478",
    "ghost": "#dfe6ea",
}
HUES |= {"elk": "#7a5a3c", "squid": "#b5605a", "crab": "#c8503a", "shark": "#74808a", "owl": "#8a6a48"}
HUES |= {"miner": "#6a6258", "ghost": "#dfe6ea", "cat": "#8a7a68", "camel": "#b08a58", "seal": "#6f7680"}
CATEGORIES = {"person": "#7a6a5c", "animal": "#8a6f55", "creature": "#6a7466", "dinosaur": "#6f7f4c"}
CATEGORIES |= {"vehicle": "#8a5546", "spacecraft": "#c4c9d0", "fish": "#5c7f93", "building": "#a08a74"}
CATEGORIES |= {"plant": "#5f8048", "food": "#c08a4a", "furniture": "#84603f", "music": "#8a5a34"}
CATEGORIES |= {"tool": "#8d9096", "weapon": "#9aa0a8", "nature": "#6f7f5c", "sport": "#b0643c"}
OTHER = "#86796c"


DYED = 0.85  # of its own colors that a thing gives up for the one that the prompt names


def find_colors(subject: Subject, mask: Mask, *, is_dyed: bool = False) -> np.ndarray:
    """Return the colors of the subject, as the prompt names them or by itself, as an RGB picture in 0..1.

    is_dyed: the picture has the named one already.
    """
    own = mask.colors if mask.colors is not None else _fill(mask, _find_usual(subject))
    return _dye(own, mask, parse_hex(subject.hue)) if subject.hue and not is_dyed else own


def _find_usual(subject: Subject) -> str:
    known = [HUES[word] for word in subject.noun.name.split() if word in HUES]
    return known[0] if known else CATEGORIES.get(subject.noun.category, OTHER)


def _fill(mask: Mask, color: str) -> np.ndarray:
    return np.broadcast_to(parse_hex(color), (*mask.alpha.shape, 3))


def _dye(own: np.ndarray, mask: Mask, dye: np.ndarray) -> np.ndarray:
    """Return the picture in another color: its main one changes most, its shades stay."""
    vivid = mask.alpha * (0.04 + own.max(-1) - own.min(-1))
    weight = vivid / max(float(vivid.sum()), 1e-6)
    main = np.tensordot(weight, own, 2)
    shade = np.clip((own @ LUMA) / max(float(main @ LUMA), 0.05), 0.45, 1.5)
    near = np.exp(-(((own - main) ** 2).sum(-1)) / 0.18)
    part = (DYED * (0.45 + 0.55 * near))[..., None]
    return np.asarray(np.clip(own * (1 - part) + dye * shade[..., None] * part, 0, 1), np.float32)
