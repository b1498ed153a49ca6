"""Where results are served: ranges, ETag, HEAD, and URLs that expire."""

import hashlib
import hmac
import re
import time

from tests.fake_provider.http import Answer, Request

PATH = re.compile(r"/cdn/(\d+\.\d+)-([0-9a-f]{8})-([0-9a-f]{24})/([\w-]{21,36})\.mp4")
_GONE = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"


async def film(world, request: Request) -> Answer:
    """Answer with the video of a URL that is still valid, and with 403 for an expired or invented one."""
    match = PATH.fullmatch(request.path)
    if not match or not _alive(world, *match.groups()):
        return Answer(403, _GONE, {"Content-Type": "application/xml"})
    row = world.ledger.generation(match[4])
    if row is None or row["state"] != "completed":
        return Answer(404, b"", {"Content-Type": "application/xml"})
    answer = _ranged(request, await world.film(row))
    answer.generation_id = row["id"]
    return answer


def _alive(world, until: str, nonce: str, seal: str, generation_id: str) -> bool:
    genuine = hmac.compare_digest(seal, world.seal(f"{until}-{nonce}", generation_id))
    return genuine and time.time() <= float(until)


def _ranged(request: Request, whole: bytes) -> Answer:
    etag = f'"{hashlib.sha256(whole).hexdigest()[:32]}"'
    headers = {"Content-Type": "video/mp4", "ETag": etag, "Accept-Ranges": "bytes"}
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("range", ""))
    if not asked or asked[0] == "bytes=-" or request.headers.get("if-range", etag) != etag:
        return Answer(200, whole, headers)
    first, last = _ends(asked[1], asked[2], len(whole))
    if first > last:
        return Answer(416, b"", {**headers, "Content-Range": f"bytes */{len(whole)}"})
    return Answer(
        206, whole[first : last + 1], {**headers, "Content-Range": f"bytes {first}-{last}/{len(whole)}"}
    )


def _ends(first: str, last: str, length: int) -> tuple[int, int]:
    """Return the first and last requested byte. The first is after the last when there are none."""
    if not first:
        return (max(0, length - int(last)), length - 1) if int(last) else (1, 0)
    end = min(int(last), length - 1) if last else length - 1
    return int(first), end
