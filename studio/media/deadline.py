"""Connections that end on time.

httpx gives each read its own timeout, so a server that drips one byte a second keeps a caller for ever
(encode/httpx#1450). Here every step of a request, from the name's look-up to the last byte, shares what is
left of one deadline:

    with within(45):
        client.post(…)
"""

import functools
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

Answers = queue.SimpleQueue[list[str] | Exception]

_now = threading.local()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Everything that a timed transport does in this block, on this thread, ends after `seconds`."""
    before = _until()
    until = time.monotonic() + seconds
    _now.until = until if before is None else min(until, before)
    try:
        yield
    finally:
        _now.until = before


def left_s(timeout: float | None = None) -> float | None:
    """What is left of the deadline, never more than `timeout`; None when there is neither."""
    until = _until()
    if until is None:
        return timeout
    left = until - time.monotonic()
    return left if timeout is None else min(left, timeout)


def _until() -> float | None:
    until: float | None = getattr(_now, "until", None)
    return until


def timed_transport(backend: httpcore.NetworkBackend | None = None, **limits: Any) -> httpx.HTTPTransport:
    """A transport that keeps the deadline, without proxies, environment or HTTP retries."""
    transport = httpx.HTTPTransport(verify=certificates(), trust_env=False, retries=0)
    # httpx 0.28 has no door for a network backend. A test fails when an update closes this one.
    transport._pool = httpcore.ConnectionPool(
        ssl_context=certificates(), network_backend=backend or TimedBackend(), retries=0, **limits
    )
    return transport


@functools.cache
def certificates() -> ssl.SSLContext:
    """One TLS context for all: reading the certificate bundle anew costs tens of milliseconds."""
    return httpx.create_ssl_context(trust_env=False)


class TimedBackend(httpcore.SyncBackend):
    """Connects to the addresses of a name one after the other, inside the deadline."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError("The name has no address.")
        for ip in self.addresses(host, port):
            try:
                plain = super().connect_tcp(ip, port, open_s(timeout), local_address, socket_options)
                return TimedStream(plain)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as refused:
                failure = refused
        raise failure

    def addresses(self, host: str, port: int) -> list[str]:
        return look_up(host, port)


class TimedStream(httpcore.NetworkStream):
    """A connection whose every read and write gets only what is left of the deadline."""

    def __init__(self, plain: httpcore.NetworkStream):
        self._plain = plain

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._plain.read(max_bytes, _or_late(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        view = memoryview(buffer)
        for start in range(0, len(view), 65536):  # each slice looks at the clock again
            piece = bytes(view[start : start + 65536])
            self._plain.write(piece, _or_late(timeout, httpcore.WriteTimeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return TimedStream(self._plain.start_tls(ssl_context, server_hostname, open_s(timeout)))

    def close(self) -> None:
        self._plain.close()

    def get_extra_info(self, info: str) -> Any:
        return self._plain.get_extra_info(info)


def open_s(timeout: float | None) -> float | None:
    return _or_late(timeout, httpcore.ConnectTimeout)


def _or_late(timeout: float | None, late: type[Exception]) -> float | None:
    left = left_s(timeout)
    if left is not None and left <= 0:
        raise late("The time for this request is over.")
    return left


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a name, inside the deadline. Raises httpcore's connect errors."""
    found: Answers = queue.SimpleQueue()
    # getaddrinfo knows no timeout. A look-up that is given up ends by itself when the resolver does.
    threading.Thread(target=_resolve, args=(host, port, found), daemon=True).start()
    try:
        answer = found.get(timeout=open_s(None))
    except queue.Empty:
        raise httpcore.ConnectTimeout("The name could not be looked up in time.") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _resolve(host: str, port: int, found: Answers) -> None:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
    except (OSError, UnicodeError):
        found.put(httpcore.ConnectError("The name could not be looked up."))
