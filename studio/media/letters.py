"""Draw a line of text in any script: each letter in the first font that has it, shaped and in reading order.

Pillow's own font has English letters only; the Noto fonts in fonts/ have the other large scripts and emoji.
"""

import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

FONTS = Path(__file__).with_name("fonts")
OWN = "Pillow"
# Han letters have one code in all three languages, and each language writes some of them in its own way.
JAPANESE, CHINESE, KOREAN = "noto-sans-jp-japanese", "noto-sans-sc-chinese-simplified", "noto-sans-kr-korean"
PLAIN = tuple(
    f"noto-sans-{part}"
    for part in ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
)
# Their letters change beside others, which takes Raqm.
SHAPED = (
    "noto-sans-devanagari",
    *(f"noto-sans-{name}-{name}" for name in ("arabic", "hebrew", "thai", "bengali", "tamil")),
    "noto-emoji-emoji",
    "noto-sans-symbols-2-symbols",
)
PROBE_PX = 32
NOT_A_LETTER = "\U0010fffe"  # no font has it
INVISIBLE, OPENING = ("Cf", "Cc"), ("Ps", "Pi")
VARIATIONS = range(0xFE00, 0xFE10)


@dataclass(frozen=True)
class Run:
    """Neighboring letters in one font. font: a file's stem, or OWN."""

    text: str
    font: str


def draw_line(text: str, size_px: int, *, gap_px: float = 0) -> Image.Image | None:
    """Return the line in white on black ("L"), in a box with even sides and a margin of 0.3 of the size.

    Return None if no font has one of its letters: nothing is better than empty boxes. gap_px: more space
    after each letter, where letters don't join.
    """
    runs = lay_out(text)
    if runs is None:
        return None
    runs = [part for run in runs for part in split(run)] if gap_px else runs
    fonts = [load(run.font, size_px) for run in runs]
    widths = [
        font.getlength(run.text) + gap_px * (len(run.text) == 1)
        for run, font in zip(runs, fonts, strict=True)
    ]
    image = Image.new("L", (int(sum(widths) + size_px) // 2 * 2, int(size_px * 1.6) // 2 * 2))
    pen, at = ImageDraw.Draw(image), size_px * 0.3
    baseline = size_px * 0.15 + load(OWN, size_px).getmetrics()[0]
    for run, font, width in zip(runs, fonts, widths, strict=True):
        pen.text((at, baseline), run.text, fill=255, font=font, anchor="ls")
        at += width
    return image


def split(run: Run) -> list[Run]:
    """Return each letter as a run of its own, unless letters of this font change beside others."""
    is_joined = run.font in SHAPED or any(unicodedata.combining(letter) for letter in run.text)
    return [run] if is_joined else [Run(letter, run.font) for letter in run.text]


def lay_out(text: str) -> list[Run] | None:
    """Return the runs from left to right, or None if no font has one of the letters."""
    if all(has_letter(OWN, letter) for letter in text):
        return [Run(text, OWN)]
    runs: list[Run] = []
    for letter in unicodedata.normalize("NFC", text):
        joins = runs and is_joiner(letter)
        font = runs[-1].font if joins else find_font(letter, text, runs[-1].font if runs else "")
        if font is None:
            return None
        if runs and font == runs[-1].font and letter.isspace() == runs[-1].text.isspace():
            runs[-1] = replace(runs[-1], text=runs[-1].text + letter)
        else:
            runs.append(Run(letter, font))
    return order(runs)


def order(runs: list[Run]) -> list[Run]:
    """Return the runs as they stand on the line, which begins on the right if its first word reads so."""
    ways = [find_direction(run.text) for run in runs]
    starts_right = next((way for way in ways if way is not None), False)
    for n, way in enumerate(ways):
        if way is None:  # a space goes with what is on both sides of it
            before = ways[n - 1] if n else starts_right
            after = next((later for later in ways[n:] if later is not None), starts_right)
            ways[n] = before if before == after else starts_right
    groups = [[run for run, _ in group] for _, group in groupby(zip(runs, ways, strict=True), itemgetter(1))]
    read = [group[::-1] if find_direction(group[0].text + group[-1].text) else group for group in groups]
    return [run for group in (reversed(read) if starts_right else read) for run in group]


def find_direction(text: str) -> bool | None:
    """Return True if it reads from right to left, False if from left to right, None if it has no letters."""
    kinds = {unicodedata.bidirectional(letter) for letter in text}
    return True if kinds & {"R", "AL"} else False if kinds & {"L", "EN"} else None


def is_joiner(letter: str) -> bool:
    """Return True if it is invisible and belongs to the letter before it, as in emoji of several parts."""
    return unicodedata.category(letter) in INVISIBLE or ord(letter) in VARIATIONS


def find_font(letter: str, text: str, current: str) -> str | None:
    """Return the font for this letter. Digits and closing signs stay in the current one."""
    candidates = fonts_for(text)
    if letter.isspace():
        return OWN
    if current and not letter.isalpha() and unicodedata.category(letter) not in OPENING:
        candidates = (current, *candidates)
    return next((font for font in candidates if has_letter(font, letter)), None)


@lru_cache(maxsize=256)
def fonts_for(text: str) -> tuple[str, ...]:
    """Return the fonts in the order to try, by the language that the text seems to be in."""
    names = {unicodedata.name(letter, "").split(" ")[0] for letter in text}
    han = [CHINESE, JAPANESE, KOREAN]
    if names & {"HIRAGANA", "KATAKANA"}:
        han = [JAPANESE, CHINESE, KOREAN]
    elif "HANGUL" in names:
        han = [KOREAN, JAPANESE, CHINESE]
    return (*PLAIN, *han, *(SHAPED if features.check("raqm") else ()))


@cache
def has_letter(font: str, letter: str) -> bool:
    """Return True if the font draws this letter otherwise than one that it doesn't have."""
    probe = load(font, PROBE_PX, ImageFont.Layout.BASIC)
    drawn, missing = (probe.getmask(one) for one in (letter, NOT_A_LETTER))
    return (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))


@cache
def load(font: str, size_px: int, engine: ImageFont.Layout | None = None) -> ImageFont.FreeTypeFont:
    if font != OWN:
        return ImageFont.truetype(FONTS / f"{font}.woff2", size_px, layout_engine=engine)
    own = ImageFont.load_default(size_px)
    assert isinstance(own, ImageFont.FreeTypeFont)  # Pillow's wheels contain FreeType
    return own
