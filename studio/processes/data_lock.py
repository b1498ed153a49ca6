"""One studio per data folder: DATA/up.lock is locked while one runs, and says which."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from typing import TextIO

from django.conf import settings
from django.core.management.base import CommandError

ALREADY_RUNNING = 3  # exit code


class Note:
    """The contents of DATA/up.lock: the running process and its address. Empty after a clean exit."""

    def __init__(self, file: TextIO):
        self.file = file
        self.after_a_crash = bool(file.read().strip())

    def write(self, address: str) -> None:
        self.clear()
        json.dump({"pid": os.getpid(), "address": address}, self.file)
        self.file.flush()

    def clear(self) -> None:
        self.file.seek(0)
        self.file.truncate()


@contextlib.contextmanager
def hold_data_lock() -> Iterator[Note]:
    """Lock DATA/up.lock until the block or this process ends. Only a clean end clears the note."""
    file = (settings.DATA / "up.lock").open("a+")
    try:
        lock(file)
        file.seek(0)
        note = Note(file)
        yield note
        note.clear()
    finally:
        with contextlib.suppress(OSError):  # a note that finds no room on a full disk
            file.close()


def lock(file: TextIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CommandError(describe_running(file), returncode=ALREADY_RUNNING) from None


def describe_running(file: TextIO) -> str:
    file.seek(0)
    try:
        running = json.load(file)
    except ValueError:  # it is still starting
        return f"Dailies is already starting with {settings.DATA}."
    return (
        f"Dailies is already running at {running['address']} (process {running['pid']}) with {settings.DATA}."
    )
