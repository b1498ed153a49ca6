"""Check that an MP4 file has all that is needed to play it: its head, and every sample inside the file.

Bytes behind the last box don't matter to a player, so they don't matter here.
"""

from pathlib import Path
from typing import BinaryIO

from av.container import InputContainer
from av.stream import Stream

from studio.media import MediaError, frames

BOX_LIMIT = 100_000  # boxes at the top level; a fragmented video of hours has a few thousand
FRAGMENT = b"moof"
NEEDED = (FRAGMENT, b"moov")  # a player can do nothing with half of one


def check_complete(path: Path) -> None:
    """Raise MediaError with the problem unless the MP4 video at `path` is complete."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            kinds = _read_boxes(file, path.stat().st_size)
    except OSError as error:
        raise MediaError(f"The file can't be read ({error.strerror}).") from error
    if not kinds or kinds[0] != b"ftyp":
        raise MediaError("The file is not an MP4 video.")
    if b"moov" not in kinds:
        raise MediaError("The video is incomplete: a part of it is missing.")
    with frames.open_video(path) as video:
        if FRAGMENT in kinds:  # only reading it tells where its samples are
            for _ in video.demux():
                pass
        _check_samples(video, path.stat().st_size)


def _read_boxes(file: BinaryIO, length: int) -> list[bytes]:
    """Return the types of the top-level boxes in order, up to the first bytes that are no box."""
    kinds: list[bytes] = []
    at = 0
    while at < length and len(kinds) < BOX_LIMIT:
        file.seek(at)
        head = file.read(16)
        size, kind = _parse_head(head, length - at)
        if size < 8 or at + size > length:
            _check_rest(head, kind, kinds)
            return [*kinds, kind] if kind == b"mdat" else kinds
        kinds.append(kind)
        at += size
    return kinds


def _parse_head(head: bytes, left: int) -> tuple[int, bytes]:
    """Return size and type of a box, size 0 without one. Size 1: 64 bits follow; 0: to the file's end."""
    size, kind = int.from_bytes(head[:4]), head[4:8]
    if len(head) < 8:
        return 0, b""
    if size == 1:
        return int.from_bytes(head[8:16]), kind
    return (left if size == 0 and kind.isalnum() else size), kind


def _check_rest(head: bytes, kind: bytes, kinds: list[bytes]) -> None:
    """Raise MediaError if the bytes behind the last whole box begin a box that is needed."""
    is_cut_head = len(head) < 8 and FRAGMENT in kinds and any(head)
    if kind in NEEDED or is_cut_head:
        raise MediaError("The video is incomplete: it should be longer than the file.")


def _check_samples(video: InputContainer, length: int) -> None:
    streams: list[Stream] = [*video.streams.video[:1], *video.streams.audio]
    for stream in streams:
        if any(entry.pos + entry.size > length for entry in stream.index_entries):
            raise MediaError("The video is incomplete: it should be longer than the file.")
