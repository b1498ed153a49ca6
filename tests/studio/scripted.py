"""A server that does to each caller what a list of acts says: real sockets, for what no library server does.

with Scripted(answer(200, b"{}"), reset) as server:   # the last act is for everybody who comes later
    server.url, server.heard                          # "http://127.0.0.1:41234", the requests as bytes

Inside an act, `server.mine.request` is the request that it answers.
"""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from itertools import chain, repeat

Act = Callable[[socket.socket, threading.Event], None]


def answer(status: int, body: bytes = b"", **headers: str) -> Act:
    """A whole answer with a length, then the end."""
    return says(head(status, len(body), **headers) + body)


def head(status: int, length: int | None = None, **headers: str) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sized = {} if length is None else {"Content-Length": str(length)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (sized | named).items())
    return f"HTTP/1.1 {status} Said\r\nConnection: close\r\n{lines}\r\n".encode()


def says(raw: bytes) -> Act:
    return lambda caller, over: caller.sendall(raw)


def says_then_resets(raw: bytes) -> Act:
    def act(caller, over):
        caller.sendall(raw)
        over.wait(0.05)  # lets what was sent arrive before the reset throws it away
        reset(caller, over)

    return act


def says_then_hangs(raw: bytes) -> Act:
    def act(caller, over):
        caller.sendall(raw)
        over.wait(9)

    return act


def reset(caller: socket.socket, over: threading.Event) -> None:
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hang(caller: socket.socket, over: threading.Event) -> None:
    over.wait(30)


def drips(raw: bytes, then: bytes = b"x") -> Act:
    """First `raw`, then a byte now and then, for ever."""

    def act(caller, over):
        caller.sendall(raw)
        while not over.wait(0.02):
            caller.sendall(then)

    return act


class Scripted:
    def __init__(self, *acts: Act, listens: bool = True):
        self.acts, self.listens = chain(acts[:-1], repeat(acts[-1])), listens
        self.heard: list[bytes] = []
        self.over, self.mine = threading.Event(), threading.local()

    def __enter__(self) -> "Scripted":
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._meet, args=(caller, next(self.acts)), daemon=True).start()

    def _meet(self, caller: socket.socket, act: Act) -> None:
        with caller, contextlib.suppress(OSError):
            if self.listens:
                self.mine.request = _request(caller)
                self.heard.append(self.mine.request)
            act(caller, self.over)


def _request(caller: socket.socket) -> bytes:
    caller.settimeout(10)
    raw = b""
    while b"\r\n\r\n" not in raw and (more := caller.recv(65536)):
        raw += more
    top, _, body = raw.partition(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in top.lower().split(b"\r\n") if line[:15] == b"content-length:"), 0
    )
    while len(body) < length and (more := caller.recv(65536)):
        body += more
    return top + b"\r\n\r\n" + body
