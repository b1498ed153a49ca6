"""Rebuild an untrusted image from its pixels, so that the stored file is our own.

Images are a classic attack: a page hidden in a comment, a location in the EXIF data, a file of 12 KB that
unpacks to gigabytes. So a separate process with little memory and time and none of our secrets opens the
file, allows only three formats, and returns only pixels.
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

WALL_S = 90  # for a hanging process; a slow one meets its CPU limit (pixels.py) first
AT_ONCE = 2  # each may use its full memory limit (pixels.py), and cores are few
WAIT_FOR_A_TURN_S = 90
CHILD = "studio.media.pixels"
ROOT = Path(__file__).resolve().parents[2]
NAMES = ("picture.png", "thumb.webp")

EMPTY = "This file is empty."
UNREADABLE = "This image can't be opened. Save it again as a JPEG or PNG and try again."
TOO_SLOW = "This image takes too long to open. Make it smaller and try again."
BUSY = "Other images are being processed. Try again in a minute."

slots = threading.BoundedSemaphore(AT_ONCE)


class PictureError(Exception):
    """The image was not accepted. `message` says why, for people."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Picture:
    """The stored picture.png: its size in pixels and bytes, and its hash."""

    width_px: int
    height_px: int
    size: int
    sha256: str


def rebuild(source: bytes | Path, folder: Path) -> Picture:
    """Write picture.png and thumb.webp into `folder` from the pixels of a JPEG, PNG or WebP.

    The result is upright, sRGB, black where it was transparent, and at most 4096 px long, but for panoramas.
    Equal pixels make equal bytes. Raise PictureError, with `folder` unchanged.
    """
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with wait_for_turn(), open_source(source) as file:
            return read_answer(run_child(file, folder))
    except BaseException:
        clear(folder, new=new)
        raise


@contextmanager
def wait_for_turn() -> Iterator[None]:
    if not slots.acquire(timeout=WAIT_FOR_A_TURN_S):
        raise PictureError(BUSY)
    try:
        yield
    finally:
        slots.release()


@contextmanager
def open_source(source: bytes | Path) -> Iterator[IO[bytes]]:
    """Open the source as a file, so that the child can read it without a copy in memory."""
    with source.open("rb") if isinstance(source, Path) else tempfile.TemporaryFile() as file:
        if isinstance(source, bytes):
            file.write(source)
            file.flush()
            os.lseek(file.fileno(), 0, os.SEEK_SET)
        if not os.fstat(file.fileno()).st_size:
            raise PictureError(EMPTY)
        yield file


def run_child(file: IO[bytes], folder: Path) -> bytes:
    """Return the child's output. It gets the open file and the folder's name, but not our environment."""
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
    """Return the child's result. A child that printed none met its limits, or a bug in a decoder."""
    try:
        result = json.loads(printed)
    except ValueError as silent:
        raise PictureError(UNREADABLE) from silent
    if "message" in result:
        raise PictureError(result["message"])
    return Picture(**result)


def clear(folder: Path, *, new: bool) -> None:
    for name in NAMES:
        (folder / name).unlink(missing_ok=True)
        for part in folder.glob(f"{name}.*part"):
            part.unlink(missing_ok=True)
    if new:
        folder.rmdir()
