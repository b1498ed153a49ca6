"""Films and stills as files: read them, check them, write them. Knows nothing of ours but the file."""

import os
from collections.abc import Callable
from pathlib import Path


class MediaError(Exception):
    """This file cannot be read as a film or written as one; the words are for a person."""


def durably(target: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` make a .part file, then put it in place of `target`, safe from a power cut."""
    part = target.with_name(target.name + ".part")
    try:
        write(part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    settle(target.parent)
    return target


def settle(folder: Path) -> None:
    """Make the names in a folder safe from a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
