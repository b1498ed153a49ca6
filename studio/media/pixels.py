"""The inside of pictures.rebuild: runs as `python -m studio.media.pixels FOLDER`, the file on standard input.

Prints one line of JSON: the facts of the stored picture, or `words` that say why there is none.
"""

import contextlib
import errno
import hashlib
import io
import json
import os
import resource
import sys
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageCms, UnidentifiedImageError

from studio.media import durably
from studio.media.pictures import UNREADABLE, Picture, PictureError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000
# libwebp keeps the canvas three times over, so a WebP of 50 million pixels does not fit into MEMORY_BYTES.
MAX_PIXELS_WEBP = 25_000_000
LONG_SIDE_PX = 4096
THUMB_PX = 480
MEMORY_BYTES = 700 * 1024 * 1024
FILE_BYTES = 256 * 1024 * 1024
CPU_S = 20

ORIENTATION = 0x0112  # EXIF
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

OTHER = "This file is not a JPEG, PNG or WebP picture."
DAMAGED = "This picture is damaged, or only a part of it arrived. Try again with the whole file."
TOO_MANY = "This picture has more than {most} million pixels. Make it smaller and try again."
TOO_BIG = "This picture needs too much memory to open. Make it smaller and try again."
NO_ROOM = "There is no room left on the studio’s disk, so the picture was not kept."


def main(folder: str) -> None:
    limit()
    try:
        told = asdict(rebuild(Path(folder)))
    except PictureError as refused:
        told = {"words": refused.words}
    print(json.dumps(told))


def limit() -> None:
    """From here on: little memory, little time, and behind those who wait for a page."""
    os.nice(5)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def rebuild(folder: Path) -> Picture:
    try:
        return store(clean(decoded(sys.stdin.buffer)), folder)
    except MemoryError as full:
        raise PictureError(TOO_BIG) from full


def store(image: Image.Image, folder: Path) -> Picture:
    try:
        path = save(image, folder / "picture.png", compress_level=1)
        save(thumb(image), folder / "thumb.webp", quality=80, method=2)
    except OSError as trouble:
        raise PictureError(NO_ROOM if trouble.errno == errno.ENOSPC else UNREADABLE) from trouble
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Picture(image.width, image.height, path.stat().st_size, sha256)


def save(image: Image.Image, target: Path, **how: int) -> Path:
    # Not stills.save, which would load the film decoders too: most of this process's time and memory.
    return durably(target, lambda part: image.save(part, format=target.suffix[1:], **how))


def decoded(file: BinaryIO) -> Image.Image:
    """The first picture in the file, upright, in RGB of its own colours, small enough for us."""
    with opened(file) as image:
        try:
            image.draft(None, fitted(image.size))
            image.load()
            # Only now: a PNG's getexif() loads it too, and what is wrong with its pixels would go unheard.
            turn, profile = UPRIGHT.get(orientation(image)), image.info.get("icc_profile")
            image = fit(plain(image))
        except MemoryError:
            raise
        except Exception as broken:
            raise PictureError(DAMAGED) from broken
    if turn is not None:
        image = image.transpose(turn)
    return in_srgb(flat(image), profile)


def opened(file: BinaryIO) -> Image.Image:
    """The file, its header read: of our three formats, and not too large to unfold."""
    try:
        image = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise PictureError(too_many(MAX_PIXELS)) from bomb
    except UnidentifiedImageError as other:
        raise PictureError(OTHER) from other
    except MemoryError:
        raise
    except Exception as broken:
        raise PictureError(DAMAGED) from broken
    if image.format == "WEBP" and image.width * image.height > MAX_PIXELS_WEBP:
        raise PictureError(too_many(MAX_PIXELS_WEBP))
    return image


def too_many(most: int) -> str:
    return TOO_MANY.format(most=most // 1_000_000)


def orientation(image: Image.Image) -> int:
    """How the camera was held; broken EXIF says nothing."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:
        return 1


def fitted(size: tuple[int, int], side: int = LONG_SIDE_PX) -> tuple[int, int]:
    """The size with its long side at most `side`, its shape kept."""
    width, height = size
    scale = min(1, side / max(size))
    return max(1, round(width * scale)), max(1, round(height * scale))


def plain(image: Image.Image) -> Image.Image:
    """In a mode that can be made smaller well: no palettes, no single bits, no 16-bit greys."""
    if image.mode.startswith("I;16"):
        high_bytes = image.tobytes()[0 if image.mode.endswith("B") else 1 :: 2]
        image = Image.frombytes("L", image.size, high_bytes)  # Pillow's own convert() clips instead
    elif image.mode in ("P", "PA"):
        see_through = image.mode == "PA" or "transparency" in image.info
        image = image.convert("RGBA" if see_through else "RGB")
    elif image.mode in ("RGB", "L") and "transparency" in image.info:
        image = image.convert("RGBA")  # one colour that means "nothing here"
    elif image.mode == "1":
        image = image.convert("L")
    return image


def fit(image: Image.Image) -> Image.Image:
    size = fitted(image.size)
    if size == image.size:
        return image
    # Whole steps first, in place of one large step: a third of the memory, and nobody sees it.
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def flat(image: Image.Image) -> Image.Image:
    """Laid on black where it is transparent: the room is dark, and so is film without light."""
    if image.mode not in ("RGBA", "LA"):
        return image
    ground = Image.new("RGBA", image.size, (0, 0, 0, 255))
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB. A profile that is broken or of another kind of colour counts as none."""
    if profile:
        with contextlib.suppress(Exception):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            assert turned is not None  # only a change in place returns nothing
            return turned
    return image.convert("RGB")


def clean(image: Image.Image) -> Image.Image:
    """The same pixels in a new picture: comments, EXIF and all else stay behind."""
    return Image.frombytes("RGB", image.size, image.tobytes())


def thumb(image: Image.Image) -> Image.Image:
    return image.resize(fitted(image.size, THUMB_PX), Image.Resampling.LANCZOS, reducing_gap=3.0)


if __name__ == "__main__":
    main(sys.argv[1])
