"""Serve files whole or by byte range, with validators for caching and headers that make them harmless.

Django's own FileResponse has no ranges, and without them a browser cannot seek in a video.
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
# A paused player reads ahead as far as it may: fifteen of them kept every thread busy for a second.
MAX_RANGE_BYTES = 2 * MIB
# No file is longer than this many digits can say, and Python refuses to parse thousands of them.
RANGE = re.compile(r"bytes=([0-9]{0,30})-([0-9]{0,30})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A range of bytes from `start` up to, but not including, `end`."""

    start: int
    end: int

    def __len__(self) -> int:
        return max(0, self.end - self.start)


def respond_with_file(
    request: HttpRequest,
    path: Path,
    content_type: str,
    download_name: str | None = None,
    *,
    max_bytes: int | None = MAX_RANGE_BYTES,
) -> HttpResponseBase:
    """Respond to a GET or HEAD with the file at `path`, or with the range of it that the request names.

    A range holds at most `max_bytes` bytes; players ask for the rest. Downloads get the whole range, because
    a resumed download takes a short response for the end. With settings.ACCEL the web server in front sends
    the file. Raise Http404 if there is no file.
    """
    file = open_file(path)
    if getattr(settings, "ACCEL", ""):
        file.close()
        return add_headers(delegate_to_front_server(path), content_type, download_name)
    response = serve_file(request, file, None if download_name else max_bytes)
    return add_headers(response, content_type, download_name)


def open_file(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except (OSError, ValueError) as missing:
        raise Http404 from missing


def serve_file(request: HttpRequest, file: io.BufferedReader, max_bytes: int | None) -> HttpResponseBase:
    """Respond with 304, 416, 206 or 200. If-None-Match takes precedence over a range."""
    stat = os.fstat(file.fileno())
    tag, size = make_etag(stat), stat.st_size
    span = parse_range(request.headers.get("Range", ""), size) if accepts_range(request, tag) else None
    response: HttpResponseBase
    if has_current_copy(request, tag):
        response = respond_without_file(file, 304, {})
    elif request.method == "HEAD":
        response = respond_without_file(file, 200, {"Content-Length": str(size)})
    elif span is None:
        response = stream_file(file, Span(0, size))
    elif span:
        response = serve_part(file, cap_span(span, max_bytes), size)
    else:
        response = respond_without_file(file, 416, {"Content-Range": f"bytes */{size}"})
    response["ETag"], response["Accept-Ranges"] = tag, "bytes"
    return response


def parse_range(header: str, size: int) -> Span | None:
    """Return the single range in the header, empty if it lies outside the file, or None to send it whole."""
    found = RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return Span(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return Span(int(first), min(size, int(last) + 1) if last else size)


def cap_span(span: Span, max_bytes: int | None) -> Span:
    return span if max_bytes is None else Span(span.start, min(span.end, span.start + max_bytes))


def accepts_range(request: HttpRequest, tag: str) -> bool:
    """Return True for a GET whose If-Range is missing or is exactly this file's ETag; a date never is."""
    return request.method == "GET" and request.headers.get("If-Range", tag).strip() == tag


def has_current_copy(request: HttpRequest, tag: str) -> bool:
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    return tag in known or known == ["*"]


def make_etag(stat: os.stat_result) -> str:
    """Return a strong ETag: files are replaced by rename, so new content has a new time or size."""
    return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'


def serve_part(file: io.BufferedReader, span: Span, size: int) -> FileResponse:
    response = stream_file(file, span)
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    return response


def stream_file(file: io.BufferedReader, span: Span) -> FileResponse:
    response = FileResponse(Slice(file, span.start, len(span)))
    response.block_size = 64 * 1024
    response.headers["Content-Length"] = str(len(span))
    return response


def respond_without_file(file: io.BufferedReader, status: int, headers: dict[str, str]) -> HttpResponse:
    file.close()
    return HttpResponse(status=status, headers=headers)


def delegate_to_front_server(path: Path) -> HttpResponse:
    """Send only a header: nginx serves ranges itself, from the location named by settings.ACCEL."""
    inside = path.relative_to(settings.MEDIA_ROOT).as_posix()
    return HttpResponse(headers={"X-Accel-Redirect": f"{settings.ACCEL.rstrip('/')}/{quote(inside)}"})


def add_headers(response: HttpResponseBase, content_type: str, download_name: str | None) -> HttpResponseBase:
    """Keep the file inert in its own tab, unusable by other sites and out of shared caches."""
    response["Content-Type"] = content_type
    response["Cache-Control"] = "private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"  # CSPMiddleware keeps it
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if download_name:
        response["Content-Disposition"] = content_disposition_header(True, download_name) or "attachment"
    if response.status_code == 304:
        del response["Content-Type"]
    return response


class Slice(io.RawIOBase):
    """Read part of an open file as a file of its own, so that wsgi.file_wrapper accepts it."""

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
