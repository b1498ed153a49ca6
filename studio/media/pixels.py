"""Decode an image for pictures.rebuild: `python -m studio.media.pixels FOLDER`, file on standard input.

Prints one line of JSON: the stored picture's fields, or a `message` that says why there is none.
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

from PIL import Image, ImageChops, ImageCms, UnidentifiedImageError

from studio.media import write_durably
from studio.media.pictures import UNREADABLE, Picture, PictureError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000
# libwebp keeps three copies of the canvas, so a WebP of 50 million pixels does not fit into MEMORY_BYTES.
MAX_PIXELS_WEBP = 25_000_000
LONG_SIDE_PX = 4096
# A panorama is longer, because it is cropped: as much as keeps its short side and fits into these pixels.
SHORT_SIDE_PX = 1080
MAX_KEPT_PIXELS = LONG_SIDE_PX**2
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

END_OF_JPEG = b"\xff\xd9"
RAMP = bytes(range(1, 200))
# Whatever follows a complete picture changes nothing; an incomplete one takes it for its missing pixels.
PADDINGS = (
    RAMP * 8,
    b"\0" * 1000,
    b"\x55" * 1000,
    b"".join(RAMP + bytes((0xFF, 0xD0 + n)) for n in range(8)) * 4,  # with restart markers
)

OTHER = "This file is not a JPEG, PNG or WebP image."
DAMAGED = "This image is damaged or incomplete. Try again with the original file."
TOO_MANY = "This image has more than {most} million pixels. Make it smaller and try again."
TOO_BIG = "This image needs too much memory to open. Make it smaller and try again."
NO_ROOM = "The studio’s disk is full, so the image was not saved."


def main(folder: str) -> None:
    limit_resources()
    try:
        result = asdict(rebuild_image(Path(folder)))
    except PictureError as refused:
        result = {"message": refused.message}
    print(json.dumps(result))


def limit_resources() -> None:
    """Limit memory and time, and run behind page requests."""
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


def rebuild_image(folder: Path) -> Picture:
    try:
        return store_image(strip_metadata(decode_image(sys.stdin.buffer)), folder)
    except MemoryError as full:
        raise PictureError(TOO_BIG) from full


def store_image(image: Image.Image, folder: Path) -> Picture:
    try:
        path = save_image(image, folder / "picture.png", compress_level=1)
        save_image(make_thumb(image), folder / "thumb.webp", quality=80, method=2)
    except OSError as error:
        raise PictureError(NO_ROOM if error.errno == errno.ENOSPC else UNREADABLE) from error
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Picture(image.width, image.height, path.stat().st_size, sha256)


def save_image(image: Image.Image, target: Path, **how: int) -> Path:
    # Not stills.save, which would also load the video decoders: most of this process's time and memory.
    return write_durably(target, lambda part: image.save(part, format=target.suffix[1:], **how))


def decode_image(file: BinaryIO) -> Image.Image:
    """Return the file's first image, upright, in RGB with its own colors, reduced to our maximum size."""
    with open_image(file) as image:
        try:
            image = load(image, file)
            # Only now: a PNG's getexif() also loads it and would hide errors in its pixels.
            turn, profile = UPRIGHT.get(read_orientation(image)), image.info.get("icc_profile")
            image = shrink(normalize_mode(image))
        except MemoryError:
            raise
        except Exception as broken:
            raise PictureError(DAMAGED) from broken
    if turn is not None:
        image = image.transpose(turn)
    return convert_to_srgb(flatten(image), profile)


def load(image: Image.Image, file: BinaryIO) -> Image.Image:
    """Return the image with its pixels. Accept a JPEG that lacks only its two end bytes."""
    image.draft(None, fit_size(image.size))
    try:
        image.load()
    except OSError:
        if image.format != "JPEG":
            raise
        return load_without_end(file)
    return image


def load_without_end(file: BinaryIO) -> Image.Image:
    """Return a JPEG that lacks its end marker. Raise OSError if pixels are missing, too."""
    file.seek(0)
    data = file.read()
    image = decode_padded(data, b"")
    for padding in PADDINGS:
        if ImageChops.difference(image, decode_padded(data, padding)).getbbox():
            raise OSError("The JPEG is incomplete.")
    return image


def decode_padded(data: bytes, padding: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data + padding + END_OF_JPEG), formats=["JPEG"])
    image.draft(None, fit_size(image.size))
    image.load()
    return image


def open_image(file: BinaryIO) -> Image.Image:
    """Open the file and check its header: one of our three formats, and not too large."""
    try:
        image = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise PictureError(format_too_many(MAX_PIXELS)) from bomb
    except UnidentifiedImageError as other:
        raise PictureError(OTHER) from other
    except MemoryError:
        raise
    except Exception as broken:
        raise PictureError(DAMAGED) from broken
    if image.format == "WEBP" and image.width * image.height > MAX_PIXELS_WEBP:
        raise PictureError(format_too_many(MAX_PIXELS_WEBP))
    return image


def format_too_many(most: int) -> str:
    return TOO_MANY.format(most=most // 1_000_000)


def read_orientation(image: Image.Image) -> int:
    """Return the camera orientation, or 1 if the EXIF data is broken."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:
        return 1


def fit_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size to store, in the same proportions: at most LONG_SIDE_PX long, but for a panorama."""
    width, height = size
    panorama = min(SHORT_SIDE_PX / min(size), (MAX_KEPT_PIXELS / (width * height)) ** 0.5)
    return scale_size(size, max(LONG_SIDE_PX / max(size), panorama))


def scale_size(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """Return the size reduced by this factor; it never grows."""
    width, height = (max(1, round(side * min(1, scale))) for side in size)
    return width, height


def normalize_mode(image: Image.Image) -> Image.Image:
    """Convert to a mode that scales well: no palettes, single bits or 16-bit grays."""
    if image.mode.startswith("I;16"):
        high_bytes = image.tobytes()[0 if image.mode.endswith("B") else 1 :: 2]
        image = Image.frombytes("L", image.size, high_bytes)  # Pillow's own convert() clips instead
    elif image.mode in ("P", "PA"):
        see_through = image.mode == "PA" or "transparency" in image.info
        image = image.convert("RGBA" if see_through else "RGB")
    elif image.mode in ("RGB", "L") and "transparency" in image.info:
        image = image.convert("RGBA")  # one color that means transparent
    elif image.mode == "1":
        image = image.convert("L")
    return image


def shrink(image: Image.Image) -> Image.Image:
    size = fit_size(image.size)
    if size == image.size:
        return image
    # Reduce by whole steps first: a third of the memory, with no visible difference.
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def flatten(image: Image.Image) -> Image.Image:
    """Put transparent images on black."""
    if image.mode not in ("RGBA", "LA"):
        return image
    ground = Image.new("RGBA", image.size, (0, 0, 0, 255))
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def convert_to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to sRGB. A broken or unsuitable profile counts as none."""
    if profile:
        with contextlib.suppress(Exception):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            assert turned is not None  # only an in-place conversion returns None
            return turned
    return image.convert("RGB")


def strip_metadata(image: Image.Image) -> Image.Image:
    """Copy the pixels to a new image, without comments, EXIF or anything else."""
    return Image.frombytes("RGB", image.size, image.tobytes())


def make_thumb(image: Image.Image) -> Image.Image:
    size = scale_size(image.size, THUMB_PX / max(image.size))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


if __name__ == "__main__":
    main(sys.argv[1])
