"""The server's side of tus 1.0, the protocol for uploads that survive a cut line: headers and bytes.

The length of the file is the offset, so that there is no second truth: a process that is killed in the middle
of a chunk leaves a shorter file, and the client goes on from there. https://tus.io/protocols/resumable-upload
"""

import base64
import binascii
import contextlib
import errno
import fcntl
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
CHUNK = "application/offset+octet-stream"
NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
BLOCK = 256 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Refused(Exception):
    """The request can't be served as it is. status: of the response."""

    def __init__(self, message: str, status: int):
        super().__init__(message)
        self.status = status


class DiskFull(Exception):
    """The chunk did not fit on the disk; the file is as it was before."""


class Body(Protocol):
    def read(self, size: int, /) -> bytes: ...


def check_version(headers: Mapping[str, str]) -> None:
    if headers.get("Tus-Resumable") != VERSION:
        raise Refused(f"This server speaks tus {VERSION}.", 412)


def read_number(headers: Mapping[str, str], name: str) -> int:
    """Return a header's whole number. Raise Refused."""
    value = headers.get(name, "").strip()
    if not NUMBER.fullmatch(value):
        raise Refused(f"{name} must be a whole number.", 400)
    return int(value)


def read_metadata(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the names and values of Upload-Metadata: "filename a29pLm1wNA==,type …". Raise Refused."""
    pairs = [pair.strip().partition(" ") for pair in headers.get("Upload-Metadata", "").split(",")]
    try:
        return {
            name: base64.b64decode(value.strip(), validate=True).decode() for name, _, value in pairs if name
        }
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Refused("Upload-Metadata isn't valid base64.", 400) from error


def append(path: Path, body: Body, *, offset: int, size: int) -> int:
    """Append the body at `offset` to the file that will have `size` bytes, and return its new length.

    Raise Refused if another request is appending (423), if the file has another length (409), or if the
    body is longer than what is missing (413); DiskFull if there is no room. Then the file stays as it was,
    unless the process is killed.
    """
    with lock(path) as file:
        length = os.fstat(file.fileno()).st_size
        if length != offset:
            raise Refused(f"{length} bytes have arrived.", 409)
        try:
            return write(file, body, length, size)
        except BaseException:
            file.truncate(length)
            raise


@contextlib.contextmanager
def lock(path: Path) -> Iterator[BinaryIO]:
    """Open the file for appending, alone. It must exist: a removed upload isn't created again."""
    with path.open("r+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise Refused("Another request is uploading this file.", 423) from busy
        file.seek(0, os.SEEK_END)
        yield file


def write(file: BinaryIO, body: Body, length: int, size: int) -> int:
    while block := body.read(BLOCK):
        length += len(block)
        if length > size:
            raise Refused("The file is longer than announced.", 413)
        write_block(file, block)
    os.fsync(file.fileno())
    return length


def write_block(file: BinaryIO, block: bytes) -> None:
    try:
        while block:
            block = block[file.write(block) :]
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull from error
        raise
