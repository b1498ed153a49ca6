"""Films made to do harm, and films in every container and codec that may be imported."""

import struct
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream

from tests.films.priority import usual_priority

WIDTH, HEIGHT, FRAMES = 192, 108, 24
PLAYLIST = b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\n"
# Name: container, encoder, pixel format, options.
KINDS = {
    "h264.mp4": ("mp4", "libx264", "yuv420p", {}),
    "h264.mkv": ("matroska", "libx264", "yuv420p", {}),
    "hevc.mp4": ("mp4", "libx265", "yuv420p", {"x265-params": "log-level=none"}),
    "mpeg4.mp4": ("mp4", "mpeg4", "yuv420p", {}),
    "prores.mov": ("mov", "prores_ks", "yuv422p10le", {}),
    "dnxhr.mov": ("mov", "dnxhd", "yuv422p", {"profile": "dnxhr_sq"}),
    "vp9.webm": ("webm", "libvpx-vp9", "yuv420p", {}),
    "av1.mkv": ("matroska", "libsvtav1", "yuv420p", {"preset": "12"}),
}


def film(path: Path, kind: str = "h264.mp4", *, frames: int = FRAMES) -> Path:
    """Write a film whose picture gets lighter, of one of the KINDS."""
    container, encoder, pixels, options = KINDS[kind]
    width, height = (1280, 720) if encoder == "dnxhd" else (WIDTH, HEIGHT)
    with usual_priority(), av.open(str(path), "w", format=container) as out:
        stream = cast(VideoStream, out.add_stream(encoder, 24, options=options))
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        for n in range(frames):
            gray = np.full((height * 3 // 2, width), 16 + n * 200 // frames, np.uint8)
            frame = av.VideoFrame.from_ndarray(gray, "yuv420p").reformat(format=pixels)
            frame.pts = n
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


def growing(path: Path, *, factor: int = 4) -> Path:
    """Write a WebM whose pictures are larger from the second half on, though its head has the first size."""
    with av.open(str(path), "w", format="webm") as out:
        written = out.add_stream("libvpx-vp9", 24)
        written.width, written.height = WIDTH, HEIGHT
        for part in range(2):
            coder = av.CodecContext.create("libvpx-vp9", "w")
            coder.width, coder.height = (side * factor**part for side in (WIDTH, HEIGHT))
            coder.pix_fmt, coder.time_base = "yuv420p", Fraction(1, 24)
            gray = np.full((coder.height * 3 // 2, coder.width), 90, np.uint8)
            for n in range(12):
                frame = av.VideoFrame.from_ndarray(gray, "yuv420p")
                frame.pts, frame.time_base = part * 12 + n, Fraction(1, 24)
                mux(out, written, coder.encode(frame))
            mux(out, written, coder.encode(None))
    return path


def mux(out, stream: VideoStream, packets: list) -> None:
    for packet in packets:
        packet.stream = stream
        out.mux(packet)


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def full(kind: bytes, *parts: bytes) -> bytes:
    """Return a box with a version and flags, both 0."""
    return box(kind, bytes(4), *parts)


def words(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}I", *numbers)


def forged(path: Path, *, frames: int, width: int = 64, height: int = 64, seconds: int = 1) -> Path:
    """Write an MP4 that claims this size and length, with one byte for each frame."""
    ftyp = box(b"ftyp", b"isom", words(0), b"isommp41")
    entry = bytes(6) + b"\0\1" + bytes(16) + struct.pack(">HH", width, height)
    entry += words(0x480000, 0x480000, 0) + b"\0\1" + bytes(32) + b"\0\x18\xff\xff"
    table = [
        full(b"stsd", words(1), box(b"apcn", entry)),
        full(b"stts", words(1, frames, max(1, seconds * 1000 // frames))),
        full(b"stsc", words(1, 1, frames, 1)),
        full(b"stsz", words(1, frames)),
        full(b"stco", words(1, len(ftyp) + 8)),
    ]
    data = full(b"dref", words(1), box(b"url ", words(1)))
    media = [
        full(b"mdhd", words(0, 0, 1000, seconds * 1000, 0)),
        full(b"hdlr", words(0), b"vide", bytes(13)),
        box(b"minf", full(b"vmhd", bytes(8)), box(b"dinf", data), box(b"stbl", *table)),
    ]
    head = full(b"tkhd", words(0, 0, 1, 0, seconds * 1000), bytes(52), words(width << 16, height << 16))
    whole = full(b"mvhd", words(0, 0, 1000, seconds * 1000), bytes(80))
    path.write_bytes(
        ftyp + box(b"mdat", bytes(frames)) + box(b"moov", whole, box(b"trak", head, box(b"mdia", *media)))
    )
    return path
