"""Create the images of a video in one decoding pass.

They are the poster, the filmstrip, the first and last frame, and a small version of each frame.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image

from studio.media import MediaError, frames, join_score, probe, write_durably

POSTER_WIDTH_PX = 640
TILE_WIDTH_PX = 160
TILES = 10


@dataclass(frozen=True)
class Stills:
    """The images' paths. first and last are full size and lossless: the next clip starts from them."""

    poster: Path
    strip: Path
    first: Path
    last: Path
    thumbnails: Path


@dataclass
class _Decoded:
    first: Image.Image
    last: Image.Image
    poster: Image.Image
    tiles: list[Image.Image]
    thumbnails: bytes


def make_stills(path: Path, folder: Path, report: Callable[[], object] = lambda: None) -> Stills:
    """Write poster.webp, strip.webp (10 frames side by side), first.png, last.png and looks.bin to `folder`.

    Each is complete or missing. See join_score for looks.bin. report: called per frame. Raise MediaError.
    """
    seen = _decode_stills(path, report)
    folder.mkdir(parents=True, exist_ok=True)
    return Stills(
        poster=save_image(seen.poster, folder / "poster.webp", quality=80, method=2),
        strip=save_image(_join_tiles(seen.tiles), folder / "strip.webp", quality=80, method=2),
        first=save_image(seen.first, folder / "first.png", compress_level=1),
        last=save_image(seen.last, folder / "last.png", compress_level=1),
        thumbnails=write_durably(folder / join_score.NAME, lambda part: part.write_bytes(seen.thumbnails)),
    )


def save_image(image: Image.Image, target: Path, **how: int) -> Path:
    """Write an image durably, so that it is never seen incomplete."""
    return write_durably(target, lambda part: image.save(part, format=target.suffix[1:], **how))


def _decode_stills(path: Path, report: Callable[[], object]) -> _Decoded:
    """Decode once from start to end and keep the wanted frames."""
    count = probe.read_facts(path).frames
    tile_at = [round(i * (count - 1) / (TILES - 1)) for i in range(TILES)]
    poster_at = count // 3  # early frames may still be dark or carry a slate
    kept: dict[str, Image.Image] = {}
    tiles: dict[int, Image.Image] = {}
    thumbnails = bytearray()
    n, frame = -1, None
    with frames.open_video(path) as video:
        video.streams.video[0].thread_type = "AUTO"
        for n, frame in enumerate(video.decode(video=0)):
            report()
            if n == 0:
                kept["first"] = frames.to_image(frame)
            if n == poster_at:
                kept["poster"] = _shrink(frame, POSTER_WIDTH_PX)
            if n < join_score.MAX_THUMBNAILS:
                thumbnails += join_score.make_thumbnail(frame)
            if n in tile_at:
                tiles[n] = _shrink(frame, TILE_WIDTH_PX)
        if frame is None or n + 1 != count:
            raise MediaError("Not every frame of the video can be decoded.")
        end = frames.to_image(frame)
    return _Decoded(
        kept["first"], end, kept["poster"], [_find_nearest(tiles, at) for at in tile_at], bytes(thumbnails)
    )


def _find_nearest(tiles: dict[int, Image.Image], at: int) -> Image.Image:
    return tiles[min(tiles, key=lambda n: abs(n - at))]


def _shrink(frame: av.VideoFrame, width: int) -> Image.Image:
    """Return the frame `width` px wide (never enlarged), in proportion."""
    width = min(width, frame.width)
    return frames.to_image(frame, width, max(2, round(frame.height * width / frame.width)))


def _join_tiles(tiles: list[Image.Image]) -> Image.Image:
    width, height = tiles[0].size
    strip = Image.new("RGB", (width * len(tiles), height))
    for n, tile in enumerate(tiles):
        strip.paste(tile, (n * width, 0))
    return strip
