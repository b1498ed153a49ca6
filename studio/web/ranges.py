"""Answers with a file in them: whole or a range of it, cheap to ask for again, harmless when opened alone.

Django's own FileResponse knows no ranges, and without them a browser cannot seek in a film.
"""

import io
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

MIB = 1024 * 1024
# A paused player reads ahead as far as it is let: fifteen of them kept every thread busy for a second.
AT_MOST = 2 * MIB
# A longer number than this is no place in any file, and Python refuses to read thousands of digits.
RANGE = re.compile(r"bytes=([0-9]{0,30})-([0-9]{0,30})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """The bytes from `start` up to, not including, `end`."""

    start: int
    end: int

    def __len__(self) -> int:
        return max(0, self.end - self.start)


def answer(
    request: HttpRequest,
    path: Path,
    content_type: str,
    download_name: str | None = None,
    *,
    at_most: int | None = AT_MOST,
) -> HttpResponseBase:
    """The file at `path` for a GET or HEAD, as far as the request's headers ask for it; 404 without it.

    A range is answered with at most `at_most` bytes; players ask on. Downloads get all they ask for, because
    a download that is resumed takes a short answer for the end. With settings.ACCEL the web server in front
    sends the file itself.
    """
    file = opened(path)
    if getattr(settings, "ACCEL", ""):
        file.close()
        return dressed(by_front_server(path), content_type, download_name)
    response = by_us(request, file, None if download_name else at_most)
    return dressed(response, content_type, download_name)


def opened(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except (OSError, ValueError) as missing:
        raise Http404 from missing


def by_us(request: HttpRequest, file: io.BufferedReader, at_most: int | None) -> HttpResponseBase:
    """304, 416, 206 or 200, in this order. A range counts for GET alone, and If-None-Match before it."""
    facts = os.fstat(file.fileno())
    tag, size = etag(facts), facts.st_size
    span = asked_for(request.headers.get("Range", ""), size) if ranges_count(request, tag) else None
    response: HttpResponseBase
    if knows_it(request, tag):
        response = without_file(file, 304, {})
    elif request.method == "HEAD":
        response = without_file(file, 200, {"Content-Length": str(size)})
    elif span is None:
        response = with_file(file, Span(0, size))
    elif span:
        response = partly(file, capped(span, at_most), size)
    else:
        response = without_file(file, 416, {"Content-Range": f"bytes */{size}"})
    response["ETag"], response["Accept-Ranges"] = tag, "bytes"
    return response


def asked_for(header: str, size: int) -> Span | None:
    """The one range in the header, empty when it lies outside the file; None for "send it whole"."""
    found = RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return Span(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return Span(int(first), min(size, int(last) + 1) if last else size)


def capped(span: Span, at_most: int | None) -> Span:
    return span if at_most is None else Span(span.start, min(span.end, span.start + at_most))


def ranges_count(request: HttpRequest, tag: str) -> bool:
    """Only for GET, and only where If-Range is missing or names exactly this file; a date never does."""
    return request.method == "GET" and request.headers.get("If-Range", tag).strip() == tag


def knows_it(request: HttpRequest, tag: str) -> bool:
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    return tag in known or known == ["*"]


def etag(facts: os.stat_result) -> str:
    """Strong: our files are replaced by rename, so another content has another time or size."""
    return f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'


def partly(file: io.BufferedReader, span: Span, size: int) -> FileResponse:
    response = with_file(file, span)
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    return response


def with_file(file: io.BufferedReader, span: Span) -> FileResponse:
    response = FileResponse(Slice(file, span.start, len(span)))
    response.block_size = 64 * 1024
    response.headers["Content-Length"] = str(len(span))
    return response


def without_file(file: io.BufferedReader, status: int, headers: dict[str, str]) -> HttpResponse:
    file.close()
    return HttpResponse(status=status, headers=headers)


def by_front_server(path: Path) -> HttpResponse:
    """Only a header: nginx answers ranges itself, from the folder that it calls settings.ACCEL."""
    inside = path.relative_to(settings.MEDIA_ROOT).as_posix()
    return HttpResponse(headers={"X-Accel-Redirect": f"{settings.ACCEL.rstrip('/')}/{quote(inside)}"})


def dressed(response: HttpResponseBase, content_type: str, download_name: str | None) -> HttpResponseBase:
    """Opened alone in a tab the file may do nothing; no other site may show it, no shared cache keep it."""
    response["Content-Type"] = content_type
    response["Cache-Control"] = "private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"  # CSPMiddleware lets it stand
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if download_name:
        response["Content-Disposition"] = content_disposition_header(True, download_name) or "attachment"
    if response.status_code == 304:
        del response["Content-Type"]
    return response


class Slice(io.RawIOBase):
    """Part of an open file that reads like a file of its own, so that wsgi.file_wrapper can have it."""

    def __init__(self, file: io.BufferedReader, start: int, length: int):
        super().__init__()
        self.file, self.start, self.length, self.at = file, start, length, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.length}[whence]
        self.at = max(0, base + offset)
        return self.at

    def readinto(self, buffer: Any) -> int:
        wanted = max(0, min(len(buffer), self.length - self.at))
        self.file.seek(self.start + self.at)
        read = self.file.readinto(memoryview(buffer)[:wanted])
        self.at += read
        return read

    def close(self) -> None:
        self.file.close()
        super().close()
