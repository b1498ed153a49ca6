"""A download in the making: a .part file that knows how much it has and whether the rest still fits."""

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from studio.media import settle

EXPIRED = (400, 401, 403, 404, 410)  # stores say "expired" with each of these


class FetchError(Exception):
    """What lies at the address could not be had; the words are for a person."""


class Gone(FetchError):
    """The address answers, but what it led to is not there (any more), or not for us."""


class NotReached(FetchError):
    """Nobody answered, or only with an error of their own. Try later."""


class Broken(FetchError):
    """What came is not whole."""


class TooLarge(FetchError):
    """It is larger than anything that is wanted here."""


class NoRoom(FetchError):
    """The disk of this machine has no room for it."""


class Part:
    """A file in the making, beside the place it will have. Its name is its own: two makers never share it."""

    def __init__(self, target: Path, max_bytes: int, min_free: int, progress: Callable[[float], None] | None):
        self.path = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        self.max_bytes, self.min_free, self._progress = max_bytes, min_free, progress
        self.have, self.etag = 0, ""
        self.expected: int | None = None
        self._told, self._told_at = 0.0, 0.0

    def headers(self) -> dict[str, str]:
        """What to ask for: the rest, where a strong ETag says that it is still the same film."""
        if self.have and self.etag:
            return {"Range": f"bytes={self.have}-", "If-Range": self.etag}
        return {}

    @contextmanager
    def filled_by(self, response: httpx.Response) -> Iterator[None]:
        """Ready for this answer's body, at the end so far or from the start; whole when the block ends."""
        self._judge(response)
        with self.path.open("r+b" if self.have else "wb") as self._file:
            self._file.seek(self.have)
            yield
        if self.expected is not None and self.have != self.expected:
            raise Broken("It is shorter than it should be.")

    def _judge(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in EXPIRED:
            raise Gone("The address has expired.")
        if status not in (200, 206, 416):
            raise NotReached("The place answered with an error of its own.")
        refuse_packed(response)
        if status == 200:
            self._start_anew(response)
        elif not self._continues(response):
            self.etag = ""  # the next try asks for the whole
            raise Broken("The rest does not fit.")

    def _start_anew(self, response: httpx.Response) -> None:
        length = response.headers.get("content-length", "")
        etag = response.headers.get("etag", "")
        self.have, self.expected = 0, int(length) if re.fullmatch(r"[0-9]{1,15}", length) else None
        self.etag = etag if re.fullmatch(r'"[\x21\x23-\x7e]*"', etag) else ""  # W/"…" promises no equal bytes
        self._look_for_room()

    def _continues(self, response: httpx.Response) -> bool:
        span = re.fullmatch(
            r"bytes ([0-9]{1,15})-[0-9]{1,15}/([0-9]{1,15}|\*)", response.headers.get("content-range", "")
        )
        if response.status_code != 206 or not self.have or span is None:
            return False
        same = response.headers.get("etag", "") == self.etag != ""
        return same and int(span[1]) == self.have and span[2] in ("*", str(self.expected))

    def _look_for_room(self) -> None:
        if (self.expected or 0) > self.max_bytes:
            raise TooLarge("It is larger than any film of this studio.")
        if shutil.disk_usage(self.path.parent).free < max(2 * (self.expected or 0), self.min_free):
            raise NoRoom("There is no room left on this disk.")

    def add(self, chunk: bytes) -> None:
        if self.have + len(chunk) > self.max_bytes:
            raise TooLarge("It is larger than any film of this studio.")
        self._file.write(chunk)
        self.have += len(chunk)
        self._tell(self.have / self.expected if self.expected else 0.0)

    def _tell(self, share: float) -> None:
        """At each percent, and each second while bytes arrive: who listens may hold a lease by it."""
        if not self._progress or not (share >= self._told + 0.01 or time.monotonic() >= self._told_at + 1):
            return
        self._told, self._told_at = max(self._told, min(share, 1.0)), time.monotonic()
        self._progress(self._told)

    def become(self, target: Path) -> None:
        """Take the place of `target`, safe from a power cut."""
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        self.path.replace(target)
        settle(target.parent)
        if self._progress and self._told < 1:
            self._progress(1.0)


def refuse_packed(response: httpx.Response) -> None:
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Broken("It came packed, though we asked for it plain.")
