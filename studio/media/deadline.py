"""Connect with one deadline for the whole request.

httpx applies its timeout to each read, so a server that sends one byte a second keeps a caller forever
(encode/httpx#1450). Here every step of a request, from the DNS lookup to the last byte, shares one deadline:

    with within(45):
        client.post(…)
"""

import functools
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

Answers = queue.SimpleQueue[list[str] | Exception]

_now = threading.local()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """End everything that a timed transport does in this block, on this thread, after `seconds`."""
    before = _get_until()
    until = time.monotonic() + seconds
    _now.until = until if before is None else min(until, before)
    try:
        yield
    finally:
        _now.until = before


def get_remaining_s(timeout: float | None = None) -> float | None:
    """Return the time left until the deadline, at most `timeout`, or None without either."""
    until = _get_until()
    if until is None:
        return timeout
    left = until - time.monotonic()
    return left if timeout is None else min(left, timeout)


def _get_until() -> float | None:
    until: float | None = getattr(_now, "until", None)
    return until


def create_transport(backend: httpcore.NetworkBackend | None = None, **limits: Any) -> httpx.HTTPTransport:
    """Return a transport that keeps the deadline, without proxies, environment or HTTP retries."""
    transport = httpx.HTTPTransport(verify=load_certificates(), trust_env=False, retries=0)
    # httpx 0.28 has no public way to set a network backend. A test fails if an update breaks this one.
    transport._pool = httpcore.ConnectionPool(
        ssl_context=load_certificates(), network_backend=backend or TimedBackend(), retries=0, **limits
    )
    return transport


@functools.cache
def load_certificates() -> ssl.SSLContext:
    """Return one TLS context for all: reading the certificate bundle takes tens of milliseconds."""
    return httpx.create_ssl_context(trust_env=False)


class TimedBackend(httpcore.SyncBackend):
    """Connect to a host's addresses in turn, within the deadline."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        *more: Any,
        **options: Any,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError("The host name has no address.")
        for ip in self.list_addresses(host, port):
            try:
                plain = super().connect_tcp(ip, port, get_connect_timeout_s(timeout), *more, **options)
                return TimedStream(plain)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as refused:
                failure = refused
        raise failure

    def list_addresses(self, host: str, port: int) -> list[str]:
        return look_up(host, port)


class TimedStream(httpcore.NetworkStream):
    """A connection whose reads and writes share the deadline."""

    def __init__(self, plain: httpcore.NetworkStream):
        self._plain = plain

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._plain.read(max_bytes, _cap_timeout(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        view = memoryview(buffer)
        for start in range(0, len(view), 65536):  # each slice checks the deadline again
            chunk = bytes(view[start : start + 65536])
            self._plain.write(chunk, _cap_timeout(timeout, httpcore.WriteTimeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return TimedStream(
            self._plain.start_tls(ssl_context, server_hostname, get_connect_timeout_s(timeout))
        )

    def close(self) -> None:
        self._plain.close()

    def get_extra_info(self, info: str) -> Any:
        return self._plain.get_extra_info(info)


def get_connect_timeout_s(timeout: float | None) -> float | None:
    return _cap_timeout(timeout, httpcore.ConnectTimeout)


def _cap_timeout(timeout: float | None, late: type[Exception]) -> float | None:
    left = get_remaining_s(timeout)
    if left is not None and left <= 0:
        raise late("This request took too long.")
    return left


def look_up(host: str, port: int) -> list[str]:
    """Return a host's addresses within the deadline. Raise httpcore's connect errors."""
    found: Answers = queue.SimpleQueue()
    # getaddrinfo has no timeout. An abandoned lookup ends by itself when the resolver does.
    threading.Thread(target=_resolve, args=(host, port, found), daemon=True).start()
    try:
        answer = found.get(timeout=get_connect_timeout_s(None))
    except queue.Empty:
        raise httpcore.ConnectTimeout("The host name could not be resolved in time.") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _resolve(host: str, port: int, found: Answers) -> None:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
    except (OSError, UnicodeError):
        found.put(httpcore.ConnectError("The host name could not be resolved."))
