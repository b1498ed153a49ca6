"""Fetch a keyframe's image as the provider does: over HTTP, from the URL in the order."""

import hashlib
import urllib.request
from http.client import HTTPException
from pathlib import Path

LIMIT = 25 * 1024 * 1024
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")


def fetch(url: str, folder: Path, timeout_s: float) -> tuple[str, int, Path]:
    """Store the image under its SHA-256. Return that, its length and the file.

    Raise OSError if it cannot be fetched, ValueError if it is no image.
    """
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=timeout_s) as answer:
            picture = answer.read(LIMIT + 1)
    except HTTPException as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
    if len(picture) > LIMIT:
        raise ValueError("larger than 25 MB")
    if not picture.startswith(_MAGIC) and picture[8:12] != b"WEBP":
        raise ValueError("not an image")
    sha256 = hashlib.sha256(picture).hexdigest()
    file = folder / sha256
    file.write_bytes(picture)
    return sha256, len(picture), file
