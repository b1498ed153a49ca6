"""Locks that hold between all threads and processes of this machine. A dead process lets go of its own."""

import contextlib
import fcntl
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

FILES = 64  # names share them; the only cost of sharing is a wait


@contextlib.contextmanager
def hold(name: str) -> Iterator[None]:
    """Let nobody else hold this name until the block ends. Do not nest: two names may share a file."""
    with hold_file(settings.DATA / "run" / f"lock-{zlib.crc32(name.encode()) % FILES}"):
        yield


@contextlib.contextmanager
def hold_file(path: Path, say_waiting: Callable[[], object] | None = None) -> Iterator[None]:
    """Let nobody else hold this file until the block ends. `say_waiting` is called once if somebody does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if say_waiting:
                say_waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
