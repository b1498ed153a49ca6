"""The bytes of an upload: whole, in order, once."""

import io
import random
import subprocess
import sys
import threading

import pytest

from studio.web import tus

BLOCK = tus.BLOCK
CONTENT = random.Random(7).randbytes(10 * BLOCK + 123)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "film.part"
    path.touch()
    return path


def appending(path, offset, *more):
    command = [sys.executable, "-m", "tests.studio.web.append_slowly", path, offset, len(CONTENT), *more]
    return subprocess.Popen(map(str, command), stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def append(path, body: bytes, offset: int, size: int = len(CONTENT)) -> int:
    return tus.append(path, io.BytesIO(body), offset=offset, size=size)


def test_a_process_killed_at_every_tenth_costs_no_byte_and_doubles_none(path):
    """1. A process writes what it gets. 2. It is killed. 3. The next one goes on at the file's length."""
    for tenth in range(1, 10):
        offset = path.stat().st_size
        process = appending(path, offset)
        process.stdin.write(CONTENT[offset : len(CONTENT) * tenth // 10])
        process.stdin.flush()
        while path.stat().st_size + BLOCK < len(CONTENT) * tenth // 10:
            assert process.poll() is None
        process.kill()
        process.communicate()
        assert CONTENT.startswith(path.read_bytes())
    offset = path.stat().st_size
    assert offset > len(CONTENT) * 7 // 10
    assert append(path, CONTENT[offset:], offset) == len(CONTENT)
    assert path.read_bytes() == CONTENT


def test_a_full_disk_leaves_the_file_as_it_was(path):
    append(path, CONTENT[:BLOCK], 0)
    printed, _ = appending(path, BLOCK, 3 * BLOCK).communicate(CONTENT[BLOCK:])
    assert printed.strip() == b"full" and path.read_bytes() == CONTENT[:BLOCK]


@pytest.mark.parametrize(("offset", "body", "status"), [(1, b"x", 409), (0, b"x" * 11, 413), (9, b"", 409)])
def test_what_does_not_fit_is_refused_and_changes_nothing(path, offset, body, status):
    with pytest.raises(tus.Refused) as refused:
        append(path, body, offset, size=10)
    assert refused.value.status == status and path.read_bytes() == b""


def test_of_two_at_once_one_is_refused(path):
    """The first holds the file while its body arrives."""
    reading, ending = threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            reading.set()
            ending.wait()
            return super().read(size)

    first = threading.Thread(target=tus.append, args=(path, Slow(b"abc")), kwargs={"offset": 0, "size": 3})
    first.start()
    reading.wait()
    with pytest.raises(tus.Refused) as refused:
        append(path, b"abc", 0, size=3)
    ending.set()
    first.join()
    assert refused.value.status == 423 and path.read_bytes() == b"abc"


def test_a_removed_upload_is_not_created_again(tmp_path):
    with pytest.raises(FileNotFoundError):
        append(tmp_path / "gone.part", b"x", 0)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("value", ["", "-1", "1e3", "1.5", "٣", "9" * 16, "0x10"])
def test_a_number_is_a_number(value):
    with pytest.raises(tus.Refused, match="whole number"):
        tus.read_number({"Upload-Length": value}, "Upload-Length")


def test_metadata_is_read_and_nonsense_refused():
    read = tus.read_metadata({"Upload-Metadata": "filename 5aSc44Gu5rivLm1wNA==,is_confidential"})
    assert read == {"filename": "夜の港.mp4", "is_confidential": ""}
    for nonsense in ("filename ###", "filename /w==", "filename a"):
        with pytest.raises(tus.Refused):
            tus.read_metadata({"Upload-Metadata": nonsense})
