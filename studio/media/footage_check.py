"""Open a film for footage.examine: `python -m studio.media.footage_check FILE`.

Prints one line of JSON: the fields of Footage, or a `message` that says why the film isn't accepted.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import av
from av.video.stream import VideoStream

from studio.media import FilmRefused
from studio.media.footage import UNREADABLE, Footage

CODECS = {
    "h264": "H.264",
    "hevc": "H.265",
    "prores": "ProRes",
    "dnxhd": "DNxHR",
    "vp8": "VP8",
    "vp9": "VP9",
    "av1": "AV1",
    "mpeg4": "MPEG-4",
}
# The first bytes of a file: which reader may open it.
EBML, MOV_BOXES = b"\x1a\x45\xdf\xa3", (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
MIN_SIDE_PX, MAX_SIDE_PX = 16, 8192
MAX_FRAMES, MAX_SECONDS = 500_000, 4 * 3600
MAX_PIXELS = 400_000_000_000  # of all frames together: two hours of 1920 × 1080 at 24 fps
MEMORY_BYTES = 3 * 1024**3
CPU_S = 60

OTHER = "This file isn't a film that Dailies can read. Import an MP4, MOV, WebM or MKV file."
NO_PICTURE = "This file has no picture in it, only sound or data."
OTHER_CODEC = "This film's codec ({codec}) can't be imported. Export it as {codecs} and try again."
WRONG_SIDES = "This film is {width} × {height} pixels. Each side may have {least} to {most}."
TOO_MANY_FRAMES = "This film has more than {most:,} frames. Cut it into parts and import those."
TOO_LONG = "This film is longer than {hours} hours. Cut it into parts and import those."
TOO_MUCH = "This film is too long for its size of {width} × {height}. Cut it into parts and import those."
INCOMPLETE = "This film is incomplete: a part of it is missing. Try again with the original file."
DAMAGED = "This film is damaged: its frames can't be read. Try again with the original file."
TOO_BIG = "This film needs too much memory to open. Make its picture smaller and try again."


def main(path: str) -> None:
    limit_resources()
    try:
        result = asdict(check_film(Path(path)))
    except FilmRefused as refused:
        result = {"message": str(refused)}
    except (MemoryError, av.error.MemoryError):
        result = {"message": TOO_BIG}
    except (av.error.FFmpegError, OSError, ValueError):
        result = {"message": UNREADABLE}
    print(json.dumps(result))


def limit_resources() -> None:
    """Limit memory and time, write no file, and run behind page requests."""
    os.nice(5)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    av.logging.set_level(None)


def check_film(path: Path) -> Footage:
    container = find_container(path)
    with open_film(path, container) as film:
        if not film.streams.video:
            raise FilmRefused(NO_PICTURE)
        stream = film.streams.video[0]
        codec = name_codec(stream)
        check_sides(stream)
        frames, seconds = count_frames(film, stream)
        check_length(stream, frames, seconds)
        decode_samples(film, stream)
        return Footage(container, codec, stream.width, stream.height, frames, seconds)


def find_container(path: Path) -> str:
    """Return the reader for this file by its first bytes, never by its name."""
    with path.open("rb") as file:
        head = file.read(8)
    if head[:4] == EBML:
        return "matroska"
    if head[4:] in MOV_BOXES:
        return "mov"
    raise FilmRefused(OTHER)


@contextmanager
def open_film(path: Path, container: str) -> Iterator[av.container.InputContainer]:
    with av.open(f"file:{path}", format=container, options={"protocol_whitelist": "file"}) as film:
        yield film


def name_codec(stream: VideoStream) -> str:
    codec = stream.codec_context.codec.canonical_name
    if codec not in CODECS:
        codecs = ", ".join(CODECS.values())
        raise FilmRefused(OTHER_CODEC.format(codec=codec, codecs=codecs))
    return codec


def check_sides(stream: VideoStream) -> None:
    sides = (stream.width, stream.height)
    if not (min(sides) >= MIN_SIDE_PX and max(sides) <= MAX_SIDE_PX):
        text = WRONG_SIDES.format(width=sides[0], height=sides[1], least=MIN_SIDE_PX, most=MAX_SIDE_PX)
        raise FilmRefused(text)


def count_frames(film: av.container.InputContainer, stream: VideoStream) -> tuple[int, float]:
    """Return the number of frames and when the last one ends, in seconds. Read the file to its end."""
    if stream.frames > MAX_FRAMES:
        raise FilmRefused(TOO_MANY_FRAMES.format(most=MAX_FRAMES))
    frames, ends = 0, 0
    for packet in film.demux(stream):
        if packet.is_corrupt:
            raise FilmRefused(INCOMPLETE)
        if packet.size:
            frames += 1
            ends = max(ends, (packet.pts or 0) + (packet.duration or 0))
        if frames > MAX_FRAMES:
            raise FilmRefused(TOO_MANY_FRAMES.format(most=MAX_FRAMES))
    if not frames or frames < stream.frames:
        raise FilmRefused(INCOMPLETE)
    return frames, float(ends * (stream.time_base or 0))


def check_length(stream: VideoStream, frames: int, seconds: float) -> None:
    """Refuse what would take hours to decode, however few bytes it has."""
    if seconds > MAX_SECONDS:
        raise FilmRefused(TOO_LONG.format(hours=MAX_SECONDS // 3600))
    if frames * stream.width * stream.height > MAX_PIXELS:
        raise FilmRefused(TOO_MUCH.format(width=stream.width, height=stream.height))


def decode_samples(film: av.container.InputContainer, stream: VideoStream) -> None:
    """Decode one frame at the beginning, in the middle and near the end."""
    stream.codec_context.thread_count = 1
    stream.codec_context.options = {"max_pixels": str(MAX_SIDE_PX**2)}
    begin, length = stream.start_time or 0, stream.duration or 0
    for part in (0, 2, 4):
        film.seek(begin + length * part // 5, stream=stream, backward=True)
        try:
            frame = next(iter(film.decode(stream)), None)
        except av.error.InvalidDataError as damaged:
            raise FilmRefused(DAMAGED) from damaged
        if frame is None:
            raise FilmRefused(DAMAGED)


if __name__ == "__main__":
    main(sys.argv[1])
