"""Write a download to a .part file that tracks its progress and checks the disk space."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from studio.media import move_durably, part_path

EXPIRED = (400, 401, 403, 404, 410)  # file stores use each of these for "expired"


class FetchError(Exception):
    """The download failed. The message is for people."""


class Gone(FetchError):
    """The URL answers, but the content no longer exists or is not for us."""


class NotReachable(FetchError):
    """The server did not respond, or only with a server error. Try again later."""


class Broken(FetchError):
    """The download is incomplete."""


class TooLarge(FetchError):
    """It is larger than allowed."""


class NoRoom(FetchError):
    """This machine's disk is full."""


class Part:
    """A file in progress next to its target. Its name is unique, so that two downloads never share it."""

    def __init__(self, target: Path, max_bytes: int, min_free: int, progress: Callable[[float], None] | None):
        self.path = part_path(target)
        self.max_bytes, self.min_free, self._progress = max_bytes, min_free, progress
        self.have, self.etag = 0, ""
        self.expected: int | None = None
        self._reported, self._reported_at = 0.0, 0.0

    def build_headers(self) -> dict[str, str]:
        """Return the headers that request the rest, if a strong ETag identifies the same version."""
        if self.have and self.etag:
            return {"Range": f"bytes={self.have}-", "If-Range": self.etag}
        return {}

    @contextmanager
    def fill_from(self, response: httpx.Response) -> Iterator[None]:
        """Prepare the file for this answer's body, and check that it is complete when the block ends."""
        self._check_response(response)
        with self.path.open("r+b" if self.have else "wb") as self._file:
            self._file.seek(self.have)
            yield
        if self.expected is not None and self.have != self.expected:
            raise Broken("It is shorter than expected.")

    def _check_response(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in EXPIRED:
            raise Gone("The URL has expired.")
        if status not in (200, 206, 416):
            raise NotReachable("The server answered with an error.")
        refuse_compressed(response)
        if status == 200:
            self._restart(response)
        elif not self._continues(response):
            self.etag = ""  # the next try starts from the beginning
            raise Broken("The rest does not match.")

    def _restart(self, response: httpx.Response) -> None:
        length = response.headers.get("content-length", "")
        etag = response.headers.get("etag", "")
        self.have, self.expected = 0, int(length) if re.fullmatch(r"[0-9]{1,15}", length) else None
        self.etag = etag if re.fullmatch(r'"[\x21\x23-\x7e]*"', etag) else ""  # W/"…" promises no equal bytes
        self._check_room()

    def _continues(self, response: httpx.Response) -> bool:
        span = re.fullmatch(
            r"bytes ([0-9]{1,15})-[0-9]{1,15}/([0-9]{1,15}|\*)", response.headers.get("content-range", "")
        )
        if response.status_code != 206 or not self.have or span is None:
            return False
        same = response.headers.get("etag", "") == self.etag != ""
        return same and int(span[1]) == self.have and span[2] in ("*", str(self.expected))

    def _check_room(self) -> None:
        if (self.expected or 0) > self.max_bytes:
            raise TooLarge("It is larger than any video of this studio.")
        if shutil.disk_usage(self.path.parent).free < max(2 * (self.expected or 0), self.min_free):
            raise NoRoom("The disk is full.")

    def add(self, chunk: bytes) -> None:
        if self.have + len(chunk) > self.max_bytes:
            raise TooLarge("It is larger than any video of this studio.")
        self._file.write(chunk)
        self.have += len(chunk)
        self._report(self.have / self.expected if self.expected else 0.0)

    def _report(self, share: float) -> None:
        """Report at each percent, and each second while bytes arrive: the listener may renew a lease."""
        if not self._progress or not (
            share >= self._reported + 0.01 or time.monotonic() >= self._reported_at + 1
        ):
            return
        self._reported, self._reported_at = max(self._reported, min(share, 1.0)), time.monotonic()
        self._progress(self._reported)

    def move_to(self, target: Path) -> None:
        """Replace `target`, safe from a power cut."""
        move_durably(self.path, target)
        if self._progress and self._reported < 1:
            self._progress(1.0)


def refuse_compressed(response: httpx.Response) -> None:
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Broken("It came compressed, although we asked for it uncompressed.")
