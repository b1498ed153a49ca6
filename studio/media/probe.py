"""Read a video file's properties and check that it is complete."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from studio.media import MediaError, frames

BOX_LIMIT = 100_000  # boxes at the top level; a fragmented video of hours has a few thousand


@dataclass(frozen=True)
class Facts:
    """A video's size in pixels, exact frame count, rate as a fraction, codec, and whether it has sound."""

    width_px: int
    height_px: int
    frames: int
    fps: Fraction
    codec: str
    has_audio: bool

    @property
    def seconds(self) -> Fraction:
        return self.frames / self.fps


def read_facts(path: Path) -> Facts:
    """Return the properties of the video at `path`, counting its frames. Raise MediaError."""
    with frames.open_video(path) as video:
        stream = video.streams.video[0]
        return Facts(
            width_px=stream.width,
            height_px=stream.height,
            frames=sum(1 for _ in frames.iter_packets(video)),
            fps=frames.get_rate(stream),
            codec="av1" if "av1" in stream.codec.name else stream.codec.canonical_name,
            has_audio=bool(video.streams.audio),
        )


def verify(path: Path) -> Facts:
    """Return the properties of a complete video: boxes to the last byte, first and last frame decodable.

    Raise MediaError with the problem.
    """
    _check_boxes(Path(path))
    known = read_facts(path)
    if not known.frames:
        raise MediaError("The video has no frames.")
    with frames.open_video(path) as video:
        frames.decode_nth(video, 0)
        frames.decode_last(video)
    return known


def _check_boxes(path: Path) -> None:
    try:
        with path.open("rb") as file:
            kinds = _read_boxes(file, path.stat().st_size)
    except OSError as error:
        raise MediaError(f"The file can't be read ({error.strerror}).") from error
    if not kinds or kinds[0] != b"ftyp":
        raise MediaError("The file is not an MP4 video.")
    if b"moov" not in kinds or b"mdat" not in kinds:
        raise MediaError("The video is incomplete: a part of it is missing.")


def _read_boxes(file: BinaryIO, length: int) -> list[bytes]:
    """Return the types of the top-level boxes in order. They must fill the file to its last byte."""
    kinds: list[bytes] = []
    at = 0
    while at < length:
        size, kind = _read_box(file, at, length)
        kinds.append(kind)
        at += size
        if kinds[0] != b"ftyp":
            return kinds
        if at > length or len(kinds) > BOX_LIMIT:
            raise MediaError("The video is incomplete: it should be longer than the file.")
    return kinds


def _read_box(file: BinaryIO, at: int, length: int) -> tuple[int, bytes]:
    """Return size and type of the box at `at`. Size 1: 64 bits follow; 0: to the end of the file."""
    file.seek(at)
    head = file.read(16)
    if len(head) < 8:
        raise MediaError("The video is incomplete: it ends inside a box header.")
    size, kind = int.from_bytes(head[:4]), head[4:8]
    if size == 1:
        size = int.from_bytes(head[8:16])
    elif size == 0:
        size = length - at
    if size < 8:
        raise MediaError("The video's boxes are not contiguous.")
    return size, kind
