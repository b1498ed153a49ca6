"""Examine a film that somebody brings, before anything else opens it.

Films are a classic attack, as images are (pictures.py): a playlist named .mp4 that reads other files, a
million frames in a megabyte, a frame of gigabytes. So a separate process with little memory and time and
none of our secrets opens the file first, allows only two readers and the usual codecs, and returns only
numbers.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.media import FilmRefused

WALL_S = 180  # for a hanging process; a slow one meets its CPU limit (footage_check.py) first
CHILD = "studio.media.footage_check"
ROOT = Path(__file__).resolve().parents[2]

EMPTY = "This file is empty."
UNREADABLE = "This film can't be opened. Export it again as an MP4 and try again."
TOO_SLOW = "This film takes too long to open. Export it again as an MP4 and try again."


@dataclass(frozen=True)
class Footage:
    """What the file is. container: "mov" (also MP4) or "matroska" (also WebM)."""

    container: str
    codec: str
    width_px: int
    height_px: int
    frames: int
    seconds: float


def examine(path: Path, report: Callable[[], object] = lambda: None) -> Footage:
    """Return what the film at `path` is. Raise FilmRefused with the reason why it isn't accepted.

    Call `report` once a second meanwhile; what it raises ends the examination.
    """
    if not path.stat().st_size:
        raise FilmRefused(EMPTY)
    command = [sys.executable, "-s", "-m", CHILD, str(path.resolve())]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
    ) as child:
        try:
            return read_answer(wait_for(child, report))
        finally:
            child.kill()


def wait_for(child: subprocess.Popen[bytes], report: Callable[[], object]) -> bytes:
    """Return what the child printed."""
    end = time.monotonic() + WALL_S
    while time.monotonic() < end:
        try:
            return child.communicate(timeout=1)[0]
        except subprocess.TimeoutExpired:
            report()
    raise FilmRefused(TOO_SLOW)


def read_answer(printed: bytes) -> Footage:
    """Return the child's result. A child that printed none met its limits, or a bug in a decoder."""
    try:
        result = json.loads(printed)
    except ValueError as silent:
        raise FilmRefused(UNREADABLE) from silent
    if "message" in result:
        raise FilmRefused(result["message"])
    return Footage(**result)
