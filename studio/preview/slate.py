"""What lies on the picture: a small mark in the corner, the prompt's first words at the start, and grain."""

from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.preview.noise import Key, f32, rng, smooth
from studio.preview.planes import Planes, bytes_of, half, over, scaled

WHITE, BLACK, GREY = 235, 16, 128
MARK_COVER, SLATE_COVER, SHADOW = 0.50, 0.92, 0.30
LETTERS = 52  # of the prompt on the slate
IN_FRAMES, HELD_FRAMES, OUT_FRAMES = 8, 22, 10
GRAIN = 1.35  # more is lost in encoding, or costs twice the bytes


class Writing:
    """White letters with a soft shadow, laid over a corner of the frame."""

    def __init__(
        self,
        text: str,
        width: int,
        height: int,
        *,
        size_px: float,
        cover: float,
        right: bool,
        spaced: float = 0,
    ):
        ink = _ink(text, max(9, round(size_px)), spaced)
        shadow = cv2.GaussianBlur(ink, (0, 0), size_px * 0.16) * SHADOW
        share = np.clip(ink * cover + shadow * (1 - ink * cover), 0, 1)
        self.cover = share
        self.colour = WHITE * ink * cover + BLACK * shadow * (
            1 - ink * cover
        )  # already multiplied by the cover
        edge = round(0.036 * min(width, height)) // 2 * 2
        rows, columns = share.shape
        self.left = max(0, width - edge - columns if right else edge - columns % 2) // 2 * 2
        self.top = max(0, height - edge - rows) // 2 * 2
        self.whole = [
            (place, bytes_of(255 * (1 - cover)), bytes_of(colour)) for place, cover, colour in self._places()
        ]

    def _places(self) -> Iterator[tuple[tuple[slice, slice], np.ndarray, np.ndarray]]:
        """Where it lies on luma and on each chroma plane, with its cover and its colour there."""
        rows, columns = self.cover.shape
        a, b = slice(self.top, self.top + rows), slice(self.left, self.left + columns)
        c, d = slice(self.top // 2, (self.top + rows) // 2), slice(self.left // 2, (self.left + columns) // 2)
        small = half(self.cover.astype(f32))
        grey = GREY * small
        yield (a, b), self.cover, self.colour
        yield (c, d), small, grey
        yield (c, d), small, grey

    def write(self, planes: Planes, strength: float = 1.0) -> None:
        if strength <= 0:
            return
        if strength >= 1:
            for plane, (place, away, paint) in zip(planes, self.whole, strict=True):
                over(plane[place], away, paint)
            return
        for plane, (place, cover, colour) in zip(planes, self._places(), strict=True):
            plane[place] = bytes_of(plane[place] * (1 - cover * strength) + colour * strength)

    def is_on(self, planes: Planes) -> bool:
        """Whether the frame shows this writing already: what stands out in the corner has its shape."""
        place, cover, colour = next(self._places())
        seen, shape = (
            _outstanding(planes.y[place].astype(f32)),
            _outstanding((colour - GREY * cover).astype(f32)),
        )
        alike = float((seen * shape).sum() / (np.linalg.norm(seen) * np.linalg.norm(shape) + 1e-6))
        return alike > 0.45

    def wipe(self, planes: Planes) -> None:
        """Take the writing off again: what it covered in part can be computed back."""
        for plane, (place, cover, colour) in zip(planes, self._places(), strict=True):
            plane[place] = bytes_of((plane[place] - colour) / np.maximum(1 - cover, 0.25))


def _outstanding(x: np.ndarray) -> np.ndarray:
    return x - cv2.GaussianBlur(x, (0, 0), 4)


def _ink(text: str, size: int, spaced: float) -> np.ndarray:
    """The letters' cover in 0..1, in a box with even sides."""
    font = ImageFont.load_default(size)
    steps = [font.getlength(letter) + spaced * size for letter in text] if spaced else [font.getlength(text)]
    image = Image.new("L", (int(sum(steps) + size) // 2 * 2, int(size * 1.6) // 2 * 2))
    pen, at = ImageDraw.Draw(image), size * 0.3
    for letter, step in zip(text if spaced else [text], steps, strict=True):
        pen.text((at, size * 0.15), letter, fill=255, font=font)
        at += step
    return np.asarray(image).astype(f32) / 255


def mark(width: int, height: int) -> Writing:
    """PREVIEW, small, at the lower right."""
    size = 0.0195 * min(width, height)
    return Writing("PREVIEW", width, height, size_px=size, cover=MARK_COVER, right=True, spaced=0.22)


def slate(prompt: str, width: int, height: int) -> Writing | None:
    """The prompt's first words at the lower left; None where there are none."""
    words = first_words(prompt, LETTERS if width >= height else 26)
    return (
        Writing(words, width, height, size_px=0.030 * min(width, height), cover=SLATE_COVER, right=False)
        if words
        else None
    )


def first_words(prompt: str, letters: int) -> str:
    """As many whole words as fit."""
    text = " ".join(prompt.split())
    if len(text) <= letters:
        return text
    return text[: letters + 1].rsplit(" ", 1)[0][:letters].rstrip(" ,.;:–-") + " …"


def slate_strength(n: int) -> float:
    """Comes in, stands for a second, goes; nothing on the very first frame, which may be a keyframe."""
    out = IN_FRAMES + HELD_FRAMES
    return float(smooth(0, IN_FRAMES, np.float64(n)) * smooth(out + OUT_FRAMES, out, np.float64(n)))


class Grain:
    """Film grain: one large sheet, laid at another place every frame."""

    def __init__(self, key: Key, width: int, height: int, count: int):
        chance = rng(*key, "grain")
        pad = 64
        sheet: np.ndarray = chance.standard_normal((height + pad, width + pad), dtype=f32)
        sheet = cv2.GaussianBlur(sheet, (0, 0), 0.55 * max(1.0, min(width, height) / 720))
        sheet = sheet * (GRAIN / float(sheet[:512, :512].std()))
        self.brighter, self.darker = bytes_of(sheet), bytes_of(-sheet)
        self.places = chance.integers(0, pad, (count, 2))

    def lay(self, planes: Planes, n: int, strength: float = 1.0) -> None:
        if strength <= 0:
            return
        rows, columns = planes.y.shape
        down, right = self.places[n]
        for sheet, add in ((self.brighter, cv2.add), (self.darker, cv2.subtract)):
            piece = sheet[down : down + rows, right : right + columns]
            add(planes.y, piece if strength >= 1 else scaled(piece, strength), planes.y)
