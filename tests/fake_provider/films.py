"""Tiny real videos: a moving square in the order's shape and length, each drawn once and kept."""

import io
import os
import struct
import threading
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

FPS = 24
_PEN = threading.Lock()  # one video is drawn at a time, and none twice


def film(folder: Path, aspect_ratio: str, seconds: int, *, short_side: int = 180) -> bytes:
    """Return an MP4 of this shape and length, always the same one in this folder."""
    file = folder / f"{aspect_ratio.replace(':', 'x')}-{seconds}s-{short_side}.mp4"
    with _PEN:
        if not file.exists():
            part = file.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(_drawn(*size(aspect_ratio, short_side), seconds * FPS))
            part.replace(file)
    return file.read_bytes()


def signed(film_bytes: bytes, name: str) -> bytes:
    """Return the video with `name` in a "free" box at its end, so that every generation's file differs."""
    note = name.encode()
    return film_bytes + struct.pack(">I4s", 8 + len(note), b"free") + note


def size(aspect_ratio: str, short_side: int) -> tuple[int, int]:
    """Return width and height in pixels, even, with this short side."""
    across, down = (int(part) for part in aspect_ratio.split(":"))
    long_side = round(short_side * max(across, down) / min(across, down) / 2) * 2
    return (long_side, short_side) if across >= down else (short_side, long_side)


@lru_cache(maxsize=64)
def _drawn(width: int, height: int, frames: int) -> bytes:
    import av  # here, because reading the ledger needs no codec

    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as box:
        stream = box.add_stream("libx264", rate=Fraction(FPS), options={"preset": "ultrafast", "crf": "30"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.thread_count = 1
        for number in range(frames):
            picture = av.VideoFrame.from_ndarray(_picture(width, height, number / frames), format="rgb24")
            box.mux(stream.encode(picture))
        box.mux(stream.encode())
    return file.getvalue()


def _picture(width: int, height: int, part: float):
    """Draw a square that crosses the frame and changes color, so that the first and last frame differ."""
    import numpy as np

    picture = np.full((height, width, 3), (24, 22, 20), np.uint8)
    side = min(width, height) // 4
    left, top = int(part * (width - side)), (height - side) // 2
    picture[top : top + side, left : left + side] = (int(255 * part), 160, int(255 * (1 - part)))
    return picture
