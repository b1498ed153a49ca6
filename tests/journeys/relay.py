"""A connection between two servers that breaks now and then: the request arrives, its answer only in part."""

import contextlib
import itertools
import socket
import threading
from collections import Counter

HALF = b"HTTP/1.1 200 OK\r\nContent-"


class Relay:
    """`url` leads to the server at `port`. cuts: {beginning of a request: n}; each n-th such request loses
    its answer. lost: how many did, by beginning."""

    def __init__(self, port: int, cuts: dict[bytes, int]):
        self.port = port
        self.lost: Counter[bytes] = Counter()
        self.kinds = {start: (every, itertools.count(1)) for start, every in cuts.items()}
        self.door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}/"
        threading.Thread(target=self.listen, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.door.close()

    def listen(self):
        with contextlib.suppress(OSError):
            while True:
                line, _ = self.door.accept()
                threading.Thread(target=self.serve, args=[line], daemon=True).start()

    def serve(self, line: socket.socket):
        """Serve one connection, for as many requests as its client sends."""
        cut = threading.Event()
        with contextlib.suppress(OSError), line, socket.create_connection(("127.0.0.1", self.port)) as server:
            threading.Thread(target=self.answer, args=[server, line, cut], daemon=True).start()
            while data := line.recv(65536):
                if self.is_cut(data):
                    cut.set()
                server.sendall(data)
            server.shutdown(socket.SHUT_RDWR)  # at once, though somebody still reads from it

    def answer(self, server: socket.socket, line: socket.socket, cut: threading.Event):
        with contextlib.suppress(OSError):
            while (data := server.recv(65536)) and not cut.is_set():
                line.sendall(data)
            if cut.is_set():  # the request has arrived and is being answered
                line.sendall(HALF if self.lost.total() % 2 else b"")
            line.shutdown(socket.SHUT_RDWR)

    def is_cut(self, request: bytes) -> bool:
        for start, (every, number) in self.kinds.items():
            if request.startswith(start):
                cut = next(number) % every == 0
                self.lost[start] += cut
                return cut
        return False
