"""Facts of a film file, and whether it is whole."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from studio.media import MediaError, frames

BOX_LIMIT = 100_000  # boxes at the top level; a fragmented film of hours has a few thousand


@dataclass(frozen=True)
class Facts:
    """What a film is: size in pixels, exact number of frames, rate as a fraction, codec, sound or none."""

    width_px: int
    height_px: int
    frames: int
    fps: Fraction
    codec: str
    has_audio: bool

    @property
    def seconds(self) -> Fraction:
        return self.frames / self.fps


def facts(path: Path) -> Facts:
    """The facts of the film at `path`; the frames are counted, not believed. Raises MediaError."""
    with frames.opened(path) as film:
        stream = film.streams.video[0]
        return Facts(
            width_px=stream.width,
            height_px=stream.height,
            frames=sum(1 for _ in frames.packets(film)),
            fps=frames.rate(stream),
            codec="av1" if "av1" in stream.codec.name else stream.codec.canonical_name,
            has_audio=bool(film.streams.audio),
        )


def verify(path: Path) -> Facts:
    """The facts of a film that is surely whole: boxes to the last byte, first and last frame decodable.

    Raises MediaError saying what is wrong.
    """
    _walk(Path(path))
    known = facts(path)
    if not known.frames:
        raise MediaError("The film has no frames.")
    with frames.opened(path) as film:
        frames.nth_frame(film, 0)
        frames.last_frame(film)
    return known


def _walk(path: Path) -> None:
    try:
        with path.open("rb") as file:
            kinds = _boxes(file, path.stat().st_size)
    except OSError as trouble:
        raise MediaError(f"The file cannot be read ({trouble.strerror}).") from trouble
    if not kinds or kinds[0] != b"ftyp":
        raise MediaError("The file is not an MP4 film.")
    if b"moov" not in kinds or b"mdat" not in kinds:
        raise MediaError("The film is cut short: a part of it is missing.")


def _boxes(file: BinaryIO, length: int) -> list[bytes]:
    """The kinds of the top-level boxes, in order; they must fill the file to its last byte."""
    kinds: list[bytes] = []
    at = 0
    while at < length:
        size, kind = _box(file, at, length)
        kinds.append(kind)
        at += size
        if kinds[0] != b"ftyp":
            return kinds
        if at > length or len(kinds) > BOX_LIMIT:
            raise MediaError("The film is cut short: it says that it is longer than the file.")
    return kinds


def _box(file: BinaryIO, at: int, length: int) -> tuple[int, bytes]:
    """Size and kind of the box at `at`. Size 1 means: 64 bits follow; 0 means: to the end of the file."""
    file.seek(at)
    head = file.read(16)
    if len(head) < 8:
        raise MediaError("The film is cut short inside the head of a box.")
    size, kind = int.from_bytes(head[:4]), head[4:8]
    if size == 1:
        size = int.from_bytes(head[8:16])
    elif size == 0:
        size = length - at
    if size < 8:
        raise MediaError("The film's boxes do not follow one another.")
    return size, kind
