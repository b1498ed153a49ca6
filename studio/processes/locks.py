"""Locks that hold between all threads and processes of this machine."""

import contextlib
import fcntl
import zlib
from collections.abc import Iterator

from django.conf import settings

FILES = 64  # names share them; the only cost of sharing is a wait


@contextlib.contextmanager
def hold(name: str) -> Iterator[None]:
    """Let nobody else hold this name until the block ends. A process that dies lets go.

    Do not nest: two names may share a file.
    """
    folder = settings.DATA / "run"
    folder.mkdir(exist_ok=True)
    with (folder / f"lock-{zlib.crc32(name.encode()) % FILES}").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
