"""Give each subject a hint of its own colors."""

import numpy as np

from studio.preview.atlas import Mask
from studio.preview.palettes import parse_hex
from studio.preview.staging import Subject

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


def find_colors(subject: Subject, mask: Mask) -> np.ndarray:
    """Return the colors that the subject has by itself, as an RGB picture in 0..1."""
    if mask.colors is not None:
        return mask.colors
    known = [HUES[word] for word in subject.noun.name.split() if word in HUES]
    hue = known[0] if known else CATEGORIES.get(subject.noun.category, OTHER)
    return np.broadcast_to(parse_hex(hue), (*mask.alpha.shape, 3))
