"""Looking at a process while it works."""

import contextlib
import os
import threading

from tests.running import open_files


def test_files_that_close_while_we_look_are_no_error(tmp_path):
    over = threading.Event()

    def open_and_close():
        while not over.is_set():
            with contextlib.ExitStack() as files:
                for n in range(20):
                    files.enter_context(open(tmp_path / str(n), "wb"))

    busy = threading.Thread(target=open_and_close)
    busy.start()
    try:
        with open(tmp_path / "kept", "wb") as kept:
            kept.write(b"abc")
            kept.flush()
            seen = [open_files(os.getpid()) for _ in range(300)]
    finally:
        over.set()
        busy.join()
    assert all((str(tmp_path / "kept"), 3) in files for files in seen)
