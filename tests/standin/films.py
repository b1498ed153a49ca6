"""Tiny real films: a moving square, in the order's shape and length, drawn once for each and kept in a folder."""

import os
import struct
from fractions import Fraction
from pathlib import Path

FPS = 24


def film(folder: Path, aspect_ratio: str, seconds: int, *, short_side: int = 180) -> bytes:
    """The bytes of an MP4 of this shape and length."""
    file = folder / f"{aspect_ratio.replace(':', 'x')}-{seconds}s-{short_side}.mp4"
    if not file.exists():
        part = file.with_suffix(f".{os.getpid()}.part")
        _draw(part, *size(aspect_ratio, short_side), seconds * FPS)
        part.replace(file)
    return file.read_bytes()


def signed(film_bytes: bytes, name: str) -> bytes:
    """The film with `name` in a "free" box at its end: every generation's file differs, every one is whole."""
    note = name.encode()
    return film_bytes + struct.pack(">I4s", 8 + len(note), b"free") + note


def size(aspect_ratio: str, short_side: int) -> tuple[int, int]:
    """Width and height in pixels, even, with the short side as given."""
    across, down = (int(part) for part in aspect_ratio.split(":"))
    long_side = round(short_side * max(across, down) / min(across, down) / 2) * 2
    return (long_side, short_side) if across >= down else (short_side, long_side)


def _draw(file: Path, width: int, height: int, frames: int) -> None:
    import av

    with av.open(str(file), "w", format="mp4", options={"movflags": "+faststart"}) as box:
        stream = box.add_stream("libx264", rate=Fraction(FPS), options={"preset": "ultrafast", "crf": "30"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.thread_count = 1
        for number in range(frames):
            picture = av.VideoFrame.from_ndarray(_picture(width, height, number / frames), format="rgb24")
            box.mux(stream.encode(picture))
        box.mux(stream.encode())


def _picture(width: int, height: int, part: float):
    """A square that crosses the frame while its colour turns; the first and the last frame look different."""
    import numpy as np

    picture = np.full((height, width, 3), (24, 22, 20), np.uint8)
    side = min(width, height) // 4
    left, top = int(part * (width - side)), (height - side) // 2
    picture[top : top + side, left : left + side] = (int(255 * part), 160, int(255 * (1 - part)))
    return picture
