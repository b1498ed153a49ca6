"""Decide from a request's headers how large its body may be, before any of it is read.

waitress reads a whole body into a temporary file before any view runs, so a limit in a view is too late:
strangers could fill the disk. Only the routes in settings.UPLOAD_ROUTES get more than a form's size, and only
from those whom settings.UPLOAD_GATE lets in.
"""

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.module_loading import import_string
from waitress.parser import HTTPRequestParser

TOO_LARGE = "dailies.body_too_large"  # in the environment of a request whose body was not read


class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Stop reading a request whose body is larger than its route allows; Django answers it with 413.

    limit: None until the headers are read. is_large: more than a form. is_refused: its sender has too many
    slow requests under way.
    """

    limit: int | None = None
    is_large = is_too_large = is_refused = False

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        self.limit = find_limit(self)
        self.is_large = self.limit > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if self.content_length > self.limit:
            self.is_too_large = True
            self.stop_reading()

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if self.limit is not None and self.body_bytes_received > self.limit and not self.is_too_large:
            self.headers["CONTENT_LENGTH"] = str(self.body_bytes_received)
            self.is_too_large = True
            self.stop_reading()
        return consumed

    def stop_reading(self) -> None:
        """End the request here, without its body. The connection closes after the answer."""
        self.close()
        self.body_rcv, self.content_length, self.expect_continue = None, 0, False
        self.headers["CONNECTION"] = "close"
        self.completed = True


def find_limit(request: Parser) -> int:
    small = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if not request.chunked and request.content_length <= small:
        return small
    most_mb = find_most_mb(request.path)
    if most_mb and import_string(settings.UPLOAD_GATE)(request.headers):
        return max(small, most_mb * 1000**2)
    return small


def find_most_mb(path: str) -> int:
    """Return how many megabytes a request to this path may carry; 0 if it may carry no file."""
    try:
        return int(settings.UPLOAD_ROUTES.get(resolve(path).view_name, 0))
    except Resolver404:
        return 0
