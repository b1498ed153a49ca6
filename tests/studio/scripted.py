"""Serve each caller by the next of a list of acts, on real sockets, to do what no library server does.

with Scripted(answer(200, b"{}"), reset) as server:   # the last act is repeated for all later callers
    server.url, server.requests                       # "http://127.0.0.1:41234", the requests as bytes

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
    """Send a complete answer with its length."""
    return send(head(status, len(body), **headers) + body)


def head(status: int, length: int | None = None, **headers: str) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sized = {} if length is None else {"Content-Length": str(length)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (sized | named).items())
    return f"HTTP/1.1 {status} Text\r\nConnection: close\r\n{lines}\r\n".encode()


def send(raw: bytes) -> Act:
    return lambda caller, over: caller.sendall(raw)


def send_then_reset(raw: bytes) -> Act:
    def act(caller, over):
        caller.sendall(raw)
        over.wait(0.05)  # so that what was sent arrives before the reset discards it
        reset(caller, over)

    return act


def send_then_hang(raw: bytes) -> Act:
    def act(caller, over):
        caller.sendall(raw)
        over.wait(9)

    return act


def reset(caller: socket.socket, over: threading.Event) -> None:
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hang(caller: socket.socket, over: threading.Event) -> None:
    over.wait(30)


def drip(raw: bytes, then: bytes = b"x") -> Act:
    """Send `raw`, then a byte now and then, forever."""

    def act(caller, over):
        caller.sendall(raw)
        while not over.wait(0.02):
            caller.sendall(then)

    return act


class Scripted:
    def __init__(self, *acts: Act, listens: bool = True):
        self.acts, self.listens = chain(acts[:-1], repeat(acts[-1])), listens
        self.requests: list[bytes] = []
        self.over, self.mine = threading.Event(), threading.local()

    def __enter__(self) -> "Scripted":
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve_one, args=(caller, next(self.acts)), daemon=True).start()

    def _serve_one(self, caller: socket.socket, act: Act) -> None:
        with caller, contextlib.suppress(OSError):
            if self.listens:
                self.mine.request = _read_request(caller)
                self.requests.append(self.mine.request)
            act(caller, self.over)


def _read_request(caller: socket.socket) -> bytes:
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
