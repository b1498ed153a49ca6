"""Read, check and write videos and images as files."""

import os
from collections.abc import Callable
from pathlib import Path


class MediaError(Exception):
    """This file can't be read or written as a video. The message is for people."""


def write_durably(target: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` create a .part file, then move it to `target`, safe from a power cut."""
    part = target.with_name(target.name + ".part")
    try:
        write(part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    return target


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe from a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
