"""Call one provider over HTTP, keep deadlines, and turn every network error into an EngineError.

An error before the connection is established is `Unreachable`: nothing was sent. A later one is `Unsure` for
the paid POST, which may have been read in full, and `Unreachable` for a GET, which is free.
The key is held by an object that doesn't reveal it, and no error keeps the request it came from.
"""

import hashlib
import json
import logging
import os
import re
import threading
import weakref
import zlib
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from studio.engines.base import Busy, EngineError, Unreachable, Unsure
from studio.media.deadline import create_transport, within
from studio.wire.reading import clean_id

logging.getLogger("httpx").setLevel(logging.WARNING)  # its INFO lines show whole URLs, even signed ones
logging.getLogger("httpcore").setLevel(logging.WARNING)

BODY_BYTES = 1024 * 1024
A_KEY = re.compile(r"[\x21-\x7e]+")
A_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")  # docs/providers.md#request-ids-and-the-log
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

Send = Callable[[], AbstractContextManager[httpx.Response]]

NOT_REACHED = "The provider can't be reached. Nothing was sent, and nothing was charged."
LOST = "The request was sent, but no answer came back. It may have been accepted and charged."
NO_ANSWER = "The provider did not answer. Trying again is free."
NO_KEY = "There is no usable key for this engine. Nothing was charged."


@dataclass(frozen=True)
class Answer:
    """One HTTP answer. json is None if the body wasn't JSON; `flaw` says why it couldn't be read."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    flaw: str = ""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def inference_id(self) -> str:
        """Return the generation's ID from the header, which is present even if the body is broken.

        See docs/providers.md#request-ids-and-the-log.
        """
        return clean_id(self.headers.get("x-inference-id"))


class ProviderClient:
    """A provider at `base_url`, called with one key. Thread-safe."""

    def __init__(self, base_url: str, key: str, *, post_s: float = 45, get_s: float = 20):
        self.base_url = base_url.rstrip("/")
        self.post_s, self.get_s = post_s, get_s
        self._bearer = Bearer(key)
        self.open()
        _clients.add(self)

    def open(self) -> None:
        """Start without connections. `turn` guards what two threads must never do at the same time."""
        self.turn = threading.Lock()
        # A paid POST never reuses a connection: a stale one may break after the request was read.
        self._posts = _create_client(self._bearer, max_connections=8, max_keepalive_connections=0)
        self._gets = _create_client(
            self._bearer, max_connections=8, max_keepalive_connections=4, keepalive_expiry=5
        )

    def __repr__(self) -> str:
        return f"Line({self.base_url!r})"

    @property
    def host(self) -> str:
        return httpx.URL(self.base_url).raw_host.decode("ascii") if _is_address(self.base_url) else ""

    @property
    def account(self) -> str:
        return self._bearer.fingerprint

    def post(self, path: str, body: Mapping[str, Any], client_request_id: str) -> Answer:
        """Send one create, once. Raise Unreachable if nothing was sent, or Unsure if no status came back."""
        if not A_REQUEST_ID.fullmatch(client_request_id):
            raise ValueError("A client request ID has 1 to 128 characters of A-Z a-z 0-9 . _ : -")
        content = json.dumps(body).encode()  # here: invalid JSON must fail before anything is sent
        headers = {"Content-Type": "application/json", "X-Client-Request-Id": client_request_id}
        url = self.base_url + path
        return self._exchange(
            lambda: self._posts.stream("POST", url, content=content, headers=headers),
            self.post_s,
            classify_paid_fault,
        )

    def get(self, path: str, params: Any = None) -> Answer:
        """Send a free request. Raise Unreachable if no readable answer came in time."""
        answer = self._exchange(
            lambda: self._gets.stream("GET", self.base_url + path, params=params),
            self.get_s,
            classify_free_fault,
        )
        if answer.flaw and answer.ok:
            raise Unreachable(NO_ANSWER, code=f"answer_{answer.flaw}", status=answer.status)
        return answer

    def _exchange(self, send: Send, seconds: float, name: Callable[[Exception], EngineError]) -> Answer:
        if not self._bearer.usable:
            raise Busy(NO_KEY, hold="key")
        if not _is_address(self.base_url):
            raise Unreachable(NOT_REACHED, code="not_sent")
        try:
            with within(seconds), send() as response:
                return _read_response(response)
        except Exception as fault:
            named = name(fault)
        raise named  # outside of `except`, so that it carries no request or header


# The cluster's workers are forks: they must not use their parent's sockets, nor wait for its locks.
_clients: weakref.WeakSet[ProviderClient] = weakref.WeakSet()


def _reopen_all() -> None:
    for line in _clients:
        line.open()


os.register_at_fork(after_in_child=_reopen_all)


class Bearer(httpx.Auth):
    """Add the key to each request and reveal it nowhere else."""

    def __init__(self, key: str):
        plain = key.strip() if isinstance(key, str) else ""
        # The error for a line break in a header would quote the key.
        self.usable = bool(A_KEY.fullmatch(plain))
        self.fingerprint = (
            hashlib.sha256(b"dailies account " + plain.encode()).hexdigest()[:12] if plain else ""
        )
        self._header: Callable[[], str] = lambda: f"Bearer {plain}"

    def __repr__(self) -> str:
        return f"Bearer({self.fingerprint})"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header()
        yield request


def _is_address(url: str) -> bool:
    """Return True for a usable URL, checked before sending: a bad Location raises the same InvalidURL."""
    try:
        return bool(httpx.URL(url).host)
    except httpx.InvalidURL:
        return False


def classify_paid_fault(fault: Exception) -> EngineError:
    if isinstance(fault, NOT_SENT):
        return Unreachable(NOT_REACHED, code="not_sent")
    return Unsure(LOST, code=_timeout_or(fault, "no_answer"))


def classify_free_fault(fault: Exception) -> EngineError:
    code = "not_sent" if isinstance(fault, NOT_SENT) else _timeout_or(fault, "no_answer")
    return Unreachable(NO_ANSWER, code=code)


def _timeout_or(fault: Exception, code: str) -> str:
    return "timeout" if isinstance(fault, httpx.TimeoutException) else code


def _create_client(auth: httpx.Auth, **limits: Any) -> httpx.Client:
    return httpx.Client(
        auth=auth,
        transport=create_transport(**limits),
        timeout=httpx.Timeout(60, connect=10),
        follow_redirects=False,
        trust_env=False,
        headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Dailies"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )


def _read_response(response: httpx.Response) -> Answer:
    """Return the answer and as much of its body as can be read. The status counts in any case."""
    try:
        raw, flaw = _read_body(response), ""
    except httpx.HTTPError as fault:
        raw, flaw = b"", _timeout_or(fault, "cut")
    except ValueError as fault:
        raw, flaw = b"", str(fault)
    value, unread = (None, flaw) if flaw else _parse_json(raw)
    return Answer(response.status_code, response.headers, value, unread)


def _read_body(response: httpx.Response) -> bytes:
    raw = bytearray()
    for chunk in response.iter_raw():
        raw += chunk
        if len(raw) > BODY_BYTES:
            raise ValueError("large")
    return _decompress(bytes(raw), response.headers.get("content-encoding", "identity").strip().lower())


def _decompress(raw: bytes, encoding: str) -> bytes:
    """Return the plain body, at most 1 MiB, in case a proxy compressed it against our request."""
    if encoding in ("", "identity"):
        return raw
    if encoding not in ("gzip", "deflate"):
        raise ValueError("encoded")
    try:
        plain = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(raw, BODY_BYTES + 1)
    except zlib.error:
        raise ValueError("encoded") from None
    if len(plain) > BODY_BYTES:
        raise ValueError("large")
    return plain


def _parse_json(raw: bytes) -> tuple[Any, str]:
    try:
        return json.loads(raw, parse_constant=lambda name: None), ""
    except (ValueError, RecursionError):
        return None, "not_json"
