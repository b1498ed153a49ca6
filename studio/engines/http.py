"""One line to one provider: asks, keeps the time, and gives every fault of the network one of our names.

What failed before the connection stood is `Unreachable`: nothing was sent. What failed after it is `Unsure`
for the paid POST, whose request may have been read whole, and `Unreachable` for a GET, which is free.
The key is held by an object that does not show it, and no error keeps the request it came from.
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
from studio.media.deadline import timed_transport, within
from studio.wire.reading import clean_id

logging.getLogger("httpx").setLevel(logging.WARNING)  # its INFO lines show whole addresses, signed ones too
logging.getLogger("httpcore").setLevel(logging.WARNING)

BODY_BYTES = 1024 * 1024
A_KEY = re.compile(r"[\x21-\x7e]+")
A_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")  # docs/providers.md#request-ids-and-the-log
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

Send = Callable[[], AbstractContextManager[httpx.Response]]

NEVER_LEFT = "The provider could not be reached. Nothing was sent and nothing was charged."
LOST = "Sent, but no answer came back. It may have been accepted and charged."
NO_ANSWER = "The provider did not answer. Asking again costs nothing."
NO_KEY = "There is no usable key for this engine. Nothing was charged."


@dataclass(frozen=True)
class Answer:
    """One HTTP answer. json is None where the body was no JSON; `flaw` says why it could not be read."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    flaw: str = ""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def inference_id(self) -> str:
        """The generation's id from the header, present even if the body is broken.

        See docs/providers.md#request-ids-and-the-log.
        """
        return clean_id(self.headers.get("x-inference-id"))


class ProviderClient:
    """A provider at `base_url`, spoken to with one key. Thread-safe."""

    def __init__(self, base_url: str, key: str, *, post_s: float = 45, get_s: float = 20):
        self.base_url = base_url.rstrip("/")
        self.post_s, self.get_s = post_s, get_s
        self._bearer = Bearer(key)
        self.open()
        _clients.add(self)

    def open(self) -> None:
        """Begin with no connection. `turn` is for what must never be done by two threads at once."""
        self.turn = threading.Lock()
        # A paid POST never travels on a used connection: a stale one dies after the request was read (F6).
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
        """Send one create, once. Raises Unreachable when nothing was sent, Unsure when no status came."""
        if not A_REQUEST_ID.fullmatch(client_request_id):
            raise ValueError("A client request id is 1 to 128 of A-Z a-z 0-9 . _ : -")
        content = json.dumps(body).encode()  # here: what cannot be said in JSON must fail before it is sent
        headers = {"Content-Type": "application/json", "X-Client-Request-Id": client_request_id}
        url = self.base_url + path
        return self._exchange(
            lambda: self._posts.stream("POST", url, content=content, headers=headers),
            self.post_s,
            classify_paid_fault,
        )

    def get(self, path: str, params: Any = None) -> Answer:
        """Ask for something free. Raises Unreachable when no readable answer came in time."""
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
            raise Unreachable(NEVER_LEFT, code="not_sent")
        try:
            with within(seconds), send() as response:
                return _read_response(response)
        except Exception as fault:
            named = name(fault)
        raise named  # out here, so that it carries no request and no header along


# The cluster's workers are forks: they must not speak on their parent's sockets, nor wait for its locks.
_clients: weakref.WeakSet[ProviderClient] = weakref.WeakSet()


def _reopen_all() -> None:
    for line in _clients:
        line.open()


os.register_at_fork(after_in_child=_reopen_all)


class Bearer(httpx.Auth):
    """Puts the key on each request; shows it nowhere else."""

    def __init__(self, key: str):
        plain = key.strip() if isinstance(key, str) else ""
        self.usable = bool(
            A_KEY.fullmatch(plain)
        )  # a line break in a header would be quoted back by an error
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
    """Asked before sending: httpx raises the same InvalidURL for a Location that answers a create."""
    try:
        return bool(httpx.URL(url).host)
    except httpx.InvalidURL:
        return False


def classify_paid_fault(fault: Exception) -> EngineError:
    if isinstance(fault, NOT_SENT):
        return Unreachable(NEVER_LEFT, code="not_sent")
    return Unsure(LOST, code=_timeout_or(fault, "no_answer"))


def classify_free_fault(fault: Exception) -> EngineError:
    code = "not_sent" if isinstance(fault, NOT_SENT) else _timeout_or(fault, "no_answer")
    return Unreachable(NO_ANSWER, code=code)


def _timeout_or(fault: Exception, code: str) -> str:
    return "timeout" if isinstance(fault, httpx.TimeoutException) else code


def _create_client(auth: httpx.Auth, **limits: Any) -> httpx.Client:
    return httpx.Client(
        auth=auth,
        transport=timed_transport(**limits),
        timeout=httpx.Timeout(60, connect=10),
        follow_redirects=False,
        trust_env=False,
        headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Dailies"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )


def _read_response(response: httpx.Response) -> Answer:
    """The answer with its body, as far as it can be had: the status stands even when the body breaks off."""
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
    """The body as JSON text, should a proxy pack it although we asked it not to; never more than 1 MiB."""
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
