"""A picture from outside, rebuilt from its pixels: what we store is our own file, whatever came.

Pictures are the oldest way in: a page hidden in a comment, a position in the EXIF, a file of 12 KB that
unfolds to gigabytes. So the file is opened in a process of its own that has little memory and time and none
of our secrets, only three formats are ever tried, and only pixels come out.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

WALL_S = 90  # for one that hangs: what merely takes long meets its CPU limit (pixels.py) before
AT_ONCE = 2  # each may take all of its memory (pixels.py), and there are not many more cores
WAIT_FOR_A_TURN_S = 90
CHILD = "studio.media.pixels"
ROOT = Path(__file__).resolve().parents[2]
NAMES = ("picture.png", "thumb.webp")

EMPTY = "This file is empty."
UNREADABLE = "This picture cannot be opened. Save it anew as a JPEG or PNG and try again."
TOO_SLOW = "This picture takes too long to open. Make it smaller and try again."
BUSY = "Other pictures are being taken in just now. Try again in a minute."

turns = threading.BoundedSemaphore(AT_ONCE)


class PictureError(Exception):
    """This picture was not taken in; `words` say why, for the person who brought it."""

    def __init__(self, words: str):
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Picture:
    """The stored picture.png: its sides, its size in bytes, its hash."""

    width_px: int
    height_px: int
    size: int
    sha256: str


def rebuild(source: bytes | Path, folder: Path) -> Picture:
    """Write picture.png and thumb.webp into `folder` from the pixels of a JPEG, PNG or WebP.

    Upright, sRGB, on black where it was transparent, the long side at most 4096 px, and nothing but pixels.
    Equal pixels make equal bytes. Raises PictureError; then `folder` is as it was before.
    """
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with a_turn(), as_file(source) as file:
            return read_answer(run_child(file, folder))
    except BaseException:
        clear(folder, new=new)
        raise


@contextmanager
def a_turn() -> Iterator[None]:
    if not turns.acquire(timeout=WAIT_FOR_A_TURN_S):
        raise PictureError(BUSY)
    try:
        yield
    finally:
        turns.release()


@contextmanager
def as_file(source: bytes | Path) -> Iterator[IO[bytes]]:
    """The source as an open file, so that the child reads it without our copying it."""
    with source.open("rb") if isinstance(source, Path) else tempfile.TemporaryFile() as file:
        if isinstance(source, bytes):
            file.write(source)
            file.flush()
            os.lseek(file.fileno(), 0, os.SEEK_SET)
        if not os.fstat(file.fileno()).st_size:
            raise PictureError(EMPTY)
        yield file


def run_child(file: IO[bytes], folder: Path) -> bytes:
    """What the child printed. It gets the open file, the folder's name, and no environment of ours."""
    command = [sys.executable, "-s", "-m", CHILD, str(folder.resolve())]
    try:
        child = subprocess.run(
            command,
            stdin=file,
            capture_output=True,
            timeout=WALL_S,
            check=False,
            cwd=ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as late:
        raise PictureError(TOO_SLOW) from late
    return child.stdout


def read_answer(printed: bytes) -> Picture:
    """The child's last words; one that died without any met its limits, or a fault in a decoder."""
    try:
        told = json.loads(printed)
    except ValueError as silent:
        raise PictureError(UNREADABLE) from silent
    if "words" in told:
        raise PictureError(told["words"])
    return Picture(**told)


def clear(folder: Path, *, new: bool) -> None:
    for name in NAMES:
        (folder / name).unlink(missing_ok=True)
        (folder / f"{name}.part").unlink(missing_ok=True)
    if new:
        folder.rmdir()
