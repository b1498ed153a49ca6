"""Prepare the words of a prompt for reading: without titles, the camera and figures of speech."""

import re

from studio.preview import figures, senses, titles

MOST_LETTERS = 1200  # of a prompt that are read: more would take long, and a shot is said by then


def read_words(prompt: str) -> str:
    """Return the prompt in lower case, with spaces for a title, camera words and figures of speech.

    The camera is "us" where somebody moves toward it or away from it.
    """
    text = senses.resolve(titles.blank_quotes(prompt[:MOST_LETTERS]))
    text = THE_CAMERA.sub(lambda found: f"{found[1]} us".ljust(len(found[0])), text)
    for pattern, more in FURNISHED:
        text = pattern.sub(more, text)
    for pattern in FIGURES:
        text = pattern.sub(lambda figure: " " * len(figure[0]), text)
    return text


THE_CAMERA = re.compile(r"\b((?:away from|toward|towards|to|past)) the (?:camera|lens|viewer)\b")
# Places that are known by what stands there.
FURNISHED = [
    (re.compile(r"\bcandle ?flames?\b"), "candle"),
    (
        re.compile(
            r"\bmatch(?:es|stick)? (?:is |being |gets? |that )?(?:lit|struck|burn\w*|ignit\w+|flar\w+)\b"
            r"|\b(?:lights?|strik\w+|lighting|lit) (?:a|the) match\b"
        ),
        "burning match",
    ),
    (
        re.compile(
            r"\b(?:dew ?drops?|(?:water |rain ?)?drop(?:let)?s?(?: of (?:dew|water))?|dew)(?: \w+){0,3}? on"
            r" (?:an? |the )?(?:\w+ ){0,2}?lea(?:f|ves)\b"
        ),
        "dewy leaf",
    ),
    (
        re.compile(
            r"^(?=.*\b(?:macro|close-?up|microscop\w+|crystals?)\b)(.*?)\bsnow ?flakes?(?: crystals?)?\b"
        ),
        r"\1snow crystal",
    ),
    (re.compile(r"\bspiders? (?:[\w']+ ){1,4}?web\b|\bspider'?s? ?webs?\b"), "spider web"),
    (re.compile(r"\bchess ?(?:pieces?|sets?|games?|boards?|figures)\b|\bgame of chess\b"), "chess set"),
    (re.compile(r"\b(?:knight|king|queen|bishop|rook|pawn)s?\b(?=.*\bchess)"), "chess set"),
    (re.compile(r"(\bchess\b.*?)\b(?:knight|king|queen|bishop|rook|pawn)s?\b"), r"\1chess set"),
    (
        re.compile(r"\b(?:village|hamlet)\b(?! (?:house|street|square|church|girl|boy|life))"),
        r"\g<0> cottages",
    ),
    (re.compile(r"\bfields? of lavender\b|\blavender fields?\b"), "field of purple flowers"),
    (re.compile(r"\b(?:graveyard|cemetery|churchyard)\b(?! grave)"), "gravestones"),
    (re.compile(r"\b(?:orchard)\b"), r"\g<0> apple trees"),
]
FIGURES = [re.compile(figure) for figure in figures.FIGURES]
