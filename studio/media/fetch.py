"""Download from other people's URLs through the guard: videos to disk, images to memory.

Requests carry no key and no cookie, HTTPS never redirects to HTTP, and at most three redirects are followed,
each of them guarded.
"""

import errno
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx

from studio.media.deadline import create_transport, get_remaining_s, within
from studio.media.partial_download import (
    Broken,
    FetchError,
    Gone,
    NoRoom,
    NotReachable,
    Part,
    TooLarge,
    refuse_compressed,
)
from studio.media.ssrf_guard import Blocked, Guard

__all__ = [
    "Broken",
    "Closed",
    "FetchError",
    "Gone",
    "NoPicture",
    "NoRoom",
    "NotReachable",
    "TooLarge",
    "download",
    "read_image",
]

REDIRECTS = 3
PICTURE_BYTES, PICTURE_S = 25 * 1000**2, 15.0

NO_PICTURE = (
    "No image could be downloaded from this URL. Check that it opens in a private browser window, "
    "or upload the image instead."
)


class Closed(FetchError):
    """This URL may not be opened from here: not public, not http(s), or one redirect too many."""


class NoPicture(FetchError):
    """No image could be downloaded. The message never says why a host could not be reached."""


def download(
    url: str,
    target: Path,
    *,
    max_bytes: int,
    deadline_s: float,
    allow_hosts: Iterable[str] = (),
    min_free: int = 64 * 1024**2,
    tries: int = 3,
    pause_s: float = 1.0,
    progress: Callable[[float], None] | None = None,
    check: Callable[[Path], object] | None = None,
) -> None:
    """Download `url` to the file `target`, which must not exist. It is durable on return.

    Until it is complete, and `check` has passed, it exists only as a .part file. An interrupted download
    continues, up to `tries` times, if the server identifies one unchanged version of it.
    Raise FetchErrors and the errors of `check`.
    """
    if target.exists():
        raise FileExistsError(target)
    part = Part(target, max_bytes, min_free, progress)
    try:
        with within(deadline_s):
            _pull_with_retries(url, part, frozenset(allow_hosts), tries=tries, pause_s=pause_s)
        if check:
            check(part.path)
        part.move_to(target)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise NoRoom("The disk is full.") from None
    finally:
        part.path.unlink(missing_ok=True)


def read_image(
    url: str,
    *,
    max_bytes: int = PICTURE_BYTES,
    deadline_s: float = PICTURE_S,
    allow_hosts: Iterable[str] = (),
) -> bytes:
    """Return the bytes at a URL that a person entered, without checking that they are an image.

    Raise NoPicture with the same message for a closed port and a forbidden address, so that nobody can scan a
    network with it.
    """
    try:
        with within(deadline_s), open_url(url, frozenset(allow_hosts)) as response:
            if response.status_code == 200:
                return _read_capped(response, max_bytes)
    except TooLarge:
        raise NoPicture(f"This image is larger than {max_bytes // 1000**2} MB.") from None
    except FetchError:
        pass
    raise NoPicture(NO_PICTURE)


def _read_capped(response: httpx.Response, max_bytes: int) -> bytes:
    raw = bytearray()
    refuse_compressed(response)
    for chunk in response.iter_raw():
        raw += chunk
        if len(raw) > max_bytes:
            raise TooLarge("It is too large.")
    return bytes(raw)


def _pull_with_retries(url: str, part: Part, allowed: frozenset[str], *, tries: int, pause_s: float) -> None:
    for again in range(tries - 1, -1, -1):
        try:
            return _pull(url, part, allowed)
        except (Broken, NotReachable):
            left = get_remaining_s()
            if not again or (left is not None and left <= pause_s):
                raise
        time.sleep(pause_s)


def _pull(url: str, part: Part, allowed: frozenset[str]) -> None:
    with open_url(url, allowed, part.build_headers()) as response, part.fill_from(response):
        for chunk in response.iter_raw():
            part.add(chunk)


@contextmanager
def open_url(url: str, allowed: frozenset[str], headers: Mapping[str, str] = {}) -> Iterator[httpx.Response]:
    """Open the URL after its redirects. Every network error becomes a FetchError."""
    try:
        current = _parse_url(url)
        for _ in range(REDIRECTS + 1):
            # An allowed host may redirect to another allowed one; any other host may not.
            allowed = allowed if _get_host(current) in allowed else frozenset()
            with _create_client(allowed).stream("GET", current, headers=headers) as response:
                if not response.has_redirect_location:
                    yield response
                    return
                current = follow_redirect(current, response.headers["location"])
    except (httpx.HTTPError, httpx.InvalidURL) as fault:  # httpx parses a Location even without following it
        raise _classify_error(fault) from None
    raise Closed("The URL redirects too often.")


def _classify_error(fault: Exception) -> FetchError:
    if isinstance(fault.__cause__, Blocked) or isinstance(fault, httpx.InvalidURL):
        return Closed("This URL may not be opened from here.")
    if isinstance(fault, httpx.RemoteProtocolError | httpx.ReadError):
        return Broken("The download was interrupted.")
    return NotReachable("The server did not respond.")


def _create_client(allowed: frozenset[str]) -> httpx.Client:
    return httpx.Client(
        transport=create_transport(Guard(allowed), max_keepalive_connections=0),
        timeout=httpx.Timeout(30, connect=10),
        follow_redirects=False,
        trust_env=False,
        headers={"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "Dailies"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )


def _parse_url(url: str | httpx.URL) -> httpx.URL:
    try:
        current = httpx.URL(url)
        host = current.host  # decodes "xn--…"
    except (httpx.InvalidURL, TypeError, ValueError):
        raise Closed("This is not a valid URL.") from None
    if current.scheme not in ("http", "https") or not host or current.userinfo:
        raise Closed("This kind of URL is not supported.")
    return current


def follow_redirect(current: httpx.URL, location: str) -> httpx.URL:
    try:
        target = _parse_url(current.join(location))
    except httpx.InvalidURL:
        raise Closed("This is not a valid URL.") from None
    if current.scheme == "https" and target.scheme == "http":
        raise Closed("The URL redirects from HTTPS to HTTP.")
    return target


def _get_host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii").lower()
