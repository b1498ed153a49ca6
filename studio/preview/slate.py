"""Add what lies over the picture: the mark in the corner, the slate with the prompt, and grain."""

from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.media.letters import draw_line
from studio.preview.noise import Key, f32, make_rng, smoothstep
from studio.preview.planes import Planes, composite, halve, scale, to_bytes

WHITE, BLACK, GRAY = 235, 16, 128
MARK_ALPHA, SLATE_ALPHA, SHADOW = 0.50, 0.92, 0.30
LETTERS = 320  # at most, of the prompt on the slate
WIDEST = 0.92  # of the frame
LEADING = 1.35  # from line to line, of the letters' size
IN_FRAMES, HELD_FRAMES, OUT_FRAMES = 8, (22, 78), 10  # held: at least and at most
WORD_FRAMES = 7  # to read a word
GRAIN = 1.35  # stronger grain is lost in encoding or doubles the file size


class TextOverlay:
    """White text with a soft shadow in a lower corner of the frame.

    letters: white on black ("L"), with even sides.
    """

    def __init__(
        self, letters: Image.Image, width: int, height: int, *, size_px: float, alpha: float, right: bool
    ):
        ink = np.asarray(letters).astype(f32) / 255
        shadow = cv2.GaussianBlur(ink, (0, 0), size_px * 0.16) * SHADOW
        share = np.clip(ink * alpha + shadow * (1 - ink * alpha), 0, 1)
        self.alpha = share
        self.color = WHITE * ink * alpha + BLACK * shadow * (1 - ink * alpha)  # premultiplied
        edge = round(0.036 * min(width, height)) // 2 * 2
        rows, columns = share.shape
        self.left = max(0, width - edge - columns if right else edge - columns % 2) // 2 * 2
        self.top = max(0, height - edge - rows) // 2 * 2
        self.opaque = [
            (place, to_bytes(255 * (1 - alpha)), to_bytes(color))
            for place, alpha, color in self._iter_regions()
        ]

    def _iter_regions(self) -> Iterator[tuple[tuple[slice, slice], np.ndarray, np.ndarray]]:
        """Yield its region, alpha and color on the luma plane and on each chroma plane."""
        rows, columns = self.alpha.shape
        a, b = slice(self.top, self.top + rows), slice(self.left, self.left + columns)
        c, d = slice(self.top // 2, (self.top + rows) // 2), slice(self.left // 2, (self.left + columns) // 2)
        small = halve(self.alpha.astype(f32))
        gray = GRAY * small
        yield (a, b), self.alpha, self.color
        yield (c, d), small, gray
        yield (c, d), small, gray

    def draw(self, planes: Planes, strength: float = 1.0) -> None:
        if strength <= 0:
            return
        if strength >= 1:
            for plane, (place, inverse, paint) in zip(planes, self.opaque, strict=True):
                composite(plane[place], inverse, paint)
            return
        for plane, (place, alpha, color) in zip(planes, self._iter_regions(), strict=True):
            plane[place] = to_bytes(plane[place] * (1 - alpha * strength) + color * strength)

    def is_visible_on(self, planes: Planes) -> bool:
        """Return whether the frame shows this text already: the details in the corner have its shape."""
        place, alpha, color = next(self._iter_regions())
        seen, shape = (
            _high_pass(planes.y[place].astype(f32)),
            _high_pass((color - GRAY * alpha).astype(f32)),
        )
        alike = float((seen * shape).sum() / (np.linalg.norm(seen) * np.linalg.norm(shape) + 1e-6))
        return alike > 0.45

    def remove(self, planes: Planes) -> None:
        """Remove the text again by undoing the blending."""
        for plane, (place, alpha, color) in zip(planes, self._iter_regions(), strict=True):
            plane[place] = to_bytes((plane[place] - color) / np.maximum(1 - alpha, 0.25))


def _high_pass(x: np.ndarray) -> np.ndarray:
    return x - cv2.GaussianBlur(x, (0, 0), 4)


def make_mark(width: int, height: int) -> TextOverlay:
    """Return the small "PREVIEW" at the lower right."""
    size = 0.0195 * min(width, height)
    letters = _draw_spaced("PREVIEW", max(9, round(size)), 0.22)
    return TextOverlay(letters, width, height, size_px=size, alpha=MARK_ALPHA, right=True)


def _draw_spaced(text: str, size: int, gap: float) -> Image.Image:
    """Draw the letters with a gap, in parts of their size, after each."""
    font = ImageFont.load_default(size)
    steps = [font.getlength(letter) + gap * size for letter in text]
    image = Image.new("L", (int(sum(steps) + size) // 2 * 2, int(size * 1.6) // 2 * 2))
    pen, at = ImageDraw.Draw(image), size * 0.3
    for letter, step in zip(text, steps, strict=True):
        pen.text((at, size * 0.15), letter, fill=255, font=font)
        at += step
    return image


def make_slate(prompt: str, width: int, height: int) -> TextOverlay | None:
    """Return the prompt at the lower left, on one line or two, or None if it has letters without a font.

    What doesn't fit is cut after a word.
    """
    size = 0.030 * min(width, height)
    letters = _draw_words(prompt, max(9, round(size)), round(WIDEST * width))
    if letters is None:
        return None
    return TextOverlay(letters, width, height, size_px=size, alpha=SLATE_ALPHA, right=False)


def _draw_words(prompt: str, size: int, width: int) -> Image.Image | None:
    """Draw as many of the first words as fit into two lines of this width."""
    length = min(len(prompt), LETTERS)
    while text := shorten_prompt(prompt, length) if length > 0 else "":
        widest = 0
        for lines in ([text], split_line(text)):
            drawn = _stack(lines, size)
            if drawn is None or drawn.width <= width:
                return drawn
            widest = drawn.width
        length = min(length - 4, int(length * 1.05 * width / widest))
    return None


def _stack(lines: list[str], size: int) -> Image.Image | None:
    """Draw lines below each other, or return None if a letter has no font."""
    drawn = [line for line in (draw_line(text, size) for text in lines) if line is not None]
    if len(drawn) < len(lines):
        return None
    step = round(LEADING * size) // 2 * 2
    picture = Image.new("L", (max(line.width for line in drawn), drawn[0].height + step * (len(lines) - 1)))
    for n, line in enumerate(drawn):
        picture.paste(line, (0, n * step), line)
    return picture


def split_line(text: str) -> list[str]:
    """Return two lines of like length, broken at a space if there is one near the middle."""
    middle = len(text) // 2
    spaces = [at for at, letter in enumerate(text) if letter == " " and abs(at - middle) < 0.2 * len(text)]
    at = min(spaces, key=lambda space: abs(space - middle), default=middle)
    return [line for line in (text[:at].strip(), text[at:].strip()) if line]


def shorten_prompt(prompt: str, letters: int) -> str:
    """Return as many whole words as fit."""
    text = " ".join(prompt.split())
    if len(text) <= letters:
        return text
    return text[: letters + 1].rsplit(" ", 1)[0][:letters].rstrip(" ,.;:–-") + " …"


def compute_slate_strength(n: int, prompt: str = "") -> float:
    """Return the slate's strength at frame `n`: it fades in, stays long enough to be read, and fades out.

    It is 0 on the first frame, which may be a keyframe.
    """
    out = IN_FRAMES + int(np.clip(WORD_FRAMES * len(shorten_prompt(prompt, LETTERS).split()), *HELD_FRAMES))
    return float(smoothstep(0, IN_FRAMES, np.float64(n)) * smoothstep(out + OUT_FRAMES, out, np.float64(n)))


class Grain:
    """Film grain: one large sheet, placed differently on every frame."""

    def __init__(self, key: Key, width: int, height: int, count: int):
        rng = make_rng(*key, "grain")
        pad = 64
        sheet: np.ndarray = rng.standard_normal((height + pad, width + pad), dtype=f32)
        sheet = cv2.GaussianBlur(sheet, (0, 0), 0.55 * max(1.0, min(width, height) / 720))
        sheet = sheet * (GRAIN / float(sheet[:512, :512].std()))
        self.brighter, self.darker = to_bytes(sheet), to_bytes(-sheet)
        self.places = rng.integers(0, pad, (count, 2))

    def add(self, planes: Planes, n: int, strength: float = 1.0) -> None:
        if strength <= 0:
            return
        rows, columns = planes.y.shape
        down, right = self.places[n]
        for sheet, add in ((self.brighter, cv2.add), (self.darker, cv2.subtract)):
            piece = sheet[down : down + rows, right : right + columns]
            add(planes.y, piece if strength >= 1 else scale(piece, strength), planes.y)
