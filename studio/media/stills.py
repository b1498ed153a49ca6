"""The pictures that stand for a film: poster, filmstrip, first and last frame, and how each frame looks; one
decode pass for all."""

from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image

from studio.media import MediaError, durably, frames, probe, seams

POSTER_WIDTH_PX = 640
TILE_WIDTH_PX = 160
TILES = 10


@dataclass(frozen=True)
class Stills:
    """Where the pictures are. first and last are full size and lossless: the next clip starts from them."""

    poster: Path
    strip: Path
    first: Path
    last: Path
    looks: Path


@dataclass
class _Seen:
    first: Image.Image
    last: Image.Image
    poster: Image.Image
    tiles: list[Image.Image]
    looks: bytes


def make(path: Path, folder: Path) -> Stills:
    """Write poster.webp, strip.webp (10 frames side by side), first.png, last.png and
    looks.bin (see seams) into `folder`.

    Each is there whole or not at all. Raises MediaError.
    """
    seen = _look(path)
    folder.mkdir(parents=True, exist_ok=True)
    made = Stills(
        poster=save(seen.poster, folder / "poster.webp", quality=80, method=2),
        strip=save(_beside(seen.tiles), folder / "strip.webp", quality=80, method=2),
        first=save(seen.first, folder / "first.png", compress_level=1),
        last=save(seen.last, folder / "last.png", compress_level=1),
        looks=durably(folder / seams.NAME, lambda part: part.write_bytes(seen.looks)),
    )
    return made


def save(image: Image.Image, target: Path, **how: int) -> Path:
    """Store a picture so that it is never seen half: a .part beside it, fsync, rename."""
    return durably(target, lambda part: image.save(part, format=target.suffix[1:], **how))


def _look(path: Path) -> _Seen:
    """Decode once from start to end and keep what is wanted."""
    count = probe.facts(path).frames
    tile_at = [round(i * (count - 1) / (TILES - 1)) for i in range(TILES)]
    poster_at = count // 3  # early frames may still be dark or carry a slate
    kept: dict[str, Image.Image] = {}
    tiles: dict[int, Image.Image] = {}
    looks = bytearray()
    frame = None
    with frames.opened(path) as film:
        film.streams.video[0].thread_type = "AUTO"
        for n, frame in enumerate(film.decode(video=0)):
            if n == 0:
                kept["first"] = frames.picture(frame)
            if n == poster_at:
                kept["poster"] = _small(frame, POSTER_WIDTH_PX)
            if n < seams.MOST:
                looks += seams.look(frame)
            if n in tile_at:
                tiles[n] = _small(frame, TILE_WIDTH_PX)
        if frame is None or "poster" not in kept:
            raise MediaError("The film cannot be decoded.")
        end = frames.picture(frame)
    return _Seen(kept["first"], end, kept["poster"], [_nearest(tiles, at) for at in tile_at], bytes(looks))


def _nearest(tiles: dict[int, Image.Image], at: int) -> Image.Image:
    return tiles[min(tiles, key=lambda n: abs(n - at))]


def _small(frame: av.VideoFrame, width: int) -> Image.Image:
    """The frame at `width` px (never enlarged), its shape kept."""
    width = min(width, frame.width)
    return frames.picture(frame, width, max(2, round(frame.height * width / frame.width)))


def _beside(tiles: list[Image.Image]) -> Image.Image:
    width, height = tiles[0].size
    strip = Image.new("RGB", (width * len(tiles), height))
    for n, tile in enumerate(tiles):
        strip.paste(tile, (n * width, 0))
    return strip
