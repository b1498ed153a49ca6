"""Find the title that a prompt wants over its picture, and set it large in the safe area."""

import re

import cv2
import numpy as np
from PIL import Image

from studio.media.letters import draw_line
from studio.preview import color_words
from studio.preview.noise import f32, smoothstep
from studio.preview.palettes import parse_hex
from studio.preview.planes import Planes, composite, halve, to_bytes, to_yuv

QUOTED = re.compile(r'"([^"\n]*)"|“([^”\n]*)”|„([^“”\n]*)[“”]|«([^»\n]*)»|「([^」\n]*)」|『([^』\n]*)』')
NAMED = re.compile(
    r"\b(?:title(?: card)?|titled|caption|lettering|text|sign|words?)\b[^.,;:\"“]{0,12}?(?::|\breads?"
    r"|\breading"
    r"|\bsays?|\bsaying|\btitled)\s*:?\s*([^\s\"“«„「][^.,;\n\"“]*)",
    re.IGNORECASE,
)
TITLED = re.compile(
    r"\b(?:titles?|titled|text|card|sign|words?|letter\w*|caption\w*|logo|reads?|reading|written|credits?"
    r"|typograph\w*"
    r"|headline|neon|billboard|poster|banner|subtitle|slogan)\b",
    re.IGNORECASE,
)
SPOKEN = re.compile(
    r"\b(?:say|says|said|saying|shout\w*|whisper\w*|ask\w*|sing\w*|yell\w*|repl\w+|call\w*|dialogue|voice)"
    r"(?: [\w']+){0,3}\s*[:,]?\s*$",
    re.IGNORECASE,
)
SAYS = re.compile(r"[\s,]*(?:say|says|said|shouts?|whispers?|asks?|sings?|yells?)\b", re.IGNORECASE)
MOST_LETTERS, MOST_LINES, MOST_READ = 80, 5, 1200
LONGEST = 16  # letters of a word that is not broken
WIDEST, TALLEST = 0.80, 0.60  # of the frame: inside the safe area of a film
LARGEST, GAP = 0.145, 0.16  # of the short side; between letters, of their size
LEADING = 1.35
BEGINS, LASTS, EDGE = 10, 34, 0.25  # frames until the reveal and of it; width of its soft edge
WHITE, BLACK, GRAY = 238, 16, 128
SHADE = 0.42


def find_title(prompt: str) -> str:
    """Return the text to set as a title, or ""."""
    prompt = prompt[:MOST_READ]
    for match in QUOTED.finditer(prompt):
        title = " ".join(next(filter(None, match.groups()), "").split())
        if title and len(title) <= MOST_LETTERS and not _is_spoken(prompt, match):
            return title
    named = NAMED.search(prompt)
    title = " ".join(named[1].split()) if named else ""
    return title if len(title) <= MOST_LETTERS and not QUOTED.search(prompt) else ""


def _is_spoken(prompt: str, match: re.Match[str]) -> bool:
    before = prompt[: match.start()]
    is_said = SPOKEN.search(before[-60:]) or SAYS.match(prompt, match.end())
    return bool(is_said) and not TITLED.search(before)


def blank_quotes(prompt: str) -> str:
    """Return the prompt with spaces for what is quoted or said to be a title: its words are no subjects."""
    text = QUOTED.sub(lambda quoted: " " * len(quoted[0]), prompt)
    return NAMED.sub(lambda named: named[0][: named.start(1) - named.start()] + " " * len(named[1]), text)


class Title:
    """Large letters in the middle of the frame that appear slowly, from left to right."""

    def __init__(self, letters: Image.Image, width: int, height: int, color: str = ""):
        """letters: white on black ("L"), with even sides, inside the frame. color: as "#rrggbb", or white."""
        ink = np.asarray(letters).astype(f32) / 255
        luma, u, v = map(float, to_yuv(parse_hex(color))) if color else (WHITE, GRAY, GRAY)
        self.chroma = (u, v)
        shade = cv2.GaussianBlur(ink, (0, 0), 0.028 * min(width, height))
        shade = np.clip(shade * 2.2, 0, 1) * SHADE
        self.alpha = np.clip(ink + shade * (1 - ink), 0, 1)
        self.ink = ink
        self.color = luma * ink + BLACK * shade * (1 - ink)  # premultiplied
        rows, columns = ink.shape
        self.top, self.left = (height - rows) // 4 * 2, (width - columns) // 4 * 2
        self.across = np.linspace(0, 1, columns, dtype=f32)
        self.opaque = [
            (place, to_bytes(255 * (1 - alpha)), to_bytes(color))
            for place, alpha, color in self._list_regions(1.0)
        ]

    def _list_regions(
        self, share: np.ndarray | float
    ) -> list[tuple[tuple[slice, slice], np.ndarray, np.ndarray]]:
        """Return its region, alpha and color on the luma plane and on each chroma plane. share: revealed, by
        column."""
        alpha, ink = ((one * share).astype(f32) for one in (self.alpha, self.ink))
        rows, columns = alpha.shape
        small, letters = halve(alpha), halve(ink)
        a, b, c, d = self.top, self.top + rows, self.left, self.left + columns
        half = (slice(a // 2, b // 2), slice(c // 2, d // 2))
        return [
            ((slice(a, b), slice(c, d)), alpha, self.color * share),
            *((half, small, tone * letters + GRAY * (small - letters)) for tone in self.chroma),
        ]

    def draw(self, planes: Planes, revealed: float) -> None:
        """Draw what is revealed of it, from 0 (nothing) to 1 (all)."""
        if revealed <= 0:
            return
        if revealed >= 1:
            for plane, (place, inverse, paint) in zip(planes, self.opaque, strict=True):
                composite(plane[place], inverse, paint)
            return
        edge = revealed * (1 + EDGE)
        share = smoothstep(edge, edge - EDGE, self.across).astype(f32)
        for plane, (place, alpha, color) in zip(planes, self._list_regions(share), strict=True):
            plane[place] = to_bytes(plane[place] * (1 - alpha) + color)


def find_color(prompt: str) -> str:
    """Return the color that a prompt gives to its letters as "#rrggbb", or ""."""
    named = LETTERED.search(prompt[:MOST_READ].lower())
    return color_words.HUES[named[1] or named[2]] if named else ""


NAMES = "|".join(color_words.HUES)
LETTERED = re.compile(
    rf"\b({NAMES}) (?:[\w-]+ )?(?:letters?|lettering|text|type|typography|font|script|characters|title)\b"
    rf"|[\"”»」] (?:written |set )?in (?:bright |glowing |large )?({NAMES})\b(?! (?:light|smoke|sky|room))"
)


def make_title(text: str, width: int, height: int, color: str = "") -> Title | None:
    """Return the title as large as the frame allows, or None if there is none, or no font for a letter."""
    if not text:
        return None
    largest = LARGEST * min(width, height)
    for step in range(16):
        size = max(9, round(largest * 0.86**step))
        for lines in list_breaks(split_words(text), MOST_LINES):
            picture = _draw_lines(lines, size)
            if picture is None:
                return None
            if picture.width <= WIDEST * width and picture.height <= TALLEST * height:
                return Title(picture, width, height, color)
    return None


def split_words(text: str) -> list[str]:
    """Return the words, the longest of them in pieces: not every script has spaces."""
    return [word[at : at + LONGEST] for word in text.split() for at in range(0, len(word), LONGEST)]


def list_breaks(words: list[str], most: int) -> list[list[str]]:
    """Return the words on one line, on two lines of like length, and so on."""
    return [break_evenly(words, count) for count in range(1, min(most, len(words)) + 1)]


def break_evenly(words: list[str], count: int) -> list[str]:
    lines: list[str] = []
    rest = list(words)
    for left in range(count, 0, -1):
        target = len(" ".join(rest)) / left
        taken = 1
        while taken < len(rest) - (left - 1) and len(" ".join(rest[: taken + 1])) <= target * 1.15:
            taken += 1
        lines.append(" ".join(rest[:taken] if left > 1 else rest))
        rest = rest[taken:]
    return lines


def _draw_lines(lines: list[str], size: int) -> Image.Image | None:
    drawn = [draw_line(line, size, gap_px=GAP * size) for line in lines]
    kept = [_trim(line) for line in drawn if line is not None]
    if len(kept) < len(drawn) or not kept:
        return None
    step, margin = round(LEADING * size), round(size * 0.6) // 2 * 2
    width = max(line.width for line in kept) + 2 * margin  # even, as each line is
    height = (step * (len(kept) - 1) + kept[0].height + 2 * margin) // 2 * 2
    picture = Image.new("L", (width, height))
    for n, line in enumerate(kept):
        at = ((width - line.width) // 2, margin + n * step)
        picture.paste(line, at, line)
    return picture


def _trim(line: Image.Image) -> Image.Image:
    """Return the line without the empty columns on both sides, so that its ink is in the middle."""
    left, _, right, _ = line.getbbox() or (0, 0, line.width, 0)
    return line.crop((left, 0, right + (right - left) % 2, line.height))


def compute_reveal(n: int, count: int, *, loop: bool) -> float:
    """Return how much of the title is there at frame `n`. It goes again before a loop begins anew."""
    come = float(smoothstep(BEGINS, BEGINS + LASTS, np.float64(n)))
    return min(come, float(smoothstep(count - 2, count - 2 - LASTS / 2, np.float64(n)))) if loop else come
