"""Fetching what lies at somebody else's address: films to disk, pictures to memory, both through the guard.

No key and no cookie goes along, an encrypted address never leads to an open one, and at most three redirects
are followed, each guarded anew.
"""

import errno
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx

from studio.media.deadline import left_s, timed_transport, within
from studio.media.guard import Blocked, Guard
from studio.media.part import Broken, FetchError, Gone, NoRoom, NotReached, Part, TooLarge, refuse_packed

__all__ = [
    "Broken",
    "Closed",
    "FetchError",
    "Gone",
    "NoPicture",
    "NoRoom",
    "NotReached",
    "TooLarge",
    "download",
    "read_image",
]

REDIRECTS = 3
PICTURE_BYTES, PICTURE_S = 25 * 1000**2, 15.0

NO_PICTURE = (
    "No picture could be fetched from this address. Check that it opens in a private browser window, "
    "or upload the picture instead."
)


class Closed(FetchError):
    """The address may not be opened from here: not public, not http(s), or one redirect too many."""


class NoPicture(FetchError):
    """No picture could be fetched; the words never tell why a machine could not be reached."""


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
    """Store what lies at `url` as the file `target`, which must not exist; durable when this returns.

    Until it is whole, and `check` did not raise, it only exists as a .part file beside it. A cut is mended by
    asking for the rest, where the server names one unchanged version of it, up to `tries` times.
    Raises FetchErrors, and what `check` raises.
    """
    if target.exists():
        raise FileExistsError(target)
    part = Part(target, max_bytes, min_free, progress)
    try:
        with within(deadline_s):
            _pull_patiently(url, part, frozenset(allow_hosts), tries, pause_s)
        if check:
            check(part.path)
        part.become(target)
    except OSError as trouble:
        if trouble.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise NoRoom("There is no room left on this disk.") from None
    finally:
        part.path.unlink(missing_ok=True)


def read_image(
    url: str,
    *,
    max_bytes: int = PICTURE_BYTES,
    deadline_s: float = PICTURE_S,
    allow_hosts: Iterable[str] = (),
) -> bytes:
    """The bytes at the address that somebody typed in; whether they are a picture, the picture reader tells.

    Raises NoPicture, with the same words for an address that is closed and one that may not be opened: this
    is no scanner of other people's networks.
    """
    try:
        with within(deadline_s), opened(url, frozenset(allow_hosts)) as response:
            if response.status_code == 200:
                return _small(response, max_bytes)
    except TooLarge:
        raise NoPicture(f"This picture is larger than {max_bytes // 1000**2} MB.") from None
    except FetchError:
        pass
    raise NoPicture(NO_PICTURE)


def _small(response: httpx.Response, max_bytes: int) -> bytes:
    raw = bytearray()
    refuse_packed(response)
    for chunk in response.iter_raw():
        raw += chunk
        if len(raw) > max_bytes:
            raise TooLarge("It is too large.")
    return bytes(raw)


def _pull_patiently(url: str, part: Part, allowed: frozenset[str], tries: int, pause_s: float) -> None:
    for again in range(tries - 1, -1, -1):
        try:
            return _pull(url, part, allowed)
        except (Broken, NotReached):
            left = left_s()
            if not again or (left is not None and left <= pause_s):
                raise
        time.sleep(pause_s)


def _pull(url: str, part: Part, allowed: frozenset[str]) -> None:
    with opened(url, allowed, part.headers()) as response, part.filled_by(response):
        for chunk in response.iter_raw():
            part.add(chunk)


@contextmanager
def opened(url: str, allowed: frozenset[str], headers: Mapping[str, str] = {}) -> Iterator[httpx.Response]:
    """The answer at the end of the redirects. Every fault of the network comes out as a FetchError."""
    try:
        here = _address(url)
        for _ in range(REDIRECTS + 1):
            # A host that we chose may lead on to another of them; one that we did not choose may not.
            allowed = allowed if _host(here) in allowed else frozenset()
            with _client(allowed).stream("GET", here, headers=headers) as response:
                if not response.has_redirect_location:
                    yield response
                    return
                here = onward(here, response.headers["location"])
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
    ) as fault:  # httpx reads a Location even where it does not follow
        raise _named(fault) from None
    raise Closed("The address leads from one place to the next.")


def _named(fault: Exception) -> FetchError:
    if isinstance(fault.__cause__, Blocked) or isinstance(fault, httpx.InvalidURL):
        return Closed("This address may not be opened from here.")
    if isinstance(fault, httpx.RemoteProtocolError | httpx.ReadError):
        return Broken("It broke off.")
    return NotReached("Nobody answered at this address.")


def _client(allowed: frozenset[str]) -> httpx.Client:
    return httpx.Client(
        transport=timed_transport(Guard(allowed), max_keepalive_connections=0),
        timeout=httpx.Timeout(30, connect=10),
        follow_redirects=False,
        trust_env=False,
        headers={"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "Dailies"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )


def _address(url: str | httpx.URL) -> httpx.URL:
    try:
        here = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError):
        raise Closed("This is no address.") from None
    if here.scheme not in ("http", "https") or not here.host or here.userinfo:
        raise Closed("This kind of address is not opened.")
    return here


def onward(here: httpx.URL, location: str) -> httpx.URL:
    try:
        there = _address(here.join(location))
    except httpx.InvalidURL:
        raise Closed("This is no address.") from None
    if here.scheme == "https" and there.scheme == "http":
        raise Closed("The address leads from an encrypted place to an open one.")
    return there


def _host(here: httpx.URL) -> str:
    return here.raw_host.decode("ascii").lower()
