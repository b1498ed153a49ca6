"""Read, check and write videos and images as files."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


class MediaError(Exception):
    """This file can't be read or written as a video. The message is for people."""


class FilmRefused(MediaError):
    """This film isn't accepted, which is no fault of the studio's."""


def write_durably(target: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` create a .part file, then move it to `target`, safe from a power cut.

    Two processes may write the same target at once: each has its own .part file, and the later one stays.
    """
    part = part_path(target)
    try:
        write(part)
        move_durably(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target


def part_path(target: Path) -> Path:
    """Return a path beside `target`, different at each call, for a file that isn't complete yet."""
    return target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")


def move_durably(part: Path, target: Path) -> None:
    """Give a complete file its name, safe from a power cut."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe from a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
